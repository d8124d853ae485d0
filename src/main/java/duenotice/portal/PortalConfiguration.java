package duenotice.portal;

import duenotice.access.DeskSecrets;
import duenotice.access.Drop;
import duenotice.access.Elsewhere;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactReviews;
import duenotice.database.Transactions;
import duenotice.inventory.Inventory;
import duenotice.knowledge.Knowledge;
import duenotice.knowledge.Votes;
import duenotice.policy.PolicyBook;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The pages for customers and for everybody. Needs as beans what the parameters below name; {@code Wiring} imports this class.
 */
@Configuration(proxyBeanMethods = false)
public class PortalConfiguration {
    /** Nothing from elsewhere, no script but the one file that lets the countdown tick. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    CustomerPageController customerPageController(
            Casework casework,
            Inventory inventory,
            Knowledge knowledge,
            Ballot ballot,
            Tokens tokens,
            Drop drop,
            PortalIdentity identity,
            ContactForms contactForms) {
        return new CustomerPageController(
                casework,
                new CustomerPages(casework, inventory, knowledge, ballot, tokens, identity, contactForms),
                ballot.votes(),
                drop,
                identity,
                contactForms);
    }

    @Bean
    ContactForms contactForms(ContactChanges changes, Inventory inventory) {
        return new ContactForms(changes, inventory);
    }

    @Bean
    ContactPageController contactPageController(
            Casework casework,
            Inventory inventory,
            ContactChanges changes,
            ContactCases cases,
            ContactReviews reviews,
            Tokens tokens,
            PortalIdentity identity,
            ContactForms contactForms) {
        return new ContactPageController(casework, inventory, changes, cases, reviews, tokens, identity, contactForms);
    }

    @Bean
    Ballot ballot(Transactions transactions) {
        return new Ballot(new Votes(transactions), new DeskSecrets(transactions).secret("viewer-key"));
    }

    @Bean
    HowWeHandleAbuseController howWeHandleAbuseController(
            PolicyBook policies, Ballot ballot, FormSeal seal, Casework casework, PortalIdentity identity) {
        return new HowWeHandleAbuseController(
                policies, ballot, seal, identity, casework::now, InstantSource.system(), System::nanoTime);
    }

    @Bean
    FormSeal formSeal(Transactions transactions) {
        return new FormSeal(new DeskSecrets(transactions).secret("form-key"));
    }

    @Bean
    ReportFormController reportFormController(
            Casework casework,
            FormSeal seal,
            PortalIdentity identity,
            Elsewhere elsewhere,
            ObjectProvider<ReportFormController.Pause> pause) {
        return new ReportFormController(
                casework,
                seal,
                identity,
                elsewhere,
                InstantSource.system(),
                System::nanoTime,
                pause.getIfAvailable(() -> Thread::sleep));
    }

    /**
     * Open to everybody: the link itself is the key, and there is no cookie that another site could make use of. The
     * key must not leak to pages that are linked from here.
     */
    @Bean
    @Order(20)
    SecurityFilterChain portalSecurity(HttpSecurity http) {
        return http.securityMatcher(
                        "/c/**",
                        "/contacts/**",
                        "/report",
                        "/report/**",
                        "/how-we-handle-abuse",
                        "/how-we-handle-abuse/**",
                        "/assets/**",
                        "/webjars/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .frameOptions(Customizer.withDefaults()))
                .build();
    }
}

package duenotice.desk;

import duenotice.access.AnswerMails;
import duenotice.access.Drop;
import duenotice.access.StaffAccounts;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.Openings;
import duenotice.casework.StaffActs;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.database.Transactions;
import duenotice.inventory.Imports;
import duenotice.inventory.Inventory;
import duenotice.inventory.source.Rounds;
import duenotice.knowledge.Knowledge;
import duenotice.knowledge.Votes;
import duenotice.mail.WayIn;
import duenotice.policy.PolicyBook;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The staff console. Needs as beans what the parameters below name; {@code Wiring} imports this class. */
@Configuration(proxyBeanMethods = false)
public class DeskConfiguration {
    /** Nothing from elsewhere, no script but our own files. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    BoardController boardController(Casework casework, Inventory inventory, StaffAccounts staff, StillUnset unset) {
        return new BoardController(new Frames(casework, staff, unset), casework, inventory);
    }

    @Bean
    IncidentController incidentController(
            Casework casework,
            Inventory inventory,
            PolicyBook policies,
            StaffAccounts staff,
            StillUnset unset,
            Caller caller,
            Drop drop) {
        return new IncidentController(
                new Frames(casework, staff, unset),
                casework,
                new IncidentPage.Maker(casework, inventory, policies, staff, caller, new AnswerMails(casework, drop)),
                new IncidentActs(new StaffActs(inventory, policies)));
    }

    @Bean
    SealedController sealedController(Casework casework, StaffAccounts staff, StillUnset unset, Drop drop) {
        return new SealedController(new Frames(casework, staff, unset), casework, drop);
    }

    @Bean
    QueueController queueController(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            PolicyBook policies,
            StaffAccounts staff,
            StillUnset unset) {
        return new QueueController(
                new Frames(casework, staff, unset),
                casework,
                new ByHand(transactions, casework, openings, inventory, policies),
                inventory);
    }

    @Bean
    OpenController openController(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            PolicyBook policies,
            StaffAccounts staff,
            StillUnset unset) {
        return new OpenController(
                new Frames(casework, staff, unset),
                casework,
                new ByHand(transactions, casework, openings, inventory, policies));
    }

    @Bean
    ContactsController contactsController(
            Casework casework,
            Inventory inventory,
            ContactChanges changes,
            ContactCases cases,
            StaffAccounts staff,
            StillUnset unset) {
        return new ContactsController(new Frames(casework, staff, unset), casework, inventory, changes, cases);
    }

    @Bean
    DutyController dutyController(Casework casework, StaffAccounts staff, StillUnset unset, WayIn.All waysIn) {
        return new DutyController(new Frames(casework, staff, unset), casework, waysIn);
    }

    @Bean
    InventoryController inventoryController(
            Transactions transactions, Casework casework, Rounds rounds, StaffAccounts staff, StillUnset unset) {
        return new InventoryController(new Frames(casework, staff, unset), casework, new Imports(transactions), rounds);
    }

    @Bean
    KnowledgeController knowledgeController(
            Transactions transactions, Casework casework, Knowledge knowledge, StaffAccounts staff, StillUnset unset) {
        return new KnowledgeController(
                new Frames(casework, staff, unset), casework, knowledge, new Votes(transactions));
    }

    @Bean
    LettersController lettersController(Casework casework, StaffAccounts staff, StillUnset unset, Letters letters) {
        return new LettersController(new Frames(casework, staff, unset), letters);
    }

    @Bean
    MeasuresController measuresController(Casework casework, StaffAccounts staff, StillUnset unset) {
        return new MeasuresController(new Frames(casework, staff, unset), casework);
    }

    @Bean
    DoorController doorController() {
        return new DoorController();
    }

    @Bean
    CookieSameSiteSupplier sessionsStayOnThisSite() {
        return CookieSameSiteSupplier.ofLax();
    }

    @Bean
    @Order(30)
    SecurityFilterChain deskSecurity(HttpSecurity http, StaffAccounts staff) {
        return http.securityMatcher("/", "/desk", "/desk/**", "/login", "/logout")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/login", "/desk/denied")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .authenticationProvider(new StaffLogin(staff, System::nanoTime))
                .formLogin(form -> form.loginPage("/login").defaultSuccessUrl("/desk"))
                .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
                .exceptionHandling(handling -> handling.accessDeniedPage("/desk/denied"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }
}

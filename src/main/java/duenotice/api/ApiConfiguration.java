package duenotice.api;

import duenotice.access.ApiKeys;
import duenotice.access.Drop;
import duenotice.access.Elsewhere;
import duenotice.access.Secrets;
import duenotice.access.StaffAccounts;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.Openings;
import duenotice.casework.Rereading;
import duenotice.casework.StaffActs;
import duenotice.casework.TimelineProof;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.database.Transactions;
import duenotice.inventory.Imports;
import duenotice.inventory.Inventory;
import duenotice.inventory.source.Rounds;
import duenotice.policy.PolicyBook;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** The API's controllers and their doors, for the program's wiring to import. */
@Configuration(proxyBeanMethods = false)
public class ApiConfiguration {
    @Bean
    @Order(10)
    SecurityFilterChain apiDoor(HttpSecurity http, ApiKeys keys) {
        return http.securityMatcher("/api/**")
                .csrf(csrf -> csrf.disable()) // nothing that a browser sends by itself counts here
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .addFilterBefore(new BearerKeys(keys), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/api/v1/openapi.json")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) -> {
                            response.setHeader("WWW-Authenticate", "Bearer");
                            problem(
                                    response,
                                    HttpStatus.UNAUTHORIZED,
                                    "send an API key that is valid here: Authorization: Bearer <key>");
                        })
                        .accessDeniedHandler((request, response, failure) ->
                                problem(response, HttpStatus.FORBIDDEN, "this key may not do that")))
                .build();
    }

    private static void problem(HttpServletResponse response, HttpStatus status, String sentence) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(Problems.body(status, sentence));
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    IncidentCalls incidentCalls(
            Transactions transactions, Casework casework, Openings openings, Inventory inventory, PolicyBook policies) {
        return new IncidentCalls(casework, new ByHand(transactions, casework, openings, inventory, policies));
    }

    @Bean
    ActCalls actCalls(Casework casework, Inventory inventory, PolicyBook policies, ApiKeys keys) {
        return new ActCalls(casework, new StaffActs(inventory, policies), keys);
    }

    @Bean
    MeasureCalls measureCalls(Casework casework, Inventory inventory, PolicyBook policies) {
        return new MeasureCalls(casework, new StaffActs(inventory, policies));
    }

    @Bean
    ReportCalls reportCalls(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            PolicyBook policies,
            Elsewhere elsewhere) {
        return new ReportCalls(casework, new ByHand(transactions, casework, openings, inventory, policies), elsewhere);
    }

    @Bean
    DeskCalls deskCalls(Casework casework, Inventory inventory, PolicyBook policies) {
        return new DeskCalls(casework, inventory, policies);
    }

    @Bean
    ContactCalls contactCalls(ContactChanges changes, ContactCases cases, Inventory inventory) {
        return new ContactCalls(changes, cases, inventory);
    }

    @Bean
    SecretCalls secretCalls(Casework casework, Drop drop, Secrets secrets) {
        return new SecretCalls(casework, drop, secrets);
    }

    @Bean
    InventoryCalls inventoryCalls(Casework casework, Transactions transactions, Rounds rounds) {
        return new InventoryCalls(casework, new Imports(transactions), rounds);
    }

    @Bean
    AccessCalls accessCalls(Casework casework, StaffAccounts staff, ApiKeys keys) {
        return new AccessCalls(casework, staff, keys);
    }

    @Bean
    TimelineCall timelineCall(TimelineProof proof) {
        return new TimelineCall(proof);
    }

    @Bean
    WebhookCalls webhookCalls(Casework casework, Webhooks webhooks) {
        return new WebhookCalls(casework, webhooks);
    }

    /** Each webhook looks at its own token. */
    @Bean
    @Order(15)
    SecurityFilterChain webhookDoor(HttpSecurity http) {
        return http.securityMatcher("/webhooks/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, "/webhooks/*")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .build();
    }

    @Bean
    RereadCall rereadCall(Rereading rereading) {
        return new RereadCall(rereading);
    }

    @Bean
    OpenApiCall openApiCall() {
        return new OpenApiCall();
    }
}

package duenotice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.incident.CallHours;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy;
import duenotice.incident.Policy.Approval;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.CutWhen;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.report.Category;
import duenotice.report.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyBookTest {
    @TempDir
    Path folder;

    private final PolicyBook book = PolicyBook.shipped();

    @Test
    void the_default_ladder_warns_calls_and_cuts() {
        var policy = book.byName("network-off");

        assertThat(policy.ladder())
                .containsExactly(
                        new Policy.Warn(Duration.ofHours(2)),
                        new Policy.Call(Duration.ofHours(2), 1, Duration.ofMinutes(15)),
                        new Policy.Cut(MeasureKind.NETWORK_OFF, Approval.NONE, CutWhen.FRESH));
        assertThat(policy.fixWithin())
                .isEqualTo(new Policy.FixWithin(
                        Duration.ofHours(24), Duration.ofHours(24), Duration.ofHours(4), Duration.ofHours(4)));
        assertThat(policy.watch()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.quiet()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.cleanUp()).isEqualTo(CleanUp.CUSTOMER);
        assertThat(policy.restoreNeeds()).containsExactly(RestoreNeed.STATEMENT);
        assertThat(policy.version()).matches("[0-9a-f]{64}");
        assertThat(policy.calendar()).isEmpty();
        assertThat(policy.repeat()).isEmpty();
        assertThat(policy.forwardWithin()).isEmpty();
    }

    @Test
    void the_other_provider_switches_the_machine_off_and_wants_it_verified() {
        var policy = book.byName("power-off");

        assertThat(policy.cut().orElseThrow().measure()).isEqualTo(MeasureKind.POWER_OFF);
        assertThat(policy.cleanUp()).isEqualTo(CleanUp.EITHER);
        assertThat(policy.restoreNeeds()).containsExactly(RestoreNeed.VERIFICATION);
        assertThat(policy.types()).isEqualTo(book.byName("network-off").types());
    }

    @Test
    void content_is_never_cut_for_without_a_person() {
        assertThat(book.byName("content").cut().orElseThrow().approval()).isEqualTo(Approval.ONE);
    }

    @Test
    void victims_are_only_told_and_information_reminds_once() {
        assertThat(book.byName("victim").ladder()).containsExactly(new Policy.Notice(Optional.empty()));
        assertThat(book.byName("information").ladder())
                .containsExactly(new Policy.Notice(Optional.of(Duration.ofDays(3))));
        assertThat(book.byName("information").restoreNeeds()).isEmpty();
    }

    @Test
    void the_emergency_ladder_cuts_first_and_is_shipped_for_nothing() {
        assertThat(book.byName("emergency").cutsFirst()).isTrue();
        assertThat(book.byName("emergency").types()).isEmpty();
    }

    static Stream<Arguments> everyTypeByReport() {
        return Stream.concat(
                        Stream.of(
                                        "messaging/spam network-off",
                                        "messaging/bulk_messaging network-off",
                                        "connection/ddos network-off",
                                        "connection/login_attack network-off",
                                        "connection/port_scan network-off",
                                        "connection/sql_injection network-off",
                                        "connection/vulnerability_scan network-off",
                                        "connection/reconnaissance network-off",
                                        "connection/scraping network-off",
                                        "connection/infected_host network-off",
                                        "infrastructure/botnet network-off",
                                        "infrastructure/compromised_server network-off",
                                        "vulnerability/cve information",
                                        "vulnerability/open_service information",
                                        "vulnerability/misconfiguration information",
                                        "content/malware network-off",
                                        "content/remote_compromise network-off",
                                        "content/phishing content",
                                        "content/fraud content",
                                        "content/brand_infringement content",
                                        "content/exposed_data content",
                                        "content/suspicious_registration content",
                                        "content/csam content +task",
                                        "content/csem content +task",
                                        "copyright/copyright information",
                                        "copyright/cyberlocker information",
                                        "copyright/link_site information",
                                        "copyright/ugc_platform information",
                                        "copyright/p2p information",
                                        "copyright/usenet information",
                                        "reputation/blocklist information",
                                        "reputation/threat_intelligence information")
                                .map(row -> row.split(" ")),
                        Stream.of(
                                        "other/unknown information +task",
                                        "messaging/harassment network-off",
                                        "content/spoofed_voice information +task")
                                .map(row -> row.split(" ")))
                .map(row -> Arguments.of(Type.of(row[0]), row[1], row.length > 2));
    }

    @ParameterizedTest
    @MethodSource("everyTypeByReport")
    void every_type_has_the_policy_of_the_table(Type type, String policy, boolean staffTask) {
        for (var ownOrStaff : List.of(false, true)) {
            var resolution = book.resolve(type.category(), type, ownOrStaff, Optional.empty());

            assertThat(resolution.policy().name()).isEqualTo(policy);
            assertThat(resolution.staffTask()).isEqualTo(staffTask);
            assertThat(resolution.warning()).isEmpty();
        }
    }

    @Test
    void the_table_covers_all_types_of_xarf() {
        assertThat(XarfTypes.ALL).hasSize(32).doesNotHaveDuplicates();
        assertThat(everyTypeByReport().map(row -> row.get()[0]).toList().containsAll(XarfTypes.ALL))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyTypeByReport")
    void a_victim_is_a_victim_whatever_the_type(Type type) {
        var resolution = book.resolve(Category.SERVER_UNDER_ATTACK, type, false, Optional.of("power-off"));

        assertThat(resolution.policy().name()).isEqualTo(type.isChildAbuse() ? "content" : "victim");
        assertThat(resolution.staffTask()).isEqualTo(type.isChildAbuse());
    }

    @ParameterizedTest
    @MethodSource("everyTypeByReport")
    void a_customers_policy_replaces_the_default_cut_policy_only(Type type, String policy, boolean staffTask) {
        var resolution = book.resolve(type.category(), type, false, Optional.of("power-off"));

        assertThat(resolution.policy().name()).isEqualTo(policy.equals("network-off") ? "power-off" : policy);
        assertThat(resolution.staffTask()).isEqualTo(staffTask);
        assertThat(resolution.warning()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void an_unknown_type_always_has_a_policy(Category category) {
        var resolution = book.resolve(category, Type.UNKNOWN, true, Optional.of("nowhere"));

        assertThat(resolution.policy().name())
                .isEqualTo(category == Category.SERVER_UNDER_ATTACK ? "victim" : "information");
    }

    @ParameterizedTest
    @CsvSource({
        "gone, does not exist",
        "emergency, cuts first",
        "information, does not serve messaging/spam",
        "content, does not serve messaging/spam"
    })
    void a_customers_policy_that_cannot_serve_leaves_the_default_with_a_warning(String name, String why) {
        var resolution = book.resolve(Category.EMAIL_COMPROMISE, Type.of("messaging/spam"), true, Optional.of(name));

        assertThat(resolution.policy().name()).isEqualTo("network-off");
        assertThat(resolution.warning())
                .hasValueSatisfying(warning ->
                        assertThat(warning).contains("'" + name + "'").contains(why));
    }

    @Test
    void the_emergency_policy_serves_what_the_provider_opts_in_and_only_own_findings() throws IOException {
        write("emergency.yaml", """
                policy: emergency
                types: [connection/ddos, content/csam]
                ladder:
                  - cut:    { measure: network-off, when: not-fixed }
                  - notice: {}
                  - call:   { answer-within: 1h }
                """);
        var opted = PolicyBook.with(folder);
        var ddos = Type.of("connection/ddos");

        assertThat(opted.resolve(ddos.category(), ddos, true, Optional.of("power-off"))
                        .policy()
                        .name())
                .isEqualTo("emergency");
        assertThat(opted.resolve(ddos.category(), ddos, false, Optional.empty())
                        .policy()
                        .name())
                .isEqualTo("network-off");
        assertThat(opted.resolve(ddos.category(), ddos, false, Optional.of("emergency"))
                        .policy()
                        .name())
                .isEqualTo("network-off");
        assertThat(opted.resolve(Category.OTHER, Type.of("content/csam"), true, Optional.empty())
                        .policy()
                        .name())
                .isEqualTo("content");
    }

    @Test
    void a_providers_own_policy_serves_only_customers_who_name_it() throws IOException {
        write("gold.yaml", """
                policy: gold
                types: [messaging/*]
                ladder:
                  - warn: { answer-within: PT1H30M }
                  - call: { answer-within: 90m, passes: 2, pass-gap: 20m, hours: "08:00-20:00" }
                  - cut:  { measure: power-off, approval: two, when: not-fixed }
                fix-within:
                  corrective: 2d
                  ack: 30m
                  calendar:
                    zone: Asia/Kolkata
                    from: "09:00"
                    until: "18:00"
                    holidays: [2026-01-26]
                clean-up: provider
                restore: { needs: [statement, verification] }
                watch: 3d
                quiet: 3h
                repeat: { answer-within: 30m }
                forward-within: 1h
                """);
        var own = PolicyBook.with(folder);
        var spam = Type.of("messaging/spam");
        var gold = own.byName("gold");

        assertThat(own.resolve(spam.category(), spam, false, Optional.empty())
                        .policy()
                        .name())
                .isEqualTo("network-off");
        assertThat(own.resolve(spam.category(), spam, false, Optional.of("gold"))
                        .policy())
                .isEqualTo(gold);
        assertThat(own.resolve(Category.SYSTEM_COMPROMISE, Type.of("connection/ddos"), false, Optional.of("gold"))
                        .warning())
                .isPresent();
        assertThat(gold.ladder())
                .containsExactly(
                        new Policy.Warn(Duration.ofMinutes(90)),
                        new Policy.Call(
                                Duration.ofMinutes(90), 2, Duration.ofMinutes(20), CallHours.parse("08:00-20:00")),
                        new Policy.Cut(MeasureKind.POWER_OFF, Approval.TWO, CutWhen.NOT_FIXED));
        assertThat(gold.fixWithin())
                .isEqualTo(new Policy.FixWithin(
                        Duration.ofDays(2), Duration.ofHours(24), Duration.ofMinutes(30), Duration.ofHours(4)));
        assertThat(gold.calendar()).hasValueSatisfying(calendar -> {
            assertThat(calendar.zone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
            assertThat(calendar.days())
                    .contains(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
                    .hasSize(5);
            assertThat(calendar.from()).isEqualTo(LocalTime.of(9, 0));
            assertThat(calendar.holidays()).containsExactly(LocalDate.of(2026, 1, 26));
        });
        assertThat(gold.restoreNeeds()).isEqualTo(Set.of(RestoreNeed.STATEMENT, RestoreNeed.VERIFICATION));
        assertThat(gold.repeat()).contains(new Policy.Repeat(Duration.ofDays(30), Duration.ofMinutes(30)));
        assertThat(gold.forwardWithin()).contains(Duration.ofHours(1));
    }

    @Test
    void a_file_of_the_same_name_replaces_a_shipped_policy() throws IOException {
        write("slow.yml", """
                policy: network-off
                types: [messaging/*, connection/*, infrastructure/*, content/malware]
                ladder:
                  - warn: { answer-within: 4h }
                  - call: { answer-within: 4h }
                  - cut:  { measure: network-off }
                """);
        Files.writeString(folder.resolve("README.md"), "not a policy");
        var replaced = PolicyBook.with(folder);

        assertThat(replaced.byName("network-off").warn()).contains(new Policy.Warn(Duration.ofHours(4)));
        assertThat(replaced.byName("network-off").version())
                .isNotEqualTo(book.byName("network-off").version());
        assertThat(replaced.resolve(
                        Category.SYSTEM_COMPROMISE, Type.of("content/remote_compromise"), false, Optional.empty()))
                .satisfies(resolution -> {
                    assertThat(resolution.policy().name()).isEqualTo("information");
                    assertThat(resolution.staffTask()).isTrue();
                });
        assertThat(replaced.policies()).hasSize(6);
    }

    @Test
    void an_unknown_name_is_said() {
        assertThat(book.find("gold")).isEmpty();
        assertThatThrownBy(() -> book.byName("gold"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("there is no policy 'gold'");
    }

    @Test
    void the_schema_in_the_documents_is_the_one_that_is_used() throws IOException {
        assertThat(Path.of("docs/policy.schema.json")).hasContent(Resources.text(PolicySchema.RESOURCE));
    }

    @Test
    void the_example_in_the_documents_passes_the_check() throws IOException {
        var page = Files.readString(Path.of("docs/policies.md"));
        var example = page.substring(page.indexOf("```yaml\n") + 8);
        write("example.yaml", example.substring(0, example.indexOf("```")));

        assertThat(PolicyBook.with(folder).policies()).hasSize(7);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

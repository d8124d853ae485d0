package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome.State;
import duenotice.database.TestDatabase;
import duenotice.incident.IncidentEvent;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports that name a page or a domain and no address: it is found out where the name points. */
class ReportedNamesTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private IntakeDesk desk;

    @BeforeEach
    void freshDesk() {
        desk = new IntakeDesk(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private IntakeDesk.MailDraft phishing(Instant seen, String... urls) {
        return desk.mail()
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .subject("Phishing on your network")
                .saying("""
                        Hello,

                        a phishing site is hosted in your network.

                        %s
                        Time: %s

                        Please take it down.
                        """.formatted(
                                Arrays.stream(urls).map(url -> "URL: " + url).collect(Collectors.joining("\n")), seen));
    }

    private Inbox.Item reported(String... urls) {
        return desk.item(phishing(desk.now(), urls).arrives().id());
    }

    private int looks() {
        return DATABASE.jdbc()
                .sql("select count(*) from name_look where due_at is not null")
                .query(Integer.class)
                .single();
    }

    @Test
    void a_name_that_points_to_us_opens_an_incident_there_with_how_that_is_known() {
        desk.names.point("login.shop.example", "192.0.2.7");
        var item = reported("http://login.shop.example/bank/");
        assertThat(item.state()).isEqualTo(State.JOINED);
        var incident = desk.onlyIncident();
        assertThat(desk.snapshot(incident).incident().server()).isEqualTo(new ServerId("vm-1"));
        assertThat(desk.snapshot(incident).incident().isWarned()).isTrue();
        assertThat(desk.evidence(incident)).singleElement().satisfies(evidence -> {
            assertThat(evidence.address()).contains("192.0.2.7");
            assertThat(evidence.url()).contains("http://login.shop.example/bank/");
            assertThat(evidence.excerpt())
                    .startsWith("login.shop.example pointed to 192.0.2.7 at 2026-05-04 09:00 UTC\n");
        });
        assertThat(desk.snapshot(incident).timeline().getFirst().event())
                .isInstanceOfSatisfying(
                        IncidentEvent.Opened.class,
                        opened -> assertThat(opened.toString()).contains("login.shop.example pointed to 192.0.2.7"));
        assertThat(DATABASE.jdbc()
                        .sql("select addresses::text || ' ' || (asked_at at time zone 'UTC')::text from name_pointed")
                        .query(String.class)
                        .single())
                .isEqualTo("{192.0.2.7} 2026-05-04 09:00:00");
        assertThat(desk.names.inTransaction).isFalse();
        assertThat(looks()).isZero();
    }

    @Test
    void one_that_points_elsewhere_or_nowhere_is_not_ours_as_ever() {
        desk.names.point("elsewhere.example", "203.0.113.99");
        assertThat(reported("http://elsewhere.example/").reason().orElseThrow()).startsWith("not-ours: ");
        assertThat(reported("http://nobody.example/").reason().orElseThrow()).startsWith("not-ours: ");
        assertThat(desk.incidents()).isEmpty();
    }

    @Test
    void a_name_that_others_share_counts_where_one_of_its_addresses_is_ours() {
        desk.names.point("cdn.example", "203.0.113.98", "192.0.2.8", "2001:db8:ffff::1");
        assertThat(reported("http://cdn.example/x").state()).isEqualTo(State.JOINED);
        assertThat(desk.evidence(desk.onlyIncident()).getFirst().excerpt())
                .startsWith("cdn.example pointed to 192.0.2.8 and 2 more at ");
    }

    @Test
    void one_with_two_servers_of_ours_is_about_both() {
        desk.names.point("two.example", "192.0.2.7", "192.0.2.8");
        reported("http://two.example/x");
        assertThat(desk.incidents())
                .extracting(id -> desk.snapshot(id).incident().server().text())
                .containsExactlyInAnyOrder("vm-1", "vm-2");
    }

    @Test
    void behind_a_shared_address_the_name_tells_whose_it_is_and_an_unknown_one_asks_a_person() {
        desk.names.point("unknown-shop.example", "192.0.2.80");
        assertThat(reported("http://unknown-shop.example/").reason().orElseThrow())
                .startsWith("shared: ");
        assertThat(reported("http://www.fern-shop.example/").state()).isEqualTo(State.JOINED);
        assertThat(desk.names.asked).containsOnly("unknown-shop.example");
    }

    @Test
    void addresses_and_private_names_are_not_asked_and_neither_is_where_an_address_was_named() {
        reported("http://203.0.113.5/x");
        reported("http://printer.local/x");
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .arrives();
        assertThat(desk.names.asked).isEmpty();
    }

    // ---- what could not be found out

    @Test
    void while_nobody_can_say_the_report_waits_and_is_found_later() {
        desk.names.away.add("shop.example");
        desk.names.point("shop.example", "192.0.2.7");
        var item = reported("http://shop.example/a");
        assertThat(item.state()).isEqualTo(State.QUEUED);
        assertThat(item.reason()).contains("held: where shop.example points is being found out");
        desk.names.away.clear();
        desk.after(Duration.ofMinutes(5));
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
        assertThat(desk.evidence(desk.onlyIncident()).getFirst().excerpt())
                .startsWith("shop.example pointed to 192.0.2.7 at 2026-05-04 09:01 UTC");
        assertThat(DATABASE.jdbc()
                        .sql("select reports from reporter_record where identity = 'watchers.example'")
                        .query(Integer.class)
                        .single())
                .as("read twice and counted once")
                .isEqualTo(1);
    }

    @Test
    void it_is_asked_so_often_and_then_a_person_decides() {
        desk.names.away.add("shop.example");
        var item = reported("http://shop.example/a");
        desk.after(Duration.ofDays(2));
        assertThat(desk.names.asked).hasSize(11);
        assertThat(desk.item(item.id()).state()).isEqualTo(State.QUEUED);
        assertThat(desk.item(item.id()).reason()).contains("held: where shop.example points could not be found out");
        assertThat(looks()).isZero();
        assertThat(letters()).isZero();
    }

    @Test
    void what_is_too_much_to_ask_now_is_asked_later_however_often() {
        desk.names.point("shop.example", "192.0.2.7");
        desk.names.unaffordable.add("shop.example");
        var item = reported("http://shop.example/a");
        desk.after(Duration.ofHours(1));
        assertThat(desk.names.asked).isEmpty();
        assertThat(desk.item(item.id()).reason()).contains("held: where shop.example points is being found out");
        desk.names.unaffordable.clear();
        desk.after(Duration.ofMinutes(62));
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
    }

    @Test
    void whoever_proves_nothing_has_one_account_whatever_he_calls_himself() {
        for (var number = 0; number < 3; number++) {
            desk.mail()
                    .from("a" + number + "@somebody.example")
                    .subject("Phishing on your network")
                    .saying("A phishing site.\n\nURL: http://n%d.example/a\nTime: %s\n".formatted(number, desk.now()))
                    .arrives();
        }
        reported("http://shop.example/a");
        assertThat(desk.names.asked).hasSize(4);
        assertThat(desk.names.accounts).containsExactlyInAnyOrder("unproven ", "watchers.example");
    }

    @Test
    void nobody_is_told_to_go_elsewhere_while_it_is_not_known() {
        desk.names.away.add("shop.example");
        desk.mail()
                .from("rita@honest.example")
                .signedBy("honest.example")
                .envelopeFrom("rita@honest.example")
                .saying("""
                        A phishing site is hosted in your network.

                        URL: http://shop.example/a
                        URL: http://203.0.113.5/b
                        Time: %s
                        """.formatted(desk.now()))
                .arrives();
        assertThat(letters()).isZero();
    }

    private int letters() {
        return DATABASE.jdbc()
                .sql("select count(*) from receipt where kind = 'not-ours'")
                .query(Integer.class)
                .single();
    }

    @Test
    void what_is_known_joins_at_once_and_the_rest_when_it_is() {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.point("two.example", "192.0.2.8");
        desk.names.away.add("two.example");
        var item = reported("http://one.example/a", "http://two.example/b");
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.waits()).isFalse();
        assertThat(desk.incidents()).hasSize(1);
        desk.names.away.clear();
        desk.after(Duration.ofMinutes(5));
        assertThat(desk.incidents())
                .extracting(id -> desk.snapshot(id).incident().server().text())
                .containsExactly("vm-1", "vm-2");
        assertThat(desk.evidence(desk.incidents().getLast()))
                .extracting(Evidence::address)
                .containsExactly(Optional.of("192.0.2.8"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.80, shared: http://two.example/b may be any of 2 servers",
        "192.0.2.99, no-customer: http://two.example/b was nobody's at that time"
    })
    void what_turns_out_to_be_ours_and_doubtful_waits_for_a_person_beside_what_has_joined(
            String address, String reason) {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.point("two.example", address);
        desk.names.away.add("two.example");
        var item = reported("http://one.example/a", "http://two.example/b");
        assertThat(item.waits()).isFalse();
        desk.names.away.clear();
        desk.after(Duration.ofMinutes(5));
        var late = desk.item(item.id());
        assertThat(late.state()).isEqualTo(State.JOINED);
        assertThat(late.waits()).isTrue();
        assertThat(late.reason().orElseThrow()).startsWith(reason).endsWith("; the rest has joined");
        assertThat(desk.incidents()).hasSize(1);
    }

    @Test
    void what_turns_out_to_be_other_peoples_needs_nobody() {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.point("two.example", "203.0.113.99");
        desk.names.away.add("two.example");
        var item = reported("http://one.example/a", "http://two.example/b");
        desk.names.away.clear();
        desk.after(Duration.ofMinutes(5));
        assertThat(desk.item(item.id()).waits()).isFalse();
    }

    @Test
    void what_people_know_already_is_not_told_again_with_what_is_found_out_later() {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.point("two.example", "192.0.2.80");
        desk.names.point("three.example", "192.0.2.99");
        desk.names.away.add("three.example");
        var item = reported("http://one.example/a", "http://two.example/b", "http://three.example/c");
        desk.after(Duration.ofMinutes(1));
        assertThat(desk.item(item.id()).waits()).isTrue();
        desk.names.away.clear();
        desk.after(Duration.ofMinutes(5));
        assertThat(desk.item(item.id()).reason().orElseThrow())
                .containsOnlyOnce("http://two.example/b")
                .containsOnlyOnce("http://three.example/c");
    }

    @Test
    void what_is_never_found_out_waits_for_a_person_although_the_rest_has_joined() {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.away.add("two.example");
        var item = reported("http://one.example/a", "http://two.example/b");
        assertThat(item.waits()).isFalse();
        desk.after(Duration.ofDays(2));
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
        assertThat(desk.item(item.id()).waits()).isTrue();
        assertThat(desk.item(item.id()).reason())
                .contains("held: where two.example points could not be found out; the rest has joined");
        assertThat(desk.incidents()).hasSize(1);
    }

    @Test
    void what_staff_assign_meanwhile_is_theirs() {
        desk.names.point("shop.example", "192.0.2.7");
        desk.names.away.add("shop.example");
        var item = reported("http://shop.example/a");
        desk.casework.assignFromQueue(
                item.id(),
                new ServerId("vm-2"),
                Category.OTHER,
                Type.of("content/phishing"),
                Optional.of(desk.now()),
                "the customer told us",
                "mara");
        desk.casework.workAll();
        desk.names.away.clear();
        desk.after(Duration.ofHours(1));
        assertThat(desk.snapshot(desk.onlyIncident()).incident().server()).isEqualTo(new ServerId("vm-2"));
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
        assertThat(looks()).isZero();
    }

    @Test
    void a_report_with_very_many_names_has_some_of_them_asked_and_a_person_sees_the_rest() {
        var urls = java.util.stream.IntStream.range(0, 9)
                .mapToObj(number -> "http://n" + number + ".example/x")
                .toArray(String[]::new);
        var item = reported(urls);
        assertThat(desk.names.asked).hasSize(IntakeDesk.MOST_NAMES);
        assertThat(item.reason()).contains("held: 5 more names of one report are too many to look up");
    }

    @Test
    void other_reports_wait_for_no_name() {
        desk.names.away.add("shop.example");
        phishing(desk.now(), "http://shop.example/a").store();
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .arrives();
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
    }

    // ---- old reports

    @Test
    void a_name_asked_long_after_the_fact_says_so_and_is_no_proof_of_where_it_pointed_then() {
        desk.names.point("shop.example", "192.0.2.7");
        phishing(desk.now().minus(Duration.ofDays(12)), "http://shop.example/a").arrives();
        var incident = desk.onlyIncident();
        assertThat(desk.evidence(incident).getFirst().excerpt())
                .startsWith(
                        "shop.example pointed to 192.0.2.7 at 2026-05-04 09:00 UTC, asked 12 days after what is reported");
        assertThat(desk.snapshot(incident).incident().isWarned()).isFalse();
        assertThat(List.of(
                        desk.snapshot(incident).outlook().next().orElseThrow().block()))
                .isNotEmpty();
    }
}

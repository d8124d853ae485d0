package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome.State;
import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Block;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentId;
import duenotice.incident.NextStep;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportReaderTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final IntakeDesk desk = new IntakeDesk(database);

    // ---- who complains (R2, R40)

    @Test
    void every_source_is_told_from_the_others() {
        assertThat(sourceType(desk.spamFrom("192.0.2.7").arrives())).isEqualTo("public");
        assertThat(sourceType(desk.feedback("abuse", "192.0.2.7", "one").arrives()))
                .isEqualTo("feedback-loop");
        assertThat(sourceType(desk.spamFrom("192.0.2.7")
                        .from("list@reporter.example")
                        .header("List-Id: Abuse <abuse.list.example>")
                        .arrives()))
                .isEqualTo("mailing-list");
        assertThat(sourceType(
                        desk.spamFrom("192.0.2.7").from("max@moss.example").arrives()))
                .isEqualTo("client");
        assertThat(sourceType(desk.spamFrom("192.0.2.7")
                        .from("team@watchers.example")
                        .signedBy("watchers.example")
                        .arrives()))
                .isEqualTo("industry-contact");
        assertThat(sourceType(desk.spamFrom("192.0.2.7")
                        .from("zone@lists.example")
                        .signedBy("lists.example")
                        .arrives()))
                .isEqualTo("blocklist");
        assertThat(sourceType(desk.xarf("probe-net", "192.0.2.7", "messaging/spam", "r-1", desk.now())))
                .isEqualTo("own-detection");
        assertThat(sourceType(desk.xarf("somebody", "192.0.2.7", "messaging/spam", "r-2", desk.now())))
                .isEqualTo("public");
        assertThat(desk.incidents()).hasSize(1);
    }

    @Test
    void a_trusted_reporter_counts_only_when_authenticated() {
        desk.spamFrom("192.0.2.7").from("team@watchers.example").arrives();
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .header("Authentication-Results: mx.elsewhere.example; dkim=pass header.d=watchers.example")
                .arrives();
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .signedBy("mailers.example")
                .arrives();
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example, x@mailers.example")
                .signedBy("watchers.example")
                .arrives();
        var id = desk.onlyIncident();
        assertThat(blocked(id)).contains(Block.EVIDENCE);
        assertThat(desk.evidence(id)).extracting(Evidence::weight).containsOnly("none");

        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .arrives();
        assertThat(desk.snapshot(id).incident().isWarned()).isTrue();
    }

    @Test
    void api_keys_are_trusted_by_the_inventory_or_the_settings() {
        desk.xarf("somebody", "192.0.2.7", "messaging/spam", "r-1", desk.now());
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isFalse();
        desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-2", desk.now());
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
        desk.xarf("rehearsal-reporter", "192.0.2.8", "messaging/spam", "r-3", desk.now());
        assertThat(desk.snapshot(desk.incidents().getLast()).incident().isWarned())
                .isTrue();
    }

    @Test
    void two_independent_domains_within_72_hours_are_enough_to_warn() {
        desk.spamFrom("192.0.2.7").from("a@one.example").signedBy("one.example").arrives();
        desk.spamFrom("192.0.2.7")
                .from("b@mail.one.example")
                .signedBy("mail.one.example")
                .arrives();
        desk.spamFrom("192.0.2.7").from("c@gmail.com").signedBy("gmail.com").arrives();
        var id = desk.onlyIncident();
        assertThat(blocked(id)).contains(Block.EVIDENCE);
        desk.after(Duration.ofHours(70));
        desk.spamFrom("192.0.2.7").from("d@two.example").signedBy("two.example").arrives();
        assertThat(desk.snapshot(id).incident().isWarned()).isTrue();
    }

    @Test
    void two_domains_more_than_72_hours_apart_are_not() {
        desk.spamFrom("192.0.2.7").from("a@one.example").signedBy("one.example").arrives();
        desk.after(Duration.ofHours(73));
        desk.spamFrom("192.0.2.7").from("d@two.example").signedBy("two.example").arrives();
        assertThat(blocked(desk.onlyIncident())).contains(Block.EVIDENCE);
    }

    @Test
    void strangers_word_for_a_flood_with_forgeable_addresses_is_no_more_than_a_hint() {
        for (var domain : new String[] {"one.example", "two.example"}) {
            desk.mail()
                    .from("a@" + domain)
                    .signedBy(domain)
                    .subject("DDoS attack")
                    .saying("DDoS attack against us.\n\nSource IP: 192.0.2.7\nTime: %s\n".formatted(desk.now()))
                    .arrives();
        }
        var id = desk.onlyIncident();
        assertThat(desk.snapshot(id).incident().types()).containsExactly(Type.of("connection/ddos"));
        assertThat(blocked(id)).contains(Block.EVIDENCE);
    }

    // ---- child-abuse material (R59)

    @Test
    void child_abuse_material_is_an_incident_of_its_own_whatever_else_is_open() {
        desk.xarf("partner-key", "192.0.2.7", "content/phishing", "r-1", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "content/csam", "r-2", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "content/csem", "r-3", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "content/fraud", "r-4", desk.now());
        assertThat(desk.incidents()).hasSize(2);
        isOrdinary(desk.incidents().getFirst(), "content/phishing", "content/fraud");
        isForPeople(desk.incidents().getLast(), "content/csam", "content/csem");
    }

    @Test
    void what_is_reported_after_child_abuse_material_is_handled_beside_it() {
        desk.xarf("partner-key", "192.0.2.7", "content/csam", "r-1", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "content/phishing", "r-2", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "content/csam", "r-3", desk.now());
        assertThat(desk.incidents()).hasSize(2);
        isForPeople(desk.incidents().getFirst(), "content/csam");
        isOrdinary(desk.incidents().getLast(), "content/phishing");
        assertThat(desk.snapshot(desk.incidents().getLast()).incident().linked())
                .containsExactly(desk.incidents().getFirst());
    }

    @Test
    void child_abuse_material_and_phishing_read_together_are_two_incidents() {
        for (var type : new String[] {"phishing", "csam", "fraud", "csem"}) {
            desk.submit("partner-key", IntakeDesk.xarfText("192.0.2.7", "content/" + type, "r-" + type, desk.now()));
        }
        desk.casework.workAll();
        assertThat(desk.incidents()).hasSize(2);
        isOrdinary(desk.incidents().getFirst(), "content/phishing", "content/fraud");
        isForPeople(desk.incidents().getLast(), "content/csam", "content/csem");
    }

    @Test
    void child_abuse_material_of_old_is_no_old_evidence_of_what_is_reported_now() {
        desk.xarf("partner-key", "192.0.2.7", "content/csam", "r-1", desk.now());
        desk.staff(desk.onlyIncident(), new Act.Close(CloseAs.RESOLVED, "taken down"));
        desk.after(Duration.ofHours(1));
        desk.xarf(
                "partner-key",
                "192.0.2.7",
                "content/phishing",
                "r-2",
                desk.now().minus(Duration.ofMinutes(90)));
        assertThat(desk.incidents()).hasSize(2);
        isOrdinary(desk.incidents().getLast(), "content/phishing");
    }

    @Test
    void where_child_abuse_material_lies_does_not_stand_on_the_timeline() {
        desk.xarf("partner-key", "192.0.2.7", "content/csam", "r-1", desk.now());

        var told = desk.snapshot(desk.onlyIncident()).timeline().toString();

        assertThat(told).contains("report of content/csam").doesNotContain("about 192.0.2.7");
    }

    private void isOrdinary(IncidentId id, String... types) {
        var incident = desk.snapshot(id).incident();
        assertThat(incident.types()).extracting(Type::toString).containsExactly(types);
        assertThat(incident.isWarned()).isTrue();
        assertThat(incident.openTask()).isEmpty();
    }

    private void isForPeople(IncidentId id, String... types) {
        var incident = desk.snapshot(id).incident();
        assertThat(incident.types()).extracting(Type::toString).containsExactly(types);
        assertThat(incident.isWarned()).isFalse();
        assertThat(incident.openTask()).isPresent();
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().step()).isEqualTo(NextStep.STAFF);
    }

    // ---- whose it is (R40, R53, R54, R71)

    @Test
    void what_names_nobody_of_ours_waits_for_people_with_its_reason() {
        assertThat(reason(
                        desk.mail().saying("Hello, what do your servers cost?").arrives()))
                .startsWith("no-subject: ");
        assertThat(reason(desk.mail()
                        .saying("We receive spam from your network. Stop it.")
                        .arrives()))
                .startsWith("no-subject: ");
        assertThat(reason(desk.spamFrom("198.51.100.1").arrives())).startsWith("not-ours: ");
        assertThat(reason(desk.xarf("somebody", "192.0.2.99", "messaging/spam", "r-1", desk.now())))
                .startsWith("no-customer: ");
        assertThat(reason(desk.spamFrom("192.0.2.80").arrives())).startsWith("shared: ");
        assertThat(reason(desk.mail()
                        .saying("We received spam from your network.\n\nSource IP: 192.0.2.9\n")
                        .arrives()))
                .startsWith("ownership-uncertain: ");
        var broken = desk.submit("somebody", "{\"xarf_version\": \"4.2.0\", \"source_identifier\": ");
        desk.casework.workAll();
        assertThat(reason(desk.item(broken))).startsWith("unreadable: ");
        assertThat(desk.incidents()).isEmpty();
        assertThat(desk.casework.inbox().queue()).hasSize(7);
    }

    @Test
    void a_report_goes_to_whoever_had_the_address_at_event_time() {
        desk.xarf(
                "partner-key", "192.0.2.9", "messaging/spam", "r-1", desk.now().minus(Duration.ofDays(5)));
        var then = desk.snapshot(desk.onlyIncident()).incident();
        assertThat(then.server()).isEqualTo(new ServerId("vm-5"));
        desk.xarf(
                "partner-key", "192.0.2.9", "messaging/spam", "r-2", desk.now().minus(Duration.ofDays(1)));
        assertThat(desk.snapshot(desk.incidents().getLast()).incident().server())
                .isEqualTo(new ServerId("vm-6"));
    }

    @Test
    void an_event_time_more_than_ten_minutes_after_receipt_is_unknown() {
        var item = desk.xarf(
                "partner-key", "192.0.2.7", "messaging/spam", "r-1", desk.now().plusSeconds(11 * 60));
        var id = desk.onlyIncident();
        assertThat(desk.evidence(id).getFirst().observedAt()).isEmpty();
        assertThat(blocked(id)).contains(Block.EVIDENCE);
        assertThat(json(item).at("/findings/0/observedAt").asString())
                .isEqualTo(desk.now().plusSeconds(11 * 60).toString());
        desk.xarf(
                "partner-key", "192.0.2.7", "messaging/spam", "r-2", desk.now().plusSeconds(9 * 60));
        assertThat(desk.snapshot(id).incident().isWarned()).isTrue();
    }

    @Test
    void several_servers_in_one_report_are_several_incidents() {
        var item = desk.mail()
                .ofType("multipart/mixed; boundary=cut")
                .saying("--cut\nContent-Type: application/json\n\n[%s,%s,%s]\n--cut--\n"
                        .formatted(small("192.0.2.7"), small("192.0.2.8"), small("198.51.100.5")))
                .arrives();
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(desk.casework.inbox().incidentsOf(item.id())).hasSize(2);
        assertThat(json(item).get("findings").size()).isEqualTo(3);
    }

    private String small(String address) {
        return """
                {"xarf_version": "4.2.0", "report_id": "x", "timestamp": "%s", "source_identifier": "%s",
                 "category": "messaging", "type": "spam"}""".formatted(desk.now(), address);
    }

    // ---- known already (R71)

    @Test
    void the_same_message_again_raises_only_what_was_last_seen() {
        var first =
                desk.spamFrom("192.0.2.7").messageId("<same@reporter.example>").arrives();
        var id = desk.onlyIncident();
        desk.after(Duration.ofHours(1));
        var again = desk.mail()
                .messageId("<same@reporter.example>")
                .saying(IntakeDesk.SPAM.formatted("192.0.2.7", IntakeDesk.START))
                .arrives();
        assertThat(again.state()).isEqualTo(State.DUPLICATE);
        assertThat(reason(again)).contains(first.id().toString());
        assertThat(desk.casework.inbox().incidentsOf(again.id())).containsExactly(id.number());
        assertThat(desk.count(id, "reports")).isEqualTo(1);
        assertThat(lastSeen(id))
                .isEqualTo(IntakeDesk.START.plus(Duration.ofHours(1)).toString());
    }

    @Test
    void a_forged_copy_does_not_silence_the_genuine_report() {
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .messageId("<same@watchers.example>")
                .arrives();
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .messageId("<same@watchers.example>")
                .signedBy("watchers.example")
                .arrives();
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
    }

    @Test
    void the_same_report_id_is_a_duplicate_and_another_reporters_is_not() {
        desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-1", desk.now());
        assertThat(desk.xarf(
                                "partner-key",
                                "192.0.2.7",
                                "messaging/spam",
                                "r-1",
                                desk.now().minusSeconds(60))
                        .state())
                .isEqualTo(State.DUPLICATE);
        assertThat(desk.xarf("somebody", "192.0.2.7", "messaging/spam", "r-1", desk.now())
                        .state())
                .isEqualTo(State.JOINED);
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(2);
        assertThat(desk.count(desk.onlyIncident(), "reporters")).isEqualTo(2);
    }

    @Test
    void the_same_content_on_the_same_day_is_a_duplicate_and_the_next_day_a_report() {
        var text = IntakeDesk.SPAM.formatted("192.0.2.7", desk.now());
        assertThat(desk.mail().saying(text).arrives().state()).isEqualTo(State.JOINED);
        assertThat(desk.mail().saying(text).arrives().state()).isEqualTo(State.DUPLICATE);
        assertThat(desk.mail()
                        .from("other@reporter.example")
                        .saying(text)
                        .arrives()
                        .state())
                .isEqualTo(State.JOINED);
        desk.after(Duration.ofDays(1));
        assertThat(desk.mail().saying(text).arrives().state()).isEqualTo(State.JOINED);
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(3);
        assertThat(desk.count(desk.onlyIncident(), "reporters")).isEqualTo(2);
    }

    // ---- incidents

    @Test
    void a_storm_of_240_reports_is_one_incident_with_counters() {
        var stored = new ArrayList<MessageId>();
        for (var i = 0; i < 240; i++) {
            stored.add(desk.feedback("abuse", "192.0.2.7", "offer-" + i)
                    .from("loop" + i % 12 + "@reporter.example")
                    .store());
        }
        desk.casework.workAll();
        var id = desk.onlyIncident();
        assertThat(stored).allMatch(message -> desk.item(message).state() == State.JOINED);
        assertThat(desk.count(id, "reports")).isEqualTo(240);
        assertThat(desk.count(id, "reporters")).isEqualTo(12);
        assertThat(desk.snapshot(id).timeline()).hasSizeLessThan(5);
    }

    @Test
    void two_of_one_batch_join_the_same_new_incident_and_the_same_content_counts_once() {
        var first = desk.spamFrom("192.0.2.7").store();
        var other = desk.feedback("abuse", "192.0.2.7", "one").store();
        var again = desk.spamFrom("192.0.2.7").store();
        var identical =
                desk.spamFrom("192.0.2.7").messageId("<1@reporter.example>").store();
        desk.casework.workAll();
        assertThat(desk.item(first).state()).isEqualTo(State.JOINED);
        assertThat(desk.item(other).state()).isEqualTo(State.JOINED);
        assertThat(desk.item(again).state()).isEqualTo(State.DUPLICATE);
        assertThat(desk.item(identical).state()).isEqualTo(State.DUPLICATE);
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(2);
    }

    @Test
    void a_new_type_of_the_same_policy_joins_and_another_category_is_linked() {
        desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-1", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "messaging/bulk_messaging", "r-2", desk.now());
        var mail = desk.onlyIncident();
        assertThat(desk.snapshot(mail).incident().types())
                .containsExactly(Type.of("messaging/spam"), Type.of("messaging/bulk_messaging"));
        desk.xarf("partner-key", "192.0.2.7", "connection/port_scan", "r-3", desk.now());
        assertThat(desk.incidents()).hasSize(2);
        var scan = desk.incidents().getLast();
        assertThat(desk.snapshot(scan).incident().linked()).containsExactly(mail);
        assertThat(desk.snapshot(mail).incident().linked()).containsExactly(scan);
        desk.xarf("partner-key", "192.0.2.7", "content/phishing", "r-4", desk.now());
        desk.xarf("partner-key", "192.0.2.7", "vulnerability/open_service", "r-5", desk.now());
        assertThat(desk.incidents())
                .extracting(id -> desk.snapshot(id).incident().policy())
                .containsExactly("network-off", "network-off", "content", "information");
    }

    @Test
    void a_report_after_the_end_opens_a_linked_incident_and_old_evidence_opens_none() {
        var id = desk.warned();
        desk.after(Duration.ofHours(1));
        desk.staff(id, new Act.Close(CloseAs.RESOLVED, "mended"));
        desk.after(Duration.ofHours(2));
        var old = desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-1", IntakeDesk.START.plusSeconds(1800));
        assertThat(old.state()).isEqualTo(State.CLOSED);
        assertThat(reason(old)).startsWith("old evidence").contains(id.toString());
        assertThat(desk.incidents()).hasSize(1);

        desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-2", IntakeDesk.START.plusSeconds(5400));
        assertThat(desk.incidents()).hasSize(2);
        var fresh = desk.snapshot(desk.incidents().getLast()).incident();
        assertThat(fresh.linked()).containsExactly(id);
        assertThat(fresh.isWarned()).isTrue();
    }

    @Test
    void while_an_incident_of_the_former_customer_is_open_a_report_about_the_new_one_waits() {
        var id = desk.warned();
        desk.after(Duration.ofMinutes(30));
        desk.importInventory("""
                customers: [{id: reed, name: Reed, contacts: [{name: Rob, email: rob@reed.example}]}]
                servers: [{id: vm-1, customer: reed, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}]
                """);
        desk.after(Duration.ofMinutes(40));
        var item = desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-1", desk.now());
        assertThat(reason(item)).startsWith("ownership-uncertain: ").contains(id.toString());
    }

    @Test
    void the_readers_own_opinion_of_no_complaint_closes_the_message() {
        var item = desk.feedback("not-spam", "192.0.2.7", "one").arrives();
        assertThat(item.state()).isEqualTo(State.CLOSED);
        assertThat(reason(item)).contains("not-spam");
        assertThat(desk.incidents()).isEmpty();
    }

    @Test
    void what_staff_assign_from_the_queue_opens_a_verified_incident() {
        var item = desk.spamFrom("192.0.2.80").arrives();
        assertThat(desk.casework.assignFromQueue(
                        item.id(),
                        new ServerId("vm-4"),
                        Category.EMAIL_COMPROMISE,
                        Type.of("messaging/spam"),
                        Optional.empty(),
                        "the log shows it",
                        "mara"))
                .isTrue();
        desk.casework.workAll();
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
        var incident = desk.snapshot(desk.onlyIncident()).incident();
        assertThat(incident.server()).isEqualTo(new ServerId("vm-4"));
        assertThat(incident.isWarned()).isTrue();
    }

    @Test
    void assigning_to_an_open_incident_verifies_it() {
        desk.spamFrom("192.0.2.7").arrives();
        var waiting = desk.mail()
                .saying("We receive spam from your network. Stop it.")
                .arrives();
        desk.casework.assignFromQueue(
                waiting.id(),
                new ServerId("vm-1"),
                Category.EMAIL_COMPROMISE,
                Type.of("messaging/spam"),
                Optional.of(desk.now()),
                "he said so on the phone",
                "mara");
        desk.casework.workAll();
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
    }

    // ---- some of it is doubtful (invariant 3)

    private Inbox.Item severalArrive() {
        return desk.mail().saying("""
                        We receive spam from your network:

                        Source IP: 192.0.2.7
                        Source IP: 192.0.2.80
                        Source IP: 203.0.113.77
                        Time: %s
                        """.formatted(desk.now())).arrives();
    }

    private void assign(MessageId id, String server) {
        assertThat(desk.casework.assignFromQueue(
                        id,
                        new ServerId(server),
                        Category.EMAIL_COMPROMISE,
                        Type.of("messaging/spam"),
                        Optional.empty(),
                        "the log shows it",
                        "mara"))
                .isTrue();
        desk.casework.workAll();
    }

    @Test
    void what_is_doubtful_beside_what_has_joined_waits_for_people() {
        var item = severalArrive();
        var first = desk.onlyIncident();
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.reason().orElseThrow()).startsWith("shared: ").doesNotContain("203.0.113.77");
        assertThat(desk.casework.inbox().queue()).extracting(Inbox.Item::id).containsExactly(item.id());
        assertThat(desk.casework.inbox().incidentsOf(item.id())).containsExactly(first.number());

        assign(item.id(), "vm-4");
        assertThat(desk.item(item.id()).state()).isEqualTo(State.JOINED);
        assertThat(desk.casework.inbox().queue()).isEmpty();
        assertThat(desk.incidents()).hasSize(2);
        assertThat(desk.casework.inbox().incidentsOf(item.id())).hasSize(2);
        assertThat(desk.count(first, "reports")).isEqualTo(1);
        assertThat(desk.evidence(first)).hasSize(1);
    }

    @Test
    void what_is_left_over_counts_only_once_where_the_rest_has_joined_the_same_incident() {
        var item = severalArrive();
        assign(item.id(), "vm-1");
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(1);
        assertThat(desk.casework.inbox().queue()).isEmpty();
    }

    @Test
    void what_is_left_over_can_be_closed_and_the_rest_stays_joined() {
        var item = severalArrive();
        assertThat(desk.casework.closeFromQueue(item.id(), "another shop's mail", "mara"))
                .isTrue();
        var closed = desk.item(item.id());
        assertThat(closed.state()).isEqualTo(State.JOINED);
        assertThat(closed.waits()).isFalse();
        assertThat(desk.casework.inbox().queue()).isEmpty();
        assertThat(desk.casework.closeFromQueue(item.id(), "again", "mara")).isFalse();
    }

    @Test
    void what_is_nobodys_beside_what_has_joined_needs_nobody() {
        var item = desk.mail().saying("""
                        We receive spam from your network:

                        Source IP: 192.0.2.7
                        Source IP: 203.0.113.77
                        Time: %s
                        """.formatted(desk.now())).arrives();
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.reason()).isEmpty();
        assertThat(desk.casework.inbox().queue()).isEmpty();
    }

    @Test
    void the_queue_is_shown_whole_however_long() {
        desk.database.jdbc().sql("""
                insert into message (received_at, channel, envelope_from, envelope_to, content_type, body, body_size,
                                     digest, state, reason)
                select timestamptz '2026-05-04 08:00:00Z', 'smtp', '', '{}', 'message/rfc822', '', 0, '', 'queued',
                       'no-subject: it names nothing'
                from generate_series(1, 1200)
                """).update();
        assertThat(desk.casework.inbox().queue()).hasSize(1200);
    }

    @Test
    void two_nodes_that_see_the_first_reports_together_make_one_incident() {
        var node = desk.anotherNode();
        var first = desk.feedback("abuse", "192.0.2.7", "one").store();
        var second = new MessageId[1];
        var reading = new CompletableFuture<?>[1];
        desk.database.transactions().run(() -> {
            desk.casework.work();
            second[0] = inAnotherThread(
                    () -> desk.feedback("abuse", "192.0.2.7", "two").store());
            reading[0] = CompletableFuture.runAsync(node::workAll, Thread::startVirtualThread);
            untilSomebodyWaits();
        });
        reading[0].join();
        desk.casework.workAll();
        assertThat(desk.item(first).state()).isEqualTo(State.JOINED);
        assertThat(desk.item(second[0]).state()).isEqualTo(State.JOINED);
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(2);
    }

    private static MessageId inAnotherThread(java.util.function.Supplier<MessageId> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread).join();
    }

    private void untilSomebodyWaits() {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (inAnotherThread(() -> new MessageId(desk.database
                                .jdbc()
                                .sql("select count(*) from pg_locks where not granted")
                                .query(Long.class)
                                .single()))
                        .number()
                == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void the_evidence_names_neither_recipient_nor_reporter() {
        desk.feedback("abuse", "192.0.2.7", "one").arrives();
        var excerpt = desk.evidence(desk.onlyIncident()).getFirst().excerpt();
        assertThat(excerpt).contains("From: news@fern.example").doesNotContain("victim", "reporter.example");
    }

    @Test
    void the_evidence_names_nobody_by_the_name_he_goes_by() {
        desk.feedback("abuse", "192.0.2.7", "for MARTHA WINTERFELD of Node 7")
                .from("\"Martha Winterfeld\" <mw@reporter.example>")
                .arrives();
        desk.submit(
                "partner-key",
                IntakeDesk.xarfText("192.0.2.8", "messaging/spam", "named", desk.now())
                        .replace("\"org\": \"Watch\"", "\"org\": \"Kestrel Ämter\"")
                        .replace("\"seen\"", "\"seen by the kestrel ämter in its net\""));
        desk.casework.workAll();

        var excerpts = desk.incidents().stream()
                .flatMap(incident -> desk.evidence(incident).stream())
                .map(Evidence::excerpt)
                .toList();
        assertThat(excerpts).hasSize(2).allMatch(excerpt -> excerpt.contains("[reporter]"));
        assertThat(String.join("\n", excerpts))
                .contains("Subject: for [reporter] of Node 7", "in its net")
                .doesNotContainIgnoringCase("Winterfeld", "Kestrel");
    }

    // ---- the ordinary

    private static JsonNode json(Inbox.Item item) {
        return JsonMapper.shared().readTree(item.report().orElseThrow());
    }

    private static String sourceType(Inbox.Item item) {
        assertThat(item.state()).isEqualTo(State.JOINED);
        return json(item).get("sourceType").asString();
    }

    private static String reason(Inbox.Item item) {
        return item.reason().orElse("");
    }

    private Optional<Block> blocked(duenotice.incident.IncidentId id) {
        return desk.snapshot(id).outlook().next().flatMap(next -> next.block());
    }

    private String lastSeen(duenotice.incident.IncidentId id) {
        return desk.database
                .jdbc()
                .sql("select last_seen from incident where id = :id")
                .param("id", id.number())
                .query((row, ignored) -> row.getObject(1, java.time.OffsetDateTime.class))
                .single()
                .toInstant()
                .toString();
    }
}

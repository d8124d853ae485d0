package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.access.Elsewhere;
import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.database.TestDatabase;
import duenotice.intake.format.FieldMapping;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import duenotice.intake.format.Understanding;
import duenotice.report.Category;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** What comes in by the public form, by webhooks, and from a detector with a key of its own. */
class WebDoorsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final String CALLBACK = """
            {"alert_scope": "host", "ip": "192.0.2.7", "action": "%s",
             "attack_details": {"attack_uuid": "%s", "total_incoming_pps": %d, "total_outgoing_pps": %d}}
            """;

    private final IntakeDesk desk = new IntakeDesk(database);

    private Inbox.Item form(String email, String reason, String... places) {
        var json = JsonMapper.shared().createObjectNode().put("web_form", "1");
        json.put("reason", reason).put("name", "Max Moss").put("email", email);
        var locations = json.putArray("location");
        List.of(places).forEach(locations::add);
        var id = desk.casework
                .inbox()
                .acceptForm(
                        email,
                        "once " + email,
                        "application/vnd.duenotice.web-form+json",
                        json.toString().getBytes(StandardCharsets.UTF_8));
        desk.casework.workAll();
        return desk.item(id);
    }

    @Test
    void who_asks_by_form_or_key_about_what_is_not_ours_hears_where_to_go() {
        var elsewhere = new Elsewhere(
                address -> address.equals("198.51.100.9") ? Optional.of("abuse@others.example") : Optional.empty());

        var form = form("visitor@reporter.example", "It sends spam", "198.51.100.9");
        assertThat(elsewhere.of(form)).contains(new Elsewhere.Way("198.51.100.9", Optional.of("abuse@others.example")));
        var program = desk.xarf(
                "partner-key", "198.51.100.10", "messaging/spam", "0b3d7c8a-5d1e-4f0c-9a57-1f2e3d4c5b6a", desk.now());
        assertThat(elsewhere.of(program).orElseThrow().sentence())
                .startsWith("198.51.100.10 is not in our network; a WHOIS or RDAP service");

        var ours = form("another@reporter.example", "It sends spam", "192.0.2.7");
        var both = form("third@reporter.example", "It sends spam", "198.51.100.9", "https://shop.example/");
        assertThat(elsewhere.of(ours)).isEmpty();
        assertThat(elsewhere.of(both)).as("a name may be ours").isEmpty();
    }

    private Inbox.Item posted(String webhook, String json) {
        var id =
                desk.casework.inbox().acceptWebhook(webhook, "application/json", json.getBytes(StandardCharsets.UTF_8));
        desk.casework.workAll();
        return desk.item(id);
    }

    // ---- the form

    @Test
    void a_form_counts_for_no_more_than_a_strangers_word_even_with_a_customers_address() {
        var item = form("max@moss.example", "This server sends spam, says Max Moss (max@moss.example).", "192.0.2.7");

        assertThat(item.state()).isEqualTo(State.JOINED);
        var evidence = desk.evidence(desk.onlyIncident()).getFirst();
        assertThat(evidence.sourceType()).isEqualTo("public");
        assertThat(evidence.weight()).isEqualTo("none");
        assertThat(evidence.reporter()).isEqualTo("max@moss.example");
        assertThat(evidence.excerpt()).contains("sends spam").doesNotContain("Max", "moss.example");
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isFalse();
    }

    @Test
    void a_form_about_others_or_about_nothing_waits_for_people() {
        assertThat(form("a@reader.example", "spam", "203.0.113.9").reason().orElseThrow())
                .startsWith("not-ours");
        assertThat(form("b@reader.example", "spam from 192.0.2.7", "a.b")
                        .reason()
                        .orElseThrow())
                .startsWith("no-subject");
        assertThat(desk.incidents()).isEmpty();
    }

    @Test
    void an_unnamed_form_about_child_abuse_is_for_people() {
        form("", "child sexual abuse material", "192.0.2.7");

        var evidence = desk.evidence(desk.onlyIncident()).getFirst();
        assertThat(evidence.type().isChildAbuse()).isTrue();
        assertThat(evidence.excerpt()).isEmpty();
    }

    // ---- FastNetMon

    @Test
    void a_detectors_callback_is_told_as_it_happens_and_its_end_opens_nothing() {
        var begun = posted("probe-net", CALLBACK.formatted("ban", "u-1", 10, 90_000));

        var evidence = desk.evidence(desk.onlyIncident()).getFirst();
        assertThat(evidence.observedAt()).contains(begun.receivedAt());
        assertThat(evidence.zoneKnown()).isTrue();
        assertThat(evidence.weight()).isEqualTo("telemetry");
        assertThat(desk.snapshot(desk.onlyIncident()).incident().category()).isEqualTo(Category.SYSTEM_COMPROMISE);

        assertThat(posted("probe-net", CALLBACK.formatted("ban", "u-1", 10, 95_000))
                        .state())
                .isEqualTo(State.DUPLICATE);
        assertThat(posted("probe-net", CALLBACK.formatted("unban", "u-1", 0, 0)).state())
                .isEqualTo(State.CLOSED);
        assertThat(desk.incidents()).hasSize(1);
    }

    @Test
    void the_one_who_is_flooded_is_a_victim() {
        posted("probe-net", CALLBACK.formatted("ban", "u-2", 90_000, 10));

        assertThat(desk.snapshot(desk.onlyIncident()).incident().category()).isEqualTo(Category.SERVER_UNDER_ATTACK);
    }

    @Test
    void a_webhook_nobody_vouches_for_is_a_stranger() {
        posted("anything", CALLBACK.formatted("ban", "u-3", 10, 90_000));

        assertThat(desk.evidence(desk.onlyIncident()))
                .extracting(Evidence::weight)
                .containsExactly("none");
    }

    // ---- mappings

    private static final FieldMapping MAPPING = mapping("/kind", "/start");

    private static FieldMapping mapping(String type, String time) {
        return new FieldMapping(
                "/alerts",
                "/target/ip",
                "/target/port",
                "/page",
                "",
                "",
                type,
                Map.of("SYN_flood", "connection/ddos", "ssh", "connection/login_attack"),
                "/side",
                Map.of("inbound", "server-under-attack", "outbound", "system-compromise"),
                time,
                List.of("/summary", "/raw"),
                "/alert-id",
                "/state",
                Set.of("Cleared"));
    }

    private static final String ALERTS = """
            {"start": 1772600400, "alerts": [
              {"alert-id": "a-1", "kind": "syn_flood", "side": "inbound", "state": "active",
               "target": {"ip": "192.0.2.7", "port": "443"}, "summary": "a  flood", "raw": {"pps": 7}},
              {"kind": "ssh", "start": "2026-03-04T06:00:00+01:00", "target": {"ip": ["192.0.2.8:22", "2001:db8::7"]}},
              {"kind": "novel", "start": "yesterday", "page": "hxxp://shop[.]example/x"},
              {"kind": "ssh", "state": "cleared", "target": {"ip": "192.0.2.9"}},
              {"kind": "ssh", "target": {"ip": "nowhere"}}
            ]}
            """;

    private static Understanding read(FieldMapping mapping, String json) {
        var message = new StoredMessage(
                new MessageId(1),
                Instant.parse("2026-03-04T08:00:00Z"),
                Channel.WEBHOOK,
                "",
                List.of(),
                Optional.of("flow-watch"),
                Optional.empty(),
                "application/json",
                json.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        return Complaint.of(message, new Formats(Networks.UNKNOWN), Map.of("flow-watch", mapping))
                .understanding();
    }

    private static Reading reading(FieldMapping mapping, String json) {
        return ((Understanding.Report) read(mapping, json)).reading();
    }

    private static String told(Finding finding) {
        return "%s %s %s %s %s %s"
                .formatted(
                        finding.category(),
                        finding.type().map(Object::toString).orElse("-"),
                        finding.subject().ip().map(Prefix::text).orElse("-"),
                        finding.subject().port().map(Object::toString).orElse("-"),
                        finding.subject().url().orElse("-"),
                        finding.observedAt().map(at -> at.at().toString()).orElse("-"));
    }

    @Test
    void a_mapping_finds_everything_where_it_says() {
        var reading = reading(MAPPING, ALERTS);

        assertThat(reading.format()).isEqualTo("webhook");
        assertThat(reading.findings().stream().map(WebDoorsTest::told))
                .containsExactly(
                        "server-under-attack connection/ddos 192.0.2.7 443 - 2026-03-04T05:00:00Z",
                        "system-compromise connection/login_attack 192.0.2.8 22 - 2026-03-04T05:00:00Z",
                        "system-compromise connection/login_attack 2001:db8::7 - - 2026-03-04T05:00:00Z",
                        "other - - - http://shop.example/x -");
        assertThat(reading.warnings())
                .anyMatch(warning -> warning.contains("no type for \"novel\""))
                .anyMatch(warning -> warning.contains("names no address"));
        assertThat(reading.reportId()).isEmpty();
    }

    @Test
    void one_event_has_its_id_its_evidence_and_where_it_is_told_live_our_receipt_as_its_time() {
        var one =
                "{\"alerts\": [{\"alert-id\": 17, \"start\": 5, \"summary\": \"a  flood\\nof 7\", \"raw\": {\"pps\": 7}, \"target\": {\"ip\": \"192.0.2.7\"}}]}";

        var reading = reading(mapping("connection/ddos", "receipt"), one);

        assertThat(reading.reportId()).contains("17");
        assertThat(reading.excerpt()).isEqualTo("summary: a flood of 7\nraw: {\"pps\":7}\n");
        assertThat(reading.findings().getFirst().observedAt().orElseThrow().at())
                .isEqualTo(Instant.parse("2026-03-04T08:00:00Z"));
    }

    @Test
    void what_has_ended_is_filed_away_and_what_the_mapping_does_not_fit_waits_for_people() {
        assertThat(read(MAPPING, "{\"alerts\": [{\"state\": \"cleared\", \"target\": {\"ip\": \"192.0.2.7\"}}]}"))
                .isInstanceOf(Understanding.FiledAway.class);
        assertThat(read(MAPPING, "{\"other\": []}")).isInstanceOf(Understanding.Unreadable.class);
        assertThat(read(MAPPING, "[[[]]]")).isInstanceOf(Understanding.Unreadable.class);
        var hostile = "{\"alerts\": [null, 7, \"x\", {\"target\": 7, \"kind\": {\"a\": 1}, \"start\": 1e400}, %s]}"
                .formatted(
                        String.join(",", java.util.Collections.nCopies(1100, "{\"target\":{\"ip\":\"192.0.2.7\"}}")));
        assertThat(reading(MAPPING, hostile).findings()).hasSize(1);
    }

    @Test
    void a_mapping_that_cannot_work_stops_the_start() {
        assertThatThrownBy(() -> mapping("connection/teapot", "")).hasMessageContaining("connection/teapot");
        assertThatThrownBy(() -> mapping("/kind", "start")).hasMessageContaining("slash");
        assertThatThrownBy(() -> new FieldMapping(
                        "", "", "", "", "", "", "", Map.of(), "", Map.of(), "", List.of(), "", "", Set.of()))
                .hasMessageContaining("pointer to an ip");
    }
}

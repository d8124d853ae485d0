package duenotice.api;

import static duenotice.api.ApiUnderTest.START;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.AnswerKind;
import duenotice.incident.IncidentEvent.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class ApiTest {
    private ApiUnderTest api;

    @BeforeEach
    void open() {
        api = new ApiUnderTest();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String reason() {
        return "{\"reason\":\"because\"}";
    }

    // ---- the door

    @Test
    void without_a_key_nobody_comes_in() {
        api.get("", "/incidents").refused(401, "API key");
        api.get("nobody", "/incidents").refused(401, "API key");
        api.post("", "/reports", "{}").refused(401, "API key");
        api.get("", "/openapi.json").is(200);
    }

    @Test
    void what_does_not_exist_is_said_to() {
        api.get("lead", "/incidents/99").refused(404, "there is no incident 99");
        api.get("lead", "/incidents/x").refused(404, "no incident");
        api.get("lead", "/reports/99").refused(404, "no report");
        api.get("lead", "/nothing").refused(404, "no such call");
        api.post("lead", "/incidents/99/notes", "{\"text\":\"x\"}").refused(404, "no incident");
        api.post("lead", "/measures/99-m1/lift", reason()).refused(404, "no incident");
        api.post("lead", "/measures/x/lift", reason()).refused(404, "no measure");
        api.post("lead", "/alarms/99/acknowledge", "").refused(404, "no alarm");
    }

    @Test
    void auditors_and_reporters_change_nothing() {
        var id = api.opened("srv-1");
        for (var who : List.of("auditor", "reporter")) {
            for (var call : List.of(
                    "/incidents",
                    "/incidents/" + id + "/notes",
                    "/incidents/" + id + "/measures",
                    "/measures/" + id + "-m1/lift",
                    "/measures/lift",
                    "/automation/stop",
                    "/automation/start",
                    "/outages",
                    "/warnings/release",
                    "/queue/1/close",
                    "/alarms/1/acknowledge")) {
                api.post(who, call, "{}").refused(403, "may not");
            }
        }
        api.get("auditor", "/incidents/" + id).is(200);
        for (var path : List.of("/incidents", "/incidents/" + id, "/queue", "/alarms", "/outages", "/automation")) {
            api.get("auditor", path).is(200);
            api.get("reporter", path).refused(403, "may not");
        }
    }

    @Test
    void engineers_and_agents_do_what_is_theirs() {
        var id = api.opened("srv-1");
        api.post("engineer", "/incidents/" + id + "/notes", "{\"text\":\"x\"}").refused(403, "agents and leads");
        api.post("engineer", "/incidents/" + id + "/hold", reason()).refused(403, "may not");
        for (var call : List.of("policy", "move", "withdraw")) {
            api.post("agent", "/incidents/" + id + "/" + call, reason()).refused(403, "leads may");
            api.post("engineer", "/incidents/" + id + "/" + call, reason()).refused(403, "leads may");
        }
        api.post("agent", "/incidents/" + id + "/measures", "{\"kind\":\"network-off\",\"reason\":\"x\"}")
                .refused(403, "measures");
        api.post("agent", "/automation/stop", reason()).refused(403, "automation");
        api.post("agent", "/outages", "{}").refused(403, "outages");
        api.post("agent", "/warnings/discard", "{}").refused(403, "leads");
        api.call(HttpMethod.PUT, "agent", "/inventory", "application/yaml", "", Map.of())
                .refused(403, "leads");
    }

    // ---- opening and looking

    @Test
    void an_incident_opened_by_hand_is_warned_and_looks_as_the_contract_says() {
        var id = api.opened("srv-1");
        api.until(Duration.ZERO);

        var incident = api.get("auditor", "/incidents/" + id).is(200).json();

        assertThat(incident.get("state").stringValue()).isEqualTo("warned");
        assertThat(incident.get("category").stringValue()).isEqualTo("email-compromise");
        assertThat(incident.get("types").get(0).stringValue()).isEqualTo("messaging/spam");
        assertThat(incident.get("server").stringValue()).isEqualTo("srv-1");
        assertThat(incident.get("customer").stringValue()).isEqualTo("kite");
        assertThat(incident.get("policy").stringValue()).isEqualTo("network-off");
        assertThat(incident.get("persisting").stringValue()).isEqualTo("unknown");
        assertThat(incident.get("openedAt").stringValue()).isEqualTo("2026-03-01T03:00:00Z");
        assertThat(incident.get("reports").intValue()).isEqualTo(1);
        assertThat(incident.get("reporters").intValue()).isEqualTo(1);
        assertThat(incident.get("next").get("step").stringValue()).isEqualTo("call");
        assertThat(incident.get("next").get("dueAt").stringValue()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(incident.get("next").get("blockedBy").isNull()).isTrue();
        assertThat(incident.get("deadline").stringValue()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(incident.get("call").toString())
                .isEqualTo("{\"round\":0,\"complete\":false,\"numbers\":"
                        + "[{\"number\":\"+4930901820\",\"contact\":\"Ada\",\"outcome\":null}]}");
        assertThat(incident.get("measures").isEmpty()).isTrue();
        assertThat(incident.get("statement").toString()).isEqualTo("{\"state\":\"none\",\"missing\":[]}");
        assertThat(incident.get("answers").isEmpty()).isTrue();
        assertThat(incident.get("linked").isEmpty()).isTrue();
        var first = incident.get("timeline").get(0);
        assertThat(first.get("kind").stringValue()).isEqualTo("Opened");
        assertThat(first.get("actor").stringValue()).isEqualTo("agent");
        assertThat(first.get("text").stringValue()).startsWith("Opened for server srv-1 of customer kite");
        var evidence =
                api.get("auditor", "/incidents/" + id + "/evidence").is(200).json();
        assertThat(evidence.get("items").get(0).get("excerpt").stringValue()).contains("198.51.100.7");
    }

    @Test
    void what_is_wrong_with_an_opening_is_said() {
        var good = Map.of(
                "server", "srv-1",
                "category", "email-compromise",
                "type", "messaging/spam",
                "observedAt", "2026-03-01T02:00:00Z",
                "evidence", "log",
                "reason", "seen");
        for (var field : good.keySet()) {
            var fields = new java.util.TreeMap<>(good);
            fields.remove(field);
            api.post("agent", "/incidents", json(fields)).refused(422, field + " is missing");
        }
        Map.of(
                        "server", List.of("srv-none", "no server"),
                        "category", List.of("spam", "category must be one of"),
                        "type", List.of("connection/ddos", "is of category system-compromise"),
                        "observedAt", List.of("2026-03-01T03:00:01Z", "future"))
                .forEach((field, wrong) -> {
                    var fields = new java.util.TreeMap<>(good);
                    fields.put(field, wrong.getFirst());
                    api.post("agent", "/incidents", json(fields)).refused(422, wrong.getLast());
                });
        api.post("agent", "/incidents", "{").refused(400, "JSON");
        api.post("agent", "/incidents", "[]").refused(400, "object");
        api.call(HttpMethod.POST, "agent", "/incidents", "text/plain", "{}", Map.of())
                .refused(415, "json");
        assertThat(api.get("lead", "/incidents").json().get("items").isEmpty()).isTrue();
    }

    private static String json(Map<String, String> fields) {
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(fields);
    }

    @Test
    void opening_what_is_open_already_joins_it() {
        var id = api.opened("srv-1");

        var again = api.post("lead", "/incidents", """
                {"server":"srv-1","category":"email-compromise","type":"messaging/phishing",
                 "observedAt":"2026-03-01T02:30:00Z","evidence":"more","reason":"seen again"}
                """);

        if (again.status() == 200) {
            assertThat(again.json().get("id").stringValue()).isEqualTo(id);
            assertThat(again.json().get("joined").booleanValue()).isTrue();
            assertThat(again.json().get("reports").intValue()).isEqualTo(2);
        } else {
            throw new AssertionError(again.body());
        }
    }

    @Test
    void lists_are_filtered_and_paged() {
        var one = api.opened("srv-1");
        var two = api.opened("srv-3");
        var three = api.opened("srv-h");
        api.until(Duration.ofMinutes(1));

        assertThat(ids("/incidents")).containsExactly(three, two, one);
        assertThat(ids("/incidents?server=srv-3")).containsExactly(two);
        assertThat(ids("/incidents?customer=kite")).containsExactly(two, one);
        assertThat(ids("/incidents?category=other")).isEmpty();
        assertThat(ids("/incidents?state=warned")).hasSize(3);
        assertThat(ids("/incidents?state=closed,cut")).isEmpty();
        assertThat(ids("/incidents?due-before=2026-03-01T04:00:00Z")).isEmpty();
        assertThat(ids("/incidents?due-before=2026-03-01T06:00:00Z")).hasSize(3);
        var page = api.get("auditor", "/incidents?limit=2").json();
        assertThat(page.get("items").size()).isEqualTo(2);
        assertThat(ids("/incidents?limit=2&cursor=" + page.get("next").stringValue()))
                .containsExactly(one);
        assertThat(api.get("auditor", "/incidents?limit=3").json().get("next").isNull())
                .isTrue();
        api.get("auditor", "/incidents?state=broken").refused(422, "state must be one of");
        api.get("auditor", "/incidents?category=broken").refused(422, "category must be one of");
        api.get("auditor", "/incidents?due-before=soon").refused(422, "due-before");
        api.get("auditor", "/incidents?limit=0").refused(422, "limit");
        api.get("auditor", "/incidents?cursor=x").refused(422, "cursor");
    }

    private List<String> ids(String path) {
        var ids = new ArrayList<String>();
        api.get("auditor", path)
                .is(200)
                .json()
                .get("items")
                .forEach(item -> ids.add(item.get("id").stringValue()));
        return ids;
    }

    private JsonNode incident(String id) {
        return api.get("auditor", "/incidents/" + id).is(200).json();
    }

    private String state(String id) {
        return incident(id).get("state").stringValue();
    }

    // ---- reports and queue

    @Test
    void a_report_is_kept_once_per_key_and_shown_to_its_reporter() {
        var report = "{\"xarf_version\":\"4.0.0\"}";
        var first = api.call(
                        HttpMethod.POST,
                        "reporter",
                        "/reports",
                        "application/json",
                        report,
                        Map.of("Idempotency-Key", "k"))
                .is(202)
                .json()
                .get("id")
                .stringValue();

        assertThat(api.call(
                                HttpMethod.POST,
                                "reporter",
                                "/reports",
                                "application/json",
                                report,
                                Map.of("Idempotency-Key", "k"))
                        .is(202)
                        .json()
                        .get("id")
                        .stringValue())
                .isEqualTo(first);
        api.call(HttpMethod.POST, "reporter", "/reports", "application/json", "{}", Map.of("Idempotency-Key", "k"))
                .refused(409, "another body");
        assertThat(api.get("reporter", "/reports/" + first)
                        .is(200)
                        .json()
                        .get("state")
                        .stringValue())
                .isEqualTo("accepted");
        api.until(Duration.ZERO);
        var read = api.get("reporter", "/reports/" + first).json();
        assertThat(read.get("state").stringValue()).isEqualTo("queued");
        assertThat(read.get("reason").stringValue()).isEqualTo("no-subject");
        assertThat(read.get("sourceType").stringValue()).isEqualTo("public");
        assertThat(read.get("incidents").isEmpty()).isTrue();
        var others = api.call(HttpMethod.POST, "lead", "/reports", "message/rfc822", "Subject: x\r\n\r\nx", Map.of())
                .is(202)
                .json()
                .get("id")
                .stringValue();
        api.get("reporter", "/reports/" + others).refused(403, "their own");
        api.get("agent", "/reports/" + others).is(200);
    }

    @Test
    void what_cannot_be_a_report_is_refused() {
        api.call(HttpMethod.POST, "reporter", "/reports", "text/csv", "a,b", Map.of())
                .refused(415, "message/rfc822");
        api.call(HttpMethod.POST, "reporter", "/reports", "application/json", "{", Map.of())
                .refused(400, "JSON");
        api.call(HttpMethod.POST, "reporter", "/reports", "application/json", "", Map.of())
                .refused(400, "empty");
        api.call(HttpMethod.POST, "reporter", "/reports", "message/rfc822", "x".repeat(26 * 1024 * 1024), Map.of())
                .refused(413, "longer than");
        api.call(HttpMethod.POST, "agent", "/reports", "application/json", "{}", Map.of())
                .refused(403, "reporters");
    }

    @Test
    void the_queue_is_worked_off_by_hand() {
        var one = api.call(HttpMethod.POST, "reporter", "/reports", "application/json", "{}", Map.of())
                .json()
                .get("id")
                .stringValue();
        var two = api.call(HttpMethod.POST, "reporter", "/reports", "application/json", "{\"a\":1}", Map.of())
                .json()
                .get("id")
                .stringValue();
        api.until(Duration.ZERO);
        var queue = api.get("auditor", "/queue").json();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.get(0).get("report").stringValue()).isEqualTo(one);
        assertThat(queue.get(0).get("reason").stringValue()).startsWith("no-subject");

        var assigning = """
                {"server":"%s","category":"email-compromise","type":"messaging/spam",
                 "observedAt":"2026-03-01T02:00:00Z","reason":"it is theirs"}""";
        api.post("agent", "/queue/" + one + "/assign", assigning.formatted("none"))
                .refused(422, "no server");
        api.post("agent", "/queue/" + one + "/assign", "{}").refused(422, "server is missing");
        api.post("agent", "/queue/" + one + "/assign", assigning.formatted("srv-1"))
                .is(202);
        api.post("agent", "/queue/" + one + "/assign", assigning.formatted("srv-1"))
                .refused(409, "does not wait");
        api.post("agent", "/queue/" + two + "/close", "{}").refused(422, "reason is missing");
        api.post("agent", "/queue/" + two + "/close", reason()).is(200);
        api.post("agent", "/queue/" + two + "/close", reason()).refused(409, "does not wait");
        api.until(Duration.ZERO);
        assertThat(api.get("auditor", "/queue").json().isEmpty()).isTrue();
        assertThat(api.get("lead", "/reports/" + two).json().get("reason").stringValue())
                .startsWith("because");
    }

    // ---- acts

    @Test
    void calls_are_entered_when_due_and_complete_the_round() {
        var id = api.opened("srv-1");
        var path = "/incidents/" + id + "/calls";
        var call = """
                {"number":"%s","outcome":"%s","startedAt":"%s","endedAt":"%s","note":"nobody there"}""";
        api.until(Duration.ofMinutes(1));
        api.post("agent", path, call.formatted("+4930901820", "no-answer", START, START))
                .refused(422, "no call is due");
        api.until(Duration.ofHours(2));
        assertThat(state(id)).isEqualTo("calling");
        var due = START.plus(Duration.ofHours(2));
        api.post("agent", path, call.formatted("+4930901820", "sang", due, due)).refused(422, "outcome must be one of");
        api.post("agent", path, call.formatted("+49111", "busy", due, due)).refused(422, "not a number");
        api.post("agent", path, call.formatted("+4930901820", "busy", due.minusSeconds(1), due))
                .refused(422, "due only");
        api.post("agent", path, call.formatted("+4930901820", "busy", due, due.plusSeconds(1)))
                .refused(422, "future");
        api.post("agent", path, call.formatted("+49 30 901820", "no-answer", due, due))
                .is(200);
        assertThat(state(id)).isEqualTo("called");
        var round = incident(id).get("call");
        assertThat(round.get("complete").booleanValue()).isTrue();
        assertThat(round.get("numbers").get(0).get("outcome").stringValue()).isEqualTo("no-answer");
        api.post("agent", path, call.formatted("+4930901820", "busy", due, due)).refused(409, "complete");
    }

    @Test
    void answers_are_entered_for_authorized_contacts_and_unverified_ones_accepted() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(10));
        var path = "/incidents/" + id + "/answers";
        var answer = """
                {"contact":"%s","kind":"%s","text":"we are on it","receivedAt":"%s"}""";
        api.post("agent", path, answer.formatted("eve@elsewhere.example", "ack", api.clock.instant()))
                .refused(422, "not an authorized contact");
        api.post("agent", path, answer.formatted("ada@kite.example", "maybe", api.clock.instant()))
                .refused(422, "kind must be one of");
        api.post("agent", path, answer.formatted("ada@kite.example", "ack", START.plus(Duration.ofHours(1))))
                .refused(422, "future");
        api.post("agent", path, answer.formatted("ada@kite.example", "ack", api.clock.instant()))
                .is(200);
        assertThat(state(id)).isEqualTo("answered");
        api.answered(id, "eve@elsewhere.example", AnswerKind.OTHER, Standing.UNVERIFIED, "all done");
        var answers = incident(id).get("answers");
        assertThat(answers.get(0).get("verified").booleanValue()).isTrue();
        assertThat(answers.get(1).get("verified").booleanValue()).isFalse();
        api.post("agent", path + "/9/accept", reason()).refused(404, "no answer 9");
        api.post("agent", path + "/2/accept", "{}").refused(422, "reason is missing");
        api.post("agent", path + "/2/accept", reason()).is(200);
        api.post("agent", path + "/2/accept", reason()).refused(409, "counts already");
        assertThat(incident(id).get("answers").get(1).get("verified").booleanValue())
                .isTrue();
    }

    @Test
    void notes_messages_work_and_assignments_stand_on_the_timeline() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var path = "/incidents/" + id;
        api.post("agent", path + "/notes", "{\"text\":\"\"}").refused(422, "text is missing");
        api.post("agent", path + "/notes", "{\"text\":5}").refused(422, "text must be a text");
        api.post("agent", path + "/notes", "{\"text\":\"call Ada first\"}").is(200);
        api.post("agent", path + "/messages", "{\"to\":\"x@elsewhere.example\",\"text\":\"hi\"}")
                .refused(422, "to must be");
        api.post("agent", path + "/messages", "{\"to\":\"ada@kite.example\",\"text\":\"hi\"}")
                .is(200);
        api.post("agent", path + "/messages", "{\"to\":\"customer\",\"text\":\"hello\"}")
                .is(200);
        api.post("agent", path + "/messages", "{\"to\":\"reporter\",\"text\":\"thanks\"}")
                .is(200);
        api.post("agent", path + "/work", "{\"text\":\"looked at the queue\"}").is(200);
        api.post("agent", path + "/assign", "{}").refused(422, "agent is missing");
        assertThat(api.post("agent", path + "/assign", "{\"agent\":\"agent-2\"}")
                        .is(200)
                        .json()
                        .get("assignedTo")
                        .stringValue())
                .isEqualTo("agent-2");
        var texts = new ArrayList<String>();
        incident(id).get("timeline").forEach(line -> texts.add(line.get("text").stringValue()));
        assertThat(texts)
                .contains(
                        "Note: call Ada first",
                        "Message to customer: hello",
                        "Work done on the server: looked at the queue",
                        "Assigned to agent-2.");
    }

    @Test
    void work_is_charged_only_after_the_customer_agreed_and_not_to_the_next_owner() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var path = "/incidents/" + id;
        var work = "{\"text\":\"removed the script\",\"minutes\":%s}";
        api.post("agent", path + "/work", work.formatted("45")).refused(409, "has not agreed to pay");
        api.post("agent", path + "/payment", "{\"contact\":\"x@elsewhere.example\",\"text\":\"yes\"}")
                .refused(422, "not an authorized contact");
        api.post("agent", path + "/payment", "{\"contact\":\"ada@kite.example\"}")
                .refused(422, "text is missing");
        api.post("agent", path + "/payment", "{\"contact\":\"ada@kite.example\",\"text\":\"80 an hour, on the phone\"}")
                .is(200);
        api.post("agent", path + "/work", work.formatted("\"45\"")).refused(422, "minutes must be a whole number");
        api.post("agent", path + "/work", work.formatted("45")).is(200);
        var charged =
                api.post("agent", path + "/work", work.formatted("15")).is(200).json();
        assertThat(charged.get("paymentAgreed").booleanValue()).isTrue();
        assertThat(charged.get("billableMinutes").intValue()).isEqualTo(60);
        assertThat(charged.get("timeline").toString())
                .contains("ada@kite.example agreed to pay for work on the server: 80 an hour, on the phone")
                .contains("Work done on the server, 45 minutes to be charged: removed the script");

        var moved = api.post("lead", path + "/move", "{\"server\":\"srv-2\",\"reason\":\"misread\"}")
                .is(200)
                .json();
        assertThat(moved.get("paymentAgreed").booleanValue()).isFalse();
        assertThat(moved.get("billableMinutes").intValue()).isZero();
        api.post("agent", path + "/work", work.formatted("45")).refused(409, "has not agreed to pay");
    }

    @Test
    void holds_and_extensions_have_limits() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var path = "/incidents/" + id;
        var until = "{\"until\":\"%s\",\"reason\":\"because\"}";
        api.post("agent", path + "/hold", until.formatted(START.plus(Duration.ofHours(30))))
                .refused(403, "24 hours");
        api.post("agent", path + "/hold", until.formatted(START)).refused(422, "before it begins");
        api.post("agent", path + "/hold", "{\"until\":\"tomorrow\",\"reason\":\"x\"}")
                .refused(422, "until must be");
        api.post("agent", path + "/release", "").refused(409, "not held");
        api.post("lead", path + "/hold", until.formatted(START.plus(Duration.ofHours(30))))
                .is(200);
        assertThat(state(id)).isEqualTo("held");
        api.post("agent", path + "/release", "").is(200);
        assertThat(state(id)).isEqualTo("warned");
        api.post("agent", path + "/extend", until.formatted(START.plus(Duration.ofHours(25))))
                .refused(403, "24 hours");
        api.post("agent", path + "/extend", until.formatted(START.plus(Duration.ofHours(1))))
                .refused(422, "already");
        assertThat(api.post("agent", path + "/extend", until.formatted("2026-03-01T09:00:00+02:00"))
                        .is(200)
                        .json()
                        .get("deadline")
                        .stringValue())
                .isEqualTo("2026-03-01T07:00:00Z");
    }

    @Test
    void a_dispute_is_decided_by_somebody_else() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var path = "/incidents/" + id + "/dispute/decide";
        var rejected = "{\"decision\":\"rejected\",\"reason\":\"the log is clear\"}";
        api.post("agent-2", path, rejected).refused(409, "no dispute");
        api.answered(id, "ada@kite.example", AnswerKind.DISPUTE, Standing.AUTHORIZED, "this was not us");
        assertThat(state(id)).isEqualTo("disputed");
        api.post("agent", path, rejected).refused(403, "other than who acted first");
        api.post("agent-2", path, "{\"decision\":\"no\",\"reason\":\"x\"}").refused(422, "upheld, rejected");
        api.post("agent-2", path, rejected).is(200);
        assertThat(state(id)).isEqualTo("warned");
    }

    @Test
    void staff_find_close_withdraw_and_redirect() {
        var one = api.opened("srv-1");
        var two = api.opened("srv-3");
        api.until(Duration.ofMinutes(1));
        api.post("agent", "/incidents/" + one + "/ascertain", reason()).refused(409, "already");
        api.post("agent", "/incidents/" + one + "/persisting", "{\"value\":\"perhaps\",\"reason\":\"x\"}")
                .refused(422, "value must be one of");
        assertThat(api.post("agent", "/incidents/" + one + "/persisting", "{\"value\":\"yes\",\"reason\":\"seen\"}")
                        .is(200)
                        .json()
                        .get("persisting")
                        .stringValue())
                .isEqualTo("yes");
        api.post("lead", "/incidents/" + one + "/policy", "{\"policy\":\"none\",\"reason\":\"x\"}")
                .refused(422, "no policy");
        assertThat(api.post("lead", "/incidents/" + one + "/policy", "{\"policy\":\"power-off\",\"reason\":\"x\"}")
                        .is(200)
                        .json()
                        .get("policy")
                        .stringValue())
                .isEqualTo("power-off");
        api.post("lead", "/incidents/" + one + "/move", "{\"server\":\"none\",\"reason\":\"x\"}")
                .refused(422, "no server");
        api.post("lead", "/incidents/" + one + "/move", "{\"server\":\"srv-1\",\"reason\":\"x\"}")
                .refused(422, "already");
        var moved = api.post("lead", "/incidents/" + one + "/move", "{\"server\":\"srv-h\",\"reason\":\"x\"}")
                .is(200)
                .json();
        assertThat(moved.get("customer").stringValue()).isEqualTo("heron");
        api.post("lead", "/incidents/" + two + "/move", "{\"server\":\"srv-h\",\"reason\":\"x\"}")
                .refused(409, "open already");
        api.post("lead", "/incidents/" + two + "/withdraw", reason()).is(200);
        api.post("agent", "/incidents/" + one + "/close", "{\"as\":\"done\",\"reason\":\"x\"}")
                .refused(422, "as must be one of");
        assertThat(api.post("agent", "/incidents/" + one + "/close", "{\"as\":\"duplicate\",\"reason\":\"x\"}")
                        .is(200)
                        .json()
                        .get("state")
                        .stringValue())
                .isEqualTo("closed");
        api.post("agent", "/incidents/" + one + "/close", "{\"as\":\"duplicate\",\"reason\":\"x\"}")
                .refused(409, "closed");
    }

    // ---- measures

    @Test
    void a_silent_customer_is_cut_and_restored_by_api_alone() {
        var id = api.cut("srv-1");
        var path = "/incidents/" + id;
        var measure = incident(id).get("measures").get(0);
        assertThat(measure.get("kind").stringValue()).isEqualTo("network-off");
        assertThat(measure.get("target").stringValue()).isEqualTo("srv-1");
        assertThat(measure.get("state").stringValue()).isEqualTo("confirmed");
        api.post("agent", path + "/close", "{\"as\":\"resolved\",\"reason\":\"x\"}")
                .refused(409, "in force");
        api.post("agent", path + "/statement/accept", reason()).refused(409, "no statement");
        api.post("agent", path + "/verification", "{\"result\":\"clean\",\"basis\":\"staff\",\"text\":\"fine\"}")
                .refused(409, "accept his statement first");
        api.post("agent", path + "/verification", "{\"result\":\"clean\",\"basis\":\"retest\",\"text\":\"fine\"}")
                .refused(409, "retest shows nothing");
        api.post("agent", path + "/verification", "{\"result\":\"fine\",\"basis\":\"staff\",\"text\":\"fine\"}")
                .refused(422, "clean, not-clean");
        api.post("agent", path + "/verification", "{\"result\":\"not-clean\",\"basis\":\"staff\",\"text\":\"still\"}")
                .is(200);
        api.answered(id, "ada@kite.example", AnswerKind.CORRECTIVE, Standing.AUTHORIZED, "fixed");
        assertThat(incident(id).get("statement").toString())
                .isEqualTo("{\"state\":\"refused\",\"missing\":[\"cause\",\"done\",\"prevention\"]}");
        api.answered(id, "ada@kite.example", AnswerKind.CORRECTIVE, Standing.AUTHORIZED, """
                Cause: a stolen password of one mailbox
                Done: password changed, queue deleted
                Prevention: second factor for every mailbox
                """);
        assertThat(incident(id).get("statement").get("state").stringValue()).isEqualTo("submitted");
        api.post("agent", path + "/statement/refuse", "{}").refused(422, "reason is missing");
        api.post("agent", path + "/statement/accept", reason()).is(200);
        api.until(Duration.ofHours(5));
        assertThat(incident(id).get("measures").get(0).get("state").stringValue())
                .isEqualTo("lifted");
        assertThat(state(id)).isEqualTo("watching");
    }

    @Test
    void a_measure_before_the_call_round_is_an_emergency_with_a_reason() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var path = "/incidents/" + id + "/measures";
        api.post("engineer", path, "{\"kind\":\"network-off\"}").refused(422, "reason is missing");
        api.post("engineer", path, "{\"kind\":\"boom\",\"reason\":\"x\"}").refused(422, "kind must be one of");
        api.post("engineer", path, "{\"kind\":\"network-off\",\"reason\":\"x\"}")
                .refused(409, "no call round");
        api.post(
                        "engineer",
                        path,
                        "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":true,\"target\":\"srv-h\"}")
                .refused(422, "neither this server");
        api.post(
                        "engineer",
                        path,
                        "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":true,\"target\":\"srv-2\"}")
                .refused(409, "never-cut");
        api.post("engineer", path, "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":\"yes\"}")
                .refused(422, "true or false");
        var measure = api.post("engineer", path, "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":true}")
                .is(201)
                .json();
        assertThat(measure.get("state").stringValue()).isEqualTo("requested");
        assertThat(measure.get("requestedAt").isNull()).isFalse();
        api.until(Duration.ofMinutes(2));
        assertThat(state(id)).isEqualTo("cut");
        var lift = "/measures/" + measure.get("id").stringValue() + "/lift";
        api.post("engineer", lift, reason()).is(200);
        api.until(Duration.ofMinutes(3));
        api.post("engineer", lift, reason()).refused(409, "not in force");
    }

    @Test
    void null_routes_are_narrow_and_end() {
        var id = api.opened("srv-1");
        var path = "/incidents/" + id + "/measures";
        var route = "{\"kind\":\"null-route\",\"target\":\"%s\",\"reason\":\"flood\",\"expiresAt\":\"%s\"}";
        var end = START.plus(Duration.ofHours(1));
        api.post("engineer", path, route.formatted("198.51.100.0/24", end)).refused(422, "/32");
        api.post("engineer", path, "{\"kind\":\"null-route\",\"target\":\"198.51.100.7\",\"reason\":\"x\"}")
                .refused(422, "expiresAt");
        api.post("engineer", path, "{\"kind\":\"null-route\",\"reason\":\"x\"}").refused(422, "target is missing");
        api.post("engineer", path, route.formatted("srv-1", end)).refused(422, "not an address");
        api.post("engineer", path, route.formatted("198.51.100.20", end)).refused(422, "neither");
        api.post("engineer", path, route.formatted("198.51.100.7", START)).refused(422, "past");
        api.post("engineer", path, route.formatted("198.51.100.7", end)).is(201);
        api.until(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo("protected");
    }

    @Test
    void a_vip_s_measure_waits_for_a_second_person() {
        var id = api.called("srv-h");
        var measure = api.post(
                        "engineer", "/incidents/" + id + "/measures", "{\"kind\":\"power-off\",\"reason\":\"x\"}")
                .is(201)
                .json();
        assertThat(measure.get("state").stringValue()).isEqualTo("proposed");
        var path = "/measures/" + measure.get("id").stringValue();
        api.post("engineer", path + "/approve", reason()).refused(403, "nobody approves what they asked for");
        api.post("lead", path + "/approve", "{}").refused(422, "reason is missing");
        api.post("lead", path + "/approve", reason()).is(200);
        api.post("lead", path + "/approve", reason()).is(409);
        api.until(Duration.ofHours(2).plusMinutes(1));
        assertThat(state(id)).isEqualTo("cut");
    }

    @Test
    void a_rejected_proposal_is_told_on_the_timeline_only() {
        var id = api.called("srv-h");
        var measure = api.post(
                        "engineer", "/incidents/" + id + "/measures", "{\"kind\":\"power-off\",\"reason\":\"x\"}")
                .is(201)
                .json();
        var path = "/measures/" + measure.get("id").stringValue();
        api.post("lead", path + "/reject", "{}").refused(422, "reason is missing");
        assertThat(api.post("lead", path + "/reject", reason())
                        .is(200)
                        .json()
                        .get("measures")
                        .isEmpty())
                .isTrue();
        api.post("lead", path + "/reject", reason()).refused(409, "does not wait");
    }

    @Test
    void an_engineer_confirms_what_he_did_by_hand() {
        api.networkByHand = true;
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        var measure = api.post(
                        "engineer",
                        "/incidents/" + id + "/measures",
                        "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":true}")
                .is(201)
                .json()
                .get("id")
                .stringValue();
        api.until(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo("cutting");
        api.post("engineer", "/measures/" + measure + "/confirm", "{\"seen\":\"maybe\"}")
                .refused(422, "on, off");
        api.post("engineer", "/measures/" + measure + "/confirm", "{\"seen\":\"off\",\"note\":\"port down\"}")
                .is(200);
        assertThat(state(id)).isEqualTo("cut");
        api.post("engineer", "/measures/" + measure + "/confirm", "{\"seen\":\"off\"}")
                .refused(409, "nobody's look");
    }

    @Test
    void many_measures_are_lifted_at_once() {
        var ids = new ArrayList<String>();
        for (var server : List.of("srv-1", "srv-3")) {
            var id = api.opened(server);
            ids.add(api.post(
                            "engineer",
                            "/incidents/" + id + "/measures",
                            "{\"kind\":\"network-off\",\"reason\":\"x\",\"emergency\":true}")
                    .is(201)
                    .json()
                    .get("id")
                    .stringValue());
        }
        api.until(Duration.ofMinutes(1));
        var lifted = api.post("engineer", "/measures/lift", """
                {"ids":["%s","%s","1-m9"],"reason":"false alarm"}""".formatted(ids.get(0), ids.get(1)))
                .is(200)
                .json();
        assertThat(lifted.get("lifted").size()).isEqualTo(2);
        assertThat(lifted.get("refused").get(0).get("detail").stringValue()).contains("no incident");
        api.post("engineer", "/measures/lift", "{\"ids\":[],\"reason\":\"x\"}").refused(422, "ids must hold");
        api.post("engineer", "/measures/lift", "{\"ids\":[\"1-m9\"],\"reason\":\"x\"}")
                .refused(404, "no incident");
    }

    @Test
    void an_agent_asks_for_a_repair_of_what_is_assigned_to_him() {
        var id = api.opened("srv-1");
        var repair = "{\"kind\":\"repair\",\"reason\":\"to clean it\"}";
        api.post("agent", "/incidents/" + id + "/measures", repair).refused(403, "assigned to them");
        api.post("lead", "/incidents/" + id + "/assign", "{\"agent\":\"agent\"}")
                .is(200);
        api.post("agent", "/incidents/" + id + "/measures", repair).refused(409, "follows a power-off");
        api.post(
                        "engineer",
                        "/incidents/" + id + "/measures",
                        "{\"kind\":\"power-off\",\"reason\":\"x\",\"emergency\":true}")
                .is(201);
        api.until(Duration.ofMinutes(1));
        assertThat(api.post("agent", "/incidents/" + id + "/measures", repair)
                        .is(201)
                        .json()
                        .get("expiresAt")
                        .stringValue())
                .isEqualTo("2026-03-02T03:01:00Z");
    }

    // ---- the desk

    @Test
    void alarms_are_listed_and_acknowledged() {
        var id = api.opened("srv-1");
        api.until(Duration.ofHours(3));
        var alarm = api.get("auditor", "/alarms").json().get(0);
        assertThat(alarm.get("kind").stringValue()).isEqualTo("call-overdue");
        assertThat(alarm.get("incident").stringValue()).isEqualTo(id);
        assertThat(alarm.get("acknowledgedBy").isNull()).isTrue();
        assertThat(api.post("agent", "/alarms/" + alarm.get("id").stringValue() + "/acknowledge", "")
                        .is(200)
                        .json()
                        .get("acknowledgedBy")
                        .stringValue())
                .isEqualTo("agent");
    }

    @Test
    void outages_are_entered_by_engineers() {
        api.post("engineer", "/outages", "{\"part\":\"coffee\",\"from\":\"2026-03-01T01:00:00Z\",\"reason\":\"x\"}")
                .refused(422, "phone, mail-in");
        api.post("engineer", "/outages", "{\"part\":\"phone\",\"reason\":\"x\"}")
                .refused(422, "from is missing");
        api.post("engineer", "/outages", """
                {"part":"phone","from":"2026-03-01T01:00:00Z","until":"2026-03-01T00:00:00Z","reason":"x"}""").refused(422, "until must lie after");
        api.post("engineer", "/outages", "{\"part\":\"mail-in\",\"from\":\"2026-03-01T01:00:00Z\",\"reason\":\"disk\"}")
                .is(201);
        var outage = api.get("auditor", "/outages").json().get(0);
        assertThat(outage.get("part").stringValue()).isEqualTo("mail-in");
        assertThat(outage.get("until").isNull()).isTrue();
    }

    @Test
    void an_outage_that_lasts_is_ended_by_entering_it_again_with_its_end_and_cuts_go_on() {
        var id = api.called("srv-1");
        var entered = api.post("engineer", "/outages", """
                {"part":"mail-in","from":"2026-03-01T05:00:00Z","reason":"disk"}""").is(201).json();
        api.clock.set(api.clock.instant().plusSeconds(60));
        api.post("agent", "/incidents/" + id + "/persisting", "{\"value\":\"yes\",\"reason\":\"seen\"}")
                .is(200);
        api.until(Duration.ofHours(5));
        assertThat(incident(id).get("next").get("blockedBy").stringValue()).isEqualTo("outage");

        var ended = api.post("engineer", "/outages", """
                {"part":"mail-in","from":"2026-03-01T05:00:00Z","until":"2026-03-01T07:00:00Z","reason":"disk"}""").is(200).json();

        assertThat(ended.get("id")).isEqualTo(entered.get("id"));
        assertThat(ended.get("until").stringValue()).isEqualTo("2026-03-01T07:00:00Z");
        assertThat(api.get("auditor", "/outages").json().size()).isEqualTo(1);
        api.until(Duration.ofHours(6));
        assertThat(state(id)).isEqualTo("cut");
    }

    @Test
    void each_part_of_ours_has_at_most_one_outage_that_lasts() {
        var outage = """
                {"part":"mail-in","from":"2026-03-01T0%d:00:00Z","until":%s,"reason":"%s"}""";
        api.post("engineer", "/outages", outage.formatted(2, "null", "disk")).is(201);
        api.post("engineer", "/outages", outage.formatted(3, "null", "disk")).is(200);
        api.post("engineer", "/outages", outage.formatted(1, "\"2026-03-01T01:30:00Z\"", "before"))
                .is(201);
        var ended = api.post("lead", "/outages", outage.formatted(1, "\"2026-03-01T02:45:00Z\"", "mended"))
                .is(200)
                .json();
        assertThat(ended.get("from").stringValue()).isEqualTo("2026-03-01T01:00:00Z");
        assertThat(ended.get("reason").stringValue()).isEqualTo("disk; mended (by lead)");
        api.post("engineer", "/outages", outage.formatted(9, "null", "planned")).is(201);
        assertThat(api.get("auditor", "/outages").json().get(0).get("reason").stringValue())
                .isEqualTo("planned");
    }

    @Test
    void the_kill_switch_is_the_engineer_s_and_after_a_jump_the_lead_s() {
        api.post("engineer", "/automation/stop", "{}").refused(422, "reason is missing");
        assertThat(api.post("engineer", "/automation/stop", reason())
                        .is(200)
                        .json()
                        .get("stopped")
                        .booleanValue())
                .isTrue();
        assertThat(api.get("auditor", "/automation").json().get("changedBy").stringValue())
                .isEqualTo("engineer");
        api.post("engineer", "/automation/start", reason()).is(200);
        api.clock.set(START.plus(Duration.ofDays(1)));
        api.casework.clockJumped(START);
        api.post("engineer", "/automation/start", reason()).refused(403, "after a jump");
        assertThat(api.post("lead", "/automation/start", reason())
                        .is(200)
                        .json()
                        .get("clockJump")
                        .isNull())
                .isTrue();
    }

    @Test
    void warnings_that_are_not_held_cannot_be_released() {
        var id = api.opened("srv-1");
        api.until(Duration.ofMinutes(1));
        for (var call : List.of("release", "discard")) {
            api.post("lead", "/warnings/" + call, "{\"incidents\":[\"" + id + "\"],\"reason\":\"x\"}")
                    .refused(409, "held back");
            api.post("lead", "/warnings/" + call, "{\"reason\":\"x\"}").refused(422, "incidents is missing");
            api.post("lead", "/warnings/" + call, "{\"incidents\":[" + id + "]}")
                    .refused(422, "reason is missing");
        }
    }

    @Test
    void the_inventory_is_imported_whole_or_not_at_all() {
        var more = ApiUnderTest.INVENTORY
                + "  - {id: srv-9, customer: kite, addresses: [{ip: 198.51.100.99, from: 2025-01-01T00:00:00Z}]}\n";
        var result = api.call(HttpMethod.PUT, "lead", "/inventory", "application/yaml", more, Map.of())
                .is(200)
                .json();
        assertThat(result.get("servers").intValue()).isEqualTo(5);
        assertThat(result.get("changedServers").intValue()).isEqualTo(1);
        assertThat(api.call(HttpMethod.PUT, "lead", "/inventory", "application/yaml", more, Map.of())
                        .is(200)
                        .json()
                        .get("unchanged")
                        .booleanValue())
                .isTrue();
        api.call(HttpMethod.PUT, "lead", "/inventory", "application/yaml", "servers:\n  - {id: x}\n", Map.of())
                .refused(422, "inventory.yaml:2");
        api.call(HttpMethod.PUT, "lead", "/inventory", "image/png", "x", Map.of())
                .refused(415, "yaml");
        api.opened("srv-9");
    }

    @Test
    void an_inventory_larger_than_any_is_refused_before_it_is_taken_in() {
        api.call(
                        HttpMethod.PUT,
                        "lead",
                        "/inventory",
                        "application/yaml",
                        " ".repeat(duenotice.inventory.InventoryFile.MOST_BYTES + 1),
                        Map.of())
                .refused(413, "longer than");
    }

    @Test
    void child_abuse_material_is_shown_to_leads_only() {
        var id = api.post("lead", "/incidents", """
                {"server":"srv-1","category":"other","type":"content/csam",
                 "observedAt":"2026-03-01T02:00:00Z","evidence":"an address","reason":"authority"}
                """).is(201).json().get("id").stringValue();
        var report = api.get("lead", "/incidents/" + id + "/evidence")
                .is(200)
                .json()
                .get("items")
                .get(0)
                .get("report")
                .stringValue();
        api.get("agent", "/incidents/" + id + "/evidence").refused(403, "leads only");
        api.get("agent", "/reports/" + report).refused(403, "leads only");
        api.get("lead", "/reports/" + report).is(200);
        api.get("agent", "/incidents/" + id).is(200);
    }

    @Test
    void where_child_abuse_material_lies_is_told_to_leads_only_and_its_reporter_sees_his_report() {
        var report = api.call(
                        HttpMethod.POST,
                        "reporter",
                        "/reports",
                        "application/json",
                        "{\"type\":\"content/csam\"}",
                        Map.of())
                .is(202)
                .json()
                .get("id")
                .stringValue();
        api.until(Duration.ZERO);

        var own = api.get("reporter", "/reports/" + report).is(200);
        assertThat(own.json().get("state").stringValue()).isEqualTo("queued");
        assertThat(own.json().get("reason").stringValue()).isEqualTo("not-ours");
        assertThat(own.json().get("findings").get(0).get("type").stringValue()).isEqualTo("content/csam");
        assertThat(own.body()).doesNotContain("else.example");
        for (var who : List.of("agent", "engineer", "auditor")) {
            var queue = api.get(who, "/queue").is(200);
            assertThat(queue.json().get(0).get("reason").stringValue()).isEqualTo("not-ours");
            assertThat(queue.body()).doesNotContain("else.example");
            api.get(who, "/reports/" + report).refused(403, "leads only");
        }
        assertThat(api.get("lead", "/queue").json().get(0).get("reason").stringValue())
                .isEqualTo("not-ours: https://else.example/path");
        api.get("lead", "/reports/" + report).is(200);
    }

    @Test
    void leads_let_people_and_programs_in() {
        var account = "{\"name\":\"anna\",\"role\":\"agent\",\"password\":\"%s\"}";
        api.post("agent", "/staff", account.formatted("long enough here")).refused(403, "leads");
        api.post("lead", "/staff", account.formatted("short")).refused(422, "at least 10");
        api.post("lead", "/staff", account.formatted("long enough here")).is(201);
        api.post("lead", "/staff/anna/disable", "").is(200);
        api.post("lead", "/staff/anna/disable", "").refused(404, "no account");
        api.post("lead", "/keys", "{\"name\":\"probe\",\"role\":\"king\"}").refused(422, "role must be one of");
        assertThat(api.post("lead", "/keys", "{\"name\":\"probe\",\"role\":\"auditor\"}")
                        .is(201)
                        .json()
                        .get("key")
                        .stringValue())
                .startsWith("dn_");
        api.post("lead", "/keys", "{\"name\":\"probe\",\"role\":\"auditor\"}").refused(409, "exists");
        api.post("lead", "/keys/probe/end", "").is(200);
    }

    @Test
    void policies_are_listed() {
        assertThat(api.get("auditor", "/policies").json().size()).isEqualTo(6);
    }
}

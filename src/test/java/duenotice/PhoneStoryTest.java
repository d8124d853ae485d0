package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The program rings the numbers of a round itself; looked at from outside, over HTTP alone (R47, R75).
class PhoneStoryTest {
    private static RunningRehearsal desk;
    private static int customers;

    @BeforeAll
    static void start() {
        desk = RunningRehearsal.startPhoning(Instant.parse("2026-05-04T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    /// A customer with one contact and these numbers, whose server is reported now.
    private static String warned(String language, String... numbers) {
        var name = "phone-" + ++customers;
        desk.told("lead", "PUT", "/inventory", """
                customers:
                  - id: %1$s
                    name: The %1$s company
                    language: %2$s
                    contacts: [{name: Ada of %1$s, email: ada@%1$s.example, phones: %3$s}]
                servers:
                  - {id: srv-%1$s, customer: %1$s, addresses: [{ip: "2001:db8:77::%4$d", from: 2020-01-01T00:00:00Z}]}
                """.formatted(
                        name,
                        language,
                        List.of(numbers).stream().map("\"%s\""::formatted).toList(),
                        customers));
        return desk.told("agent", "POST", "/incidents", """
                        {"server": "srv-%s", "category": "email-compromise", "type": "messaging/spam",
                         "observedAt": "%s", "evidence": "samples in the spam trap", "reason": "seen by us"}
                        """.formatted(
                                name, desk.now().minusSeconds(600)))
                .get("id")
                .asString();
    }

    private static JsonNode incident(String id) {
        return desk.told("auditor", "GET", "/incidents/" + id, "");
    }

    private static void answers(String number, String outcome) {
        desk.set("/rehearsal/calls/" + number, Map.of("outcome", outcome));
    }

    private static List<JsonNode> calls(String id) {
        var calls = desk.shown("/rehearsal/calls");
        return IntStream.range(0, calls.size())
                .mapToObj(calls::get)
                .filter(call -> call.get("incident").asString().equals(id))
                .toList();
    }

    private static List<String> outcomes(String id) {
        var numbers = incident(id).get("call").get("numbers");
        return IntStream.range(0, numbers.size())
                .mapToObj(numbers::get)
                .map(number -> number.get("number").asString() + " "
                        + (number.get("outcome").isNull()
                                ? "due"
                                : number.get("outcome").asString()))
                .toList();
    }

    @Test
    void the_numbers_are_rung_in_order_and_spaced_until_the_right_one_is_reached() {
        var id = warned("de", "+442079460201", "+442079460202", "+442079460203");
        answers("+442079460202", "reached-authorized");
        desk.pass(Duration.ofHours(2));
        assertThat(calls(id)).as("one at a time").hasSize(1);
        assertThat(incident(id).get("state").asString()).isEqualTo("calling");
        desk.pass(Duration.ofMinutes(5));

        assertThat(outcomes(id))
                .containsExactly("+442079460201 no-answer", "+442079460202 reached-authorized", "+442079460203 due");
        var shown = incident(id);
        assertThat(shown.get("state").asString()).isEqualTo("called");
        assertThat(shown.get("call").get("complete").asBoolean()).isTrue();
        assertThat(Instant.parse(shown.get("deadline").asString()))
                .isEqualTo(desk.now().minusSeconds(270).plus(Duration.ofHours(2)));
        assertThat(calls(id))
                .extracting(call -> call.get("number").asString())
                .containsExactly("+442079460201", "+442079460202");
        assertThat(Duration.between(
                        Instant.parse(calls(id).getFirst().get("at").asString()),
                        Instant.parse(calls(id).getLast().get("at").asString())))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(calls(id).getLast().get("words").asString())
                .contains("Vorgang " + id)
                .contains("innerhalb von 2 Stunden")
                .contains("vom Netz nehmen");
    }

    @Test
    void a_voicemail_is_a_try_that_hears_only_the_reference_and_the_round_is_complete_with_all_of_them() {
        var id = warned("en", "+442079460211", "+442079460212");
        answers("+442079460211", "voicemail");
        answers("+442079460212", "voicemail");
        desk.pass(Duration.ofHours(2).plusMinutes(2));
        assertThat(outcomes(id)).containsExactly("+442079460211 voicemail", "+442079460212 voicemail");
        assertThat(incident(id).get("state").asString()).isEqualTo("called");
        assertThat(calls(id))
                .allSatisfy(call -> assertThat(call.get("words").asString())
                        .isEqualTo("Please call Provider back about reference " + id + ". Goodbye."));
    }

    @Test
    void a_wrong_number_leaves_the_round_and_is_to_be_put_right() {
        var id = warned("en", "+442079460221", "+442079460222");
        answers("+442079460221", "wrong-number");
        answers("+442079460222", "busy");
        desk.pass(Duration.ofHours(2).plusMinutes(2));
        assertThat(outcomes(id)).containsExactly("+442079460221 wrong-number", "+442079460222 busy");
        assertThat(incident(id).get("call").get("complete").asBoolean()).isTrue();
        var anomalies = desk.told("agent", "GET", "/anomalies", "");
        assertThat(IntStream.range(0, anomalies.size())
                        .mapToObj(anomalies::get)
                        .filter(anomaly -> anomaly.get("value").asString().equals("+442079460221"))
                        .toList())
                .singleElement()
                .satisfies(anomaly -> {
                    assertThat(anomaly.get("kind").asString()).isEqualTo("wrong-number");
                    assertThat(anomaly.get("incident").asString()).isEqualTo(id);
                });
    }

    @Test
    void our_own_failure_is_no_try_and_the_number_is_rung_again_once_calls_get_through() {
        var id = warned("en", "+442079460231", "+442079460232");
        answers("+442079460231", "not-placed");
        answers("+442079460232", "not-placed");
        desk.pass(Duration.ofHours(2).plusMinutes(10));
        assertThat(outcomes(id)).containsExactly("+442079460231 not-placed", "+442079460232 not-placed");
        var failing = incident(id);
        assertThat(failing.get("call").get("complete").asBoolean()).isFalse();
        assertThat(failing.get("state").asString()).isEqualTo("calling");
        var outage = desk.told("agent", "GET", "/outages", "").get(0);
        assertThat(outage.get("part").asString()).isEqualTo("phone");
        assertThat(outage.get("until").isNull()).isTrue();
        assertThat(desk.told("agent", "GET", "/alarms", "").toString())
                .contains("driver-failing")
                .contains("the telephone fails");

        answers("+442079460231", "no-answer");
        answers("+442079460232", "no-answer");
        desk.pass(Duration.ofMinutes(20));
        assertThat(outcomes(id)).containsExactly("+442079460231 no-answer", "+442079460232 no-answer");
        assertThat(incident(id).get("state").asString()).isEqualTo("called");
        assertThat(desk.told("agent", "GET", "/outages", "").get(0).get("until").isNull())
                .isFalse();
    }

    @Test
    void a_number_that_costs_extra_is_never_rung() {
        var id = warned("en", "+19005550123", "+442079460241");
        answers("+442079460241", "voicemail");
        desk.pass(Duration.ofHours(2).plusMinutes(2));
        assertThat(outcomes(id)).containsExactly("+442079460241 voicemail");
        assertThat(desk.shown("/rehearsal/calls").toString()).doesNotContain("+19005550123");
    }
}

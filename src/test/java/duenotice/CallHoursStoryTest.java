package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A policy that lets the program ring by day alone; looked at from outside (R1, R18, R20, R47).
class CallHoursStoryTest {
    /// Two in the afternoon in London, half past six in the evening in Kolkata: two hours later it is day there and
    /// night here.
    private static final Instant BEGIN = Instant.parse("2026-05-04T13:00:00Z");

    private static List<String> rung(RunningRehearsal desk) {
        var calls = desk.shown("/rehearsal/calls");
        return IntStream.range(0, calls.size())
                .mapToObj(number -> calls.get(number).get("at").asString() + " "
                        + calls.get(number).get("number").asString())
                .toList();
    }

    @Test
    void at_night_nobody_is_rung_by_the_program_people_are_told_and_nobody_is_cut_off() {
        try (var desk = RunningRehearsal.startPhoning(BEGIN, Path.of("src/test/resources/call-hours"))) {
            desk.told("lead", "PUT", "/inventory", """
                    customers:
                      - id: kaveri
                        name: Kaveri
                        timezone: Asia/Kolkata
                        policy: by-day
                        contacts: [{name: Asha, email: asha@kaveri.example, phones: ["+911140000001"]}]
                      - id: fern
                        name: Fern
                        policy: by-day
                        contacts: [{name: Ida, email: ida@fern.example, phones: ["+911140000009", "+442079460401"]}]
                    servers:
                      - {id: srv-k, customer: kaveri, addresses: [{ip: "2001:db8:78::1", from: 2020-01-01T00:00:00Z}]}
                      - {id: srv-f, customer: fern, addresses: [{ip: "2001:db8:78::2", from: 2020-01-01T00:00:00Z}]}
                    """);
            var ids = List.of("srv-k", "srv-f").stream()
                    .map(server -> desk.told("agent", "POST", "/incidents", """
                                    {"server": "%s", "category": "email-compromise", "type": "messaging/spam",
                                     "observedAt": "%s", "evidence": "samples", "reason": "seen by us"}
                                    """.formatted(
                                            server, desk.now().minusSeconds(600)))
                            .get("id")
                            .asString())
                    .toList();

            desk.pass(Duration.ofHours(3));

            assertThat(rung(desk))
                    .as("by day in London, the number in India waits though it comes first")
                    .containsExactly("2026-05-04T15:00:00Z +442079460401");
            assertThat(desk.told("agent", "GET", "/alarms", "").toString()).contains("call-overdue");
            var waiting = desk.told("agent", "GET", "/incidents/" + ids.getFirst(), "");
            assertThat(waiting.path("next").path("step").asString()).isEqualTo("call");
            assertThat(waiting.path("next").path("dueAt").asString()).isEqualTo("2026-05-04T15:00:00Z");

            desk.pass(Duration.ofHours(11));

            assertThat(rung(desk))
                    .containsExactlyInAnyOrder(
                            "2026-05-04T15:00:00Z +442079460401",
                            "2026-05-05T02:30:00Z +911140000001",
                            "2026-05-05T02:30:00Z +911140000009");
            assertThat(desk.shown("/rehearsal/network/requests")).isEmpty();
        }
    }
}

package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** So many mails a minute, warnings first; whatever waits is offered again by whoever sends it. */
class PacedRelayTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final RecordingRelay behind = new RecordingRelay();
    private Instant now = Instant.parse("2026-03-01T10:00:10Z");
    private int number;
    private final PacedRelay relay = node();

    private PacedRelay node() {
        return new PacedRelay(behind, database.transactions(), () -> now, 10, 4);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Delivery hand(PacedRelay by, String to, Map<String, String> headers) {
        return by.hand(new OutgoingMail(
                "",
                to,
                "",
                "abuse@provider.example",
                "",
                Optional.empty(),
                "x",
                "x",
                Optional.empty(),
                "<" + ++number + "@provider.example>",
                headers,
                Optional.empty()));
    }

    private int taken(int offered, Map<String, String> headers) {
        var taken = 0;
        for (var one = 0; one < offered; one++) {
            taken += hand(relay, "someone@d" + number + ".example", headers) instanceof Delivery.Accepted ? 1 : 0;
        }
        return taken;
    }

    @Test
    void letters_leave_room_for_notices_and_notices_for_warnings_and_alarms_always_pass() {
        assertThat(taken(20, Map.of())).isEqualTo(5);
        assertThat(taken(20, Map.of(OutgoingMail.MAIL_HEADER, "reminder"))).isEqualTo(3);
        assertThat(taken(20, Map.of(OutgoingMail.MAIL_HEADER, "warning-1"))).isEqualTo(2);
        assertThat(taken(3, Map.of(AlarmMail.ALARM_HEADER, "relay-down"))).isEqualTo(3);
        now = now.plusSeconds(60);
        assertThat(taken(20, Map.of(OutgoingMail.MAIL_HEADER, "warning-1"))).isEqualTo(10);
    }

    @Test
    void one_domain_gets_its_share_and_nodes_count_together() {
        var warning = Map.of(OutgoingMail.MAIL_HEADER, "warning-1");
        var other = node();
        for (var one = 0; one < 2; one++) {
            assertThat(hand(relay, "a@One.example", warning)).isInstanceOf(Delivery.Accepted.class);
            assertThat(hand(other, "b@one.example", warning)).isInstanceOf(Delivery.Accepted.class);
        }
        assertThat(hand(relay, "c@one.example", warning)).isInstanceOf(Delivery.OutOfTurn.class);
        assertThat(hand(other, "c@one.example", warning)).isInstanceOf(Delivery.OutOfTurn.class);
        assertThat(hand(relay, "c@two.example", warning)).isInstanceOf(Delivery.Accepted.class);
    }
}

package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls to callees of all kinds, played by sipp, which is content only where the call went as a call should. */
class SippCalleesTest {
    @TempDir
    private Path folder;

    private int port;

    @BeforeEach
    void line() {
        port = FreePort.any();
    }

    private OurPhone phone() {
        return new OurPhone(OurPhone.settings(port, Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))));
    }

    private Course callOf(String scenario) {
        return callOf(scenario, Map.of());
    }

    private Course callOf(String scenario, Map<String, String> told) {
        try (var callee = Peer.sipp(folder, port, scenario, told);
                var phone = phone()) {
            var end = phone.rings();
            callee.endsWell();
            assertThat(phone.ends).as("told once").hasSize(1);
            return end;
        }
    }

    private static String outcome(Course end) {
        return switch (end) {
            case Course.Over over -> over.outcome().word();
            case Course.NotPlaced ignored -> CallOutcome.NOT_PLACED.word();
            case Course.Ringing ignored -> "ringing";
            case Course.NotNow ignored -> "not now";
            case Course.InDoubt ignored -> "in doubt";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "486,busy",
        "600,busy",
        "480,no-answer",
        "404,wrong-number",
        "484,wrong-number",
        "410,wrong-number",
        "604,wrong-number",
        "603,refused",
        "607,refused",
        "503,not-placed",
        "500,not-placed",
        "403,not-placed",
        "407,not-placed",
        "408,not-placed",
        "488,not-placed",
        "302,not-placed"
    })
    void a_refusal_has_its_outcome(String status, String outcome) {
        assertThat(outcome(callOf("refuses", Map.of("STATUS", status)))).isEqualTo(outcome);
    }

    @Test
    void who_rang_and_timed_out_did_not_answer() {
        assertThat(outcome(callOf("rings-and-refuses", Map.of("STATUS", "408"))))
                .isEqualTo("no-answer");
    }

    @Test
    void what_rings_too_long_is_cancelled_and_nobody_answered() {
        assertThat(outcome(callOf("rings-until-cancelled"))).isEqualTo("no-answer");
    }

    @Test
    void a_trunk_that_takes_the_call_and_rings_nobody_fails_us() {
        assertThat(outcome(callOf("only-trying-until-cancelled"))).isEqualTo("not-placed");
    }

    @Test
    void who_answers_as_we_give_up_is_hung_up_and_not_left_with_silence() {
        assertThat(outcome(callOf("answers-as-it-is-cancelled"))).isEqualTo("no-answer");
    }

    @Test
    void who_hangs_up_without_a_key_has_answered_and_no_more() {
        var end = (Course.Over) callOf("hangs-up");
        assertThat(end.outcome()).isEqualTo(CallOutcome.REACHED_OTHER);
        assertThat(end.startedAt()).isPresent();
        assertThat(end.endedAt())
                .hasValueSatisfying(
                        at -> assertThat(at).isAfterOrEqualTo(end.startedAt().orElseThrow()));
    }

    @Test
    void who_presses_nothing_hears_everything_twice_and_we_hang_up() {
        assertThat(outcome(callOf("listens-to-the-end"))).isEqualTo("reached-other");
    }

    @Test
    void a_key_by_info_counts_and_another_one_does_not() {
        try (var callee = Peer.sipp(folder, port, "presses-keys-by-info", Map.of());
                var phone = phone()) {
            var end = phone.rings();
            callee.endsWell();
            assertThat(outcome(end)).isEqualTo("reached-authorized");
            assertThat(phone.acknowledged).containsExactly(1L);
        }
    }

    @Test
    void speech_before_the_answer_and_a_renewed_session_break_nothing() {
        assertThat(outcome(callOf("renews-the-session"))).isEqualTo("reached-other");
    }

    @Test
    void a_callee_whose_speech_we_do_not_know_was_told_nothing() {
        assertThat(outcome(callOf("speaks-another-codec"))).isEqualTo("not-placed");
    }

    @Test
    void calls_go_by_tcp_too() {
        try (var callee = Peer.sipp(folder, port, "refuses", Map.of("STATUS", "486"), "-t", "t1");
                var phone = new OurPhone(OurPhone.settings(
                        port, "tcp", Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))))) {
            Peer.await("the callee to listen", () -> Peer.listens(port));
            assertThat(outcome(phone.rings())).isEqualTo("busy");
            callee.endsWell();
        }
    }

    @Test
    void a_trunk_where_nobody_listens_is_our_failure_at_once() {
        try (var phone = new OurPhone(
                OurPhone.settings(port, "tcp", Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))))) {
            assertThat(phone.rings()).isInstanceOf(Course.NotPlaced.class);
        }
    }

    @Test
    void a_trunk_that_never_says_a_word_is_our_failure() throws IOException {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                var phone = phone()) {
            assertThat(phone.rings()).isEqualTo(new Course.NotPlaced("the trunk does not answer"));
            assertThat(silent.isClosed()).isFalse();
        }
    }

    @Test
    void an_order_that_is_given_twice_rings_once() {
        try (var callee = Peer.sipp(folder, port, "rings-until-cancelled", Map.of());
                var phone = phone()) {
            var first = phone.telephone.place(OurPhone.order(1));
            assertThat(phone.telephone.place(OurPhone.order(1)))
                    .isEqualTo(first)
                    .isInstanceOf(Course.Ringing.class);
            Peer.await("the end", () -> !phone.ends.isEmpty());
            callee.endsWell();
            assertThat(phone.telephone.look(OurPhone.order(1), Optional.empty()))
                    .isEqualTo(phone.ends.getFirst());
        }
    }

    @Test
    void a_login_that_is_refused_is_given_once_and_not_until_the_trunk_bars_us() {
        try (var trunk = Peer.sipp(folder, port, "refuses-every-login", Map.of());
                var phone = new OurPhone(OurPhone.settings(
                        port,
                        Optional.of(new SipSettings.Login("desk", "open barley")),
                        Optional.of(OurPhone.shortRecordings(folder))))) {
            assertThat(phone.rings()).isEqualTo(new Course.NotPlaced("the trunk refuses our login (SIP 407)"));
            trunk.endsWell();
        }
    }

    @Test
    void a_program_that_stops_counts_nothing() {
        try (var _ = Peer.sipp(folder, port, "rings-until-cancelled", Map.of())) {
            var phone = phone();
            phone.telephone.place(OurPhone.order(1));
            Peer.await("it to ring", () -> Peer.rings(folder, port));
            phone.close();
            assertThat(outcome(phone.ends.getFirst())).isEqualTo("not-placed");
        }
    }
}

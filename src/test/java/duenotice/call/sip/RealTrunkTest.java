package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import duenotice.FreePort;
import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real telephone at the other end, baresip, and a real trunk before it, Kamailio. */
class RealTrunkTest {
    @TempDir
    private Path folder;

    private static CallOutcome outcome(Course end) {
        return ((Course.Over) end).outcome();
    }

    /** Its own folder: what it heard lies there. */
    private Path of(String peer) {
        try {
            return Files.createDirectories(folder.resolve(peer));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcma", "pcmu"})
    void what_we_say_is_heard_and_the_key_is_understood(String codec) throws Exception {
        Peer.program("espeak-ng");
        try (var callee = BaresipUnderTest.start(of("callee"), codec);
                var phone = new OurPhone(OurPhone.settings(callee.port, Optional.empty(), Optional.empty()))) {
            assertThat(phone.telephone.place(OurPhone.order(1))).isInstanceOf(Course.Ringing.class);
            callee.awaitEvent("CALL_ESTABLISHED");
            callee.press('1');
            Peer.await("the end of the call", () -> !phone.ends.isEmpty());
            assertThat(outcome(phone.ends.getFirst())).isEqualTo(CallOutcome.REACHED_AUTHORIZED);
            assertThat(phone.acknowledged).containsExactly(1L);
            callee.awaitEvent("CALL_CLOSED");

            var voice = new Voice(Optional.empty(), Path.of("/usr/bin/espeak-ng"));
            var told = voice.say("en", "told", OurPhone.WORDS.told());
            assertThat(BaresipUnderTest.loudSeconds(callee.heard()))
                    .as("the words about the server were heard as long as they are")
                    .isCloseTo(spokenSeconds(told, codec), within(1.5));
        }
    }

    private static double spokenSeconds(Voice.Sound sound, String codec) throws Exception {
        var kind = codec.equals("pcma") ? Codec.PCMA : Codec.PCMU;
        var samples = sound.in(kind);
        return BaresipUnderTest.loudSeconds(
                BaresipUnderTest.samples(javax.sound.sampled.AudioSystem.getAudioInputStream(
                                new javax.sound.sampled.AudioFormat(8000, 16, 1, true, false),
                                new javax.sound.sampled.AudioInputStream(
                                        new java.io.ByteArrayInputStream(samples), kind.format(), samples.length))
                        .readAllBytes()));
    }

    @Test
    void a_trunk_that_knows_our_login_passes_the_call_on_both_ways() {
        try (var callee = BaresipUnderTest.start(of("callee"), "pcma");
                var trunk = KamailioUnderTest.start(of("trunk"), callee.port);
                var phone = new OurPhone(OurPhone.settings(
                        trunk.port,
                        Optional.of(KamailioUnderTest.LOGIN),
                        Optional.of(OurPhone.shortRecordings(folder))))) {
            assertThat(phone.telephone.place(OurPhone.order(1))).isInstanceOf(Course.Ringing.class);
            callee.awaitEvent("CALL_ESTABLISHED");
            callee.press('1');
            Peer.await("the end of the call", () -> !phone.ends.isEmpty());
            assertThat(outcome(phone.ends.getFirst())).isEqualTo(CallOutcome.REACHED_AUTHORIZED);
            callee.awaitEvent("CALL_CLOSED");
            assertThat(BaresipUnderTest.loudSeconds(callee.heard())).isBetween(0.4, 1.5);
        }
    }

    @Test
    void an_extension_is_pressed_once_somebody_has_answered() {
        try (var callee = BaresipUnderTest.start(of("callee"), "pcma");
                var phone = new OurPhone(OurPhone.settings(
                        callee.port, Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))))) {
            phone.telephone.place(OurPhone.order(1, BaresipUnderTest.NUMBER + ";ext=42"));
            callee.awaitEvent("CALL_ESTABLISHED");
            callee.awaitEvent("CALL_DTMF_START");
            callee.awaitEvent("\"param\":\"4\"");
            callee.awaitEvent("\"param\":\"2\"");
        }
    }

    @Test
    void a_callee_who_hangs_up_is_heard_through_the_trunk() {
        try (var callee = BaresipUnderTest.start(of("callee"), "pcma");
                var trunk = KamailioUnderTest.start(of("trunk"), callee.port);
                var phone = new OurPhone(OurPhone.settings(
                        trunk.port,
                        Optional.of(KamailioUnderTest.LOGIN),
                        Optional.of(OurPhone.shortRecordings(folder))))) {
            phone.telephone.place(OurPhone.order(1));
            callee.awaitEvent("CALL_ESTABLISHED");
            callee.hangUp();
            Peer.await("the end of the call", () -> !phone.ends.isEmpty());
            assertThat(outcome(phone.ends.getFirst())).isEqualTo(CallOutcome.REACHED_OTHER);
        }
    }

    @Test
    void a_wrong_password_is_our_failure_and_is_tried_once() throws IOException {
        var port = FreePort.any();
        try (var callee = Peer.sipp(of("callee"), port, "rings-until-cancelled", Map.of());
                var trunk = KamailioUnderTest.start(of("trunk"), port);
                var phone = new OurPhone(OurPhone.settings(
                        trunk.port,
                        Optional.of(new SipSettings.Login("desk", "open barley")),
                        Optional.of(OurPhone.shortRecordings(folder))))) {
            assertThat(phone.rings()).isEqualTo(new Course.NotPlaced("the trunk refuses our login (SIP 407)"));
            assertThat(callee.isAlive()).as("it heard of nothing").isTrue();
            assertThat(folder.resolve("callee/messages-" + port))
                    .satisfiesAnyOf(
                            file -> assertThat(file).doesNotExist(),
                            file -> assertThat(file).isEmptyFile());
        }
    }

    @Test
    void what_rings_too_long_is_cancelled_through_the_trunk() {
        var port = FreePort.any();
        try (var callee = Peer.sipp(of("callee"), port, "rings-until-cancelled-by-a-trunk", Map.of());
                var trunk = KamailioUnderTest.start(of("trunk"), port);
                var phone = new OurPhone(OurPhone.settings(
                        trunk.port,
                        Optional.of(KamailioUnderTest.LOGIN),
                        Optional.of(OurPhone.shortRecordings(folder))))) {
            assertThat(outcome(phone.rings())).isEqualTo(CallOutcome.NO_ANSWER);
            callee.endsWell();
        }
    }
}

package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import duenotice.inventory.PhoneNumber;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SipCheckTest {
    @TempDir
    private Path folder;

    private static String text(SipSettings settings) {
        return SipCheck.of(settings).stream()
                .map(one -> one.good().map(good -> good ? "ok" : "WRONG").orElse("unknown") + " " + one.what() + ": "
                        + one.says())
                .collect(Collectors.joining("\n"));
    }

    private SipSettings settings(int port, SipSettings.Login login) {
        return OurPhone.settings(port, Optional.of(login), Optional.of(OurPhone.shortRecordings(folder)));
    }

    @Test
    void a_trunk_that_takes_our_login_is_well() {
        try (var trunk = KamailioUnderTest.start(folder, FreePort.any())) {
            assertThat(text(settings(trunk.port, KamailioUnderTest.LOGIN)))
                    .contains("ok listening")
                    .contains("ok trunk: 127.0.0.1:" + trunk.port + " answers (SIP 200)")
                    .contains("ok login: accepted")
                    .contains("ok speech en: recorded: open, told, stranger")
                    .doesNotContain(KamailioUnderTest.LOGIN.password());
        }
    }

    @Test
    void a_wrong_password_is_said_to_be_one() {
        try (var trunk = KamailioUnderTest.start(folder, FreePort.any())) {
            assertThat(text(settings(trunk.port, new SipSettings.Login("desk", "open barley"))))
                    .contains("WRONG login: refused (SIP 407)");
            assertThat(text(OurPhone.settings(trunk.port, Optional.empty(), Optional.empty())))
                    .contains("WRONG login: the trunk wants one");
        }
    }

    @Test
    void a_trunk_that_is_silent_and_an_address_that_is_taken_are_said_too() throws IOException {
        var settings = settings(FreePort.any(), KamailioUnderTest.LOGIN);
        try (var silent =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.serverPort()))) {
            assertThat(text(settings))
                    .contains("WRONG trunk: 127.0.0.1:" + silent.getLocalPort() + " has not answered");
        }
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()))) {
            assertThat(text(settings)).contains("WRONG listening").contains(":" + other.getLocalPort());
        }
    }

    @Test
    void a_test_call_is_heard_and_its_key_understood() throws IOException {
        Peer.program("espeak-ng");
        try (var callee = BaresipUnderTest.start(Files.createDirectories(folder.resolve("callee")), "pcma");
                var trunk = KamailioUnderTest.start(folder, callee.port)) {
            var end = CompletableFuture.supplyAsync(() -> SipCheck.testCall(
                    settings(trunk.port, KamailioUnderTest.LOGIN),
                    PhoneNumber.of(BaresipUnderTest.NUMBER),
                    "Example Hosting",
                    InstantSource.system()));
            callee.awaitEvent("CALL_ESTABLISHED");
            callee.press('1');
            assertThat(((Course.Over) end.join()).outcome()).isEqualTo(CallOutcome.REACHED_AUTHORIZED);
        }
    }
}

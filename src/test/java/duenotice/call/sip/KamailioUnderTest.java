package duenotice.call.sip;

import duenotice.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Kamailio as a trunk: asks for a login, and passes calls on to one callee, itself in the middle. */
final class KamailioUnderTest implements AutoCloseable {
    static final SipSettings.Login LOGIN = new SipSettings.Login("desk", "open sesame");

    final int port;
    private final Peer process;

    private KamailioUnderTest(int port, Peer process) {
        this.port = port;
        this.process = process;
    }

    static KamailioUnderTest start(Path folder, int callee) {
        var program = Peer.program("kamailio");
        var port = FreePort.any();
        var file = folder.resolve("kamailio.cfg");
        try {
            Files.writeString(file, """
                    debug=1
                    log_stderror=yes
                    children=1
                    disable_tcp=yes
                    listen=udp:127.0.0.1:%d
                    loadmodule "tm.so"
                    loadmodule "sl.so"
                    loadmodule "rr.so"
                    loadmodule "pv.so"
                    loadmodule "textops.so"
                    loadmodule "siputils.so"
                    loadmodule "auth.so"
                    request_route {
                        if (is_method("CANCEL")) {
                            if (t_check_trans()) { t_relay(); }
                            exit;
                        }
                        if (has_totag()) {
                            loose_route();
                            t_relay();
                            exit;
                        }
                        loose_route();
                        if (!pv_proxy_authenticate("trunk.example", "%s", "0")) {
                            proxy_challenge("trunk.example", "1");
                            exit;
                        }
                        if ($au != "%s") {
                            sl_send_reply("403", "Forbidden");
                            exit;
                        }
                        consume_credentials();
                        if (is_method("OPTIONS")) {
                            sl_send_reply("200", "OK");
                            exit;
                        }
                        record_route();
                        $du = "sip:127.0.0.1:%d";
                        t_relay();
                    }
                    """.formatted(port, LOGIN.password(), LOGIN.user(), callee));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var process = Peer.start(
                folder,
                List.of(program, "-f", file.toString(), "-DD", "-E", "-m", "32", "-M", "4", "-Y", folder.toString()));
        Peer.await("Kamailio", () -> isTaken(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(process.output());
        }
        return new KamailioUnderTest(port, process);
    }

    private static boolean isTaken(int port) {
        try (var free = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return free.isClosed();
        } catch (SocketException taken) {
            return true;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

package duenotice.verification.probe;

import duenotice.incident.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Real unbounds: one that serves a zone itself, and resolvers that ask it. */
final class NameServer {
    private NameServer() {}

    static final String NAME = "host.example";

    private static final String COMMON = """
            server:
              interface: 127.0.0.1
              port: %d
              do-daemonize: no
              use-syslog: no
              chroot: ""
              username: ""
              pidfile: ""
              module-config: "iterator"
              num-threads: 1
            remote-control:
              control-enable: no
            """;

    /** Serves {@link #NAME}. */
    static Peer authority(Path folder, int port) throws IOException {
        return started(folder, COMMON.formatted(port) + """
                server:
                  local-zone: "example." static
                  local-data: "example. 60 IN SOA ns.example. hostmaster.example. 1 600 300 86400 60"
                  local-data: "example. 60 IN NS ns.example."
                  local-data: "ns.example. 60 IN A 127.0.0.1"
                  local-data: "host.example. 60 IN A 198.51.100.7"
                """).awaitTcp(port);
    }

    /**
     * What it could not reach on a busy machine it asks again soon.
     *
     * @param access for everybody on this machine: {@code allow} or {@code refuse}
     */
    static Peer resolver(Path folder, int port, String access, int authority) throws IOException {
        return started(folder, COMMON.formatted(port) + """
                server:
                  access-control: 127.0.0.0/8 %s
                  do-not-query-localhost: no
                  infra-host-ttl: 1
                stub-zone:
                  name: "example"
                  stub-addr: 127.0.0.1@%d
                """.formatted(access, authority))
                .awaitTcp(port)
                .await(() -> answers(port));
    }

    /** A first answer may take it longer than a look waits. */
    private static boolean answers(int port) {
        var wire = new Wire(Optional.empty(), Optional.empty(), Duration.ofSeconds(2), 1);
        var look = new Looker(wire, new Canary(List.of()))
                .udp(Peer.at(port), new DnsResolverService(Name.fromConstantString(NAME + ".")));
        return look.value() != Persistence.UNKNOWN;
    }

    private static Peer started(Path folder, String settings) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "unbound", ".conf"), settings);
        return Peer.start(folder, List.of(Peer.program("unbound"), "-d", "-c", file.toString()));
    }
}

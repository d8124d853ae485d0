package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import duenotice.FreePort;
import duenotice.fetch.ListServer;
import duenotice.incident.Persistence;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

/** Real servers, each in a way that serves strangers and in one that does not; those of HTTP and a stand-in for them. */
class OpenServicesTest {
    private static final Wire WIRE = new Wire(Optional.empty(), Optional.empty(), Duration.ofMillis(400), 2);
    private static final Looker ALONE = new Looker(WIRE, new Canary(List.of()));
    private static final Name NAME = Name.fromConstantString(NameServer.NAME + ".");

    private static final Service.Means MEANS = new Service.Means(ALONE, NAME, Optional.empty());

    @TempDir
    Path folder;

    private final List<Peer> running = new ArrayList<>();

    private Peer run(List<String> command) throws IOException {
        return kept(Peer.start(folder, command));
    }

    private Peer kept(Peer peer) {
        running.add(peer);
        return peer;
    }

    @AfterEach
    void end() {
        running.forEach(Peer::close);
    }

    private List<Look> look(Service service, InetSocketAddress place) {
        return service.look(place, MEANS);
    }

    private Look only(Service service, InetSocketAddress place) {
        return look(service, place).getFirst();
    }

    // ---- DNS

    private int authority;

    private Peer authority() throws IOException {
        authority = FreePort.any();
        return kept(NameServer.authority(folder, authority));
    }

    private Peer unbound(int port, String access) throws IOException {
        return kept(NameServer.resolver(folder, port, access, authority));
    }

    @Test
    void a_resolver_is_open_until_it_refuses_strangers() throws IOException {
        authority();
        var port = FreePort.any();
        var place = Peer.at(port);
        var open = unbound(port, "allow").await(() -> only(Service.DNS, place).value() == Persistence.YES);
        assertThat(only(Service.DNS, place).came())
                .startsWith("it answers anybody: ")
                .contains("times as much");
        open.close();

        var refusing = unbound(port, "refuse");
        assertThat(only(Service.DNS, place)).isEqualTo(gone("it refuses strangers"));
        refusing.close();
        assertThat(only(Service.DNS, place)).isEqualTo(gone("nothing listens there any more"));
    }

    private static Look gone(String came) {
        return new Look(Persistence.NO, "A host.example., recursion desired", came);
    }

    @Test
    void who_serves_the_name_itself_is_no_open_resolver_for_that() throws IOException {
        authority();
        assertThat(only(Service.DNS, Peer.at(authority)).value()).isEqualTo(Persistence.UNKNOWN);
    }

    // ---- silence

    @Test
    void silence_proves_something_only_while_our_own_name_server_answers() throws IOException {
        try (var silent = new DatagramSocket(0, Peer.loopback())) {
            var canary = authority();
            var place = Peer.at(silent.getLocalPort());
            assertThat(only(Service.DNS, place).value()).isEqualTo(Persistence.UNKNOWN);

            var heard = new Looker(WIRE, new Canary(List.of(Peer.at(authority))));
            assertThat(heard.udp(place, new DnsResolverService(NAME)))
                    .isEqualTo(gone("2 questions without an answer, while our own name server answered"));
            canary.close();
            assertThat(heard.udp(place, new DnsResolverService(NAME)).value()).isEqualTo(Persistence.UNKNOWN);
        }
    }

    @Test
    void a_canary_of_the_other_family_proves_nothing() throws IOException {
        try (var silent = new DatagramSocket(0, Peer.loopback())) {
            var other = new Looker(
                    WIRE, new Canary(List.of(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::53"), 53))));
            assertThat(other.udp(Peer.at(silent.getLocalPort()), new NtpService())
                            .value())
                    .isEqualTo(Persistence.UNKNOWN);
        }
    }

    // ---- what anybody could send to us

    @Test
    void an_answer_to_another_question_proves_nothing() {
        var memcached = new MemcachedService().asks().getFirst();
        var frame = memcached.packet().substring(0, 8);
        assertThat(memcached.reader().read(frame + "VERSION 1.6\r\n")).isEqualTo(Meaning.OPEN);
        assertThat(memcached.reader().read("MC\0\0\0\1\0\0VERSION 1.6\r\n")).isEqualTo(Meaning.UNCLEAR);

        var readvar = new NtpService().asks().getFirst();
        var answer = "\u0016\u0082" + readvar.packet().substring(2);
        assertThat(readvar.reader().read(answer)).isEqualTo(Meaning.OPEN);
        assertThat(readvar.reader().read(other(answer, 3))).isEqualTo(Meaning.UNCLEAR);
        assertThat(readvar.reader().read("\u0016\u0083" + answer.substring(2))).isEqualTo(Meaning.UNCLEAR);

        var question = Canary.question();
        var heard = question.substring(0, 2) + (char) (question.charAt(2) | 0x80) + question.substring(3);
        assertThat(Canary.isAnswer(heard, question)).isTrue();
        assertThat(Canary.isAnswer(other(heard, 0), question)).isFalse();
        assertThat(Canary.isAnswer(question, question)).isFalse();
    }

    @Test
    void no_question_is_like_the_one_before() {
        assertThat(IntStream.range(0, 50)
                        .mapToObj(ignored ->
                                new MemcachedService().asks().getFirst().packet()
                                        + new NtpService().asks().getFirst().packet()
                                        + Canary.question())
                        .distinct())
                .hasSize(50);
    }

    private static String other(String packet, int place) {
        return packet.substring(0, place) + (char) (packet.charAt(place) ^ 1) + packet.substring(place + 1);
    }

    // ---- memcached

    private Peer memcached(int port, int udp) throws IOException {
        var command = new ArrayList<>(List.of(
                Peer.program("memcached"), "-l", "127.0.0.1", "-p", "" + port, "-U", "" + udp, "-m", "8", "-t", "1"));
        if (Peer.isRoot()) {
            command.addAll(List.of("-u", "nobody"));
        }
        return run(command).awaitTcp(port);
    }

    @Test
    void a_memcached_is_open_by_either_way_until_nobody_reaches_it() throws IOException {
        var port = FreePort.any();
        var place = Peer.at(port);
        var open = memcached(port, port);
        assertThat(look(Service.MEMCACHED, place))
                .extracting(Look::value)
                .containsExactly(Persistence.YES, Persistence.YES);
        open.close();
        var overTcp = memcached(port, 0);
        assertThat(look(Service.MEMCACHED, place))
                .extracting(Look::value)
                .containsExactly(Persistence.NO, Persistence.YES);
        // Over TCP nobody is flooded: who asks says where from.
        assertThat(Service.MEMCACHED.lookForFlood(place, MEANS))
                .extracting(Look::value)
                .containsExactly(Persistence.NO);
        overTcp.close();
        assertThat(look(Service.MEMCACHED, place))
                .extracting(Look::value)
                .containsExactly(Persistence.NO, Persistence.NO);
    }

    // ---- TCP

    private Peer redis(int port, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Peer.program("redis-server"),
                "--bind",
                "127.0.0.1",
                "--port",
                "" + port,
                "--save",
                "",
                "--dir",
                folder.toString()));
        command.addAll(List.of(more));
        return run(command).awaitTcp(port);
    }

    @Test
    void a_redis_is_open_until_it_wants_a_password() throws IOException {
        var port = FreePort.any();
        var place = Peer.at(port);
        var open = redis(port);
        assertThat(only(Service.REDIS, place).value()).isEqualTo(Persistence.YES);
        open.close();
        var withPassword = redis(port, "--requirepass", "a long secret of this test");
        assertThat(only(Service.REDIS, place).value()).isEqualTo(Persistence.NO);
        withPassword.close();
        assertThat(only(Service.REDIS, place).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void a_port_that_should_not_be_reached_is_open_until_nobody_listens() throws IOException {
        InetSocketAddress place;
        try (var listener = new ServerSocket(0, 5, Peer.loopback())) {
            place = Peer.at(listener.getLocalPort());
            assertThat(only(Service.TELNET, place).value()).isEqualTo(Persistence.YES);
            assertThat(only(Service.MONGODB, place)).satisfies(look -> {
                assertThat(look.value()).isEqualTo(Persistence.UNKNOWN);
                assertThat(look.came()).contains("whether to anybody cannot be seen");
            });
        }
        assertThat(only(Service.TELNET, place).value()).isEqualTo(Persistence.NO);
        assertThat(only(Service.MONGODB, place).value()).isEqualTo(Persistence.NO);
    }

    // ---- over HTTP, written from documentation: no real server of these was tried

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    ELASTICSEARCH | /         | 200 | {"name": "n1", "cluster_name": "logs", "version": {"number": "8.1.0"}} | YES
                    ELASTICSEARCH | /         | 200 | <html>my shop, whose cluster_name is none</html>                        | UNKNOWN
                    ELASTICSEARCH | /         | 401 | {"error": {"reason": "missing authentication credentials"}}            | NO
                    ELASTICSEARCH | /         | 403 | {}                                                                     | NO
                    ELASTICSEARCH | /         | 503 | {"cluster_name": "logs", "status": 503}                                | UNKNOWN
                    DOCKER        | /version  | 200 | {"Version": "27.1", "ApiVersion": "1.46"}                               | YES
                    DOCKER        | /version  | 200 | {"version": "2"}                                                       | UNKNOWN
                    DOCKER        | /version  | 400 | Client sent an HTTP request to an HTTPS server.                         | UNKNOWN
                    DOCKER        | /version  | 403 | denied by a plugin                                                     | NO
                    COUCHDB       | /_all_dbs | 200 | ["_replicator","_users","shop"]                                        | YES
                    COUCHDB       | /_all_dbs | 200 | []                                                                     | YES
                    COUCHDB       | /_all_dbs | 200 | <html><script>var list = [];</script></html>                           | UNKNOWN
                    COUCHDB       | /_all_dbs | 401 | {"error":"unauthorized","reason":"You are not a server admin."}        | NO
                    """)
    void what_shows_itself_to_strangers_is_open_until_it_wants_a_login(
            Service service, String path, int status, String body, Persistence found) throws IOException {
        InetSocketAddress place;
        try (var server = new ListServer()) {
            server.answers(exchange -> {
                exchange.getResponseHeaders().set("X-Header", "[\"ApiVersion\" \"cluster_");
                ListServer.send(exchange, status, body);
            });
            place = Peer.at(server.uri("/").getPort());
            assertThat(only(service, place).value()).isEqualTo(found);
            assertThat(server.requests())
                    .extracting(request -> request.method() + " " + request.path())
                    .containsExactly("GET " + path);
        }
        assertThat(only(service, place).value()).as("once nothing listens").isEqualTo(Persistence.NO);
    }

    @Test
    void a_list_of_who_asked_for_the_time_is_open_and_an_error_is_closed() {
        var monlist = new NtpService().asks().getLast();
        assertThat(monlist.words()).isEqualTo("mode 7 monlist");
        // ntp_request.h: response, version 2, mode 7; sequence; implementation 3; request 42; error and count; item
        // size
        assertThat(monlist.reader().read("\u0097\0\u0003*\0\u0006\0H" + "x".repeat(432)))
                .isEqualTo(Meaning.OPEN);
        for (var more : List.of("\u00d7", "\u0097")) {
            assertThat(monlist.reader().read(more + "\0\u0003*\0\u0001\0H" + "x".repeat(72)))
                    .isEqualTo(Meaning.OPEN);
        }
        assertThat(monlist.reader().read("\u0097\0\u0003*@\0\0\0"))
                .as("error 4: no data")
                .isEqualTo(Meaning.CLOSED);
        assertThat(monlist.reader().read("\u0017\0\u0003*\0\u0006\0H"))
                .as("a question, not an answer")
                .isEqualTo(Meaning.UNCLEAR);
        assertThat(monlist.reader().read("\u0097\0\u0003\u0010\0\u0006\0H"))
                .as("an answer to another request")
                .isEqualTo(Meaning.UNCLEAR);
        assertThat(monlist.reader().read("\u0097\0\u0003")).isEqualTo(Meaning.UNCLEAR);
    }

    // ---- NTP, whose servers have one port only

    private Peer ntpd(String restrict) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "ntp", ".conf"), """
                interface ignore all
                interface listen 127.0.0.1
                disable ntp
                restrict default %s
                restrict 127.0.0.1 %s
                """.formatted(restrict, restrict));
        return run(List.of(Peer.program("ntpd"), "-n", "-c", file.toString()));
    }

    private static boolean isFree(InetSocketAddress place) {
        try (var socket = new DatagramSocket(place)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Test
    void a_time_server_is_open_until_it_answers_no_queries() throws IOException {
        assumeTrue(Peer.isRoot(), "a time server has the port 123 alone, which only root may have");
        var place = Peer.at(123);
        assumeTrue(isFree(place), "this machine has a time server of its own");
        var open = ntpd("nomodify").await(() -> only(Service.NTP, place).value() == Persistence.YES);
        assertThat(only(Service.NTP, place)).satisfies(look -> {
            assertThat(look.sent()).isEqualTo("mode 6 readvar");
            assertThat(look.came()).contains("to a question of 12");
        });
        open.close();
        authority();
        var heard = new Looker(WIRE, new Canary(List.of(Peer.at(authority))));
        ntpd("noquery").await(() -> heard.udp(place, new NtpService()).came().startsWith("2 questions without"));
        assertThat(heard.udp(place, new NtpService()).value()).isEqualTo(Persistence.NO);
    }

    // ---- SSDP, likewise

    private Peer miniupnpd() throws IOException {
        var file = Files.writeString(folder.resolve("upnp.conf"), """
                ext_ifname=lo
                ext_ip=20.1.2.3
                listening_ip=lo
                http_port=0
                enable_natpmp=no
                enable_upnp=yes
                uuid=00000000-0000-0000-0000-0000000000aa
                """);
        return run(List.of(
                Peer.program("miniupnpd"),
                "-d",
                "-f",
                file.toString(),
                "-P",
                folder.resolve("upnp.pid").toString()));
    }

    @Test
    void a_device_tells_strangers_of_itself_until_it_is_switched_off() throws IOException {
        assumeTrue(Peer.isRoot(), "the device wants the network's own socket, which only root may have");
        var place = Peer.at(1900);
        assumeTrue(isFree(place), "this machine has a UPnP device of its own");
        var open = miniupnpd().await(() -> only(Service.SSDP, place).value() == Persistence.YES);
        assertThat(only(Service.SSDP, place).came()).contains("times as much");
        open.close();
        assertThat(only(Service.SSDP, place)).satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.NO);
            assertThat(look.came()).isEqualTo("nothing listens there any more");
        });
    }
}

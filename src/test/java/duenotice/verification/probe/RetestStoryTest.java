package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.FixedKeys;
import duenotice.access.StaffAccounts;
import duenotice.casework.Openings;
import duenotice.desk.Caller;
import duenotice.desk.DeskConfiguration;
import duenotice.desk.StillUnset;
import duenotice.incident.Act;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentEvent.RetestFound;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Persistence;
import duenotice.incident.State;
import duenotice.inventory.InventoryFile;
import duenotice.mail.WayIn;
import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import duenotice.portal.PagesUnderTest.Retests;
import duenotice.portal.PortalConfiguration;
import duenotice.report.Category;
import duenotice.verification.Probe.Found;
import duenotice.verification.Probe.Question;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way over HTTP, with a real name server on the server complained of. */
class RetestStoryTest {
    private static final String ADA = "ada@kite.example";
    private static final int MOST_OF_SERVER = 8;
    private static final String REPORT = "DNS amplification attack: your open resolver answers anybody.";

    @TempDir
    Path folder;

    private final List<Peer> running = new ArrayList<>();
    private PagesUnderTest desk;
    private SafeProbe probe;
    private int authority;
    private int port;

    @BeforeEach
    void start() throws IOException {
        authority = Peer.freeUdpPort();
        kept(NameServer.authority(folder, authority));
        port = Peer.freeUdpPort();
        desk = new PagesUnderTest(
                pages -> {
                    probe = SafeProbe.onThisMachine(settings(), pages.inventory, pages.transactions(), pages.clock());
                    return new Retests(probe, probe);
                },
                (pages, beans) -> {
                    beans.registerBean(
                            StaffAccounts.class, () -> new StaffAccounts(pages.transactions(), FixedKeys.REHEARSAL));
                    beans.registerBean(StillUnset.class, () -> StillUnset.NOTHING);
                    beans.registerBean(Caller.class, () -> new Caller("Provider"));
                    beans.registerBean(WayIn.All.class, () -> List::of);
                    beans.registerBean(
                            Openings.class,
                            () -> new Openings(pages.transactions(), pages.casework, pages.inventory, pages.policies));
                },
                DeskConfiguration.class,
                PortalConfiguration.class);
        desk.inventory.importFile(
                InventoryFile.of(
                        "loopback.yaml",
                        "servers: [{id: srv-loop, customer: kite, addresses: [{ip: 127.0.0.1, from: 2025-01-01T00:00:00Z}]}]"
                                .getBytes(StandardCharsets.UTF_8)),
                "test",
                desk.now());
    }

    private static ProbeSettings settings() {
        return new ProbeSettings(
                NameServer.NAME,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Duration.ofMillis(500),
                2,
                Optional.empty(),
                Optional.empty(),
                MOST_OF_SERVER,
                60);
    }

    private Peer kept(Peer peer) {
        running.add(peer);
        return peer;
    }

    @AfterEach
    void end() {
        desk.close();
        running.forEach(Peer::close);
    }

    private Peer resolver(String access) throws IOException {
        return kept(NameServer.resolver(folder, port, access, authority));
    }

    private IncidentId flood(String server) {
        var incident = desk.open(server, "connection/ddos", Category.SYSTEM_COMPROMISE);
        desk.reported(incident, "team@trusted.example", REPORT, List.of(port));
        desk.until(Duration.between(PagesUnderTest.START, desk.now()));
        return incident;
    }

    private List<RetestFound> found(IncidentId incident) {
        return desk.snapshot(incident).timeline().stream()
                .filter(entry -> entry.event() instanceof RetestFound)
                .map(entry -> (RetestFound) entry.event())
                .toList();
    }

    private Browser staff() {
        var browser = desk.browser();
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", "agent", "password", "rehearsal-agent"));
        return browser;
    }

    @Test
    void an_open_resolver_is_called_about_and_let_be_once_it_refuses_strangers() throws IOException {
        var open = resolver("allow");
        var incident = flood("srv-loop");
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.WARNED);

        desk.until(Duration.ofHours(2));
        assertThat(found(incident)).singleElement().satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.YES);
            assertThat(look.detail())
                    .startsWith("open DNS resolver at 127.0.0.1 port " + port + ": it answers anybody: ");
        });
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.CALLING);
        desk.ringAll(incident);

        open.close();
        resolver("refuse");
        var browser = desk.browser();
        var link = desk.link(incident, ADA);
        var pressed = browser.submit(browser.get(link).form("form[name=retest]"), Map.of());
        assertThat(pressed.status()).isEqualTo(303);
        desk.casework.workAll();
        assertThat(browser.get(link).document().select("#timeline").text())
                .contains("A look from outside was asked for.")
                .contains("We looked: it had stopped.")
                .contains("it refuses strangers");
        assertThat(desk.snapshot(incident).outlook().persisting().value()).isEqualTo(Persistence.NO);

        var again = browser.submit(browser.get(link).form("form[name=retest]"), Map.of());
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.document().text()).contains("the next one can be asked for at 2026-03-01T05:10:00Z");

        // R45: what a retest found decides, and it is looked at once more before the end of the watch.
        desk.until(Duration.ofHours(30));
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.CLOSED);
        assertThat(desk.snapshot(incident).incident().closedAs()).contains(CloseAs.RESOLVED);
        assertThat(found(incident)).last().satisfies(look -> {
            assertThat(look.judgement()).contains("watch");
            assertThat(look.value()).isEqualTo(Persistence.NO);
        });
        assertThat(desk.snapshot(incident).incident().measures()).isEmpty();
    }

    @Test
    void staff_have_it_looked_at_now_and_every_look_is_written_down() throws IOException {
        resolver("allow");
        var incident = flood("srv-loop");
        var browser = staff();
        var path = "/desk/incidents/" + incident;
        assertThat(browser.submit(browser.get(path).form("form[name=retest]"), Map.of())
                        .status())
                .isEqualTo(303);
        desk.casework.workAll();
        assertThat(browser.get(path).document().text())
                .contains("A retest was asked for.")
                .contains("it answers anybody");
        assertThat(desk.transactions()
                        .jdbc()
                        .sql(
                                "select asked_by || ' ' || service || ' ' || address || ' ' || sent || ' ' || value from probe")
                        .query(String.class)
                        .list())
                .containsExactly("agent open DNS resolver 127.0.0.1 A host.example., recursion desired yes");
    }

    @Test
    void where_no_look_is_safe_the_page_says_so() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        var page = desk.browser().get(desk.link(incident, ADA));
        assertThat(page.document().select("form[name=retest]")).isEmpty();
        assertThat(page.document().text()).contains("there is no look from outside that would be safe");
        assertThat(desk.browser()
                        .post(desk.link(incident, ADA) + "/retest", Map.of())
                        .status())
                .isEqualTo(422);
        assertThat(staff().get("/desk/incidents/" + incident).document().select("form[name=retest]"))
                .isEmpty();
    }

    // ---- guards

    private Found ask(IncidentId incident) {
        return probe.ask(
                new Question(desk.snapshot(incident).incident(), "a judgement", desk.casework.evidence(incident, 50)));
    }

    /** Nothing must arrive there. */
    private static boolean heardNothing(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.receive(new java.net.DatagramPacket(new byte[512], 512));
            return false;
        } catch (java.net.SocketTimeoutException nothing) {
            return true;
        }
    }

    @Test
    void nobody_looks_at_an_address_that_is_not_the_server_s_own_whatever_a_report_says() throws IOException {
        try (var other = new DatagramSocket(0, Peer.loopback())) {
            port = other.getLocalPort();
            var incident = flood("srv-loop");
            // It goes to another server of the same customer.
            desk.inventory.importFile(
                    InventoryFile.of("moved.yaml", """
                            servers:
                              - {id: srv-loop, customer: kite, addresses: [{ip: 127.0.0.1, from: 2025-01-01T00:00:00Z, until: 2026-02-01T00:00:00Z}]}
                              - {id: srv-other, customer: kite, addresses: [{ip: 127.0.0.1, from: 2026-02-01T00:00:00Z}]}
                            """.getBytes(StandardCharsets.UTF_8)), "test", desk.now());
            assertThat(ask(incident)).satisfies(found -> {
                assertThat(found.value()).isEqualTo(Persistence.UNKNOWN);
                assertThat(found.detail()).contains("does not stand on this server of this customer now");
            });
            assertThat(heardNothing(other)).isTrue();
        }
    }

    @Test
    void the_desk_is_never_turned_on_its_own_machine() throws IOException {
        try (var own = new DatagramSocket(0, Peer.loopback())) {
            port = own.getLocalPort();
            var incident = flood("srv-loop");
            var real = SafeProbe.of(settings(), desk.inventory, desk.transactions(), desk.clock());
            assertThat(real.ask(new Question(
                                    desk.snapshot(incident).incident(),
                                    "a judgement",
                                    desk.casework.evidence(incident, 50)))
                            .detail())
                    .contains("no address of a server");
            assertThat(heardNothing(own)).isTrue();
        }
    }

    @Test
    void a_server_is_not_looked_at_without_end() throws IOException {
        resolver("refuse");
        var incident = flood("srv-loop");
        for (var look = 0; look < MOST_OF_SERVER; look++) {
            assertThat(ask(incident).value()).isEqualTo(Persistence.NO);
        }
        assertThat(ask(incident)).satisfies(found -> {
            assertThat(found.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(found.detail()).contains("often enough within the hour");
        });
    }

    @Test
    void a_server_that_another_incident_cut_off_is_silent_and_not_mended() {
        var cut = desk.spam("srv-loop");
        desk.act(cut, new Act.AskMeasure(MeasureKind.NETWORK_OFF, "srv-loop", true, "now", Optional.empty(), true));
        var incident = flood("srv-loop");
        desk.act(incident, new Act.AskRetest());
        assertThat(found(incident)).singleElement().satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(look.detail()).isEqualTo("the server is cut off by another incident");
        });
    }

    @Test
    void what_else_was_reported_and_cannot_be_looked_at_keeps_it_from_being_called_gone() throws IOException {
        resolver("refuse");
        var incident = flood("srv-loop");
        desk.reported(incident, "other@trusted.example", "A flood of SYN packets from your server.");
        assertThat(ask(incident).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(ask(incident).detail()).endsWith("but more was reported than can be looked at");
    }
}

package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import duenotice.FreePort;
import duenotice.access.FixedKeys;
import duenotice.access.StaffAccounts;
import duenotice.casework.Further;
import duenotice.casework.Openings;
import duenotice.casework.Sighted;
import duenotice.desk.Caller;
import duenotice.desk.DeskConfiguration;
import duenotice.desk.Letters;
import duenotice.desk.LettersToTry;
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
import duenotice.report.EventTime;
import duenotice.report.SourceType;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private boolean broken;

    @BeforeEach
    void start() throws IOException {
        authority = FreePort.any();
        kept(NameServer.authority(folder, authority));
        port = FreePort.any();
        desk = new PagesUnderTest(
                pages -> {
                    probe = SafeProbe.onThisMachine(settings(), pages.inventory, pages.transactions(), pages.clock());
                    return new Retests(this::asked, probe);
                },
                (pages, beans) -> {
                    beans.registerBean(
                            StaffAccounts.class, () -> new StaffAccounts(pages.transactions(), FixedKeys.REHEARSAL));
                    beans.registerBean(StillUnset.class, () -> StillUnset.NOTHING);
                    beans.registerBean(Caller.class, () -> new Caller("Provider"));
                    beans.registerBean(WayIn.All.class, () -> List::of);
                    beans.registerBean(Letters.class, LettersToTry::new);
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

    private Found asked(Question question) {
        if (broken) {
            throw new IllegalStateException("a defect of ours");
        }
        return probe.ask(question);
    }

    private static ProbeSettings settings() {
        return settings(60);
    }

    private static ProbeSettings settings(int mostInMinute) {
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
                mostInMinute);
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
            // R45: it can still be made to flood others, which is no flood.
            assertThat(look.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(look.detail())
                    .startsWith("open DNS resolver at 127.0.0.1 port " + port + ": it answers anybody: ")
                    .endsWith("which lets others make it flood, and shows no flood");
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
        return probe.ask(new Question(
                desk.snapshot(incident).incident(), "a judgement", desk.casework.evidence(incident, 50), true));
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
                                    desk.casework.evidence(incident, 50),
                                    true))
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
    void all_servers_together_are_not_looked_at_faster_than_the_settings_allow() throws IOException {
        resolver("refuse");
        var incident = flood("srv-loop");
        var slow = SafeProbe.onThisMachine(settings(1), desk.inventory, desk.transactions(), desk.clock());
        var question = new Question(
                desk.snapshot(incident).incident(), "a judgement", desk.casework.evidence(incident, 50), true);
        assertThat(slow.ask(question).value()).isEqualTo(Persistence.NO);
        assertThat(slow.ask(question)).satisfies(found -> {
            assertThat(found.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(found.detail()).contains("too much is being looked at just now");
        });
        desk.until(Duration.ofMinutes(2));
        assertThat(slow.ask(question).value()).isEqualTo(Persistence.NO);
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

    // ---- strangers

    private void says(IncidentId incident, String who, Sighted.Weight weight, Optional<String> url, String excerpt) {
        says(incident, who, weight, url, Further.NONE, excerpt);
    }

    private void says(
            IncidentId incident,
            String who,
            Sighted.Weight weight,
            Optional<String> url,
            Further further,
            String excerpt) {
        var message = desk.casework
                .inbox()
                .accept(
                        who,
                        List.of("abuse@provider.example"),
                        "Subject: x\r\n\r\nx".getBytes(StandardCharsets.UTF_8),
                        desk.now());
        desk.casework.join(List.of(new Sighted(
                incident,
                message,
                desk.snapshot(incident).incident().firstType(),
                Optional.of("127.0.0.1"),
                url,
                Optional.of(new EventTime(desk.now().minusSeconds(60), true)),
                desk.now(),
                weight,
                who,
                Optional.empty(),
                SourceType.PUBLIC,
                true,
                false,
                url.isEmpty() ? List.of(port) : List.of(),
                further,
                excerpt,
                who + url + excerpt,
                false)));
    }

    @Test
    void a_stranger_s_word_for_a_flood_and_an_open_service_ascertain_nothing() throws IOException {
        resolver("allow");
        var incident = desk.open("srv-loop", "connection/ddos", Category.SYSTEM_COMPROMISE, false);
        says(incident, "stranger@free.example", Sighted.Weight.NONE, Optional.empty(), REPORT);
        desk.act(incident, new Act.AskRetest());
        desk.until(Duration.ofHours(3));
        assertThat(found(incident))
                .isNotEmpty()
                .allSatisfy(look -> assertThat(look.value()).isEqualTo(Persistence.UNKNOWN));
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.NEW);
    }

    private HttpServer site() throws IOException {
        var site = HttpServer.create(Peer.at(0), 0);
        site.createContext("/", exchange -> {
            fetched.add(exchange.getRequestURI().getPath());
            var bytes = "<h1>A page</h1>".getBytes(StandardCharsets.UTF_8);
            var isThere = served.contains(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? bytes.length : -1);
            if (isThere) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        site.start();
        sites.add(site);
        return site;
    }

    private final List<HttpServer> sites = new ArrayList<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    @AfterEach
    void endSites() {
        sites.forEach(site -> site.stop(0));
    }

    private static Optional<String> page(HttpServer site, String path) {
        return Optional.of("http://127.0.0.1:" + site.getAddress().getPort() + path);
    }

    @Test
    void nobody_fetches_what_a_stranger_names_whoever_else_vouches_for_the_incident() throws IOException {
        var site = site();
        served.add("/about.html");
        var incident = desk.open("srv-loop", "content/phishing", Category.SYSTEM_COMPROMISE);
        says(incident, "team@trusted.example", Sighted.Weight.TRUSTED, page(site, "/bank/login"), "phishing");
        says(incident, "stranger@free.example", Sighted.Weight.NONE, page(site, "/about.html"), "phishing");
        desk.until(Duration.ZERO);
        assertThat(desk.snapshot(incident).incident().ascertainedAt()).isPresent();

        // It is not fetched, and yet it was named: nobody can say that all is gone.
        assertThat(ask(incident).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(fetched).isNotEmpty().doesNotContain("/about.html");

        says(incident, "other@trusted.example", Sighted.Weight.TELEMETRY, page(site, "/about.html"), "phishing");
        assertThat(ask(incident).value()).isEqualTo(Persistence.YES);
        served.clear();
        assertThat(ask(incident).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void a_front_page_that_stays_as_it_is_never_says_that_it_goes_on() throws IOException {
        var site = site();
        served.add("/");
        var incident = desk.open("srv-loop", "content/phishing", Category.SYSTEM_COMPROMISE);
        says(incident, "team@trusted.example", Sighted.Weight.TRUSTED, page(site, "/"), "phishing");
        assertThat(ask(incident).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(ask(incident).value()).isEqualTo(Persistence.UNKNOWN);
        served.clear();
        assertThat(ask(incident).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void it_is_gone_when_everything_that_a_report_names_is() throws IOException {
        var site = site();
        served.add("/bank/second");
        var incident = desk.open("srv-loop", "content/phishing", Category.SYSTEM_COMPROMISE);
        var second = Further.of(Optional.empty(), page(site, "/bank/second"), List.of());
        var trusted = Sighted.Weight.TRUSTED;
        says(incident, "team@trusted.example", trusted, page(site, "/bank/first"), second, "phishing");
        assertThat(ask(incident).value()).isEqualTo(Persistence.YES);
        served.clear();
        assertThat(ask(incident).value()).isEqualTo(Persistence.NO);

        var more = new Further(List.of(), true);
        says(incident, "team@trusted.example", trusted, page(site, "/bank/first"), more, "phishing");
        assertThat(ask(incident)).satisfies(found -> {
            assertThat(found.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(found.detail()).endsWith("but more was reported than can be looked at");
        });
    }

    @Test
    void what_somebody_vouches_for_is_looked_at_first_however_many_strangers_write() throws IOException {
        var site = site();
        var incident = desk.open("srv-loop", "content/phishing", Category.SYSTEM_COMPROMISE);
        says(incident, "team@trusted.example", Sighted.Weight.TRUSTED, page(site, "/bank/login"), "phishing");
        for (var stranger = 0; stranger < 30; stranger++) {
            says(incident, "stranger@free.example", Sighted.Weight.NONE, page(site, "/" + stranger), "phishing");
            says(incident, "stranger@free.example", Sighted.Weight.NONE, page(site, "/x"), "phishing");
        }
        var reports = desk.casework.differentReports(incident, 100);
        assertThat(reports).hasSize(32);
        assertThat(reports.getFirst().url()).isEqualTo(page(site, "/bank/login"));

        var question = new Question(desk.snapshot(incident).incident(), "a judgement", reports.subList(0, 1), false);
        assertThat(probe.ask(question).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(ask(incident).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(fetched).containsOnly("/bank/login");
        assertThat(desk.snapshot(incident).circumstances().retestPossible()).isTrue();
    }

    // ---- our own failures

    @Test
    void a_look_that_breaks_again_and_again_holds_up_nothing() {
        broken = true;
        var incident = flood("srv-loop");
        desk.until(Duration.ofHours(2).plusMinutes(10));
        assertThat(found(incident)).singleElement().satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(look.detail()).isEqualTo("the look itself failed 4 times");
        });
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.CALLING);
        assertThat(desk.casework.alarms().all())
                .filteredOn(alarm -> alarm.kind().word().equals("retest-failing"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.incident()).contains(incident));
    }

    @Test
    void a_button_cannot_use_up_the_looks_that_a_judgement_needs() throws IOException {
        resolver("refuse");
        var incident = flood("srv-loop");
        var pressed =
                new Question(desk.snapshot(incident).incident(), "asked-1", desk.casework.evidence(incident, 50), true);
        for (var look = 0; look < MOST_OF_SERVER / 2; look++) {
            assertThat(probe.ask(pressed).value()).isEqualTo(Persistence.NO);
        }
        assertThat(probe.ask(pressed)).satisfies(found -> {
            assertThat(found.value()).isEqualTo(Persistence.UNKNOWN);
            assertThat(found.detail()).contains("asked for often enough within the hour");
        });
        assertThat(ask(incident).value()).isEqualTo(Persistence.NO);
    }
}

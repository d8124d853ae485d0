package duenotice.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.fetch.Validators;
import duenotice.intake.feed.DnsblAnswer.Listed;
import duenotice.intake.feed.DnsblAnswer.NotListed;
import duenotice.intake.feed.DnsblAnswer.Refused;
import duenotice.intake.feed.DnsblAnswer.Unknown;
import duenotice.intake.feed.FeedSource.Remembered;
import duenotice.intake.feed.Polled.Part;
import duenotice.intake.feed.Polled.Trouble;
import duenotice.report.Prefix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real rbldnsd, directly and through a real unbound. */
class DnsblTest {
    private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
    private static final String ZONE = "list.example";

    private static final String HEAD = """
            $SOA 600 ns.list.example hostmaster.list.example 1 600 300 86400 7200
            $NS 600 ns.list.example
            $TTL 300
            """;

    private static final String FOUR = HEAD + """
            :127.0.0.4:Seen sending, see https://list.example/lookup?$
            127.0.0.2
            192.0.2.7
            192.0.2.9 :127.0.0.10:Policy
            """;

    private static final String SIX = HEAD + """
            :127.0.0.3:Seen sending
            ::ffff:7f00:2/128
            2001:db8:0:7::/64
            2001:db8::25/128
            """;

    @TempDir
    Path folder;

    private NameServers servers;
    private final List<Integer> pauses = new ArrayList<>();

    @BeforeEach
    void servers() {
        servers = new NameServers(folder);
    }

    @AfterEach
    void end() {
        servers.close();
    }

    private DnsblQuestions list(String four, String six) throws IOException, InterruptedException {
        servers.write("four", four);
        servers.write("six", six);
        var port = servers.rbldnsd(ZONE + ":ip4trie:four", ZONE + ":ip6trie:six");
        var questions = NameServers.questions(ZONE, port);
        servers.await(() -> answers(questions));
        return questions;
    }

    private static boolean answers(DnsblQuestions questions) {
        try {
            return !(questions.ask(Prefix.of("198.51.100.1")) instanceof Unknown
                    || questions.ask(Prefix.of("198.51.100.1")) instanceof Refused);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static FeedSettings settings(int perSecond) {
        return new FeedSettings(
                "list",
                FeedSettings.Kind.DNSBL,
                Duration.ofHours(1),
                Optional.empty(),
                ZONE,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                0.3,
                perSecond,
                256,
                1000,
                Duration.ofSeconds(5));
    }

    private Dnsbl dnsbl(DnsblQuestions questions, String... own) {
        return dnsbl(questions, 100, own);
    }

    private Dnsbl dnsbl(DnsblQuestions questions, int perSecond, String... own) {
        var space = new OwnSpace(Stream.of(own).map(Prefix::of).toList());
        return new Dnsbl(settings(perSecond), questions, () -> space, () -> pauses.add(1));
    }

    // ---- one question

    @Test
    void a_listed_address_comes_with_its_code_and_why() throws Exception {
        var questions = list(FOUR, SIX);

        assertThat(questions.ask(Prefix.of("192.0.2.7")))
                .isEqualTo(new Listed(
                        List.of("127.0.0.4"),
                        List.of("Seen sending, see https://list.example/lookup?192.0.2.7"),
                        Duration.ofMinutes(5)));
        assertThat(questions.ask(Prefix.of("192.0.2.8"))).isEqualTo(new NotListed(Duration.ofHours(2)));
    }

    @Test
    void ipv6_is_asked_by_nibbles() throws Exception {
        var questions = list(FOUR, SIX);

        assertThat(questions.ask(Prefix.of("2001:db8::25"))).isInstanceOf(Listed.class);
        assertThat(questions.ask(Prefix.of("2001:db8:0:7:1:2:3:4"))).isInstanceOf(Listed.class);
        assertThat(questions.ask(Prefix.of("2001:db8::26"))).isInstanceOf(NotListed.class);
        assertThat(DnsblQuestions.reversed(OwnSpace.bytes(Prefix.of("2001:db8::25"))))
                .isEqualTo("5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.");
    }

    @Test
    void a_refusal_is_an_error_and_never_a_listing() throws Exception {
        var questions = list(FOUR + """
                192.0.2.52 :127.255.255.252:typing error
                192.0.2.54 :127.255.255.254:public resolver
                192.0.2.55 :127.255.255.255:too much
                192.0.2.53 :127.255.255.250:something new
                192.0.2.51 :127.0.0.1:nothing
                """, SIX);

        assertThat(questions.ask(Prefix.of("192.0.2.52")))
                .isEqualTo(new Refused("the list says that the zone's name is misspelt (127.255.255.252)"));
        assertThat(questions.ask(Prefix.of("192.0.2.54")))
                .isEqualTo(new Refused(
                        "the list does not answer questions that come through a public resolver (127.255.255.254)"));
        assertThat(questions.ask(Prefix.of("192.0.2.55")))
                .isEqualTo(new Refused("the list says that we ask too much (127.255.255.255)"));
        assertThat(questions.ask(Prefix.of("192.0.2.53"))).isInstanceOf(Refused.class);
        assertThat(questions.ask(Prefix.of("192.0.2.51"))).isInstanceOf(Refused.class);
    }

    @Test
    void the_same_holds_through_a_resolver() throws Exception {
        servers.write("four", FOUR);
        servers.write("six", SIX);
        var port = servers.rbldnsd(ZONE + ":ip4trie:four", ZONE + ":ip6trie:six");
        servers.await(() -> answers(NameServers.questions(ZONE, port)));
        var questions = NameServers.questions(ZONE, servers.unbound(ZONE, port));
        servers.await(() -> answers(questions));

        assertThat(questions.ask(Prefix.of("192.0.2.9"))).isInstanceOf(Listed.class);
        assertThat(questions.ask(Prefix.of("2001:db8::25"))).isInstanceOf(Listed.class);
        assertThat(questions.ask(Prefix.of("192.0.2.10"))).isInstanceOf(NotListed.class);
        var elsewhere = NameServers.questions("nowhere.list.example", port);
        assertThat(elsewhere.askTestEntry(false, 2)).isInstanceOf(NotListed.class);
    }

    @Test
    void a_server_that_is_not_there_says_nothing_about_anybody() throws Exception {
        var questions = NameServers.questions(ZONE, 1);

        assertThat(questions.ask(Prefix.of("192.0.2.7"))).isInstanceOf(Unknown.class);
    }

    // ---- a round

    @Test
    void a_round_asks_about_our_own_addresses_slowly() throws Exception {
        var dnsbl = dnsbl(
                list(FOUR, SIX), "192.0.2.0/28", "192.0.2.7", "2001:db8::/32", "2001:db8::25", "2001:db8:0:7::/64");

        var part = (Part) dnsbl.poll(Remembered.NOTHING, NOW);

        assertThat(part.trouble()).isEmpty();
        assertThat(part.cursor()).isEmpty();
        assertThat(part.listed().stream().map(one -> one.entry().key()))
                .containsExactly("192.0.2.7", "192.0.2.9", "2001:db8::25", "2001:db8:0:7::");
        assertThat(part.asked()).isEqualTo(16 + 2);
        assertThat(part.cleared()).hasSize(14);
        assertThat(pauses).hasSize(4 + 16 + 2);
        assertThat(part.listed().getFirst().freshUntil()).isEqualTo(NOW.plusSeconds(300));
        // the zone's own time for "not listed", longer than the hour we would have waited
        assertThat(part.notBefore()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(new String(part.listed().getFirst().entry().content(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"source_identifier\":\"192.0.2.7\"", "\"type\":\"blocklist\"", "127.0.0.4");
    }

    @Test
    void wide_networks_are_not_asked_address_by_address() throws Exception {
        var dnsbl = dnsbl(list(FOUR, SIX), "192.0.0.0/16", "192.0.2.7", "2001:db8::/32");

        var part = (Part) dnsbl.poll(Remembered.NOTHING, NOW);

        assertThat(part.asked()).isEqualTo(1);
    }

    @Test
    void a_long_round_goes_on_where_it_ended() throws Exception {
        var dnsbl = dnsbl(list(FOUR, SIX), 1, "192.0.2.0/26", "2001:db8::25");

        var first = (Part) dnsbl.poll(Remembered.NOTHING, NOW);
        assertThat(first.asked()).isEqualTo(45);
        var before = new Remembered(Validators.NONE, first.cursor(), Set.of(), Set.of(), Optional.empty());
        var second = (Part) dnsbl.poll(before, NOW);

        assertThat(second.asked()).isEqualTo(64 + 1 - 45);
        assertThat(second.cursor()).isEmpty();
        assertThat(second.listed()).hasSize(1);
    }

    @Test
    void a_zone_that_breaks_within_a_round_clears_nothing() throws Exception {
        var first = (Part) dnsbl(list(FOUR, SIX), 1, "192.0.2.0/26").poll(Remembered.NOTHING, NOW);
        assertThat(first.cursor()).isPresent();
        var before = new Remembered(Validators.NONE, first.cursor(), Set.of(), Set.of(), Optional.empty());
        servers.write("none", HEAD);
        var port = servers.rbldnsd(ZONE + ":ip4trie:none");
        var emptied = NameServers.questions(ZONE, port);
        servers.await(() -> answers(emptied));

        assertThat(dnsbl(emptied, 1, "192.0.2.0/26").poll(before, NOW))
                .isEqualTo(new Trouble("the zone is out of order: it does not list its own test entry"));
    }

    @Test
    void an_answer_that_holds_yet_is_not_asked_for_again() throws Exception {
        var dnsbl = dnsbl(list(FOUR, SIX), "192.0.2.7", "192.0.2.8");

        var part = (Part) dnsbl.poll(
                new Remembered(Validators.NONE, Optional.empty(), Set.of(), Set.of("192.0.2.7"), Optional.empty()),
                NOW);

        assertThat(part.asked()).isEqualTo(1);
        assertThat(part.cleared()).containsExactly("192.0.2.8");
    }

    @Test
    void a_zone_without_its_test_entry_is_out_of_order() throws Exception {
        var dnsbl = dnsbl(list(HEAD + "192.0.2.7\n", SIX), "192.0.2.7");

        assertThat(dnsbl.poll(Remembered.NOTHING, NOW))
                .isEqualTo(new Trouble("the zone is out of order: it does not list its own test entry"));
    }

    @Test
    void a_zone_that_lists_everything_is_out_of_order() throws Exception {
        var dnsbl = dnsbl(list(HEAD + "0.0.0.0/0\n", SIX), "192.0.2.7");

        assertThat(((Trouble) dnsbl.poll(Remembered.NOTHING, NOW)).reason())
                .startsWith("the zone is out of order: it lists what must never be listed");
    }

    @Test
    void a_refusal_ends_the_round_and_what_was_found_holds() throws Exception {
        var dnsbl = dnsbl(list(FOUR + "192.0.2.8 :127.255.255.255:too much\n", SIX), "192.0.2.0/28");

        var part = (Part) dnsbl.poll(Remembered.NOTHING, NOW);

        assertThat(part.trouble().orElseThrow().reason())
                .isEqualTo("the list says that we ask too much (127.255.255.255), asked about 192.0.2.8");
        assertThat(part.listed()).hasSize(1);
        assertThat(part.asked()).isEqualTo(9);
        var next = OwnSpace.cursor(Prefix.of("192.0.2.7"));
        assertThat(part.cursor()).contains(next);
    }
}

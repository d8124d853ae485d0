package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.NameLookup;
import duenotice.mail.DnsResolver;
import duenotice.mail.DomainNames;
import duenotice.mail.Unbound;
import duenotice.report.Prefix;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real resolver. */
class DnsNamesTest extends NameLookupContract {
    private static final Predicate<Prefix> OURS = Prefix.of("198.51.100.0/24")::contains;

    @TempDir
    private static Path folder;

    private static Unbound unbound;

    @BeforeAll
    static void publish() throws IOException, InterruptedException {
        unbound = Unbound.with(
                folder,
                Map.of("text.example", "no address"),
                List.of(
                        "shop.example. 60 IN A 198.51.100.7",
                        "shop.example. 60 IN A 198.51.100.8",
                        "shop.example. 60 IN AAAA 2001:db8::7",
                        "four.example. 60 IN A 198.51.100.9"));
    }

    @AfterAll
    static void stop() {
        if (unbound != null) {
            unbound.close();
        }
    }

    @Override
    NameLookup lookup() {
        return new DnsNames(DnsResolver.at(unbound.address), 300, OURS, () -> NOW);
    }

    @Override
    NameLookup away() {
        try (var closed = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var nobody = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), closed.getLocalPort());
            return new DnsNames(DnsResolver.at(nobody), 300, OURS, () -> NOW);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
    }

    @Test
    void a_server_that_fails_is_no_answer_and_a_name_without_addresses_is_one() {
        var found = lookup().of(Map.of("text.example", "a", "shop.refused.example", "a", "shop.silent.example", "a"))
                .pointings();
        assertThat(found).containsOnlyKeys("text.example");
        assertThat(found.get("text.example").addresses()).isEmpty();
    }

    @Test
    void it_takes_no_longer_than_a_call_may_last() {
        var many = new HashMap<String, String>();
        for (var number = 0; number < 50; number++) {
            many.put("n" + number + ".silent.example", "a");
        }
        var begin = System.nanoTime();
        assertThat(lookup().of(many).pointings()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void what_was_said_is_forgotten_after_some_minutes() {
        var now = new AtomicReference<>(NOW);
        var lookup = new DnsNames(DnsResolver.at(unbound.address), 300, OURS, now::get);
        lookup.of(Map.of("four.example", "a"));
        now.set(NOW.plus(Duration.ofMinutes(4)));
        assertThat(lookup.kept(List.of("four.example")).get("four.example").askedAt())
                .isEqualTo(NOW);
        now.set(NOW.plus(Duration.ofMinutes(6)));
        assertThat(lookup.kept(List.of("four.example"))).isEmpty();
    }

    @Test
    void one_reporter_never_has_all_of_what_is_asked_in_a_minute() {
        var asked = new ArrayList<String>();
        var lookup = new DnsNames(
                new DomainNames() {
                    @Override
                    public Map<Question, List<String>> kept(Collection<Question> questions) {
                        return Map.of();
                    }

                    @Override
                    public Map<Question, List<String>> of(
                            Collection<Question> questions, Predicate<Question> affordable) {
                        questions.stream().filter(affordable).forEach(one -> asked.add(one.name()));
                        return Map.of();
                    }
                },
                30,
                OURS,
                Instant::now);
        var flood = new HashMap<String, String>();
        for (var number = 0; number < 50; number++) {
            flood.put("n" + number + ".example", "flood.example");
        }
        var refused = lookup.of(flood).unasked();
        assertThat(asked).hasSize(20);
        assertThat(refused).hasSizeGreaterThanOrEqualTo(40).doesNotContain("honest.example");
        lookup.of(Map.of("honest.example", "other.example"));
        assertThat(asked).hasSize(22).contains("honest.example");
    }

    @Test
    void whoever_proves_nothing_leaves_a_third_to_the_others_however_many_they_are() {
        var asked = new ArrayList<String>();
        var lookup = new DnsNames(
                new DomainNames() {
                    @Override
                    public Map<Question, List<String>> kept(Collection<Question> questions) {
                        return Map.of();
                    }

                    @Override
                    public Map<Question, List<String>> of(
                            Collection<Question> questions, Predicate<Question> affordable) {
                        questions.stream().filter(affordable).forEach(one -> asked.add(one.name()));
                        return Map.of();
                    }
                },
                30,
                OURS,
                Instant::now);
        var flood = new HashMap<String, String>();
        for (var number = 0; number < 50; number++) {
            flood.put("n" + number + ".example", "unproven 203.0.113." + number);
        }
        lookup.of(flood);
        assertThat(asked).hasSize(40);
        lookup.of(Map.of("honest.example", "other.example"));
        assertThat(asked).hasSize(42).contains("honest.example");
    }

    @Test
    void an_answer_for_one_version_is_one_where_it_is_ours_and_else_nobody_knows() {
        var lookup = new DnsNames(
                new DomainNames() {
                    @Override
                    public Map<Question, List<String>> kept(Collection<Question> questions) {
                        return Map.of();
                    }

                    @Override
                    public Map<Question, List<String>> of(
                            Collection<Question> questions, Predicate<Question> affordable) {
                        return Map.of(
                                new Question("half.example", Sort.IPV4),
                                List.of("198.51.100.7"),
                                new Question("empty-half.example", Sort.IPV4),
                                List.of(),
                                new Question("others-half.example", Sort.IPV4),
                                List.of("203.0.113.9"),
                                new Question("others-whole.example", Sort.IPV4),
                                List.of("203.0.113.9"),
                                new Question("others-whole.example", Sort.IPV6),
                                List.of());
                    }
                },
                30,
                OURS,
                Instant::now);
        assertThat(lookup.of(Map.of(
                                "half.example", "a",
                                "empty-half.example", "a",
                                "others-half.example", "a",
                                "others-whole.example", "a"))
                        .pointings())
                .containsOnlyKeys("half.example", "others-whole.example");
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** One resolver asked for many names, against a real one. */
class DnsResolverTest {
    @TempDir
    private static Path folder;

    private static Unbound unbound;

    @BeforeAll
    static void publish() throws IOException, InterruptedException {
        unbound = Unbound.with(folder, Map.of("one.example", "first", "two.example", "second"));
    }

    @AfterAll
    static void stop() {
        if (unbound != null) {
            unbound.close();
        }
    }

    private static Question text(String name) {
        return new Question(name, Sort.TEXT);
    }

    private static Message answer(Name asked, int type) {
        return Message.newQuery(Record.newRecord(asked, type, DClass.IN));
    }

    @Test
    void a_record_may_stand_under_an_alias_and_other_names_records_do_not_count() throws IOException {
        var asked = Name.fromString("key._domainkey.reporter.example.");
        var target = Name.fromString("key.keys.example.");
        var message = answer(asked, Type.TXT);
        message.addRecord(new CNAMERecord(asked, DClass.IN, 600, target), Section.ANSWER);
        message.addRecord(new TXTRecord(target, DClass.IN, 600, List.of("v=DKIM1; ", "p=AA")), Section.ANSWER);
        message.addRecord(
                new TXTRecord(Name.fromString("other.example."), DClass.IN, 600, "v=DKIM1; p=BB"), Section.ANSWER);
        message.addRecord(new ARecord(target, DClass.IN, 600, InetAddress.ofLiteral("192.0.2.1")), Section.ANSWER);
        assertThat(DnsResolver.records(message)).containsExactly("v=DKIM1; p=AA");
    }

    @Test
    void a_resolver_that_says_nothing_costs_a_bounded_time_and_is_then_left_alone() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            var names = new DnsResolver(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), silent.getLocalPort()),
                    Duration.ofMillis(300),
                    System::nanoTime);
            var begin = System.nanoTime();
            var questions = IntStream.range(0, 50)
                    .mapToObj(number -> text("key._domainkey.n" + number + ".example"))
                    .toList();
            assertThat(names.of(questions, any -> true)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            begin = System.nanoTime();
            var paid = new ArrayList<Question>();
            assertThat(names.of(questions, paid::add)).isEmpty();
            assertThat(paid).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void answers_are_kept_for_a_while_and_only_what_must_be_sent_is_paid_for() {
        var now = new AtomicLong(System.nanoTime());
        var names = new DnsResolver(unbound.address, Duration.ofSeconds(5), now::get);
        assertThat(names.kept(List.of(text("one.example")))).isEmpty();
        assertThat(names.of(List.of(text("one.example"), text("none.example")), any -> true))
                .containsEntry(text("one.example"), List.of("first"))
                .containsEntry(text("none.example"), List.of());
        assertThat(names.of(List.of(text("one.example"), text("none.example"), text("two.example")), any -> false))
                .containsOnlyKeys(text("one.example"), text("none.example"));
        assertThat(names.kept(List.of(text("ONE.example")))).hasSize(1);
        now.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(names.kept(List.of(text("one.example")))).isEmpty();
    }

    @Test
    void what_can_be_no_name_has_no_records() {
        var names = new DnsResolver(unbound.address, Duration.ofSeconds(5), System::nanoTime);
        var odd = List.of(text("a".repeat(64) + ".example"), text("a..example"), text("b.".repeat(200) + "example"));
        assertThat(names.of(odd, any -> true).values())
                .hasSize(3)
                .allSatisfy(records -> assertThat(records).isEmpty());
    }
}

package duenotice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.TimelineProof;
import duenotice.database.Database;
import duenotice.database.TestDatabase;
import duenotice.mail.Mail;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The pieces work, in sizes at which nothing is measured: no figure is looked at. */
class BenchTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Sizes TINY =
            new Sizes(40, Duration.ZERO, 20, Duration.ofMillis(80), 60, 50, Duration.ofMillis(300), 5);

    private final StringWriter printed = new StringWriter();
    private final Figures figures = new Figures(new PrintWriter(printed));

    private static MailSet generated(Provider provider) {
        return MailSet.generated(provider, Instant.now());
    }

    @Test
    void mails_are_measured_from_their_acceptance_to_their_incident() {
        try (var fresh = TestDatabase.fresh()) {
            var mails = new Mails(name -> fresh.database(), BenchTest::generated, TINY, figures);
            mails.backlog();
        }
        assertThat(figures.all()).extracting(Figure::name).contains("P2.rate", "P2.cpu");
        assertThat(figures.all())
                .allSatisfy(figure -> assertThat(figure.value()).isNotNegative());
        // 20 to warm up and 60 measured, on 40 servers.
        assertThat(printed.toString()).contains("80 joined, 40 incidents");
    }

    @Test
    void steady_reports_are_all_waited_for() {
        try (var fresh = TestDatabase.fresh()) {
            new Mails(name -> fresh.database(), BenchTest::generated, TINY, figures).steady(100);
        }
        assertThat(figures.all()).extracting(Figure::name).contains("P9.p99", "P9.cpu");
        assertThat(printed.toString()).contains("30 reports");
    }

    @Test
    void rows_of_long_tables_are_joined_to_the_incidents_of_their_servers() {
        try (var fresh = TestDatabase.fresh()) {
            new Tables(name -> fresh.database(), TINY, figures).run();
        }
        assertThat(figures.all())
                .extracting(Figure::name)
                .containsExactly("P5.rate", "P5.cpu", "P5.long", "P5.long-warned", "P5.long-memory");
        assertThat(printed.toString()).contains("tables of 320 rows on 40 servers", " joined, 40 incidents");
    }

    @Test
    void pending_incidents_have_whole_timelines_and_all_are_decided() {
        new Timers(name -> database.database(), TINY, figures).run();

        assertThat(figures.all()).extracting(Figure::name).containsExactly("P6.rate", "P6.cpu");
        assertThat(printed.toString()).contains("next step now [51 call]");
        try (var again = Database.external(database.address())) {
            var proof = new TimelineProof(again.transactions()).verify();
            assertThat(proof.wrong()).isEmpty();
            assertThat(proof.incidents()).isEqualTo(51);
        }
    }

    @Test
    void every_mail_has_a_message_id_and_an_address_of_its_own(@TempDir Path folder) throws Exception {
        var provider = new Provider(16, false);
        Files.writeString(folder.resolve("one.eml"), """
                From: a@reporter.example
                Message-ID: <first@reporter.example>
                Subject: attack

                192.0.2.1 attacked us. It was 192.0.2.1, our address is 203.0.113.5.
                """);

        for (var mails : List.of(generated(provider), MailSet.from(folder, provider))) {
            var texts = IntStream.range(0, 100)
                    .mapToObj(number -> new String(mails.mail(number), StandardCharsets.ISO_8859_1))
                    .toList();
            assertThat(texts.stream()
                            .map(text -> Mail.parse(text.getBytes(StandardCharsets.ISO_8859_1)))
                            .map(Mail::messageId))
                    .doesNotHaveDuplicates();
            assertThat(texts.get(17)).contains(provider.address(17)).doesNotContain("@@address@@", "192.0.2.1 ");
        }
        assertThat(IntStream.range(0, 128).mapToObj(provider::address)).doesNotHaveDuplicates();
    }

    @Test
    void a_line_is_name_value_unit_limit_and_ratio() {
        assertThat(Figure.of("P1.rate", 1200, "reports/s").beside(2000).line())
                .isEqualTo("P1.rate 1200 reports/s 2000 0.60");
        assertThat(Figure.of("P10.first-report", 2.5, "s").line()).isEqualTo("P10.first-report 2.500 s - -");
    }

    @Test
    void the_gate_closes_on_ratios_and_processor_time_but_not_on_wall_time() {
        figures.add(Figure.of("slow", 100, "s").wanted(new Mark.Told(1)));
        figures.add(Figure.of("few", 100, "reports/s").wanted(new Mark.Rate(1000)));
        figures.add(Figure.of("within-slack", 43, "reports/s").beside(100).wanted(new Mark.ShareOfLimit(0.60)));
        figures.add(Figure.of("below", 41, "reports/s").beside(100).wanted(new Mark.ShareOfLimit(0.60)));
        figures.add(Figure.of("dear", 1.6, "ms").wanted(new Mark.ProcessorTime(1.2)));
        figures.add(
                new Figure("no-floor", 1, "ms", OptionalDouble.empty(), java.util.Optional.of(new Mark.TimesLimit(3))));

        assertThat(figures.verdict()).containsExactly("below", "dear", "no-floor");
        assertThat(printed.toString()).contains("# slow MISSES its mark: at most 1.0 s");
    }
}

package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.Mail;
import duenotice.report.Finding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableReportTest {
    @Test
    void of_a_table_without_end_the_first_rows_are_read_and_a_person_sees_the_rest() {
        var text = new StringBuilder("""
                From: Watch <watch@reporter.example>
                To: abuse@provider.example
                Subject: Infected machines in your network

                These machines are infected with malware.

                ip;timestamp
                """);
        for (var row = 0; row < Table.MOST_ROWS + 10; row++) {
            text.append("198.18.%d.%d;2026-03-01 10:00:00\n".formatted(row / 250, row % 250));
        }
        var mail = Mail.parse(text.toString().getBytes(StandardCharsets.UTF_8));
        var understanding = new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail));
        assertThat(understanding).isInstanceOfSatisfying(Understanding.Report.class, report -> {
            assertThat(report.reading().format()).isEqualTo("table");
            assertThat(report.reading().findings()).hasSize(Table.MOST_ROWS);
            assertThat(report.reading().unopened()).singleElement().asString().contains("the rest was not read");
        });
    }

    @Test
    void a_kind_that_nobody_knows_is_no_type_whatever_the_subject_says() {
        var text = """
                From: Watch <watch@reporter.example>
                To: abuse@provider.example
                Subject: Botnet drones in your network

                AS | IP | Time (UTC) | Type
                64500 | 203.0.113.25 | 2026-03-01 04:10:11 | bot
                64500 | 203.0.113.26 | 2026-03-01 04:11:11 | openresolvers
                64500 | 203.0.113.27 | 2026-03-01 04:12:11 | scanners
                64500 | 203.0.113.28 | 2026-03-01 04:13:11 | open-ntp
                64500 | 203.0.113.29 | 2026-03-01 04:14:11 | zorgling
                64500 | 203.0.113.30 | 2026-03-01 04:15:11 | -
                """;
        var understanding = new Formats(Networks.UNKNOWN)
                .read(new Submission.ByMail(Mail.parse(text.getBytes(StandardCharsets.UTF_8))));
        assertThat(understanding).isInstanceOfSatisfying(Understanding.Report.class, report -> {
            assertThat(report.reading().findings())
                    .extracting(Finding::typeOrUnknown)
                    .extracting(Object::toString)
                    .startsWith(
                            "connection/infected_host",
                            "vulnerability/open_service",
                            "connection/port_scan",
                            "vulnerability/open_service")
                    .endsWith("connection/infected_host");
            assertThat(report.reading().findings().get(4).type()).isEmpty();
            assertThat(report.reading().warnings()).singleElement().asString().contains("zorgling");
        });
    }
}

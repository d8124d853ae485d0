package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.Mail;
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
}

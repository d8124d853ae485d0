package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.Mail;
import duenotice.report.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Nothing of such a report is shown or copied (R59). */
class ChildAbuseReportTest {
    private static Reading read(Submission submission) {
        return ((Understanding.Report) new Formats(Networks.UNKNOWN).read(submission)).reading();
    }

    @Test
    void a_report_in_json_leaves_no_excerpt() {
        var json = """
                {"xarf_version": "4.2.0", "source_identifier": "203.0.113.10", "category": "content", "type": "csem",
                 "description": "words", "evidence": [{"content_type": "text/plain", "payload": "d29yZHM="}]}""";

        var reading = read(new Submission.Document(json.getBytes(StandardCharsets.UTF_8), "application/json", ""));

        assertThat(reading.findings().getFirst().typeOrUnknown().isChildAbuse()).isTrue();
        assertThat(reading.excerpt()).isEmpty();
    }

    @Test
    void a_report_in_words_leaves_no_excerpt() {
        var mail = Mail.parse("""
                From: a@watchtower.example
                Subject: child sexual abuse material

                URL: http://203.0.113.10/x
                """.getBytes(StandardCharsets.UTF_8));

        var reading = read(new Submission.ByMail(mail));

        assertThat(reading.findings().getFirst().typeOrUnknown().isChildAbuse()).isTrue();
        assertThat(reading.excerpt()).isEmpty();
    }
}

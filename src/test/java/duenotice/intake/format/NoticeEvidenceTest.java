package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Reading;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a notice people get to see, and how long the reading of a hostile one takes. */
class NoticeEvidenceTest {
    @Test
    void who_complained_to_a_proxy_stays_unknown() throws IOException, URISyntaxException {
        var reading = reading("cloudflare/ordinary.eml");

        assertThat(reading.excerpt()).contains("www.shop.example").doesNotContainIgnoringCase("jane");
        assertThat(reading.reporter()).contains("abuse+law@notify.cloudflare.com");
    }

    @Test
    void a_digest_of_several_machines_has_no_excerpt_for_they_may_be_several_customers()
            throws IOException, URISyntaxException {
        assertThat(reading("projecthoneypot/ordinary.eml").excerpt()).isEmpty();
        assertThat(reading("projecthoneypot/one-address.eml").excerpt()).contains("192.0.2.93");
    }

    @Test
    void samples_of_a_report_are_its_evidence() throws IOException, URISyntaxException {
        assertThat(reading("xarf-v3/ordinary.json").excerpt()).contains("root tried to log in 40 times");
        assertThat(reading("xarf-v3/nested-source.json").excerpt()).contains("a form that asks for a card");
        assertThat(reading("x-arf/ordinary.eml").excerpt()).contains("Failed password for root");
        assertThat(reading("spamcop/ordinary.eml").excerpt())
                .contains("Subject: You have won")
                .doesNotContain("spamcop.net/w3m");
    }

    /** By these words the right remedy is found. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"Version": "3", "ReporterInfo": {"ReporterOrg": "Watch", "ReporterOrgEmail": "noc@watch.example"},
                 "Report": {"ReportClass": "Vulnerability", "ReportType": "OpenService", "Date": "2026-11-21T04:00:00Z",
                  "SourceIp": "192.0.2.7", "ServiceName": "redis"}}""", """
                {"xarf_version": "4.2.0", "report_id": "5f0c1c3e-3a44-4d55-9a0e-0e6a3c1f7b21",
                 "timestamp": "2026-11-21T04:00:00Z", "reporter": {"org": "Watch", "contact": "noc@watch.example"},
                 "source_identifier": "192.0.2.7", "category": "vulnerability", "type": "open_service",
                 "service": "redis", "service_port": 6379, "description": "anybody may read it"}"""})
    void a_service_that_is_named_in_a_field_alone_is_evidence(String report) {
        var understanding = new Formats(Networks.UNKNOWN)
                .read(Submission.ofFile(report.getBytes(StandardCharsets.UTF_8), "report.json"));

        assertThat(understanding)
                .isInstanceOfSatisfying(
                        Understanding.Report.class,
                        one -> assertThat(one.reading().excerpt()).startsWith("service redis"));
    }

    @Test
    void child_abuse_material_has_no_excerpt() throws IOException, URISyntaxException {
        assertThat(reading("xarf-v3/hostile-samples.json").excerpt()).isEmpty();
    }

    @Test
    void what_a_receiver_noted_for_himself_is_not_shown() throws IOException, URISyntaxException {
        assertThat(reading("xarf-v4/converted-from-3-with-internal-notes.json").excerpt())
                .doesNotContain("secret-77");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[SpamCop (192.0.2.7) id:1]",
                "[SpamCop] summary report",
                "SBL Notify: IP: 192.0.2.7 added",
                "Issue 1234567: phishing attack at x",
                "emails on shop.example were pwned in a data breach",
                "hello"
            })
    void repetition_without_end_is_read_in_a_moment(String subject) {
        for (var unit : new String[] {
            "Cloudflare actual host IP addresses: ",
            "|date|ip|url",
            "|date|ip|url|\n",
            "Source IP: 192.0.2.1\n- a: b\n",
            "IPs Engaged In x On Your Network:\n",
            "---\nSource: 192.0.2.7\nReport-Type: x\nVersion: 1\n",
            "emails on a.b-",
            "http://x.example/ [",
            "[ Offending message ]",
            "<notification_message>",
            "\"ReporterInfo\" {",
            "a"
        }) {
            var mail = "From: a@b.example\nSubject: " + subject + "\nX-ARF: yes\n\n"
                    + unit.repeat(250_000 / unit.length());
            var submission = Submission.ofFile(mail.getBytes(StandardCharsets.UTF_8), "x.eml");
            var formats = new Formats(Networks.UNKNOWN);
            var before = System.nanoTime();

            formats.read(submission);

            // far above what it takes, for machines that have other work
            assertThat(Duration.ofNanos(System.nanoTime() - before)).as(unit).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static Reading reading(String sample) throws IOException, URISyntaxException {
        var file = Path.of(Objects.requireNonNull(NoticeEvidenceTest.class.getResource("/reports/" + sample))
                .toURI());
        var understood = new Formats(Networks.UNKNOWN)
                .read(Submission.ofFile(
                        Files.readAllBytes(file), file.getFileName().toString()));
        return ((Understanding.Report) understood).reading();
    }
}

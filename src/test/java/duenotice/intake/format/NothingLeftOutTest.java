package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.Mail;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Long lists are read to their end, and of what is not read a person learns although the rest has joined (R70). */
class NothingLeftOutTest {
    private static final int ROWS = 50_000;

    @Test
    void a_list_of_clean_mx_is_read_to_its_end() {
        var reading = readFile("list.xml", list(ROWS, NothingLeftOutTest::entry));

        assertThat(reading.format()).isEqualTo("cleanmx");
        assertThat(reading.findings()).hasSize(ROWS);
        assertThat(reading.unopened()).isEmpty();
    }

    @Test
    void a_broken_entry_of_a_long_list_costs_itself() {
        var reading = readFile("list.xml", list(20_000, number -> number % 100 == 7 ? "<entry><ip>" : entry(number)));

        // the one behind an entry without an end is lost with it
        assertThat(reading.findings()).hasSizeBetween(19_600, 19_800);
        assertThat(reading.unopened()).isEmpty();
    }

    @Test
    void of_a_list_that_is_broken_everywhere_a_person_learns() {
        var reading = readFile("list.xml", list(5_000, number -> number % 2 == 1 ? "<entry><ip>" : entry(number)));

        assertThat(reading.findings()).isNotEmpty();
        assertThat(reading.unopened()).singleElement().asString().contains("list.xml: broken in more than");
    }

    @Test
    void an_entry_without_end_hides_none_of_the_next_list() {
        var endless = "<entry><ip>" + "x".repeat(400_000);
        var reading = readFile("list.xml", list(3, number -> number == 1 ? endless : entry(number)));

        assertThat(reading.findings()).isNotEmpty();
        assertThat(reading.warnings()).anyMatch(warning -> warning.contains("entry"));
    }

    @Test
    void a_second_list_in_the_same_document_is_read_too() {
        var reading = readFile("list.xml", list(2, NothingLeftOutTest::entry) + list(4, NothingLeftOutTest::entry));

        assertThat(reading.findings()).hasSize(4);
    }

    @Test
    void a_list_of_which_no_row_names_anybody_is_given_up_and_a_person_learns_it() {
        var first = "timestamp,ip\n2026-03-01 10:00:00,203.0.113.9\n";
        var fruitless = "x,\n".repeat(30_000);
        var named = "2026-03-01 10:00:00,203.0.113.9\n";

        var givenUp = readFile("list.csv", "timestamp,ip\n" + fruitless + named);
        assertThat(givenUp.findings()).isEmpty();
        assertThat(givenUp.unopened()).singleElement().asString().contains("the rest was not read");

        // one that names somebody at its beginning is read to its end
        var read = readFile("list.csv", first + fruitless + named.replace("10:00", "11:00"));
        assertThat(read.findings()).hasSize(2);
        assertThat(read.unopened()).isEmpty();
    }

    @Test
    void too_many_reports_in_one_mail_are_told() {
        var reports = repeated(1_500, number -> """
                --part
                Content-Type: text/plain; name="report.txt"

                ---
                Category: abuse
                Report-Type: login-attack
                Source: 198.18.%d.%d
                Date: 2026-03-01T10:00:00Z
                """.formatted(number / 250, number % 250));
        var reading = readMail("""
                X-ARF: YES
                Content-Type: multipart/mixed; boundary=part

                %s
                --part--
                """.formatted(reports));

        assertThat(reading.format()).isEqualTo("x-arf");
        assertThat(reading.findings()).isNotEmpty();
        assertThat(reading.unopened()).singleElement().asString().contains("the rest was left out");
    }

    @Test
    void every_report_in_one_block_of_them_is_read() {
        var reports = repeated(300, number -> """
                ---
                Category: abuse
                Report-Type: login-attack
                Source: 198.18.%d.%d
                Date: 2026-03-01T10:00:00Z
                """.formatted(number / 250, number % 250));
        var reading = readMail("""
                X-ARF: BULK
                Content-Type: multipart/mixed; boundary=part

                --part
                Content-Type: text/plain; name="report.txt"

                %s
                --part--
                """.formatted(reports));

        assertThat(reading.findings()).hasSize(300);
        assertThat(reading.unopened()).isEmpty();
    }

    @Test
    void of_too_many_reports_in_json_the_rest_is_told() {
        var reports = IntStream.range(0, 1_200).mapToObj("""
                        {"xarf_version": "4.2.0", "category": "connection", "type": "login_attack",
                         "timestamp": "2026-03-01T10:00:00Z", "source_identifier": "198.18.0.%d"}"""::formatted).collect(Collectors.joining(",", "[", "]"));
        var reading = readFile("reports.json", reports);

        assertThat(reading.format()).isEqualTo("xarf-v4");
        assertThat(reading.unopened()).singleElement().asString().contains("more than 1000 reports");
    }

    @Test
    void the_attachment_that_nobody_reads_is_named() throws IOException {
        var workbook = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(workbook)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write("<Types/>".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        var reading = readMail("""
                Content-Type: multipart/mixed; boundary=part

                --part
                Content-Type: text/plain

                Please see the attached list of hosts in your network that are infected with malware.
                --part
                Content-Type: application/octet-stream; name="hosts.xlsx"
                Content-Disposition: attachment; filename="hosts.xlsx"
                Content-Transfer-Encoding: base64

                %s
                --part--
                """.formatted(Base64.getMimeEncoder().encodeToString(workbook.toByteArray())));

        assertThat(reading.findings()).isEmpty();
        assertThat(reading.unopened()).singleElement().asString().contains("hosts.xlsx");
    }

    @Test
    void ours_is_found_in_an_attached_log_that_accuses_thousands_of_others() {
        var lines = repeated(
                3_000,
                number -> "May  4 03:10:07 gate sshd[77]: Failed password for root from 198.18.%d.%d port 41000 ssh2\n"
                        .formatted(number / 250, number % 250));
        var mail = """
                From: Gate <noc@complainant.example>
                To: abuse@provider.example
                Subject: Abuse: brute force attack
                Date: Mon, 04 May 2026 09:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=part

                --part
                Content-Type: text/plain

                A machine of yours tries passwords on our gate, a brute force attack. The log is attached.
                --part
                Content-Type: text/plain; name="gate.log"
                Content-Disposition: attachment; filename="gate.log"

                %s
                --part--
                """.formatted(lines);
        var ours = Networks.of(List.of(Prefix.of("198.18.11.249/32")));

        assertThat(reading(new Formats(ours).read(byMail(mail))).findings())
                .extracting(finding -> finding.subject().named())
                .containsExactly("198.18.11.249");
    }

    @Test
    void a_long_table_attached_to_a_letter_is_read_to_its_end() {
        var rows = repeated(
                ROWS, number -> "198.18.%d.%d;2026-03-01 10:00:00 UTC\n".formatted(number / 250, number % 250));
        var reading = readMail("""
                Content-Type: multipart/mixed; boundary=part

                --part
                Content-Type: text/plain

                The hosts in the attached list are infected with malware.
                --part
                Content-Type: text/csv; name="hosts.csv"
                Content-Disposition: attachment; filename="hosts.csv"

                ip;timestamp
                %s
                --part--
                """.formatted(rows));

        assertThat(reading.format()).isEqualTo("table");
        assertThat(reading.findings()).hasSize(ROWS);
        assertThat(reading.unopened()).isEmpty();
    }

    @Test
    void every_list_of_a_letter_is_read() {
        var reading = readMail("""
                Content-Type: multipart/mixed; boundary=part

                --part
                Content-Type: text/plain

                The hosts in the attached lists are infected with malware.
                --part
                Content-Type: text/csv; name="monday.csv"
                Content-Disposition: attachment; filename="monday.csv"

                ip;timestamp
                198.18.0.1;2026-03-01 10:00:00 UTC
                --part
                Content-Type: text/csv; name="tuesday.csv"
                Content-Disposition: attachment; filename="tuesday.csv"

                ip;timestamp
                198.18.0.2;2026-03-02 10:00:00 UTC
                --part--
                """);

        assertThat(named(reading)).containsExactlyInAnyOrder("198.18.0.1", "198.18.0.2");
    }

    @Test
    void every_list_in_an_archive_is_read_whatever_the_one_before_it_held() throws IOException {
        var lists = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(lists)) {
            for (var list : List.of(
                    "# nobody\n# timestamp|ip|asn\n" + "x|y|z\n".repeat(30_000),
                    "# first\n# timestamp|ip|asn\n2026-03-01 10:00:00|198.18.0.1|64500\n",
                    "# second\n# ip|timestamp|asn\n198.18.0.2|2026-03-02 10:00:00|64500\n")) {
                zip.putNextEntry(new ZipEntry("list" + list.length() + list.hashCode() + ".txt"));
                zip.write(list.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        var reading = reading(new Formats(Networks.UNKNOWN).read(Submission.ofFile(lists.toByteArray(), "lists.zip")));

        assertThat(reading.format()).isEqualTo("list");
        assertThat(named(reading)).containsExactly("198.18.0.1", "198.18.0.2");
        assertThat(reading.unopened()).singleElement().asString().contains("the rest was not read");
    }

    private static List<String> named(Reading reading) {
        return reading.findings().stream()
                .map(finding -> finding.subject().named())
                .toList();
    }

    private static String entry(int number) {
        return "<entry><first>1767225600</first><virusname>Trojan</virusname><url>http://h%d.example/</url><ip>198.18.%d.%d</ip></entry>\n"
                .formatted(number, number / 250 % 250, number % 250);
    }

    private static String list(int entries, IntFunction<String> entry) {
        return "<?xml version=\"1.0\"?><output><entries>\n" + repeated(entries, entry) + "</entries></output>\n";
    }

    private static String repeated(int times, IntFunction<String> piece) {
        return IntStream.range(0, times).mapToObj(piece).collect(Collectors.joining());
    }

    private static Reading readFile(String name, String content) {
        return reading(
                new Formats(Networks.UNKNOWN).read(Submission.ofFile(content.getBytes(StandardCharsets.UTF_8), name)));
    }

    private static Reading readMail(String rest) {
        return reading(new Formats(Networks.UNKNOWN).read(byMail("""
                From: Watch <watch@reporter.example>
                To: abuse@provider.example
                Subject: Abuse
                Date: Sun, 1 Mar 2026 10:00:00 +0000
                MIME-Version: 1.0
                """ + rest)));
    }

    private static Submission byMail(String mail) {
        return new Submission.ByMail(Mail.parse(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private static Reading reading(Understanding understanding) {
        assertThat(understanding).isInstanceOf(Understanding.Report.class);
        var reading = ((Understanding.Report) understanding).reading();
        assertThat(reading.findings()).allMatch(NothingLeftOutTest::isNamed);
        return reading;
    }

    private static boolean isNamed(Finding finding) {
        return !finding.subject().named().isEmpty();
    }
}

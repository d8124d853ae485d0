package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words of complaints mean, a sentence each; whole letters are in the samples. */
class PlainTextTest {
    private static Reading read(String subject, String text) {
        var mail = """
                From: jo@complainant.example
                To: abuse@hoster.example
                Subject: %s
                Date: Wed, 11 Mar 2026 10:00:00 +0000
                Message-ID: <1@complainant.example>
                Content-Type: text/plain; charset=utf-8

                %s
                """.formatted(subject, text);
        var understanding = new Formats(Networks.of(List.of(Prefix.of("203.0.113.0/24"))))
                .read(Submission.ofFile(mail.getBytes(StandardCharsets.UTF_8), "complaint.eml"));
        assertThat(understanding).isInstanceOf(Understanding.Report.class);
        return ((Understanding.Report) understanding).reading();
    }

    private static List<String> addresses(Reading reading) {
        return reading.findings().stream()
                .map(finding -> finding.subject().ip().orElseThrow().text())
                .toList();
    }

    private static List<String> types(Reading reading) {
        return reading.findings().stream()
                .map(Finding::typeOrUnknown)
                .map(Object::toString)
                .toList();
    }

    @Test
    void the_words_of_a_bounce_complain_of_nothing_even_where_they_name_an_address_of_ours() {
        var bounce = """
                From: MAILER-DAEMON@mx.others.example
                To: newsletter@hoster.example
                Subject: Undelivered Mail Returned to Sender
                Date: Wed, 11 Mar 2026 10:00:00 +0000
                Message-ID: <2@mx.others.example>
                Content-Type: text/plain; charset=utf-8

                This is the mail system. Your message could not be delivered:
                <kim@others.example>: host mx.others.example said: 554 5.7.1 spam from 203.0.113.9 is refused,
                the address was used for a spam attack and is blacklisted
                """;
        var formats = new Formats(Networks.of(List.of(Prefix.of("203.0.113.0/24"))));

        assertThat(formats.read(Submission.ofFile(bounce.getBytes(StandardCharsets.UTF_8), "bounce.eml")))
                .isEqualTo(new Understanding.NoReport());
        // the same words of a person are a complaint
        assertThat(addresses(read("Spam", "Spam from 203.0.113.9, the address was used for a spam attack.")))
                .containsExactly("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IP range: 203.0.113.64 - 203.0.113.95",
                "We get spam from 203.0.113.64-203.0.113.95 every day.",
                "We get spam from the range 203.0.113.64 to 203.0.113.95 every day.",
                "We get spam from your network 203.0.113.64/27 all day.",
                "Spam von Ihren Adressen 203.0.113.64 bis 203.0.113.95.",
            })
    void a_range_that_is_a_prefix_is_that_prefix(String text) {
        assertThat(addresses(read("Spam", text))).containsExactly("203.0.113.64/27");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IP range: 203.0.113.65 - 203.0.113.90",
                "We get spam from 203.0.113.65-203.0.113.90 every day.",
            })
    void any_other_range_accuses_none_of_its_ends(String text) {
        var reading = read("Spam", text);

        assertThat(reading.findings()).isEmpty();
        assertThat(reading.warnings()).anyMatch(warning -> warning.contains("203.0.113.65 - 203.0.113.90"));
    }

    @Test
    void from_one_machine_to_another_is_no_range() {
        assertThat(addresses(read("Port scan", "Port scan from 203.0.113.64 to 203.0.113.95 seen.")))
                .containsExactly("203.0.113.64");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /.env HTTP/1.1, 404, connection/vulnerability_scan",
        "GET /.git/config HTTP/1.1, 404, connection/vulnerability_scan",
        "GET /vendor/phpunit/src/Util/PHP/eval-stdin.php HTTP/1.1, 404, connection/vulnerability_scan",
        "POST /wp-login.php HTTP/1.1, 200, connection/login_attack",
        "POST /xmlrpc.php HTTP/1.1, 200, connection/login_attack",
    })
    void a_pasted_access_log_tells_what_the_words_do_not(String request, int status, String type) {
        var line =
                "203.0.113.31 - - [10/Mar/2026:20:55:01 +0100] \"%s\" %d 50 \"-\" \"curl\"".formatted(request, status);

        var reading = read("Abuse", "Your address attacked my web server:\n" + line + "\n" + line);

        assertThat(addresses(reading)).containsExactly("203.0.113.31");
        assertThat(types(reading)).containsExactly(type);
    }

    @Test
    void scanning_for_vulnerabilities_is_a_scan() {
        assertThat(types(read("Hack attempt", "Your IP 203.0.113.31 is scanning our site for vulnerabilities.")))
                .containsExactly("connection/vulnerability_scan");
        assertThat(types(read("不正アクセスの報告", "貴社のIPアドレス 203.0.113.31 からの不正アクセスを検知しました。")))
                .containsExactly("connection/login_attack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We found a phishing page at\nhttps://login.kiosk.example/a?id=5\ntargeting https://www.trustbank.example. Please remove it.",
                "The phishing page https://login.kiosk.example/a?id=5 is a copy of https://www.trustbank.example/ and must go.",
                "The phishing page https://login.kiosk.example/a?id=5 is pretending to be https://www.trustbank.example/.",
                "The phishing page https://login.kiosk.example/a?id=5 is impersonating Trust Bank (https://www.trustbank.example/).",
                "The phishing page https://login.kiosk.example/a?id=5 is imitating\nhttps://www.trustbank.example/",
            })
    void the_page_that_is_imitated_is_not_complained_of(String text) {
        assertThat(read("Phishing", text).findings())
                .extracting(finding -> finding.subject().url().orElseThrow())
                .containsExactly("https://login.kiosk.example/a?id=5");
    }

    @Test
    void the_time_at_which_a_pasted_mail_was_taken_is_the_time_of_the_event() {
        var reading = read("Spam", """
                Spam came from your address 203.0.113.27. The header:

                Received: from promo.example (unknown [203.0.113.27])
                	by mx.complainant.example (Postfix) with ESMTP id 4F12
                	for <jo@complainant.example>; Tue, 10 Mar 2026 08:01:02 +0200
                From: "Promo" <promo@promo.example>
                Subject: Win
                """);

        assertThat(reading.findings().getFirst().observedAt().orElseThrow().at())
                .hasToString("2026-03-10T06:01:02Z");
        assertThat(reading.warnings()).isEmpty();
    }
}

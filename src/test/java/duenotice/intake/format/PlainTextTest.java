package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Port scans were seen today.\n\n203.0.113.5\n203.0.113.6",
                "Port scans were seen today.\n\n1) 203.0.113.5\n2) 203.0.113.6",
                "Port scans were seen today.\n\n05 Mar 20:01 UTC 203.0.113.5\n05 Mar 20:02 UTC 203.0.113.6",
                "Port scans were seen.\nTarget: 198.51.100.7\n\n203.0.113.5 tcp/22\n203.0.113.6 tcp/22",
            })
    void rows_that_begin_with_an_address_each_are_a_list_of_those_meant(String text) {
        assertThat(addresses(read("Port scans", text))).containsExactly("203.0.113.5", "203.0.113.6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Port scans were seen.\nOthers say 203.0.113.5\nothers add 203.0.113.6",
                "Port scans were seen.\nThen we saw some 203.0.113.5\nthen we saw some 203.0.113.6",
                "Port scans were seen.\n\n203.0.113.5 / 203.0.113.6",
                "Port scans were seen.\n\n203.0.113.5\n\nWe know\nnothing\nmore\nthan\nthat.\n\n203.0.113.6",
                "Port scans of 192.0.2.1 were seen.\nTarget: 192.0.2.1\n\n198.51.100.5\n198.51.100.6",
            })
    void of_several_that_are_no_list_nobody_knows_which_is_meant(String text) {
        assertThat(addresses(read("Port scans", text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The host mail7.customer.example [203.0.113.36] sends us spam.\nBeside it lies 203.0.113.99",
                "The host mail7.customer.example (203.0.113.36) sends us spam.\nBeside it lies 203.0.113.99",
                "Attacker: mail7.customer.example [203.0.113.36]\nBeside it lies 203.0.113.99",
            })
    void an_address_in_brackets_is_what_its_name_is_said_to_be(String text) {
        assertThat(addresses(read("Spam", text))).containsExactly("203.0.113.36");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is an open DNS resolver at 203.0.113.53",
                "The recursive DNS resolver 203.0.113.53 answers anybody.",
                "Ein offener DNS-Resolver 203.0.113.53 antwortet jedem.",
                "Open DNS resolver: 203.0.113.53",
                "Offener DNS-Resolver: 203.0.113.53",
            })
    void an_open_helper_is_complained_of(String text) {
        assertThat(addresses(read("Open DNS resolver", text + "\nBeside it lies 203.0.113.99")))
                .containsExactly("203.0.113.53");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Someone on 203.0.113.7 is guessing our passwords, with brute force.",
                "Ein Angreifer auf 203.0.113.7 probiert unsere Passwörter durch (brute force).",
            })
    void who_acts_on_a_machine_is_not_what_is_done_to_it(String text) {
        assertThat(read("Abuse", text).findings())
                .extracting(Finding::category)
                .containsExactly(Category.SYSTEM_COMPROMISE);
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

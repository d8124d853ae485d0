package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadCommandTest {
    private static final String COMPLAINT = """
            From: Nora <nora@watchtower.example>
            To: abuse@provider.example
            Subject: Abuse from 203.0.113.7
            Date: Fri, 06 Mar 2026 10:15:00 +0100

            Source: 203.0.113.7
            ssh brute force at 2026-03-06T08:00:00Z
            """;

    @TempDir
    private Path folder;

    private int status;

    private List<JsonNode> read(String... arguments) {
        var out = new StringWriter();
        var all = new String[arguments.length + 1];
        all[0] = "read";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        status = Duenotice.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(all);
        return out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    }

    private String file(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content).toString();
    }

    @Test
    void a_complaint_is_printed_with_every_field_of_the_contract() throws IOException {
        var file = file("complaint.eml", COMPLAINT);

        var lines = read(file);

        assertThat(lines).containsExactly(JsonMapper.shared().readTree("""
                {"file": "%s", "kind": "report", "format": "plain-text", "reporter": "nora@watchtower.example",
                 "findings": [{"category": "system-compromise", "type": "connection/login_attack", "ip": "203.0.113.7",
                   "port": null, "domain": null, "url": null, "account": null, "observedAt": "2026-03-06T08:00:00Z",
                   "line": null}],
                 "recipients": [], "warnings": []}""".formatted(file)));
        assertThat(status).isZero();
    }

    @Test
    void a_folder_is_read_recursively_and_junk_is_no_failure() throws IOException {
        file("a/mbox.eml", "From nora@watchtower.example Fri Mar  6 10:15:00 2026\n" + COMPLAINT);
        file(
                "a/b/report.json",
                "{\"xarf_version\":\"4.2.0\",\"source_identifier\":\"203.0.113.8\",\"category\":\"connection\",\"type\":\"ddos\"}");
        file("a/b/junk.txt", "nothing at all");
        file("a/c/empty", "");
        file("a/c/broken.json", "{\"xarf_version\": ");
        Files.write(folder.resolve("a/c/noise"), new byte[] {0, 1, 2, (byte) 0xff, 0});

        var lines = read(folder.resolve("a").toString());

        assertThat(lines.stream()
                        .map(line -> Path.of(line.path("file").asString()).getFileName() + " "
                                + line.path("kind").asString()))
                .containsExactly(
                        "junk.txt not-a-report",
                        "report.json report",
                        "broken.json unreadable",
                        "empty not-a-report",
                        "noise not-a-report",
                        "mbox.eml report");
        assertThat(status).isZero();
    }

    @Test
    void what_lies_outside_our_networks_is_no_finding() throws IOException {
        var networks = file("networks.txt", "# ours\n198.51.100.0/24\n2001:db8::/32\n");

        var line =
                read("--networks", networks, file("complaint.eml", COMPLAINT)).getFirst();

        assertThat(line.path("kind").asString()).isEqualTo("report");
        assertThat(line.path("findings")).isEmpty();
        assertThat(line.path("warnings").toString()).contains("not ours: 203.0.113.7");
    }

    @Test
    void a_wrong_line_of_networks_is_refused_with_its_number() throws IOException {
        var networks = file("networks.txt", "198.51.100.0/24\n198.51.100.300\n");

        read("--networks", networks, file("complaint.eml", COMPLAINT));

        assertThat(status).isEqualTo(2);
    }

    @Test
    void a_bounce_names_its_recipients_and_a_reply_is_a_customers() throws IOException {
        var bounce = file("bounce.eml", """
                From: MAILER-DAEMON@mx.example
                To: desk@provider.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                gone
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; nila@mandor.example
                Action: failed
                Status: 5.1.1

                Final-Recipient: rfc822; owner@mandor.example
                Action: delayed
                Status: 4.4.1
                --b--
                """);
        var reply = file("reply.eml", """
                From: nila@mandor.example
                To: desk@provider.example
                Subject: Re: Your server 203.0.113.7
                In-Reply-To: <x@provider.example>

                We removed the malware from 203.0.113.7.
                """);

        var lines = read(bounce, reply);

        assertThat(lines.getFirst().path("kind").asString()).isEqualTo("bounce");
        assertThat(lines.getFirst().path("recipients"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        [{"address": "nila@mandor.example", "final": true},
                         {"address": "owner@mandor.example", "final": false}]"""));
        assertThat(lines.getLast().path("kind").asString()).isEqualTo("customer-reply");
        assertThat(lines.getLast().path("findings")).isEmpty();
    }

    @Test
    void a_reporter_who_complains_again_in_an_answer_is_no_customer() throws IOException {
        var again = file("again.eml", """
                From: watch@reporter.example
                To: abuse@provider.example
                Subject: Re: [Ticket#4711] spam from your network
                In-Reply-To: <4711@provider.example>

                It goes on: spam from 203.0.113.9 at 2026-03-02T09:00:00Z.

                On 1 March you wrote:
                > we have closed your ticket about 203.0.113.7
                """);
        var tagged = file("tagged.eml", """
                From: nila@mandor.example
                To: desk+f3a9c1d07b22@provider.example
                Subject: Re: Your server 203.0.113.7

                The spam from 203.0.113.7 at 2026-03-02T09:00:00Z came from a stolen mailbox.
                """);

        var lines = read(again, tagged);

        assertThat(lines.getFirst().path("kind").asString()).isEqualTo("report");
        assertThat(lines.getFirst().path("findings"))
                .singleElement()
                .extracting(finding -> finding.path("ip").asString())
                .isEqualTo("203.0.113.9");
        assertThat(lines.getLast().path("kind").asString()).isEqualTo("customer-reply");
    }

    @Test
    void a_missing_file_is_named_and_the_others_are_read() throws IOException {
        var lines = read(folder.resolve("nowhere.eml").toString(), file("complaint.eml", COMPLAINT));

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("kind").asString()).isEqualTo("unreadable");
        assertThat(lines.getFirst().path("warnings")).isNotEmpty();
        assertThat(new String(Files.readAllBytes(folder.resolve("complaint.eml")), StandardCharsets.UTF_8))
                .isEqualTo(COMPLAINT);
    }
}

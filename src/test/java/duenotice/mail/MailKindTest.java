package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MailKindTest {
    private static final Path CORPUS = Path.of("..", "shared", "corpus");
    private static final Envelope PERSON = new Envelope("nila@mandor.example", List.of("reply+t@provider.example"), "");
    private static final Envelope NULL_PATH = new Envelope("", List.of("reply+t@provider.example"), "");

    private static MailKind reply(String mail) {
        return MailKind.of(Samples.of(mail), PERSON, Destination.REPLY);
    }

    @Test
    void a_person_who_answers_is_a_reply() {
        assertThat(reply("From: nila@mandor.example\nSubject: Re: Abuse\n\nfixed"))
                .isEqualTo(MailKind.REPLY);
        assertThat(reply("Subject: Re: Abuse\nPrecedence: list\n\nfixed")).isEqualTo(MailKind.REPLY);
        assertThat(reply("Subject: Re: Abuse\nAuto-Submitted: no\n\nI am on vacation, but it is fixed"))
                .isEqualTo(MailKind.REPLY);
    }

    @Test
    void a_robot_that_answers_is_automatic() {
        assertThat(reply("Auto-Submitted: auto-replied (vacation)\n\nx")).isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("Auto-Submitted: auto-generated\n\nTicket 4711")).isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("X-Autoreply: yes\n\nx")).isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("Precedence: auto_reply\n\nx")).isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("Subject: Automatische Antwort: Abuse\n\nIch bin bis 9. März im Urlaub."))
                .isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("Subject: Out of office\nPrecedence: bulk\n\nx")).isEqualTo(MailKind.AUTOMATIC);
        assertThat(reply("Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n"
                        + "--x\n\nread\n--x--\n"))
                .isEqualTo(MailKind.AUTOMATIC);
        assertThat(MailKind.of(Samples.of("Subject: hello\n\nx"), NULL_PATH, Destination.REPLY))
                .isEqualTo(MailKind.AUTOMATIC);
    }

    @Test
    void a_complaint_may_be_automatic() {
        Mail sensor =
                Samples.of("Auto-Submitted: auto-generated\nPrecedence: bulk\nSubject: abuse report\n\n198.51.100.7");

        assertThat(MailKind.of(sensor, NULL_PATH, Destination.INTAKE)).isEqualTo(MailKind.REPORT);
        assertThat(MailKind.of(Samples.mail("feedback-report.eml"), NULL_PATH, Destination.REPLY))
                .isEqualTo(MailKind.REPORT);
        assertThat(MailKind.of(Samples.of("Auto-Submitted: auto-replied\n\naway"), PERSON, Destination.INTAKE))
                .isEqualTo(MailKind.AUTOMATIC);
    }

    @Test
    void receipts_and_questions_of_ticket_systems_and_filters_are_automatic() {
        for (var subject : List.of(
                "[#4711] We have received your request",
                "Eingangsbestätigung zu Ihrer Meldung",
                "Accusé de réception",
                "自動返信: 不在のお知らせ",
                "Автоответ: отпуск",
                "Please confirm your message")) {
            assertThat(MailKind.of(
                            Samples.of("Subject: " + subject + "\nAuto-Submitted: auto-generated\n\nx"),
                            PERSON,
                            Destination.INTAKE))
                    .as(subject)
                    .isEqualTo(MailKind.AUTOMATIC);
        }
    }

    @Test
    void what_only_programs_write_before_a_subject_is_automatic_without_any_header() {
        for (var subject : List.of(
                "Autosvar: Abuse report",
                "Αυτόματη απάντηση: Abuse report",
                "Respuesta automática: Reporte de abuso",
                "부재중: Abuse report",
                "Abwesend: Abuse report",
                "[desk.example #88123] AutoReply: Abuse report 203.0.113.63")) {
            assertThat(reply("From: nila@mandor.example\nSubject: " + subject + "\n\nx"))
                    .as(subject)
                    .isEqualTo(MailKind.AUTOMATIC);
        }
        assertThat(reply("Subject: Re: Autosvar: Abuse report\n\nfixed")).isEqualTo(MailKind.REPLY);
    }

    @Test
    void a_receipt_that_repeats_our_subject_does_not_complain() {
        var receipt = "Subject: [Ticket#2026110399] RE: Abuse report 203.0.113.62\nPrecedence: bulk\n"
                + "X-Auto-Response-Suppress: All\n\n"
                + "Thanks for your email. We received your request, ticket number 2026110399, and will answer soon.";

        assertThat(MailKind.of(Samples.of(receipt), PERSON, Destination.INTAKE)).isEqualTo(MailKind.AUTOMATIC);
        assertThat(MailKind.isUnasked(Samples.of(receipt))).isFalse();
    }

    @Test
    void a_delivery_that_is_delayed_is_a_bounce() {
        var late = "From: Postmaster <postmaster@mandor.example>\nReturn-Path: <>\nSubject: Delivery delayed: Abuse\n\n"
                + "Delivery to these recipients or groups has been delayed.\nadmin@mandor.example\n";

        assertThat(MailKind.of(Samples.of(late), NULL_PATH, Destination.INTAKE)).isEqualTo(MailKind.BOUNCE);
    }

    @Test
    void a_robot_that_answers_nothing_may_complain() {
        var unasked = "Subject: abuse from 192.0.2.7\nAuto-Submitted: auto-replied\n\nspam";
        assertThat(MailKind.isUnasked(Samples.of(unasked))).isTrue();
        assertThat(MailKind.isUnasked(Samples.of("In-Reply-To: <a@b.example>\n" + unasked)))
                .isFalse();
        assertThat(MailKind.isUnasked(Samples.of("Subject: Automatische Antwort: x\n\nx")))
                .isFalse();
        assertThat(MailKind.isUnasked(Samples.of("Content-Type: multipart/report; boundary=x\n\n--x\n\nx\n--x--\n")))
                .isFalse();
    }

    @Test
    void one_weak_sign_is_told_and_nothing_more() {
        assertThat(Automation.of(Samples.of("Precedence: bulk\n\nx"), false)).isEqualTo(Automation.WEAK);
        assertThat(Automation.of(Samples.of("Precedence: bulk\n\nx"), true)).isEqualTo(Automation.STRONG);
        assertThat(Automation.of(Samples.of("Subject: hi\n\nx"), false)).isEqualTo(Automation.NONE);
    }

    @Test
    void the_collection_is_told_apart() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CORPUS), "no collection of mails beside the project");
        assertThat(count("bounce", MailKind.BOUNCE)).isGreaterThanOrEqualTo(212);
        assertThat(count("auto-reply", MailKind.AUTOMATIC)).isEqualTo(4);
        assertThat(count("customer-reply", MailKind.REPLY)).isEqualTo(8);
        assertThat(count("arf", MailKind.REPORT)).isEqualTo(41);
        assertThat(count("acns", MailKind.REPORT)).isEqualTo(13);
        assertThat(count("netcraft", MailKind.REPORT)).isEqualTo(8);
    }

    private static long count(String folder, MailKind kind) throws IOException {
        long found = 0;
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found += MailKind.asWritten(Mail.parse(Files.readAllBytes(file))) == kind ? 1 : 0;
            }
        }
        return found;
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailTest {
    @Test
    void a_feedback_report_is_taken_apart_into_its_three_parts() {
        Mail mail = Samples.mail("feedback-report.eml");

        assertThat(mail.contentType()).isEqualTo("multipart/report");
        assertThat(mail.parameters()).containsEntry("report-type", "feedback-report");
        assertThat(mail.parts())
                .extracting(Part::contentType)
                .containsExactly("text/plain", "message/feedback-report", "message/rfc822");
        assertThat(mail.parts().get(0).text()).contains("received from 198.51.100.7. Grüße");
        assertThat(mail.parts().get(1).text())
                .startsWith("Feedback-Type: abuse\r\n")
                .contains("Source-IP: 198.51.100.7");
        assertThat(mail.warnings()).isEmpty();
    }

    @Test
    void headers_are_unfolded_and_decoded_and_the_mbox_line_is_none() {
        Mail mail = Samples.mail("feedback-report.eml");

        assertThat(mail.subject()).contains("Beschwerde über 198.51.100.7");
        assertThat(mail.from().orElseThrow().bare()).isEqualTo("feedback@mailbox.example");
        assertThat(mail.from().orElseThrow().name()).contains("Feedback Robot");
        assertThat(mail.messageId()).contains("<fbl-0001@mailbox.example>");
        assertThat(mail.date()).contains(Instant.parse("2026-03-07T09:12:40Z"));
        assertThat(mail.headers("received")).singleElement().asString().contains("by mx.provider.example");
    }

    @Test
    void an_embedded_mail_keeps_its_headers_to_itself() {
        Mail inner =
                Samples.mail("feedback-report.eml").parts().get(2).embedded().orElseThrow();

        assertThat(inner.subject()).contains("You have won");
        assertThat(inner.from().orElseThrow().bare()).isEqualTo("win@shop.example");
        assertThat(inner.text()).contains("http://shop.example/prize");
        assertThat(Samples.mail("feedback-report.eml")
                        .part("text/plain")
                        .orElseThrow()
                        .embedded())
                .isEmpty();
    }

    @Test
    void html_is_reduced_to_what_a_reader_sees() {
        String text = Samples.mail("html-only.eml").text();

        assertThat(text)
                .contains("there is a fake login page <http://shop.example/login> & it is yours.")
                .contains("> You wrote: grüße")
                .doesNotContain("unseen", "alert", "color");
    }

    @Test
    void the_plain_text_is_read_and_attachments_are_kept_apart() {
        Mail mail = Samples.mail("attachments.eml");

        assertThat(mail.text()).isEqualTo("See the files.");
        assertThat(mail.parts())
                .extracting(Part::contentType)
                .containsExactly("text/plain", "text/html", "text/plain", "application/json");
        assertThat(mail.attachments())
                .extracting(part -> part.fileName().orElseThrow())
                .containsExactly("report.txt", "xarf ü.json");
        assertThat(mail.attachments().get(1).text()).isEqualTo("{\"xarf_version\":\"4.2.0\"}");
    }

    @Test
    void a_boundary_that_was_not_named_is_found_in_the_body() {
        Mail mail = Samples.mail("boundary-missing.eml");

        assertThat(mail.text()).isEqualTo("198.51.100.11 scans us");
        assertThat(mail.attachments()).hasSize(1);
        assertThat(mail.warnings()).singleElement().asString().contains("boundary");
    }

    @Test
    void lines_may_end_as_they_like() {
        String unix = new String(Samples.bytes("feedback-report.eml"), StandardCharsets.UTF_8);
        for (String ending : new String[] {"\r\n", "\r"}) {
            Mail mail = Samples.of(unix.replace("\n", ending));

            assertThat(mail.parts()).hasSize(3);
            assertThat(mail.subject()).contains("Beschwerde über 198.51.100.7");
        }
    }

    @Test
    void a_second_from_is_seen_as_ambiguous() {
        assertThat(Samples.of("From: a@one.example\nFrom: b@two.example\n\nx").fromIsAmbiguous())
                .isTrue();
        assertThat(Samples.of("From: a@one.example, b@two.example\n\nx").fromIsAmbiguous())
                .isTrue();
        assertThat(Samples.of("From: \"b@two.example\" <a@one.example>\n\nx").fromIsAmbiguous())
                .isFalse();
    }

    @Test
    void an_address_behind_letters_outside_ascii_is_read_to_its_end() {
        Address address =
                Address.list("Bürö für Mißbrauch <abuse@Büro.Example.com>").getFirst();

        assertThat(address.bare()).isEqualTo("abuse@büro.example.com");
        assertThat(address.domain()).isEqualTo("büro.example.com");
        assertThat(address.localPart()).isEqualTo("abuse");
        assertThat(address.name()).contains("Bürö für Mißbrauch");
    }

    @Test
    void eight_bit_headers_and_wrong_charsets_are_read_as_western() {
        byte[] raw =
                "From: x@y.example\nSubject: gr\u00fc\u00dfe\nContent-Type: text/plain; charset=utf-8\n\nsch\u00f6n"
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Mail.parse(raw).subject()).contains("grüße");
        assertThat(Mail.parse(raw).text()).isEqualTo("schön");
    }

    @Test
    void references_and_list_ids_are_told() {
        Mail mail = Samples.of("References: <a@x.example>\n <b@x.example>\nIn-Reply-To: Your message <b@x.example>\n"
                + "List-Id: Abuse people <abuse-l.list.example>\n\n");

        assertThat(mail.references()).containsExactly("<a@x.example>", "<b@x.example>");
        assertThat(mail.inReplyTo()).containsExactly("<b@x.example>");
        assertThat(mail.listId()).contains("abuse-l.list.example");
    }

    @Test
    void dates_without_a_zone_are_no_instants() {
        assertThat(MailDate.parse("Sat, 7 Mar 2026 10:00:00")).isEmpty();
        assertThat(MailDate.parse("Mon, 7 Mar 26 10:00 EST")).contains(Instant.parse("2026-03-07T15:00:00Z"));
        assertThat(MailDate.parse("7 Mar 2026 10:00:00 -0730")).contains(Instant.parse("2026-03-07T17:30:00Z"));
        assertThat(MailDate.parse("31 Feb 2026 10:00:00 +0000")).isEmpty();
        assertThat(MailDate.parse("(invalid)")).isEmpty();
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutgoingMailTest {
    private static final Instant DATE = Instant.parse("2026-03-07T09:12:44Z");

    private static OutgoingMail mail(String subject, String text, Map<String, String> headers) {
        return new OutgoingMail(
                "bounces+t@provider.example",
                "nila@mandor.example",
                "Nila",
                "abuse@provider.example",
                "Desk",
                Optional.empty(),
                subject,
                text,
                Optional.empty(),
                "<w1@provider.example>",
                headers,
                Optional.of("<w0@provider.example>"));
    }

    @Test
    void headers_stand_as_they_were_given() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Auto-Submitted", "auto-generated");
        headers.put("X-Duenotice-Incident", "INC-17");
        byte[] bytes = mail("Abuse", "text", headers).toBytes(DATE);
        Mail read = Mail.parse(bytes);

        assertThat(read.date()).contains(DATE);
        assertThat(read.headers("date")).containsExactly("Sat, 7 Mar 2026 09:12:44 GMT");
        assertThat(read.messageId()).contains("<w1@provider.example>");
        assertThat(read.inReplyTo()).containsExactly("<w0@provider.example>");
        assertThat(read.references()).containsExactly("<w0@provider.example>");
        assertThat(read.header("x-duenotice-incident")).contains("INC-17");
        assertThat(read.from().orElseThrow()).isEqualTo(new Address("abuse@provider.example", Optional.of("Desk")));
        assertThat(new String(bytes, StandardCharsets.US_ASCII).replace("\r\n", ""))
                .doesNotContain("\r", "\n");
    }

    @Test
    void nothing_that_came_from_outside_can_add_a_header() {
        String evil = "x\r\nBcc: victim@elsewhere.example\n\n\u2028body\u0000";
        OutgoingMail mail = new OutgoingMail(
                "",
                "nila@mandor.example",
                evil,
                "abuse@provider.example",
                evil,
                Optional.empty(),
                evil,
                "text",
                Optional.empty(),
                "<w1@provider.example>",
                Map.of("X-Server", evil),
                Optional.empty());
        Mail read = Mail.parse(mail.toBytes(DATE));

        assertThat(read.headers("bcc")).isEmpty();
        assertThat(read.text()).isEqualTo("text");
        assertThat(read.subject()).contains("x Bcc: victim@elsewhere.example body");
        assertThat(read.header("x-server")).contains("x Bcc: victim@elsewhere.example body");
        assertThat(read.addresses("to"))
                .singleElement()
                .extracting(Address::bare)
                .isEqualTo("nila@mandor.example");
    }

    @Test
    void addresses_and_names_that_are_none_are_refused() {
        for (String to : List.of(
                "",
                "nila",
                "a@b.example, c@d.example",
                "a@b.example\r\nRCPT TO:<c@d.example>",
                "<a@b.example>",
                "a b@c.example",
                "\"a\"@b.example")) {
            assertThatThrownBy(() -> new OutgoingMail(
                            "",
                            to,
                            "",
                            "abuse@provider.example",
                            "",
                            Optional.empty(),
                            "",
                            "",
                            Optional.empty(),
                            "<w1@provider.example>",
                            Map.of(),
                            Optional.empty()))
                    .as(to)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a recipient");
        }
        assertThatThrownBy(() -> mail("x", "y", Map.of("Bcc: x\r\nY", "z"))).hasMessageContaining("header name");
    }

    @Test
    void long_lines_and_every_letter_arrive_and_no_line_on_the_wire_is_too_long() {
        String text = "grüße 🙂 ".repeat(500) + "\n" + "a".repeat(5_000) + "\n";
        byte[] bytes = mail("Ü".repeat(300), text, Map.of("X-Long", "word ".repeat(300)))
                .toBytes(DATE);

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1).lines()).allMatch(line -> line.length() <= 998);
        assertThat(bytes).doesNotContain((byte) 0xC3);
        assertThat(Mail.parse(bytes).text().replace("\r\n", "\n")).isEqualTo(text);
        assertThat(Mail.parse(bytes).subject()).contains("Ü".repeat(300));
    }
}

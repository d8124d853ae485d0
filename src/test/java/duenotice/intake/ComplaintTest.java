package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageId;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import duenotice.mail.MailKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplaintTest {
    @Test
    void what_answers_a_mail_of_the_desk_at_the_address_for_complaints_is_a_complaint() {
        var again = complaint("""
                From: watch@reporter.example
                To: abuse@provider.example
                Subject: Re: [Ticket#4711] spam from your network
                In-Reply-To: <4711@provider.example>

                It goes on: spam from 203.0.113.9 at 2026-03-02T09:00:00Z.

                On 1 March you wrote:
                > we have closed your ticket about 203.0.113.7
                """);

        assertThat(again.kind()).isEqualTo(MailKind.REPORT);
        assertThat(again.reading().orElseThrow().findings())
                .extracting(finding -> finding.subject().named())
                .containsExactly("203.0.113.9");
    }

    private static Complaint complaint(String mail) {
        var message = new StoredMessage(
                new MessageId(1),
                Instant.parse("2026-03-04T08:00:00Z"),
                Channel.SMTP,
                "watch@reporter.example",
                List.of("abuse@provider.example"),
                Optional.empty(),
                Optional.empty(),
                "message/rfc822",
                mail.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        return Complaint.of(message, new Formats(Networks.UNKNOWN), Map.of());
    }
}

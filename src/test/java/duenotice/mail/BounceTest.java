package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BounceTest {
    @Test
    void each_recipient_of_a_status_notification_is_told_apart() {
        Bounce bounce = Bounce.of(Samples.mail("bounce.eml"), true).orElseThrow();

        assertThat(bounce.recipients())
                .containsExactly(
                        new BouncedRecipient(
                                "gone@mandor.example", Optional.of("old@mandor.example"), "failed", "5.1.1"),
                        new BouncedRecipient("late@mandor.example", Optional.empty(), "delayed", "4.4.1"),
                        new BouncedRecipient("full@mandor.example", Optional.empty(), "failed", "5.2.2"));
        assertThat(bounce.recipients()).extracting(BouncedRecipient::hard).containsExactly(true, false, true);
        assertThat(bounce.recipients()).extracting(BouncedRecipient::delayed).containsExactly(false, true, false);
    }

    @Test
    void a_failure_of_class_four_is_final_but_not_hard() {
        BouncedRecipient expired = new BouncedRecipient("a@b.example", Optional.empty(), "Expired", "4.4.7");

        assertThat(expired.failed()).isTrue();
        assertThat(expired.hard()).isFalse();
    }

    @Test
    void a_bounce_in_words_names_its_recipients() {
        Mail exim = Samples.of("From: Mail Delivery System <Mailer-Daemon@mx.example>\n"
                + "X-Failed-Recipients: nila@mandor.example\nSubject: Mail delivery failed: returning message to sender\n\n"
                + "  nila@mandor.example\n    550 5.1.1 User unknown\n");
        Mail qmail = Samples.of("From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n"
                + "Hi. This is the qmail-send program.\n\n<nila@mandor.example>:\nSorry, no mailbox here. (#5.1.1)\n\n"
                + "--- Below this line is a copy of the message.\n\nTo: nobody@elsewhere.example\n");

        for (Mail mail : List.of(exim, qmail)) {
            assertThat(Bounce.of(mail, false).orElseThrow().recipients())
                    .containsExactly(new BouncedRecipient("nila@mandor.example", Optional.empty(), "failed", "5.1.1"));
        }
    }

    @Test
    void a_warning_about_delay_is_no_failure() {
        Mail mail = Samples.of("From: Mailer-Daemon@mx.example\nSubject: Warning: message delayed 24 hours\n\n"
                + "  nila@mandor.example\n");

        assertThat(Bounce.of(mail, true).orElseThrow().recipients())
                .extracting(BouncedRecipient::delayed)
                .containsExactly(true);
    }

    @Test
    void people_and_complaints_are_no_bounces() {
        assertThat(Bounce.of(Samples.of("From: a@b.example\nSubject: Re: delivery failed?\n\nuser unknown"), false))
                .isEmpty();
        assertThat(Bounce.of(
                        Samples.of("From: postmaster@b.example\nSubject: Spam from 198.51.100.7\n\nplease stop"),
                        false))
                .isEmpty();
        assertThat(Bounce.of(Samples.of("Subject: Automatic reply: Abuse\n\naway"), true))
                .isEmpty();
    }

    @Test
    void a_receipt_is_no_failure() {
        Mail mail = Samples.of("Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
                + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                + "Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0\n--x--\n");

        assertThat(Bounce.of(mail, true).orElseThrow().isReceipt()).isTrue();
    }

    @Test
    void a_mail_service_tells_in_json() {
        var notice = """
                {"Type": "Notification", "Message": "{\\"notificationType\\":\\"Bounce\\",\\"bounce\\":{\\"bounceType\\":\\"Permanent\\",\\"bouncedRecip
                 ients\\":[{\\"emailAddress\\":\\"gone@mandor.example\\",\\"action\\":\\"failed\\",\\"status\\":\\"5.1.1\\"}]}}"}
                --
                Leave: https://service.example/
                """;
        var bounce = Bounce.of(Samples.of("Subject: Notification Message\n\n" + notice), false);

        assertThat(bounce.orElseThrow().recipients())
                .containsExactly(new BouncedRecipient("gone@mandor.example", Optional.empty(), "failed", "5.1.1"));
    }

    @Test
    void a_delivery_told_in_json_is_a_receipt() {
        var notice = "{\"eventType\":\"Delivery\",\"delivery\":{\"recipients\":[\"nila@mandor.example\"]}}";

        assertThat(Bounce.of(Samples.of("Subject: x\n\n" + notice), false)
                        .orElseThrow()
                        .isReceipt())
                .isTrue();
        assertThat(Bounce.of(Samples.of("Subject: x\n\n{\"Type\": \"else\"}"), false))
                .isEmpty();
    }

    @Test
    void a_mailing_list_that_refuses_is_a_bounce() {
        var list = "From: offers-admin@lists.example\nX-MLServer: 4\nSubject: You are not a member (offers)\n\nx";

        assertThat(Bounce.of(Samples.of(list), false)).isPresent();
        assertThat(Bounce.of(Samples.of("Subject: You are not a member\n\nx"), false))
                .isEmpty();
    }
}

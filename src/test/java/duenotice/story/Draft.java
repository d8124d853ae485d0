package duenotice.story;

import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A mail on its way to the desk; every part has an ordinary value. */
final class Draft {
    private static int count;

    private final StoryDesk desk;
    private final StringBuilder headers = new StringBuilder();
    private String authenticated = "";
    private String sender = "somebody@elsewhere.example";
    private String from = sender;
    private String to = StoryDesk.COMPLAINTS;
    private String subject = "Spam from your network";
    private String type = "text/plain; charset=utf-8";
    private String body = "";

    Draft(StoryDesk desk) {
        this.desk = desk;
    }

    /** The address stands in the envelope too. */
    Draft from(String mailbox) {
        from = mailbox;
        sender = mailbox.replaceAll(".*<|>.*", "");
        return this;
    }

    /** The desk's own mail server found the signature of the sender's domain in order. */
    Draft signed() {
        authenticated = "Authentication-Results: mx.provider.example; dkim=pass header.d="
                + sender.substring(sender.indexOf('@') + 1) + "\r\n";
        return this;
    }

    Draft withoutReturnPath() {
        sender = "";
        return this;
    }

    Draft to(String address) {
        to = address;
        return this;
    }

    Draft header(String line) {
        headers.append(line).append("\r\n");
        return this;
    }

    Draft subject(String text) {
        subject = text;
        return this;
    }

    Draft ofType(String contentType) {
        type = contentType;
        return this;
    }

    Draft saying(String text) {
        body = text;
        return this;
    }

    private byte[] bytes() {
        var text = authenticated + "From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject
                + "\r\nMessage-ID: <" + ++count + "@elsewhere.example>\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(desk.now().atOffset(ZoneOffset.UTC))
                + "\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n" + headers + "\r\n"
                + body.replace("\n", "\r\n");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Accepted now; read when the desk gets to it. */
    MessageId accepted() {
        return acceptedAt(desk.now());
    }

    /** Becomes visible now, with a receipt of its own, as behind a mail server that kept it for a while. */
    MessageId acceptedAt(Instant receipt) {
        return desk.casework.inbox().accept(sender, List.of(to), bytes(), receipt);
    }

    /** Accepted and read, and everything done that follows at this instant. */
    Inbox.Item arrives() {
        var id = accepted();
        desk.casework.workAll();
        return desk.item(id);
    }
}

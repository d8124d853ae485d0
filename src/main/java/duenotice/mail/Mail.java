package duenotice.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as far as it can be understood. Made by {@link #parse} from any bytes whatsoever; what could not be read, or
 * was beyond the limits, is named in {@link #warnings}.
 */
public final class Mail {
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,998}>");

    private final Headers headers;
    private final ContentType type;
    private final List<Part> parts;
    private final List<String> warnings;

    // Every reader asks for these.
    private final Once<String> text = new Once<>(this::readable);
    private final Once<Optional<String>> subject;
    private final Once<List<Address>> authors = new Once<>(() -> addresses("from"));
    private final Once<Optional<Instant>> date;
    private final Once<Optional<Bounce>> bounce = new Once<>(() -> Bounce.read(this, false));
    private final Once<Optional<Bounce>> bounceOfNobody = new Once<>(() -> Bounce.read(this, true));

    Mail(Headers headers, ContentType type, List<Part> parts, List<String> warnings) {
        this.headers = headers;
        this.type = type;
        this.parts = List.copyOf(parts);
        this.warnings = List.copyOf(warnings);
        subject = new Once<>(() -> header("subject").map(String::strip).filter(words -> !words.isEmpty()));
        date = new Once<>(() -> headers.first("date").flatMap(MailDate::parse));
    }

    /** Reads a message; an mbox {@code From } line before it is allowed. Never throws. */
    public static Mail parse(byte[] raw) {
        return parse(raw, 0);
    }

    static Mail parse(byte[] raw, int depth) {
        return new MimeReading(raw, depth).mail();
    }

    /** The same mail with other leaves: what lay in a signed one stands in its place. */
    public Mail withParts(List<Part> other) {
        return new Mail(headers, type, other, warnings);
    }

    /** The same mail around the body of another, whose type it takes: what a signature was put around as a whole. */
    public Mail around(Mail body) {
        return new Mail(headers, body.type, body.parts, warnings);
    }

    /** First field of that name, unfolded and decoded (RFC 2047). */
    public Optional<String> header(String name) {
        return headers.firstDecoded(name);
    }

    /** All fields of that name, topmost first, unfolded, not decoded. */
    public List<String> headers(String name) {
        return headers.all(name);
    }

    /** Type of the whole message, lower case, without parameters. */
    public String contentType() {
        return type.value();
    }

    /** Parameters of the type of the whole message, names in lower case. */
    public Map<String, String> parameters() {
        return type.parameters();
    }

    /** The leaves, in order. A multipart is no leaf; an embedded message is one. */
    public List<Part> parts() {
        return parts;
    }

    /** First leaf of that type. */
    public Optional<Part> part(String contentType) {
        return parts.stream()
                .filter(part -> part.contentType().equals(contentType))
                .findFirst();
    }

    public List<Part> attachments() {
        return parts.stream().filter(Part::isAttachment).toList();
    }

    /** What could not be understood, or was too much, with where. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * What a person would read: the plain text parts that are no attachments, else the HTML reduced to text, else
     * nothing.
     */
    public String text() {
        return text.get();
    }

    private String readable() {
        List<String> plain = new ArrayList<>();
        Optional<Part> html = Optional.empty();
        for (Part part : parts) {
            if (part.isAttachment()) {
                continue;
            }
            if (part.contentType().equals("text/plain")) {
                String text = part.text();
                if (!text.isBlank()) {
                    plain.add(text);
                }
            } else if (html.isEmpty() && part.contentType().equals("text/html")) {
                html = Optional.of(part);
            }
        }
        if (plain.isEmpty()) {
            return html.map(Part::text).map(HtmlText::reduce).orElse("");
        }
        return plain.size() == 1 ? plain.getFirst() : String.join("\n", plain);
    }

    /**
     * The first mailbox of the first {@code From}. Whether there are more, {@link #fromIsAmbiguous} says: then it must
     * not be taken for an authenticated one.
     */
    public Optional<Address> from() {
        return authors().stream().findFirst();
    }

    private List<Address> authors() {
        return authors.get();
    }

    /** More than one {@code From} field, or more than one mailbox in it: the way to show one and authenticate another. */
    public boolean fromIsAmbiguous() {
        return headers.all("from").size() > 1 || authors().size() > 1;
    }

    /** The mailboxes of the first field of that name. */
    public List<Address> addresses(String header) {
        return headers.first(header).map(Address::list).orElse(List.of());
    }

    public Optional<Address> replyTo() {
        return addresses("reply-to").stream().findFirst();
    }

    public Optional<String> subject() {
        return subject.get();
    }

    /** With its angle brackets. */
    public Optional<String> messageId() {
        return messageIds("message-id").stream().findFirst();
    }

    /** With their angle brackets. */
    public List<String> inReplyTo() {
        return messageIds("in-reply-to");
    }

    /** With their angle brackets, oldest first as the field has them. */
    public List<String> references() {
        return messageIds("references");
    }

    private List<String> messageIds(String header) {
        List<String> ids = new ArrayList<>();
        headers.first(header).ifPresent(body -> {
            Matcher matcher = MESSAGE_ID.matcher(body);
            while (matcher.find()) {
                ids.add(matcher.group());
            }
        });
        return ids;
    }

    /** The {@code Date} as the sender's clock had it; empty when unreadable or without a zone. */
    public Optional<Instant> date() {
        return date.get();
    }

    /** @param nullPath whether the envelope sender was empty */
    Optional<Bounce> bounce(boolean nullPath) {
        return nullPath ? bounceOfNobody.get() : bounce.get();
    }

    /** The id of a mailing list (RFC 2919) without angle brackets. */
    public Optional<String> listId() {
        return headers.first("list-id").map(body -> {
            int open = body.lastIndexOf('<');
            int close = body.indexOf('>', open + 1);
            return (open >= 0 && close > open ? body.substring(open + 1, close) : body).strip();
        });
    }
}

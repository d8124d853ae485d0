package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.mail.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/**
 * Takes what is said out of OpenPGP (RFC 9580) and S/MIME (RFC 8551) where that needs no key. Signatures are not
 * checked: who sent a mail is told by our own mail server. What is encrypted is named and waits for a person.
 */
final class SignedContent {
    private static final String ARMOR = "-----BEGIN PGP ";
    private static final String CLEAR_TEXT = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String SIGNATURE_END = "-----END PGP SIGNATURE-----";
    private static final String MESSAGE = "-----BEGIN PGP MESSAGE-----";
    private static final String MESSAGE_END = "-----END PGP MESSAGE-----";

    /** A part that is no text is looked at so far only. */
    private static final int BEGINNING = 4 * 1024;

    /** Signed, signed again. */
    private static final int DEPTH = 3;

    /** Packed messages of one submission that are opened; a mail with more is somebody's attack. */
    private static final int MOST_MESSAGES = 50;

    private static final String NO_KEY = ": encrypted, and cannot be read without the key";

    private final Consumer<String> unopened;
    private int messages;

    SignedContent(Consumer<String> unopened) {
        this.unopened = unopened;
    }

    /** The mail as its reader would see it; the same one where nothing is signed in a way that hides its text. */
    Mail open(Mail mail) {
        return open(mail, 0);
    }

    private Mail open(Mail mail, int depth) {
        if (mail.parts().stream().noneMatch(SignedContent::hides)) {
            return mail;
        }
        if (mail.parts().size() == 1 && isSMime(mail.parts().getFirst()) && depth < DEPTH) {
            return signedBody(mail.parts().getFirst())
                    .map(body -> mail.around(open(Mail.parse(body), depth + 1)))
                    .orElse(mail);
        }
        List<Part> parts = new ArrayList<>();
        for (var part : mail.parts()) {
            if (isSMime(part) && depth < DEPTH) {
                signedBody(part)
                        .map(body -> open(Mail.parse(body), depth + 1).parts())
                        .ifPresentOrElse(parts::addAll, () -> parts.add(part));
            } else if (hasArmor(part)) {
                parts.add(with(part, withoutArmor(part.content(), named(part))));
            } else {
                parts.add(part);
            }
        }
        return mail.withParts(parts);
    }

    /** The same for a file. */
    Document open(Document document) {
        if (Bytes.indexOf(document.content(), ARMOR, BEGINNING) < 0) {
            return document;
        }
        return new Document(
                withoutSuffix(document.name()),
                document.contentType(),
                withoutArmor(document.content(), document.where()),
                document.body(),
                document.within());
    }

    private static boolean hides(Part part) {
        return isSMime(part) || hasArmor(part);
    }

    private static String named(Part part) {
        return part.fileName().orElse("the text");
    }

    private static Part with(Part part, byte[] content) {
        return new Part(
                part.contentType(),
                part.parameters(),
                part.fileName().map(SignedContent::withoutSuffix),
                part.headers(),
                content,
                part.depth());
    }

    private static String withoutSuffix(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".asc") || lower.endsWith(".pgp") || lower.endsWith(".gpg")
                ? name.substring(0, name.length() - 4)
                : name;
    }

    // ---- S/MIME

    private static boolean isSMime(Part part) {
        return part.contentType().equals("application/pkcs7-mime")
                || part.contentType().equals("application/x-pkcs7-mime")
                || part.fileName()
                        .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".p7m"))
                        .isPresent();
    }

    /** What was signed: a MIME entity. */
    private Optional<byte[]> signedBody(Part part) {
        try {
            var signed = new CMSSignedData(new ByteArrayInputStream(part.content())).getSignedContent();
            if (signed != null && signed.getContent() instanceof byte[] body) {
                return Optional.of(body);
            }
            unopened.accept(named(part) + ": an S/MIME part without a content");
        } catch (CMSException | RuntimeException | StackOverflowError notSigned) {
            // ASN.1 of strangers, nested as deep as they like
            unopened.accept(named(part) + NO_KEY + " (S/MIME), or broken");
        }
        return Optional.empty();
    }

    // ---- OpenPGP

    private static boolean hasArmor(Part part) {
        var within = part.contentType().startsWith("text/") ? Integer.MAX_VALUE : BEGINNING;
        return Bytes.indexOf(part.content(), ARMOR, within) >= 0;
    }

    /** All that stands there in clear or can be unpacked; what is encrypted stays. */
    private byte[] withoutArmor(byte[] content, String where) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var plain = new ByteArrayOutputStream(content.length);
        var at = 0;
        var clear = lineStart(text, CLEAR_TEXT, at);
        var packed = lineStart(text, MESSAGE, at);
        while (at < text.length()) {
            // looked for again only where it was passed: what is not there at all is not searched once a message
            clear = clear >= 0 && clear < at ? lineStart(text, CLEAR_TEXT, at) : clear;
            packed = packed >= 0 && packed < at ? lineStart(text, MESSAGE, at) : packed;
            var next = clear < 0 ? packed : packed < 0 ? clear : Math.min(clear, packed);
            if (next < 0) {
                break;
            }
            plain.write(content, at, next - at);
            at = next == clear ? clearText(text, next, plain) : message(text, next, plain, where);
        }
        plain.write(content, at, content.length - at);
        return plain.toByteArray();
    }

    private static int lineStart(String text, String marker, int from) {
        var at = text.indexOf(marker, from);
        while (at > 0 && text.charAt(at - 1) != '\n' && text.charAt(at - 1) != '\r') {
            at = text.indexOf(marker, at + 1);
        }
        return at;
    }

    /** RFC 9580 §7: armor headers up to an empty line, then the text, in which a dash at a line's start is escaped. */
    private static int clearText(String text, int start, ByteArrayOutputStream plain) {
        var at = nextLine(text, start);
        while (at < text.length() && !text.substring(at, lineEnd(text, at)).isBlank()) {
            at = nextLine(text, at);
        }
        at = nextLine(text, at);
        while (at < text.length()) {
            if (text.startsWith(SIGNATURE, at)) {
                var end = text.indexOf(SIGNATURE_END, at);
                return end < 0 ? text.length() : nextLine(text, end);
            }
            var next = nextLine(text, at);
            var line = text.substring(text.startsWith("- ", at) ? at + 2 : at, next);
            plain.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            at = next;
        }
        return at;
    }

    private int message(String text, int start, ByteArrayOutputStream plain, String where) {
        var end = text.indexOf(MESSAGE_END, start);
        var behind = end < 0 ? text.length() : nextLine(text, end);
        var block = text.substring(start, behind).getBytes(StandardCharsets.ISO_8859_1);
        if (++messages > MOST_MESSAGES) {
            unopened.accept(where + ": more than " + MOST_MESSAGES + " OpenPGP messages, the rest was not opened");
            plain.writeBytes(block);
            return behind;
        }
        try {
            var literal = OpenPgp.literal(block);
            if (literal.isPresent()) {
                plain.writeBytes(literal.get());
                return behind;
            }
            unopened.accept(where + NO_KEY + " (OpenPGP)");
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            unopened.accept(where + ": a broken OpenPGP message");
        }
        plain.writeBytes(block);
        return behind;
    }

    private static int lineEnd(String text, int from) {
        var end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int nextLine(String text, int from) {
        var end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }
}

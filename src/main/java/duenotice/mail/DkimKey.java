package duenotice.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/**
 * The key with which our mails are signed (RFC 6376, rsa-sha256 as RFC 8301 has it, relaxed in header and body so that
 * relays may fold and trim), and what its domain has to publish.
 */
public final class DkimKey {
    private static final int SMALLEST = 2_048;

    /** RFC 6376 §5.4.1, as far as our mails have them. */
    private static final List<String> SIGNED = List.of(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            OutgoingMail.INCIDENT_HEADER);

    private final String domain;
    private final String selector;
    private final PrivateKey key;
    private final String published;

    private DkimKey(String domain, String selector, RSAPrivateCrtKey key, String published) {
        this.domain = domain;
        this.selector = selector;
        this.key = key;
        this.published = published;
    }

    /**
     * @param domain of the From of our mails, or one it lies under
     * @param file a private RSA key in PEM, PKCS#8 as {@code openssl genpkey -algorithm RSA} writes it, of 2048 bits or more
     * @throws IllegalArgumentException with a sentence on what is wrong
     */
    public static DkimKey of(String domain, String selector, Path file) {
        if (!selector.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("the DKIM selector is a label such as mail2026, not " + selector);
        }
        try {
            var rsa = read(Files.readString(file), file);
            if (rsa.getModulus().bitLength() < SMALLEST) {
                throw new IllegalArgumentException(
                        "the DKIM key in " + file + " has " + rsa.getModulus().bitLength() + " bits: make one of 2048");
            }
            var open = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
            return new DkimKey(
                    domain.toLowerCase(Locale.ROOT),
                    selector,
                    rsa,
                    Base64.getEncoder().encodeToString(open.getEncoded()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the DKIM key in " + file + " cannot be read", unreadable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RSAPrivateCrtKey read(String pem, Path file) throws GeneralSecurityException {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IllegalArgumentException("the DKIM key in " + file
                    + " is no private key in PKCS#8: make one with openssl genpkey -algorithm RSA -pkeyopt"
                    + " rsa_keygen_bits:2048 -out " + file);
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException wrong) {
            throw new IllegalArgumentException("the DKIM key in " + file + " is no RSA key that can be read", wrong);
        }
    }

    public String domain() {
        return domain;
    }

    /** Name of the record that has to be published. */
    public String recordName() {
        return selector + "._domainkey." + domain;
    }

    /** The text of that record (RFC 6376 §3.6.1). */
    public String record() {
        return "v=DKIM1; k=rsa; p=" + published;
    }

    /** True where a published record carries this key. */
    public boolean isPublishedBy(String record) {
        return record.replaceAll("\\s+", "")
                .matches("(?s).*(^|;)p=" + java.util.regex.Pattern.quote(published) + "(;.*)?");
    }

    /**
     * @param present names of the header fields the mail has
     * @return the header field {@code DKIM-Signature} without its name, folded
     */
    String signature(byte[] mail, List<String> present) {
        var fields = SIGNED.stream()
                .filter(name -> present.stream().anyMatch(name::equalsIgnoreCase))
                .collect(Collectors.joining(":"))
                .toLowerCase(Locale.ROOT);
        try {
            var template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=" + selector + "; h=" + fields
                    + "; bh=; b=;";
            var field = new DKIMSigner(template, key).sign(new ByteArrayInputStream(mail));
            return folded(field.substring(field.indexOf(':') + 1).strip());
        } catch (IOException | FailException broken) {
            throw new IllegalStateException("could not sign a mail of ours", broken);
        }
    }

    /** The signature itself may be folded anywhere; what else stands there only between its parts. */
    private static String folded(String field) {
        var parts = field.replaceAll("\\s+", " ").split("; ");
        var lines = new StringBuilder();
        for (var part : parts) {
            lines.append(lines.isEmpty() ? "" : ";\r\n\t");
            lines.append(part);
        }
        return lines.toString();
    }
}

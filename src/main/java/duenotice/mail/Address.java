package duenotice.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox as a header or an envelope names it. The sender chose it: it identifies nobody by itself.
 *
 * @param bare {@code local@domain}, the domain in lower case, without angle brackets
 * @param name the display name, decoded (RFC 2047), where there is one
 */
public record Address(String bare, Optional<String> name) {
    /** Enough for every header a person writes; beyond it a list of addresses is somebody's attack. */
    private static final int LONGEST_LIST = 16_384;

    private static final Pattern LOOSE = Pattern.compile("[^\\s<>\"',;:()\\[\\]@]{1,64}@[\\p{L}\\p{N}._-]{1,255}");

    public Address {
        int at = bare.lastIndexOf('@');
        if (at >= 0) {
            bare = bare.substring(0, at) + bare.substring(at).toLowerCase(Locale.ROOT);
        }
    }

    /** The part behind the last {@code @}, lower case; empty for an address without one. */
    public String domain() {
        int at = bare.lastIndexOf('@');
        return at < 0 ? "" : bare.substring(at + 1);
    }

    /** The part before the last {@code @}. */
    public String localPart() {
        int at = bare.lastIndexOf('@');
        return at < 0 ? bare : bare.substring(0, at);
    }

    /**
     * The mailboxes of an address header, groups opened; what cannot be read as RFC 5322 is searched for something
     * that looks like an address. Never throws.
     */
    public static List<Address> list(String header) {
        String text = header.length() > LONGEST_LIST ? header.substring(0, LONGEST_LIST) : header;
        List<Address> found = new ArrayList<>();
        try {
            // Not the form that takes text: it counts characters where it means bytes and loses the end of a domain.
            ByteSequence bytes = ContentUtil.encode(StandardCharsets.UTF_8, text);
            ParserCursor whole = new ParserCursor(0, bytes.length());
            for (Mailbox mailbox :
                    LenientAddressParser.DEFAULT.parseAddressList(bytes, whole).flatten()) {
                String local = mailbox.getLocalPart();
                String domain = mailbox.getDomain();
                if (local != null && domain != null && !local.isBlank() && !domain.isBlank()) {
                    found.add(new Address(local + "@" + domain, named(mailbox.getName())));
                }
            }
        } catch (RuntimeException _) {
            found.clear();
        }
        if (found.isEmpty()) {
            Matcher loose = LOOSE.matcher(text);
            while (loose.find()) {
                found.add(new Address(loose.group(), Optional.empty()));
            }
        }
        return List.copyOf(found);
    }

    private static Optional<String> named(@Nullable String name) {
        return Optional.ofNullable(name).map(String::strip).filter(text -> !text.isEmpty());
    }
}

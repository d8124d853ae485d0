package duenotice.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The domain an organisation registered, above which strangers begin (RFC 7489 §3.2): {@code example.co.uk} for
 * {@code mx.mail.example.co.uk}. By the Public Suffix List, its private section included, so that customers of one
 * hosting name are strangers to each other.
 */
public final class OrganisationalDomain {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*|\\[.*]");

    /** Characters of a name in ASCII (RFC 1035 §2.3.4), and so of any other spelling, which is never longer. */
    private static final int LONGEST = 253;

    private static final Set<String> FREE_MAIL = lines("free-mail-domains.txt");

    private OrganisationalDomain() {}

    /** Read at first use: some ten milliseconds that a start can do without. */
    private static final class Suffixes {
        private static final Set<String> RULES = new HashSet<>();

        static {
            for (String rule : lines("public_suffix_list.dat")) {
                RULES.add(rule.charAt(0) == '!' ? "!" + ascii(rule.substring(1)) : ascii(rule));
            }
        }
    }

    /**
     * Lower case, international names in their ASCII form, no final dot. A public suffix, a single label and an IP
     * address are their own organisational domain. Never throws.
     */
    public static String of(String domain) {
        String name = ascii(domain.strip());
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (ADDRESS.matcher(name).matches()) {
            return name;
        }
        int suffix = suffixStart(name);
        int dot = suffix <= 1 ? -1 : name.lastIndexOf('.', suffix - 2);
        return name.substring(dot + 1);
    }

    /** Whether both belong to one organisation: relaxed alignment (RFC 7489 §3.1). */
    public static boolean same(String one, String other) {
        return !one.isBlank() && of(one).equals(of(other));
    }

    /** Whether anyone may open a mailbox there, so that two senders are not two organisations (R40). */
    public static boolean isFreeMail(String domain) {
        return FREE_MAIL.contains(of(domain));
    }

    /** Where the longest public suffix begins; the last label where no rule fits. */
    private static int suffixStart(String name) {
        int start = 0;
        while (true) {
            String candidate = name.substring(start);
            int dot = name.indexOf('.', start);
            if (Suffixes.RULES.contains("!" + candidate)) {
                return dot + 1;
            }
            if (Suffixes.RULES.contains(candidate)
                    || dot < 0
                    || Suffixes.RULES.contains("*." + name.substring(dot + 1))) {
                return start;
            }
            start = dot + 1;
        }
    }

    private static String ascii(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST || lower.chars().allMatch(letter -> letter < 128)) {
            return lower;
        }
        try {
            return IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return lower;
        }
    }

    private static Set<String> lines(String resource) {
        Set<String> lines = new HashSet<>();
        try (InputStream stream =
                        Objects.requireNonNull(OrganisationalDomain.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("//") && !line.startsWith("#")) {
                    lines.add(line.strip());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("could not read " + resource, unreadable);
        }
        return lines;
    }
}

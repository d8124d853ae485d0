package duenotice.intake;

import duenotice.report.Prefix;
import duenotice.report.Subject;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that the domain name system may be asked about. */
final class AskableName {
    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern LAST_LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Names that mean something in one network only, or nothing at all (RFC 6761, 6762, 7686, 8375, 9476). */
    private static final Set<String> NOT_PUBLIC = Set.of(
            "alt",
            "arpa",
            "corp",
            "home",
            "internal",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "onion",
            "private",
            "test");

    private AskableName() {}

    /**
     * Of what is named by name alone, in ASCII and lower case: the page's host, else the domain. Where mailboxes of a domain
     * lie its addresses do not tell.
     */
    static Optional<String> of(Subject subject) {
        return subject.ip().isPresent()
                ? Optional.empty()
                : subject.url().flatMap(Accusations::host).or(subject::domain).flatMap(AskableName::ofHost);
    }

    static Optional<String> ofHost(String host) {
        if (host.length() > LONGEST || Prefix.parse(host).isPresent()) {
            return Optional.empty();
        }
        String name;
        try {
            name = IDN.toASCII(host.strip(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        var labels = name.split("\\.", -1);
        var last = labels[labels.length - 1];
        if (labels.length < 2
                || name.length() > LONGEST
                || NOT_PUBLIC.contains(last)
                || !LAST_LABEL.matcher(last).matches()) {
            return Optional.empty();
        }
        for (var label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(name);
    }
}

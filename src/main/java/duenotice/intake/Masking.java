package duenotice.intake;

import duenotice.mail.Address;
import duenotice.mail.OrganisationalDomain;
import duenotice.report.Prefix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a piece of evidence who complained (R69): the reporter's names, addresses of recipients, unsubscribe
 * links and the tokens by which a spam trap would know itself again.
 */
final class Masking {
    /** Characters. */
    private static final int LONGEST = 2000;

    /** Lines that tell the customer which of his own mails it was; their addresses are his. */
    private static final Set<String> OWN = Set.of("from", "sender", "message-id");

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"',;:()\\[\\]@/=]{1,64}@([\\p{L}\\p{N}.-]{1,253})");
    private static final Pattern WRAPPED = Pattern.compile("[^\\s<>@,;]{1,64}=[\\p{L}\\p{N}.-]{1,100}(?=@)");
    private static final Pattern LINK = Pattern.compile(
            "https?://\\S{0,500}?(?:unsub|optout|opt-out|remove|preferences|abmelde)\\S{0,500}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\p{L}\\p{N}/._-])[A-Za-z0-9_-]{24,}(?![\\p{L}\\p{N}._-])");

    /** An address in a trace line stands alone or in brackets; more than it must have is left to the parser to refuse. */
    private static final Pattern IP = Pattern.compile(
            "(?<![\\p{L}\\p{N}.:-])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})"
                    + "(?![\\p{L}\\p{N}:-])");

    private Masking() {}

    /**
     * @param reporter who complained
     * @param accused the customer's own address; others in trace lines are machines of the reporter
     */
    static String mask(String excerpt, Optional<Address> reporter, Optional<Prefix> accused) {
        if (excerpt.isEmpty()) {
            return excerpt;
        }
        var bounded = excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) : excerpt;
        var organisation = reporter.map(Address::domain)
                .map(OrganisationalDomain::of)
                .filter(domain -> domain.indexOf('.') > 0 && !OrganisationalDomain.isFreeMail(domain));
        var masked = new StringBuilder(bounded.length());
        var own = false;
        var trace = false;
        for (var line : List.of(bounded.split("\n", -1))) {
            if (line.isEmpty() || (line.charAt(0) != ' ' && line.charAt(0) != '\t')) {
                var colon = line.indexOf(':');
                var name = colon > 0 ? line.substring(0, colon).toLowerCase(Locale.ROOT) : "";
                own = OWN.contains(name);
                trace = name.equals("received");
            }
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("list-unsubscribe")) {
                continue;
            }
            var text = line(line, lower, own, organisation);
            masked.append(trace ? withoutOthers(text, accused) : text).append('\n');
        }
        return masked.toString().stripTrailing();
    }

    private static String withoutOthers(String trace, Optional<Prefix> accused) {
        return IP.matcher(trace)
                .replaceAll(found -> Prefix.parse(found.group())
                        .filter(address ->
                                accused.filter(ours -> ours.contains(address)).isEmpty())
                        .map(ignored -> "[masked]")
                        .orElse(Matcher.quoteReplacement(found.group())));
    }

    private static String line(String line, String lower, boolean own, Optional<String> organisation) {
        var text = line;
        if (lower.indexOf('@') >= 0) {
            text = WRAPPED.matcher(text).replaceAll("[masked]");
            if (!own) {
                text = ADDRESS.matcher(text).replaceAll("[masked]@$1");
            }
        }
        if (lower.contains("http")) {
            text = LINK.matcher(text).replaceAll("[masked link]");
        }
        if (!own && text.length() >= 24) {
            text = TOKEN.matcher(text).replaceAll("[masked]");
        }
        if (organisation.isPresent() && lower.contains(organisation.get())) {
            text = Pattern.compile(
                            "[\\p{L}\\p{N}._-]{0,100}" + Pattern.quote(organisation.get()), Pattern.CASE_INSENSITIVE)
                    .matcher(text)
                    .replaceAll("[reporter]");
        }
        return text;
    }
}

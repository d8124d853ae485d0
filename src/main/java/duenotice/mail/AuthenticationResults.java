package duenotice.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What our own mail server found out about a sender (RFC 8601). Anyone can write such a header, so only the topmost one
 * that carries our server's name counts: our server puts its own above whatever came in.
 *
 * <p>{@code dmarc=pass} says that the domain in {@code From} is proven, also where our server went by a chain of forwarders
 * that it trusts (RFC 8617 §7.2). {@code arc=pass} alone proves nobody: anybody can seal a chain.
 *
 * @param dkimDomains the {@code d=} of each signature that passed, lower case
 * @param spfDomain the domain of the envelope sender for which SPF passed, lower case
 * @param dmarcDomain the domain in {@code From} for which DMARC passed, lower case
 */
public record AuthenticationResults(Set<String> dkimDomains, Optional<String> spfDomain, Optional<String> dmarcDomain) {
    /** Nothing was found out. */
    public static final AuthenticationResults NONE =
            new AuthenticationResults(Set.of(), Optional.empty(), Optional.empty());

    public AuthenticationResults {
        dkimDomains = Set.copyOf(dkimDomains);
    }

    static AuthenticationResults ofDkim(Set<String> domains) {
        return new AuthenticationResults(domains, Optional.empty(), Optional.empty());
    }

    /**
     * @param ourServers the authserv-ids of our own mail servers (RFC 8601 §2.5), compared without regard to case
     */
    public static AuthenticationResults of(Mail mail, Set<String> ourServers) {
        return found(mail, ourServers).orElse(NONE);
    }

    /** The same; empty where our own server has not looked at all, which is not the same as finding nothing. */
    public static Optional<AuthenticationResults> found(Mail mail, Set<String> ourServers) {
        return statements(mail, ourServers).map(AuthenticationResults::read);
    }

    /** Of the topmost header that is our own server's. */
    private static Optional<List<String>> statements(Mail mail, Set<String> ourServers) {
        for (String header : mail.headers("authentication-results")) {
            List<String> statements = split(withoutComments(header), ';');
            String server = words(statements.getFirst()).stream().findFirst().orElse("");
            if (ourServers.stream().anyMatch(ours -> ours.equalsIgnoreCase(server))) {
                return Optional.of(statements.subList(1, statements.size()));
            }
        }
        return Optional.empty();
    }

    /** Whether our own server could not look at a signature for the time being ({@code temperror}, RFC 8601 §2.7.1). */
    public static boolean couldNotLook(Mail mail, Set<String> ourServers) {
        return statements(mail, ourServers).stream()
                .flatMap(List::stream)
                .map(statement -> words(statement).stream().findFirst().orElse(""))
                .anyMatch(result -> result.toLowerCase(Locale.ROOT).matches("dkim(/\\d+)?=temperror"));
    }

    /**
     * The authenticated domains that belong to the organisation of that sender (relaxed alignment, RFC 7489 §3.1); empty
     * means that the address in {@code From} is hearsay.
     */
    public Set<String> alignedDomains(Address from) {
        Set<String> aligned = new LinkedHashSet<>();
        for (String domain : dkimDomains) {
            if (OrganisationalDomain.same(from.domain(), domain)) {
                aligned.add(domain);
            }
        }
        spfDomain
                .filter(domain -> OrganisationalDomain.same(from.domain(), domain))
                .ifPresent(aligned::add);
        dmarcDomain
                .filter(domain -> OrganisationalDomain.same(from.domain(), domain))
                .ifPresent(aligned::add);
        return aligned;
    }

    /** The sender of the mail when authenticated: one {@code From}, and a passed check that is aligned with it. */
    public Optional<Address> sender(Mail mail) {
        return mail.fromIsAmbiguous()
                ? Optional.empty()
                : mail.from().filter(from -> !alignedDomains(from).isEmpty());
    }

    private static AuthenticationResults read(List<String> statements) {
        Set<String> dkim = new LinkedHashSet<>();
        Optional<String> spf = Optional.empty();
        Optional<String> dmarc = Optional.empty();
        for (String statement : statements) {
            List<String> words = words(statement);
            String result = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
            if (result.matches("dkim(/\\d+)?=pass")) {
                property(words, "header.d")
                        .or(() -> property(words, "header.i"))
                        .map(AuthenticationResults::domain)
                        .ifPresent(dkim::add);
            } else if (result.matches("spf(/\\d+)?=pass")) {
                spf = spf.or(() -> property(words, "smtp.mailfrom").map(AuthenticationResults::domain));
            } else if (result.matches("dmarc(/\\d+)?=pass")) {
                dmarc = dmarc.or(() -> property(words, "header.from").map(AuthenticationResults::domain));
            }
        }
        dkim.remove("");
        return new AuthenticationResults(
                dkim, spf.filter(domain -> !domain.isEmpty()), dmarc.filter(domain -> !domain.isEmpty()));
    }

    private static Optional<String> property(List<String> words, String name) {
        return words.stream()
                .filter(word -> word.regionMatches(true, 0, name + "=", 0, name.length() + 1))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    private static String domain(String value) {
        return value.substring(value.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** Words of one statement, blanks around {@code =} closed up, quotation marks removed. */
    private static List<String> words(String statement) {
        List<String> words = new ArrayList<>();
        for (String word : split(statement.strip().replaceAll("\\s*=\\s*", "="), ' ')) {
            if (!word.isBlank()) {
                words.add(word.strip().replace("\"", ""));
            }
        }
        return words;
    }

    private static List<String> split(String text, char separator) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\' && quoted && i + 1 < text.length()) {
                piece.append(letter).append(text.charAt(++i));
                continue;
            }
            quoted ^= letter == '"';
            boolean ends = !quoted && (letter == separator || (separator == ' ' && Character.isWhitespace(letter)));
            if (ends) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else {
                piece.append(letter);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** Comments nest (RFC 5322 §3.2.2) and may hold anything, results of other people's checks too. */
    private static String withoutComments(String header) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char letter = header.charAt(i);
            if (letter == '\\' && i + 1 < header.length()) {
                i++;
                if (depth == 0) {
                    rest.append(letter).append(header.charAt(i));
                }
                continue;
            }
            if (depth == 0 && letter == '"') {
                quoted = !quoted;
            }
            if (!quoted && letter == '(') {
                depth++;
            } else if (!quoted && letter == ')' && depth > 0) {
                depth--;
                rest.append(' ');
            } else if (depth == 0) {
                rest.append(letter);
            }
        }
        return rest.toString();
    }
}

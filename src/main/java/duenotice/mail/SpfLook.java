package duenotice.mail;

import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a domain lets an address send in its name (RFC 7208), as far as its record says so without macros. For looking
 * at our own record; nothing that comes in is judged by it.
 */
final class SpfLook {
    private static final int MOST_LOOK_UPS = 10;

    private final DomainNames names;
    private int lookUps;

    SpfLook(DomainNames names) {
        this.names = names;
    }

    /** What came of it, in the words of RFC 7208 §2.6. */
    enum Result {
        PASS,
        FAIL,
        SOFTFAIL,
        NEUTRAL,
        /** No such record. */
        NONE,
        /** Something could not be looked up now. */
        TEMPERROR,
        /** The record is wrong, asks too much, or uses what is not understood here. */
        PERMERROR
    }

    Result of(String domain, String address) {
        if (++lookUps > MOST_LOOK_UPS + 1) {
            return Result.PERMERROR;
        }
        var texts = ask(domain, Sort.TEXT);
        if (texts.isEmpty()) {
            return Result.TEMPERROR;
        }
        var records = texts.get().stream()
                .filter(text -> text.toLowerCase(Locale.ROOT).matches("v=spf1( .*)?"))
                .toList();
        if (records.size() != 1) {
            return records.isEmpty() ? Result.NONE : Result.PERMERROR;
        }
        return judge(records.getFirst().strip().split("\\s+"), domain, address);
    }

    private Result judge(String[] terms, String domain, String address) {
        var redirect = Optional.<String>empty();
        for (var at = 1; at < terms.length; at++) {
            var term = terms[at].toLowerCase(Locale.ROOT);
            if (term.startsWith("redirect=")) {
                redirect = Optional.of(term.substring("redirect=".length()));
                continue;
            }
            if (term.matches("[a-z][a-z0-9_.-]*=.*")) {
                continue;
            }
            var verdict = switch (term.charAt(0)) {
                case '-' -> Result.FAIL;
                case '~' -> Result.SOFTFAIL;
                case '?' -> Result.NEUTRAL;
                default -> Result.PASS;
            };
            var bare = "+-~?".indexOf(term.charAt(0)) >= 0 ? term.substring(1) : term;
            switch (matches(bare, domain, address)) {
                case YES -> {
                    return verdict;
                }
                case NO -> {}
                case UNKNOWN -> {
                    return Result.TEMPERROR;
                }
                case WRONG -> {
                    return Result.PERMERROR;
                }
            }
        }
        return redirect.map(other -> of(other, address)).orElse(Result.NEUTRAL);
    }

    private enum Match {
        YES,
        NO,
        UNKNOWN,
        WRONG
    }

    private Match matches(String mechanism, String domain, String address) {
        var split = mechanism.split("[:/]", 2);
        var rest = mechanism.indexOf(':') > 0 ? mechanism.substring(mechanism.indexOf(':') + 1) : "";
        if (mechanism.contains("%")) {
            return Match.WRONG;
        }
        return switch (split[0]) {
            case "all" -> Match.YES;
            case "ip4", "ip6" -> covers(rest, address) ? Match.YES : Match.NO;
            case "include" ->
                switch (of(rest, address)) {
                    case PASS -> Match.YES;
                    case FAIL, SOFTFAIL, NEUTRAL -> Match.NO;
                    case TEMPERROR -> Match.UNKNOWN;
                    case NONE, PERMERROR -> Match.WRONG;
                };
            case "a" -> ofHost(host(mechanism, domain), address);
            case "mx" -> ofMailServers(host(mechanism, domain), address);
            default -> Match.WRONG;
        };
    }

    /** {@code a}, {@code a:host}, {@code a/24}; the length is left out, for our own addresses stand there whole. */
    private static String host(String mechanism, String domain) {
        var colon = mechanism.indexOf(':');
        var named = colon < 0 ? domain : mechanism.substring(colon + 1);
        return named.contains("/") ? named.substring(0, named.indexOf('/')) : named;
    }

    private Match ofHost(String host, String address) {
        if (++lookUps > MOST_LOOK_UPS) {
            return Match.WRONG;
        }
        return ask(host, address.contains(":") ? Sort.IPV6 : Sort.IPV4)
                .map(found -> found.contains(address) ? Match.YES : Match.NO)
                .orElse(Match.UNKNOWN);
    }

    private Match ofMailServers(String domain, String address) {
        var servers = ask(domain, Sort.MAIL);
        if (servers.isEmpty()) {
            return Match.UNKNOWN;
        }
        for (var server : servers.get()) {
            var found = ofHost(server.substring(server.indexOf(' ') + 1), address);
            if (found != Match.NO) {
                return found;
            }
        }
        return Match.NO;
    }

    private static boolean covers(String prefix, String address) {
        try {
            var slash = prefix.indexOf('/');
            var net = InetAddress.ofLiteral(slash < 0 ? prefix : prefix.substring(0, slash))
                    .getAddress();
            var one = InetAddress.ofLiteral(address).getAddress();
            var bits = slash < 0 ? net.length * 8 : Integer.parseInt(prefix.substring(slash + 1));
            if (net.length != one.length || bits < 0 || bits > net.length * 8) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                if (((net[bit / 8] ^ one[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private Optional<List<String>> ask(String name, Sort sort) {
        var question = new Question(name, sort);
        return Optional.ofNullable(names.of(List.of(question), any -> true).get(question));
    }
}

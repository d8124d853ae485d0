package duenotice.intake.feed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One list that is looked at again and again.
 *
 * @param name how pages, reports and the inventory's reporters call it
 * @param every between two looks; a DNSBL's addresses are asked once in that time
 * @param url where the list or the API is; empty means the operator's own public address of that kind
 * @param zone of a DNSBL, without leading dot
 * @param resolver {@code host} or {@code host:port} that a DNSBL is asked through; empty means the machine's
 * @param asns our own autonomous systems
 * @param keyFile holds the API key
 * @param secretFile holds what requests are signed with
 * @param mostLost share of its rows, 0 to 1, that a list may lose between two looks and still be believed
 * @param perSecond questions to a DNSBL
 * @param mostAddresses IPv4 networks with more addresses are not asked address by address
 * @param maxBytes of one answer
 * @param timeLimit for one answer as a whole
 */
public record FeedSettings(
        String name,
        Kind kind,
        Duration every,
        Optional<URI> url,
        String zone,
        Optional<String> resolver,
        Set<Long> asns,
        Optional<Path> keyFile,
        Optional<Path> secretFile,
        double mostLost,
        int perSecond,
        int mostAddresses,
        long maxBytes,
        Duration timeLimit) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** What kind of list it is. */
    public enum Kind {
        /** RFC 5782. */
        DNSBL,
        /** Malware URLs of one autonomous system, CSV by abuse.ch. */
        URLHAUS,
        /** Hijacked and criminal networks, IPv4 or IPv6, JSON lines by Spamhaus. */
        DROP,
        /** The same for whole autonomous systems. */
        ASN_DROP,
        /** The reports made for us, each a CSV file. */
        SHADOWSERVER,
        /** Microsoft's figures on our mail servers, CSV of a day. */
        SNDS,
        /** Our addresses that Microsoft blocks, CSV. */
        SNDS_STATUS,
        /** Any other list with an address in each line. */
        LIST;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException with a sentence that names the kinds */
        public static Kind ofWord(String word) {
            for (var kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("there is no kind of feed \"" + word
                    + "\": dnsbl, urlhaus, drop, asn-drop, shadowserver, snds, snds-status or list");
        }
    }

    /** @throws IllegalArgumentException with a sentence on what is wrong or missing */
    public FeedSettings {
        asns = Set.copyOf(asns);
        if (!NAME.matcher(name).matches()) {
            throw wrong(name, "its name needs small letters, digits and hyphens");
        }
        if (every.compareTo(Duration.ofMinutes(1)) < 0) {
            throw wrong(name, "every must be 1m or more");
        }
        if (kind == Kind.DNSBL && zone.isBlank()) {
            throw wrong(name, "a dnsbl needs its zone");
        }
        if ((kind == Kind.ASN_DROP || kind == Kind.URLHAUS && url.isEmpty()) && asns.isEmpty()) {
            throw wrong(name, kind.word() + " needs our asns");
        }
        if (kind == Kind.URLHAUS && url.isEmpty() && asns.size() > 1) {
            throw wrong(name, "urlhaus has one list for each AS: name one of the asns, and another feed for the next");
        }
        if ((kind == Kind.SHADOWSERVER || (kind == Kind.SNDS || kind == Kind.SNDS_STATUS) && url.isEmpty())
                && keyFile.isEmpty()) {
            throw wrong(name, kind.word() + " needs a key-file");
        }
        if (kind == Kind.SHADOWSERVER && secretFile.isEmpty()) {
            throw wrong(name, "shadowserver needs a secret-file");
        }
        if (kind == Kind.LIST && url.isEmpty()) {
            throw wrong(name, "a list needs its url");
        }
        if (url.filter(one -> one.getHost() == null
                        || !(one.getScheme().equals("https") || one.getScheme().equals("http")))
                .isPresent()) {
            throw wrong(name, "its url must be a whole https or http address");
        }
        if (mostLost < 0 || mostLost > 1) {
            throw wrong(name, "most-lost is a share from 0 to 1");
        }
        if (perSecond < 1 || perSecond > 1000) {
            throw wrong(name, "per-second lies between 1 and 1000");
        }
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("feed \"%s\": %s".formatted(name, what));
    }
}

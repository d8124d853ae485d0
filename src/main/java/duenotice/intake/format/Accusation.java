package duenotice.intake.format;

import duenotice.mail.OrganisationalDomain;
import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses among the places of a text those that it complains of: the most clearly accused, never all of them, and
 * rather none than a wrong one.
 *
 * @param addresses accused, in the order of the text
 * @param urls accused, in the order of the text
 * @param names accused host names
 * @param sites host names that nothing speaks against
 * @param victims addresses of the attacked side
 * @param doubts sentences on what was not chosen because nothing says which
 */
record Accusation(
        List<Mention> addresses,
        List<Mention> urls,
        List<Mention> names,
        List<Mention> sites,
        List<Mention> victims,
        List<String> doubts) {
    /** More subjects in one text are a list for a person. */
    private static final int MOST = 100;

    /** Lines that may lie between a page and its address. */
    private static final int NEAR = 2;

    /** Places that complaints point to for explanation, proof or courtesy. */
    private static final Set<String> REFERENCES = Set.of(
            "w3.org",
            "ietf.org",
            "rfc-editor.org",
            "microsoft.com",
            "abuseipdb.com",
            "virustotal.com",
            "urlscan.io",
            "abuse.ch",
            "spamhaus.org",
            "spamcop.net",
            "blocklist.de",
            "mxtoolbox.com",
            "wikipedia.org",
            "mitre.org",
            "nist.gov",
            "first.org",
            "shadowserver.org",
            "xarf.org",
            "x-arf.org",
            "stopforumspam.com",
            "projecthoneypot.org",
            "ripe.net",
            "arin.net",
            "apnic.net",
            "lacnic.net",
            "afrinic.net",
            "iana.org",
            "icann.org",
            "fail2ban.org",
            "us-cert.gov",
            "cisa.gov",
            "cert.org",
            "owasp.org",
            "talosintelligence.com",
            "phishtank.com",
            "phishtank.org",
            "imgur.com",
            "prnt.sc",
            "gyazo.com",
            "mipassoc.org",
            "cert-bund.de",
            "bund.de",
            "openresolverproject.org",
            "uceprotect.net",
            "senderbase.org",
            "schema.org",
            "apple.com");

    /**
     * @param networks what is known of our own addresses: among equally accused ones ours count
     * @param reporter domain of the complainant, may be empty
     * @param provider domain the complaint was sent to, may be empty
     * @param complains whether the words complain at all: without, a loose mention accuses nobody
     */
    static Accusation among(
            List<Mention> mentions, Networks networks, String reporter, String provider, boolean complains) {
        List<String> doubts = spans(mentions);
        var addresses = withPorts(addresses(mentions, networks, complains, doubts), mentions);
        var urls = urls(mentions, addresses, reporter, provider, complains, doubts);
        var names = addresses.isEmpty() && urls.isEmpty()
                ? names(mentions, reporter, provider, complains)
                : List.<Mention>of();
        var victims = distinct(mentions, mention -> isAddress(mention) && isAttacked(mention));
        var sites = addresses.isEmpty()
                ? List.<Mention>of()
                : distinct(
                        mentions,
                        mention -> mention.place().kind() == Place.Kind.NAME
                                && isNotExcused(mention)
                                && Hosts.isPlausibleAlone(mention.place().text())
                                && !isOf(mention.place().text(), reporter, provider));
        return new Accusation(addresses, urls, names, sites, victims, doubts);
    }

    boolean isEmpty() {
        return addresses.isEmpty() && urls.isEmpty() && names.isEmpty();
    }

    private static List<Mention> addresses(
            List<Mention> mentions, Networks networks, boolean complains, List<String> doubts) {
        Set<String> excused = new HashSet<>();
        Set<String> attacked = new HashSet<>();
        for (var mention : mentions) {
            if (!isNotExcused(mention)) {
                excused.add(mention.place().text());
            }
            if (mention.standing() == Standing.ATTACKED) {
                attacked.add(mention.place().text());
            }
        }
        List<Mention> foreign = List.of();
        for (var standing : List.of(Standing.LABELLED_SOURCE, Standing.LABELLED, Standing.STATED, Standing.LOGGED)) {
            var unlabelled = standing == Standing.STATED || standing == Standing.LOGGED;
            var accused = distinct(
                    mentions,
                    mention -> isAddress(mention)
                            && mention.standing() == standing
                            && !(unlabelled && excused.contains(mention.place().text()))
                            && !(standing == Standing.LABELLED
                                    && attacked.contains(mention.place().text())));
            if (standing == Standing.STATED && !complains) {
                continue;
            }
            if (standing == Standing.LABELLED || standing == Standing.STATED) {
                accused = together(accused, networks);
            }
            var ours = accused.stream()
                    .filter(mention -> networks.isOurs(prefix(mention)))
                    .toList();
            if (!ours.isEmpty() || (!networks.known() && !accused.isEmpty())) {
                return ours.isEmpty() ? accused : ours;
            }
            if (foreign.isEmpty()) {
                foreign = accused;
            }
        }
        return foreign.isEmpty() ? loose(mentions, networks, excused, complains, doubts) : foreign;
    }

    /** A sentence accuses one machine and those it counts up; a plain label those that bear it again. */
    private static List<Mention> together(List<Mention> accused, Networks networks) {
        var first = accused.stream()
                .filter(mention -> isAddress(mention) && networks.isOurs(prefix(mention)))
                .findFirst()
                .or(() -> accused.stream().findFirst());
        return first.map(told -> accused.stream()
                        .filter(mention -> mention.equals(told)
                                || (told.label().isEmpty()
                                        ? mention.line() == told.line() && mention.enumerated()
                                        : mention.label().equals(told.label())))
                        .toList())
                .orElse(List.of());
    }

    /** One address that nothing is said about is meant; of several nobody knows which. */
    private static List<Mention> loose(
            List<Mention> mentions, Networks networks, Set<String> excused, boolean complains, List<String> doubts) {
        var loose = distinct(
                mentions,
                mention -> isAddress(mention)
                        && mention.standing() == Standing.LOOSE
                        && prefix(mention).isAddress()
                        && !excused.contains(mention.place().text()));
        var ours = loose.stream()
                .filter(mention -> networks.isOurs(prefix(mention)))
                .toList();
        var candidates = ours.isEmpty() ? loose : ours;
        if (candidates.size() == 1 && complains) {
            return candidates;
        }
        if (candidates.isEmpty() && complains && networks.known()) {
            return onlyOneOfOurs(mentions, networks);
        }
        // beside an attacked address a list may be of all the world's attackers: then only ours are for us
        var sided = ours.isEmpty() && mentions.stream().anyMatch(mention -> isAddress(mention) && isAttacked(mention));
        if (candidates.size() > 1 && complains && !sided && isList(candidates)) {
            return candidates;
        }
        if (candidates.size() > 1 && complains) {
            doubts.add("several addresses and nothing says which one is complained of: " + listed(candidates));
        }
        return List.of();
    }

    /** Rows that begin with an address each, or with a time and then the address, are a list of those meant. */
    private static boolean isList(List<Mention> candidates) {
        return candidates.stream().allMatch(Mention::beginsRow)
                && candidates.stream().map(Mention::line).distinct().count() == candidates.size()
                && candidates.getLast().line() - candidates.getFirst().line() < 2 * candidates.size();
    }

    /** Where no other address of ours occurs, words that would speak of a helper speak of it. */
    private static List<Mention> onlyOneOfOurs(List<Mention> mentions, Networks networks) {
        var ours = mentions.stream()
                .filter(mention ->
                        isAddress(mention) && prefix(mention).isAddress() && networks.isOurs(prefix(mention)))
                .toList();
        var one = distinct(ours, mention -> true);
        return one.size() == 1 && ours.stream().noneMatch(Accusation::isAttacked) ? one : List.of();
    }

    private static List<Mention> urls(
            List<Mention> mentions,
            List<Mention> addresses,
            String reporter,
            String provider,
            boolean complains,
            List<String> doubts) {
        if (!complains && mentions.stream().noneMatch(Mention::defanged)) {
            return List.of();
        }
        Predicate<Mention> believable = mention -> mention.place().kind() == Place.Kind.URL
                && (mention.defanged() || !isElsewhere(mention.place().text(), reporter, provider));
        var pages = mentions.stream().filter(believable).toList();
        if (pages.isEmpty()) {
            return List.of();
        }
        var defanged = distinct(pages, mention -> mention.defanged() && isNotExcused(mention));
        if (!defanged.isEmpty()) {
            return defanged;
        }
        for (var standing : List.of(Standing.LABELLED_SOURCE, Standing.LABELLED)) {
            var labelled = distinct(pages, mention -> mention.standing() == standing);
            if (!labelled.isEmpty()) {
                return standing == Standing.LABELLED ? together(labelled, Networks.UNKNOWN) : labelled;
            }
        }
        var stated = distinct(pages, mention -> mention.standing() == Standing.STATED);
        if (!stated.isEmpty()) {
            return stated.stream()
                    .filter(mention -> mention.line() == stated.getFirst().line())
                    .toList();
        }
        // once an address is accused, a page somewhere else in the text is an explanation or a signature
        var loose = distinct(
                pages,
                mention -> (mention.standing() == Standing.LOOSE || mention.standing() == Standing.LOGGED)
                        && (addresses.isEmpty() || isBeside(mention, addresses)));
        var hosts = loose.stream()
                .map(mention -> Hosts.ofUrl(mention.place().text()))
                .distinct()
                .count();
        if (hosts > 1) {
            doubts.add("several URLs and nothing says which one is complained of: " + listed(loose));
        }
        return hosts == 1 ? loose : List.of();
    }

    private static boolean isBeside(Mention page, List<Mention> addresses) {
        return addresses.stream().anyMatch(address -> Math.abs(address.line() - page.line()) <= NEAR);
    }

    private static boolean isNotExcused(Mention mention) {
        return !isAttacked(mention) && mention.standing() != Standing.BESIDE;
    }

    private static boolean isAttacked(Mention mention) {
        return mention.standing() == Standing.VICTIM || mention.standing() == Standing.ATTACKED;
    }

    private static List<Mention> names(List<Mention> mentions, String reporter, String provider, boolean complains) {
        Predicate<Mention> believable = mention -> mention.place().kind() == Place.Kind.NAME
                && (mention.defanged()
                        || (Hosts.isPlausibleAlone(mention.place().text())
                                && !isOf(mention.place().text(), reporter, provider)));
        if (!complains && mentions.stream().noneMatch(Mention::defanged)) {
            return List.of();
        }
        for (var standing : List.of(Standing.LABELLED_SOURCE, Standing.LABELLED, Standing.STATED)) {
            var named = distinct(mentions, believable.and(mention -> mention.standing() == standing));
            if (!named.isEmpty()) {
                return standing == Standing.STATED ? named.subList(0, 1) : named;
            }
        }
        // a name in running text may be anybody's; in the subject line, or made harmless, it is meant
        var meant = distinct(
                mentions,
                believable
                        .and(Accusation::isNotExcused)
                        .and(mention -> mention.defanged() || mention.line() < 0 || mentions.size() == 1));
        return meant.size() == 1 ? meant : List.of();
    }

    private static List<String> spans(List<Mention> mentions) {
        var spans = mentions.stream()
                .filter(mention -> mention.standing() == Standing.SPAN)
                .toList();
        List<String> doubts = new ArrayList<>();
        for (var i = 0; i + 1 < spans.size() && doubts.size() < MOST; i += 2) {
            doubts.add("a range of addresses that is no prefix, so nobody knows which is complained of: "
                    + spans.get(i).place().text() + " - "
                    + spans.get(i + 1).place().text());
        }
        return doubts;
    }

    private static boolean isElsewhere(String url, String reporter, String provider) {
        var host = Hosts.ofUrl(url).orElse("");
        return isOf(host, reporter, provider);
    }

    private static boolean isOf(String host, String reporter, String provider) {
        return REFERENCES.contains(OrganisationalDomain.of(host))
                || Hosts.sameOrganisation(reporter, host)
                || (!provider.isEmpty() && (host.equals(provider) || host.equals("www." + provider)));
    }

    private static boolean isAddress(Mention mention) {
        return mention.place().kind() == Place.Kind.ADDRESS;
    }

    private static Prefix prefix(Mention mention) {
        return Prefix.of(mention.place().text());
    }

    /** The first mention of each place. */
    private static List<Mention> distinct(List<Mention> mentions, Predicate<Mention> wanted) {
        Map<String, Mention> first = new LinkedHashMap<>();
        for (var mention : mentions) {
            if (first.size() < MOST && wanted.test(mention)) {
                var key = mention.place().text();
                first.putIfAbsent(key.endsWith("/") ? key.substring(0, key.length() - 1) : key, mention);
            }
        }
        return List.copyOf(first.values());
    }

    /** The subject line names the address, the log below tells its port. */
    private static List<Mention> withPorts(List<Mention> addresses, List<Mention> mentions) {
        return addresses.stream()
                .map(address -> mentions.stream()
                        .filter(mention ->
                                mention.place().text().equals(address.place().text())
                                        && mention.standing().compareTo(Standing.LOGGED) <= 0)
                        .reduce(address, Mention::orElsePortOf))
                .toList();
    }

    private static String listed(List<Mention> mentions) {
        return String.join(
                ", ",
                mentions.stream()
                        .limit(5)
                        .map(mention -> mention.place().text())
                        .toList());
    }

    /** An accused address that stands in the same line as the place, or the only one there is. */
    Optional<Mention> addressOf(Mention place) {
        return addresses.stream()
                .filter(address -> address.line() == place.line())
                .findFirst()
                .or(() -> addresses.size() == 1 ? Optional.of(addresses.getFirst()) : Optional.empty());
    }
}

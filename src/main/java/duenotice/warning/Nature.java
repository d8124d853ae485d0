package duenotice.warning;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What kind of trouble a letter tells of; each has a few sentences in {@code families.properties} (R12, R33). Types say
 * most of it; where the evidence told the same type apart more finely, the article that it chose does.
 */
final class Nature {
    /** No letter explains more kinds than this; its facts name them all. */
    private static final int MOST = 2;

    private static final Map<String, String> BY_ARTICLE = Map.of(
            "stolen-mail-account", "account",
            "spoofed-traffic", "spoofing",
            "command-server", "control");

    private static final Map<String, String> BY_TYPE = Map.ofEntries(
            Map.entry("connection/ddos", "flood"),
            Map.entry("connection/login_attack", "login"),
            Map.entry("connection/port_scan", "scan"),
            Map.entry("connection/reconnaissance", "scan"),
            Map.entry("connection/vulnerability_scan", "break-in"),
            Map.entry("connection/sql_injection", "break-in"),
            Map.entry("connection/scraping", "scraping"),
            Map.entry("connection/infected_host", "bot"),
            Map.entry("vulnerability/cve", "weakness"),
            Map.entry("content/malware", "malware"),
            Map.entry("content/remote_compromise", "web-shell"),
            Map.entry("content/phishing", "phishing"),
            Map.entry("content/fraud", "phishing"));

    private static final Map<String, String> BY_GROUP = Map.of(
            "messaging", "spam",
            "infrastructure", "bot",
            "vulnerability", "open-service",
            "content", "content",
            "copyright", "copyright",
            "reputation", "listing");

    private Nature() {}

    /**
     * Keys in {@code families.properties}, at least one.
     *
     * @param articles ids of those that go with the letter
     */
    static List<String> of(Category category, List<Type> types, Collection<String> articles) {
        if (category == Category.SERVER_UNDER_ATTACK) {
            return keys(types.stream().map(Nature::attack), "attacked.other");
        }
        var finer = articles.stream().filter(BY_ARTICLE::containsKey).map(BY_ARTICLE::get);
        var families = types.stream().map(Nature::family).toList();
        var told = finer.filter(family -> families.contains(coarser(family))).findFirst();
        return keys(
                families.stream()
                        .map(family ->
                                told.filter(one -> coarser(one).equals(family)).orElse(family))
                        .map(family -> "family." + family),
                "family.other");
    }

    private static List<String> keys(Stream<String> keys, String none) {
        var found = keys.distinct().limit(MOST).toList();
        return found.isEmpty() ? List.of(none) : found;
    }

    /** The family that a finer one is told apart from. */
    private static String coarser(String finer) {
        return switch (finer) {
            case "account" -> "spam";
            case "spoofing" -> "flood";
            case "control" -> "bot";
            default -> "";
        };
    }

    private static String family(Type type) {
        var family = BY_TYPE.get(type.toString());
        return family == null ? BY_GROUP.getOrDefault(type.group(), "other") : family;
    }

    private static String attack(Type type) {
        return "attacked."
                + switch (family(type)) {
                    case "flood" -> "flood";
                    case "login" -> "login";
                    case "scan" -> "scan";
                    case "break-in" -> "break-in";
                    default -> "other";
                };
    }
}

package duenotice.intake.format;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a table mean, by their names. Those of one meaning stand in the order in which they are believed.
 *
 * @param names as they stand in the heading
 * @param log whether it is the heading of a log
 */
record Columns(List<String> names, Map<Meaning, List<Integer>> byMeaning, boolean log) {
    enum Meaning {
        SOURCE,
        DESTINATION,
        /** First and last address of a range. */
        FIRST,
        LAST,
        PAGE,
        NAME,
        PORT,
        DESTINATION_PORT,
        TIME,
        KIND,
        /** Words that may hold the separator itself. */
        FREE
    }

    private static final Map<Meaning, List<String>> KNOWN = new EnumMap<>(Meaning.class);

    static {
        KNOWN.put(
                Meaning.SOURCE,
                List.of(
                        "srcip",
                        "sourceip",
                        "sourceipaddress",
                        "srcaddr",
                        "srcaddress",
                        "sourceaddress",
                        "source",
                        "src",
                        "attackerip",
                        "attackingip",
                        "attacker",
                        "offenderip",
                        "offender",
                        "networksourceipv4",
                        "networksourceipv6",
                        "infectedip",
                        "clientip",
                        "ip",
                        "ips",
                        "ipaddress",
                        "ipaddresses",
                        "ipaddr",
                        "ipstr",
                        "ipv4",
                        "ipv6",
                        "address",
                        "addresses",
                        "addr",
                        "hostip",
                        "serverip",
                        "cidr",
                        "prefix",
                        "subnet"));
        KNOWN.put(
                Meaning.DESTINATION,
                List.of(
                        "dstip",
                        "destip",
                        "destinationip",
                        "destinationipaddress",
                        "dstaddr",
                        "destaddr",
                        "destinationaddress",
                        "destination",
                        "dst",
                        "networkdestinationipv4",
                        "targetip",
                        "victimip",
                        "remoteip"));
        KNOWN.put(Meaning.FIRST, List.of("start", "firstip", "startip", "rangestart", "startofnetblock", "from"));
        KNOWN.put(Meaning.LAST, List.of("end", "lastip", "endip", "rangeend", "endofnetblock", "to"));
        KNOWN.put(
                Meaning.PAGE,
                List.of("url", "urls", "uri", "maliciousurl", "phishingurl", "phishurl", "malwareurl", "link", "page"));
        KNOWN.put(Meaning.NAME, List.of("domain", "domainname", "hostname", "host", "fqdn", "sourcehostname"));
        KNOWN.put(
                Meaning.PORT,
                List.of("srcport", "sourceport", "networksourceport", "localport", "port", "attackerport"));
        KNOWN.put(
                Meaning.DESTINATION_PORT,
                List.of(
                        "dstport",
                        "destport",
                        "destinationport",
                        "networkdestinationport",
                        "targetport",
                        "remoteport"));
        KNOWN.put(
                Meaning.TIME,
                List.of(
                        "sourcetime",
                        "timesource",
                        "eventtime",
                        "timestamp",
                        "time",
                        "datetime",
                        "datetimereceivedutc",
                        "attacktime",
                        "detected",
                        "detectedat",
                        "observedat",
                        "lastseen",
                        "lastreportedat",
                        "lastonline",
                        "lastattack",
                        "date",
                        "dateadded",
                        "firstseen",
                        "firstreporteddatetime",
                        "adddate",
                        "reportedat",
                        "observationtime"));
        KNOWN.put(
                Meaning.KIND,
                List.of(
                        "category",
                        "type",
                        "classificationtype",
                        "indicatorthreattype",
                        "threat",
                        "threattype",
                        "classification",
                        "report",
                        "eventtype",
                        "attacktype",
                        "botname",
                        "malware",
                        "malwarename",
                        "malwarefamily",
                        "trojanfamily",
                        "infection",
                        "family",
                        "hackmode",
                        "attack",
                        "reason",
                        "service",
                        "tags",
                        "tag",
                        "c2status",
                        "alertsignature",
                        "signature",
                        "alertcategory",
                        "rulename",
                        "ruledescription",
                        "description"));
        KNOWN.put(
                Meaning.FREE,
                List.of(
                        "asname",
                        "asninfo",
                        "asnname",
                        "asinfo",
                        "sourceasname",
                        "organisation",
                        "org",
                        "comment",
                        "comments"));
    }

    /** Columns that logs have and lists have not. */
    private static final Set<String> OF_LOGS =
            Set.of("action", "verdict", "disposition", "level", "loglevel", "msg", "message", "logger");

    private static final Set<Meaning> SUBJECTS =
            Set.of(Meaning.SOURCE, Meaning.DESTINATION, Meaning.PAGE, Meaning.NAME, Meaning.FIRST);

    static Columns of(List<String> names) {
        var byMeaning = new EnumMap<Meaning, List<Integer>>(Meaning.class);
        var plain = names.stream().map(Columns::plain).toList();
        KNOWN.forEach((meaning, known) -> {
            var columns = new ArrayList<Integer>();
            for (var name : known) {
                for (var i = 0; i < plain.size(); i++) {
                    if (plain.get(i).equals(name)) {
                        columns.add(i);
                    }
                }
            }
            byMeaning.put(meaning, columns);
        });
        var whole = new Columns(List.copyOf(names), byMeaning, plain.stream().anyMatch(OF_LOGS::contains));
        if (!whole.has(Meaning.FIRST) || !whole.has(Meaning.LAST)) {
            // one end alone is no range
            byMeaning.put(Meaning.FIRST, List.of());
            byMeaning.put(Meaning.LAST, List.of());
        }
        return whole;
    }

    /** Small letters and digits; a zone beside the name is told by {@link #saysUtc}. */
    private static String plain(String name) {
        var lower = name.toLowerCase(Locale.ROOT)
                .replace("(utc)", "")
                .replace("(gmt)", "")
                .replaceAll("(?:[_. ]utc)$", "");
        return lower.replaceAll("[^a-z0-9]", "").replaceAll("(address(?:es)?)s$", "$1");
    }

    List<Integer> of(Meaning meaning) {
        return byMeaning.getOrDefault(meaning, List.of());
    }

    boolean has(Meaning meaning) {
        return !of(meaning).isEmpty();
    }

    /** So many columns have a meaning we know. */
    int understood() {
        return (int)
                byMeaning.values().stream().flatMap(List::stream).distinct().count();
    }

    /** Whether rows under this heading can be about something. A log tells of what was allowed too, and accuses nobody by that. */
    boolean namesSubjects() {
        return !log && SUBJECTS.stream().anyMatch(this::has);
    }

    boolean saysUtc(int column) {
        var name = names.get(column).toLowerCase(Locale.ROOT);
        return name.contains("utc") || name.contains("gmt");
    }
}

package duenotice.intake.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of Shadowserver's reports, and how one is told by the name of its file or by its columns. */
final class ShadowserverReports {
    private static final String TABLE = "/formats/shadowserver.txt";

    /** {@code 2026-05-04-scan_memcached-hoster-asn.csv}; files saved by hand may bear the report's name alone. */
    private static final Pattern FILE =
            Pattern.compile("(?:\\d{4}-\\d{2}-\\d{2}-)?+([a-z][a-z0-9_]{2,60}+)(?:[-.].{0,300})?", Pattern.DOTALL);

    private static final Map<String, ShadowserverReport> EXACT = new HashMap<>();
    private static final List<Like> LIKE = new ArrayList<>();

    private record Like(String before, String behind, ShadowserverReport report) {
        boolean fits(String name) {
            return name.length() >= before.length() + behind.length()
                    && name.startsWith(before)
                    && name.endsWith(behind);
        }
    }

    static {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ShadowserverReports.class.getResourceAsStream(TABLE)),
                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .forEach(ShadowserverReports::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ShadowserverReports() {}

    private static void add(String line) {
        var fields = line.split("\\|");
        var subject = ShadowserverReport.Subject.of(fields[2].strip());
        for (var name : fields[3].strip().split(" +")) {
            var report =
                    new ShadowserverReport(name, fields[0].strip(), ShadowserverMeaning.of(fields[1].strip()), subject);
            var star = name.indexOf('*');
            if (star < 0) {
                EXACT.put(name, report);
            } else {
                LIKE.add(new Like(name.substring(0, star), name.substring(star + 1), report));
            }
        }
    }

    /** By the name of a file, an archive or a report. */
    static Optional<ShadowserverReport> ofFile(String fileName) {
        var matcher = FILE.matcher(fileName.toLowerCase(Locale.ROOT));
        return matcher.matches() ? named(matcher.group(1)) : Optional.empty();
    }

    /** By the report's own name, on IPv4 or IPv6. */
    static Optional<ShadowserverReport> named(String name) {
        return exact(name)
                .or(() -> exact(onIpv4(name)))
                .or(() -> LIKE.stream()
                        .filter(like -> like.fits(onIpv4(name)))
                        .findFirst()
                        .map(Like::report))
                .map(report -> report.named(name));
    }

    private static Optional<ShadowserverReport> exact(String name) {
        return Optional.ofNullable(EXACT.get(name));
    }

    private static String onIpv4(String name) {
        for (var twin : List.of("scan6_", "population6_", "event6_", "sinkhole6_")) {
            if (name.startsWith(twin)) {
                var kind = twin.substring(0, twin.length() - 2);
                return kind + (kind.equals("event") ? "4_" : "_") + name.substring(twin.length());
            }
        }
        return name.endsWith("6") ? name.substring(0, name.length() - 1) : name;
    }

    /** A report that nobody has named, by what stands in it; empty where that could mean anything. */
    static Optional<ShadowserverReport> like(TableRows rows) {
        if (rows.has("http_referer_ip")) {
            return known("event4_sinkhole_http_referer");
        }
        if (rows.has("src_ip")) {
            return event(rows);
        }
        if (!rows.has("ip")) {
            return rows.has("username") && rows.has("email") ? known("compromised_account") : Optional.empty();
        }
        if (rows.has("infection") || rows.has("cc") || rows.has("cc_ip") || rows.has("tor")) {
            return known("botnet_drone");
        }
        if (rows.has("http_host") && rows.has("category")) {
            return known("compromised_website");
        }
        if (rows.has("url")) {
            return rows.has("source") && rows.has("host") ? known("phish_url") : known("spam_url");
        }
        return rows.has("port") ? known("scan_unnamed") : known("blocklist");
    }

    /** Whose attack on whom: where the columns leave that open, nobody is said to be the victim. */
    private static Optional<ShadowserverReport> event(TableRows rows) {
        if (rows.has("max_pps") || rows.has("avg_pps")) {
            return known("event4_honeypot_ddos_amp");
        }
        if (rows.has("packet_randomized") || rows.has("dst_netmask")) {
            return Optional.empty();
        }
        if (rows.has("password") || rows.has("client_version")) {
            return known("event4_honeypot_brute_force");
        }
        if (rows.has("vulnerability_id") || rows.has("pattern")) {
            return known("event4_honeypot_http_scan");
        }
        if (rows.has("routedspoof")) {
            return known("event4_ip_spoofer");
        }
        return rows.has("query") ? known("event4_sinkhole_dns") : known("event4_sinkhole");
    }

    private static Optional<ShadowserverReport> known(String name) {
        return named(name);
    }
}

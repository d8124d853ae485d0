package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The 32 types of XARF 4.2, the fields each requires, and what older releases called them. */
final class XarfTypes {
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("messaging/spam", List.of("protocol")),
            Map.entry("messaging/bulk_messaging", List.of("protocol", "recipient_count")),
            Map.entry("connection/ddos", List.of("protocol", "first_seen")),
            Map.entry("connection/login_attack", List.of("protocol", "first_seen")),
            Map.entry("connection/port_scan", List.of("protocol", "first_seen")),
            Map.entry("connection/sql_injection", List.of("protocol", "first_seen")),
            Map.entry("connection/vulnerability_scan", List.of("scan_type", "protocol", "first_seen")),
            Map.entry("connection/reconnaissance", List.of("protocol", "probed_resources", "first_seen")),
            Map.entry("connection/scraping", List.of("protocol", "first_seen", "total_requests")),
            Map.entry("connection/infected_host", List.of("protocol", "bot_type", "first_seen")),
            Map.entry("infrastructure/botnet", List.of("compromise_evidence")),
            Map.entry("infrastructure/compromised_server", List.of("compromise_method")),
            Map.entry("vulnerability/cve", List.of("service", "service_port", "cve_id")),
            Map.entry("vulnerability/open_service", List.of("service")),
            Map.entry("vulnerability/misconfiguration", List.of("service")),
            Map.entry("content/malware", List.of("url")),
            Map.entry("content/remote_compromise", List.of("url", "compromise_type")),
            Map.entry("content/phishing", List.of("url")),
            Map.entry("content/fraud", List.of("url", "fraud_type")),
            Map.entry("content/brand_infringement", List.of("url", "infringement_type", "legitimate_site")),
            Map.entry("content/exposed_data", List.of("url", "data_types", "exposure_method")),
            Map.entry("content/suspicious_registration", List.of("url", "registration_date", "suspicious_indicators")),
            Map.entry("content/csam", List.of("url", "classification", "detection_method")),
            Map.entry("content/csem", List.of("url", "exploitation_type", "detection_method")),
            Map.entry("copyright/copyright", List.of("infringing_url")),
            Map.entry("copyright/cyberlocker", List.of("infringing_url", "hosting_service")),
            Map.entry("copyright/link_site", List.of("infringing_url", "site_name")),
            Map.entry("copyright/ugc_platform", List.of("infringing_url", "platform_name")),
            Map.entry("copyright/p2p", List.of("p2p_protocol")),
            Map.entry("copyright/usenet", List.of("newsgroup")),
            Map.entry("reputation/blocklist", List.of("threat_type")),
            Map.entry("reputation/threat_intelligence", List.of("threat_type")));

    private static final Set<String> CATEGORIES =
            Set.of("messaging", "connection", "content", "infrastructure", "copyright", "vulnerability", "reputation");

    /** Old or foreign names, by category where a name alone is not clear; "name" alone for any category. */
    private static final Map<String, String> OLDER = new HashMap<>();

    static {
        older(
                "messaging/spam",
                "social_engineering",
                "messaging/phishing",
                "messaging/malware",
                "messaging/scam",
                "spamtrap");
        older("messaging/bulk_messaging", "bulk", "bulk_email", "unsolicited_bulk");
        older(
                "connection/ddos",
                "ddos_amplification",
                "amplification",
                "dos",
                "ip_spoof",
                "syn_flood",
                "ddos_participant");
        older(
                "connection/login_attack",
                "auth_failure",
                "brute_force",
                "bruteforce",
                "loginattack",
                "login-attack",
                "ssh_attack");
        older("connection/port_scan", "portscan", "network_scan", "port_scanning", "scan");
        older("connection/sql_injection", "sqli", "injection");
        older(
                "connection/vulnerability_scan",
                "vuln_scanning",
                "vuln_scan",
                "vulnerability_scanning",
                "exploit",
                "exploit_attempt",
                "web_attack");
        older("connection/reconnaissance", "recon", "probing");
        older("connection/scraping", "webcrawler", "web_crawler", "crawler", "crawling");
        older("connection/infected_host", "connection/bot", "connection/botnet", "bot_activity", "infected");
        older("infrastructure/botnet", "infrastructure/bot", "c2", "c2_server", "command_and_control", "cnc");
        older(
                "infrastructure/compromised_server",
                "compromised_account",
                "compromised_website",
                "compromised_microsoft_exchange",
                "compromised_host",
                "infrastructure/compromised");
        older("vulnerability/cve", "cve");
        older("vulnerability/open_service", "open", "openservice", "open_resolver", "open_relay", "open_proxy");
        older(
                "vulnerability/misconfiguration",
                "ssl_freak",
                "ssl_poodle",
                "ssl_heartbleed",
                "ssl",
                "weak_crypto",
                "misconfigured");
        older("content/phishing", "phishing_site", "phishing");
        older("content/malware", "malware_distribution", "malware", "malware_hosting");
        older("content/remote_compromise", "defacement", "web_hack", "webshell", "hacked_website");
        older("content/fraud", "fraud", "fraud_site", "scam", "fake_shop");
        older(
                "content/brand_infringement",
                "trademark",
                "trademark_infringement",
                "counterfeit",
                "brand",
                "content/impersonation");
        older("content/exposed_data", "data_leak", "leaked_data", "data_exposure");
        older("content/csam", "csam", "child_abuse", "childabuse");
        older("copyright/copyright", "copyright", "dmca", "copyright_infringement");
        older("copyright/p2p", "torrent", "bittorrent", "filesharing");
        older("copyright/link_site", "linksite");
        older("reputation/blocklist", "blocklist", "blacklist", "ip_reclamation");
        older("reputation/threat_intelligence", "threat_intel", "trap", "reputation/ioc");
    }

    private static void older(String type, String... names) {
        for (var name : names) {
            OLDER.put(name, type);
        }
    }

    private XarfTypes() {}

    /** As {@code category/type}. */
    static Set<String> all() {
        return REQUIRED.keySet();
    }

    /** Every name with one meaning in all categories, of today and of before, to its type. */
    static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        OLDER.forEach((name, type) -> {
            if (name.indexOf('/') < 0) {
                names.put(name, type);
            }
        });
        REQUIRED.keySet().forEach(type -> names.put(type.substring(type.indexOf('/') + 1), type));
        return names;
    }

    static boolean isCategory(String group) {
        return CATEGORIES.contains(group);
    }

    /** The type of 4.2 for what a report calls it; empty where the name is in no release we know. */
    static Optional<Type> of(String group, String name) {
        var pair = group + "/" + name.toLowerCase(Locale.ROOT).replace('-', '_');
        if (REQUIRED.containsKey(pair)) {
            return Type.parse(pair);
        }
        var older = OLDER.get(pair);
        if (older == null) {
            older = OLDER.get(name.toLowerCase(Locale.ROOT).replace('-', '_'));
        }
        // a name that moved to another of our categories is not followed: the report's own category is surer
        return Optional.ofNullable(older)
                .map(Type::of)
                .filter(type -> !isCategory(group) || type.category() == category(group, type.name()));
    }

    /** Our category for a report whose type nobody knows. */
    static Category category(String group, String name) {
        return isCategory(group) && Type.parse(group + "/" + name).isPresent()
                ? Type.of(group + "/" + name).category()
                : isCategory(group) ? new Type(group, "unknown").category() : Category.OTHER;
    }

    static List<String> required(Type type) {
        return REQUIRED.getOrDefault(type.toString(), List.of());
    }
}

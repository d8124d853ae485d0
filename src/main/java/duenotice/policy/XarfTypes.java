package duenotice.policy;

import duenotice.report.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The 32 types of XARF 4.2, for which it is checked that each finds its policy. */
final class XarfTypes {
    private static final Map<String, List<String>> NAMES = Map.of(
            "messaging", List.of("spam", "bulk_messaging"),
            "connection",
                    List.of(
                            "ddos",
                            "login_attack",
                            "port_scan",
                            "sql_injection",
                            "vulnerability_scan",
                            "reconnaissance",
                            "scraping",
                            "infected_host"),
            "infrastructure", List.of("botnet", "compromised_server"),
            "vulnerability", List.of("cve", "open_service", "misconfiguration"),
            "content",
                    List.of(
                            "malware",
                            "remote_compromise",
                            "phishing",
                            "fraud",
                            "brand_infringement",
                            "exposed_data",
                            "suspicious_registration",
                            "csam",
                            "csem"),
            "copyright", List.of("copyright", "cyberlocker", "link_site", "ugc_platform", "p2p", "usenet"),
            "reputation", List.of("blocklist", "threat_intelligence"));

    static final List<Type> ALL = NAMES.entrySet().stream()
            .flatMap(group -> group.getValue().stream().map(name -> new Type(group.getKey(), name)))
            .sorted((left, right) -> left.toString().compareTo(right.toString()))
            .toList();

    private XarfTypes() {}

    /** Everything that can stand in a policy's list of types. */
    static List<String> patterns() {
        return Stream.concat(
                        NAMES.keySet().stream().sorted().map(group -> group + "/*"),
                        ALL.stream().map(Type::toString))
                .toList();
    }
}

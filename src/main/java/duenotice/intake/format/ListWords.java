package duenotice.intake.format;

import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What lists call things, in one or two words: a column's value or name, a list's heading, a file's name. */
final class ListWords {
    private static final int MOST_WORDS = 200;

    /** Characters; what is longer is no name but says what happened. */
    private static final int LONGEST_NAME = 20;

    private static final Map<String, String> WORDS = new HashMap<>();

    /** Beginnings of words, tried where a word is not known as a whole. */
    private static final Map<String, String> BEGINNINGS = new HashMap<>();

    static {
        words("infrastructure/botnet", "c2", "cnc", "botnet", "bot", "bots", "zombie", "drone", "drones", "rat");
        words("infrastructure/botnet", "sinkhole", "infected", "infection", "trojan", "worm", "conficker", "mirai");
        words("content/phishing", "phish", "phishing");
        words("connection/login_attack", "bruteforce", "brute", "login", "sshpwauth", "sshclient", "vncrfb");
        words("connection/login_attack", "rdp", "telnetlogin", "smtpauth", "sshauth", "telnetauth", "credential");
        words(
                "connection/port_scan",
                "scan",
                "scanner",
                "scanners",
                "scanning",
                "portscan",
                "darknet",
                "probe",
                "probes");
        words("connection/vulnerability_scan", "exploit", "exploits", "exploitation", "webattack", "wpscanner");
        words("connection/sql_injection", "sqli", "sqlinjection");
        words("connection/scraping", "crawler", "scraper", "scraping", "harvester", "harvesting");
        words("connection/ddos", "ddos", "dos", "flood", "amplification", "amplifier", "reflector");
        words(
                "vulnerability/open_service",
                "openresolver",
                "openresolvers",
                "openrelay",
                "openproxy",
                "proxy",
                "proxies");
        words("vulnerability/open_service", "resolver", "relay", "socks", "socks4", "socks5");
        words("messaging/spam", "spam", "spammer", "spammers", "spambot", "spamtrap", "stopforumspam", "forumspam");
        words("content/remote_compromise", "defacement", "defaced", "webshell", "hackmode");
        words("content/fraud", "scam", "fraud", "fakeshop");
        words(
                "reputation/blocklist",
                "blocklist",
                "blocklists",
                "blacklist",
                "blacklisted",
                "drop",
                "greylist",
                "banlist");
        BEGINNINGS.put("phish", "content/phishing");
        BEGINNINGS.put("bruteforce", "connection/login_attack");
        BEGINNINGS.put("defac", "content/remote_compromise");
        BEGINNINGS.put("ransomware", "content/malware");
        BEGINNINGS.put("malware", "content/malware");
        BEGINNINGS.put("openresolver", "vulnerability/open_service");
        BEGINNINGS.put("botnet", "infrastructure/botnet");
        BEGINNINGS.put("iotscan", "connection/port_scan");
        BEGINNINGS.put("command", "infrastructure/botnet");
        BEGINNINGS.put("controller", "infrastructure/botnet");
    }

    /** Services that people log in to: a bare list that is named after one lists those who try. */
    private static final List<String> SERVICES =
            List.of("ssh", "imap", "pop3", "ftp", "sip", "smtp", "telnet", "rdp", "vnc", "mysql", "courierlogin");

    private ListWords() {}

    private static void words(String type, String... words) {
        for (var word : words) {
            WORDS.put(word, type);
        }
    }

    /**
     * The type that the first telling word names.
     *
     * @param page whether what is listed is a page: malware then lies there, elsewhere it runs there
     */
    static Optional<Type> type(String text, boolean page) {
        for (var word : split(text)) {
            var known = WORDS.get(word);
            if (known == null) {
                known = BEGINNINGS.entrySet().stream()
                        .filter(beginning -> word.startsWith(beginning.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
            }
            if (known != null) {
                return Optional.of(Type.of(onWhat(known, page)));
            }
        }
        return text.length() > LONGEST_NAME
                ? ComplaintWords.in("", List.of(text)).type()
                : Optional.empty();
    }

    private static String onWhat(String type, boolean page) {
        return switch (type) {
            case "content/malware" -> page ? type : "infrastructure/botnet";
            case "infrastructure/botnet" -> page ? "content/malware" : type;
            default -> type;
        };
    }

    /** For what calls a bare list: a service that is attacked, else any telling word. */
    static Optional<Type> ofBareList(String name) {
        return split(name).stream().anyMatch(SERVICES::contains)
                ? Optional.of(Type.of("connection/login_attack"))
                : type(name, false);
    }

    private static List<String> split(String text) {
        var words = new ArrayList<String>();
        var lower = text.toLowerCase(Locale.ROOT).replace("c&c", "c2").replace("brute-force", "bruteforce");
        var start = -1;
        for (var i = 0; i <= lower.length() && words.size() < MOST_WORDS; i++) {
            var within = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (within && start < 0) {
                start = i;
            } else if (!within && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}

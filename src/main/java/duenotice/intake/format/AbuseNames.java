package duenotice.intake.format;

import duenotice.report.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What other formats call a kind of abuse, as a type of XARF 4.2. Spelling does not matter: {@code LoginAttack},
 * {@code login-attack} and {@code login_attack} are one name.
 */
final class AbuseNames {
    private static final Map<String, Type> TYPES = new HashMap<>();

    /** What stands behind {@code open-}, {@code open_} or {@code open} where a service answers strangers. */
    private static final List<String> OPEN_SERVICES = List.of(
            "resolver",
            "dnsresolver",
            "recursiveresolver",
            "recursor",
            "service",
            "dns",
            "ntp",
            "ntpmonlist",
            "snmp",
            "ldap",
            "cldap",
            "ssdp",
            "upnp",
            "memcached",
            "portmapper",
            "portmap",
            "rpcbind",
            "redis",
            "mongodb",
            "elasticsearch",
            "couchdb",
            "netbios",
            "mdns",
            "chargen",
            "qotd",
            "tftp",
            "relay",
            "proxy",
            "socks",
            "socksproxy",
            "telnet",
            "rdp",
            "smb",
            "vnc",
            "ipmi",
            "natpmp",
            "xdmcp",
            "mqtt",
            "docker",
            "adb",
            "rsync",
            "nfs",
            "mssql",
            "mysql",
            "postgresql",
            "ftp");

    static {
        XarfTypes.names().forEach((name, type) -> TYPES.put(plain(name), Type.of(type)));
        // X-ARF 0.1 and 0.2, and services as blocklist.de and fail2ban name them
        named(
                "connection/login_attack",
                "login",
                "logins",
                "ssh",
                "sshd",
                "ssh2",
                "sftp",
                "ftp",
                "ftpd",
                "proftpd",
                "pureftpd",
                "vsftpd",
                "imap",
                "pop3",
                "courierimap",
                "courierpop3",
                "dovecot",
                "sasl",
                "smtpauth",
                "postfixsasl",
                "telnet",
                "rdp",
                "mysql",
                "wordpress",
                "wplogin",
                "bruteforcelogin",
                "bruteforceattack",
                "credentialstuffing",
                "sip",
                "asterisk",
                "voip",
                "voipattack",
                "passwordattack",
                "unauthorizedaccess",
                "webmail");
        named("connection/port_scan", "portflood", "portscanner", "netscan", "firewall", "scanning", "scanner");
        named("connection/ddos", "apacheddos", "ddosattack", "dosattack", "flood", "synflood", "udpflood", "dnsattack");
        named(
                "connection/vulnerability_scan",
                "rfiattack",
                "rfi",
                "webattack",
                "exploitattempt",
                "hackattempt",
                "hacking",
                "webapplicationattack",
                "apache",
                "nginx",
                "http",
                "https",
                "modsecurity");
        named("connection/scraping", "badbot", "badbots", "webscraping", "harvester");
        named(
                "connection/infected_host",
                "regbot",
                "regbots",
                "bot",
                "zombie",
                "botnetmember",
                "botnetclient",
                "infected",
                "infectedmachine",
                "sinkhole",
                "spambot",
                "commentspam",
                "forumspam",
                "blogspam",
                "botinfection",
                "botnetinfection",
                "malwareinfection",
                "infectedsystem",
                "virusinfection",
                "trojan",
                "worm",
                "drone",
                "botnetdrone",
                "webspam");
        named(
                "infrastructure/botnet",
                "c2",
                "cnc",
                "cc",
                "c2server",
                "cncserver",
                "commandandcontrol",
                "ircbot",
                "ircbotnet",
                "botnetactivity",
                "botnetcontroller",
                "rpzrewrite");
        named(
                "messaging/spam",
                "email",
                "mail",
                "mailspam",
                "emailspam",
                "postfix",
                "exim",
                "amavis",
                "smtp",
                "unsolicited",
                "ube",
                "uce",
                "dictionaryattack",
                "spamserver",
                "phishingurlmailserver",
                "mailserver");
        named(
                "content/phishing",
                "phish",
                "phishingattack",
                "phishingsite",
                "phishingurl",
                "phishingwebsite",
                "webphishing",
                "phishingredirect",
                "phishingdropsite");
        named(
                "content/malware",
                "malwareattack",
                "virus",
                "viruses",
                "maliciouscode",
                "malwareurl",
                "malwaredistributionsite",
                "malicious",
                "adware",
                "ransomware",
                "maliciousadware",
                "evil",
                "downloadsite",
                "exploitkit",
                "webinject",
                "skimmer",
                "webskimmer",
                "cryptojacker",
                "malwarehost");
        named("content/remote_compromise", "defaced", "hackedsite", "compromisedsite", "shell", "phpshell", "portals");
        named(
                "content/fraud",
                "surveyscam",
                "fakeshopping",
                "advancefeefraud",
                "investmentscam",
                "cryptoscam",
                "cryptocurrencyinvestmentscam",
                "techsupportscam",
                "healthscam",
                "giftcardscam",
                "scamsite",
                "fraudsite",
                "fakepharmacy");
        named("content/brand_infringement", "trademarkabuse", "brandabuse", "impersonation", "counterfeiting");
        named("content/csam", "childpornography", "childporn", "childsexualabuse", "cp");
        named("copyright/copyright", "copyrightviolation", "piracy", "dmcanotice");
        named("reputation/blocklist", "dnsbl", "rbl", "blacklisting", "listing");
        named(
                "vulnerability/open_service",
                "openproxyserver",
                "dnsopenresolver",
                "recursiveresolver",
                "exposedservice");
        OPEN_SERVICES.forEach(service -> named("vulnerability/open_service", "open" + service));
        named("connection/reconnaissance", "reconnaissance", "probe", "probes", "suspicious");
        named(
                "infrastructure/compromised_server",
                "potentiallycompromisedaccount",
                "rootkit",
                "hackedserver",
                "compromised");
    }

    private AbuseNames() {}

    private static void named(String type, String... names) {
        for (var name : names) {
            TYPES.put(name, Type.of(type));
        }
    }

    /** Empty where nobody knows the name, or where it names no abuse ({@code info}, {@code abuse}). */
    static Optional<Type> type(String name) {
        if (name.length() > 60) {
            return Optional.empty();
        }
        var plain = plain(name);
        var one = plain.endsWith("ies")
                ? plain.substring(0, plain.length() - 3) + "y"
                : plain.endsWith("s") ? plain.substring(0, plain.length() - 1) : plain;
        return Optional.ofNullable(TYPES.get(plain)).or(() -> Optional.ofNullable(TYPES.get(one)));
    }

    private static String plain(String name) {
        var letters = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(character -> letters.append((char) character));
        return letters.toString();
    }
}

package duenotice.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which articles stand in which notice. */
class KnowledgeTest {
    private static final Knowledge knowledge = Knowledge.shipped();

    /** One for each of the usual troubles. */
    private static final List<String> ALL = List.of(
            "blocklist-entry",
            "bot-infection",
            "command-server",
            "compromised-cms",
            "content-notice",
            "crypto-miner",
            "ddos-target",
            "exposed-container-api",
            "exposed-database",
            "exposed-rdp",
            "exposed-remote-console",
            "exposed-smb",
            "malware-download",
            "open-dns-resolver",
            "open-elasticsearch",
            "open-ldap",
            "open-legacy-services",
            "open-mail-relay",
            "open-memcached",
            "open-mongodb",
            "open-netbios-mdns",
            "open-ntp",
            "open-portmapper",
            "open-proxy",
            "open-redis",
            "open-snmp",
            "open-ssdp",
            "outbound-ddos",
            "phishing-page",
            "port-scan",
            "spam-script",
            "spoofed-traffic",
            "ssh-brute-force",
            "stolen-mail-account");

    /** XARF 4.2. */
    private static final Set<String> TYPES = Set.of(
            "messaging/spam",
            "messaging/bulk_messaging",
            "connection/ddos",
            "connection/login_attack",
            "connection/port_scan",
            "connection/sql_injection",
            "connection/vulnerability_scan",
            "connection/reconnaissance",
            "connection/scraping",
            "connection/infected_host",
            "infrastructure/botnet",
            "infrastructure/compromised_server",
            "vulnerability/cve",
            "vulnerability/open_service",
            "vulnerability/misconfiguration",
            "content/malware",
            "content/remote_compromise",
            "content/phishing",
            "content/fraud",
            "content/brand_infringement",
            "content/exposed_data",
            "content/suspicious_registration",
            "content/csam",
            "content/csem",
            "copyright/copyright",
            "copyright/cyberlocker",
            "copyright/link_site",
            "copyright/ugc_platform",
            "copyright/p2p",
            "copyright/usenet",
            "reputation/blocklist",
            "reputation/threat_intelligence");

    private static List<String> ids(Category category, String type, String... evidence) {
        return knowledge.forTypes(category, List.of(Type.of(type)), List.of(evidence), Locale.ENGLISH).stream()
                .map(Article::id)
                .toList();
    }

    @Test
    void an_open_memcached_has_steps() {
        assertThat(ids(Category.SYSTEM_COMPROMISE, "vulnerability/open_service", "{\"service\": \"memcached\"}"))
                .containsExactly("open-memcached");
        assertThat(ids(Category.SYSTEM_COMPROMISE, "vulnerability/open_service", "\"service_port\": 11211"))
                .containsExactly("open-memcached");
    }

    @ParameterizedTest
    @CsvSource({
        "vulnerability/open_service, a service on port 50001",
        "vulnerability/open_service, host 198.51.100.53 answers on port 12345 since 2026-11-21 05:30:53",
        "vulnerability/misconfiguration, weak cipher suites on port 443",
        "vulnerability/cve, CVE-2026-12345 in a web application",
        "connection/vulnerability_scan, many requests",
        "connection/reconnaissance, ''",
        "connection/sql_injection, 1 OR 1=1 in a query",
        "connection/scraping, 40000 pages an hour",
        "infrastructure/compromised_server, a login in strangers' hands",
        "content/exposed_data, a list of customers",
        "content/suspicious_registration, registered yesterday",
        "content/csam, memcached dns wordpress",
        "content/csem, memcached dns wordpress",
        "reputation/threat_intelligence, seen by a sensor",
        "other/unknown, something"
    })
    void what_nobody_can_name_has_none(String type, String evidence) {
        assertThat(ids(Type.of(type).category(), type, evidence)).isEmpty();
    }

    /** The types that say enough by themselves; the rest of the 32 of XARF stands in the list above. */
    @ParameterizedTest
    @CsvSource({
        "messaging/spam, spam-script;stolen-mail-account",
        "messaging/bulk_messaging, spam-script;stolen-mail-account",
        "connection/ddos, outbound-ddos",
        "connection/login_attack, ssh-brute-force",
        "connection/port_scan, port-scan",
        "connection/infected_host, bot-infection",
        "infrastructure/botnet, bot-infection",
        "content/malware, malware-download",
        "content/remote_compromise, compromised-cms",
        "content/phishing, phishing-page",
        "content/fraud, content-notice",
        "content/brand_infringement, content-notice",
        "copyright/copyright, content-notice",
        "copyright/cyberlocker, content-notice",
        "copyright/link_site, content-notice",
        "copyright/ugc_platform, content-notice",
        "copyright/p2p, content-notice",
        "copyright/usenet, content-notice",
        "reputation/blocklist, blocklist-entry"
    })
    void a_type_that_says_enough_has_its_article(String type, String articles) {
        assertThat(ids(Type.of(type).category(), type)).containsExactly(articles.split(";"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vulnerability/open_service | open DNS resolver (recursion available) | open-dns-resolver",
                "vulnerability/open_service | 2026-11-21 04:00:00 UTC scan_dns 198.51.100.7 port 53 | open-dns-resolver",
                "connection/ddos | DNS amplification seen from it | open-dns-resolver",
                "vulnerability/open_service | scan_ntpmonitor 198.51.100.7 port 123 | open-ntp",
                "vulnerability/misconfiguration | NTP monlist is enabled | open-ntp",
                "connection/ddos | NTP amplification, 12 Gbit/s | open-ntp",
                "vulnerability/open_service | port 11211 | open-memcached",
                "vulnerability/open_service | scan_portmapper 198.51.100.7 port 111, severity high | open-portmapper",
                "vulnerability/open_service | service rpcbind | open-portmapper",
                "vulnerability/open_service | SSDP answers M-SEARCH on 1900/udp | open-ssdp",
                "vulnerability/open_service | scan_ldap_udp 198.51.100.7 port 389 | open-ldap",
                "connection/ddos | reflection by CLDAP | open-ldap",
                "vulnerability/open_service | SNMP with community public | open-snmp",
                "vulnerability/open_service | scan_chargen 198.51.100.7 port 19 | open-legacy-services",
                "vulnerability/open_service | scan_qotd 198.51.100.7 port 17 | open-legacy-services",
                "vulnerability/open_service | scan_tftp 198.51.100.7 port 69 | open-legacy-services",
                "vulnerability/open_service | scan_netbios 198.51.100.7 port 137 | open-netbios-mdns",
                "vulnerability/open_service | scan_mdns 198.51.100.7 port 5353 | open-netbios-mdns",
                "vulnerability/open_service | service rdp on port 3389 | exposed-rdp",
                "vulnerability/cve | vulnerable to BlueKeep | exposed-rdp",
                "vulnerability/open_service | scan_smb 198.51.100.7 port 445, SMBv1 | exposed-smb",
                "vulnerability/cve | MS17-010 not installed | exposed-smb",
                "vulnerability/open_service | service redis | open-redis",
                "vulnerability/open_service | scan_mongodb 198.51.100.7 port 27017 | open-mongodb",
                "content/exposed_data | customers in a MongoDB without a password | open-mongodb",
                "vulnerability/open_service | scan_elasticsearch 198.51.100.7 port 9200 | open-elasticsearch",
                "vulnerability/open_service | scan_mysql 198.51.100.7 port 3306 | exposed-database",
                "vulnerability/open_service | scan_mssql 198.51.100.7 port 1434 | exposed-database",
                "vulnerability/open_service | scan_postgres 198.51.100.7 port 5432 | exposed-database",
                "vulnerability/open_service | scan_docker 198.51.100.7 port 2375 | exposed-container-api",
                "vulnerability/open_service | scan_kubernetes 198.51.100.7 port 6443 | exposed-container-api",
                "vulnerability/open_service | scan_telnet 198.51.100.7 port 23 | exposed-remote-console",
                "vulnerability/open_service | scan_vnc 198.51.100.7 port 5900 | exposed-remote-console",
                "vulnerability/open_service | scan_ipmi 198.51.100.7 port 623 | exposed-remote-console",
                "vulnerability/open_service | scan_http_proxy 198.51.100.7 port 3128 | open-proxy",
                "vulnerability/open_service | open SOCKS proxy on port 1080 | open-proxy",
                "messaging/spam | sent through an open proxy | open-proxy",
                "vulnerability/open_service | open relay, mail to strangers accepted | open-mail-relay",
                "messaging/spam | your server is an open relay | open-mail-relay",
                "messaging/spam | (Authenticated sender: info@shop.example) | stolen-mail-account",
                "messaging/spam | X-PHP-Originating-Script: 33:x.php | spam-script",
                "infrastructure/compromised_server | WordPress site with a web shell | compromised-cms",
                "content/malware | file below a Joomla upload folder, web shell | compromised-cms",
                "content/phishing | a bank's login page | phishing-page",
                "content/malware | an .exe for download | malware-download",
                "connection/login_attack | sshd: failed password | ssh-brute-force",
                "infrastructure/botnet | 2026-11-21 04:00:00 UTC event4_sinkhole 198.51.100.7 port 50123, infection andromeda"
                        + " | bot-infection",
                "infrastructure/botnet | Connection to known C2 server 203.0.113.9 | bot-infection",
                "infrastructure/compromised_server | runs a trojan | bot-infection",
                "infrastructure/botnet | Botnet C&C on port 8443 | command-server",
                "infrastructure/botnet | Botnet controller at 198.51.100.7 | command-server",
                "infrastructure/botnet | scan_post_exploitation_framework 198.51.100.7 | command-server",
                "infrastructure/compromised_server | XMRig talks to a mining pool | crypto-miner",
                "connection/port_scan | port 22 at 4000 addresses | port-scan",
                "connection/vulnerability_scan | User-Agent: zgrab/0.x | port-scan",
                "connection/ddos | 40 Gbit/s UDP | outbound-ddos",
                "vulnerability/misconfiguration | event4_ip_spoofer 198.51.100.7, severity medium | spoofed-traffic",
                "connection/ddos | packets with spoofed source addresses leave you | spoofed-traffic",
                "reputation/blocklist | listed in SBL | blocklist-entry",
                "reputation/threat_intelligence | listed on a DNSBL | blocklist-entry",
                "copyright/p2p | a film by BitTorrent | content-notice"
            })
    void known_trouble_has_its_article(String type, String evidence, String article) {
        assertThat(ids(Type.of(type).category(), type, evidence)).containsExactly(article);
    }

    @Test
    void spam_of_unknown_origin_has_both_usual_causes_and_evidence_tells_them_apart() {
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "Subject: cheap watches"))
                .containsExactly("spam-script", "stolen-mail-account");
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "X-PHP-Originating-Script: 33:x.php"))
                .containsExactly("spam-script");
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "(Authenticated sender: info@shop.example)"))
                .containsExactly("stolen-mail-account");
    }

    @Test
    void a_victim_is_helped_as_a_victim() {
        assertThat(ids(Category.SERVER_UNDER_ATTACK, "connection/ddos", "DNS amplification against it"))
                .containsExactly("ddos-target");
        assertThat(ids(Category.SERVER_UNDER_ATTACK, "other/unknown")).containsExactly("ddos-target");
        assertThat(ids(Category.SERVER_UNDER_ATTACK, "connection/ddos", "spoofed source, NTP monlist"))
                .containsExactly("ddos-target");
    }

    @Test
    void a_language_without_the_article_gets_english_and_is_told_so() {
        var german = knowledge
                .article("open-memcached", Locale.forLanguageTag("de-AT"))
                .orElseThrow();
        var hindi =
                knowledge.article("open-memcached", Locale.forLanguageTag("hi")).orElseThrow();

        assertThat(german.language()).isEqualTo(Locale.GERMAN);
        assertThat(german.detect().title()).isEqualTo("Erkennen");
        assertThat(hindi.language()).isEqualTo(Locale.ENGLISH);
        assertThat(knowledge.article("no-such-thing", Locale.ENGLISH)).isEmpty();
    }

    static List<Article> everyArticle() {
        var all = new ArrayList<>(knowledge.articles(Locale.ENGLISH));
        all.addAll(knowledge.articles(Locale.GERMAN));
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyArticle")
    void every_article_is_whole(Article article) {
        assertThat(article.title()).isNotBlank();
        assertThat(article.lead().plainText()).hasSizeGreaterThan(60);
        assertThat(article.serves()).isNotEmpty();
        assertThat(article.types()).allMatch(type -> TYPES.contains(type.toString()) || type.equals(Type.UNKNOWN));
        assertThat(article.types()).as("nobody is told anything about that").noneMatch(Type::isChildAbuse);
        assertThat(article.sections()).allSatisfy(section -> {
            assertThat(section.title()).isNotBlank();
            assertThat(section.text().plainText()).hasSizeGreaterThan(60);
        });
        assertThat(article.detect().text().commands()).as("a command to see it").isNotEmpty();
        assertThat(article.verify().text().commands())
                .as("a command to prove it")
                .isNotEmpty();
        assertThat(article.references())
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(reference.url()).startsWith("https://"));
        // Bare small numbers would be found in every address and date.
        assertThat(article.serves().stream().flatMap(rule -> rule.evidence().stream()))
                .noneMatch(word -> word.phrase().strip().matches("[0-9]{1,5}"));
    }

    @Test
    void every_article_is_there_in_both_languages_with_the_same_commands() {
        var english = knowledge.articles(Locale.ENGLISH);
        var german = knowledge.articles(Locale.GERMAN);

        assertThat(english).extracting(Article::id).containsExactlyElementsOf(ALL);
        assertThat(german).allMatch(article -> article.language().equals(Locale.GERMAN));
        assertThat(german.stream().map(Article::id))
                .isEqualTo(english.stream().map(Article::id).toList());
        for (var index = 0; index < english.size(); index++) {
            assertThat(commands(german.get(index))).isEqualTo(commands(english.get(index)));
            assertThat(german.get(index).title())
                    .isNotEqualTo(english.get(index).title());
        }
    }

    private static List<String> commands(Article article) {
        return article.sections().stream()
                .flatMap(section -> section.text().commands().stream())
                .toList();
    }
}

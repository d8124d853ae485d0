package duenotice.intake.format;

import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses from words what a text complains of. Keyword matching lies: a newsletter on football is no copyright
 * complaint. So a type needs weight, a clear lead over the next one, and words that are denied do not count.
 */
final class ComplaintWords {
    /** What one mention in the running text is worth at least before a type is believed. */
    private static final int ENOUGH = 3;

    private static final int SUBJECT_FACTOR = 3;

    /** Repeating a word makes it no truer without end. */
    private static final int MOST_OF_ONE_WORD = 3;

    /** Words scanned; an abuse desk's letter has said what it is about by then. */
    private static final int MOST_WORDS = 1500;

    private static final Map<String, List<Weight>> WEIGHTS = new HashMap<>();

    /** Words that begin a phrase of two. */
    private static final Set<String> FIRST_WORDS = new HashSet<>();

    private record Weight(Type type, int weight) {}

    static {
        weigh(
                "connection/login_attack",
                "4 brute force,bruteforce,bruteforcing,login attack,login attacks,password guessing,dictionary attack,failed password,"
                        + "credential stuffing,ssh attack,ssh attacks,ssh bruteforce,password attack,password spraying,force brute,"
                        + "fuerza bruta,forza bruta;"
                        + "3 login attempts,login attempt,failed login,failed logins,failed authentication,authentication failure,"
                        + "authentication failed,invalid user,illegal user,authentication attempts,logon attempts,unauthorized login,"
                        + "login versuche,loginversuche,anmeldeversuche,fehlgeschlagene anmeldung,fehlgeschlagene login,"
                        + "tentatives connexion,wp login;"
                        + "2 fail2ban,sshd,ssh login,maximum authentication,sasl login,auth failed,unauthorized access");
        weigh(
                "connection/port_scan",
                "4 port scan,portscan,port scans,portscans,port scanning,portscanning,port scanner,scanning ports,netscan,network scan,"
                        + "network scans,network scanning,scan ports,ports scannés,escaneo puertos;3 nmap,masscan,host sweep,port sweep,"
                        + "probing ports,multiple ports");
        weigh(
                "connection/ddos",
                "5 ddos,denial of,syn flood,udp flood,icmp flood,http flood,dos attack,dos attacks;"
                        + "3 amplification attack,reflection attack,flooding,flood attack,packet flood,volumetric attack");
        weigh(
                "vulnerability/open_service",
                "7 open resolver,open resolvers,open recursive,open dns,open memcached,open ntp,open snmp,open ldap,open ssdp,"
                        + "open portmapper,open rpcbind,open redis,open mongodb,open elasticsearch,open proxy,open proxies,open relay,"
                        + "exposed service,exposed services,offener resolver,offene resolver,offenen resolver,offener dns,open netbios,"
                        + "open mdns,open chargen,open tftp,open service,open services;"
                        + "4 publicly accessible,openly accessible,openly available,open to,öffentlich erreichbar,offen erreichbar,"
                        + "accessible from;3 memcached,cldap,portmapper,rpcbind,ssdp,chargen");
        weigh("connection/sql_injection", "5 sql injection,sql injections,sqli,sqlmap");
        weigh(
                "connection/vulnerability_scan",
                "4 vulnerability scan,vulnerability scans,vulnerability scanning,vulnerability scanner,exploit attempt,exploit attempts,"
                        + "exploitation attempt,exploitation attempts,web attack,web attacks,path traversal,directory traversal,"
                        + "remote file,log4shell,log4j;3 web scan,web scanning,exploit scan,scanning for,xmlrpc php");
        weigh(
                "connection/infected_host",
                "5 are infected,is infected,infected by,infected with;4 infected host,infected hosts,infected machine,infected machines,infected systems,infected devices,infected system,infected device,bot infection,malware infection,"
                        + "sinkhole,botnet infection,botnet drone,infizierter rechner,infiziertes system;2 botnet");
        weigh(
                "infrastructure/botnet",
                "6 c2 server,c2 servers,c&c server,command and,cnc server,botnet controller,botnet c2,botnet server,c c server");
        weigh(
                "infrastructure/compromised_server",
                "4 compromised server,hacked server,compromised host,compromised machine,compromised system,server compromised,"
                        + "server hacked,gehackter server,kompromittierter server,kompromittiert;3 been compromised,been hacked");
        weigh(
                "connection/scraping",
                "4 scraping,web scraping,scraper,screen scraping;3 aggressive crawler,bad bot,crawling");
        weigh(
                "messaging/spam",
                "7 phishing email,phishing emails,phishing mail,phishing mails,phishing e,phishing message,phishing messages;"
                        + "4 spam,spams,spammed,spamming,spammer,unsolicited bulk,unsolicited email,unsolicited mail,unsolicited commercial,spamtrap,spam trap,"
                        + "junk mail,unerwünschte werbung,pourriel,courrier indésirable,bulk email;3 unsolicited,spamvertised");
        weigh(
                "content/phishing",
                "4 phishing,phish,phishingseite,hameçonnage,hameconnage,credential harvesting,fake login,fraudulent login,fishing site;"
                        + "2 fraudulent website,fraudulent site,site frauduleux,impersonating,steal credentials");
        weigh(
                "content/malware",
                "4 malware,trojan,ransomware,malicious file,malicious files,malicious software,malicious payload,malicious code,"
                        + "drive by,schadsoftware,schadcode,logiciel malveillant,maliciel,exploit kit;2 virus,dropper,malicious url");
        weigh(
                "content/remote_compromise",
                "5 webshell,web shell,defacement,defaced,hacked website,hacked site,compromised website,compromised site,"
                        + "gehackte website,gehackte webseite,site piraté");
        weigh(
                "content/fraud",
                "4 scam,fake shop,fakeshop,investment fraud,online fraud,advance fee,betrügerisch,betrug,arnaque,escroquerie,estafa,"
                        + "fraudulent shop;2 fraud,fraudulent,fraude");
        weigh(
                "copyright/copyright",
                "5 dmca,copyright infringement,copyright infringing;4 copyright,copyrights,copyrighted,piracy,pirated,urheberrecht,"
                        + "urheberrechtsverletzung,d auteur,derechos autor;2 infringement,infringing,intellectual property,streaming");
        weigh("copyright/p2p", "5 bittorrent,torrent,peer to,p2p,filesharing,file sharing");
        weigh(
                "content/brand_infringement",
                "5 trademark,trademarks,counterfeit,counterfeits,brand infringement,markenrecht,marque déposée,trademark infringement");
        weigh(
                "content/csam",
                "12 child sexual,csam,child pornography,child porn,child abuse,child exploitation,kinderpornografie,kinderpornographie,"
                        + "pédopornographie,pornografía infantil,sexual abuse");
        weigh(
                "content/exposed_data",
                "4 data leak,leaked data,exposed database,exposed data,data exposure,leaked database,exposed credentials");
        weigh("reputation/blocklist", "3 blacklisted,blocklisted,been listed,sbl listing;2 blacklist,blocklist");
    }

    /** Words that say that somebody complains, not of what. */
    private static final Set<String> COMPLAINING = Set.of(
            "abuse",
            "abusive",
            "attack",
            "attacks",
            "attacked",
            "attacking",
            "attacker",
            "complaint",
            "complain",
            "incident",
            "malicious",
            "hack",
            "hacked",
            "hacking",
            "hacker",
            "illegal",
            "infringement",
            "takedown",
            "violation",
            "violates",
            "intrusion",
            "botnet",
            "exploit",
            "suspicious",
            "unauthorized",
            "compromised",
            "infected",
            "missbrauch",
            "angriff",
            "angriffe",
            "angriffen",
            "beschwerde",
            "attaque",
            "attaques",
            "signalement",
            "plainte",
            "malveillance",
            "abus",
            "ataque",
            "ataques",
            "denuncia",
            "abuso",
            "vulnerable",
            "vulnerability",
            "fraud",
            "fraudulent",
            "fraude",
            "scan",
            "scans",
            "scanning",
            "offending",
            "offender",
            "aanval",
            "misbruik",
            "overlast",
            "blacklisted",
            "flood");

    private static final Set<String> DENIALS =
            Set.of("not", "no", "anti", "non", "never", "without", "kein", "keine", "nicht", "pas", "sans", "sin");

    /** Behind these a word names a tool or a department. */
    private static final Set<String> TOOLS = Set.of(
            "filter",
            "filters",
            "score",
            "scores",
            "protection",
            "policy",
            "status",
            "flag",
            "level",
            "folder",
            "free",
            "checker",
            "scanner",
            "department",
            "team",
            "awareness",
            "box");

    private final Map<Type, Integer> scores = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private boolean complaining;

    private ComplaintWords() {}

    /**
     * @param subject empty where there is none
     * @param text what the complainant wrote, without pasted mails
     */
    static ComplaintWords in(String subject, List<String> text) {
        var words = new ComplaintWords();
        words.count(Labels.words(bounded(subject)), SUBJECT_FACTOR);
        var budget = MOST_WORDS;
        List<String> body = new ArrayList<>();
        for (var line : text) {
            body.addAll(Labels.words(bounded(line)));
            if (body.size() > budget) {
                break;
            }
        }
        words.count(body, 1);
        return words;
    }

    /** Empty where no type leads clearly. */
    Optional<Type> type() {
        Optional<Type> best = Optional.empty();
        var most = 0;
        var second = 0;
        for (var score : scores.entrySet()) {
            if (score.getValue() > most) {
                second = most;
                most = score.getValue();
                best = Optional.of(score.getKey());
            } else {
                second = Math.max(second, score.getValue());
            }
        }
        return most >= ENOUGH && most > second ? best : Optional.empty();
    }

    /** Whether somebody complains of something at all. */
    boolean complains() {
        return complaining || scores.values().stream().anyMatch(score -> score >= ENOUGH);
    }

    private void count(List<String> words, int factor) {
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var before = i > 0 ? words.get(i - 1) : "";
            var next = i + 1 < words.size() ? words.get(i + 1) : "";
            // what stands in the small print of every advertisement
            var claimed = word.startsWith("trademark") && (before.equals("registered") || next.equals("of"));
            if (DENIALS.contains(before) || TOOLS.contains(next) || claimed) {
                continue;
            }
            complaining |= COMPLAINING.contains(word);
            add(word, factor);
            if (!next.isEmpty() && FIRST_WORDS.contains(word)) {
                add(word + " " + next, factor);
            }
        }
    }

    private void add(String phrase, int factor) {
        var weights = WEIGHTS.get(phrase);
        if (weights == null || counted.merge(phrase, 1, Integer::sum) > MOST_OF_ONE_WORD) {
            return;
        }
        for (var weight : weights) {
            scores.merge(weight.type, weight.weight * factor, Integer::sum);
        }
    }

    private static String bounded(String line) {
        return line.length() > Place.LONGEST_LINE ? line.substring(0, Place.LONGEST_LINE) : line;
    }

    private static void weigh(String type, String phrases) {
        for (var group : phrases.split(";")) {
            var space = group.indexOf(' ');
            var weight = Integer.parseInt(group.substring(0, space));
            for (var phrase : group.substring(space + 1).split(",")) {
                WEIGHTS.computeIfAbsent(phrase, _ -> new ArrayList<>()).add(new Weight(Type.of(type), weight));
                var blank = phrase.indexOf(' ');
                if (blank > 0) {
                    FIRST_WORDS.add(phrase.substring(0, blank));
                }
            }
        }
    }
}

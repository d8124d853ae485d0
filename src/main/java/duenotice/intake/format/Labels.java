package duenotice.intake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the words before a colon say of the value behind it, in the languages complaints come in. */
final class Labels {
    /** A label; more words are a sentence. */
    private static final int MOST_WORDS = 12;

    /** Beginnings of words that their grammar bends: Slavic, Turkic, and those written without blanks. */
    private static final Stems SOURCE_STEMS = Stems.of(
            "źródł",
            "zrodl",
            "atakując",
            "nadawc",
            "spraw",
            "zainfekowan",
            "złośliw",
            "zdroj",
            "útoč",
            "utoc",
            "odesílat",
            "škodliv",
            "источник",
            "атакующ",
            "нарушител",
            "отправител",
            "злоумышл",
            "заражён",
            "заражен",
            "вредонос",
            "kaynak",
            "kaynağ",
            "saldırgan",
            "saldıran",
            "gönderen",
            "zararlı",
            "джерел",
            "зловмисн",
            "hyökkää",
            "lähde",
            "támad",
            "forrás",
            "atacator",
            "angrip",
            "angrib",
            "送信元",
            "攻撃元",
            "攻撃者",
            "発信元",
            "接続元",
            "感染",
            "加害",
            "攻击源",
            "攻击者",
            "攻击ip",
            "攻击来源",
            "攻擊",
            "来源",
            "來源",
            "源地址",
            "源ip",
            "恶意",
            "惡意",
            "发件",
            "출발지",
            "공격자",
            "공격",
            "발신");

    private static final Stems PLAIN_STEMS = Stems.of(
            "adres",
            "serwer",
            "serveru",
            "сервер",
            "адрес",
            "хост",
            "сайт",
            "домен",
            "ссылк",
            "stron",
            "domen",
            "domén",
            "stránk",
            "odkaz",
            "sunucu",
            "bağlantı",
            "アドレス",
            "サーバ",
            "ドメイン",
            "ホスト",
            "地址",
            "服务器",
            "伺服器",
            "域名",
            "网址",
            "網址",
            "链接",
            "連結",
            "주소",
            "서버",
            "도메인",
            "主机",
            "主機");

    private static final Stems VICTIM_STEMS = Stems.of(
            "docelow",
            "ofiar",
            "atakowan",
            "odbiorc",
            "cílov",
            "cilov",
            "oběť",
            "příjem",
            "жертв",
            "цель",
            "цели",
            "получат",
            "назначен",
            "атакуем",
            "hedef",
            "kurban",
            "alıcı",
            "宛先",
            "被害",
            "標的",
            "攻撃先",
            "目标",
            "目標",
            "目的",
            "受害",
            "被攻击",
            "被攻擊",
            "목적지",
            "피해",
            "수신");

    private static final Set<String> SOURCE = Set.of(
            "source",
            "src",
            "srcip",
            "sourceip",
            "quelle",
            "quell",
            "quellip",
            "origin",
            "origine",
            "origen",
            "bron",
            "attacker",
            "attackers",
            "attacking",
            "angreifer",
            "angreifende",
            "attaquant",
            "atacante",
            "aanvaller",
            "offender",
            "offending",
            "abuser",
            "abusive",
            "abusing",
            "intruder",
            "hacker",
            "perpetrator",
            "culprit",
            "suspect",
            "suspicious",
            "malicious",
            "bot",
            "bots",
            "infected",
            "compromised",
            "rhost",
            "sender",
            "spammer",
            "scanner",
            "infringing",
            "infringer",
            "phishing",
            "malware",
            "spam",
            "fraud",
            "fraudulent",
            "fraudulenta",
            "frauduleux",
            "verursacher",
            "täter",
            "remote",
            "client",
            "verdächtige",
            "unauthorized",
            "infringement",
            "c2",
            "attaquante",
            "malveillante",
            "malveillant",
            "fautive",
            "émettrice",
            "expéditeur",
            "expediteur",
            "infractor",
            "infrator",
            "remitente",
            "remetente",
            "emisor",
            "emissor",
            "maliciosa",
            "malicioso",
            "infectado",
            "infectada",
            "infectée",
            "sorgente",
            "attaccante",
            "aggressore",
            "mittente",
            "provenienza",
            "infetto",
            "infetta",
            "bronip",
            "aanvallend",
            "aanvallende",
            "afzender",
            "kwaadaardige",
            "origem",
            "källa",
            "avsändare",
            "kilde",
            "afsender",
            "sursa",
            "sursă",
            "infiziert",
            "infizierte",
            "infiziertes",
            "absender",
            "from",
            "von",
            "your",
            "ihre",
            "votre");

    private static final Set<String> PLAIN = Set.of(
            "ip",
            "ips",
            "ipv4",
            "ipv6",
            "ipaddress",
            "ipaddr",
            "ipadresse",
            "address",
            "addresses",
            "adresse",
            "adres",
            "indirizzo",
            "dirección",
            "direccion",
            "endereço",
            "endereco",
            "host",
            "hosts",
            "hostname",
            "server",
            "servers",
            "serveur",
            "servidor",
            "rechner",
            "machine",
            "system",
            "url",
            "urls",
            "uri",
            "link",
            "links",
            "lien",
            "enlace",
            "domain",
            "domains",
            "domaine",
            "dominio",
            "fqdn",
            "site",
            "sites",
            "website",
            "webseite",
            "webpage",
            "sitio",
            "seite",
            "page",
            "location",
            "download",
            "resource",
            "asset",
            "pagina",
            "página",
            "domein",
            "equipo",
            "macchina",
            "máquina",
            "hôte",
            "ordinateur",
            "sito",
            "domínio",
            "alan",
            "concerne",
            "concerned",
            "affected",
            "betroffene",
            "resolver",
            "proxy");

    private static final Set<String> VICTIM = Set.of(
            "destination",
            "dest",
            "dst",
            "dstip",
            "destip",
            "destinationip",
            "target",
            "targets",
            "targeted",
            "targetip",
            "victim",
            "victims",
            "ziel",
            "zielip",
            "zieladresse",
            "opfer",
            "cible",
            "victime",
            "destinataire",
            "destino",
            "víctima",
            "victima",
            "doel",
            "slachtoffer",
            "attacked",
            "angegriffen",
            "angegriffene",
            "angegriffener",
            "local",
            "lhost",
            "recipient",
            "lip",
            "daddr",
            "protected",
            "attackiert",
            "attackierte",
            "ciblée",
            "objetivo",
            "destinatario",
            "destinatário",
            "destinazione",
            "vittima",
            "bersaglio",
            "doelwit",
            "bestemming",
            "ontvanger",
            "vítima",
            "alvo",
            "cel",
            "cíl",
            "mål",
            "offer",
            "mottagare",
            "empfänger");

    /** Machines that stand beside the matter. */
    private static final Set<String> BESIDE = Set.of(
            "reporter",
            "reporting",
            "melder",
            "detector",
            "sensor",
            "honeypot",
            "relay",
            "gateway",
            "nameserver",
            "nameservers",
            "ns",
            "dns",
            "mx",
            "whois",
            "agent",
            "version",
            "hop",
            "traceroute",
            "netmask",
            "subnet",
            "network",
            "route",
            "inetnum",
            "inet6num",
            "netrange",
            "cidr",
            "route6",
            "remarks",
            "descr",
            "via",
            "through",
            "netname",
            "nserver",
            "nexthop");

    /** Pages that explain, prove or are imitated. */
    private static final Set<String> BESIDE_PAGES = Set.of(
            "reference",
            "references",
            "referenz",
            "ticket",
            "info",
            "information",
            "infos",
            "details",
            "contact",
            "kontakt",
            "documentation",
            "docs",
            "policy",
            "terms",
            "privacy",
            "legitimate",
            "legit",
            "original",
            "originals",
            "genuine",
            "authentic",
            "official",
            "officiel",
            "offizielle",
            "brand",
            "referer",
            "referrer",
            "schema",
            "unsubscribe",
            "screenshot",
            "evidence",
            "proof",
            "homepage",
            "www",
            "web",
            "tel",
            "fax",
            "mail",
            "email",
            "owner",
            "work",
            "works",
            "werk",
            "report",
            "reports",
            "bericht",
            "rapport",
            "see",
            "siehe",
            "voir",
            "more",
            "case",
            "visit",
            "help",
            "faq",
            "about");

    private static final Set<String> OURS = Set.of(
            "our",
            "my",
            "unser",
            "unsere",
            "unserer",
            "unserem",
            "unseren",
            "mein",
            "meine",
            "meinem",
            "notre",
            "nos",
            "mon",
            "nuestro",
            "nuestra",
            "onze",
            "ons",
            "us",
            "uns",
            "nuestros",
            "nuestras",
            "nostro",
            "nostra",
            "nosso",
            "nossa",
            "nossos",
            "nasz",
            "nasza",
            "nasze",
            "naszego",
            "naszej",
            "náš",
            "naše",
            "našeho",
            "naší",
            "наш",
            "наша",
            "наше",
            "нашего",
            "нашей",
            "наши",
            "vår",
            "vores",
            "våra",
            "bizim",
            "弊社",
            "当社",
            "我们",
            "我們",
            "我司",
            "저희",
            "우리");

    private Labels() {}

    /** Empty where the words are no label we know. */
    static Optional<Standing> of(String label, Place.Kind kind) {
        var words = words(label);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            return Optional.empty();
        }
        var agent = agent(words);
        if (agent > 0 && isWitness(words.get(agent - 1))) {
            return Optional.of(Standing.BESIDE);
        }
        // "our server was attacked by these IPs" speaks of what stands behind the preposition
        return of(agent < 0 ? words : words.subList(agent + 1, words.size()), agent >= 0, kind);
    }

    private static int agent(List<String> words) {
        for (var i = words.size() - 1; i >= 0; i--) {
            switch (words.get(i)) {
                case "by", "from", "von", "durch", "par", "por", "door" -> {
                    return i;
                }
                default -> {}
            }
        }
        return -1;
    }

    private static Optional<Standing> of(List<String> words, boolean agent, Place.Kind kind) {
        var source = agent;
        var plain = agent;
        var beside = false;
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var next = i + 1 < words.size() ? words.get(i + 1) : "";
            var afterNext = i + 2 < words.size() ? words.get(i + 2) : "";
            // "attacked IP" is the victim, "IPs that attacked us" are not
            var victim = isVictim(word) && (isPlace(next) || !isDeed(word));
            if (victim || isOurs(word) && (isPlace(next) || isPlace(afterNext))) {
                return Optional.of(Standing.VICTIM);
            }
            source |= isSource(word);
            plain |= isPlace(word);
            beside |= isBeside(word, kind) && !(word.equals("web") && words.size() > 1);
        }
        if (words.size() == 1 && words.getFirst().equals("to")) {
            return Optional.of(Standing.VICTIM);
        }
        // "Open DNS resolver: ..." names the culprit, "DNS: ..." does not
        if (beside && !(kind == Place.Kind.ADDRESS && (source || words.contains("open")))) {
            return Optional.of(Standing.BESIDE);
        }
        if (source) {
            return Optional.of(Standing.LABELLED_SOURCE);
        }
        return plain ? Optional.of(Standing.LABELLED) : Optional.empty();
    }

    private static boolean isBent(String word, Stems stems) {
        return (word.length() > 4 || word.length() > 1 && !isAscii(word)) && stems.fit(word);
    }

    private static boolean isAscii(String word) {
        for (var i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /** Chinese and Japanese; Korean words bend, but behind their stem. */
    static boolean isWrittenWithoutBlanks(char character) {
        return character >= '\u2e80' && character <= '\u9fff' || character >= '\uac00' && character <= '\ud7af';
    }

    static boolean isOurs(String word) {
        return OURS.contains(word);
    }

    static boolean isPlace(String word) {
        return PLAIN.contains(word) || isBent(word, PLAIN_STEMS);
    }

    static boolean isSource(String word) {
        return SOURCE.contains(word) || isBent(word, SOURCE_STEMS);
    }

    static boolean isVictim(String word) {
        return VICTIM.contains(word) || isBent(word, VICTIM_STEMS);
    }

    static boolean isBeside(String word, Place.Kind kind) {
        return BESIDE.contains(word) || (kind != Place.Kind.ADDRESS && BESIDE_PAGES.contains(word));
    }

    private static boolean isDeed(String word) {
        return word.equals("attacked")
                || word.equals("targeted")
                || word.startsWith("angegriffen")
                || word.startsWith("attackiert");
    }

    /** What somebody does who sees an attack and has no part in it: {@code detected by 192.0.2.1}. */
    static boolean isWitness(String word) {
        return switch (word) {
            case "reported",
                    "detected",
                    "observed",
                    "received",
                    "seen",
                    "monitored",
                    "logged",
                    "recorded",
                    "issued",
                    "collected",
                    "gemeldet",
                    "erkannt",
                    "blocked",
                    "mitigated",
                    "filtered" -> true;
            default -> false;
        };
    }

    /** Lower-case words; {@code src_ip}, {@code source-ip} and {@code IP-Adresse} are two. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var lower = text.toLowerCase(Locale.ROOT);
        var start = -1;
        for (var i = 0; i <= lower.length(); i++) {
            var letter = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}

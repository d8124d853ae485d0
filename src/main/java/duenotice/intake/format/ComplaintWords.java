package duenotice.intake.format;

import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                "4 brute force,brute forcing,brute forced,bruteforce,bruteforcing,login attack,login attacks,password guessing,dictionary attack,failed password,"
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

    static {
        weigh(
                "connection/login_attack",
                "4 attaque brute,attaques brute,force brut,ataque fuerza,tentativi accesso,tentativi login,inlogpogingen,inlogpoging,tentativas login,tentativas acesso,pokušů přihlášení,intentos acceso,intentos login,tentatives login,bruteforce aanval,brute-force-angriffe,brute-force-angriff,wörterbuchangriff,anmeldeversuch,fehlgeschlagene anmeldungen,fehlgeschlagenen anmeldeversuche,passwort raten,kaba kuvvet,parola denemeleri,próby logowania,prób logowania,próba logowania,попытки входа,попыток входа,попытки авторизации,подбор паролей,подбор пароля;2 contraseña,mot passe,wachtwoord");
        weigh(
                "connection/port_scan",
                "4 de ports,balayage ports,balayage de,escaneo de,barrido puertos,scansione porte,scansione delle,poortscan,poortscans,varredura portas,varredura de,skanowanie portów,skenování portů,сканирование портов,port taraması,scanne les,portskanning");
        weigh(
                "connection/ddos",
                "5 attack target,scale attack,spoofed monlist,monlist requests,reflected attack,spoofed requests,déni de,denegación de,negación servicio,negazione del,negação de,odmowa usługi,odepření služby,hizmet engelleme,dienstverweigerung");
        weigh(
                "messaging/spam",
                "4 pourriels,indésirables,courriels indésirables,correo basura,no solicitado,no deseado,posta indesiderata,ongewenste mail,niet gevraagde,não solicitado,não solicitados,lixo eletrónico,niechciana poczta,nevyžádaná pošta,nevyžádané zprávy,skräppost,roskaposti,spammail,spammails,spam mails,spam mail,spamversand,massenmail,werbemails,unverlangte,unaufgeforderte");
        weigh(
                "content/phishing",
                "4 hameçonnages,suplantación,suplantación identidad,pagina truffa,phishingsite,phishingpagina,página falsa,página phishing,strona phishingowa,phishingová stránka,phishingové,фишинговый сайт,fausse page,faux site,fake bank,gefälschte,gefälschten,nagemaakte,clonada,falsa página");
        weigh(
                "content/malware",
                "4 logiciels malveillants,programa malicioso,código malicioso,software malicioso,codice malevolo,kwaadaardige software,schadprogramm,schadprogramme,złośliwe oprogramowanie,škodlivý software,вредоносное по,zararlı yazılım,virus informatique,viren");
        weigh(
                "content/fraud",
                "4 fraudeur,truffa,truffe,oplichting,nepwinkel,burla,golpe,oszustwo,podvod,dolandırıcılık,faux magasin,boutique frauduleuse,tienda falsa");
        weigh(
                "copyright/copyright",
                "5 violation droits,propriété intellectuelle,propiedad intelectual,proprietà intellettuale,auteursrecht,auteursrechten,direitos autorais,praw autorskich,autorských práv,авторских прав,telif hakkı,raubkopie,contrefaçon");
        weigh(
                "connection/infected_host",
                "4 machine infectée,équipement infecté,equipo infectado,equipos infectados,macchina infetta,sistema infetto,geïnfecteerd,geïnfecteerde,máquina infectada,infizierte rechner,infizierte systeme,infizierten systeme,infizierten rechner,zainfekowany komputer,nakažený počítač,заражённый компьютер,zombi;3 botnetz,infiziert");
        weigh(
                "infrastructure/compromised_server",
                "4 serveur compromis,serveur piraté,servidor comprometido,servidor hackeado,server compromesso,gehackte server,gekraakte server,servidor invadido,взломанный сервер");
        weigh(
                "vulnerability/open_service",
                "6 résolveur ouvert,résolveurs ouverts,resolver abierto,resolvers abiertos,dns abierto,risolutore aperto,proxy ouvert,proxy abierto,offene dns,offene dienste,offener dienst,offene proxy,open recursor,dns recursivo,öffentlich zugängliche;5 reflection amplifier,amplification vulnerable,used for amplification");
        weigh(
                "connection/vulnerability_scan",
                "4 schwachstellenscan,schwachstellenscans,escaneo vulnerabilidades,scan vulnérabilités,сканирование уязвимостей,zafiyet taraması");
        weigh(
                "content/remote_compromise",
                "4 site défiguré,défacement,piratage,sitio hackeado,sito hackerato,site invadido");
    }

    /** A beginning of words that bend, or a phrase of a language without blanks. */
    private record Stem(String text, List<Weight> weights) {}

    private static final List<Stem> STEMS = new ArrayList<>();

    /** The same by their first letter, for words that are parted by blanks. */
    private static final Map<Character, List<Stem>> STEMS_BY_LETTER = new HashMap<>();

    static {
        bent(
                "connection/login_attack",
                "4 bruteforc;3 brute-forc,перебор,подбор,logowani,přihlaš,パスワード攻撃,ブルートフォース,不正ログイン,ログイン試行,"
                        + "総当たり,辞書攻撃,暴力破解,密码猜测,登录尝试,登入嘗試,撞库,무차별,로그인 시도");
        bent("connection/port_scan", "4 сканирован,skanowani,skenován,ポートスキャン,端口扫描,連接埠掃描,포트 스캔,포트스캔");
        bent("connection/ddos", "5 ddos攻撃,ddos攻击,ddos攻擊,サービス妨害,サービス拒否,拒绝服务,阻斷服務,디도스;3 флуд,フラッド");
        bent("connection/vulnerability_scan", "4 脆弱性スキャン,漏洞扫描,漏洞掃描,취약점 스캔,эксплуатац");
        bent("connection/sql_injection", "5 sqlインジェクション,sql注入,sql-инъекц,sql-enjeksiyon");
        bent(
                "connection/infected_host",
                "4 zainfekowan,nakažen,infikovan,заражён,заражен,マルウェア感染,ボット感染,感染した,僵尸网络,殭屍網路,감염");
        bent(
                "infrastructure/compromised_server",
                "4 взломан,скомпрометир,zhakowan,kompromitovan,改ざん,不正アクセスされ,被入侵,被黑,해킹당한");
        bent(
                "vulnerability/open_service",
                "6 オープンリゾルバ,オープンリゾルバー,オープンプロキシ,開放されたdns,开放解析,开放代理,открытый резолвер,открытый прокси;4 открытый dns");
        bent("messaging/spam", "4 спам,рассылк,迷惑メール,スパム,垃圾邮件,垃圾郵件,垃圾信,스팸;3 nevyžádan,niechcian,istenmeyen");
        bent("content/phishing", "4 фишинг,oltalam,フィッシング,偽サイト,钓鱼,釣魚,피싱,仿冒;3 wyłudz,podvodn");
        bent("content/malware", "4 вредоносн,マルウェア,ウイルス,恶意软件,惡意軟體,木马,木馬,病毒,악성코드,złośliw,škodliv,zararlı yazılım");
        bent("content/fraud", "4 мошенн,oszust,dolandırıc,詐欺,诈骗,詐騙,사기;3 podvod");
        bent("copyright/copyright", "5 著作権,版权,版權,著作權,저작권,авторск,autorsk,telif");
        bent("content/brand_infringement", "5 商標,商标,товарн знак,상표");
        bent("content/csam", "12 児童ポルノ,儿童色情,兒童色情,детск порно");
    }

    private static void bent(String type, String phrases) {
        for (var group : phrases.split(";")) {
            var space = group.indexOf(' ');
            var weight = new Weight(Type.of(type), Integer.parseInt(group.substring(0, space)));
            for (var phrase : group.substring(space + 1).split(",")) {
                var stem = new Stem(phrase, List.of(weight));
                STEMS.add(stem);
                STEMS_BY_LETTER
                        .computeIfAbsent(phrase.charAt(0), _ -> new ArrayList<>())
                        .add(stem);
            }
        }
    }

    /** Beginnings of words that complain, in languages that bend them or write them without blanks. */
    private static final Stems COMPLAINING_STEMS = Stems.of(
            "nadużyc",
            "atak",
            "skarg",
            "incydent",
            "zneužit",
            "útok",
            "stížnost",
            "злоупотреб",
            "атак",
            "жалоб",
            "инцидент",
            "взлом",
            "наруш",
            "несанкцион",
            "kötüye",
            "saldırı",
            "şikayet",
            "ihlal",
            "攻撃",
            "不正",
            "苦情",
            "通報",
            "迷惑",
            "攻击",
            "攻擊",
            "投诉",
            "投訴",
            "滥用",
            "濫用",
            "举报",
            "舉報",
            "恶意",
            "惡意",
            "入侵",
            "공격",
            "신고",
            "침해",
            "악성",
            "misbrug",
            "missbruk",
            "angrep",
            "angreb",
            "väärinkäyt",
            "hyökkäy",
            "visszaél",
            "támadá",
            "abuz",
            "atac");

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
            "flood",
            "abusos",
            "intrusión",
            "intrusione",
            "attacchi",
            "attacco",
            "segnalazione",
            "reclamo",
            "violazione",
            "abusi",
            "aanvallen",
            "klacht",
            "inbraak",
            "ataca",
            "atacando",
            "denúncia",
            "queixa",
            "reclamação",
            "violação",
            "intrusão",
            "reclamación",
            "queja",
            "malicieux",
            "malveillante",
            "malveillantes",
            "intrusions",
            "piratage",
            "abuser",
            "incidents",
            "incidente",
            "vorfall",
            "missbräuchlich",
            "missbraucht",
            "rechtsverletzung",
            "störung",
            "belästigung");

    private static final Set<String> DENIALS = Set.of(
            "not", "no", "anti", "non", "never", "without", "kein", "keine", "nicht", "pas", "sans", "sin", "senza",
            "zonder", "geen", "sem", "bez", "без");

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
        var before = "";
        var meaning = words.isEmpty() ? Meaning.NONE : Meaning.of(words.getFirst());
        var denied = false;
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var next = i + 1 < words.size() ? words.get(i + 1) : "";
            var nextMeaning = next.isEmpty() ? Meaning.NONE : Meaning.of(next);
            // what stands in the small print of every advertisement
            var claimed = word.startsWith("trademark") && (before.equals("registered") || next.equals("of"));
            if (!denied && !nextMeaning.tool && !claimed) {
                complaining |= meaning.complaining;
                add(word, meaning.weights, factor);
                if (word.charAt(0) > 127 || word.length() > 3) {
                    bent(word, next, factor);
                }
                if (meaning.beginsPhrase && !next.isEmpty()) {
                    var phrase = word + " " + next;
                    add(phrase, WEIGHTS.getOrDefault(phrase, List.of()), factor);
                }
            }
            denied = meaning.denial;
            meaning = nextMeaning;
            before = word;
        }
    }

    /** What the lists above say of one word: most words of a text stand in none of them. */
    private record Meaning(
            List<Weight> weights, boolean complaining, boolean denial, boolean tool, boolean beginsPhrase) {
        static final Meaning NONE = new Meaning(List.of(), false, false, false, false);

        private static final Map<String, Meaning> KNOWN = Stream.of(
                        WEIGHTS.keySet(), COMPLAINING, DENIALS, TOOLS, FIRST_WORDS)
                .flatMap(Set::stream)
                .distinct()
                .collect(Collectors.toMap(
                        word -> word,
                        word -> new Meaning(
                                WEIGHTS.getOrDefault(word, List.of()),
                                COMPLAINING.contains(word),
                                DENIALS.contains(word),
                                TOOLS.contains(word),
                                FIRST_WORDS.contains(word))));

        static Meaning of(String word) {
            return KNOWN.getOrDefault(word, NONE);
        }
    }

    private void add(String phrase, List<Weight> weights, int factor) {
        if (weights.isEmpty() || counted.merge(phrase, 1, Integer::sum) > MOST_OF_ONE_WORD) {
            return;
        }
        for (var weight : weights) {
            scores.merge(weight.type, weight.weight * factor, Integer::sum);
        }
    }

    private void bent(String word, String next, int factor) {
        var unparted = Labels.isWrittenWithoutBlanks(word.charAt(word.length() - 1))
                || Labels.isWrittenWithoutBlanks(word.charAt(0));
        for (var stem : unparted ? STEMS : STEMS_BY_LETTER.getOrDefault(word.charAt(0), List.of())) {
            var blank = stem.text.indexOf(' ');
            var fits = blank < 0
                    ? unparted ? word.contains(stem.text) : word.startsWith(stem.text)
                    : word.startsWith(stem.text.substring(0, blank)) && next.startsWith(stem.text.substring(blank + 1));
            if (fits && counted.merge(stem.text, 1, Integer::sum) <= MOST_OF_ONE_WORD) {
                stem.weights.forEach(weight -> scores.merge(weight.type, weight.weight * factor, Integer::sum));
            }
        }
        complaining = complaining || COMPLAINING_STEMS.fit(word, unparted);
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

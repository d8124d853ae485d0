package duenotice.intake.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the heading of a table's column says of the values below it. */
enum Column {
    SOURCE,
    VICTIM,
    SOURCE_PORT,
    VICTIM_PORT,
    PAGE,
    NAME,
    DATE,
    CLOCK,
    KIND,
    MALWARE,
    SERVICE,
    OTHER;

    private static final int MOST_WORDS = 7;

    private static final Set<String> PORTS = Set.of(
            "port",
            "ports",
            "sport",
            "spt",
            "srcport",
            "dport",
            "dpt",
            "dstport",
            "quellport",
            "zielport",
            "puerto",
            "porta",
            "poort",
            "порт",
            "ポート",
            "端口");
    private static final Set<String> VICTIM_PORTS = Set.of("dport", "dpt", "dstport", "zielport");

    /** Machines that belong to whoever watched, or to the criminals behind. */
    private static final Set<String> BYSTANDERS = Set.of(
            "c2",
            "cc",
            "cnc",
            "c",
            "sinkhole",
            "honeypot",
            "sensor",
            "controller",
            "as",
            "asn",
            "country",
            "geo",
            "city",
            "region",
            "count",
            "hits",
            "ttl",
            "bytes",
            "packets",
            "cve",
            "range",
            "network",
            "netz",
            "prefix",
            "bgp",
            "route");

    private static final Set<String> PAGES =
            Set.of("url", "urls", "uri", "link", "enlace", "lien", "seite", "page", "website");
    private static final Set<String> NAMES = Set.of("domain", "domains", "fqdn", "domaine", "dominio", "домен");
    private static final Set<String> KINDS = Set.of(
            "type",
            "typ",
            "art",
            "category",
            "kategorie",
            "classification",
            "event",
            "abuse",
            "attack",
            "angriff",
            "reason",
            "problem",
            "issue",
            "incident",
            "tipo",
            "categoria",
            "categoría",
            "catégorie",
            "taxonomy",
            "activity",
            "description",
            "beschreibung",
            "descripción",
            "descrizione",
            "тип",
            "rodzaj",
            "soort",
            "vorfall");
    private static final Set<String> MALWARES =
            Set.of("malware", "infection", "infektion", "family", "botnet", "bot", "trojan", "schadsoftware", "threat");
    private static final Set<String> SERVICES = Set.of(
            "service", "dienst", "servicio", "servizio", "serviço", "protocol", "protokoll", "app", "application");

    private static final Set<String> TYPES = Set.of(
            "type",
            "types",
            "typ",
            "art",
            "category",
            "kategorie",
            "classification",
            "klassifikation",
            "taxonomy",
            "tipo",
            "categoria",
            "categoría",
            "catégorie",
            "тип",
            "rodzaj",
            "soort");

    /** Words beside these that leave the meaning as it is: {@code Abuse type}, {@code Type of incident}. */
    private static final Set<String> OF_ABUSE = Set.of(
            "abuse", "attack", "event", "incident", "threat", "report", "issue", "of", "angriff", "vorfall", "de");

    /** Whether every value of the column is meant to be a kind of abuse; a description may be anything. */
    static boolean namesTypes(String heading) {
        var words = Labels.words(heading);
        return words.stream().anyMatch(TYPES::contains)
                && words.stream().allMatch(word -> TYPES.contains(word) || OF_ABUSE.contains(word));
    }

    static boolean mayHoldAddress(String heading) {
        var column = of(heading);
        return column == SOURCE || column == PAGE;
    }

    static Column of(String heading) {
        var words = Labels.words(heading);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            return OTHER;
        }
        var standing = standing(words, heading);
        if (words.stream().anyMatch(PORTS::contains)) {
            return standing.filter(known -> known == Standing.VICTIM).isPresent()
                            || words.stream().anyMatch(VICTIM_PORTS::contains)
                    ? VICTIM_PORT
                    : SOURCE_PORT;
        }
        if (TextTimes.isTimeLabel(words)) {
            return words.contains("time") && !words.contains("date") && words.size() == 1
                            || words.contains("uhrzeit")
                            || words.equals(List.of("zeit"))
                    ? CLOCK
                    : DATE;
        }
        if (standing.isPresent() && words.stream().noneMatch(BYSTANDERS::contains) && namesMachine(words)) {
            return standing.get() == Standing.VICTIM ? VICTIM : standing.get() == Standing.BESIDE ? OTHER : SOURCE;
        }
        if (words.stream().anyMatch(PAGES::contains)) {
            return PAGE;
        }
        if (words.stream().anyMatch(NAMES::contains)) {
            return NAME;
        }
        if (words.stream().anyMatch(MALWARES::contains)) {
            return MALWARE;
        }
        if (words.stream().anyMatch(KINDS::contains)) {
            return KIND;
        }
        return words.stream().anyMatch(SERVICES::contains) ? SERVICE : OTHER;
    }

    private static Optional<Standing> standing(List<String> words, String heading) {
        return Labels.of(heading, Place.Kind.ADDRESS).or(() -> switch (words.getFirst()) {
            case "saddr", "sip" -> Optional.of(Standing.LABELLED_SOURCE);
            case "dip", "dstip" -> Optional.of(Standing.VICTIM);
            default -> Optional.empty();
        });
    }

    /** {@code Source} and {@code IP} do, {@code Malware} and {@code Infected since} do not. */
    private static boolean namesMachine(List<String> words) {
        return words.stream().anyMatch(word -> switch (word) {
            case "ip",
                    "ips",
                    "ipv4",
                    "ipv6",
                    "ipaddress",
                    "ipaddr",
                    "ipadresse",
                    "address",
                    "addr",
                    "adresse",
                    "adres",
                    "indirizzo",
                    "dirección",
                    "direccion",
                    "endereço",
                    "endereco",
                    "host",
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
                    "angreifer",
                    "attaquant",
                    "atacante",
                    "destination",
                    "dst",
                    "dest",
                    "dstip",
                    "target",
                    "ziel",
                    "victim",
                    "saddr",
                    "daddr",
                    "sip",
                    "dip",
                    "rhost",
                    "remote",
                    "client",
                    "server",
                    "system",
                    "адрес",
                    "источник",
                    "アドレス",
                    "地址",
                    "源ip",
                    "目的ip",
                    "machine",
                    "rechner",
                    "serveur",
                    "servidor" -> true;
            default -> word.endsWith("ip") || word.startsWith("ip") && word.length() < 6;
        });
    }
}

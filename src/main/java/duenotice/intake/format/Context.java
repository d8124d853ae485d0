package duenotice.intake.format;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges by the words around a place in a line how the line speaks of it. */
final class Context {
    private static final int REACH = 90;

    private static final Pattern NAMESPACE =
            Pattern.compile("(?:xmlns(?::[\\w-]{1,30})?|schemaLocation|DTD [^\"]{1,60}\")\\s?=?\\s?\\\\?[\"']?$");

    /** A program writes the time near the beginning of a line. */
    private static final int BEGINNING = 50;

    /** Words between a decisive one and the place that decide nothing. */
    private static final Set<String> NEUTRAL = Set.of(
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "following",
            "is",
            "was",
            "are",
            "number",
            "port",
            "at",
            "with",
            "named",
            "called",
            "der",
            "die",
            "das",
            "dem",
            "den",
            "des",
            "eine",
            "einer",
            "einem",
            "ein",
            "folgende",
            "folgenden",
            "folgender",
            "lautet",
            "le",
            "la",
            "les",
            "l",
            "une",
            "un",
            "el",
            "los",
            "il",
            "de",
            "du",
            "adresse",
            "unknown",
            "and",
            "und",
            "et",
            "y",
            "or",
            "customer",
            "customers",
            "s",
            "kunde",
            "kunden",
            "client",
            "node",
            "vps",
            "single",
            "network",
            "netz",
            "netzwerk",
            "user",
            "address",
            "addresses",
            "internet",
            "range",
            "space",
            "provider",
            "hosting",
            "dedicated",
            "root",
            "web",
            "mail",
            "public",
            "adrese",
            "adresu",
            "adresy",
            "adres",
            "adresa",
            "адреса",
            "адрес",
            "adresinden",
            "ip",
            "dirección",
            "direccion",
            "indirizzo",
            "endereço",
            "lo",
            "las",
            "o",
            "os",
            "as",
            "gli",
            "het",
            "een",
            "suivante",
            "siguiente",
            "seguente",
            "seguinte",
            "volgende",
            "cette",
            "esta",
            "questo",
            "dit",
            "ce");

    private static final Set<String> FROM = Set.of(
            "from",
            "by",
            "von",
            "vom",
            "aus",
            "durch",
            "depuis",
            "desde",
            "da",
            "dal",
            "par",
            "por",
            "od",
            "van",
            "door",
            "your",
            "yours",
            "ihr",
            "ihre",
            "ihrem",
            "ihren",
            "ihrer",
            "votre",
            "vos",
            "vuestro",
            "euer",
            "eure",
            "uw",
            "jullie",
            "hosting",
            "hosts",
            "hostet",
            "block",
            "blocking",
            "ban",
            "suspend",
            "remove",
            "disable",
            "takedown",
            "terminate",
            "sperren",
            "bloquer",
            "bloquear",
            "serving",
            "distributing",
            "offending",
            "provenant",
            "provenance",
            "su",
            "sus",
            "vuestra",
            "dalla",
            "dai",
            "dall",
            "vostro",
            "vostra",
            "vostri",
            "proveniente",
            "provenienti",
            "provenientes",
            "vanaf",
            "vanuit",
            "uit",
            "do",
            "seu",
            "sua",
            "seus",
            "vosso",
            "partir",
            "z",
            "ze",
            "wasz",
            "waszego",
            "waszej",
            "państwa",
            "panstwa",
            "váš",
            "vašeho",
            "vaší",
            "с",
            "со",
            "из",
            "от",
            "ваш",
            "вашего",
            "вашей",
            "вашем",
            "från",
            "fra",
            "jouw",
            "bloquee",
            "bloccare",
            "blokkeren",
            "заблокировать");

    private static final Set<String> AGAINST = Set.of(
            "to",
            "against",
            "on",
            "onto",
            "into",
            "towards",
            "toward",
            "targeting",
            "attacking",
            "attacked",
            "hitting",
            "auf",
            "gegen",
            "nach",
            "contre",
            "vers",
            "sur",
            "contra",
            "hacia",
            "tegen",
            "op",
            "naar",
            "verso",
            "contro",
            "na",
            "ku",
            "przeciw",
            "przeciwko",
            "proti",
            "против",
            "на",
            "к",
            "mod",
            "mot");

    /** {@code hosted on}, {@code resolves to}: the place is where the thing lies, not what is attacked. */
    private static final Set<String> LYING = Set.of(
            "hosted",
            "hosting",
            "located",
            "running",
            "resolves",
            "resolving",
            "resolved",
            "points",
            "pointing",
            "pointed",
            "found",
            "available",
            "belongs",
            "belonging",
            "assigned",
            "allocated",
            "registered",
            "served",
            "residing",
            "traced",
            "back",
            "relates",
            "related",
            "refers",
            "linked",
            "online",
            "reachable",
            "accessible",
            "gehostet",
            "liegt",
            "erreichbar",
            "gehört",
            "hébergé",
            "hebergé",
            "alojado",
            "ospitato",
            "page",
            "site",
            "website",
            "content",
            "listening",
            "service",
            "active",
            "live",
            "present",
            "behind",
            "originating",
            "regarding",
            "concerning",
            "hébergée",
            "hebergee",
            "située",
            "situé",
            "alojada",
            "alojados",
            "hospedado",
            "hospedada",
            "hospedados",
            "ospitata",
            "gehost",
            "draait",
            "znajduje",
            "hostowana",
            "hostovaná",
            "hostován",
            "размещён",
            "размещен",
            "размещена",
            "расположен",
            "находится");

    private Context() {}

    /**
     * @param label the words that made it a labelled place, empty otherwise
     */
    record Judgement(Standing standing, String label) {
        private static Judgement of(Standing standing) {
            return new Judgement(standing, "");
        }
    }

    /**
     * @param after where the previous place of the line ended; what lies before it speaks of that one
     * @param column heading of the table column the place stands in, empty outside tables
     */
    static Judgement of(String line, int after, Place place, String column) {
        var left = line.substring(Math.max(after, place.start() - REACH), place.start());
        var right = line.substring(place.end(), Math.min(line.length(), place.end() + REACH));
        var log = isLog(line);
        if (AttackedWords.follow(right)) {
            return Judgement.of(attacked(log));
        }
        if (!column.isEmpty()) {
            var heading = Labels.of(column, place.kind());
            if (heading.isPresent()) {
                return new Judgement(heading.get(), column);
            }
        }
        var bare = left.stripTrailing();
        while (!bare.isEmpty() && "([{<\"'*`_".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
            bare = bare.substring(0, bare.length() - 1).stripTrailing();
        }
        if (isArrow(bare) && !bare.strip().equals(">")) {
            return Judgement.of(Standing.VICTIM);
        }
        if (place.kind() != Place.Kind.ADDRESS && AttackedWords.imitateInBrackets(left)) {
            return Judgement.of(Standing.BESIDE);
        }
        if (mayBeNamespace(left) && NAMESPACE.matcher(left).find()) {
            return Judgement.of(Standing.BESIDE);
        }
        var bent = Postpositions.of(bare, right);
        if (bent.isPresent()) {
            var spoken = bent.get();
            return Judgement.of(
                    log && spoken == Standing.STATED
                            ? Standing.LOGGED
                            : spoken == Standing.VICTIM ? attacked(log) : spoken);
        }
        if (pointsOn(right)) {
            return Judgement.of(Standing.LOGGED);
        }
        if (log && place.kind() == Place.Kind.ADDRESS && startsAccessLog(bare, right)) {
            return Judgement.of(Standing.LOGGED);
        }
        if (endsLabel(bare)) {
            var label = label(bare);
            var labelled = Labels.of(label, place.kind());
            if (labelled.isPresent()) {
                var standing =
                        labelled.get() == Standing.BESIDE && isOpen(label, place) ? Standing.LABELLED : labelled.get();
                var accuses = standing == Standing.LABELLED || standing == Standing.LABELLED_SOURCE;
                return log && accuses ? Judgement.of(Standing.LOGGED) : new Judgement(standing, label);
            }
        }
        var spoken = sentence(bare, place.kind(), log);
        var shielded = place.kind() == Place.Kind.ADDRESS
                && (spoken == Standing.LOOSE || spoken == Standing.STATED && AttackedWords.endsPossessive(bare))
                && AttackedWords.isShielded(line, bare, right);
        return Judgement.of(shielded ? attacked(log) : spoken);
    }

    /** The words around an address in a log are the program's, and tell less. */
    private static Standing attacked(boolean log) {
        return log ? Standing.VICTIM : Standing.ATTACKED;
    }

    /** Whether a program wrote the line: a time of day near its beginning, or fields as a packet filter prints them. */
    static boolean isLog(String line) {
        return holdsClock(line, Math.min(line.length(), BEGINNING)) || line.contains("SRC=") || line.contains(" - - [");
    }

    /** {@code 9:05:07} among the first so many characters. */
    private static boolean holdsClock(String line, int end) {
        for (var at = line.indexOf(':'); at > 0 && at + 5 < end; at = line.indexOf(':', at + 1)) {
            if (isDigit(line.charAt(at - 1))
                    && isDigit(line.charAt(at + 1))
                    && isDigit(line.charAt(at + 2))
                    && line.charAt(at + 3) == ':'
                    && isDigit(line.charAt(at + 4))
                    && isDigit(line.charAt(at + 5))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean mayBeNamespace(String left) {
        return left.contains("xmlns") || left.contains("schemaLocation") || left.contains("DTD ");
    }

    private static boolean isArrow(String left) {
        return left.endsWith("->")
                || left.endsWith("=>")
                || left.endsWith("→")
                || left.endsWith("»")
                || left.endsWith(" >");
    }

    private static boolean pointsOn(String right) {
        var text = right.stripLeading();
        return text.startsWith("->")
                || text.startsWith("=>")
                || text.startsWith("-->")
                || text.startsWith("→")
                || right.startsWith(" > ");
    }

    /** The client of a web server's access log: the first field, or the one behind the name of the site. */
    private static boolean startsAccessLog(String left, String right) {
        return left.indexOf(' ') < 0 && (right.startsWith(" - ") || right.startsWith(", "));
    }

    private static boolean endsLabel(String left) {
        if (left.isEmpty()) {
            return false;
        }
        var last = left.charAt(left.length() - 1);
        return last == ':' || last == '=' || last == '|' || last == '：';
    }

    /** The words before the separator, as far as they belong together. */
    static String label(String left) {
        var end = left.length();
        while (end > 0 && ":=|： .·_-\t".indexOf(left.charAt(end - 1)) >= 0) {
            end--;
        }
        var start = end;
        while (start > 0
                && ",;|[](){}<>\"\t=".indexOf(left.charAt(start - 1)) < 0
                && !(left.charAt(start - 1) == ' ' && start > 1 && ".!?:".indexOf(left.charAt(start - 2)) >= 0)) {
            start--;
        }
        return left.substring(start, end);
    }

    private static Standing sentence(String left, Place.Kind kind, boolean log) {
        var from = Math.max(
                Math.max(left.lastIndexOf(". "), left.lastIndexOf("; ")),
                Math.max(left.lastIndexOf("! "), left.lastIndexOf("? ")));
        var words = spoken(left.substring(from + 1));
        var accused = log ? Standing.LOGGED : Standing.STATED;
        var place = false;
        for (var i = words.size() - 1; i >= 0 && i >= words.size() - 8; i--) {
            var word = words.get(i);
            var before = i > 0 ? words.get(i - 1) : "";
            if (word.equals("by") && Labels.isWitness(before)) {
                return Standing.BESIDE;
            }
            if (kind != Place.Kind.ADDRESS && AttackedWords.isImitated(word, before)) {
                return Standing.BESIDE;
            }
            if (isDeed(word) && !place) {
                return kind == Place.Kind.ADDRESS ? attacked(log) : Standing.LOOSE;
            }
            var struck = kind == Place.Kind.ADDRESS
                    && (AttackedWords.isPossessive(word) || Labels.isOurs(word))
                    && AttackedWords.precede(words.subList(0, i));
            if (struck) {
                return attacked(log);
            }
            if (isClient(word) && Labels.isOurs(before)) {
                return Standing.VICTIM;
            }
            if (FROM.contains(word) || Labels.isSource(word)) {
                return accused;
            }
            if (Labels.isOurs(word)) {
                return Standing.VICTIM;
            }
            if (Labels.isVictim(word)) {
                return kind == Place.Kind.ADDRESS ? attacked(log) : Standing.VICTIM;
            }
            if (AGAINST.contains(word)) {
                return against(word, words.subList(0, i), kind, accused);
            }
            if (isNetwork(word)) {
                continue;
            }
            if (Labels.isBeside(word, kind)) {
                return kind == Place.Kind.ADDRESS && saysOpen(words, i) ? accused : Standing.BESIDE;
            }
            if (Labels.isPlace(word)) {
                place = true;
            } else if (!NEUTRAL.contains(word)) {
                break;
            }
        }
        return place ? accused : Standing.LOOSE;
    }

    private static boolean isDeed(String word) {
        return switch (word) {
            case "attacking", "attacked", "scanning", "scanned", "flooding", "targeting", "hitting", "probing" -> true;
            default -> false;
        };
    }

    /** {@code Open DNS resolver: 203.0.113.53}. */
    private static boolean isOpen(String label, Place place) {
        var words = Labels.words(label);
        return place.kind() == Place.Kind.ADDRESS && saysOpen(words, words.size());
    }

    /** {@code open DNS resolver at}: what would be somebody's helper is what is complained of. */
    private static boolean saysOpen(List<String> words, int helper) {
        return words.subList(Math.max(0, helper - 3), helper).stream()
                .anyMatch(word -> word.equals("open") || word.equals("offener") || word.equals("recursive"));
    }

    /** {@code someone on 203.0.113.7}: who does something there, and not what is done to it. */
    private static boolean isActor(String word) {
        return switch (word) {
            case "someone",
                    "somebody",
                    "something",
                    "attacker",
                    "hacker",
                    "spammer",
                    "scraper",
                    "crawler",
                    "scanner",
                    "bot",
                    "botnet",
                    "malware",
                    "script",
                    "user",
                    "jemand",
                    "angreifer" -> true;
            default -> false;
        };
    }

    /** Behind {@code our}: for whom somebody complains. */
    private static boolean isClient(String word) {
        return switch (word) {
            case "client",
                    "clients",
                    "customer",
                    "customers",
                    "kunde",
                    "kunden",
                    "kundin",
                    "mandant",
                    "mandanten",
                    "mandantin",
                    "mandantschaft",
                    "cliente",
                    "klant",
                    "klient",
                    "klienta" -> true;
            default -> false;
        };
    }

    private static Standing against(String word, List<String> before, Place.Kind kind, Standing accused) {
        for (var i = before.size() - 1; i >= 0 && i >= before.size() - 3; i--) {
            if (LYING.contains(before.get(i))) {
                return accused;
            }
        }
        var upon = AttackedWords.isUpon(word);
        if (upon && !before.isEmpty() && isActor(before.getLast())) {
            return accused;
        }
        if (kind != Place.Kind.ADDRESS) {
            return upon ? accused : Standing.LOOSE;
        }
        if (AttackedWords.isComplaint(before)) {
            return accused;
        }
        if (accused != Standing.LOGGED && AttackedWords.precede(word, before)) {
            return Standing.ATTACKED;
        }
        return upon ? Standing.UPON : Standing.VICTIM;
    }

    /** {@code your network 203.0.113.64/27}: the word says only that many addresses follow. */
    private static boolean isNetwork(String word) {
        return word.equals("network") || word.equals("subnet") || word.equals("cidr") || word.equals("netblock");
    }

    /** Words and nothing else; host names attached to an address ({@code unknown[192.0.2.1]}) are dropped. */
    private static List<String> spoken(String left) {
        var text = left.toLowerCase(Locale.ROOT);
        var space = text.lastIndexOf(' ');
        var last = text.substring(space + 1);
        if (last.indexOf('.') > 0 && Hosts.isName(last)) {
            text = text.substring(0, space + 1);
        }
        return Labels.words(text);
    }
}

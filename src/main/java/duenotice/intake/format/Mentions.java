package duenotice.intake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything in a complaint's subject and text that could be its subject, with how it is spoken of. */
final class Mentions {
    private static final int MOST = 2000;

    private static final int LONGEST_HEADING = 160;

    /** Letters of a weekday, a month or a zone, shortened. */
    private static final int LONGEST_ZONE = 4;

    private static final String PORT = " port ";

    private final List<Mention> mentions = new ArrayList<>();
    private final LogReader log = new LogReader();

    private Mentions() {}

    static List<Mention> in(String subject, HumanText text) {
        var found = new Mentions();
        found.line(-1, subject, Refang.line(subject), "", "");
        var heading = "";
        var above = "";
        List<String> columns = List.of();
        var separator = ' ';
        for (var i = 0; i < text.lines().size() && found.mentions.size() < MOST; i++) {
            var line = text.lines().get(i);
            if (line.isBlank()) {
                above = "";
                continue;
            }
            var before = found.mentions.size();
            var table = separator(line);
            var cells = table == ' ' ? List.<String>of() : cells(line, table);
            if (cells.size() > 2 && cells.size() == columns.size() && table == separator) {
                found.row(i, text.original().get(i), line, columns, table);
            } else {
                found.line(i, text.original().get(i), line, heading, above);
            }
            if (found.mentions.size() == before && cells.size() > 2) {
                columns = cells;
                separator = table;
            }
            above = line;
            var bare = line.strip();
            if (bare.endsWith(":") && bare.length() <= LONGEST_HEADING) {
                heading = bare;
            } else if (found.mentions.size() == before || !startsWithPlace(line, found.mentions.get(before))) {
                heading = "";
            }
        }
        return found.mentions;
    }

    private static boolean startsWithPlace(String line, Mention first) {
        return line.substring(0, Math.min(line.length(), first.place().start()))
                .chars()
                .noneMatch(Character::isLetter);
    }

    /**
     * @param heading the line above that ends with a colon: it speaks of the places that begin the lines below it
     * @param above the line above, whatever it is
     */
    private void line(int number, String original, String line, String heading, String above) {
        var after = 0;
        Optional<Mention> previous = Optional.empty();
        var defanged = !original.equals(line) && Refang.wasDefanged(original);
        var judged = number >= 0 && !isSentence(line) ? log.judge(number, line) : Optional.<LogReader.Judged>empty();
        var places = AddressRange.joined(line, Place.in(line));
        for (var i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var enumerated =
                    previous.isPresent() && isEnumeration(line.substring(after, place.start())) && !Context.isLog(line);
            var attached = isAttached(line, after, place, previous);
            var before = enumerated || attached ? previous : Optional.<Mention>empty();
            var from = after;
            Supplier<Context.Judgement> words = () -> spoken(line, from, place, before, heading, above);
            var span = i > 0 && AddressRange.isRange(line, places.get(i - 1), place)
                    || i + 1 < places.size() && AddressRange.isRange(line, place, places.get(i + 1));
            if (span) {
                words = () -> new Context.Judgement(Standing.SPAN, "");
            }
            var judgement = judged.isPresent() && place.kind() == Place.Kind.ADDRESS
                    ? judged.get().of(place.text(), words)
                    : words.get();
            previous = Optional.of(new Mention(
                    withPort(place, line),
                    judgement.standing(),
                    judgement.label().strip().toLowerCase(Locale.ROOT),
                    number,
                    enumerated,
                    number >= 0 && beginsRow(line.substring(0, place.start())),
                    defanged));
            mentions.add(previous.get());
            after = place.end();
        }
    }

    /** @param before the place that this one is enumerated with */
    private static Context.Judgement spoken(
            String line, int after, Place place, Optional<Mention> before, String heading, String above) {
        if (before.isPresent()) {
            return new Context.Judgement(before.get().standing(), before.get().label());
        }
        var gap = line.substring(after, place.start());
        if (after == 0 && !heading.isEmpty() && gap.chars().noneMatch(Character::isLetter)) {
            return Labels.of(heading, place.kind())
                    .map(standing -> new Context.Judgement(standing, heading))
                    .orElse(new Context.Judgement(Standing.LOOSE, ""));
        }
        // a sentence that was wrapped just before the page it speaks of
        if (place.kind() == Place.Kind.URL && after == 0 && gap.isBlank() && AttackedWords.endImitating(above)) {
            return new Context.Judgement(Standing.BESIDE, "");
        }
        return Context.of(line, after, place, "");
    }

    private void row(int number, String original, String line, List<String> columns, char separator) {
        var defanged = !original.equals(line) && Refang.wasDefanged(original);
        for (var place : Place.in(line)) {
            var column = (int) line.substring(0, place.start())
                    .chars()
                    .filter(character -> character == separator)
                    .count();
            var shift = line.startsWith("|") && separator == '|' ? 1 : 0;
            var title = column - shift >= 0 && column - shift < columns.size() ? columns.get(column - shift) : "";
            var judgement = Context.of(line, place.start(), place, title);
            mentions.add(new Mention(
                    place, judgement.standing(), title.toLowerCase(Locale.ROOT), number, false, false, defanged));
        }
    }

    /** {@code 2026-03-05 14:01 UTC}, {@code - }, {@code 12) }: nothing, a bullet or a time. */
    private static boolean beginsRow(String before) {
        var words = Labels.words(before).stream()
                .filter(word -> Character.isLetter(word.charAt(0)))
                .toList();
        return words.size() <= 3 && words.stream().allMatch(word -> word.length() <= LONGEST_ZONE);
    }

    /** People end what they say with a stop, programs rarely; those put a time of day first. */
    private static boolean isSentence(String line) {
        var text = line.stripTrailing();
        return !text.isEmpty()
                && ".!?。".indexOf(text.charAt(text.length() - 1)) >= 0
                && text.indexOf(' ') > 0
                && !Context.isLog(line);
    }

    /** {@code from 203.0.113.7 port 51122}. */
    private static Place withPort(Place place, String line) {
        if (place.kind() != Place.Kind.ADDRESS || place.port().isPresent() || !line.startsWith(PORT, place.end())) {
            return place;
        }
        var start = place.end() + PORT.length();
        var end = start;
        while (end < line.length() && end < start + 6 && Character.isDigit(line.charAt(end))) {
            end++;
        }
        var port = Place.port(line.substring(start, end));
        return port.isEmpty() ? place : new Place(place.kind(), place.text(), place.start(), place.end(), port);
    }

    /** {@code the host mail.customer.example [203.0.113.7]}: the address is said to be what its name is said to be. */
    private static boolean isAttached(String line, int after, Place place, Optional<Mention> previous) {
        return place.kind() == Place.Kind.ADDRESS
                && previous.filter(name -> name.place().kind() == Place.Kind.NAME
                                && (name.standing() == Standing.STATED || name.standing() == Standing.LABELLED_SOURCE))
                        .isPresent()
                && switch (line.substring(after, place.start()).strip()) {
                    case "[", "(" -> !Context.isLog(line);
                    default -> false;
                };
    }

    private static boolean isEnumeration(String gap) {
        var text = gap.strip();
        return text.length() <= 4
                && switch (text) {
                    case ",", ";", "and", "und", "et", "y", "e", "&", "or", ", and", "+" -> true;
                    default -> false;
                };
    }

    private static char separator(String line) {
        for (var candidate : new char[] {'|', '\t', ';'}) {
            var first = line.indexOf(candidate);
            if (first >= 0 && line.indexOf(candidate, first + 1) >= 0) {
                return candidate;
            }
        }
        return ' ';
    }

    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        var bare = line.strip();
        if (separator == '|' && bare.startsWith("|")) {
            bare = bare.substring(1);
        }
        if (separator == '|' && bare.endsWith("|")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        var start = 0;
        for (var i = 0; i <= bare.length() && cells.size() < 50; i++) {
            if (i == bare.length() || bare.charAt(i) == separator) {
                cells.add(bare.substring(start, i).strip());
                start = i + 1;
            }
        }
        return cells;
    }
}

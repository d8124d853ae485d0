package duenotice.intake.format;

import duenotice.intake.format.Columns.Meaning;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes findings of the rows of one table. */
final class RowReading {
    private static final int LONGEST_URL = 2048;

    /** Addresses in one cell. */
    private static final int MOST_IN_CELL = 20;

    private static final Pattern BETWEEN = Pattern.compile("[\\s|,;]+");

    private static final int MOST_KNOWN = 1000;

    private final Map<String, Optional<Type>> known = new HashMap<>();
    private final Columns columns;
    private final Networks networks;
    private final boolean utc;
    private final List<Integer> pages;
    private final Optional<Type> inGeneral;
    private final Optional<Type> inGeneralOfPages;

    /**
     * @param about what the list says of itself: its comments and its name
     * @param utc whether the list says somewhere that its times are UTC
     */
    RowReading(Columns columns, Networks networks, String about, boolean utc) {
        this.columns = columns;
        this.networks = networks;
        this.utc = utc;
        pages = Stream.concat(columns.of(Meaning.PAGE).stream(), columns.of(Meaning.NAME).stream())
                .toList();
        inGeneral = ofHeading(false).or(() -> ListWords.type(about, false));
        inGeneralOfPages = ofHeading(true).or(() -> ListWords.type(about, true));
    }

    private Optional<Type> ofHeading(boolean page) {
        return columns.of(Meaning.KIND).stream()
                .map(column -> columns.names().get(column))
                .filter(name -> !name.equalsIgnoreCase("report"))
                .map(name -> ListWords.type(name.replace("name", " name").replace("_", " "), page))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * What a row complains of; nothing where it names no subject.
     *
     * @param cells one for each column, or fewer
     */
    List<Finding> findings(List<String> cells, Optional<Integer> line) {
        var page = page(cells);
        var sources = addresses(cells, Meaning.SOURCE);
        if (sources.isEmpty()) {
            sources = range(cells);
        }
        var destinations = addresses(cells, Meaning.DESTINATION);
        var subject = page.map(Subject::ofUrl).or(() -> name(cells).map(Subject::ofDomain));
        if (sources.isEmpty() && destinations.isEmpty() && subject.isEmpty()) {
            return List.of();
        }
        var time = time(cells);
        var type = type(cells, page.isPresent());
        var victims =
                networks.known() && !type.filter(RowReading::isNoConnection).isPresent()
                        ? destinations.stream().filter(networks::isOurs).toList()
                        : List.<Prefix>of();
        if (!victims.isEmpty() && sources.stream().noneMatch(networks::isOurs)) {
            return findings(victims, Meaning.DESTINATION_PORT, Optional.empty(), type, time, cells, line).stream()
                    .map(finding -> new Finding(
                            sourcesWereNamed(cells) ? Category.SERVER_UNDER_ATTACK : finding.category(),
                            finding.type(),
                            finding.subject(),
                            finding.observedAt(),
                            finding.line()))
                    .toList();
        }
        if (sources.isEmpty() && !columns.has(Meaning.SOURCE) && !destinations.isEmpty()) {
            // a list of places that others connect to, such as control servers
            return findings(destinations, Meaning.DESTINATION_PORT, page, type, time, cells, line);
        }
        if (!sources.isEmpty()) {
            return findings(sources, Meaning.PORT, page, type, time, cells, line);
        }
        return subject.map(only -> List.of(new Finding(category(type), type, only, time, line)))
                .orElse(List.of());
    }

    private boolean sourcesWereNamed(List<String> cells) {
        return !addresses(cells, Meaning.SOURCE).isEmpty();
    }

    private static boolean isNoConnection(Type type) {
        return type.group().equals("content") || type.group().equals("vulnerability");
    }

    private List<Finding> findings(
            List<Prefix> addresses,
            Meaning portColumn,
            Optional<String> page,
            Optional<Type> type,
            Optional<EventTime> time,
            List<String> cells,
            Optional<Integer> line) {
        var port = page.isPresent() ? Optional.<Integer>empty() : first(cells, portColumn, Place::port);
        return addresses.stream()
                .map(address -> new Finding(
                        category(type),
                        type,
                        new Subject(Optional.of(address), port, Optional.empty(), page, Optional.empty()),
                        time,
                        line))
                .toList();
    }

    private static Category category(Optional<Type> type) {
        return type.map(Type::category).orElse(Category.OTHER);
    }

    // ---- cells

    private static String cell(List<String> cells, int column) {
        return column < cells.size() ? cells.get(column).strip() : "";
    }

    private interface Reading<T> {
        Optional<T> of(String text);
    }

    private <T> Optional<T> first(List<String> cells, Meaning meaning, Reading<T> reading) {
        for (var column : columns.of(meaning)) {
            var value = cell(cells, column);
            var read = value.isEmpty() ? Optional.<T>empty() : reading.of(value);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    /** Those of the first column that has any. */
    private List<Prefix> addresses(List<String> cells, Meaning meaning) {
        for (var column : columns.of(meaning)) {
            var value = cell(cells, column);
            if (value.isEmpty() || value.contains("://")) {
                continue;
            }
            var found = new LinkedHashSet<Prefix>();
            BETWEEN.splitAsStream(Refang.line(value))
                    .limit(MOST_IN_CELL)
                    .map(ListRow::address)
                    .flatMap(Optional::stream)
                    .forEach(found::add);
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        }
        return List.of();
    }

    private List<Prefix> range(List<String> cells) {
        var first = first(cells, Meaning.FIRST, ListRow::address);
        var last = first(cells, Meaning.LAST, ListRow::address);
        return first.isPresent() && last.isPresent() ? Ranges.prefixes(first.get(), last.get()) : List.of();
    }

    private Optional<String> page(List<String> cells) {
        for (var column : pages) {
            var value = cell(cells, column);
            if (value.isEmpty() || value.length() > LONGEST_URL) {
                continue;
            }
            var url = Refang.line(value);
            if (url.contains("://") && Hosts.ofUrl(url).isPresent()) {
                return Optional.of(url);
            }
        }
        return Optional.empty();
    }

    private Optional<String> name(List<String> cells) {
        return first(
                cells,
                Meaning.NAME,
                value ->
                        Optional.of(Refang.line(value).toLowerCase(Locale.ROOT)).filter(Hosts::isName));
    }

    private Optional<EventTime> time(List<String> cells) {
        for (var column : columns.of(Meaning.TIME)) {
            var value = cell(cells, column);
            if (value.isEmpty() || value.length() > 60) {
                continue;
            }
            var read = RowTime.parse(value).or(() -> EventTimes.parse(value));
            if (read.isPresent()) {
                return read.map(at -> new EventTime(at.at(), at.zoneKnown() || utc || columns.saysUtc(column)));
            }
        }
        return Optional.empty();
    }

    /** A column has few different values. */
    private Optional<Type> type(String value, boolean page) {
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent((page ? "page " : "address ") + value, ignored -> ListWords.type(value, page));
    }

    private Optional<Type> type(List<String> cells, boolean page) {
        for (var column : columns.of(Meaning.KIND)) {
            var value = cell(cells, column);
            var type = value.isEmpty() || value.length() > 300 ? Optional.<Type>empty() : type(value, page);
            if (type.isPresent()) {
                return type;
            }
        }
        return page ? inGeneralOfPages : inGeneral;
    }
}

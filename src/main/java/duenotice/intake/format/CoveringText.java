package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.mail.Once;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words that come with a machine-readable report. Notices of pages put each URL on a line of its own and the
 * server's address in brackets behind it, {@code http://site.example/page [192.0.2.7]}, while the report itself often
 * has room for one page, or for no address.
 */
final class CoveringText {
    private static final int MOST_LINES = 400;
    private static final int MOST_PAGES = 200;

    private final List<String> lines;
    private final Once<List<Page>> pages = new Once<>(this::find);
    private final Once<Map<String, Page>> byUrl = new Once<>(this::findByUrl);
    private final Once<Optional<Prefix>> onlyAddress = new Once<>(this::findOnlyAddress);
    private final Once<Set<Prefix>> titled;
    private final Once<Set<Prefix>> told;

    /** A page with the address behind it. */
    record Page(String url, Optional<Prefix> ip) {}

    private CoveringText(String subjectLine, List<String> lines) {
        this.lines = lines;
        titled = new Once<>(() -> addresses(List.of(subjectLine)));
        told = new Once<>(() -> addresses(lines));
    }

    /** Nothing where the report did not come by mail. */
    static CoveringText of(Content content) {
        return content.mail()
                .map(mail -> new CoveringText(
                        Refang.line(Place.bounded(mail.subject().orElse(""))), words(content, mail)))
                .orElseGet(() -> new CoveringText("", List.of()));
    }

    /** Also where the mail has nothing but its words. */
    static CoveringText ofWords(Mail mail, Content content) {
        return new CoveringText(
                Refang.line(Place.bounded(mail.subject().orElse(""))),
                HumanText.of(content.text()).lines().stream().limit(MOST_LINES).toList());
    }

    /** Only what a person would read: no attached report, no log. */
    private static List<String> words(Content content, Mail mail) {
        var text = content.text();
        var wanted = !text.isEmpty() && mail.parts().size() > 1;
        return wanted ? HumanText.of(text).lines().stream().limit(MOST_LINES).toList() : List.of();
    }

    /** In the order of the text, each once. */
    List<Page> pages() {
        return pages.get();
    }

    private List<Page> find() {
        Set<Page> found = new LinkedHashSet<>();
        List<String> waiting = new ArrayList<>();
        for (var line : lines) {
            var places = Place.in(line);
            var page = !places.isEmpty()
                    && places.getFirst().kind() == Place.Kind.URL
                    && line.substring(0, places.getFirst().start()).isBlank();
            var ip = bracketed(line, places);
            if (page && isAlone(line, places.getFirst(), ip)) {
                var url = places.getFirst().text();
                if (ip.isPresent()) {
                    waiting.forEach(before -> found.add(new Page(before, ip)));
                    waiting.clear();
                    found.add(new Page(url, ip));
                } else if (waiting.size() < MOST_PAGES) {
                    waiting.add(url);
                }
            } else if (ip.isPresent() && line.strip().startsWith("[")) {
                waiting.forEach(before -> found.add(new Page(before, ip)));
                waiting.clear();
            } else if (!line.isBlank()) {
                waiting.forEach(before -> found.add(new Page(before, Optional.empty())));
                waiting.clear();
            }
            if (found.size() > MOST_PAGES) {
                break;
            }
        }
        waiting.forEach(before -> found.add(new Page(before, Optional.empty())));
        return List.copyOf(found);
    }

    private static Optional<Prefix> bracketed(String line, List<Place> places) {
        return places.stream()
                .filter(place -> place.kind() == Place.Kind.ADDRESS
                        && place.start() > 0
                        && line.charAt(place.start() - 1) == '['
                        && place.end() < line.length()
                        && line.charAt(place.end()) == ']')
                .findFirst()
                .map(place -> Prefix.of(place.text()));
    }

    /** Nothing behind the URL but remarks in brackets. */
    private static boolean isAlone(String line, Place url, Optional<Prefix> ip) {
        var rest = line.substring(url.end()).strip();
        return rest.isEmpty() || rest.startsWith("[") && (ip.isPresent() || rest.length() < 40);
    }

    /** The address of a page: behind it in the text, or behind all others if it is one and the same. */
    Optional<Prefix> addressOf(String url) {
        var page = byUrl.get().get(bare(url));
        return page != null && page.ip().isPresent() ? page.ip() : onlyAddress.get();
    }

    private Optional<Prefix> findOnlyAddress() {
        var told = pages().stream()
                .flatMap(page -> page.ip().stream())
                .distinct()
                .limit(2)
                .toList();
        return told.size() == 1 ? Optional.of(told.getFirst()) : Optional.empty();
    }

    /** The one with an address, where a page stands there twice. */
    private Map<String, Page> findByUrl() {
        Map<String, Page> found = new HashMap<>();
        for (var page : pages()) {
            found.merge(bare(page.url()), page, (first, next) -> first.ip().isPresent() ? first : next);
        }
        return found;
    }

    /** Further pages on the same address, where the report names one of them, as subjects of their own. */
    List<Subject> pagesBeside(Subject named) {
        if (named.ip().isEmpty()
                || named.url()
                        .filter(url -> !byUrl.get().containsKey(bare(url)))
                        .isPresent()) {
            return List.of();
        }
        var own = named.url().map(CoveringText::bare);
        return pages().stream()
                .filter(page -> page.ip().equals(named.ip()))
                .filter(page -> own.filter(bare(page.url())::equals).isEmpty())
                .map(page -> new Subject(
                        page.ip(), named.port(), Optional.empty(), Optional.of(page.url()), Optional.empty()))
                .toList();
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * The address to believe where the report and the mail around it contradict each other: what subject line and text
     * name together, against an address that neither of them knows. Ours is believed before all.
     */
    Optional<Prefix> corrected(Optional<Prefix> stated, Networks networks, Draft draft) {
        if (stated.isEmpty() || networks.isOurs(stated.get())) {
            return stated;
        }
        var here = titled.get();
        if (here.size() != 1
                || here.contains(stated.get())
                || !told.get().containsAll(here)
                || told.get().contains(stated.get())) {
            return stated;
        }
        var believed = here.iterator().next();
        draft.warn("the attached report names %s, but subject and text of the mail %s, which is believed"
                .formatted(stated.get(), believed));
        return Optional.of(believed);
    }

    private static Set<Prefix> addresses(List<String> lines) {
        Set<Prefix> found = new LinkedHashSet<>();
        for (var line : lines) {
            for (var place : Place.in(line)) {
                if (place.kind() == Place.Kind.ADDRESS) {
                    found.add(Prefix.of(place.text()));
                }
            }
        }
        return found;
    }
}

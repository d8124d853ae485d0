package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What our own public form has kept of a notice (DSA Art. 16(2)): the reason tells what it is, and nothing but the places
 * that were named as such are complained of.
 */
final class WebForm implements ReportFormat {
    private static final Type CHILD_ABUSE = Type.of("content/csam");

    /** The form takes fewer; a document that only looks like one may hold more. */
    private static final int MOST_PLACES = 100;

    private static final int MOST_WARNINGS = 20;
    private static final int LONGEST_REASON = 16_000;
    private static final int SHORTEST_NAME = 3;

    private static final Pattern ACCOUNT =
            Pattern.compile("(?<![^\\s<>\"',;:()\\[\\]])([^\\s<>\"',;:()\\[\\]@/=]{1,64})@([\\p{L}\\p{N}._-]{1,253})");

    @Override
    public String name() {
        return "web-form";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        if (content.mail().isPresent()) {
            return Optional.empty();
        }
        for (var document : content.json()) {
            if (document.mentions("\"web_form\"")) {
                try {
                    return document.objects(1).stream()
                            .filter(form -> form.path("web_form").isString()
                                    && form.path("location").isArray())
                            .findFirst()
                            .map(this::report);
                } catch (JacksonException broken) {
                    return Optional.empty(); // told by whoever reads JSON last
                }
            }
        }
        return Optional.empty();
    }

    private Understanding.Report report(JsonNode form) {
        var said = text(form, "reason");
        var reason = said.substring(0, Math.min(said.length(), LONGEST_REASON));
        var type = form.path("child_abuse").asBoolean(false)
                ? Optional.of(CHILD_ABUSE)
                : ComplaintWords.in("", reason.lines().toList()).type();
        var seen = seen(text(form, "seen"));
        var warnings = new ArrayList<String>();
        if (seen.isPresent()) {
            warnings.add("the time was typed without its zone, UTC was asked for");
        }
        var findings = subjects(form.path("location"), warnings).stream()
                .map(subject -> new Finding(type.map(Type::category).orElse(Category.OTHER), type, subject, seen))
                .toList();
        if (findings.isEmpty()) {
            warnings.add("the form names no address, URL or domain");
        }
        var name = text(form, "name");
        var email = text(form, "email");
        var excerpt = type.filter(Type::isChildAbuse).isPresent() || !isOneMachine(findings)
                ? ""
                : excerpt(reason, name, email);
        var reporter = Optional.of(email.isEmpty() ? name : email).filter(text -> !text.isEmpty());
        return new Understanding.Report(new Reading(name(), reporter, Optional.empty(), findings, excerpt, warnings));
    }

    /** A page and where it lies may be one; of more, no customer is shown what another one is accused of (R69). */
    private static boolean isOneMachine(List<Finding> findings) {
        var subjects = findings.stream().map(Finding::subject).toList();
        return subjects.stream()
                                .flatMap(subject -> subject.ip().stream())
                                .distinct()
                                .count()
                        <= 1
                && subjects.stream()
                                .flatMap(subject ->
                                        subject
                                                .url()
                                                .flatMap(Hosts::ofUrl)
                                                .or(subject::domain)
                                                .or(subject::account)
                                                .stream())
                                .filter(host -> Prefix.parse(host).isEmpty())
                                .distinct()
                                .count()
                        <= 1;
    }

    /** In the order typed, each once. */
    private static List<Subject> subjects(JsonNode locations, List<String> warnings) {
        var subjects = new LinkedHashSet<Subject>();
        var line = 0;
        for (var location : locations) {
            line++;
            if (!location.isString()) {
                continue;
            }
            var found = subjects(Refang.line(location.asString()));
            if (found.isEmpty() && !location.asString().isBlank() && warnings.size() < MOST_WARNINGS) {
                warnings.add("location line %d names no address, URL or domain".formatted(line));
            }
            subjects.addAll(found);
            if (subjects.size() >= MOST_PLACES) {
                warnings.add("only the first %d places are read".formatted(MOST_PLACES));
                break;
            }
        }
        return subjects.stream().limit(MOST_PLACES).toList();
    }

    private static List<Subject> subjects(String line) {
        var places = Place.in(line);
        var pages =
                places.stream().filter(place -> place.kind() == Place.Kind.URL).toList();
        var addresses = places.stream()
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .toList();
        if (pages.size() == 1 && addresses.size() == 1) {
            // a page, and where it lies
            return List.of(page(
                    pages.getFirst().text(), Prefix.parse(addresses.getFirst().text())));
        }
        var subjects = new ArrayList<Subject>();
        for (var place : places) {
            subjects.add(
                    switch (place.kind()) {
                        case URL -> page(place.text(), Optional.empty());
                        case NAME -> Subject.ofDomain(place.text());
                        case ADDRESS -> {
                            var subject = Subject.ofIp(Prefix.of(place.text()));
                            yield place.port().map(subject::withPort).orElse(subject);
                        }
                    });
        }
        if (line.length() <= Place.LONGEST_LINE && line.indexOf('@') >= 0 && pages.isEmpty()) {
            var accounts = ACCOUNT.matcher(line);
            while (accounts.find()) {
                if (Hosts.isName(accounts.group(2))) {
                    subjects.add(new Subject(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(accounts.group().toLowerCase(Locale.ROOT))));
                }
            }
        }
        return subjects;
    }

    private static Subject page(String url, Optional<Prefix> address) {
        return new Subject(
                address.or(() -> Hosts.ofUrl(url).flatMap(Prefix::parse)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(url),
                Optional.empty());
    }

    private static Optional<EventTime> seen(String typed) {
        try {
            return Optional.of(new EventTime(LocalDateTime.parse(typed).toInstant(ZoneOffset.UTC), false));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /** The customer learns what is reported, not who did. */
    private static String excerpt(String reason, String name, String email) {
        var excerpt = new Excerpt();
        reason.lines().limit(100).forEach(line -> excerpt.add(without(without(line, email), name)));
        return excerpt.text();
    }

    private static String without(String line, String name) {
        return name.length() < SHORTEST_NAME
                ? line
                : Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(line)
                        .replaceAll("[reporter]");
    }

    private static String text(JsonNode form, String field) {
        return form.path(field).asString("").strip();
    }
}

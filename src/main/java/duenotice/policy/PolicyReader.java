package duenotice.policy;

import duenotice.incident.CallHours;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy;
import duenotice.incident.Policy.Approval;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.CutWhen;
import duenotice.incident.Policy.FixWithin;
import duenotice.incident.Policy.Repeat;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.Policy.Rung;
import duenotice.incident.Policy.TypePattern;
import duenotice.incident.TextDigest;
import duenotice.incident.WorkingCalendar;
import duenotice.policy.PolicyRefused.Problem;
import duenotice.report.Category;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns a document that fits the schema into a policy, with the defaults of what it leaves out. */
final class PolicyReader {
    private static final Duration FIX = Duration.ofHours(24);
    private static final Duration ANNOUNCED_FIX = Duration.ofHours(4);
    private static final Duration WATCH = Duration.ofHours(24);
    private static final Duration QUIET = Duration.ofHours(24);
    private static final Duration PASS_GAP = Duration.ofMinutes(15);
    private static final Duration REPEAT_WITHIN = Duration.ofDays(30);

    private final PolicyDocument document;
    private final List<Problem> problems = new ArrayList<>();

    private PolicyReader(PolicyDocument document) {
        this.document = document;
    }

    /** @throws PolicyRefused where a value cannot be, such as a time zone that does not exist */
    static Policy read(PolicyDocument document) {
        var reader = new PolicyReader(document);
        var policy = reader.policy();
        if (!reader.problems.isEmpty()) {
            reader.problems.sort(Comparator.comparingInt(Problem::line));
            throw new PolicyRefused(reader.problems);
        }
        return policy;
    }

    private Policy policy() {
        var ladder = ladder();
        return new Policy(
                document.at("/policy").asString(),
                TextDigest.of(document.source()).hex(),
                categories(),
                types(),
                ladder,
                new FixWithin(
                        duration("/fix-within/corrective", FIX),
                        duration("/fix-within/other", FIX),
                        duration("/fix-within/ack", ANNOUNCED_FIX),
                        duration("/fix-within/extension", ANNOUNCED_FIX)),
                calendar(),
                CleanUp.valueOf(constant("/clean-up", "customer")),
                restoreNeeds(ladder),
                duration("/watch", WATCH),
                duration("/quiet", QUIET),
                document.at("/repeat").isObject()
                        ? Optional.of(new Repeat(
                                duration("/repeat/within", REPEAT_WITHIN),
                                duration("/repeat/answer-within", Duration.ZERO)))
                        : Optional.empty(),
                duration("/forward-within"));
    }

    private Set<Category> categories() {
        var categories = EnumSet.noneOf(Category.class);
        document.at("/categories")
                .forEach(word -> Category.ofWord(word.asString()).ifPresent(categories::add));
        return Set.copyOf(categories);
    }

    private List<TypePattern> types() {
        var patterns = new ArrayList<TypePattern>();
        for (var word : document.at("/types")) {
            var parts = word.asString().split("/", 2);
            patterns.add(new TypePattern(parts[0], parts[1]));
        }
        return patterns;
    }

    private Optional<CallHours> hours(String place) {
        var text = document.at(place).asString("");
        var hours = CallHours.parse(text);
        if (!text.isEmpty() && hours.isEmpty()) {
            problem(place, "'" + text + "' is no span of hours such as 08:00-20:00, within one day");
        }
        return hours;
    }

    private List<Rung> ladder() {
        var rungs = new ArrayList<Rung>();
        for (var step : document.at("/ladder")) {
            var kind = step.propertyNames().iterator().next();
            rungs.add(rung(kind, "/ladder/" + rungs.size() + "/" + kind));
        }
        return rungs;
    }

    private Rung rung(String kind, String place) {
        return switch (kind) {
            case "notice" -> new Policy.Notice(duration(place + "/remind-after"));
            case "warn" ->
                new Policy.Warn(
                        duration(place + "/answer-within", Duration.ZERO),
                        !document.at(place + "/remind").asString("half-time").equals("none"));
            case "call" ->
                new Policy.Call(
                        duration(place + "/answer-within", Duration.ZERO),
                        document.at(place + "/passes").asInt(1),
                        duration(place + "/pass-gap", PASS_GAP),
                        hours(place + "/hours"));
            case "cut" ->
                new Policy.Cut(
                        MeasureKind.ofWord(document.at(place + "/measure").asString())
                                .orElseThrow(),
                        Approval.valueOf(constant(place + "/approval", "none")),
                        CutWhen.valueOf(constant(place + "/when", "fresh")));
            default -> throw new IllegalStateException("the schema lets no step '" + kind + "' through");
        };
    }

    private Set<RestoreNeed> restoreNeeds(List<Rung> ladder) {
        var needs = EnumSet.noneOf(RestoreNeed.class);
        document.at("/restore/needs").forEach(word -> needs.add(RestoreNeed.valueOf(constant(word.asString()))));
        if (needs.isEmpty() && ladder.stream().anyMatch(Policy.Cut.class::isInstance)) {
            needs.add(RestoreNeed.STATEMENT);
        }
        return Set.copyOf(needs);
    }

    private Optional<WorkingCalendar> calendar() {
        var inside = document.at("/fix-within/calendar").isObject();
        var outside = document.at("/calendar").isObject();
        if (inside && outside) {
            problem("/calendar", "the calendar stands in 'fix-within' already; keep one of the two");
        }
        if (!inside && !outside) {
            return Optional.empty();
        }
        var place = inside ? "/fix-within/calendar" : "/calendar";
        var zone = zone(place + "/zone");
        var from = LocalTime.parse(document.at(place + "/from").asString());
        var until = LocalTime.parse(document.at(place + "/until").asString());
        if (!from.isBefore(until)) {
            problem(place + "/until", "the working day ends at %s, which is not after its start".formatted(until));
            return Optional.empty();
        }
        return Optional.of(
                new WorkingCalendar(zone, days(place + "/days"), from, until, holidays(place + "/holidays")));
    }

    private ZoneId zone(String place) {
        var name = document.at(place).asString();
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            problem(
                    place,
                    "there is no time zone '%s'; %s"
                            .formatted(
                                    name,
                                    Nearest.to(name, ZoneId.getAvailableZoneIds())
                                            .map(near -> "did you mean '" + near + "'?")
                                            .orElse("write a name as Europe/Berlin or UTC")));
            return ZoneId.of("UTC");
        }
        return ZoneId.of(name);
    }

    private Set<DayOfWeek> days(String place) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        document.at(place).forEach(word -> days.add(DayOfWeek.valueOf(constant(word.asString()))));
        return days.isEmpty() ? EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY) : days;
    }

    private Set<LocalDate> holidays(String place) {
        var holidays = new LinkedHashSet<LocalDate>();
        var index = 0;
        for (JsonNode date : document.at(place)) {
            try {
                holidays.add(LocalDate.parse(date.asString()));
            } catch (DateTimeException noSuchDay) {
                problem(place + "/" + index, "there is no day '%s'".formatted(date.asString()));
            }
            index++;
        }
        return holidays;
    }

    private Duration duration(String place, Duration otherwise) {
        return duration(place).orElse(otherwise);
    }

    private Optional<Duration> duration(String place) {
        var value = document.at(place);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        var duration = WrittenDuration.parse(value.asString());
        if (duration.isEmpty() || !duration.get().isPositive()) {
            problem(
                    place,
                    "'%s' is no time to wait; write a number above 0 with its unit, as 2h".formatted(value.asString()));
        } else if (duration.get().compareTo(WrittenDuration.LONGEST) > 0) {
            problem(place, "'%s' is longer than a year".formatted(value.asString()));
        }
        return duration;
    }

    private String constant(String place, String otherwise) {
        return constant(document.at(place).asString(otherwise));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private void problem(String place, String sentence) {
        problems.add(document.problem(place, sentence));
    }
}

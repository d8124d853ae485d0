package duenotice.incident;

import duenotice.incident.Incident.Journey;
import duenotice.incident.Incident.Warning;
import duenotice.incident.Pauses.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Spans in which nobody can have the warning although the relay took it: of everybody it may still reach, each mail waits
 * on a mail server, or with us after it came back (R48). It has waited since the relay took it, not since we were told.
 */
final class RelayHolds {
    /**
     * Longer than half a day nobody waits for mail servers, however often they are late or send back: then people phone.
     * Anybody who has read one mail of ours can make up what they say.
     */
    static final Duration LONGEST = Duration.ofHours(12);

    private final Warning warning;

    RelayHolds(Warning warning) {
        this.warning = warning;
    }

    /** In order, half a day all together at most; an open one to its expected end. */
    List<Span> spans() {
        var spans = new ArrayList<Span>();
        var left = LONGEST;
        for (var span : held()) {
            var longest = span.from().plus(left);
            var to = earlier(span.to(), longest);
            if (span.from().isBefore(to)) {
                spans.add(new Span(span.from(), to));
                left = left.minus(Duration.between(span.from(), to));
            }
        }
        return spans;
    }

    private List<Span> held() {
        var points = new TreeSet<Instant>();
        var waits = IntStream.range(0, warning.journeys().size())
                .mapToObj(this::wait)
                .flatMap(Optional::stream)
                .toList();
        waits.forEach(wait -> {
            points.add(wait.span().from());
            points.add(wait.span().to());
        });
        if (points.isEmpty()) {
            return List.of();
        }
        warning.journeys().forEach(journey -> points.add(journey.acceptedAt()));
        points.addAll(warning.bouncedAt().values());
        var spans = new ArrayList<Span>();
        for (var from : points) {
            var to = points.higher(from);
            if (to != null && isHeld(from, waits)) {
                spans.add(new Span(from, to));
            }
        }
        return spans;
    }

    private record Wait(String address, Span span) {}

    private Optional<Wait> wait(int index) {
        var journey = warning.journeys().get(index);
        if (!journey.isLate()) {
            return Optional.empty();
        }
        var end = journey.returnedAt()
                .map(returned -> sentAgain(index).orElse(returned.plus(LONGEST)))
                .orElseGet(() -> earlier(
                        journey.lateUntil().orElseThrow(), journey.arrivedAt().orElse(Instant.MAX)));
        return Optional.of(new Wait(journey.address(), new Span(journey.acceptedAt(), end)));
    }

    private Optional<Instant> sentAgain(int index) {
        var journeys = warning.journeys();
        return journeys.subList(index + 1, journeys.size()).stream()
                .filter(later -> later.is(journeys.get(index).address()))
                .map(Journey::acceptedAt)
                .findFirst();
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private boolean isHeld(Instant then, List<Wait> waits) {
        var alive = warning.journeys().stream()
                .filter(journey -> !journey.acceptedAt().isAfter(then))
                .map(Journey::address)
                .filter(address -> !isDead(address, then))
                .distinct()
                .toList();
        return !alive.isEmpty()
                && alive.stream()
                        .allMatch(address -> waits.stream()
                                .anyMatch(wait -> wait.address().equalsIgnoreCase(address)
                                        && !wait.span().from().isAfter(then)
                                        && wait.span().to().isAfter(then)));
    }

    private boolean isDead(String address, Instant then) {
        return warning.bouncedAt().entrySet().stream()
                .anyMatch(dead -> dead.getKey().equalsIgnoreCase(address)
                        && !dead.getValue().isAfter(then));
    }
}

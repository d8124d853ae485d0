package duenotice.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Spans in which the customer's clocks stand still: holds and disputes, overlapping ones counted once (R56, R57). */
final class Pauses {
    private final List<Span> spans;

    /** From inclusive, to exclusive. */
    record Span(Instant from, Instant to) {}

    Pauses(List<Span> unsorted) {
        var sorted = unsorted.stream()
                .filter(span -> span.from().isBefore(span.to()))
                .sorted(Comparator.comparing(Span::from))
                .toList();
        var merged = new ArrayList<Span>();
        for (var span : sorted) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && !span.from().isAfter(last.to())) {
                merged.set(
                        merged.size() - 1, new Span(last.from(), span.to().isAfter(last.to()) ? span.to() : last.to()));
            } else {
                merged.add(span);
            }
        }
        spans = List.copyOf(merged);
    }

    List<Span> spans() {
        return spans;
    }

    /** The end of the pause that holds then; the instant itself where none does. */
    Instant endOfPauseAt(Instant instant) {
        return spans.stream()
                .filter(span -> !span.from().isAfter(instant) && span.to().isAfter(instant))
                .map(Span::to)
                .findFirst()
                .orElse(instant);
    }

    /** A due instant counted from {@code start}, moved by exactly the paused time that lies before it. */
    Instant move(Instant start, Instant due) {
        var moved = due;
        for (var span : spans) {
            if (!span.from().isBefore(moved)) {
                break;
            }
            var from = span.from().isBefore(start) ? start : span.from();
            if (from.isBefore(span.to())) {
                moved = moved.plus(Duration.between(from, span.to()));
            }
        }
        return moved;
    }
}

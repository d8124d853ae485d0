package duenotice.incident;

import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.Incident.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Does the abuse persist, and how do we know (R44-R46)?
 *
 * @param basis in words
 * @param freshest instant of the newest YES that no later NO overtook
 * @param quietAt when it turns to NO if nothing more is seen
 */
public record Persisting(Persistence value, String basis, Optional<Instant> freshest, Optional<Instant> quietAt) {
    /** Events up to this long after the warning or the claimed fix may still be of the time before. */
    private static final Duration SETTLING = Duration.ofMinutes(15);

    /** A report may be ahead of our clock by so much. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** Judges for the instant {@code when}, from what is known now. */
    static Persisting at(Incident incident, Circumstances circumstances, Policy policy, Instant when) {
        var told = told(incident);
        if (told.isEmpty()) {
            return new Persisting(Persistence.UNKNOWN, "no warning yet", Optional.empty(), Optional.empty());
        }
        var warned = told.get();
        var fix = incident.claimedFix();
        var restored = incident.restoredAt();
        var anchor = latest(warned, fix.map(Answer::receivedAt).orElse(warned), restored.orElse(warned));

        var sightings = circumstances.sightings().stream()
                .filter(sighting -> counts(sighting, incident, restored))
                .toList();
        var looks = incident.looks().stream()
                .filter(look -> look.isObservation() && !look.at().isBefore(anchor))
                .filter(look -> fix.isEmpty()
                        || look.at().isAfter(fix.get().receivedAt())
                        || look.entry() > fix.get().entry())
                .toList();

        var lastLook = looks.stream().max(Comparator.comparing(Look::at).thenComparing(Look::entry));
        var lastSighting = sightings.stream().max(Comparator.comparing(Sighting::receivedAt));
        var lastNo = looks.stream()
                .filter(look -> look.value() == Persistence.NO)
                .map(Look::at)
                .max(Instant::compareTo);
        var freshest = java.util.stream.Stream.concat(
                        sightings.stream()
                                .filter(sighting -> lastNo.isEmpty()
                                        || sighting.receivedAt().isAfter(lastNo.get()))
                                .map(Sighting::observedAt),
                        looks.stream()
                                .filter(look -> look.value() == Persistence.YES
                                        && (lastNo.isEmpty() || !look.at().isBefore(lastNo.get())))
                                .map(Look::at))
                .max(Instant::compareTo);

        var lookWins = lastLook.isPresent()
                && (lastSighting.isEmpty()
                        || !lastLook.get().at().isBefore(lastSighting.get().receivedAt()));
        if (lookWins && lastLook.get().value() == Persistence.NO) {
            return new Persisting(
                    Persistence.NO, lastLook.get().basis() + " found it gone", Optional.empty(), Optional.empty());
        }
        var quietAt = quietAt(
                incident,
                circumstances,
                policy,
                freshest.map(seen -> latest(anchor, seen)).orElse(anchor));
        if (quietAt.isPresent() && !when.isBefore(quietAt.get())) {
            return new Persisting(Persistence.NO, "nothing seen since " + anchor, Optional.empty(), quietAt);
        }
        if (lookWins && lastLook.get().value() == Persistence.UNKNOWN) {
            return new Persisting(
                    Persistence.UNKNOWN, lastLook.get().basis() + " cannot tell", Optional.empty(), quietAt);
        }
        if (lookWins) {
            return new Persisting(Persistence.YES, lastLook.get().basis() + " found it going on", freshest, quietAt);
        }
        if (lastSighting.isPresent()) {
            return new Persisting(
                    Persistence.YES, "reported as seen at " + lastSighting.get().observedAt(), freshest, quietAt);
        }
        return new Persisting(Persistence.UNKNOWN, "nothing seen and not long enough quiet", Optional.empty(), quietAt);
    }

    boolean isFreshAfter(Instant instant) {
        return value == Persistence.YES
                && freshest.filter(seen -> seen.isAfter(instant)).isPresent();
    }

    /** When the customer first heard of it: by the warning, or by a cut that came before any and is restored. */
    private static Optional<Instant> told(Incident incident) {
        return incident.warning().map(Incident.Warning::toldAt).or(incident::restoredAt);
    }

    private static boolean counts(Sighting sighting, Incident incident, Optional<Instant> restored) {
        var warned = told(incident).orElseThrow();
        var settled = latest(
                        warned, incident.claimedFix().map(Answer::receivedAt).orElse(warned))
                .plus(SETTLING);
        return incident.types().contains(sighting.type())
                && !sighting.observedAt().isAfter(sighting.receivedAt().plus(CLOCK_SKEW))
                && sighting.observedAt().isAfter(settled)
                && (restored.isEmpty() || sighting.observedAt().isAfter(restored.get()));
    }

    /** Silence says nothing while our own measure stands, nor before a begun round and its answer time are over. */
    private static Optional<Instant> quietAt(
            Incident incident, Circumstances circumstances, Policy policy, Instant since) {
        if (incident.measureInForce()) {
            return Optional.empty();
        }
        var stood = new Pauses(incident.measures().stream()
                .filter(measure ->
                        measure.requestedAt().isPresent() && measure.liftedAt().isPresent())
                .map(measure -> new Pauses.Span(
                        measure.requestedAt().get(), measure.liftedAt().get()))
                .toList());
        var quiet = stood.move(since, since.plus(policy.quiet()));
        var round = incident.round();
        if (round.isEmpty() || Clocks.answeredAfter(incident, round.get())) {
            return Optional.of(quiet);
        }
        return new Clocks(incident, circumstances, policy).callAnswerDue().map(due -> latest(quiet, due));
    }

    private static Instant latest(Instant first, Instant... others) {
        var latest = first;
        for (var other : others) {
            latest = other.isAfter(latest) ? other : latest;
        }
        return latest;
    }
}

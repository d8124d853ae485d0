package duenotice.incident;

import java.util.Optional;

/** The gate before any clock: is there really something, and is it this customer's (R40)? */
final class Ascertaining {
    private Ascertaining() {}

    /** In words what the gate was passed on; empty while it is not. */
    static Optional<String> basis(Incident incident, Circumstances circumstances) {
        if (incident.staffVerified()) {
            return Optional.of("verified by staff");
        }
        var evidence = circumstances.evidence();
        if (!evidence.ownedAtEventTime()) {
            return Optional.empty();
        }
        if (evidence.ownTelemetry()) {
            return Optional.of("seen by our own detection");
        }
        if (evidence.trusted()) {
            return Optional.of("reported by a trusted, authenticated reporter");
        }
        if (evidence.independentDomains() >= 2) {
            return Optional.of(
                    "reported independently by " + evidence.independentDomains() + " authenticated reporters");
        }
        if (incident.looks().stream().anyMatch(look -> look.value() == Persistence.YES)) {
            return Optional.of("a retest found it");
        }
        return Optional.empty();
    }
}

package duenotice.incident;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the instants at which an incident wants to be looked at again, and keeps the earliest to come. */
final class Wake {
    private final Instant now;
    private @Nullable Instant earliest;

    Wake(Instant now) {
        this.now = now;
    }

    /** True where that instant has come; otherwise it is remembered. */
    boolean hasCome(Instant at) {
        if (!at.isAfter(now)) {
            return true;
        }
        if (earliest == null || at.isBefore(earliest)) {
            earliest = at;
        }
        return false;
    }

    /** False for an outer step that the outside could not take now; it is tried again when its time has come. */
    boolean admits(Step step, Circumstances circumstances) {
        if (!(step instanceof Step.Outer outer)) {
            return true;
        }
        var notBefore = circumstances.postponed().get(outer.key());
        return notBefore == null || hasCome(notBefore);
    }

    Optional<Instant> earliest() {
        return Optional.ofNullable(earliest);
    }
}

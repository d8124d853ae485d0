package duenotice.incident;

import duenotice.incident.IncidentEvent.LiftReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A measure while the fold changes it. */
final class MeasureDraft {
    private final Measure before;
    MeasureState state;
    Optional<Block> block;
    int approvalsNeeded;
    List<String> approvedBy;
    int round;
    boolean automatic;
    boolean emergency;
    String key;
    String prior;
    int requestEntry;
    Optional<Instant> requestedAt;
    Optional<Instant> confirmedAt;
    Optional<Instant> expiresAt;
    Optional<LiftReason> liftReason;
    Optional<Instant> liftAskedAt;
    Optional<Instant> liftedAt;
    Optional<Instant> failingSince;
    Optional<Instant> lastAttemptAt;
    int attempts;
    int vanished;
    boolean extended;
    boolean ended;
    boolean rejected;

    MeasureDraft(Measure before) {
        this.before = before;
        state = before.state();
        block = before.block();
        approvalsNeeded = before.approvalsNeeded();
        approvedBy = before.approvedBy();
        round = before.round();
        automatic = before.automatic();
        emergency = before.emergency();
        key = before.key();
        prior = before.prior();
        requestEntry = before.requestEntry();
        requestedAt = before.requestedAt();
        confirmedAt = before.confirmedAt();
        expiresAt = before.expiresAt();
        liftReason = before.liftReason();
        liftAskedAt = before.liftAskedAt();
        liftedAt = before.liftedAt();
        failingSince = before.failingSince();
        lastAttemptAt = before.lastAttemptAt();
        attempts = before.attempts();
        vanished = before.vanished();
        extended = before.extended();
        ended = before.ended();
        rejected = before.rejected();
    }

    Measure measure() {
        return new Measure(
                before.id(),
                before.epoch(),
                before.kind(),
                before.target(),
                state,
                before.proposedBy(),
                block,
                approvalsNeeded,
                approvedBy,
                round,
                automatic,
                emergency,
                before.reason(),
                key,
                prior,
                requestEntry,
                requestedAt,
                confirmedAt,
                expiresAt,
                liftReason,
                liftAskedAt,
                liftedAt,
                failingSince,
                lastAttemptAt,
                attempts,
                vanished,
                extended,
                ended,
                rejected);
    }
}

package duenotice.incident;

import duenotice.incident.IncidentEvent.LiftReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something done, or to be done, to a server.
 *
 * @param epoch which owner of the incident it was taken under; see {@link Incident#epoch()}
 * @param proposedBy who asked for it; automation where the ladder did
 * @param block what its approval overrides
 * @param approvedBy who approved so far
 * @param round the call round it was proposed or requested after
 * @param automatic requested by the program without a person
 * @param requestEntry seq of the entry of the request; 0 before
 * @param lastAttemptAt when the network was last asked
 * @param attempts how often the network refused or left us in doubt since the request
 * @param vanished how often somebody undid it behind our back
 */
public record Measure(
        MeasureId id,
        int epoch,
        MeasureKind kind,
        String target,
        MeasureState state,
        Actor proposedBy,
        Optional<Block> block,
        int approvalsNeeded,
        List<String> approvedBy,
        int round,
        boolean automatic,
        boolean emergency,
        String reason,
        String key,
        String prior,
        int requestEntry,
        Optional<Instant> requestedAt,
        Optional<Instant> confirmedAt,
        Optional<Instant> expiresAt,
        Optional<LiftReason> liftReason,
        Optional<Instant> liftAskedAt,
        Optional<Instant> liftedAt,
        Optional<Instant> failingSince,
        Optional<Instant> lastAttemptAt,
        int attempts,
        int vanished,
        boolean extended,
        boolean ended,
        boolean rejected) {

    /** Just asked for; {@link #requestEntry} is 0 until the intent is written. */
    static Measure asked(MeasureId id, int epoch, MeasureKind kind, String target, Actor by, int round, String reason) {
        return new Measure(
                id,
                epoch,
                kind,
                target,
                MeasureState.PROPOSED,
                by,
                Optional.empty(),
                0,
                List.of(),
                round,
                false,
                false,
                reason,
                "",
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                false,
                false,
                false);
    }

    /** The intent is not yet written: nobody outside has been asked. */
    public boolean isUnsent() {
        return requestEntry == 0;
    }

    /** True where the infrastructure is, or may be, changed by it. */
    public boolean isLive() {
        return !ended && state != MeasureState.PROPOSED && state != MeasureState.LIFTED;
    }

    public boolean isInForce() {
        return !ended && state == MeasureState.CONFIRMED;
    }

    /** Asked for, not yet seen. */
    public boolean isComing() {
        return !ended
                && (state == MeasureState.REQUESTED || state == MeasureState.UNKNOWN || state == MeasureState.FAILED);
    }

    public boolean isGoing() {
        return !ended && state == MeasureState.LIFTING;
    }

    /** A repair that ends in the power-off it interrupted: the cut stands on. */
    boolean givesWayToItsCut() {
        return kind == MeasureKind.REPAIR
                && liftReason.filter(why -> why == LiftReason.REPAIR_OVER).isPresent();
    }

    /** The network refused it and never showed it. */
    boolean isNowhereSeen() {
        return !ended && state == MeasureState.FAILED && confirmedAt.isEmpty();
    }

    /** Decided by the ladder, alone or with an approval; not asked for by staff and no emergency. */
    boolean isOfStandardLadder() {
        return !emergency && (automatic || block.isPresent());
    }

    public boolean isProposed() {
        return !ended && state == MeasureState.PROPOSED;
    }

    /** Proposed and approved by as many people as it needs. */
    public boolean isApproved() {
        return isProposed() && approvedBy.size() >= approvalsNeeded;
    }
}

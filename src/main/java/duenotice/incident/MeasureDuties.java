package duenotice.incident;

import duenotice.incident.Circumstances.Outage;
import duenotice.incident.IncidentEvent.LiftReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is owed for measures: undo them when their reason ends, settle doubts, send out what staff asked for. */
final class MeasureDuties {
    /** How often somebody may undo a measure behind our back before a person decides. */
    private static final int VANISHED_LIMIT = 3;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Wake wake;
    private final MeasureGuards guards;

    MeasureDuties(Incident incident, Circumstances circumstances, Policy policy, Wake wake, Instant now) {
        guards = new MeasureGuards(incident, circumstances, now);
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.wake = wake;
    }

    /** The latest measure first: what was done last is undone first. */
    Optional<Step> first() {
        for (var measure : incident.measures().reversed()) {
            if (measure.isLive()) {
                var step = owed(measure).filter(this::notPostponed);
                if (step.isPresent()) {
                    return step;
                }
            }
        }
        return Optional.empty();
    }

    private boolean notPostponed(Step step) {
        return wake.admits(step, circumstances);
    }

    private Optional<Step> owed(Measure measure) {
        if (measure.isGoing()) {
            return repairOf(measure).isPresent() ? Optional.empty() : settle(measure);
        }
        var why = liftReason(measure);
        if (why.isPresent() && repairOf(measure).isPresent()) {
            return Optional.empty();
        }
        return why.map(reason -> undo(measure, reason))
                .or(() -> expired(measure))
                .or(() -> measure.isComing() ? come(measure) : Optional.empty());
    }

    private static Step undo(Measure measure, Why why) {
        return measure.isUnsent()
                ? new Step.WithdrawProposal(measure.id(), why.text())
                : lift(measure, why.reason(), why.text());
    }

    /** A repair that still runs on this power-off; it is ended before. */
    private Optional<Measure> repairOf(Measure cut) {
        return cut.kind() == MeasureKind.POWER_OFF
                ? incident.measures().stream()
                        .filter(measure -> measure.kind() == MeasureKind.REPAIR && measure.isLive())
                        .findFirst()
                : Optional.empty();
    }

    private record Why(LiftReason reason, String text) {}

    private Optional<Why> liftReason(Measure measure) {
        if (incident.closeAsked().isPresent()) {
            return Optional.of(new Why(LiftReason.FALSE_POSITIVE, "a false positive"));
        }
        if (incident.withdrawn() || measure.epoch() < incident.epoch()) {
            return Optional.of(new Why(LiftReason.WRONG_CUSTOMER, "the warning was for somebody else"));
        }
        if (measure.kind() == MeasureKind.REPAIR) {
            return withItsCut();
        }
        if (measure.isUnsent()) {
            return Optional.empty();
        }
        if (measure.isOfStandardLadder()) {
            var error = ourError(measure);
            if (error.isPresent()) {
                return Optional.of(new Why(LiftReason.OUR_ERROR, error.get()));
            }
        }
        if (measure.kind().isCut()
                && (measure.isInForce() || measure.vanished() > 0)
                && Restoring.missing(incident, policy).isEmpty()) {
            return Optional.of(
                    Restoring.needs(policy).contains(Policy.RestoreNeed.VERIFICATION)
                            ? new Why(LiftReason.VERIFIED_CLEAN, "verified clean")
                            : new Why(LiftReason.STATEMENT_ACCEPTED, "the statement was accepted"));
        }
        return Optional.empty();
    }

    /** R22: a repair ends in the restore of the power-off. */
    private Optional<Why> withItsCut() {
        var cuts = incident.measures().stream()
                .filter(measure -> measure.kind() == MeasureKind.POWER_OFF && measure.isLive())
                .toList();
        var going = cuts.stream().filter(Measure::isGoing).flatMap(cut -> cut.liftReason().stream());
        return going.findFirst()
                .map(reason -> new Why(reason, "the power-off it belongs to ends"))
                .or(() -> cuts.stream()
                        .map(this::liftReason)
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> cuts.isEmpty()
                        ? Optional.of(new Why(LiftReason.STAFF, "no power-off stands any more"))
                        : Optional.empty());
    }

    /** R50, R75: had we known it in time, we would not have cut. */
    private Optional<String> ourError(Measure measure) {
        var requested = measure.requestedAt().orElse(Instant.MAX);
        var late = incident.answers().stream()
                .filter(answer -> answer.counts() && answer.entry() > measure.requestEntry())
                .filter(answer -> answer.receivedAt().isBefore(requested) || measure.isNowhereSeen())
                .findFirst();
        if (late.isPresent() && !late.get().receivedAt().isBefore(requested)) {
            return Optional.of("an answer came while the network refused the cut");
        }
        if (late.isPresent()) {
            return Optional.of("an answer received at " + late.get().receivedAt() + " was read only after the cut");
        }
        return circumstances.outages().stream()
                .filter(outage -> touches(outage, requested))
                .findFirst()
                .map(outage -> "our own outage from " + outage.from() + " touches the cut of " + requested);
    }

    /** An outage that is still open counts once it has lasted too long. */
    private boolean touches(Outage outage, Instant requested) {
        return CutGuards.bars(outage, requested)
                && (outage.until().isPresent()
                        || wake.hasCome(outage.from().plus(Outage.TOLERATED).plusNanos(1000)));
    }

    private Optional<Step> expired(Measure measure) {
        if (!measure.isInForce()
                || measure.expiresAt().isEmpty()
                || !wake.hasCome(measure.expiresAt().get())) {
            return Optional.empty();
        }
        if (measure.kind() == MeasureKind.REPAIR) {
            return Optional.of(lift(measure, LiftReason.REPAIR_OVER, "the time for the repair is over"));
        }
        if (measure.kind() == MeasureKind.NULL_ROUTE) {
            var stem = "flow:" + measure.id();
            // A flow check that cannot be made now finds nothing out: the route does not outlive its time for that.
            if (incident.retestsFor(stem) == 0 && !circumstances.postponed().containsKey(stem + "#1")) {
                return Optional.of(new Step.Retest(stem + "#1"));
            }
            var span = Duration.between(
                    measure.requestedAt().orElseThrow(), measure.expiresAt().get());
            if (incident.retests().get(stem + "#1") == Persistence.YES && !measure.extended()) {
                return Optional.of(new Step.ExtendMeasure(
                        measure.id(), measure.expiresAt().get().plus(span), "the attack still goes on"));
            }
        }
        return Optional.of(lift(measure, LiftReason.EXPIRED, "its time is over"));
    }

    private static Step lift(Measure measure, LiftReason why, String reason) {
        return new Step.Restore(measure.id(), "lift-" + measure.id() + "-" + measure.requestEntry(), why, reason);
    }

    private Optional<Step> come(Measure measure) {
        if (!guards.against(measure).isEmpty()) {
            return Optional.empty();
        }
        if (measure.isUnsent()) {
            return Optional.of(new Step.Cut(
                    measure.id(),
                    "cut-" + measure.id(),
                    measure.kind(),
                    measure.target(),
                    measure.expiresAt(),
                    false,
                    measure.emergency(),
                    measure.reason()));
        }
        return measure.vanished() >= VANISHED_LIMIT ? Optional.empty() : settle(measure);
    }

    private Optional<Step> settle(Measure measure) {
        var again = measure.lastAttemptAt()
                .map(last -> measure.attempts() == 0 ? last : last.plus(wait(measure.attempts())))
                .orElse(Instant.MIN);
        return wake.hasCome(again) ? Optional.of(new Step.Settle(measure.id(), measure.key())) : Optional.empty();
    }

    /** One minute, doubled with every failure, at most half an hour. */
    private static Duration wait(int attempts) {
        var minutes = Duration.ofMinutes(1L << Math.min(attempts - 1, 5));
        return minutes.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : minutes;
    }
}

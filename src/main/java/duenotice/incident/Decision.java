package duenotice.incident;

import duenotice.incident.Circumstances.ClockJump;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The judgement: what is to be done now, and what comes next if nothing changes.
 *
 * @param next empty once the incident is closed
 */
public record Decision(Step step, Optional<Next> next) {
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LAST_RETRY = Duration.ofHours(1);

    private static final Duration RETEST_AGAIN = Duration.ofMinutes(30);

    /** Retests of one judgement that finds nothing out are doubled in distance; after so many people have to look. */
    private static final int MOST_RETESTS = 8;

    /** Pure and total: the same timeline, circumstances, policy and instant give the same answer, and always one. */
    public static Decision decide(Incident incident, Circumstances circumstances, Policy policy, Instant wallClock) {
        var now = circumstances
                .clockJump()
                .filter(ClockJump::open)
                .map(ClockJump::trusted)
                .orElse(wallClock);
        var wake = new Wake(now);
        var ladder = new Ladder(incident, circumstances, policy, now);
        var plan = ladder.plan();
        var next = plan.map(Plan::next);
        var measures = new MeasureDuties(incident, circumstances, policy, wake, now);
        var notices = new NoticeDuties(incident, circumstances, policy, wake, now, next);
        var alarms =
                new AlarmDuties(incident, circumstances, plan.map(Plan::blocks).orElse(Set.of()), wake);

        var step = measures.first()
                .or(() -> new SecretDuties(incident, circumstances, wake).first())
                .or(() -> ending(incident))
                .or(() -> afterRestore(incident, policy))
                .or(() -> new Proposals(incident, circumstances, policy, now).withdrawn(next))
                .or(() -> emergencyCall(incident, circumstances, policy, now)
                        .filter(due -> wake.admits(due, circumstances)))
                .or(() -> askedRetest(incident, circumstances, wake))
                .or(notices::first)
                .or(alarms::first)
                .or(() -> plan.flatMap(due -> ladder(incident, circumstances, due, wake)));
        incident.holdAt(now).ifPresent(hold -> wake.hasCome(hold.to()));
        circumstances
                .outages()
                .forEach(outage ->
                        outage.until().ifPresent(until -> wake.hasCome(until.plus(Circumstances.Outage.GRACE))));
        if (plan.isPresent()) {
            ladder.persisting(now).quietAt().ifPresent(wake::hasCome);
        }
        plan.filter(waits -> waits.blocks().stream().anyMatch(Block::endsUnseen))
                .ifPresent(waits -> wake.hasCome(retry(waits, now)));
        return new Decision(
                step.orElseGet(() -> wake.earliest()
                        .<Step>map(at -> new Step.LookAgain(at.isAfter(wallClock) ? at : wallClock.plus(FIRST_RETRY)))
                        .orElse(new Step.Rest())),
                next);
    }

    /** What no event of this incident would tell of is looked for again by itself, ever less often; a backlog soon. */
    private static Instant retry(Plan blocked, Instant now) {
        var due = blocked.next().dueAt();
        if (due.isAfter(now)) {
            return due;
        }
        var waited = Duration.between(due, now).dividedBy(4);
        var isSoonOver = blocked.blocks().equals(Set.of(Block.BACKLOG));
        var pause = isSoonOver || waited.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : waited;
        return now.plus(pause.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause);
    }

    private static Optional<Step> ladder(Incident incident, Circumstances circumstances, Plan plan, Wake wake) {
        if (!wake.hasCome(plan.next().dueAt())) {
            return Optional.empty();
        }
        var retest = retestFirst(incident, circumstances, plan, wake);
        return retest.or(plan::act).filter(step -> wake.admits(step, circumstances));
    }

    /**
     * Where a safe retest exists it runs before every judgement (R45), and again while a cut waits for evidence. Nothing
     * fetches child-abuse material (R59).
     */
    private static Optional<Step> retestFirst(Incident incident, Circumstances circumstances, Plan plan, Wake wake) {
        if (!circumstances.retestPossible() || incident.measureInForce() || incident.isChildAbuse()) {
            return Optional.empty();
        }
        return judgement(incident, plan).flatMap(judgement -> {
            var made = incident.retestsFor(judgement);
            if (made > 0 && isStale(incident, plan, wake)) {
                return Optional.of(new Step.Retest(judgement + "#" + (made + 1)));
            }
            if (made > 0 && (made >= MOST_RETESTS || !waitsForEvidence(plan))) {
                return Optional.empty();
            }
            var due = plan.next().dueAt().plus(RETEST_AGAIN.multipliedBy((1L << made) - 1));
            return wake.hasCome(due) ? Optional.of(new Step.Retest(judgement + "#" + (made + 1))) : Optional.empty();
        });
    }

    /** A retest that staff or the customer asked for; one whose incident was cut off meanwhile waits until it shows something. */
    private static Optional<Step> askedRetest(Incident incident, Circumstances circumstances, Wake wake) {
        if (!circumstances.retestPossible()
                || incident.isClosed()
                || incident.measureInForce()
                || incident.isChildAbuse()) {
            return Optional.empty();
        }
        return incident.openRetestAsk()
                .<Step>map(ask -> new Step.Retest(ask.key()))
                .filter(step -> wake.admits(step, circumstances));
    }

    private static boolean waitsForEvidence(Plan plan) {
        return plan.blocks().contains(Block.FRESH_EVIDENCE) || plan.blocks().contains(Block.EVIDENCE);
    }

    /** A cut that was held up by something else is judged anew before it goes. */
    private static boolean isStale(Incident incident, Plan plan, Wake wake) {
        return plan.act().filter(Step.Cut.class::isInstance).isPresent()
                && incident.looks().stream()
                        .filter(look -> look.basis().equals("retest"))
                        .noneMatch(look -> !wake.hasCome(look.at().plus(RETEST_AGAIN)));
    }

    private static Optional<String> judgement(Incident incident, Plan plan) {
        var owner = incident.epoch() + ".";
        var round = incident.rounds().size();
        return switch (plan.next().step()) {
            case ASCERTAIN -> plan.next().block().isPresent() ? Optional.of(owner + "ascertain") : Optional.empty();
            case CALL, WATCH ->
                plan.act().isPresent()
                                && !(plan.act().get() instanceof Step.EndRound)
                                && !(plan.act().get() instanceof Step.Ring)
                        ? Optional.of(owner + "call-" + (round + 1) + ":"
                                + plan.next().dueAt())
                        : Optional.empty();
            case CUT -> round > 0 ? Optional.of(owner + "cut-" + round) : Optional.empty();
            case CLOSE -> incident.watch().filter(Incident.Watch::open).map(watch -> owner + "watch:" + watch.from());
            case WARN, CONFIRM, RESTORE, STAFF -> Optional.empty();
        };
    }

    /** A false positive or a withdrawn warning closes once nothing of ours stands any more (R55). */
    private static Optional<Step> ending(Incident incident) {
        if (incident.isClosed() || incident.measureInForce()) {
            return Optional.empty();
        }
        if (incident.closeAsked().isPresent()) {
            return Optional.of(new Step.Close(incident.closeAsked().get(), "everything is restored"));
        }
        return incident.withdrawn() && (!incident.isWarned() || NoticeDuties.apologised(incident))
                ? Optional.of(new Step.Close(CloseAs.OTHER, "the warning was withdrawn"))
                : Optional.empty();
    }

    /** After every undone cut the server is watched, unless the cut was our own error (R50, R63). */
    private static Optional<Step> afterRestore(Incident incident, Policy policy) {
        if (incident.isClosed() || incident.withdrawn() || incident.measureInForce()) {
            return Optional.empty();
        }
        return incident.measures().stream()
                .filter(measure -> measure.kind().isCut() && measure.epoch() == incident.epoch())
                .filter(measure ->
                        measure.liftedAt().isPresent() && measure.confirmedAt().isPresent())
                .reduce((first, last) -> last)
                .filter(measure -> measure.liftReason()
                        .filter(why -> why != IncidentEvent.LiftReason.OUR_ERROR)
                        .isPresent())
                .map(measure -> measure.liftedAt().orElseThrow())
                .filter(lifted -> incident.watch()
                        .filter(watch -> !watch.from().isBefore(lifted))
                        .isEmpty())
                .map(lifted -> new Step.StartWatch(lifted, lifted.plus(policy.watch()), "restored"));
    }

    /** On the emergency ladder the call follows the measure (R59). */
    private static Optional<Step> emergencyCall(
            Incident incident, Circumstances circumstances, Policy policy, Instant now) {
        if (!policy.cutsFirst()
                || incident.isChildAbuse()
                || policy.call().isEmpty()
                || incident.cutInForce().isEmpty()
                || !incident.isWarned()) {
            return Optional.empty();
        }
        var open =
                incident.rounds().stream().filter(round -> !round.isComplete()).findFirst();
        if (open.isPresent()) {
            return open.get().left(policy.call().get().passes()).isEmpty()
                    ? Optional.of(new Step.EndRound(
                            open.get().number(), now, !open.get().anyTry()))
                    : open.get().ring(incident, policy, circumstances);
        }
        return incident.rounds().isEmpty()
                ? Optional.of(new Step.DueCall(1, IncidentEvent.CallReason.EMERGENCY))
                : Optional.empty();
    }
}

package duenotice.incident;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Incident.FloodGate;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.Incident.Watch;
import duenotice.incident.IncidentEvent.CallReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which step of the policy's ladder comes next, when it is due, and what holds it up. */
final class Ladder {
    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Instant now;
    private final Clocks clocks;
    private final Map<Instant, Persisting> judged = new HashMap<>(4);

    Ladder(Incident incident, Circumstances circumstances, Policy policy, Instant now) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.now = now;
        clocks = new Clocks(incident, circumstances, policy);
    }

    /** Empty once the incident is closed. */
    Optional<Plan> plan() {
        if (incident.isClosed()) {
            return Optional.empty();
        }
        return Optional.of(withdrawn()
                .or(this::onTheNetwork)
                .or(this::disputed)
                .or(this::cutStands)
                .or(this::protectionStands)
                .or(this::watched)
                .or(this::notAscertained)
                .or(this::forPeopleAlone)
                .or(this::cutFirst)
                .or(this::notWarned)
                .or(this::informed)
                .orElseGet(this::warned));
    }

    /** Closes as soon as the apology is out; until then nothing else happens. */
    private Optional<Plan> withdrawn() {
        return incident.withdrawn() && !incident.measureInForce()
                ? Optional.of(Plan.people(Next.of(NextStep.CLOSE, now)))
                : Optional.empty();
    }

    // ---- measures

    /** Something was asked of the network and is not yet seen. */
    private Optional<Plan> onTheNetwork() {
        return incident.measures().stream()
                .filter(measure -> measure.isComing() || measure.isGoing())
                .filter(measure -> !isBesideTheLadder(measure))
                .findFirst()
                .map(measure -> {
                    var since = measure.isGoing()
                            ? measure.liftAskedAt().orElse(now)
                            : measure.requestedAt().orElse(now);
                    var blocks = new MeasureGuards(incident, circumstances, now).against(measure);
                    if (measure.failingSince().isPresent()) {
                        blocks.add(Block.DRIVER);
                    }
                    return Plan.of(NextStep.CONFIRM, since, blocks, Optional.empty());
                });
    }

    /** A null route protects the network; the customer is told of the trouble all the same. */
    private boolean isBesideTheLadder(Measure measure) {
        return measure.kind() == MeasureKind.NULL_ROUTE
                && !incident.isWarned()
                && incident.watch().filter(Watch::open).isEmpty();
    }

    private Optional<Plan> disputed() {
        return incident.openDispute().filter(ignored -> !cutComesFirst()).map(dispute -> {
            var blocks = EnumSet.of(Block.DISPUTE);
            holds(Block.HOLD, incident.holdAt(now).isPresent(), blocks);
            return Plan.of(NextStep.STAFF, dispute.at().plus(Clocks.DISPUTE_LIMIT), blocks, Optional.empty());
        });
    }

    private Optional<Plan> cutStands() {
        return incident.cutInForce().map(cut -> {
            var since = cut.confirmedAt().orElse(now);
            var statement = incident.statement();
            if (statement.progress() == Progress.SUBMITTED) {
                return Plan.people(Next.blocked(
                        NextStep.STAFF, statement.at().plus(Clocks.STATEMENT_LIMIT), Block.STATEMENT_REVIEW));
            }
            return Plan.people(Restoring.missing(incident, policy)
                    .map(missing -> Next.blocked(NextStep.RESTORE, since, missing))
                    .orElse(Next.of(NextStep.RESTORE, now)));
        });
    }

    private Optional<Plan> protectionStands() {
        return incident.measures().stream()
                .filter(measure -> measure.isInForce() && !isBesideTheLadder(measure))
                .findFirst()
                .map(measure -> Plan.people(
                        Next.of(NextStep.RESTORE, measure.expiresAt().orElse(now))));
    }

    // ---- the watch

    private Optional<Plan> watched() {
        return incident.watch().filter(Watch::open).map(watch -> {
            var seen = persisting(now);
            if (seen.value() == Persistence.YES
                    && seen.freshest()
                            .filter(fresh -> fresh.isAfter(watch.from()))
                            .isPresent()) {
                return Plan.act(
                        Next.of(NextStep.CALL, now),
                        new Step.Recur(seen.freshest().get()));
            }
            return Plan.act(
                    Next.of(NextStep.CLOSE, watch.until()),
                    new Step.Close(CloseAs.RESOLVED, "the watch ended without anything new"));
        });
    }

    // ---- before the warning

    private Optional<Plan> notAscertained() {
        if (incident.ascertainedAt().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Ascertaining.basis(incident, circumstances)
                .map(basis -> Plan.act(Next.of(NextStep.ASCERTAIN, incident.openedAt()), new Step.Ascertain(basis)))
                .orElse(Plan.people(Next.blocked(NextStep.ASCERTAIN, incident.openedAt(), Block.EVIDENCE))));
    }

    /** R59: of child-abuse material no ladder takes a step, whatever was done before its type was known. */
    private Optional<Plan> forPeopleAlone() {
        return incident.isChildAbuse()
                ? Optional.of(Plan.people(
                        Next.of(NextStep.STAFF, incident.ascertainedAt().orElse(now))))
                : Optional.empty();
    }

    /** The emergency ladder begins with the measure (R59). */
    private Optional<Plan> cutFirst() {
        return cutComesFirst() ? Optional.of(cut(incident.ascertainedAt().orElse(now))) : Optional.empty();
    }

    private boolean cutComesFirst() {
        return policy.cutsFirst()
                && incident.ascertainedAt().isPresent()
                && incident.measures().stream()
                        .allMatch(measure -> measure.isProposed() || measure.ended() && !measure.rejected());
    }

    private Optional<Plan> notWarned() {
        if (incident.isWarned()) {
            return Optional.empty();
        }
        var held = incident.holdAt(now);
        var due = held.map(Incident.Pause::to).orElse(incident.ascertainedAt().orElse(now));
        var blocks = EnumSet.noneOf(Block.class);
        holds(Block.HOLD, held.isPresent(), blocks);
        holds(Block.WARNING_FLOOD, incident.floodGate() == FloodGate.HELD, blocks);
        holds(Block.NO_CONTACT, circumstances.warnable().isEmpty(), blocks);
        // Whether the relay works again is found out by trying.
        var act = blocks.isEmpty() ? Optional.of(warning()) : Optional.<Step>empty();
        holds(Block.RELAY, circumstances.relay() != RelayAtLastTry.NOT_TO_BLAME, blocks);
        return Optional.of(Plan.of(NextStep.WARN, due, blocks, act));
    }

    private Step warning() {
        var source = circumstances.source();
        if (incident.floodGate() == FloodGate.NOT_REACHED
                && !policy.onlyInforms()
                && source.isPresent()
                && circumstances.warningsFromSource() >= Circumstances.FLOOD) {
            return new Step.HoldWarning(source.get());
        }
        return repeat().orElseGet(() -> Step.Warn.of(incident));
    }

    /** R62: fixed once, before the warning that prints the deadline. */
    private Optional<Step> repeat() {
        if (incident.repeatWithin().isPresent()) {
            return Optional.empty();
        }
        return policy.repeat()
                .flatMap(again -> circumstances
                        .earlier()
                        .filter(earlier -> !earlier.closedAt().isAfter(incident.openedAt())
                                && !earlier.closedAt().plus(again.within()).isBefore(incident.openedAt()))
                        .map(earlier -> new Step.FindRepeat(earlier.id(), earlier.closedAt(), again.answerWithin())));
    }

    // ---- after it

    /** Nothing is asked: closes by itself a quiet time after the last thing seen (R74). */
    private Optional<Plan> informed() {
        if (!policy.onlyInforms()) {
            return Optional.empty();
        }
        var told = incident.warning().orElseThrow().toldAt();
        if (incident.openTask().isPresent()) {
            return Optional.of(Plan.people(Next.of(NextStep.STAFF, told)));
        }
        var last = Stream.concat(
                        Stream.of(told),
                        Stream.concat(
                                circumstances.lastSeen().stream(),
                                incident.measures().stream().flatMap(measure -> measure.liftedAt().stream())))
                .max(Instant::compareTo)
                .orElse(told);
        return Optional.of(Plan.act(
                Next.of(NextStep.CLOSE, last.plus(policy.quiet())),
                new Step.Close(CloseAs.RESOLVED, "quiet since " + last)));
    }

    private Plan warned() {
        if (incident.isAnswered()) {
            return answered(clocks.fixDue().orElse(now));
        }
        var round = incident.round();
        if (round.isEmpty()) {
            return silent();
        }
        return round.get().isComplete() ? called() : calling(round.get());
    }

    /** The response clock runs. */
    private Plan silent() {
        if (incident.inRecurrence()) {
            return call(incident.recurredAt().get(), CallReason.RECURRED);
        }
        var due = clocks.answerDue().orElse(now);
        var unreachable = incident.warning().flatMap(Incident.Warning::unreachableSince);
        if (unreachable.isPresent() && unreachable.get().isBefore(due)) {
            return call(unreachable.get(), CallReason.UNREACHABLE_BY_MAIL);
        }
        var plan = unlessOver(due, () -> call(due, CallReason.SILENCE));
        if (!clocks.relayHolds(now)) {
            return plan;
        }
        var blocks = EnumSet.of(Block.RELAY);
        blocks.addAll(plan.blocks());
        return Plan.of(plan.next().step(), due, blocks, plan.act());
    }

    /** The resolution clock runs; at its end the ladder goes on or the watch begins (R44). */
    private Plan answered(Instant due) {
        var plan = unlessOver(due, () -> call(due, CallReason.FIX_OVERDUE));
        if (!due.isAfter(now)) {
            return plan;
        }
        var blocks = EnumSet.of(Block.ANSWERED);
        blocks.addAll(plan.blocks());
        return Plan.of(plan.next().step(), due, blocks, plan.act());
    }

    private Plan call(Instant due, CallReason reason) {
        return held(NextStep.CALL, due, new Step.DueCall(incident.rounds().size() + 1, reason));
    }

    /** The call is due or begun; people make it, or the program where it can. */
    private Plan calling(Round round) {
        if (over(now)) {
            return held(NextStep.WATCH, round.dueAt(), watch("nothing was seen any more before the call"));
        }
        if (round.left(passes()).isEmpty()) {
            return Plan.act(
                    Next.of(NextStep.CALL, round.dueAt()), new Step.EndRound(round.number(), now, !round.anyTry()));
        }
        if (incident.holdAt(now).isPresent()) {
            return Plan.people(Next.blocked(NextStep.CALL, round.dueAt(), Block.HOLD));
        }
        var next = Next.of(NextStep.CALL, round.dueAt());
        return round.ring(incident, policy, circumstances)
                .map(ring -> Plan.act(next, ring))
                .orElseGet(() -> Plan.people(next));
    }

    private int passes() {
        return policy.call().map(Policy.Call::passes).orElse(1);
    }

    /** The call's answer time runs. */
    private Plan called() {
        var due = clocks.callAnswerDue().orElse(now);
        if (policy.cut().isEmpty() || policy.cutsFirst()) {
            return Plan.people(Next.of(NextStep.STAFF, due));
        }
        return unlessOver(due, () -> cut(due));
    }

    // ---- the cut

    private Plan cut(Instant due) {
        var rung = policy.cut().orElseThrow();
        var guards = new CutGuards(incident, circumstances, policy, persisting(later(due)), due, now);
        var block = guards.first();
        if (block.isPresent()) {
            var proposal = due.isAfter(now) ? Optional.<Step>empty() : guards.proposal(rung);
            return new Plan(Next.blocked(NextStep.CUT, due, block.get()), guards.standing(), proposal);
        }
        var approved = guards.approvedProposal();
        var measure = approved.map(Measure::id).orElse(incident.nextMeasure());
        return Plan.act(
                Next.of(NextStep.CUT, due),
                new Step.Cut(
                        measure,
                        "cut-" + measure,
                        rung.measure(),
                        incident.server().text(),
                        Optional.empty(),
                        approved.isEmpty(),
                        policy.cutsFirst(),
                        guards.reason()));
    }

    // ---- shared

    /** The abuse is over by then: watch instead (R23, R44). */
    private Plan unlessOver(Instant due, Supplier<Plan> otherwise) {
        if (!over(later(due))) {
            return otherwise.get();
        }
        return held(NextStep.WATCH, due, watch("nothing was seen any more"));
    }

    private Step watch(String why) {
        return new Step.StartWatch(now, now.plus(policy.watch()), why);
    }

    private boolean over(Instant when) {
        return persisting(when).value() == Persistence.NO;
    }

    Persisting persisting(Instant when) {
        return judged.computeIfAbsent(when, then -> Persisting.at(incident, circumstances, policy, then));
    }

    private Instant later(Instant due) {
        return due.isAfter(now) ? due : now;
    }

    private Plan held(NextStep step, Instant due, Step act) {
        var blocks = EnumSet.noneOf(Block.class);
        holds(Block.HOLD, incident.holdAt(now).isPresent(), blocks);
        holds(Block.CLOCK, jumped(due), blocks);
        return Plan.of(step, due, blocks, blocks.isEmpty() ? Optional.of(act) : Optional.empty());
    }

    private static void holds(Block block, boolean holds, EnumSet<Block> blocks) {
        if (holds) {
            blocks.add(block);
        }
    }

    /** While a clock jump is open, {@code now} is the last trusted instant and nothing later is due. */
    private boolean jumped(Instant due) {
        return circumstances.clockJump().filter(ClockJump::open).isPresent() && due.isAfter(now);
    }
}

package duenotice.incident;

import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.IncidentEvent.CallReason;
import duenotice.incident.Policy.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that keeps an automatic cut from happening (invariant 1 of the design; R20, R45, R47, R48, R50, R53, R54,
 * R58, R64, R75). Each guard stands alone, so that each can be tested by taking it away.
 */
final class CutGuards {
    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Persisting persisting;
    private final Instant due;
    private final Instant now;
    private final Set<Block> holding = EnumSet.noneOf(Block.class);

    CutGuards(
            Incident incident,
            Circumstances circumstances,
            Policy policy,
            Persisting persisting,
            Instant due,
            Instant now) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.persisting = persisting;
        this.due = due;
        this.now = now;
        if (!policy.cutsFirst()) {
            ladderGuards();
        }
        commonGuards();
    }

    /** What the emergency ladder goes without, because its measure comes first (R59). */
    private void ladderGuards() {
        var round = incident.round();
        hold(Block.CALL_ROUND, round.isEmpty() || !round.get().isComplete());
        hold(Block.NO_NUMBERS, round.filter(Round::withoutNumber).isPresent());
        var rung = policy.cut().orElseThrow();
        hold(Block.FRESH_EVIDENCE, rung.when() == Policy.CutWhen.FRESH && !isFresh(persisting));
        hold(Block.UNVERIFIED_ANSWER, incident.hasUnverifiedAnswer());
        hold(Block.FIXED_AGAIN, incident.isFixedAgain());
        hold(Block.DISPUTE, incident.openDispute().isPresent());
    }

    private void commonGuards() {
        hold(Block.APPROVAL, approvalsNeeded() > 0);
        hold(Block.AUTOMATION_STOPPED, circumstances.automationStopped());
        hold(Block.CAP, capped());
        hold(
                Block.BACKLOG,
                isDue()
                        && circumstances
                                .oldestUnread()
                                .filter(at -> !at.isAfter(due))
                                .isPresent());
        hold(Block.REASSIGNED, !circumstances.ownerUnchanged());
        hold(Block.SHARED, circumstances.shared());
        hold(Block.NEVER_CUT, circumstances.neverCut());
        hold(Block.HOLD, incident.holdAt(now).isPresent());
        hold(Block.OUTAGE, isDue() && barredByOutage());
        hold(Block.CLOCK, circumstances.clockJump().isPresent());
        hold(Block.INVENTORY_STALE, circumstances.inventoryStale());
        if (standingCap()) {
            holding.add(Block.CAP);
        }
    }

    private void hold(Block block, boolean holds) {
        if (holds) {
            holding.add(block);
        }
    }

    private boolean isDue() {
        return !due.isAfter(now);
    }

    /** The first block that nobody has overridden; an approval overrides its own block alone, once. */
    Optional<Block> first() {
        return standing().stream().findFirst();
    }

    /** Every block that nobody has overridden, in the order in which they are shown. */
    Set<Block> standing() {
        var standing = EnumSet.noneOf(Block.class);
        holding.stream().filter(block -> !isOverridden(block)).forEach(standing::add);
        return standing;
    }

    private boolean isOverridden(Block block) {
        return incident.measures().stream()
                .anyMatch(measure -> measure.isApproved()
                        && isOfThisCut(measure)
                        && measure.block()
                                .filter(overridden -> overridden == block)
                                .isPresent());
    }

    Optional<Measure> approvedProposal() {
        return incident.measures().stream()
                .filter(measure -> measure.isApproved()
                        && isOfThisCut(measure)
                        && measure.block().isPresent())
                .reduce((first, last) -> last);
    }

    private boolean isOfThisCut(Measure measure) {
        return measure.epoch() == incident.epoch()
                && measure.round() == incident.rounds().size();
    }

    /** From the due instant on, a block that a person may override stands as a proposed measure. */
    Optional<Step> proposal(Policy.Cut rung) {
        return holding.stream()
                .filter(block -> block.isOverridable() && !isOverridden(block))
                .findFirst()
                .filter(block -> incident.measures().stream()
                        .noneMatch(measure -> isOfThisCut(measure)
                                && (measure.isProposed() || measure.rejected())
                                && measure.block()
                                        .filter(asked -> asked == block)
                                        .isPresent()))
                .map(block -> new Step.ProposeCut(
                        incident.nextMeasure(),
                        rung.measure(),
                        incident.server().text(),
                        block,
                        Math.max(1, block == Block.APPROVAL ? approvalsNeeded() : 1),
                        reason()));
    }

    /** True where a proposal's need still stands. */
    boolean stillNeeds(Block block) {
        return holding.contains(block);
    }

    private int approvalsNeeded() {
        var needed = switch (policy.cut().map(Policy.Cut::approval).orElse(Approval.ONE)) {
            case NONE -> 0;
            case ONE -> 1;
            case TWO -> 2;
        };
        var raised = circumstances.vip() || neverReachedByMail() || restsOnNames() ? 1 : 0;
        return Math.max(needed, raised);
    }

    private boolean isFresh(Persisting seen) {
        return incident.round()
                .flatMap(Round::endedAt)
                .filter(seen::isFreshAfter)
                .isPresent();
    }

    /**
     * Whoever owns a name decides where it points, and may point it at others: without a look-up of ours nothing would say
     * that it is here, or that it goes on (docs/decisions/0004).
     */
    private boolean restsOnNames() {
        if (circumstances.restsOnNames()) {
            return true;
        }
        if (policy.cutsFirst() || circumstances.sightings().stream().noneMatch(Sighting::resolved)) {
            return false;
        }
        var named = Persisting.at(incident, circumstances.withoutResolved(), policy, now);
        return policy.cut().orElseThrow().when() == Policy.CutWhen.FRESH
                ? isFresh(persisting) && !isFresh(named)
                : persisting.value() != Persistence.NO && named.value() == Persistence.NO;
    }

    /**
     * R48: where every address refused or bounced, a person decides, also when a new one appears later; likewise while
     * nobody is known to have got what was late.
     */
    private boolean neverReachedByMail() {
        return incident.rounds().stream().anyMatch(round -> round.reason() == CallReason.UNREACHABLE_BY_MAIL)
                || incident.warning()
                        .filter(warning -> warning.unreachableSince().isPresent() || warning.neverArrived())
                        .isPresent();
    }

    private boolean capped() {
        return isDue() && circumstances.automaticCuts() >= Circumstances.CUT_CAP;
    }

    /** R64: a cut that met the cap waits for a person, also once there is room again. */
    private boolean standingCap() {
        return incident.measures().stream()
                .anyMatch(measure -> isOfThisCut(measure)
                        && (measure.isProposed() || measure.rejected())
                        && measure.block().filter(block -> block == Block.CAP).isPresent());
    }

    private boolean barredByOutage() {
        return circumstances.outages().stream().anyMatch(outage -> bars(outage, now));
    }

    /**
     * R75: mail-in or portal away for more than five minutes bars automatic cuts until an hour after its return. While
     * it is away nobody knows how long it will last: that bars from the first second.
     */
    static boolean bars(Outage outage, Instant when) {
        return outage.part() == OutagePart.MAIL_IN
                && !outage.from().isAfter(when)
                && outage.until()
                        .map(until -> Duration.between(outage.from(), until).compareTo(Outage.TOLERATED) > 0
                                && when.isBefore(until.plus(Outage.GRACE)))
                        .orElse(true);
    }

    /** What the cut is decided on, in words that are kept with it (R23). */
    String reason() {
        return "persisting: " + persisting.value() + ", " + persisting.basis()
                + incident.round()
                        .flatMap(Round::endedAt)
                        .map(ended -> "; call round completed at " + ended)
                        .orElse("")
                + (restsOnNames() ? "; only where a reported name points leads here" : "");
    }
}

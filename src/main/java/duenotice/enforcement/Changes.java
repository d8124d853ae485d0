package duenotice.enforcement;

import duenotice.casework.StepRun;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent.LiftFailed;
import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentEvent.MeasureConfirmed;
import duenotice.incident.IncidentEvent.MeasureFailed;
import duenotice.incident.IncidentEvent.MeasureInDoubt;
import duenotice.incident.IncidentEvent.MeasureLifted;
import duenotice.incident.IncidentEvent.MeasureTasked;
import duenotice.incident.Measure;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Duration;
import java.util.Optional;

/**
 * One change: ask the network, look at it, write down what is seen. Called when the intent is written, and again with the
 * same key after doubt.
 */
final class Changes {
    /** A task of a person is looked after again so often, where it can be seen at all. */
    private static final Duration TASK_AGAIN = Duration.ofMinutes(15);

    /** What does not help to ask again waits at least so long. */
    private static final Duration NEVER_AGAIN = Duration.ofHours(1);

    private final Cutoff cutoff;
    private final Sharing sharing;

    Changes(Cutoff cutoff, Sharing sharing) {
        this.cutoff = cutoff;
        this.sharing = sharing;
    }

    static Target target(Incident incident, MeasureKind kind, String target) {
        return kind == MeasureKind.NULL_ROUTE
                ? new Target(incident.server(), Prefix.parse(target))
                : Target.of(new ServerId(target));
    }

    static Target target(Incident incident, Measure measure) {
        return target(incident, measure.kind(), measure.target());
    }

    private static Order order(Measure measure, String key, StepRun run) {
        return new Order(measure.id().incident(), measure.kind(), target(run.incident(), measure), key, run.now());
    }

    // ---- putting on

    void putOn(Measure measure, StepRun run) {
        var order = order(measure, measure.key(), run);
        var outcome = cutoff.cut(order);
        var seen = cutoff.inspect(order.target());
        if (seen.shows(order.kind(), order.target()) == Seen.ON) {
            run.record(new MeasureConfirmed(measure.id(), seen.sentence()));
            return;
        }
        switch (outcome) {
            case Outcome.Done ignored ->
                run.record(new MeasureInDoubt(measure.id(), "said to be done, but not seen: " + seen.sentence()));
            case Outcome.InDoubt doubt -> run.record(new MeasureInDoubt(measure.id(), doubt.why()));
            case Outcome.Later later -> run.record(new MeasureFailed(measure.id(), later.why()));
            case Outcome.Never never -> {
                run.record(new MeasureFailed(measure.id(), never.why()));
                run.postpone(NEVER_AGAIN, never.why());
            }
            case Outcome.Pending pending -> hand(measure.id(), pending.task(), run);
        }
    }

    /** Once a task is known to people, it is not told to them again at each look. */
    private static void hand(MeasureId measure, String task, StepRun run) {
        if (run.postponements() == 0) {
            run.record(new MeasureTasked(measure, task));
        }
        run.postpone(TASK_AGAIN, "a person does it");
    }

    // ---- undoing

    /** Undoes it, unless nothing of it is ours to undo. */
    void undo(Measure measure, StepRun run) {
        if (isNothingToAsk(measure, run.incident()) || wasSoBefore(measure, run.incident())) {
            letGo(measure, run);
        } else {
            ask(measure, run);
        }
    }

    /** Never asked for; or another incident holds it; or the machine of a repair stays on because its power-off ends. */
    private boolean isNothingToAsk(Measure measure, Incident incident) {
        return measure.isUnsent()
                || sharing.holding(measure).isPresent()
                || measure.kind() == MeasureKind.REPAIR && isFollowedByPower(measure, incident);
    }

    /** With the restore of its power-off a repair needs no end of its own: the machine runs on, its network comes back. */
    private boolean isFollowedByPower(Measure repair, Incident incident) {
        return repair.liftReason().filter(why -> why != LiftReason.REPAIR_OVER).isPresent()
                && incident.measures().stream()
                        .filter(cut -> cut.kind() == MeasureKind.POWER_OFF
                                && cut.target().equals(repair.target())
                                && cut.isLive())
                        .anyMatch(cut -> sharing.holding(cut).isEmpty());
    }

    /** It was off before us and is off now: that was not our doing and is not ours to end. */
    private boolean wasSoBefore(Measure measure, Incident incident) {
        var target = target(incident, measure);
        return ObservedState.parse(measure.prior()).shows(measure.kind(), target) == Seen.ON
                && cutoff.inspect(target).isBack(measure.kind(), target, back(measure, incident)) == Seen.ON;
    }

    /** Looks first, and undoes it only where it is not undone. */
    void settleUndoing(Measure measure, StepRun run) {
        if (isNothingToAsk(measure, run.incident())) {
            letGo(measure, run);
            return;
        }
        var target = target(run.incident(), measure);
        var seen = cutoff.inspect(target);
        switch (seen.isBack(measure.kind(), target, back(measure, run.incident()))) {
            case ON -> run.record(new MeasureLifted(measure.id(), seen.sentence()));
            case UNKNOWN -> {
                if (cutoff.canSee()) {
                    run.record(new LiftFailed(measure.id(), "its state cannot be seen"));
                } else if (run.begin()) {
                    ask(measure, run);
                }
            }
            case OFF -> {
                if (run.begin()) {
                    ask(measure, run);
                }
            }
        }
    }

    private void ask(Measure measure, StepRun run) {
        var order = order(measure, measure.key(), run);
        var back = back(measure, run.incident());
        var outcome = cutoff.restore(order, back);
        var seen = cutoff.inspect(order.target());
        if (seen.isBack(measure.kind(), order.target(), back) == Seen.ON) {
            run.record(new MeasureLifted(measure.id(), seen.sentence()));
            return;
        }
        switch (outcome) {
            case Outcome.Done ignored ->
                run.record(new LiftFailed(measure.id(), "said to be done, but not seen: " + seen.sentence()));
            case Outcome.InDoubt doubt -> run.record(new LiftFailed(measure.id(), doubt.why()));
            case Outcome.Later later -> run.record(new LiftFailed(measure.id(), later.why()));
            case Outcome.Never never -> {
                run.record(new LiftFailed(measure.id(), never.why()));
                run.postpone(NEVER_AGAIN, never.why());
            }
            case Outcome.Pending pending -> hand(measure.id(), pending.task(), run);
        }
    }

    private static void letGo(Measure measure, StepRun run) {
        run.record(new MeasureLifted(
                measure.id(),
                measure.kind() == MeasureKind.REPAIR
                        ? "the machine stays on: its power-off ends too"
                        : "nothing to undo on the network: it was so before, or another incident holds it"));
    }

    /** What the measure changed, as it was before; everything else unknown, so that it is left alone. */
    private ObservedState back(Measure measure, Incident incident) {
        var prior = ObservedState.parse(measure.prior());
        return switch (measure.kind()) {
            case NETWORK_OFF -> prior.with(onUnlessOff(prior.network()), Seen.UNKNOWN);
            case POWER_OFF ->
                prior.with(
                        lastRepair(measure, incident).map(this::networkAfter).orElse(Seen.UNKNOWN),
                        onUnlessOff(prior.power()));
            case NULL_ROUTE -> prior;
            case REPAIR ->
                sharing.wantsPowerOff(measure.target())
                        ? prior.with(prior.network(), Seen.OFF)
                        : prior.with(networkAfter(measure), Seen.ON);
        };
    }

    /** A repair turned the network off; with the power it comes back. */
    private static Optional<Measure> lastRepair(Measure cut, Incident incident) {
        return incident.measures().stream()
                .filter(repair -> repair.kind() == MeasureKind.REPAIR
                        && repair.target().equals(cut.target())
                        && repair.requestEntry() > cut.requestEntry())
                .reduce((first, last) -> last);
    }

    private Seen networkAfter(Measure repair) {
        return sharing.wantsNetworkOff(repair.target())
                ? Seen.OFF
                : onUnlessOff(ObservedState.parse(repair.prior()).network());
    }

    /** Where nobody could see it before, it is taken to have been on. */
    private static Seen onUnlessOff(Seen before) {
        return before == Seen.OFF ? Seen.OFF : Seen.ON;
    }
}

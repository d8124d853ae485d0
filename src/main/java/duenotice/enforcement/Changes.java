package duenotice.enforcement;

import duenotice.casework.StepRun;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.LiftFailed;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** What a restore has to ask of the network: nothing, where another incident holds the server. */
    private record Undoing(Optional<Measure> work, List<MeasureId> lifted) {}

    private Undoing undoing(Measure measure, Incident incident) {
        if (measure.isUnsent()) {
            return new Undoing(Optional.empty(), List.of(measure.id()));
        }
        var repair = repairOf(measure, incident);
        var lifted = Stream.concat(Stream.of(measure), repair.stream())
                .map(Measure::id)
                .toList();
        var work = sharing.holding(measure).isEmpty()
                ? Optional.of(measure)
                : repair.filter(interrupted -> sharing.holding(interrupted).isEmpty());
        return new Undoing(work, lifted);
    }

    /** With the power comes the end of a repair. */
    private static Optional<Measure> repairOf(Measure measure, Incident incident) {
        return incident.measures().stream()
                .filter(repair -> measure.kind() == MeasureKind.POWER_OFF
                        && repair.kind() == MeasureKind.REPAIR
                        && repair.target().equals(measure.target())
                        && repair.isLive()
                        && !repair.isUnsent())
                .findFirst();
    }

    /** Undoes it, unless nothing of it is ours to undo. */
    void undo(Measure measure, StepRun run) {
        var undoing = undoing(measure, run.incident());
        undoing.work()
                .filter(work -> !wasSoBefore(work, run.incident()))
                .ifPresentOrElse(work -> ask(measure, work, undoing.lifted(), run), () -> letGo(undoing, run));
    }

    /** It was off before us and is off now: that was not our doing and is not ours to end. */
    private boolean wasSoBefore(Measure work, Incident incident) {
        var target = target(incident, work);
        return ObservedState.parse(work.prior()).shows(work.kind(), target) == Seen.ON
                && cutoff.inspect(target).isBack(work.kind(), target, back(work, incident)) == Seen.ON;
    }

    /** Looks first, and undoes it only where it is not undone. */
    void settleUndoing(Measure measure, StepRun run) {
        var undoing = undoing(measure, run.incident());
        if (undoing.work().isEmpty()) {
            letGo(undoing, run);
            return;
        }
        var work = undoing.work().get();
        var target = target(run.incident(), work);
        var seen = cutoff.inspect(target);
        switch (seen.isBack(work.kind(), target, back(work, run.incident()))) {
            case ON -> run.record(lifted(undoing.lifted(), seen.sentence()));
            case UNKNOWN -> {
                if (cutoff.canSee()) {
                    run.record(new LiftFailed(measure.id(), "its state cannot be seen"));
                } else if (run.begin()) {
                    ask(measure, work, undoing.lifted(), run);
                }
            }
            case OFF -> {
                if (run.begin()) {
                    ask(measure, work, undoing.lifted(), run);
                }
            }
        }
    }

    private void ask(Measure measure, Measure work, List<MeasureId> lifted, StepRun run) {
        var order = order(work, measure.key(), run);
        var back = back(work, run.incident());
        var outcome = cutoff.restore(order, back);
        var seen = cutoff.inspect(order.target());
        if (seen.isBack(work.kind(), order.target(), back) == Seen.ON) {
            run.record(lifted(lifted, seen.sentence()));
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

    private static void letGo(Undoing undoing, StepRun run) {
        run.record(lifted(
                undoing.lifted(), "nothing to undo on the network: it was so before, or another incident holds it"));
    }

    private static List<IncidentEvent> lifted(List<MeasureId> measures, String seen) {
        return measures.stream()
                .<IncidentEvent>map(measure -> new MeasureLifted(measure, seen))
                .toList();
    }

    /** What the measure changed, as it was before; everything else unknown, so that it is left alone. */
    private ObservedState back(Measure measure, Incident incident) {
        var prior = ObservedState.parse(measure.prior());
        return switch (measure.kind()) {
            case NETWORK_OFF -> prior.with(onUnlessOff(prior.network()), Seen.UNKNOWN);
            case POWER_OFF ->
                prior.with(
                        repairOf(measure, incident).map(this::networkAfter).orElse(Seen.UNKNOWN),
                        onUnlessOff(prior.power()));
            case NULL_ROUTE -> prior;
            case REPAIR -> prior.with(prior.network(), Seen.OFF);
        };
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

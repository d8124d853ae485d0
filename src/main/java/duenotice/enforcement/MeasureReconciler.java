package duenotice.enforcement;

import duenotice.casework.Casework;
import duenotice.casework.MeasureRows;
import duenotice.casework.MeasureRows.Standing;
import duenotice.casework.RecurringJob;
import duenotice.incident.Actor;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.MeasureVanished;
import duenotice.incident.MeasureKind;
import duenotice.incident.MeasureState;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Looks whether every measure still stands: customers, reboots and colleagues undo them behind our back. */
final class MeasureReconciler implements RecurringJob {
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final Cutoff cutoff;
    private final Casework casework;
    private final MeasureRows rows;
    private final Sharing sharing;

    MeasureReconciler(Cutoff cutoff, Casework casework, MeasureRows rows) {
        this.cutoff = cutoff;
        this.casework = casework;
        this.rows = rows;
        this.sharing = new Sharing(rows);
    }

    @Override
    public String name() {
        return "measures-stand";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public boolean hasWork() {
        return !rows.standing().isEmpty();
    }

    @Override
    public void run(Instant now) {
        var looks = new HashMap<Target, ObservedState>();
        for (var row : rows.standing()) {
            if (!row.state().equals(MeasureState.CONFIRMED.word()) || isInterrupted(row)) {
                continue;
            }
            var target = new Target(
                    new ServerId(row.server()),
                    row.kind() == MeasureKind.NULL_ROUTE ? Prefix.parse(row.target()) : Optional.empty());
            var seen = looks.computeIfAbsent(target, cutoff::inspect);
            if (seen.shows(row.kind(), target) == Seen.OFF) {
                casework.append(row.incident(), incident -> vanished(incident, row, seen), Actor.AUTOMATION);
            }
        }
    }

    private boolean isInterrupted(Standing row) {
        return row.kind() == MeasureKind.POWER_OFF && sharing.isInRepair(row.server());
    }

    /** Decided again with the incident locked: between the look and now it may have been undone by ourselves. */
    private List<IncidentEvent> vanished(Incident incident, Standing row, ObservedState seen) {
        return incident
                .measure(row.id())
                .filter(measure -> measure.isInForce() && measure.key().equals(row.key()) && !isInterrupted(row))
                .<IncidentEvent>map(measure -> new MeasureVanished(measure.id(), seen.sentence()))
                .stream()
                .toList();
    }
}

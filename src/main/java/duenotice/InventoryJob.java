package duenotice;

import duenotice.casework.Casework;
import duenotice.casework.RecurringJob;
import duenotice.incident.AlarmKind;
import duenotice.inventory.Inventory;
import duenotice.inventory.source.Rounds;
import duenotice.inventory.source.Rounds.Came;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Reads one source of the inventory whenever it is due, and rings when it is stopped or stale.
final class InventoryJob implements RecurringJob {
    /// How often it is looked whether it is due.
    private static final Duration TICK = Duration.ofMinutes(1);

    private final String source;
    private final Rounds rounds;
    private final Casework casework;

    InventoryJob(String source, Rounds rounds, Casework casework) {
        this.source = source;
        this.rounds = rounds;
        this.casework = casework;
    }

    @Override
    public String name() {
        return "inventory " + source;
    }

    @Override
    public Duration every() {
        return TICK;
    }

    @Override
    public void run(Instant now) {
        switch (rounds.readIfDue(source, now)) {
            case Came.Taken taken -> {
                if (!taken.difference().isEmpty()) {
                    casework.lookAtAllNow();
                }
            }
            case Came.Stopped stopped -> {
                if (stopped.fresh()) {
                    ring("The inventory source " + source + " is stopped: " + stopped.why() + ".");
                }
            }
            case Came.Failed ignored -> {}
            case Came.NotDue ignored -> {}
        }
        rounds.newlyStale(now)
                .forEach(name -> ring("The inventory source " + name + " has not succeeded for "
                        + Inventory.STALE_AFTER.toHours() + " hours: no automatic cuts until it does."));
    }

    private void ring(String text) {
        casework.raise(AlarmKind.INVENTORY_STALE, Optional.empty(), text);
    }
}

package duenotice.enforcement;

import duenotice.casework.Casework;
import duenotice.casework.RecurringJob;
import duenotice.casework.StepRunner;
import duenotice.inventory.Inventory;
import java.util.List;
import java.util.Optional;

/**
 * What the loop needs to put measures on, undo them, and see that they stand.
 *
 * @param runners for the steps Cut, Settle and Restore
 */
public record Enforcement(List<StepRunner> runners, List<RecurringJob> jobs) {
    public Enforcement {
        runners = List.copyOf(runners);
        jobs = List.copyOf(jobs);
    }

    /** @param driver guarded here once more against never-cut servers and addresses that are not ours */
    public static Enforcement with(Cutoff driver, Inventory inventory, Casework.Tools tools) {
        var cutoff = new Guarded(driver, inventory);
        var sharing = new Sharing(tools.measures());
        var casework = tools.casework();
        return new Enforcement(
                List.of(
                        new CutRunner(
                                cutoff,
                                sharing,
                                (kind, incident, text) -> casework.raise(kind, Optional.of(incident), text)),
                        new SettleRunner(cutoff, sharing),
                        new RestoreRunner(cutoff, sharing)),
                List.of(new MeasureReconciler(cutoff, casework, tools.measures())));
    }
}

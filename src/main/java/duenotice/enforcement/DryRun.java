package duenotice.enforcement;

/** Looks, but changes nothing: every measure stays a task that says what would have been done (R64). */
public final class DryRun implements Cutoff {
    private final Cutoff driver;

    public DryRun(Cutoff driver) {
        this.driver = driver;
    }

    @Override
    public ObservedState inspect(Target target) {
        return driver.inspect(target);
    }

    @Override
    public Outcome cut(Order order) {
        return new Outcome.Pending("dry run: " + ManualCutoff.task(order));
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return new Outcome.Pending("dry run: " + ManualCutoff.task(order, back));
    }

    @Override
    public boolean canSee() {
        return driver.canSee();
    }
}

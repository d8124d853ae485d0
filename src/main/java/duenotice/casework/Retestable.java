package duenotice.casework;

import duenotice.incident.Incident;
import duenotice.report.Type;
import java.util.List;

/** For which incidents a safe retest or flow check exists (R45). */
@FunctionalInterface
public interface Retestable {
    /** False where none exists, whatever else is reported. */
    boolean mayBe(Type type);

    /** True where more than the type has to be known. */
    default boolean dependsOnReports() {
        return false;
    }

    /**
     * Asked where some type may be retested, and the reports tell whether there is a place to look at.
     *
     * @param reports the newest ones, and the newest of those that somebody vouches for, in no order
     */
    default boolean is(Incident incident, List<Evidence> reports) {
        return true;
    }
}

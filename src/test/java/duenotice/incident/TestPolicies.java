package duenotice.incident;

import duenotice.incident.Policy.Approval;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.CutWhen;
import duenotice.incident.Policy.FixWithin;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.Policy.Rung;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The shapes of policy the product ships with, and what may vary in them. */
final class TestPolicies {
    static final FixWithin FIX =
            new FixWithin(Duration.ofDays(1), Duration.ofDays(1), Duration.ofHours(4), Duration.ofHours(4));

    private TestPolicies() {}

    static Policy networkOff() {
        return ladder("network-off", MeasureKind.NETWORK_OFF, Approval.NONE, CutWhen.FRESH, RestoreNeed.STATEMENT);
    }

    static Policy powerOff() {
        return ladder("power-off", MeasureKind.POWER_OFF, Approval.NONE, CutWhen.FRESH, RestoreNeed.VERIFICATION);
    }

    static Policy ladder(String name, MeasureKind kind, Approval approval, CutWhen when, RestoreNeed need) {
        return of(
                name,
                List.of(warn(), call(1), new Policy.Cut(kind, approval, when)),
                Set.of(need),
                Optional.empty(),
                Duration.ofDays(1));
    }

    static Policy emergency() {
        return of(
                "emergency",
                List.of(
                        new Policy.Cut(MeasureKind.NETWORK_OFF, Approval.NONE, CutWhen.NOT_FIXED),
                        new Policy.Notice(Optional.empty()),
                        call(1)),
                Set.of(RestoreNeed.STATEMENT),
                Optional.empty(),
                Duration.ofDays(1));
    }

    static Policy information() {
        return of(
                "information",
                List.of(new Policy.Notice(Optional.of(Duration.ofDays(3)))),
                Set.of(),
                Optional.empty(),
                Duration.ofDays(7));
    }

    static Policy victim() {
        return of(
                "victim", List.of(new Policy.Notice(Optional.empty())), Set.of(), Optional.empty(), Duration.ofDays(1));
    }

    static Policy withCalendar(WorkingCalendar calendar) {
        return of(
                "network-off",
                networkOff().ladder(),
                Set.of(RestoreNeed.STATEMENT),
                Optional.of(calendar),
                Duration.ofDays(1));
    }

    static Policy repeating(Policy policy, Duration answerWithin) {
        return new Policy(
                policy.name(),
                policy.version(),
                policy.categories(),
                policy.types(),
                policy.ladder(),
                policy.fixWithin(),
                policy.calendar(),
                policy.cleanUp(),
                policy.restoreNeeds(),
                policy.watch(),
                policy.quiet(),
                Optional.of(new Policy.Repeat(Duration.ofDays(30), answerWithin)),
                policy.forwardWithin());
    }

    static Policy.Warn warn() {
        return new Policy.Warn(Duration.ofHours(2));
    }

    static Policy.Call call(int passes) {
        return new Policy.Call(Duration.ofHours(2), passes, Duration.ofMinutes(10));
    }

    static Policy of(
            String name,
            List<Rung> ladder,
            Set<RestoreNeed> needs,
            Optional<WorkingCalendar> calendar,
            Duration quiet) {
        return new Policy(
                name,
                "version-1",
                Set.of(),
                List.of(),
                ladder,
                FIX,
                calendar,
                CleanUp.EITHER,
                needs,
                Duration.ofDays(1),
                quiet,
                Optional.empty(),
                Optional.empty());
    }

    static Policy cleanedBy(Policy policy, CleanUp cleanUp) {
        return new Policy(
                policy.name(),
                policy.version(),
                policy.categories(),
                policy.types(),
                policy.ladder(),
                policy.fixWithin(),
                policy.calendar(),
                cleanUp,
                policy.restoreNeeds(),
                policy.watch(),
                policy.quiet(),
                policy.repeat(),
                policy.forwardWithin());
    }
}

package duenotice.incident;

import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.Policy.RestoreNeed;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is still missing before a cut may be undone (R27-R30). */
final class Restoring {
    private Restoring() {}

    static Optional<Block> missing(Incident incident, Policy policy) {
        var needs = needs(policy);
        if (needs.contains(RestoreNeed.STATEMENT)
                || !incident.workLogged() && needs.contains(RestoreNeed.VERIFICATION)) {
            if (!statementAccepted(incident)) {
                return Optional.of(Block.STATEMENT);
            }
        }
        if (needs.contains(RestoreNeed.VERIFICATION)
                && !incident.verifiedClean().orElse(false)) {
            return Optional.of(Block.VERIFICATION);
        }
        return Optional.empty();
    }

    /** A policy without a cut of its own asks for a statement where staff cut all the same. */
    static Set<RestoreNeed> needs(Policy policy) {
        return policy.restoreNeeds().isEmpty() ? EnumSet.of(RestoreNeed.STATEMENT) : policy.restoreNeeds();
    }

    /** The customer counts as the cleaner where the provider logged no work (R29). */
    static boolean statementAccepted(Incident incident) {
        return incident.statement().progress() == Progress.ACCEPTED;
    }
}

package duenotice.incident;

import java.time.Instant;
import java.util.Optional;

/** Takes back what automation proposed once the need for it has ended. */
final class Proposals {
    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Instant now;

    Proposals(Incident incident, Circumstances circumstances, Policy policy, Instant now) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.now = now;
    }

    Optional<Step> withdrawn(Optional<Next> next) {
        return incident.measures().stream()
                .filter(measure -> measure.isProposed() && (measure.block().isPresent() || incident.isClosed()))
                .filter(measure -> !isNeeded(measure, next))
                .findFirst()
                .map(measure -> new Step.WithdrawProposal(measure.id(), "no longer needed"));
    }

    private boolean isNeeded(Measure proposal, Optional<Next> next) {
        if (next.isEmpty()
                || next.get().step() != NextStep.CUT
                || next.get().dueAt().isAfter(now)
                || proposal.round() != incident.rounds().size()
                || proposal.epoch() != incident.epoch()) {
            return false;
        }
        return proposal.isApproved()
                || new CutGuards(
                                incident,
                                circumstances,
                                policy,
                                Persisting.at(incident, circumstances, policy, now),
                                next.get().dueAt(),
                                now)
                        .stillNeeds(proposal.block().orElseThrow());
    }
}

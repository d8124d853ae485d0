package duenotice.incident;

import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Incident.FloodGate;
import duenotice.incident.Incident.StatementState.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What somebody on the rota must hear of, once each. */
final class AlarmDuties {
    private static final Duration CALL_OVERDUE = Duration.ofMinutes(30);
    private static final Duration DRIVER_FAILING = Duration.ofMinutes(5);

    private final Incident incident;
    private final Circumstances circumstances;
    private final Set<Block> blocks;
    private final Wake wake;

    AlarmDuties(Incident incident, Circumstances circumstances, Set<Block> blocks, Wake wake) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.blocks = blocks;
        this.wake = wake;
    }

    Optional<Step> first() {
        return incident.isClosed()
                ? Optional.empty()
                : calls().or(this::fixedAgain)
                        .or(this::blocked)
                        .or(this::driver)
                        .or(this::staff)
                        .or(this::warning);
    }

    private Optional<Step> raise(AlarmKind alarm, Object key, String text) {
        var full = alarm + ":" + (incident.epoch() == 1 ? "" : incident.epoch() + ".") + key;
        return incident.alarmed().contains(full) ? Optional.empty() : Optional.of(new Step.Raise(alarm, full, text));
    }

    private Optional<Step> calls() {
        return incident.round()
                .filter(round -> round.isComplete() || isWaitedFor())
                .flatMap(round -> {
                    if (round.withoutNumber()) {
                        return raise(
                                AlarmKind.NO_CONTACT,
                                "numbers:" + round.number(),
                                "no number to call: nobody could be phoned");
                    }
                    return !round.isComplete() && wake.hasCome(round.dueAt().plus(CALL_OVERDUE))
                            ? raise(
                                    AlarmKind.CALL_OVERDUE,
                                    round.number(),
                                    "call round " + round.number() + " is due since " + round.dueAt())
                            : Optional.empty();
                });
    }

    /** Not while the calls are held back, nor when the customer has answered meanwhile. */
    private boolean isWaitedFor() {
        return !blocks.contains(Block.HOLD) && incident.isCallDue();
    }

    private Optional<Step> fixedAgain() {
        return incident.isFixedAgain()
                ? raise(
                        AlarmKind.FIXED_AGAIN,
                        incident.answers().size(),
                        "the customer says once more that it is mended")
                : Optional.empty();
    }

    private Optional<Step> blocked() {
        return blocks.stream()
                .sorted()
                .map(this::about)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Step> about(Block block) {
        return switch (block) {
            case CAP -> raise(AlarmKind.CAP_REACHED, incident.rounds().size(), "more cuts are due than the cap allows");
            case REASSIGNED ->
                raise(AlarmKind.REASSIGNED, incident.epoch(), "the address in evidence has changed hands");
            case INVENTORY_STALE ->
                raise(AlarmKind.INVENTORY_STALE, incident.rounds().size(), "a cut waits for a fresh inventory");
            default -> Optional.empty();
        };
    }

    private Optional<Step> driver() {
        for (var measure : incident.measures()) {
            if (measure.isLive() && measure.vanished() > 0) {
                var vanished = raise(
                        AlarmKind.MEASURE_VANISHED,
                        measure.id() + ":" + measure.vanished(),
                        measure.kind() + " of " + measure.target() + " was undone by somebody else");
                if (vanished.isPresent()) {
                    return vanished;
                }
            }
            if (measure.isLive()
                    && measure.failingSince().isPresent()
                    && wake.hasCome(measure.failingSince().get().plus(DRIVER_FAILING))) {
                var failing = raise(
                        AlarmKind.DRIVER_FAILING,
                        measure.id() + ":" + measure.requestEntry() + measure.isGoing(),
                        measure.kind() + " of " + measure.target() + " fails since "
                                + measure.failingSince().get());
                if (failing.isPresent()) {
                    return failing;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Step> staff() {
        var statement = incident.statement();
        if (statement.progress() == Progress.SUBMITTED
                && incident.cutInForce().isPresent()
                && wake.hasCome(statement.at().plus(Clocks.STATEMENT_LIMIT))) {
            return raise(AlarmKind.STATEMENT_OVERDUE, statement.number(), "a statement waits since " + statement.at());
        }
        return incident.openDispute()
                .filter(dispute -> wake.hasCome(dispute.at().plus(Clocks.DISPUTE_LIMIT)))
                .flatMap(dispute ->
                        raise(AlarmKind.DISPUTE_OVERDUE, dispute.answer(), "a dispute waits since " + dispute.at()));
    }

    private Optional<Step> warning() {
        if (incident.isWarned()) {
            return Optional.empty();
        }
        return flood().or(this::noContact).or(this::relay).or(this::paced);
    }

    private Optional<Step> paced() {
        return circumstances.relay() == RelayAtLastTry.PACED
                ? raise(
                        AlarmKind.WARNING_FLOOD,
                        "pace:" + incident.epoch(),
                        "more mails are due than may go out in a minute: warnings wait for their turn")
                : Optional.empty();
    }

    private Optional<Step> flood() {
        return incident.floodGate() == FloodGate.HELD
                ? raise(
                        AlarmKind.WARNING_FLOOD,
                        incident.epoch(),
                        "many warnings on reports of " + circumstances.source().orElse("one source")
                                + " wait for a lead")
                : Optional.empty();
    }

    private Optional<Step> noContact() {
        return blocks.contains(Block.NO_CONTACT)
                ? raise(AlarmKind.NO_CONTACT, incident.epoch(), "no authorized contact to warn")
                : Optional.empty();
    }

    /** One recipient who is put off is for the customer's postmaster, not for ours (R48). */
    private Optional<Step> relay() {
        return circumstances.relay() == RelayAtLastTry.AWAY
                ? raise(AlarmKind.RELAY_DOWN, incident.epoch(), "the mail relay does not take the warning")
                : Optional.empty();
    }
}

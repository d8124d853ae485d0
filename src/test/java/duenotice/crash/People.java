package duenotice.crash;

import duenotice.casework.Casework;
import duenotice.casework.IncidentList;
import duenotice.casework.Snapshot;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentId;
import duenotice.incident.Measure;
import duenotice.incident.Persistence;
import duenotice.incident.State;
import duenotice.incident.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Staff and customers, who do what an incident waits for: nobody picks up the phone, everybody repairs once cut off.
final class People {
    private static final Actor STAFF = Actor.staff("mara");
    private static final int MANY = 10_000;
    private static final List<State> OPEN =
            Arrays.stream(State.values()).filter(state -> state != State.CLOSED).toList();

    private final Casework casework;

    People(Casework casework) {
        this.casework = casework;
    }

    List<IncidentId> openIncidents() {
        var all = IncidentList.Filter.ALL;
        return casework.list()
                .find(
                        new IncidentList.Filter(
                                OPEN, all.server(), all.customer(), all.category(), all.dueBefore(), all.below()),
                        MANY);
    }

    /// What open incidents wait for.
    List<String> waiting() {
        return casework.snapshots(openIncidents()).stream()
                .map(snapshot -> snapshot.incident().id() + " " + snapshot.outlook())
                .toList();
    }

    /// Each open incident gets what it waits for now, if it waits for people. What is refused was overtaken by events.
    void act() {
        for (var snapshot : casework.snapshots(openIncidents())) {
            var outlook = snapshot.outlook();
            if (outlook.state() == State.CALLING) {
                call(snapshot);
            }
            outlook.next().flatMap(next -> next.block()).ifPresent(block -> answer(snapshot, block));
        }
    }

    private void answer(Snapshot snapshot, Block block) {
        var id = snapshot.incident().id();
        switch (block) {
            case EVIDENCE -> staff(id, new Act.Ascertain("the logs show it"));
            case FRESH_EVIDENCE, PERSISTENCE_UNKNOWN ->
                staff(id, new Act.SayPersisting(Persistence.YES, "the queue still grows"));
            case STATEMENT -> state(snapshot);
            case STATEMENT_REVIEW -> staff(id, new Act.AcceptStatement("says what, how and why not again"));
            case WARNING_FLOOD -> staff(id, new Act.ReleaseWarning("all of them are real"));
            default -> approve(snapshot);
        }
    }

    private void call(Snapshot snapshot) {
        var now = casework.now();
        for (var callee : snapshot.circumstances().numbers()) {
            staff(
                    snapshot.incident().id(),
                    new Act.RecordCall(callee.number(), CallOutcome.NO_ANSWER, now, now, "rang out"));
        }
    }

    private void state(Snapshot snapshot) {
        var contact = snapshot.circumstances().warnable().getFirst();
        var statement = new Statement(
                "A stolen password of the newsletter account",
                "Changed it and emptied the queue",
                "A second factor for every account");
        casework.perform(
                snapshot.incident().id(),
                new Act.Answer(
                        contact,
                        AnswerKind.CORRECTIVE,
                        Standing.AUTHORIZED,
                        casework.now(),
                        statement.text(),
                        Optional.of(statement)),
                Actor.customer(contact));
    }

    private void approve(Snapshot snapshot) {
        snapshot.incident().measures().stream()
                .filter(Measure::isProposed)
                .forEach(measure ->
                        casework.perform(measure.id(), new Act.ApproveMeasure(measure.id(), "it goes on"), STAFF));
    }

    private void staff(IncidentId id, Act act) {
        casework.perform(id, act, STAFF);
    }
}

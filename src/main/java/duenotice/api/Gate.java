package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.incident.Act;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureId;
import duenotice.incident.Verdict;
import java.util.function.Function;

/** Looks at a person's rights before anything is done, and turns refusals into answers. */
final class Gate {
    private final Casework casework;

    Gate(Casework casework) {
        this.casework = casework;
    }

    static void require(Person person, Task task) {
        Rights.refusal(person, task).ifPresent(why -> {
            throw CallRefused.forbidden(why);
        });
    }

    static IncidentId incident(String id) {
        return IncidentId.parse(id).orElseThrow(() -> noIncident(id));
    }

    static MeasureId measure(String id) {
        return MeasureId.parse(id).orElseThrow(() -> CallRefused.unknown("there is no measure " + id));
    }

    private static CallRefused noIncident(Object id) {
        return CallRefused.unknown("there is no incident " + id);
    }

    Snapshot snapshot(IncidentId id) {
        return casework.snapshot(id).orElseThrow(() -> noIncident(id));
    }

    /** Does it, or throws the refusal. */
    Snapshot perform(Person person, IncidentId id, Function<Snapshot, Act> making) {
        var before = snapshot(id);
        var act = making.apply(before);
        Rights.refusal(person, act, before.incident(), before.now()).ifPresent(why -> {
            throw CallRefused.forbidden(why);
        });
        return switch (casework.perform(id, act, person.actor())) {
            case Acted.Done done -> done.snapshot();
            case Acted.NoSuchIncident ignored -> throw noIncident(id);
            case Acted.Refused(Verdict.Reason reason, String sentence) -> throw CallRefused.of(reason, sentence);
        };
    }
}

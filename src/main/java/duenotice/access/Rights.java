package duenotice.access;

import duenotice.incident.Act;
import duenotice.incident.Incident;
import duenotice.incident.MeasureKind;
import duenotice.incident.SecretKind;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may do what (R67). Pure; whether the incident's state allows it is {@link duenotice.incident.ActJudge}'s to say. */
public final class Rights {
    /** So far ahead an agent may hold an incident or extend a deadline. */
    public static final Duration AGENTS_LONGEST = Duration.ofHours(24);

    private static final Set<Task> AGENT =
            EnumSet.of(Task.SEE, Task.OPEN, Task.WORK, Task.HOLD, Task.DECIDE_DISPUTE, Task.REPAIR, Task.ALARM);
    private static final Set<Task> ENGINEER = EnumSet.of(
            Task.SEE, Task.REPAIR, Task.MEASURE, Task.ALARM, Task.OUTAGE, Task.STOP_AUTOMATION, Task.START_AUTOMATION);

    private Rights() {}

    public static boolean may(DeskRole role, Task task) {
        return switch (role) {
            case LEAD -> true;
            case AGENT -> AGENT.contains(task);
            case ENGINEER -> ENGINEER.contains(task);
            case AUDITOR -> task == Task.SEE;
            case REPORTER -> task == Task.REPORT;
        };
    }

    /** Why this person may not, in a sentence; empty where they may. */
    public static Optional<String> refusal(Person person, Task task) {
        return may(person.role(), task)
                ? Optional.empty()
                : Optional.of(person.role() + "s may not " + deed(task) + "; " + allowed(task) + " may");
    }

    /** Why this person may not do this to this incident now; empty where they may. */
    public static Optional<String> refusal(Person person, Act act, Incident incident, Instant now) {
        return refusal(person, task(act)).or(() -> switch (act) {
            case Act.Hold hold -> tooFar(person, hold.until(), now);
            case Act.Extend extend -> tooFar(person, extend.until(), now);
            case Act.AskMeasure ask -> notAssigned(person, ask, incident);
            case Act.SeeSecret see -> notForHim(person, see, incident);
            default -> Optional.empty();
        });
    }

    private static Optional<String> tooFar(Person person, Instant until, Instant now) {
        return person.role() == DeskRole.AGENT && until.isAfter(now.plus(AGENTS_LONGEST))
                ? Optional.of("agents hold and extend up to 24 hours ahead; a lead may go further")
                : Optional.empty();
    }

    private static Optional<String> notAssigned(Person person, Act.AskMeasure ask, Incident incident) {
        return person.role() == DeskRole.AGENT
                        && ask.kind() == MeasureKind.REPAIR
                        && !incident.assignedTo().equals(Optional.of(person.name()))
                ? Optional.of("agents ask for a repair only on an incident that is assigned to them")
                : Optional.empty();
    }

    /** A sealed mail is for leads; what a customer left is for the agent who works on the incident, lead or not (R25). */
    private static Optional<String> notForHim(Person person, Act.SeeSecret see, Incident incident) {
        var what = incident.secret(see.secret()).map(Incident.Secret::what);
        if (what.equals(Optional.of(SecretKind.MAIL))) {
            return refusal(person, Task.SEE_SEALED);
        }
        return refusalOfDrop(person, incident);
    }

    /** Why this person may not open what the customer of this incident left; empty where they may. */
    public static Optional<String> refusalOfDrop(Person person, Incident incident) {
        return may(person.role(), Task.WORK) && incident.assignedTo().equals(Optional.of(person.name()))
                ? Optional.empty()
                : Optional.of("only the agent to whom the incident is assigned may look at it");
    }

    /** Child-abuse material is for leads alone (R59); everything else for whoever may see. */
    public static boolean maySeeMaterial(DeskRole role, List<Type> types) {
        return may(role, types.stream().anyMatch(Type::isChildAbuse) ? Task.SEE_SEALED : Task.SEE);
    }

    /** What an act is an instance of. */
    static Task task(Act act) {
        return switch (act) {
            case Act.Ascertain ignored -> Task.WORK;
            case Act.Close ignored -> Task.WORK;
            case Act.RecordCall ignored -> Task.WORK;
            case Act.EnterAnswer ignored -> Task.WORK;
            case Act.AcceptAnswer ignored -> Task.WORK;
            case Act.RereadAnswer ignored -> Task.WORK;
            case Act.SeeSecret ignored -> Task.SEE;
            case Act.SendMessage ignored -> Task.WORK;
            case Act.Resend ignored -> Task.WORK;
            case Act.SayPersisting ignored -> Task.WORK;
            case Act.AskRetest ignored -> Task.WORK;
            case Act.AcceptStatement ignored -> Task.WORK;
            case Act.RefuseStatement ignored -> Task.WORK;
            case Act.Verify ignored -> Task.WORK;
            case Act.LogWork ignored -> Task.WORK;
            case Act.RecordPayment ignored -> Task.WORK;
            case Act.Assign ignored -> Task.WORK;
            case Act.Note ignored -> Task.WORK;
            case Act.Hold ignored -> Task.HOLD;
            case Act.Release ignored -> Task.HOLD;
            case Act.Extend ignored -> Task.HOLD;
            case Act.DecideDispute ignored -> Task.DECIDE_DISPUTE;
            case Act.ChangePolicy ignored -> Task.REDIRECT;
            case Act.Move ignored -> Task.REDIRECT;
            case Act.Withdraw ignored -> Task.REDIRECT;
            case Act.AskMeasure ask -> ask.kind() == MeasureKind.REPAIR ? Task.REPAIR : Task.MEASURE;
            case Act.ApproveMeasure ignored -> Task.MEASURE;
            case Act.RejectMeasure ignored -> Task.MEASURE;
            case Act.ConfirmMeasure ignored -> Task.MEASURE;
            case Act.LiftMeasure ignored -> Task.MEASURE;
            case Act.ReleaseWarning ignored -> Task.RELEASE_WARNINGS;
            case Act.DiscardWarning ignored -> Task.RELEASE_WARNINGS;
            // What customers and mail do comes in through other doors.
            case Act.Answer ignored -> Task.INVENTORY;
            case Act.KeepSecret ignored -> Task.INVENTORY;
            case Act.AskRepair ignored -> Task.INVENTORY;
            case Act.Bounce ignored -> Task.INVENTORY;
            case Act.Return ignored -> Task.INVENTORY;
            case Act.Delay ignored -> Task.INVENTORY;
            case Act.Arrive ignored -> Task.INVENTORY;
            case Act.Complain ignored -> Task.INVENTORY;
        };
    }

    private static String deed(Task task) {
        return switch (task) {
            case SEE -> "look at the desk";
            case SEE_SEALED -> "look at sealed originals or child-abuse material";
            case REPORT -> "hand in reports here";
            case OPEN -> "work on the queue or open incidents";
            case WORK -> "work on incidents";
            case HOLD -> "hold or extend";
            case DECIDE_DISPUTE -> "decide disputes";
            case REPAIR -> "ask for a repair";
            case MEASURE -> "ask for, approve, reject, confirm or lift measures";
            case ALARM -> "acknowledge alarms";
            case OUTAGE -> "enter outages";
            case STOP_AUTOMATION -> "stop the automation";
            case START_AUTOMATION -> "start the automation";
            case START_AFTER_JUMP -> "start the automation after a jump of the clock";
            case REDIRECT -> "change the policy, move or withdraw";
            case RELEASE_WARNINGS -> "release or discard held warnings";
            case INVENTORY -> "change the inventory";
            case REREAD -> "read stored reports again";
            case ACCESS -> "change accounts and keys";
        };
    }

    private static String allowed(Task task) {
        return java.util.Arrays.stream(DeskRole.values())
                .filter(role -> may(role, task))
                .map(role -> role + "s")
                .collect(java.util.stream.Collectors.joining(" and "));
    }
}

package duenotice.desk;

import duenotice.casework.ActWords;
import duenotice.casework.RequestRefused;
import duenotice.casework.Snapshot;
import duenotice.casework.StaffActs;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Persistence;
import java.util.Optional;

/** Turns a posted form into the act that it asks for. */
final class IncidentActs {
    private final StaffActs acts;

    IncidentActs(StaffActs acts) {
        this.acts = acts;
    }

    /**
     * @param path what follows the incident's number in the address
     * @return empty where there is no such form
     * @throws NotUsable where something typed cannot be read
     * @throws RequestRefused where it cannot be asked for so
     */
    Optional<Act> act(String path, Typed typed, Snapshot snapshot) {
        var reason = typed.text("reason");
        return Optional.ofNullable(
                switch (path) {
                    case "ascertain" -> new Act.Ascertain(reason);
                    case "close" -> new Act.Close(typed.word("as", CloseAs::ofWord, "as what to close"), reason);
                    case "calls" ->
                        StaffActs.call(
                                typed.needed("number", "the number"),
                                typed.word("outcome", CallOutcome::ofWord, "an outcome"),
                                typed.instant("startedAt", "the beginning of the call"),
                                typed.instant("endedAt", "the end of the call"),
                                typed.text("note"));
                    case "answers" ->
                        acts.answer(
                                snapshot,
                                typed.needed("contact", "the contact"),
                                typed.word("kind", AnswerKind::ofWord, "what kind of answer it is"),
                                typed.text("text"),
                                typed.instant("receivedAt", "the time of receipt"));
                    case "messages" -> acts.message(snapshot, typed.needed("to", "whom it is for"), typed.text("text"));
                    case "resend" ->
                        acts.resend(
                                snapshot,
                                typed.needed("mail", "which mail"),
                                typed.needed("to", "whom it is for"),
                                reason);
                    case "persisting" ->
                        new Act.SayPersisting(typed.word("value", Persistence::ofWord, "what you found"), reason);
                    case "retest" -> new Act.AskRetest();
                    case "statement/accept" -> new Act.AcceptStatement(reason);
                    case "statement/refuse" -> new Act.RefuseStatement(reason);
                    case "verification" ->
                        new Act.Verify(
                                typed.word("result", ActWords::clean, "clean or not clean"),
                                typed.word("basis", ActWords::basis, "what it rests on"),
                                typed.text("text"));
                    case "work" ->
                        new Act.LogWork(typed.text("text"), typed.isChecked("minutes") ? typed.number("minutes") : 0);
                    case "payment" -> acts.payment(snapshot, typed.needed("contact", "who agreed"), typed.text("text"));
                    case "hold" -> new Act.Hold(typed.instant("until", "the end of the hold"), reason);
                    case "release" -> new Act.Release(reason);
                    case "extend" -> new Act.Extend(typed.instant("until", "the new deadline"), reason);
                    case "dispute/decide" ->
                        new Act.DecideDispute(typed.word("decision", ActWords::upheld, "a decision"), reason);
                    case "policy" -> acts.policy(typed.needed("policy", "the policy"), reason);
                    case "move" -> acts.move(snapshot, typed.needed("server", "the right server"), reason);
                    case "withdraw" -> new Act.Withdraw(reason);
                    case "measures" ->
                        acts.measure(
                                snapshot,
                                typed.word("kind", MeasureKind::ofWord, "a measure"),
                                Optional.of(typed.text("target")),
                                reason,
                                typed.optionalInstant("expiresAt"),
                                typed.isChecked("emergency"));
                    case "assign" -> new Act.Assign(typed.text("agent"));
                    case "notes" -> new Act.Note(typed.text("text"));
                    case "warning/release" -> new Act.ReleaseWarning(reason);
                    case "warning/discard" -> new Act.DiscardWarning(reason);
                    default -> answer(path, typed, reason).orElse(null);
                });
    }

    /** @return empty where there is no such form */
    Optional<Act> act(MeasureId measure, String path, Typed typed) {
        var reason = typed.text("reason");
        return Optional.ofNullable(
                switch (path) {
                    case "approve" -> new Act.ApproveMeasure(measure, reason);
                    case "reject" -> new Act.RejectMeasure(measure, reason);
                    case "confirm" ->
                        new Act.ConfirmMeasure(
                                measure, typed.word("seen", ActWords::on, "what you see"), typed.text("note"));
                    case "lift" -> new Act.LiftMeasure(measure, reason);
                    default -> null;
                });
    }

    private static Optional<Act> answer(String path, Typed typed, String reason) {
        var parts = path.split("/", -1);
        if (parts.length != 3 || !parts[0].equals("answers") || !parts[1].matches("[0-9]{1,6}")) {
            return Optional.empty();
        }
        var number = Integer.parseInt(parts[1]);
        return switch (parts[2]) {
            case "accept" -> Optional.of(new Act.AcceptAnswer(number, reason));
            case "kind" ->
                Optional.of(new Act.RereadAnswer(
                        number, typed.word("kind", AnswerKind::ofWord, "what kind of answer it is"), reason));
            default -> Optional.empty();
        };
    }
}

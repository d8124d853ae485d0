package duenotice.api;

import duenotice.access.ApiKeys;
import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.ActWords;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.casework.StaffActs;
import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.Persistence;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What staff do to one incident; each call answers with the incident right after it. */
@RestController
@RequestMapping("/api/v1/incidents/{id}")
final class ActCalls {
    private final Casework casework;
    private final StaffActs acts;
    private final ApiKeys keys;
    private final Gate gate;

    ActCalls(Casework casework, StaffActs acts, ApiKeys keys) {
        this.casework = casework;
        this.acts = acts;
        this.keys = keys;
        this.gate = new Gate(casework);
    }

    private JsonNode act(Person person, String id, Task task, Function<Snapshot, Act> making) {
        Gate.require(person, task);
        var incident = Gate.incident(id);
        gate.perform(person, incident, making);
        return casework.view(incident)
                .map(view -> Json.incident(view, true))
                .orElseThrow(() -> CallRefused.unknown("there is no incident " + id));
    }

    /** An act that needs nothing but what the body says. */
    private JsonNode act(Person person, String id, Task task, HttpServletRequest request, Function<Body, Act> making) {
        Gate.require(person, task);
        return act(person, id, task, ignored -> making.apply(Body.of(request)));
    }

    // ---- what is it

    @PostMapping("/ascertain")
    JsonNode ascertain(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, request, body -> new Act.Ascertain(body.text("reason")));
    }

    @PostMapping("/close")
    JsonNode close(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                request,
                body -> new Act.Close(body.word("as", CloseAs::ofWord, CloseAs.values()), body.text("reason")));
    }

    @PostMapping("/persisting")
    JsonNode persisting(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                request,
                body -> new Act.SayPersisting(
                        body.word("value", Persistence::ofWord, Persistence.values()), body.text("reason")));
    }

    @PostMapping("/retest")
    JsonNode retest(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        return act(person, id, Task.WORK, ignored -> new Act.AskRetest());
    }

    @PostMapping("/policy")
    JsonNode policy(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.REDIRECT, request, body -> acts.policy(body.text("policy"), body.text("reason")));
    }

    @PostMapping("/move")
    JsonNode move(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.REDIRECT, snapshot -> {
            var body = Body.of(request);
            return acts.move(snapshot, body.text("server"), body.text("reason"));
        });
    }

    @PostMapping("/withdraw")
    JsonNode withdraw(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.REDIRECT, request, body -> new Act.Withdraw(body.text("reason")));
    }

    // ---- talking with the customer

    @PostMapping("/calls")
    JsonNode calls(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                request,
                body -> StaffActs.call(
                        body.text("number"),
                        body.word("outcome", CallOutcome::ofWord, CallOutcome.values()),
                        body.instant("startedAt"),
                        body.instant("endedAt"),
                        body.optionalText("note").orElse("")));
    }

    @PostMapping("/answers")
    JsonNode answers(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, snapshot -> {
            var body = Body.of(request);
            return acts.answer(
                    snapshot,
                    body.text("contact"),
                    body.word("kind", AnswerKind::ofWord, AnswerKind.values()),
                    body.text("text"),
                    body.instant("receivedAt"));
        });
    }

    @PostMapping("/answers/{answer}/accept")
    JsonNode acceptAnswer(
            @AuthenticationPrincipal Person person,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer,
            HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                snapshot -> new Act.AcceptAnswer(
                        number(snapshot, answer), Body.of(request).text("reason")));
    }

    /** Reads an answer as another kind than the program proposed. */
    @PostMapping("/answers/{answer}/kind")
    JsonNode rereadAnswer(
            @AuthenticationPrincipal Person person,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer,
            HttpServletRequest request) {
        return act(person, id, Task.WORK, snapshot -> {
            var body = Body.of(request);
            return new Act.RereadAnswer(
                    number(snapshot, answer),
                    body.word("kind", AnswerKind::ofWord, AnswerKind.values()),
                    body.text("reason"));
        });
    }

    private static int number(Snapshot snapshot, String answer) {
        return snapshot.incident().answers().stream()
                .map(one -> one.number())
                .filter(one -> Integer.toString(one).equals(answer))
                .findFirst()
                .orElseThrow(() ->
                        CallRefused.unknown("incident " + snapshot.incident().id() + " has no answer " + answer));
    }

    @PostMapping("/messages")
    JsonNode messages(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, snapshot -> {
            var body = Body.of(request);
            return acts.message(snapshot, body.text("to"), body.text("text"));
        });
    }

    /** A mail once more, to the same or another authorized contact. */
    @PostMapping("/resend")
    JsonNode resend(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, snapshot -> {
            var body = Body.of(request);
            return acts.resend(snapshot, body.text("mail"), body.text("to"), body.text("reason"));
        });
    }

    @PostMapping("/extend")
    JsonNode extend(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.HOLD, request, body -> new Act.Extend(body.instant("until"), body.text("reason")));
    }

    @PostMapping("/dispute/decide")
    JsonNode decideDispute(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.DECIDE_DISPUTE,
                request,
                body -> new Act.DecideDispute(
                        body.word("decision", ActWords::upheld, ActWords.DECISIONS.toArray()), body.text("reason")));
    }

    // ---- mending it

    @PostMapping("/statement/accept")
    JsonNode acceptStatement(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, request, body -> new Act.AcceptStatement(body.text("reason")));
    }

    @PostMapping("/statement/refuse")
    JsonNode refuseStatement(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, request, body -> new Act.RefuseStatement(body.text("reason")));
    }

    @PostMapping("/verification")
    JsonNode verification(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                request,
                body -> new Act.Verify(
                        body.word("result", ActWords::clean, ActWords.RESULTS.toArray()),
                        body.word("basis", ActWords::basis, ActWords.BASES.toArray()),
                        body.text("text")));
    }

    @PostMapping("/work")
    JsonNode work(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, request, body -> new Act.LogWork(body.text("text"), body.count("minutes")));
    }

    @PostMapping("/payment")
    JsonNode payment(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, snapshot -> {
            var body = Body.of(request);
            return acts.payment(snapshot, body.text("contact"), body.text("text"));
        });
    }

    // ---- the desk itself

    @PostMapping("/hold")
    JsonNode hold(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.HOLD, request, body -> new Act.Hold(body.instant("until"), body.text("reason")));
    }

    /** A reason is welcome, and not asked for. */
    @PostMapping("/release")
    JsonNode release(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.HOLD,
                request,
                body -> new Act.Release(body.optionalText("reason")
                        .filter(reason -> !reason.isBlank())
                        .orElse("by " + person.name())));
    }

    @PostMapping("/assign")
    JsonNode assign(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                Task.WORK,
                request,
                body -> new Act.Assign(keys.nameFor(body.text("agent").strip())));
    }

    @PostMapping("/notes")
    JsonNode notes(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, Task.WORK, request, body -> new Act.Note(body.text("text")));
    }
}

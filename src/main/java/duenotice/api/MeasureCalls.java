package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.ActWords;
import duenotice.casework.Casework;
import duenotice.casework.StaffActs;
import duenotice.incident.Act;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Measures that staff ask for, decide on, look at and lift. */
@RestController
@RequestMapping("/api/v1")
final class MeasureCalls {
    private final Casework casework;
    private final StaffActs acts;
    private final Gate gate;

    MeasureCalls(Casework casework, StaffActs acts) {
        this.casework = casework;
        this.acts = acts;
        this.gate = new Gate(casework);
    }

    @PostMapping("/incidents/{id}/measures")
    ResponseEntity<JsonNode> ask(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        // Whoever may not even ask for a repair needs not be told what the body lacks.
        Gate.require(person, Task.REPAIR);
        var incident = Gate.incident(id);
        var body = Body.of(request);
        var kind = body.word("kind", MeasureKind::ofWord, MeasureKind.values());
        Gate.require(person, kind == MeasureKind.REPAIR ? Task.REPAIR : Task.MEASURE);
        var after = gate.perform(
                person,
                incident,
                before -> acts.measure(
                        before,
                        kind,
                        body.optionalText("target"),
                        body.text("reason"),
                        body.optionalInstant("expiresAt"),
                        body.flag("emergency")));
        var measure = new MeasureId(incident, after.incident().measures().size());
        return ResponseEntity.status(HttpStatus.CREATED).body(shown(measure));
    }

    @PostMapping("/measures/{id}/approve")
    JsonNode approve(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(person, id, request, (measure, body) -> new Act.ApproveMeasure(measure, body.text("reason")));
    }

    @PostMapping("/measures/{id}/reject")
    JsonNode reject(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.MEASURE);
        var measure = known(id);
        gate.perform(
                person,
                measure.incident(),
                ignored -> new Act.RejectMeasure(measure, Body.of(request).text("reason")));
        return casework.view(measure.incident())
                .map(view -> (JsonNode) Json.incident(view, true))
                .orElseThrow();
    }

    @PostMapping("/measures/{id}/confirm")
    JsonNode confirm(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                request,
                (measure, body) -> new Act.ConfirmMeasure(
                        measure,
                        body.word("seen", ActWords::on, ActWords.SEEN.toArray()),
                        body.optionalText("note").orElse("")));
    }

    /** A reason is welcome, and not asked for. */
    @PostMapping("/measures/{id}/lift")
    JsonNode lift(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        return act(
                person,
                id,
                request,
                (measure, body) -> new Act.LiftMeasure(
                        measure,
                        body.optionalText("reason")
                                .filter(reason -> !reason.isBlank())
                                .orElse("by " + person.name())));
    }

    private JsonNode act(
            Person person, String id, HttpServletRequest request, BiFunction<MeasureId, Body, Act> making) {
        Gate.require(person, Task.MEASURE);
        var measure = known(id);
        gate.perform(person, measure.incident(), ignored -> making.apply(measure, Body.of(request)));
        return shown(measure);
    }

    private MeasureId known(String id) {
        var measure = Gate.measure(id);
        if (gate.snapshot(measure.incident()).incident().measure(measure).isEmpty()) {
            throw CallRefused.unknown("there is no measure " + id);
        }
        return measure;
    }

    private JsonNode shown(MeasureId measure) {
        return casework.view(measure.incident()).stream()
                .flatMap(view -> view.measures().stream())
                .filter(shown -> shown.measure().id().equals(measure))
                .findFirst()
                .map(Json::measure)
                .orElseThrow(() -> CallRefused.unknown("there is no measure " + measure));
    }

    /** Many at once: each is lifted or refused by itself; 409 where none could be. */
    @PostMapping("/measures/lift")
    ResponseEntity<JsonNode> liftMany(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.MEASURE);
        var body = Body.of(request);
        var reason = body.text("reason");
        return Many.each(body.ids("ids"), "lifted", id -> {
            var measure = known(id);
            gate.perform(person, measure.incident(), ignored -> new Act.LiftMeasure(measure, reason));
        });
    }
}

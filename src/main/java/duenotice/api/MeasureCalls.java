package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.incident.Act;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.inventory.Inventory;
import duenotice.inventory.ServerFacts;
import duenotice.inventory.Whose;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
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
    private final Inventory inventory;
    private final Gate gate;

    MeasureCalls(Casework casework, Inventory inventory) {
        this.casework = casework;
        this.inventory = inventory;
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
        var after = gate.perform(person, incident, before -> asked(before, kind, body));
        var measure = new MeasureId(incident, after.incident().measures().size());
        return ResponseEntity.status(HttpStatus.CREATED).body(shown(measure));
    }

    private Act asked(Snapshot snapshot, MeasureKind kind, Body body) {
        var target = body.optionalText("target")
                .filter(text -> !text.isBlank())
                .or(() -> kind == MeasureKind.NULL_ROUTE
                        ? Optional.empty()
                        : Optional.of(snapshot.incident().server().text()))
                .orElseThrow(() -> CallRefused.invalid("target is missing: the address to null-route"));
        if (kind != MeasureKind.NULL_ROUTE && isNeverCut(target, snapshot)) {
            throw CallRefused.conflict(target + " stands on the never-cut list");
        }
        return new Act.AskMeasure(
                kind,
                spelled(kind, target),
                isOurs(kind, target, snapshot),
                body.text("reason"),
                body.optionalInstant("expiresAt"),
                body.flag("emergency"));
    }

    private boolean isNeverCut(String target, Snapshot snapshot) {
        return !target.equals(snapshot.incident().server().text())
                && facts(target, snapshot).map(ServerFacts::neverCut).orElse(false);
    }

    private Optional<ServerFacts> facts(String server, Snapshot snapshot) {
        return server.isBlank() || server.length() > 200
                ? Optional.empty()
                : inventory.facts(new ServerId(server), snapshot.now());
    }

    private static String spelled(MeasureKind kind, String target) {
        return kind == MeasureKind.NULL_ROUTE
                ? Prefix.parse(target).map(Prefix::text).orElse(target)
                : target;
    }

    /** R52: this server, or wider with a reason, but never beyond the customer. */
    private boolean isOurs(MeasureKind kind, String target, Snapshot snapshot) {
        var incident = snapshot.incident();
        if (kind != MeasureKind.NULL_ROUTE) {
            return target.equals(incident.server().text())
                    || facts(target, snapshot)
                            .flatMap(ServerFacts::owner)
                            .filter(incident.customer()::equals)
                            .isPresent();
        }
        var prefix = Prefix.parse(target);
        if (prefix.isEmpty() || !prefix.get().isAddress()) {
            // The judge says what is wrong with it.
            return true;
        }
        return switch (inventory.whose(prefix.get(), Optional.empty(), Optional.of(snapshot.now()), snapshot.now())) {
            case Whose.Owned owned -> owned.customer().equals(incident.customer());
            case Whose.Shared shared -> shared.servers().contains(incident.server());
            case Whose.NoCustomer ignored -> false;
            case Whose.Foreign ignored -> false;
        };
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
                        body.word("seen", MeasureCalls::on, new Object[] {"on", "off"}),
                        body.optionalText("note").orElse("")));
    }

    private static Optional<Boolean> on(String word) {
        return switch (word) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
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

package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.IncidentList.Filter;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.report.Category;
import duenotice.report.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Looking at incidents, and opening one by hand. */
@RestController
@RequestMapping("/api/v1/incidents")
final class IncidentCalls {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    private final Casework casework;
    private final ByHand byHand;
    private final Gate gate;

    IncidentCalls(Casework casework, ByHand byHand) {
        this.casework = casework;
        this.byHand = byHand;
        this.gate = new Gate(casework);
    }

    // ---- looking

    @GetMapping
    JsonNode list(
            @AuthenticationPrincipal Person person,
            @RequestParam(name = "state") Optional<String> state,
            @RequestParam(name = "server") Optional<String> server,
            @RequestParam(name = "customer") Optional<String> customer,
            @RequestParam(name = "category") Optional<String> category,
            @RequestParam(name = "due-before") Optional<String> dueBefore,
            @RequestParam(name = "limit") Optional<String> limit,
            @RequestParam(name = "cursor") Optional<String> cursor) {
        Gate.require(person, Task.SEE);
        var size = limit.map(IncidentCalls::size).orElse(USUAL_PAGE);
        var found = casework.list()
                .find(
                        new Filter(
                                state.map(IncidentCalls::states).orElse(List.of()),
                                server,
                                customer,
                                category.map(IncidentCalls::category),
                                dueBefore.map(text -> Body.instant("due-before", text)),
                                cursor.map(IncidentCalls::cursor)),
                        size + 1);
        var page = found.size() > size ? found.subList(0, size) : found;
        var json = Json.object();
        var items = json.putArray("items");
        casework.views(page).forEach(view -> items.add(Json.incident(view, false)));
        return json.put("next", found.size() > size ? page.getLast().toString() : null);
    }

    private static int size(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw CallRefused.invalid("limit must be a number from 1 to " + LARGEST_PAGE);
        }
        return Math.min(Integer.parseInt(text), LARGEST_PAGE);
    }

    private static List<State> states(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> State.ofWord(word.strip())
                        .orElseThrow(() -> CallRefused.invalid("state must be one of " + Body.list(State.values()))))
                .toList();
    }

    private static Category category(String text) {
        return Category.ofWord(text)
                .orElseThrow(() -> CallRefused.invalid("category must be one of " + Body.list(Category.values())));
    }

    private static IncidentId cursor(String text) {
        return IncidentId.parse(text)
                .orElseThrow(() -> CallRefused.invalid("cursor must be the next of an earlier answer"));
    }

    @GetMapping("/{id}")
    JsonNode incident(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        Gate.require(person, Task.SEE);
        return view(Gate.incident(id));
    }

    private JsonNode view(IncidentId id) {
        return casework.view(id)
                .map(view -> Json.incident(view, true))
                .orElseThrow(() -> CallRefused.unknown("there is no incident " + id));
    }

    /** What was reported, newest first; excerpts are hostile text. */
    @GetMapping("/{id}/evidence")
    JsonNode evidence(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        Gate.require(person, Task.SEE);
        var incident = gate.snapshot(Gate.incident(id)).incident();
        if (!Rights.maySeeMaterial(person.role(), incident.types())) {
            throw CallRefused.forbidden("child-abuse material is shown to leads only");
        }
        var json = Json.object();
        var items = json.putArray("items");
        casework.evidence(incident.id(), LARGEST_PAGE).forEach(one -> items.add(Json.evidence(one)));
        return json;
    }

    // ---- opening

    /** 201 with a new incident; 200 with the one that is open already, which the evidence joins. */
    @PostMapping
    ResponseEntity<JsonNode> open(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.OPEN);
        var body = Body.of(request);
        var opening = byHand.open(
                new ByHand.Told(
                        body.text("server"),
                        body.word("category", Category::ofWord, Category.values()),
                        type(body),
                        body.instant("observedAt"),
                        body.optionalText("address"),
                        body.text("evidence"),
                        body.text("reason")),
                person.actor());
        var json = (ObjectNode) view(opening.incident());
        json.put("joined", !opening.fresh());
        return ResponseEntity.status(opening.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(json);
    }

    static Type type(Body body) {
        return Type.parse(body.text("type"))
                .orElseThrow(() -> CallRefused.invalid("type must be a pair of XARF 4, as in messaging/spam"));
    }
}

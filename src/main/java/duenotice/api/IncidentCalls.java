package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.casework.IncidentList.Filter;
import duenotice.casework.Openings;
import duenotice.casework.Sighted;
import duenotice.casework.Sighted.Weight;
import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.inventory.Inventory;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
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
    private static final int LONGEST_EVIDENCE = 64 * 1024;

    private final Casework casework;
    private final Openings openings;
    private final Inventory inventory;
    private final Transactions transactions;
    private final Gate gate;

    IncidentCalls(Casework casework, Openings openings, Inventory inventory, Transactions transactions) {
        this.casework = casework;
        this.openings = openings;
        this.inventory = inventory;
        this.transactions = transactions;
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

    /** What a person says happened. */
    private record Told(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            Instant observedAt,
            Optional<Prefix> address,
            String evidence,
            String reason) {}

    /** 201 with a new incident; 200 with the one that is open already, which the evidence joins. */
    @PostMapping
    ResponseEntity<JsonNode> open(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.OPEN);
        var told = told(Body.of(request));
        var opening = transactions.call(() -> {
            var found = openings.open(
                    told.server(),
                    told.customer(),
                    told.category(),
                    told.type(),
                    told.address(),
                    true,
                    true,
                    told.reason(),
                    Optional.empty(),
                    person.actor());
            join(found.incident(), told, person);
            return found;
        });
        casework.arrived();
        var json = (ObjectNode) view(opening.incident());
        json.put("joined", !opening.fresh());
        return ResponseEntity.status(opening.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(json);
    }

    private Told told(Body body) {
        var server = server(body);
        var category = body.word("category", Category::ofWord, Category.values());
        var type = type(body, category);
        var observedAt = body.instant("observedAt");
        if (observedAt.isAfter(casework.now())) {
            throw CallRefused.invalid("observedAt lies in the future");
        }
        var evidence = body.text("evidence");
        if (evidence.length() > LONGEST_EVIDENCE) {
            throw CallRefused.invalid("evidence has more than " + LONGEST_EVIDENCE + " characters");
        }
        var customer = inventory
                .ownerAt(server, observedAt)
                .orElseThrow(
                        () -> CallRefused.invalid("server " + server + " belonged to no customer at " + observedAt));
        var address = body.optionalText("address")
                .map(text -> Prefix.parse(text)
                        .filter(prefix -> inventory.stillAt(prefix, server, customer, observedAt))
                        .orElseThrow(() -> CallRefused.invalid(
                                "address is no address that server " + server + " had at " + observedAt)));
        return new Told(server, customer, category, type, observedAt, address, evidence, body.text("reason"));
    }

    private ServerId server(Body body) {
        return known(inventory, body.text("server"));
    }

    /** A server that the inventory knows, or a refusal. */
    static ServerId known(Inventory inventory, String text) {
        if (text.length() <= 200) {
            var server = new ServerId(text);
            if (inventory.server(server).isPresent()) {
                return server;
            }
        }
        throw CallRefused.invalid("server: the inventory has no server of this name");
    }

    /** A type that goes with the category: XARF's pair decides it, except where the server is the victim. */
    static Type type(Body body, Category category) {
        var type = Type.parse(body.text("type"))
                .orElseThrow(() -> CallRefused.invalid("type must be a pair of XARF 4, as in messaging/spam"));
        if (category != Category.SERVER_UNDER_ATTACK && type.category() != category) {
            throw CallRefused.invalid("type " + type + " is of category " + type.category() + ", not " + category);
        }
        return type;
    }

    private void join(IncidentId incident, Told told, Person person) {
        var now = casework.now();
        var report = Json.object()
                .put("kind", "report")
                .put("format", "by-hand")
                .put("sourceType", SourceType.OWN_DETECTION.word())
                .put("reporter", person.name());
        report.putArray("findings")
                .addObject()
                .put("category", told.category().word())
                .put("type", told.type().toString())
                .put("ip", told.address().map(Prefix::text).orElse(null))
                .put("observedAt", told.observedAt().toString());
        var message = casework.inbox().keepByHand(person.name(), told.evidence(), report.toString());
        casework.join(List.of(new Sighted(
                incident,
                message,
                told.type(),
                told.address().map(Prefix::text),
                Optional.empty(),
                Optional.of(new EventTime(told.observedAt(), true)),
                now,
                // Staff verification passes R40(3) by itself.
                Weight.TRUSTED,
                person.name(),
                Optional.empty(),
                SourceType.OWN_DETECTION,
                true,
                told.evidence().length() > 4000 ? told.evidence().substring(0, 4000) : told.evidence(),
                "by hand " + message,
                false)));
    }
}

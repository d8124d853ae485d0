package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.contact.ChangeJudge.Why;
import duenotice.contact.Confirmation;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChange;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactWish;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes of contacts (R31) and the cases of what is wrong with them (R32). */
@RestController
@RequestMapping("/api/v1")
final class ContactCalls {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_SHOWN = 500;

    private final ContactChanges changes;
    private final ContactCases cases;
    private final Inventory inventory;

    ContactCalls(ContactChanges changes, ContactCases cases, Inventory inventory) {
        this.changes = changes;
        this.cases = cases;
        this.inventory = inventory;
    }

    // ---- changes

    @GetMapping("/contacts/changes")
    JsonNode changes(
            @AuthenticationPrincipal Person person,
            @RequestParam("customer") Optional<String> customer,
            @RequestParam("server") Optional<String> server) {
        Gate.require(person, Task.SEE);
        var owner = customer.map(ContactOwner::customer).or(() -> server.map(ContactOwner::server));
        var list = JSON.createArrayNode();
        changes.latest(owner, MOST_SHOWN).forEach(change -> list.add(json(change)));
        return list;
    }

    @GetMapping("/contacts/changes/{id}")
    JsonNode change(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        Gate.require(person, Task.SEE);
        return whole(change(id));
    }

    /** Staff write down what a customer asked for in another way; it waits to be confirmed like any other. */
    @PostMapping("/contacts/changes")
    ResponseEntity<JsonNode> propose(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        var body = Body.of(request);
        var owner = body.optionalText("customer")
                .map(ContactOwner::customer)
                .or(() -> body.optionalText("server").map(ContactOwner::server))
                .orElseThrow(() -> CallRefused.invalid("customer or server is missing: whose contact is it?"));
        if (inventory.contactBook().customerOf(owner).isEmpty()) {
            throw CallRefused.invalid("there is no " + owner);
        }
        var wish = new ContactWish(
                body.optionalText("oldEmail"),
                body.optionalText("name"),
                body.optionalText("email"),
                body.optionalTexts("phones"),
                body.optionalTexts("roles").map(ContactCalls::roles),
                body.flag("remove"));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(whole(done(
                        changes.propose(owner, wish, Way.STAFF, person.name(), Optional.empty(), Optional.empty()))));
    }

    private static Set<Role> roles(List<String> words) {
        return words.stream()
                .map(word -> Role.ofWord(word)
                        .orElseThrow(() -> CallRefused.invalid("roles must be of " + Body.list(Role.values()))))
                .collect(Collectors.toSet());
    }

    /** A number that was on file before was rung, and whoever holds it confirmed the change. */
    @PostMapping("/contacts/changes/{id}/call-back")
    JsonNode callBack(
            @AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        var body = Body.of(request);
        return whole(done(changes.confirm(
                change(id).id(),
                new Confirmation.CallBack(body.text("number"), person.name()),
                body.optionalText("note").orElse(""))));
    }

    @PostMapping("/contacts/changes/{id}/refuse")
    JsonNode refuse(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        return whole(done(
                changes.refuse(change(id).id(), person.name(), Body.of(request).text("reason"))));
    }

    @PostMapping("/contacts/changes/{id}/undo")
    JsonNode undo(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        return whole(done(
                changes.undo(change(id).id(), person.name(), Body.of(request).text("reason"))));
    }

    /** Staff stand by a change that an old channel objects to, or that not all of them could be told of. */
    @PostMapping("/contacts/changes/{id}/keep")
    JsonNode keep(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        return whole(done(
                changes.keep(change(id).id(), person.name(), Body.of(request).text("reason"))));
    }

    private ContactChange change(String id) {
        return (id.matches("[1-9][0-9]{0,17}") ? changes.change(Long.parseLong(id)) : Optional.<ContactChange>empty())
                .orElseThrow(() -> CallRefused.unknown("there is no contact change " + id));
    }

    private static ContactChange done(ContactChanges.Outcome outcome) {
        return switch (outcome) {
            case ContactChanges.Outcome.Done done -> done.change();
            case ContactChanges.Outcome.Refused refused ->
                throw refused.why() == Why.OVER || refused.why() == Why.TOO_MANY
                        ? CallRefused.conflict(refused.sentence())
                        : CallRefused.invalid(refused.sentence());
        };
    }

    private ObjectNode whole(ContactChange change) {
        var json = json(change);
        var numbers = json.putArray("numbersOnFile");
        changes.numbersOnFile(change).forEach(numbers::add);
        var history = json.putArray("history");
        changes.history(change.id())
                .forEach(step -> history.addObject()
                        .put("at", step.at().toString())
                        .put("actor", step.actor())
                        .put("what", step.what())
                        .put("detail", step.detail()));
        return json;
    }

    private static ObjectNode json(ContactChange change) {
        var json = Json.id(change.id())
                .put(change.owner().kind().word(), change.owner().id())
                .put("name", change.name())
                .put("state", change.state().word())
                .put("way", change.way().word())
                .put("proposedBy", change.proposedBy())
                .put("incident", change.incident().map(Object::toString).orElse(null))
                .put("proposedAt", change.proposedAt().toString())
                .put("expiresAt", change.expiresAt().toString())
                .put("confirmedBy", change.confirmedBy().orElse(null))
                .put("confirmedAt", Json.time(change.confirmedAt()))
                .put("toldAt", Json.time(change.toldAt()))
                .put("authorityAt", Json.time(change.authorityAt()))
                .put("objectedBy", change.objectedBy().orElse(null));
        json.set("before", json(change.before()));
        json.set("after", json(change.after()));
        return json;
    }

    private static JsonNode json(Optional<Contact> contact) {
        return contact.<JsonNode>map(one -> {
                    var json = Json.object().put("email", one.email());
                    var phones = json.putArray("phones");
                    one.phones().forEach(phones::add);
                    var roles = json.putArray("roles");
                    one.roles().stream().sorted().forEach(role -> roles.add(role.word()));
                    return json;
                })
                .orElseGet(JSON::nullNode);
    }

    // ---- cases

    @GetMapping("/contacts/cases")
    JsonNode cases(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var list = JSON.createArrayNode();
        cases.open(MOST_SHOWN).forEach(shown -> list.add(json(shown)));
        return list;
    }

    @PostMapping("/contacts/cases/{id}/notes")
    JsonNode note(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        var text = Body.of(request).text("text");
        if (!id.matches("[1-9][0-9]{0,17}") || !cases.note(Long.parseLong(id), person.name(), text)) {
            throw CallRefused.unknown("there is no contact case " + id);
        }
        return Json.id(id);
    }

    /** Staff have found out that it is right after all. */
    @PostMapping("/anomalies/{id}/settle")
    JsonNode settle(@AuthenticationPrincipal Person person, @PathVariable("id") String id, HttpServletRequest request) {
        Gate.require(person, Task.WORK);
        var reason = Body.of(request).text("reason");
        if (!id.matches("[1-9][0-9]{0,17}") || !cases.settle(Long.parseLong(id), person.name(), reason)) {
            throw CallRefused.unknown("there is no open anomaly " + id);
        }
        return Json.id(id);
    }

    private ObjectNode json(ContactCases.Shown shown) {
        var one = shown.contactCase();
        var json = Json.id(one.id())
                .put(one.owner().kind().word(), one.owner().id())
                .put("customerName", shown.customer().map(Customer::name).orElse(null))
                .put("openedAt", one.openedAt().toString())
                .put("reminders", one.timesTold())
                .put("nextAt", one.nextAt().toString());
        var anomalies = json.putArray("anomalies");
        shown.anomalies().forEach(anomaly -> anomalies.add(Json.anomaly(anomaly)));
        var history = json.putArray("history");
        cases.history(one.id())
                .forEach(step -> history.addObject()
                        .put("at", step.at().toString())
                        .put("actor", step.actor())
                        .put("what", step.what())
                        .put("detail", step.detail()));
        return json;
    }
}

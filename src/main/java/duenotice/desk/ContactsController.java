package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.contact.ChangeText;
import duenotice.contact.Confirmation;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChange;
import duenotice.contact.ContactChange.State;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactWish;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Typed.NotUsable;
import duenotice.inventory.Anomalies;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Changes of contacts that wait or were made (R31), and what is wrong with contacts until it is put right (R32). */
@Controller
public final class ContactsController {
    private static final int MOST_SHOWN = 100;

    private final Frames frames;
    private final Casework casework;
    private final Inventory inventory;
    private final ContactChanges changes;
    private final ContactCases cases;

    ContactsController(
            Frames frames, Casework casework, Inventory inventory, ContactChanges changes, ContactCases cases) {
        this.frames = frames;
        this.casework = casework;
        this.inventory = inventory;
        this.changes = changes;
        this.cases = cases;
    }

    // ---- the page

    /** @param forms what this person may do about it now */
    record ChangeRow(
            String id,
            String whose,
            String name,
            String before,
            String after,
            String state,
            String tone,
            String standing,
            String asked,
            List<String> history,
            List<Form> forms) {}

    /** @param last what was done last */
    record CaseRow(
            String id, String whose, String since, String last, String next, List<Wrong> wrong, Optional<Form> note) {}

    /** One thing that is wrong. */
    record Wrong(String kind, String value, String detail, String incident, String since, Optional<Form> settle) {}

    @GetMapping("/desk/contacts")
    public ModelAndView contacts(Principal principal) {
        return page(frames.allowed(principal, Task.SEE), 200, Form.Refused.NOTHING);
    }

    private ModelAndView page(Person person, int status, Form.Refused refused) {
        var may = Rights.may(person.role(), Task.WORK);
        return frames.page("contacts", person, "contacts", status)
                .addObject(
                        "changes",
                        changes.latest(Optional.empty(), MOST_SHOWN).stream()
                                .map(one -> row(one, may, refused))
                                .toList())
                .addObject(
                        "cases",
                        cases.open(MOST_SHOWN).stream()
                                .map(one -> row(one, may, refused))
                                .toList())
                .addObject("ask", may ? Optional.of(ask().after(refused)) : Optional.<Form>empty());
    }

    private ChangeRow row(ContactChange change, boolean may, Form.Refused refused) {
        var needsStaff =
                change.state() == State.CONFIRMED && change.objectedBy().isPresent()
                        || ContactChanges.isStuck(change, casework.now());
        return new ChangeRow(
                Long.toString(change.id()),
                whose(change.owner()),
                change.name(),
                ChangeText.of(change.before()),
                ChangeText.of(change.after()),
                needsStaff ? "decide" : change.state().word(),
                needsStaff ? "bad" : tone(change.state()),
                standing(change),
                "%s, by %s (%s)"
                                .formatted(
                                        DeskWords.utc(change.proposedAt()),
                                        DeskWords.readable(change.proposedBy()),
                                        change.way().word())
                        + change.incident().map(id -> ", incident " + id).orElse(""),
                changes.history(change.id()).stream()
                        .map(step -> "%s · %s · %s%s"
                                .formatted(
                                        DeskWords.utc(step.at()),
                                        DeskWords.readable(step.actor()),
                                        step.what(),
                                        step.detail().isEmpty() ? "" : ": " + DeskWords.readable(step.detail())))
                        .toList(),
                may
                        ? forms(change, needsStaff).stream()
                                .map(form -> form.after(refused))
                                .toList()
                        : List.of());
    }

    private static String tone(State state) {
        return switch (state) {
            case PROPOSED -> "warn";
            case CONFIRMED -> "good";
            case REFUSED, EXPIRED, UNDONE, OVERTAKEN -> "grey";
        };
    }

    private String standing(ContactChange change) {
        return switch (change.state()) {
            case PROPOSED -> "until " + DeskWords.utc(change.expiresAt());
            case CONFIRMED ->
                change.objectedBy()
                        .map(by -> DeskWords.readable(by) + " says it is wrong")
                        .orElseGet(() -> change.waitsForAuthority(casework.now())
                                ? change.authorityAt()
                                        .map(at -> "its word counts from " + DeskWords.utc(at))
                                        .orElse("not all old channels are told yet")
                                : "by " + change.confirmedBy().orElse("").replace('-', ' '));
            case REFUSED, EXPIRED, UNDONE, OVERTAKEN -> "";
        };
    }

    private List<Form> forms(ContactChange change, boolean needsStaff) {
        var id = change.id();
        var path = "/desk/contacts/changes/" + id + "/";
        var forms = new ArrayList<Form>();
        if (change.isOpen()) {
            var numbers = changes.numbersOnFile(change).stream()
                    .map(number -> new Field.Option(number, number))
                    .toList();
            if (!numbers.isEmpty()) {
                forms.add(Form.of(
                        "call-back-" + id,
                        path + "call-back",
                        "",
                        "Confirmed on the phone",
                        Field.select("number", "Number rung", numbers).hint("on file before this change"),
                        Field.text("note", "Who confirmed it")));
            }
            forms.add(Form.of("refuse-" + id, path + "refuse", "", "Refuse", Field.reason())
                    .quiet());
        }
        if (needsStaff) {
            forms.add(Form.of("keep-" + id, path + "keep", "", "Stand by it", Field.reason()));
        }
        if (change.state() == State.CONFIRMED && inventory.contactBook().stands(id)) {
            forms.add(Form.of("undo-" + id, path + "undo", "", "Undo", Field.reason())
                    .quiet());
        }
        return forms;
    }

    private static Form ask() {
        return Form.of(
                "ask-contact",
                "/desk/contacts/changes",
                "",
                "Ask the old channels",
                Field.text("customer", "Customer").hint("its id"),
                Field.text("name", "Contact").hint("a name that is not on file is a new contact"),
                Field.text("email", "E-mail address").optional().hint("empty: as it is"),
                Field.text("phones", "Phone numbers").optional().hint("empty: as they are; separated by commas"),
                Field.check("remove", "Remove this contact"));
    }

    private CaseRow row(ContactCases.Shown shown, boolean may, Form.Refused refused) {
        var one = shown.contactCase();
        return new CaseRow(
                Long.toString(one.id()),
                shown.customer().map(Customer::name).orElse(one.owner().id())
                        + (one.owner().kind() == ContactOwner.Kind.SERVER
                                ? " · " + one.owner().id()
                                : ""),
                DeskWords.utc(one.openedAt()),
                shown.last()
                        .map(step -> "%s · %s%s"
                                .formatted(
                                        DeskWords.utc(step.at()),
                                        step.what(),
                                        step.detail().isEmpty() ? "" : ": " + DeskWords.readable(step.detail())))
                        .orElse(""),
                DeskWords.utc(one.nextAt()),
                shown.anomalies().stream()
                        .map(anomaly -> wrong(anomaly, may, refused))
                        .toList(),
                may
                        ? Optional.of(Form.of(
                                        "note-" + one.id(),
                                        "/desk/contacts/cases/" + one.id() + "/note",
                                        "",
                                        "Note it",
                                        Field.text("text", "What you did"))
                                .quiet()
                                .after(refused))
                        : Optional.empty());
    }

    private static Wrong wrong(Anomalies.Anomaly anomaly, boolean may, Form.Refused refused) {
        return new Wrong(
                anomaly.kind().word().replace('-', ' '),
                anomaly.contact() + (anomaly.value().isEmpty() ? "" : " · " + anomaly.value()),
                DeskWords.readable(anomaly.detail()),
                anomaly.incident().isPresent()
                        ? Long.toString(anomaly.incident().getAsLong())
                        : "",
                DeskWords.utc(anomaly.openedAt()),
                may
                        ? Optional.of(Form.of(
                                        "settle-" + anomaly.id(),
                                        "/desk/contacts/anomalies/" + anomaly.id() + "/settle",
                                        "",
                                        "It is right after all",
                                        Field.reason())
                                .quiet()
                                .after(refused))
                        : Optional.empty());
    }

    private String whose(ContactOwner owner) {
        var name = inventory.customer(owner).map(Customer::name).orElse("");
        return owner.kind() == ContactOwner.Kind.SERVER
                ? name + " · " + owner.id()
                : name.isEmpty() ? owner.id() : name;
    }

    // ---- acts

    @PostMapping("/desk/contacts/changes")
    public ModelAndView ask(Principal principal, HttpServletRequest request) {
        return posted(principal, request, (person, typed) -> {
            var owner = ContactOwner.customer(typed.needed("customer", "the customer"));
            if (inventory.contactBook().customerOf(owner).isEmpty()) {
                throw new NotUsable("there is no " + owner);
            }
            var wish = new ContactWish(
                    Optional.empty(),
                    Optional.of(typed.needed("name", "the contact")),
                    filled(typed, "email"),
                    filled(typed, "phones")
                            .map(text -> Arrays.stream(text.split("[,;]"))
                                    .map(String::strip)
                                    .toList()),
                    Optional.<Set<Role>>empty(),
                    typed.isChecked("remove"));
            return changes.propose(owner, wish, Way.STAFF, person.name(), Optional.empty(), Optional.empty());
        });
    }

    private static Optional<String> filled(Typed typed, String field) {
        return Optional.of(typed.text(field)).filter(text -> !text.isEmpty());
    }

    @PostMapping("/desk/contacts/changes/{id}/{act}")
    public ModelAndView act(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        var change = number(id).flatMap(changes::change).orElseThrow(NothingHere::new);
        return posted(principal, request, (person, typed) -> switch (act) {
            case "call-back" ->
                changes.confirm(
                        change.id(),
                        new Confirmation.CallBack(typed.needed("number", "the number rung"), person.name()),
                        typed.needed("note", "who confirmed it"));
            case "refuse" -> changes.refuse(change.id(), person.name(), typed.needed("reason", "a reason"));
            case "undo" -> changes.undo(change.id(), person.name(), typed.needed("reason", "a reason"));
            case "keep" -> changes.keep(change.id(), person.name(), typed.needed("reason", "a reason"));
            default -> throw new NothingHere();
        });
    }

    private interface Doing {
        ContactChanges.Outcome with(Person person, Typed typed);
    }

    private ModelAndView posted(Principal principal, HttpServletRequest request, Doing doing) {
        var person = frames.allowed(principal, Task.WORK);
        var typed = Typed.of(request);
        try {
            return switch (doing.with(person, typed)) {
                case ContactChanges.Outcome.Done ignored -> Frames.seeOther("/desk/contacts");
                case ContactChanges.Outcome.Refused refused -> refused(person, request, typed, refused.sentence());
            };
        } catch (NotUsable wrong) {
            return refused(person, request, typed, wrong.sentence());
        }
    }

    private ModelAndView refused(Person person, HttpServletRequest request, Typed typed, String why) {
        return page(person, 422, new Form.Refused(request.getRequestURI(), typed.text("form"), typed.fields(), why));
    }

    @PostMapping("/desk/contacts/cases/{id}/note")
    public ModelAndView note(Principal principal, @PathVariable("id") String id, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.WORK);
        var typed = Typed.of(request);
        try {
            var text = typed.needed("text", "what you did");
            if (number(id).filter(one -> cases.note(one, person.name(), text)).isEmpty()) {
                throw new NothingHere();
            }
            return Frames.seeOther("/desk/contacts");
        } catch (NotUsable wrong) {
            return refused(person, request, typed, wrong.sentence());
        }
    }

    @PostMapping("/desk/contacts/anomalies/{id}/settle")
    public ModelAndView settle(Principal principal, @PathVariable("id") String id, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.WORK);
        var typed = Typed.of(request);
        try {
            var reason = typed.needed("reason", "a reason");
            if (number(id)
                    .filter(one -> cases.settle(one, person.name(), reason))
                    .isEmpty()) {
                throw new NothingHere();
            }
            return Frames.seeOther("/desk/contacts");
        } catch (NotUsable wrong) {
            return refused(person, request, typed, wrong.sentence());
        }
    }

    private static Optional<Long> number(String id) {
        return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }
}

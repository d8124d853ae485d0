package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Typed.NotUsable;
import duenotice.inventory.Imports;
import duenotice.inventory.source.Rounds;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Where the inventory comes from: its sources, how they stand, and the imports that may be undone. */
@Controller
public final class InventoryController {
    private static final String PAGE = "/desk/inventory";
    private static final int IMPORTS = 30;
    private static final int CHANGES = 200;
    private static final int SOME_REMARKS = 5;

    private final Frames frames;
    private final Casework casework;
    private final Imports imports;
    private final Rounds rounds;

    InventoryController(Frames frames, Casework casework, Imports imports, Rounds rounds) {
        this.frames = frames;
        this.casework = casework;
        this.imports = imports;
        this.rounds = rounds;
    }

    /**
     * @param state in a word or two, and {@code tone} is its colour
     * @param act the form that reads it again, or lets through what is doubted; empty where this person may not
     */
    record Source(
            String name,
            String kind,
            String state,
            String tone,
            String holds,
            String lastSuccess,
            String lastError,
            String next,
            List<String> remarks,
            Optional<Form> act) {}

    /**
     * @param hasRows its rows can be looked at; those of an undoing are the ones of what it undid
     * @param undo empty where it is not the last, or this person may not
     */
    record Import(
            long id,
            boolean hasRows,
            String at,
            String source,
            String by,
            String what,
            String reason,
            Optional<Form> undo) {}

    @GetMapping(PAGE)
    public ModelAndView inventory(Principal principal) {
        return page(frames.allowed(principal, Task.SEE), 200, Form.Refused.NOTHING);
    }

    private ModelAndView page(Person person, int status, Form.Refused refused) {
        return frames.page("inventory", person, "feeds", status)
                .addObject(
                        "sources",
                        rounds.standings().stream()
                                .map(one -> source(one, person, refused))
                                .toList())
                .addObject(
                        "imports",
                        imports.past(IMPORTS).stream()
                                .map(one -> past(one, person, refused))
                                .toList());
    }

    private static Source source(Rounds.Standing one, Person person, Form.Refused refused) {
        var failing = one.failures() > 0;
        var read = one.lastSuccessAt().isPresent();
        var may = one.scheduled() && Rights.may(person.role(), Task.INVENTORY);
        return new Source(
                one.name(),
                one.kind(),
                !one.scheduled()
                        ? "no longer set"
                        : one.doubted().isPresent()
                                ? "stopped"
                                : failing
                                        ? one.failures() == 1 ? "fails" : "fails, %d times".formatted(one.failures())
                                        : read ? "in order" : "not yet read",
                !one.scheduled()
                        ? "is-grey"
                        : one.doubted().isPresent() ? "is-warn" : failing ? "is-bad" : read ? "is-good" : "is-grey",
                "%d customers, %d servers, %d addresses".formatted(one.customers(), one.servers(), one.addresses()),
                one.lastSuccessAt().map(DeskWords::utc).orElse("never"),
                one.lastErrorAt()
                        .map(at -> DeskWords.utc(at) + ": "
                                + DeskWords.readable(one.lastError().orElse("")))
                        .orElse("none"),
                one.scheduled() ? DeskWords.utc(one.nextAt()) : "",
                remarks(one),
                may ? Optional.of(act(one).after(refused)) : Optional.empty());
    }

    private static List<String> remarks(Rounds.Standing one) {
        var some = one.remarks().stream().limit(SOME_REMARKS).map(DeskWords::readable);
        var more = one.remarkCount() - SOME_REMARKS;
        return (more > 0 ? Stream.concat(some, Stream.of("and " + more + " more")) : some).toList();
    }

    private static Form act(Rounds.Standing one) {
        var path = PAGE + "/" + one.name();
        return one.doubted().isPresent()
                ? Form.of("let-" + one.name(), path + "/let-through", "", "Let it through once", Field.reason())
                        .danger()
                : Form.of("read-" + one.name(), path + "/read", "", "Read now").quiet();
    }

    private static Import past(Imports.Past one, Person person, Form.Refused refused) {
        return new Import(
                one.id(),
                !one.isUndo() && one.added() + one.changed() + one.removed() > 0,
                DeskWords.utc(one.at()),
                one.source(),
                one.by(),
                (one.isUndo() ? "undone: " : "")
                        + "%d added, %d changed, %d removed".formatted(one.added(), one.changed(), one.removed())
                        + (one.undone() ? " (undone since)" : ""),
                one.reason().orElse(""),
                one.mayBeUndone() && Rights.may(person.role(), Task.INVENTORY)
                        ? Optional.of(Form.of("undo", PAGE + "/undo", "", "Undo it", Field.reason())
                                .danger()
                                .after(refused))
                        : Optional.empty());
    }

    @GetMapping(PAGE + "/imports/{id}")
    public ModelAndView difference(Principal principal, @PathVariable("id") long id) {
        var person = frames.allowed(principal, Task.SEE);
        var difference = imports.difference(id, CHANGES + 1);
        if (difference.isEmpty()) {
            throw new NothingHere();
        }
        return frames.page("import", person, "feeds", 200)
                .addObject("id", id)
                .addObject("more", difference.changes().size() > CHANGES)
                .addObject(
                        "changes",
                        difference.changes().stream()
                                .limit(CHANGES)
                                .map(change -> DeskWords.readable(change.toString()))
                                .toList());
    }

    @PostMapping(PAGE + "/{name}/read")
    public ModelAndView read(Principal principal, @PathVariable("name") String name) {
        frames.allowed(principal, Task.INVENTORY);
        if (!rounds.readSoon(name, casework.now())) {
            throw new NothingHere();
        }
        return Frames.seeOther(PAGE);
    }

    @PostMapping(PAGE + "/{name}/let-through")
    public ModelAndView letThrough(Principal principal, @PathVariable("name") String name, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.INVENTORY);
        var typed = Typed.of(request);
        try {
            if (!rounds.letThrough(name, typed.needed("reason", "a reason"), person.name(), casework.now())) {
                throw new NothingHere();
            }
            return Frames.seeOther(PAGE);
        } catch (NotUsable wrong) {
            return refused(person, 422, PAGE + "/" + name + "/let-through", typed, wrong.sentence());
        }
    }

    @PostMapping(PAGE + "/undo")
    public ModelAndView undo(Principal principal, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.INVENTORY);
        var typed = Typed.of(request);
        try {
            var undone = imports.undoLast(typed.needed("reason", "a reason"), person.name(), casework.now());
            if (undone instanceof Imports.Undone.Refused refused) {
                return refused(person, 409, PAGE + "/undo", typed, refused.why());
            }
            casework.lookAtAllNow();
            return Frames.seeOther(PAGE);
        } catch (NotUsable wrong) {
            return refused(person, 422, PAGE + "/undo", typed, wrong.sentence());
        }
    }

    private ModelAndView refused(Person person, int status, String action, Typed typed, String why) {
        return page(person, status, new Form.Refused(action, "", typed.fields(), why));
    }
}

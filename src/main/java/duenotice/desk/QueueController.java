package duenotice.desk;

import duenotice.access.MaskedMail;
import duenotice.access.Person;
import duenotice.access.ReportSight;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.RequestRefused;
import duenotice.casework.StoredMessage;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Typed.NotUsable;
import duenotice.inventory.Inventory;
import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The human queue, and any accepted message as inert text. */
@Controller
public final class QueueController {
    private static final int SHOWN = 64 * 1024;

    private final Frames frames;
    private final Casework casework;
    private final ByHand byHand;
    private final Inventory inventory;

    QueueController(Frames frames, Casework casework, ByHand byHand, Inventory inventory) {
        this.frames = frames;
        this.casework = casework;
        this.byHand = byHand;
        this.inventory = inventory;
    }

    record Waiting(String id, String receivedAt, String from, String word, String reason) {}

    /**
     * @param raw as it came, inert; empty where it is not for this person
     * @param cut the rest is left out
     */
    record Message(
            String id,
            String receivedAt,
            String from,
            String to,
            String state,
            String reason,
            String understood,
            String raw,
            boolean cut,
            boolean sealed,
            List<Long> incidents,
            List<Form> forms) {}

    @GetMapping("/desk/queue")
    public ModelAndView queue(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        return frames.page("queue", person, "queue", 200)
                .addObject(
                        "queue",
                        casework.inbox().queue().stream()
                                .map(item -> waiting(item, ReportSight.of(person, item)))
                                .toList());
    }

    private static Waiting waiting(Inbox.Item item, ReportSight sight) {
        var reason = sight.reason().orElse("");
        var colon = reason.indexOf(':');
        return new Waiting(
                item.id().toString(),
                DeskWords.utc(item.receivedAt()),
                item.submittedBy().orElse(item.sender().isEmpty() ? "(null path)" : item.sender()),
                colon > 0 ? reason.substring(0, colon) : reason,
                colon > 0 ? reason.substring(colon + 1).strip() : "");
    }

    @GetMapping("/desk/queue/{id}")
    public ModelAndView message(Principal principal, @PathVariable("id") String id) {
        return shown(frames.allowed(principal, Task.SEE), id(id), 200, Form.Refused.NOTHING);
    }

    @PostMapping("/desk/queue/{id}/assign")
    public ModelAndView assign(Principal principal, @PathVariable("id") String id, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.OPEN);
        var typed = Typed.of(request);
        try {
            var taken = byHand.assign(
                    id(id),
                    typed.needed("server", "the server"),
                    typed.word("category", Category::ofWord, "a category"),
                    typed.word("type", Type::parse, "a type, such as messaging/spam"),
                    typed.optionalInstant("observedAt"),
                    typed.needed("reason", "a reason"),
                    person.actor());
            return taken ? Frames.seeOther("/desk/queue") : gone(person, id, request, typed);
        } catch (NotUsable wrong) {
            return refused(person, id, request, typed, 422, wrong.sentence());
        } catch (RequestRefused refused) {
            return refused(person, id, request, typed, Frames.status(refused.reason()), refused.sentence());
        }
    }

    @PostMapping("/desk/queue/{id}/close")
    public ModelAndView close(Principal principal, @PathVariable("id") String id, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.OPEN);
        var typed = Typed.of(request);
        try {
            var closed = casework.closeFromQueue(id(id), typed.needed("reason", "a reason"), person.name());
            return closed ? Frames.seeOther("/desk/queue") : gone(person, id, request, typed);
        } catch (NotUsable wrong) {
            return refused(person, id, request, typed, 422, wrong.sentence());
        }
    }

    private ModelAndView gone(Person person, String id, HttpServletRequest request, Typed typed) {
        return refused(person, id, request, typed, 409, "this message does not wait in the queue any more");
    }

    private ModelAndView refused(
            Person person, String id, HttpServletRequest request, Typed typed, int status, String why) {
        return shown(person, id(id), status, new Form.Refused(request.getRequestURI(), "", typed.fields(), why));
    }

    private ModelAndView shown(Person person, MessageId id, int status, Form.Refused refused) {
        var item = casework.inbox().item(id).orElseThrow(NothingHere::new);
        var stored = casework.inbox().message(id).orElseThrow(NothingHere::new);
        var sight = ReportSight.of(person, item);
        // R59: nobody but a lead sees such material, whatever it was read as.
        var sealed = sight.isSealed();
        var forms = item.waits() && Rights.may(person.role(), Task.OPEN)
                ? forms(id).stream().map(form -> form.after(refused)).toList()
                : List.<Form>of();
        return frames.page("message", person, "queue", status)
                .addObject("refused", refused)
                .addObject(
                        "message",
                        new Message(
                                id.toString(),
                                DeskWords.utc(item.receivedAt()),
                                item.submittedBy().orElse(item.sender().isEmpty() ? "(null path)" : item.sender()),
                                String.join(", ", stored.recipients()),
                                item.state().word(),
                                sight.reason().orElse(""),
                                sealed ? "" : item.report().map(Understood::of).orElse(""),
                                sealed ? "" : raw(person, stored),
                                stored.body().length > SHOWN,
                                sealed,
                                casework.inbox().incidentsOf(id),
                                forms));
    }

    private static List<Form> forms(MessageId id) {
        var path = "/desk/queue/" + id;
        return List.of(
                Form.of(
                        "assign",
                        path + "/assign",
                        "Assign to a server",
                        "Assign",
                        Field.text("server", "Server"),
                        Field.words("category", "Category", (Object[]) Category.values()),
                        Field.text("type", "Type").hint("XARF’s pair, such as messaging/spam"),
                        Field.instant("observedAt", "Seen", "").optional(),
                        Field.reason().hint("Counts as your verification.")),
                Form.of("close", path + "/close", "Close without an incident", "Close", Field.reason())
                        .quiet());
    }

    /** What a customer writes past his incident may hold a password too: leads alone read it (R25). */
    private String raw(Person person, StoredMessage message) {
        return Rights.may(person.role(), Task.SEE_SEALED)
                ? raw(message)
                : masked(message).orElseGet(() -> raw(message));
    }

    private Optional<String> masked(StoredMessage message) {
        return Optional.of(message)
                .filter(StoredMessage::cameAsMail)
                .map(mailed -> Mail.parse(mailed.body()))
                .filter(this::isOfContact)
                .filter(MaskedMail::holdsPassword)
                .map(mail -> MaskedMail.shown(mail, "Leads see it as it came."));
    }

    private boolean isOfContact(Mail mail) {
        return mail.from()
                .filter(from -> !inventory.contactBook().at(from.bare()).isEmpty())
                .isPresent();
    }

    private static String raw(StoredMessage message) {
        var bytes = Arrays.copyOf(message.body(), Math.min(message.body().length, SHOWN));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static MessageId id(String id) {
        return Optional.of(id).flatMap(MessageId::parse).orElseThrow(NothingHere::new);
    }
}

package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.casework.Openings;
import duenotice.casework.Sighted;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.IncidentId;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.SourceType;
import duenotice.report.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** An incident opened by hand; counts as staff verification (R40). */
@Controller
public final class OpenController {
    private final Frames frames;
    private final Casework casework;
    private final Openings openings;
    private final IncidentActs acts;

    OpenController(Frames frames, Casework casework, Openings openings, IncidentActs acts) {
        this.frames = frames;
        this.casework = casework;
        this.openings = openings;
        this.acts = acts;
    }

    @GetMapping("/desk/open")
    public ModelAndView form(Principal principal) {
        return shown(frames.allowed(principal, Task.OPEN), 200, Form.Refused.NOTHING);
    }

    @PostMapping("/desk/open")
    public ModelAndView open(Principal principal, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.OPEN);
        var typed = Typed.of(request);
        try {
            return Frames.seeOther("/desk/incidents/" + open(typed, person));
        } catch (NotUsable wrong) {
            return shown(person, 422, new Form.Refused("/desk/open", "", typed.fields(), wrong.sentence()));
        }
    }

    private IncidentId open(Typed typed, Person person) {
        var now = casework.now();
        var server = acts.server(typed.needed("server", "the server"));
        var category = typed.word("category", Category::ofWord, "a category");
        var type = typed.word("type", Type::parse, "a type, such as messaging/spam");
        var observedAt = typed.optionalInstant("observedAt").orElse(now);
        if (observedAt.isAfter(now)) {
            throw new NotUsable("what was seen lies in the future");
        }
        var evidence = typed.needed("evidence", "the evidence");
        var reason = typed.needed("reason", "a reason");
        var customer = acts.owner(server, observedAt);
        var opening = openings.open(
                server,
                customer,
                category,
                type,
                Optional.empty(),
                true,
                true,
                reason,
                Optional.empty(),
                person.actor());
        var message = casework.inbox().keepByHand(person.name(), evidence, "{}");
        casework.join(List.of(new Sighted(
                opening.incident(),
                message,
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new EventTime(observedAt, true)),
                now,
                Sighted.Weight.TRUSTED,
                person.name(),
                Optional.empty(),
                SourceType.OWN_DETECTION,
                true,
                evidence.length() > 4000 ? evidence.substring(0, 4000) : evidence,
                "by hand " + message,
                false)));
        casework.arrived();
        return opening.incident();
    }

    private ModelAndView shown(Person person, int status, Form.Refused refused) {
        var form = Form.of(
                        "open",
                        "/desk/open",
                        "Open an incident by hand",
                        "Open incident",
                        Field.text("server", "Server"),
                        Field.words("category", "Category", (Object[]) Category.values()),
                        Field.text("type", "Type").hint("XARF’s pair, such as messaging/spam"),
                        Field.instant("observedAt", "Seen", DeskWords.exactInput(casework.now())),
                        Field.area("evidence", "Evidence").hint("The customer sees it."),
                        Field.reason().hint("Counts as your verification."))
                .after(refused);
        return frames.page("form", person, "open", status)
                .addObject("form", form)
                .addObject("title", "Open by hand");
    }
}

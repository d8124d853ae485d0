package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.RequestRefused;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.IncidentId;
import duenotice.report.Category;
import duenotice.report.Type;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
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
    private final ByHand byHand;

    OpenController(Frames frames, Casework casework, ByHand byHand) {
        this.frames = frames;
        this.casework = casework;
        this.byHand = byHand;
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
            return refused(person, 422, typed, wrong.sentence());
        } catch (RequestRefused refused) {
            return refused(person, Frames.status(refused.reason()), typed, refused.sentence());
        }
    }

    private ModelAndView refused(Person person, int status, Typed typed, String why) {
        return shown(person, status, new Form.Refused("/desk/open", "", typed.fields(), why));
    }

    private IncidentId open(Typed typed, Person person) {
        var told = new ByHand.Told(
                typed.needed("server", "the server"),
                typed.word("category", Category::ofWord, "a category"),
                typed.word("type", Type::parse, "a type, such as messaging/spam"),
                typed.optionalInstant("observedAt").orElseGet(casework::now),
                Optional.empty(),
                typed.needed("evidence", "the evidence"),
                typed.needed("reason", "a reason"));
        return byHand.open(told, person.actor()).incident();
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

package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.RequestRefused;
import duenotice.casework.Snapshot;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.Act;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureId;
import duenotice.incident.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** One incident and everything staff may do to it. What is refused comes back with its reason beside the form, and with what was typed. */
@Controller
public final class IncidentController {
    private final Frames frames;
    private final Casework casework;
    private final IncidentPage.Maker pages;
    private final IncidentActs acts;

    IncidentController(Frames frames, Casework casework, IncidentPage.Maker pages, IncidentActs acts) {
        this.frames = frames;
        this.casework = casework;
        this.pages = pages;
        this.acts = acts;
    }

    @GetMapping("/desk/incidents/{id}")
    public ModelAndView incident(Principal principal, @PathVariable("id") String id) {
        return shown(frames.allowed(principal, Task.SEE), incident(id), 200, Form.Refused.NOTHING);
    }

    @PostMapping("/desk/incidents/{id}/{act}")
    public ModelAndView act(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        return act(principal, incident(id), act, request);
    }

    @PostMapping("/desk/incidents/{id}/{part}/{act}")
    public ModelAndView act(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("part") String part,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        return act(principal, incident(id), part + "/" + act, request);
    }

    /** One person phones at a time; whoever finds the call taken sees by whom. */
    @PostMapping("/desk/incidents/{id}/call/{act}")
    public ModelAndView call(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        var person = frames.allowed(principal, Task.WORK);
        var incident =
                casework.snapshot(incident(id)).orElseThrow(NothingHere::new).incident();
        switch (act) {
            case "claim" -> {
                if (!incident.isCallDue()) {
                    return refused(person, incident.id(), request, Typed.of(request), 409, "no call is due");
                }
                var round = incident.round().orElseThrow().number();
                var claim = casework.callClaims().claim(incident.id(), round, person.name(), casework.now());
                if (!claim.isOf(person.name())) {
                    return refused(
                            person,
                            incident.id(),
                            request,
                            Typed.of(request),
                            409,
                            claim.agent() + " phones until " + DeskWords.utc(claim.until()));
                }
            }
            case "release" -> casework.callClaims().release(incident.id(), person.name());
            default -> throw new NothingHere();
        }
        return Frames.seeOther("/desk/incidents/" + incident.id() + "#call");
    }

    @PostMapping("/desk/incidents/{id}/answers/{number}/{act}")
    public ModelAndView answer(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("number") String number,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        return act(principal, incident(id), "answers/" + number + "/" + act, request);
    }

    @PostMapping("/desk/measures/{measure}/{act}")
    public ModelAndView measure(
            Principal principal,
            @PathVariable("measure") String measure,
            @PathVariable("act") String act,
            HttpServletRequest request) {
        var id = MeasureId.parse(measure).orElseThrow(NothingHere::new);
        var typed = Typed.of(request);
        return act(principal, id.incident(), request, typed, snapshot -> acts.act(id, act, typed));
    }

    private ModelAndView act(Principal principal, IncidentId id, String path, HttpServletRequest request) {
        var typed = Typed.of(request);
        return act(principal, id, request, typed, snapshot -> acts.act(path, typed, snapshot));
    }

    private ModelAndView act(
            Principal principal,
            IncidentId id,
            HttpServletRequest request,
            Typed typed,
            Function<Snapshot, Optional<Act>> reading) {
        var person = frames.allowed(principal, Task.SEE);
        var snapshot = casework.snapshot(id).orElseThrow(NothingHere::new);
        Act act;
        try {
            act = reading.apply(snapshot).orElseThrow(NothingHere::new);
        } catch (NotUsable wrong) {
            return refused(person, id, request, typed, 422, wrong.sentence());
        } catch (RequestRefused refused) {
            return refused(person, id, request, typed, Frames.status(refused.reason()), refused.sentence());
        }
        var forbidden = Rights.refusal(person, act, snapshot.incident(), snapshot.now());
        if (forbidden.isPresent()) {
            return refused(person, id, request, typed, 403, forbidden.get());
        }
        return switch (casework.perform(id, act, person.actor())) {
            case Acted.Done ignored -> Frames.seeOther("/desk/incidents/" + id);
            case Acted.NoSuchIncident ignored -> throw new NothingHere();
            case Acted.Refused(Verdict.Reason reason, String sentence) ->
                refused(person, id, request, typed, Frames.status(reason), sentence);
        };
    }

    private ModelAndView refused(
            Person person, IncidentId id, HttpServletRequest request, Typed typed, int status, String why) {
        return shown(
                person, id, status, new Form.Refused(request.getRequestURI(), typed.text("form"), typed.fields(), why));
    }

    private ModelAndView shown(Person person, IncidentId id, int status, Form.Refused refused) {
        var page = pages.page(id, person, refused).orElseThrow(NothingHere::new);
        return frames.page("incident", person, "incident", status)
                .addObject("incident", page)
                .addObject("refused", refused);
    }

    private static IncidentId incident(String id) {
        return IncidentId.parse(id).orElseThrow(NothingHere::new);
    }
}

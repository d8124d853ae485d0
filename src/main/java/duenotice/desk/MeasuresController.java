package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.IncidentView;
import duenotice.casework.MeasureRows.Standing;
import duenotice.incident.Act;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.MeasureState;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** What is in force on the network, and lifting many of them at once with one reason. */
@Controller
public final class MeasuresController {
    /** One page; more are lifted in several goes. */
    private static final int MOST = 200;

    /** So many refusals are told one by one. */
    private static final int TOLD = 5;

    private final Frames frames;
    private final Casework casework;

    MeasuresController(Frames frames, Casework casework) {
        this.frames = frames;
        this.casework = casework;
    }

    /** A measure in force, as it is shown. */
    record Line(
            String id,
            String incident,
            String kind,
            String target,
            String server,
            String customer,
            String since,
            boolean chosen) {}

    @GetMapping("/desk/measures")
    public ModelAndView measures(Principal principal) {
        return shown(frames.allowed(principal, Task.SEE), 200, Set.of(), "", "");
    }

    private ModelAndView shown(Person person, int status, Set<MeasureId> chosen, String reason, String refusal) {
        var standing = inForce();
        return frames.page("measures", person, "measures", status)
                .addObject("lines", lines(standing.subList(0, Math.min(MOST, standing.size())), chosen))
                .addObject("more", Math.max(0, standing.size() - MOST))
                .addObject("may", Rights.may(person.role(), Task.MEASURE))
                .addObject("reason", reason)
                .addObject("refusal", refusal);
    }

    private List<Standing> inForce() {
        return casework.measures().standing().stream()
                .filter(one -> one.state().equals(MeasureState.CONFIRMED.word()) && one.kind() != MeasureKind.REPAIR)
                .toList();
    }

    private List<Line> lines(List<Standing> standing, Set<MeasureId> chosen) {
        var incidents = standing.stream().map(Standing::incident).distinct().toList();
        var customers = casework.views(incidents).stream()
                .map(IncidentView::incident)
                .collect(Collectors.toMap(
                        incident -> incident.id(),
                        incident -> incident.customer().text()));
        return standing.stream()
                .map(one -> new Line(
                        one.id().toString(),
                        one.incident().toString(),
                        one.kind().word().replace('-', ' '),
                        one.target(),
                        one.server(),
                        customers.getOrDefault(one.incident(), ""),
                        DeskWords.utc(one.requestedAt()),
                        chosen.contains(one.id())))
                .toList();
    }

    /** First shows whose measures they are; lifts them when that is confirmed. */
    @PostMapping("/desk/measures/lift")
    public ModelAndView lift(Principal principal, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.MEASURE);
        var typed = Typed.of(request);
        var reason = typed.text("reason");
        var chosen = Optional.ofNullable(request.getParameterValues("measures")).stream()
                .flatMap(Arrays::stream)
                .limit(MOST)
                .flatMap(id -> MeasureId.parse(id).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (chosen.isEmpty()) {
            return shown(person, 422, chosen, reason, "choose at least one measure");
        }
        if (reason.isEmpty()) {
            return shown(person, 422, chosen, reason, "a reason is missing; it stands on each timeline");
        }
        return typed.isChecked("confirmed") ? lifted(person, chosen, reason) : asked(person, chosen, reason);
    }

    private ModelAndView asked(Person person, Set<MeasureId> chosen, String reason) {
        var standing =
                inForce().stream().filter(one -> chosen.contains(one.id())).toList();
        if (standing.isEmpty()) {
            return shown(person, 409, Set.of(), reason, "none of these measures is in force any more");
        }
        return frames.page("lift", person, "measures", 200)
                .addObject("lines", lines(standing, chosen))
                .addObject("reason", reason);
    }

    private ModelAndView lifted(Person person, Set<MeasureId> chosen, String reason) {
        var refusals = new ArrayList<String>();
        var left = new LinkedHashSet<MeasureId>();
        for (var id : chosen) {
            switch (casework.perform(id.incident(), new Act.LiftMeasure(id, reason), person.actor())) {
                case Acted.Done ignored -> {}
                case Acted.Refused refused -> {
                    refusals.add(id + ": " + refused.sentence());
                    left.add(id);
                }
                case Acted.NoSuchIncident ignored -> refusals.add(id + ": there is no such measure");
            }
        }
        if (refusals.isEmpty()) {
            return Frames.seeOther("/desk/measures");
        }
        var more = refusals.size() > TOLD ? "; and " + (refusals.size() - TOLD) + " more" : "";
        return shown(
                person,
                409,
                left,
                reason,
                (chosen.size() - refusals.size()) + " of " + chosen.size() + " are being lifted. Not: "
                        + String.join("; ", refusals.subList(0, Math.min(TOLD, refusals.size()))) + more);
    }
}

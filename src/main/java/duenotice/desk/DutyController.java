package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Acted;
import duenotice.casework.Alarms;
import duenotice.casework.Board;
import duenotice.casework.Casework;
import duenotice.casework.Delistings;
import duenotice.casework.Feeds;
import duenotice.casework.Outages;
import duenotice.casework.RequestRefused;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.Act;
import duenotice.incident.Block;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.IncidentId;
import duenotice.mail.WayIn;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** What concerns the desk as a whole: alarms, feeds, delistings, outages, held warnings, the kill switch. */
@Controller
public final class DutyController {
    private static final int WARNINGS = 500;

    private final Frames frames;
    private final Casework casework;
    private final WayIn.All waysIn;

    DutyController(Frames frames, Casework casework, WayIn.All waysIn) {
        this.frames = frames;
        this.casework = casework;
        this.waysIn = waysIn;
    }

    // ---- reporters

    private static final int REPORTERS = 200;

    record Reporter(
            String identity,
            int score,
            boolean low,
            int reports,
            int confirmed,
            int falseReports,
            String first,
            String last) {}

    @GetMapping("/desk/reporters")
    public ModelAndView reporters(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        return frames.page("reporters", person, "reporters", 200)
                .addObject(
                        "reporters",
                        casework.reporters().latest(REPORTERS).stream()
                                .map(one -> new Reporter(
                                        one.identity(),
                                        one.score(),
                                        one.isLow(),
                                        one.reports(),
                                        one.confirmed(),
                                        one.falseReports(),
                                        DeskWords.utc(one.firstSeen()),
                                        DeskWords.utc(one.lastSeen())))
                                .toList());
    }

    // ---- alarms

    record Alarm(
            String id,
            String at,
            String kind,
            String incident,
            String text,
            String acknowledgedBy,
            Optional<Form> form) {}

    @GetMapping("/desk/alarms")
    public ModelAndView alarms(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        return frames.page("alarms", person, "alarms", 200)
                .addObject(
                        "alarms",
                        casework.alarms().all().stream()
                                .map(one -> alarm(one, person))
                                .toList());
    }

    private static Alarm alarm(Alarms.Alarm alarm, Person person) {
        return new Alarm(
                Long.toString(alarm.id()),
                DeskWords.utc(alarm.at()),
                alarm.kind().word().replace('-', ' '),
                alarm.incident().map(Object::toString).orElse(""),
                DeskWords.readable(alarm.text()),
                alarm.acknowledgedBy().orElse(""),
                alarm.acknowledgedBy().isEmpty() && Rights.may(person.role(), Task.ALARM)
                        ? Optional.of(Form.of(
                                        "acknowledge-" + alarm.id(),
                                        "/desk/alarms/" + alarm.id() + "/acknowledge",
                                        "",
                                        "Acknowledge")
                                .quiet())
                        : Optional.empty());
    }

    @PostMapping("/desk/alarms/{id}/acknowledge")
    public ModelAndView acknowledge(Principal principal, @PathVariable("id") String id) {
        var person = frames.allowed(principal, Task.ALARM);
        if (!id.matches("[0-9]{1,18}")
                || !casework.alarms().acknowledge(Long.parseLong(id), person.name(), casework.now())) {
            throw new NothingHere();
        }
        return Frames.seeOther("/desk/alarms");
    }

    // ---- feeds

    /**
     * @param state in a word or two, and {@code tone} is its colour
     * @param again the form that looks again, and believes a list that has become short; empty where nothing fails or
     *     this person may not
     */
    record FeedRow(
            String name,
            String kind,
            String state,
            String tone,
            String listed,
            String rows,
            String lastSuccess,
            String lastError,
            String next,
            Optional<Form> again) {}

    @GetMapping("/desk/feeds")
    public ModelAndView feeds(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        return frames.page("feeds", person, "feeds", 200)
                .addObject(
                        "feeds",
                        casework.feeds().all().stream()
                                .map(one -> feed(one, person))
                                .toList());
    }

    /** Kinds that hand out documents, each once, instead of saying what is listed. */
    private static final Set<String> DOCUMENTS = Set.of("shadowserver", "snds");

    private static FeedRow feed(Feeds.Feed feed, Person person) {
        var failing = feed.failures() > 0;
        var documents = DOCUMENTS.contains(feed.kind());
        var looked = failing || feed.lastSuccessAt().isPresent();
        return new FeedRow(
                feed.name(),
                feed.kind(),
                feed.doubtful()
                        ? "too short"
                        : failing
                                ? feed.failures() == 1 ? "fails" : "fails, %d times".formatted(feed.failures())
                                : looked ? "in order" : "not yet looked at",
                feed.doubtful() ? "is-warn" : failing ? "is-bad" : looked ? "is-good" : "is-grey",
                documents ? "" : Integer.toString(feed.listed()),
                feed.rows()
                        .map((documents ? "%d documents at its last look" : "of %d rows")::formatted)
                        .orElse(""),
                feed.lastSuccessAt().map(DeskWords::utc).orElse("never"),
                feed.lastErrorAt()
                        .map(at -> DeskWords.utc(at) + ": "
                                + DeskWords.readable(feed.lastError().orElse("")))
                        .orElse("none"),
                DeskWords.utc(feed.nextAt()),
                failing && Rights.may(person.role(), Task.OUTAGE) ? Optional.of(again(feed)) : Optional.empty());
    }

    private static Form again(Feeds.Feed feed) {
        var path = "/desk/feeds/" + feed.name();
        return (feed.doubtful()
                        ? Form.of("believe-" + feed.name(), path + "/believe", "", "Look again and believe it")
                        : Form.of("again-" + feed.name(), path + "/again", "", "Look again now"))
                .quiet();
    }

    @PostMapping("/desk/feeds/{name}/believe")
    public ModelAndView believe(Principal principal, @PathVariable("name") String name) {
        frames.allowed(principal, Task.OUTAGE);
        if (!casework.feeds().believe(name, casework.now())) {
            throw new NothingHere();
        }
        return Frames.seeOther("/desk/feeds");
    }

    @PostMapping("/desk/feeds/{name}/again")
    public ModelAndView again(Principal principal, @PathVariable("name") String name) {
        frames.allowed(principal, Task.OUTAGE);
        if (!casework.feeds().lookAgain(name, casework.now())) {
            throw new NothingHere();
        }
        return Frames.seeOther("/desk/feeds");
    }

    // ---- lists that still name what is mended

    record DelistingRow(
            String list,
            String subject,
            String server,
            String incident,
            String seen,
            String since,
            Optional<Form> form) {}

    @GetMapping("/desk/delistings")
    public ModelAndView delistings(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        return frames.page("delistings", person, "delistings", 200)
                .addObject(
                        "delistings",
                        casework.delistings().all().stream()
                                .map(one -> delisting(one, person))
                                .toList());
    }

    private static DelistingRow delisting(Delistings.Delisting one, Person person) {
        return new DelistingRow(
                DeskWords.readable(one.list()),
                DeskWords.readable(one.subject()),
                one.server(),
                one.incident().toString(),
                one.seen() ? "still listed" : "as we were told",
                DeskWords.utc(one.openedAt()),
                Rights.may(person.role(), Task.WORK)
                        ? Optional.of(Form.of(
                                        "done-" + one.id(),
                                        "/desk/delistings/" + one.id() + "/done",
                                        "",
                                        "Asked for it")
                                .quiet())
                        : Optional.empty());
    }

    @PostMapping("/desk/delistings/{id}/done")
    public ModelAndView delisted(Principal principal, @PathVariable("id") String id) {
        var person = frames.allowed(principal, Task.WORK);
        if (!id.matches("[0-9]{1,18}")
                || casework.delistings()
                        .done(Long.parseLong(id), person.name(), casework.now())
                        .isEmpty()) {
            throw new NothingHere();
        }
        return Frames.seeOther("/desk/delistings");
    }

    // ---- outages

    /** @param end the form that ends it; empty where it is over or this person may not */
    record Outage(String part, String from, String until, String reason, String by, Optional<Form> end) {}

    /** How reports come in, and what is wrong with it; empty where nothing is. */
    record Way(String name, String lastSuccess, String trouble) {}

    private static Way way(WayIn one) {
        return new Way(
                one.name(),
                one.lastSuccess().map(DeskWords::utc).orElse("not yet"),
                one.trouble()
                        .map(trouble -> "since %s: %s".formatted(DeskWords.utc(trouble.since()), trouble.why()))
                        .orElse(""));
    }

    @GetMapping("/desk/outages")
    public ModelAndView outages(Principal principal) {
        return outages(frames.allowed(principal, Task.SEE), 200, Form.Refused.NOTHING);
    }

    private ModelAndView outages(Person person, int status, Form.Refused refused) {
        var form = Rights.may(person.role(), Task.OUTAGE)
                ? Optional.of(Form.of(
                                "outage",
                                "/desk/outages",
                                "Enter an outage of ours",
                                "Enter outage",
                                Field.words(
                                        "part",
                                        "Part",
                                        Arrays.stream(OutagePart.values())
                                                .map(Outages::word)
                                                .toArray()),
                                Field.hidden("form", "outage"),
                                Field.instant("from", "From", DeskWords.input(casework.now())),
                                Field.instant("until", "Until", "").optional().hint("UTC; empty while it lasts"),
                                Field.reason())
                        .after(refused))
                : Optional.<Form>empty();
        return frames.page("outages", person, "outages", status)
                .addObject("form", form)
                .addObject(
                        "ways", waysIn.now().stream().map(DutyController::way).toList())
                .addObject(
                        "outages",
                        casework.outages().all().stream()
                                .map(one -> outage(one, person, refused))
                                .toList());
    }

    private Outage outage(Outages.Entered one, Person person, Form.Refused refused) {
        return new Outage(
                Outages.word(one.part()),
                DeskWords.utc(one.from()),
                one.until().map(DeskWords::utc).orElse("still"),
                one.reason(),
                one.enteredBy(),
                one.until().isEmpty() && Rights.may(person.role(), Task.OUTAGE)
                        ? Optional.of(ending(one).after(refused))
                        : Optional.empty());
    }

    /** The same entered again with its end. */
    private Form ending(Outages.Entered one) {
        return Form.of(
                        "ended-" + one.id(),
                        "/desk/outages",
                        "",
                        "It is over",
                        Field.hidden("form", "ended-" + one.id()),
                        Field.hidden("part", Outages.word(one.part())),
                        Field.hidden("from", one.from()),
                        Field.hidden("reason", one.reason()),
                        Field.instant("until", "Ended", DeskWords.input(casework.now())))
                .quiet();
    }

    @PostMapping("/desk/outages")
    public ModelAndView enter(Principal principal, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.OUTAGE);
        var typed = Typed.of(request);
        try {
            casework.enterOutage(
                    typed.word("part", Outages::ofWord, "which part was away"),
                    typed.instant("from", "the beginning"),
                    typed.optionalInstant("until"),
                    typed.needed("reason", "a reason"),
                    person.name());
            return Frames.seeOther("/desk/outages");
        } catch (NotUsable wrong) {
            return refusedOutage(person, 422, typed, wrong.sentence());
        } catch (RequestRefused refused) {
            return refusedOutage(person, Frames.status(refused.reason()), typed, refused.sentence());
        }
    }

    private ModelAndView refusedOutage(Person person, int status, Typed typed, String why) {
        return outages(person, status, new Form.Refused("/desk/outages", typed.text("form"), typed.fields(), why));
    }

    // ---- held warnings

    @GetMapping("/desk/warnings")
    public ModelAndView warnings(Principal principal) {
        return warnings(frames.allowed(principal, Task.SEE), 200, "", "");
    }

    private ModelAndView warnings(Person person, int status, String reason, String refusal) {
        var now = casework.now();
        var filter = new Board.Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Block.WARNING_FLOOD),
                Optional.empty());
        return frames.page("warnings", person, "warnings", status)
                .addObject(
                        "lines",
                        casework.board().rows(filter, Optional.empty(), WARNINGS).stream()
                                .map(row -> BoardController.line(row, now))
                                .toList())
                .addObject("may", Rights.may(person.role(), Task.RELEASE_WARNINGS))
                .addObject("reason", reason)
                .addObject("refusal", refusal);
    }

    @PostMapping("/desk/warnings/{act}")
    public ModelAndView warnings(Principal principal, @PathVariable("act") String act, HttpServletRequest request) {
        var person = frames.allowed(principal, Task.RELEASE_WARNINGS);
        var reason =
                Optional.ofNullable(request.getParameter("reason")).orElse("").strip();
        if (!act.equals("release") && !act.equals("discard")) {
            throw new NothingHere();
        }
        var chosen = Optional.ofNullable(request.getParameterValues("incidents")).stream()
                .flatMap(Arrays::stream)
                .flatMap(id -> IncidentId.parse(id).stream())
                .limit(WARNINGS)
                .toList();
        if (chosen.isEmpty()) {
            return warnings(person, 422, reason, "choose at least one incident");
        }
        var refusals = new ArrayList<String>();
        for (var id : chosen) {
            var done = casework.perform(
                    id,
                    act.equals("release") ? new Act.ReleaseWarning(reason) : new Act.DiscardWarning(reason),
                    person.actor());
            if (done instanceof Acted.Refused refused) {
                refusals.add(id + ": " + refused.sentence());
            }
        }
        return refusals.isEmpty()
                ? Frames.seeOther("/desk/warnings")
                : warnings(person, 422, reason, String.join("; ", refusals.subList(0, Math.min(5, refusals.size()))));
    }

    // ---- the kill switch

    @GetMapping("/desk/automation")
    public ModelAndView automation(Principal principal) {
        return automation(frames.allowed(principal, Task.SEE), 200, Form.Refused.NOTHING);
    }

    private ModelAndView automation(Person person, int status, Form.Refused refused) {
        var state = casework.automation().state();
        var jump = state.jump().isPresent();
        var forms = new ArrayList<Form>();
        if (!state.stopped() && Rights.may(person.role(), Task.STOP_AUTOMATION)) {
            forms.add(Form.of(
                            "stop",
                            "/desk/automation/stop",
                            "Stop automatic cuts",
                            "Stop",
                            Field.reason().hint("Warnings, calls and restoring go on."))
                    .danger());
        }
        if ((state.stopped() || jump)
                && Rights.may(person.role(), jump ? Task.START_AFTER_JUMP : Task.START_AUTOMATION)) {
            forms.add(
                    Form.of("start", "/desk/automation/start", "Start automatic cuts again", "Start", Field.reason()));
        }
        return frames.page("automation", person, "automation", status)
                .addObject("stopped", state.stopped())
                .addObject("jump", state.jump().map(one -> DeskWords.utc(one.trusted())))
                .addObject("changed", state.changedAt().map(DeskWords::utc))
                .addObject("by", state.changedBy())
                .addObject("reason", state.reason())
                .addObject(
                        "forms", forms.stream().map(form -> form.after(refused)).toList());
    }

    @PostMapping("/desk/automation/{act}")
    public ModelAndView automation(Principal principal, @PathVariable("act") String act, HttpServletRequest request) {
        var typed = Typed.of(request);
        var jump = casework.automation().state().jump().isPresent();
        var person = frames.allowed(
                principal,
                switch (act) {
                    case "stop" -> Task.STOP_AUTOMATION;
                    case "start" -> jump ? Task.START_AFTER_JUMP : Task.START_AUTOMATION;
                    default -> throw new NothingHere();
                });
        try {
            var reason = typed.needed("reason", "a reason");
            if (act.equals("stop")) {
                casework.stopAutomation(reason, person.name());
            } else {
                casework.startAutomation(reason, person.name(), jump);
            }
            return Frames.seeOther("/desk/automation");
        } catch (NotUsable wrong) {
            return automation(
                    person, 422, new Form.Refused(request.getRequestURI(), "", typed.fields(), wrong.sentence()));
        }
    }
}

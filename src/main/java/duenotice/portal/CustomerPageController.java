package duenotice.portal;

import duenotice.access.Drop;
import duenotice.access.Passwords;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.Statement;
import duenotice.incident.StatementPart;
import duenotice.knowledge.Votes;
import duenotice.portal.CustomerPages.Visit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The customer's page and its forms (contracts, end of part 5). The link in the path is all that is asked for. */
@Controller
public final class CustomerPageController {
    private static final Duration REPAIR_TIME = Duration.ofHours(24);
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_TEXT = 16_000;

    /** The one field that no page ever shows again. */
    private static final String SECRET = "secret";

    private final Casework casework;
    private final CustomerPages pages;
    private final Votes votes;
    private final Drop drop;
    private final PortalIdentity identity;
    private final ContactForms contacts;
    private final PostLimit limit = new PostLimit(System::nanoTime);

    CustomerPageController(
            Casework casework,
            CustomerPages pages,
            Votes votes,
            Drop drop,
            PortalIdentity identity,
            ContactForms contacts) {
        this.contacts = contacts;
        this.drop = drop;
        this.casework = casework;
        this.pages = pages;
        this.votes = votes;
        this.identity = identity;
    }

    @GetMapping("/c/{token}")
    public ModelAndView page(
            @PathVariable("token") String token,
            @RequestParam("article") Optional<String> article,
            HttpServletRequest request) {
        return pages.visit(token)
                .map(visit -> shown(visit, 200, Map.of(), Map.of(), article.orElse("")))
                .orElseGet(() -> gone(request));
    }

    @PostMapping("/c/{token}/answer")
    public ModelAndView answer(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(token, request, "answer", List.of("kind", "text"), (visit, form) -> {
            var words = visit.times().words();
            var kind = AnswerKind.ofWord(form.text("kind"));
            if (kind.isEmpty()) {
                return Optional.of(words.say("refused.kind"));
            }
            // Pressing the button says it.
            var text = form.text("text").isBlank() && kind.get() == AnswerKind.ACK
                    ? words.say("choice.ack")
                    : form.text("text");
            if (text.isBlank()) {
                return Optional.of(words.say("refused.empty"));
            }
            var kept = Passwords.mask(text).text();
            return perform(visit, answer(visit, kind.get(), kept, Statement.read(kept)));
        });
    }

    @PostMapping("/c/{token}/statement")
    public ModelAndView statement(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(token, request, "statement", List.of("cause", "done", "prevention"), (visit, form) -> {
            var statement = new Statement(
                    masked(form.text("cause")), masked(form.text("done")), masked(form.text("prevention")));
            var cut = casework.snapshot(visit.incident())
                    .filter(snapshot -> snapshot.incident().cutInForce().isPresent())
                    .isPresent();
            if (!visit.isAuthorized()) {
                return Optional.of(visit.times().words().say("refused.no-authority"));
            }
            // An empty form says nothing at all: it must not count as an answer and stop a clock.
            var silent = statement.cause().isEmpty()
                    && statement.done().isEmpty()
                    && statement.prevention().isEmpty();
            var refusal = silent && !cut
                    ? Optional.<String>empty()
                    : perform(visit, answer(visit, AnswerKind.CORRECTIVE, statement.text(), Optional.of(statement)));
            return statement.missing().isEmpty() ? refusal : Optional.of(incomplete(visit, statement.missing()));
        });
    }

    /** Nobody writes a password into what everybody at the desk reads (R25). */
    private static String masked(String text) {
        return Passwords.mask(text.strip()).text();
    }

    /** The one-time drop (R25): what is left here is never shown again on this page. */
    @PostMapping("/c/{token}/credentials")
    public ModelAndView credentials(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                "credentials",
                List.of(SECRET),
                (visit, form) -> form.text(SECRET).isBlank()
                        ? Optional.of(visit.times().words().say("refused.secret"))
                        : told(visit, drop.leave(visit.incident(), visit.email(), form.text(SECRET))),
                form -> "#credentials");
    }

    @PostMapping("/c/{token}/repair")
    public ModelAndView repair(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                "repair",
                List.of(),
                (visit, form) -> visit.isAuthorized()
                        ? perform(
                                visit,
                                new Act.AskRepair(visit.email(), casework.now().plus(REPAIR_TIME)))
                        : Optional.of(visit.times().words().say("refused.no-authority")));
    }

    /** Whether an article helped (R38). Asked of closed incidents too: then one knows. */
    @PostMapping("/c/{token}/vote")
    public ModelAndView vote(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                "articles",
                List.of("article", "helpful"),
                (visit, form) -> {
                    var article = pages.article(visit, form.text("article"));
                    var helpful = form.text("helpful");
                    if (article.isEmpty() || !helpful.equals("yes") && !helpful.equals("no")) {
                        return Optional.of(visit.times().words().say("refused.vote"));
                    }
                    votes.cast(
                            article.get().id(),
                            article.get().language(),
                            pages.viewer(visit),
                            helpful.equals("yes"),
                            casework.now());
                    return Optional.empty();
                },
                form -> "?article=%1$s#vote-%1$s".formatted(form.text("article")));
    }

    @PostMapping("/c/{token}/retest")
    public ModelAndView retest(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(token, request, "retest", List.of(), (visit, form) -> perform(visit, new Act.AskRetest()));
    }

    /** Only proposes: the link may have been handed on (R31). */
    @PostMapping("/c/{token}/contacts")
    public ModelAndView contacts(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                "contacts",
                ContactForms.FIELDS,
                (visit, form) -> {
                    var server = casework.snapshot(visit.incident())
                            .orElseThrow()
                            .incident()
                            .server();
                    return contacts.propose(
                            visit.times().words(),
                            contacts.owner(server, visit.email()),
                            form.fields(),
                            visit.email(),
                            Optional.of(visit.incident()));
                },
                form -> "#contacts");
    }

    private Act.Answer answer(Visit visit, AnswerKind kind, String text, Optional<Statement> statement) {
        var standing = visit.isAuthorized() ? Standing.AUTHORIZED : Standing.TOKEN_ONLY;
        return new Act.Answer(
                visit.email(),
                kind,
                standing,
                casework.now(),
                text,
                statement,
                Act.Reading.because("the customer’s own choice"));
    }

    /** Empty where it went through, else why not. */
    private Optional<String> perform(Visit visit, Act act) {
        return told(visit, casework.perform(visit.incident(), act, Actor.customer(visit.email())));
    }

    private static Optional<String> told(Visit visit, Acted acted) {
        var words = visit.times().words();
        return switch (acted) {
            case Acted.Done done ->
                done.snapshot().timeline().getLast().event() instanceof IncidentEvent.StatementRefused refused
                        ? Optional.of(incomplete(visit, refused.missing()))
                        : Optional.empty();
            case Acted.Refused refused -> Optional.of(words.say("refused.because", refused.sentence()));
            case Acted.NoSuchIncident ignored -> Optional.of(words.say("gone.title"));
        };
    }

    private static String incomplete(Visit visit, List<StatementPart> missing) {
        var words = visit.times().words();
        return words.say(
                "refused.incomplete",
                missing.stream().map(part -> words.say("part." + part.word())).collect(Collectors.joining(", ")));
    }

    // ---- around every form

    /** What a form does; gives why it was refused, or nothing. */
    private interface Form {
        Optional<String> take(Visit visit, Entered entered);
    }

    private record Entered(Map<String, String> fields) {
        String text(String field) {
            return fields.getOrDefault(field, "");
        }
    }

    private ModelAndView posted(String token, HttpServletRequest request, String name, List<String> fields, Form form) {
        return posted(token, request, name, fields, form, entered -> "");
    }

    /** @param place where on the page one comes back to, as the end of its address */
    private ModelAndView posted(
            String token,
            HttpServletRequest request,
            String name,
            List<String> fields,
            Form form,
            Function<Entered, String> place) {
        // Before anything of the body is read.
        if (request.getContentLengthLong() > LONGEST_BODY) {
            return plain(request, 413, "too-long");
        }
        var visit = pages.visit(token);
        if (visit.isEmpty()) {
            return gone(request);
        }
        if (!limit.allows(token)) {
            return plain(request, 429, "too-many");
        }
        var entered = new HashMap<String, String>();
        for (var field : fields) {
            var value = request.getParameter(field);
            if (value != null) {
                entered.put(field, value.replace('\0', '\uFFFD'));
            }
        }
        var words = visit.get().times().words();
        var refusal = entered.values().stream().anyMatch(value -> value.length() > LONGEST_TEXT)
                ? Optional.of(words.say("refused.too-long", LONGEST_TEXT))
                : form.take(visit.get(), new Entered(entered));
        var again = new HashMap<>(entered);
        again.remove(SECRET);
        return refusal.map(why -> shown(visit.get(), 422, again, Map.of(name, why), ""))
                .orElseGet(() -> back(token + place.apply(new Entered(entered))));
    }

    private static ModelAndView back(String token) {
        var view = new org.springframework.web.servlet.view.RedirectView("/c/" + token);
        view.setStatusCode(HttpStatusCode.valueOf(303));
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }

    private ModelAndView shown(
            Visit visit, int status, Map<String, String> entered, Map<String, String> refused, String unfolded) {
        var view = new ModelAndView("portal/page", Map.of("page", pages.page(visit, entered, refused, unfolded)));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }

    private ModelAndView gone(HttpServletRequest request) {
        return plain(request, 404, "gone");
    }

    private ModelAndView plain(HttpServletRequest request, int status, String sentence) {
        var words = Words.in(request.getLocale().toLanguageTag());
        return SentencePage.of(words, identity.at(request.getServerName()), status, sentence);
    }
}

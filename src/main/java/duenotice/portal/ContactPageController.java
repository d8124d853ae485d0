package duenotice.portal;

import duenotice.access.ContactToken;
import duenotice.access.TokenKind;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.contact.Confirmation;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChange;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactReviews;
import duenotice.inventory.Anomalies;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.portal.ContactPage.Fact;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The pages behind the links in mails about contacts: a change to confirm or refuse (R31), what is wrong with the contacts
 * (R32), and the yearly question. Only a button changes anything.
 */
@Controller
public final class ContactPageController {
    private static final int LONGEST_BODY = 16 * 1024;
    private static final int LONGEST_TEXT = 500;

    private final Casework casework;
    private final Inventory inventory;
    private final ContactChanges changes;
    private final ContactCases cases;
    private final ContactReviews reviews;
    private final Tokens tokens;
    private final PortalIdentity identity;
    private final ContactForms forms;
    private final PostLimit limit = new PostLimit(System::nanoTime);

    ContactPageController(
            Casework casework,
            Inventory inventory,
            ContactChanges changes,
            ContactCases cases,
            ContactReviews reviews,
            Tokens tokens,
            PortalIdentity identity,
            ContactForms forms) {
        this.casework = casework;
        this.inventory = inventory;
        this.changes = changes;
        this.cases = cases;
        this.reviews = reviews;
        this.tokens = tokens;
        this.identity = identity;
        this.forms = forms;
    }

    /**
     * Whose link it is.
     *
     * @param email address that the link was mailed to
     */
    private record Visit(
            String token,
            TokenKind kind,
            long number,
            String email,
            ContactOwner owner,
            Times times,
            PortalIdentity identity) {
        Words words() {
            return times.words();
        }
    }

    private Optional<Visit> visit(String token) {
        return tokens.ofContactLink(token, casework.now()).flatMap(owner -> switch (owner.kind()) {
            case CONTACT_CHANGE ->
                changes.change(owner.number())
                        .flatMap(change -> changes.reader(change.id(), owner.contact())
                                .map(email -> visit(token, owner, email, change.owner())));
            case CONTACT_CASE ->
                cases.contactCase(owner.number())
                        .flatMap(one -> cases.reader(one.id(), owner.contact())
                                .filter(email -> isOn(one.owner(), email))
                                .map(email -> visit(token, owner, email, one.owner())));
            case CONTACT_REVIEW ->
                reviews.review(owner.number())
                        .filter(one -> owner.contact().test(one.email()))
                        .filter(one -> isOn(one.owner(), one.email()))
                        .map(one -> visit(token, owner, one.email(), one.owner()));
            case LINK, REPLY, BOUNCE, CONTACT_BOUNCE -> Optional.<Visit>empty();
        });
    }

    /** Who has left a list sees no more of those who stay on it. */
    private boolean isOn(ContactOwner list, String email) {
        return inventory.contactBook().channels(list).stream().anyMatch(one -> one.isAt(email));
    }

    private Visit visit(String token, ContactToken owner, String email, ContactOwner list) {
        var customer = inventory.customer(list);
        return new Visit(
                token,
                owner.kind(),
                owner.number(),
                email,
                list,
                new Times(
                        Words.in(customer.map(Customer::language).orElse("en")),
                        customer.map(Customer::zone).orElse(ZoneOffset.UTC)),
                identity.under(customer.map(Customer::brand)));
    }

    @GetMapping("/contacts/{token}")
    public ModelAndView page(@PathVariable("token") String token, HttpServletRequest request) {
        return visit(token).map(visit -> shown(visit, 200, Map.of(), "")).orElseGet(() -> plain(request, 404, "gone"));
    }

    // ---- forms

    @PostMapping("/contacts/{token}/confirm")
    public ModelAndView confirm(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                TokenKind.CONTACT_CHANGE,
                (visit, fields) -> ContactForms.refusal(
                        visit.words(),
                        changes.confirm(visit.number(), new Confirmation.OldChannel(visit.email()), "")));
    }

    @PostMapping("/contacts/{token}/refuse")
    public ModelAndView refuse(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(
                token,
                request,
                TokenKind.CONTACT_CHANGE,
                (visit, fields) -> ContactForms.refusal(visit.words(), changes.refuse(visit.number(), visit.email())));
    }

    @PostMapping("/contacts/{token}/right")
    public ModelAndView right(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(token, request, TokenKind.CONTACT_REVIEW, (visit, fields) -> {
            reviews.review(visit.number()).ifPresent(reviews::right);
            return Optional.empty();
        });
    }

    /** Proposes, as the incident's page does. */
    @PostMapping("/contacts/{token}/contacts")
    public ModelAndView propose(@PathVariable("token") String token, HttpServletRequest request) {
        return posted(token, request, null, (visit, fields) -> {
            if (visit.kind() == TokenKind.CONTACT_CHANGE) {
                return Optional.of(visit.words().say("gone.title"));
            }
            var refusal = forms.propose(visit.words(), visit.owner(), fields, visit.email(), Optional.empty());
            if (refusal.isEmpty() && visit.kind() == TokenKind.CONTACT_REVIEW) {
                reviews.review(visit.number()).ifPresent(reviews::wrong);
            }
            return refusal;
        });
    }

    /** What a form does; gives why it was refused, or nothing. */
    private interface Form {
        Optional<String> take(Visit visit, Map<String, String> fields);
    }

    /** @param kind whose pages have that form; null where more than one kind has it */
    private ModelAndView posted(
            String token, HttpServletRequest request, @org.jspecify.annotations.Nullable TokenKind kind, Form form) {
        // Before anything of the body is read.
        if (request.getContentLengthLong() > LONGEST_BODY) {
            return plain(request, 413, "too-long");
        }
        var visit = visit(token).filter(one -> kind == null || one.kind() == kind);
        if (visit.isEmpty()) {
            return plain(request, 404, "gone");
        }
        if (!limit.allows(token)) {
            return plain(request, 429, "too-many");
        }
        var fields = new HashMap<String, String>();
        for (var field : ContactForms.FIELDS) {
            var value = request.getParameter(field);
            if (value != null) {
                fields.put(field, value.replace('\0', '\uFFFD'));
            }
        }
        var refusal = fields.values().stream().anyMatch(value -> value.length() > LONGEST_TEXT)
                ? Optional.of(visit.get().words().say("refused.too-long", LONGEST_TEXT))
                : form.take(visit.get(), fields);
        return refusal.map(why -> shown(visit.get(), 422, fields, why)).orElseGet(() -> back(token));
    }

    private static ModelAndView back(String token) {
        var view = new RedirectView("/contacts/" + token);
        view.setStatusCode(HttpStatusCode.valueOf(303));
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }

    // ---- pages

    private ModelAndView shown(Visit visit, int status, Map<String, String> entered, String refusal) {
        var page = switch (visit.kind()) {
            case CONTACT_CHANGE -> change(visit, changes.change(visit.number()).orElseThrow(), refusal);
            case CONTACT_CASE -> contactCase(visit, entered, refusal);
            default -> review(visit, entered, refusal);
        };
        var view = new ModelAndView("portal/contact", Map.of("page", page));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }

    private String whose(ContactOwner owner) {
        return inventory.customer(owner).map(Customer::name).orElse(owner.id());
    }

    private ContactPage change(Visit visit, ContactChange change, String refusal) {
        var words = visit.words();
        var now = casework.now();
        var open = change.isOpen() && now.isBefore(change.expiresAt());
        var mayConfirm = open && changes.mayConfirm(change, visit.email());
        var state = change.isOpen() && !open ? ContactChange.State.EXPIRED : change.state();
        var key = "contacts.change." + state.word();
        return new ContactPage(
                words,
                visit.identity(),
                "/contacts/" + visit.token(),
                words.say(key, whose(change.owner())),
                lead(visit, change, state, mayConfirm),
                List.of(),
                List.of(
                        new Fact(words.say("contacts.label.contact"), change.name()),
                        new Fact(words.say("contacts.label.before"), ContactForms.line(words, change.before(), "new")),
                        new Fact(words.say("contacts.label.after"), ContactForms.line(words, change.after(), "gone")),
                        new Fact(words.say("contacts.label.asked"), change.proposedBy())),
                mayConfirm,
                open
                        || state == ContactChange.State.CONFIRMED
                                && change.objectedBy().isEmpty(),
                state == ContactChange.State.CONFIRMED,
                false,
                Optional.empty(),
                refusal);
    }

    private String lead(Visit visit, ContactChange change, ContactChange.State state, boolean mayConfirm) {
        var words = visit.words();
        var key = "contacts.change.";
        return switch (state) {
            case PROPOSED ->
                mayConfirm
                        ? words.say(key + "proposed-lead", visit.times().absolute(change.expiresAt()))
                        : words.say(key + "look-lead");
            case CONFIRMED ->
                change.objectedBy().isPresent()
                        ? words.say(key + "objected-lead")
                        : words.say(
                                key
                                        + (change.waitsForAuthority(casework.now())
                                                        && change.after().isPresent()
                                                ? "waits-lead"
                                                : "confirmed-lead"),
                                visit.times().absolute(change.confirmedAt().orElseThrow()));
            case REFUSED, EXPIRED, UNDONE, OVERTAKEN -> words.say(key + state.word() + "-lead");
        };
    }

    private ContactPage contactCase(Visit visit, Map<String, String> entered, String refusal) {
        var words = visit.words();
        var wrong = cases.reminded(visit.owner());
        return new ContactPage(
                words,
                visit.identity(),
                "/contacts/" + visit.token(),
                wrong.isEmpty()
                        ? words.say("contacts.case.done")
                        : words.say("contacts.case.title", whose(visit.owner())),
                words.say(wrong.isEmpty() ? "contacts.case.done-lead" : "contacts.case.lead"),
                wrong.stream().map(one -> point(words, one)).toList(),
                List.of(),
                false,
                false,
                false,
                false,
                Optional.of(forms.form(visit.owner(), visit.email(), visit.times(), entered)),
                refusal);
    }

    private static String point(Words words, Anomalies.Anomaly anomaly) {
        return words.say("contacts.case." + anomaly.kind().word(), anomaly.contact(), anomaly.value());
    }

    private ContactPage review(Visit visit, Map<String, String> entered, String refusal) {
        var words = visit.words();
        var answer = reviews.review(visit.number()).flatMap(ContactReviews.Review::answer);
        var key = answer.map(one -> one.equals("right") ? "contacts.review.done" : "contacts.review.wrong")
                .orElse("contacts.review.title");
        return new ContactPage(
                words,
                visit.identity(),
                "/contacts/" + visit.token(),
                words.say(key),
                answer.isPresent() ? words.say(key + "-lead") : words.say("contacts.review.lead", whose(visit.owner())),
                List.of(),
                reviews.entries(visit.email()).stream()
                        .map(one -> new Fact(
                                one.contact().name() + " · " + whose(one.owner()),
                                ContactForms.line(words, Optional.of(one.contact()), "nobody")))
                        .toList(),
                false,
                false,
                false,
                answer.isEmpty(),
                Optional.of(forms.form(visit.owner(), visit.email(), visit.times(), entered)),
                refusal);
    }

    private ModelAndView plain(HttpServletRequest request, int status, String sentence) {
        return SentencePage.of(Words.in(request.getLocale().toLanguageTag()), identity, status, sentence);
    }
}

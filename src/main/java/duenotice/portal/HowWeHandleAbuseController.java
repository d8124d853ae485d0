package duenotice.portal;

import duenotice.knowledge.Votes;
import duenotice.policy.PolicyBook;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Shows {@link HowWeHandleAbuse} to everybody, in the language asked for or the browser's, and asks whether it helped. */
@Controller
public final class HowWeHandleAbuseController {
    private static final int LONGEST_BODY = 4 * 1024;
    private static final long MOST_VOTES = 20;

    private final PolicyBook policies;
    private final Ballot ballot;
    private final FormSeal seal;
    private final PortalIdentity identity;
    private final InstantSource deskTime;
    private final InstantSource realTime;
    private final PostLimit limit;

    /**
     * @param realTime when forms are handed out; the desk's clock may stand still
     * @param nanoTime for the limit
     */
    HowWeHandleAbuseController(
            PolicyBook policies,
            Ballot ballot,
            FormSeal seal,
            PortalIdentity identity,
            InstantSource deskTime,
            InstantSource realTime,
            LongSupplier nanoTime) {
        this.policies = policies;
        this.ballot = ballot;
        this.seal = seal;
        this.identity = identity;
        this.deskTime = deskTime;
        this.realTime = realTime;
        this.limit = new PostLimit(nanoTime, MOST_VOTES, Duration.ofHours(1));
    }

    @GetMapping("/how-we-handle-abuse")
    public ModelAndView page(
            @RequestParam("lang") Optional<String> lang,
            @RequestParam("said") Optional<String> said,
            @RequestParam("brand") Optional<String> brand,
            HttpServletRequest request) {
        var own = own(brand, request);
        return shown(
                own, words(own, lang, request.getLocale()), 200, said.flatMap(HowWeHandleAbuseController::helpful), "");
    }

    @PostMapping("/how-we-handle-abuse/vote")
    public ModelAndView vote(HttpServletRequest request) {
        // Before anything of the body is read.
        if (request.getContentLengthLong() > LONGEST_BODY) {
            return plain(request, 413, "too-long");
        }
        var sender = ReportFormController.sender(request.getRemoteAddr());
        if (!limit.allows(sender)) {
            return plain(request, 429, "too-many");
        }
        var own = own(Optional.ofNullable(request.getParameter("brand")), request);
        var words = words(own, Optional.ofNullable(request.getParameter("lang")), request.getLocale());
        var helpful =
                helpful(Optional.ofNullable(request.getParameter("helpful")).orElse(""));
        var token = Optional.ofNullable(request.getParameter("token")).orElse("");
        if (helpful.isEmpty() || seal.open(token, realTime.instant()).isEmpty()) {
            return shown(own, words, 422, Optional.empty(), words.say("refused.vote"));
        }
        ballot.votes()
                .cast(HowWeHandleAbuse.ID, words.locale(), ballot.visitor(sender), helpful.get(), deskTime.instant());
        var view = new RedirectView("%s&said=%s#vote-%s"
                .formatted(own.how(words.language()), helpful.get() ? "yes" : "no", HowWeHandleAbuse.ID));
        view.setStatusCode(HttpStatusCode.valueOf(303));
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }

    private static Optional<Boolean> helpful(String word) {
        return switch (word) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private PortalIdentity own(Optional<String> brand, HttpServletRequest request) {
        return identity.at(request.getServerName()).under(brand);
    }

    private static Words words(PortalIdentity own, Optional<String> lang, Locale browser) {
        return Words.in(
                lang.filter(tag -> tag.length() < 36).orElse(browser.toLanguageTag()),
                own.brand().flatMap(PortalIdentity.Brand::language).orElse("en"));
    }

    private ModelAndView shown(PortalIdentity own, Words words, int status, Optional<Boolean> mine, String refusal) {
        var score = ballot.votes()
                .tallies()
                .getOrDefault(HowWeHandleAbuse.ID, Votes.Tally.NONE)
                .all();
        var vote = new HowWeHandleAbuse.Vote(seal.handOut(realTime.instant()), score, mine, refusal);
        var view = new ModelAndView("portal/how", Map.of("how", HowWeHandleAbuse.of(policies, words, own, vote)));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }

    private ModelAndView plain(HttpServletRequest request, int status, String sentence) {
        return SentencePage.of(
                words(identity, Optional.empty(), request.getLocale()),
                identity.at(request.getServerName()),
                status,
                sentence);
    }
}

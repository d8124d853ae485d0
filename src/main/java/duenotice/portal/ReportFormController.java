package duenotice.portal;

import duenotice.access.Elsewhere;
import duenotice.casework.Casework;
import duenotice.casework.MessageOutcome;
import duenotice.portal.PublicNotice.Attached;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The form by which anybody can report something in our network, without login, JavaScript or cookies (DSA Art. 16). It
 * answers after the notice is on disk, and tells nothing but that, and where to go where nothing of it is ours.
 */
@Controller
public final class ReportFormController {
    private static final Logger log = LoggerFactory.getLogger(ReportFormController.class);

    /** Bytes of all fields together: the longest attachment, some more so that what was typed beside it is kept. */
    private static final long LONGEST_BODY = 13L * 1024 * 1024;

    /** Nobody reads and fills in a form faster. Who does is not refused, but waits: a form is a notice all the same. */
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(2);

    private static final int MOST_WAITING = 200;
    private static final long MOST_POSTS = 60;
    private static final long MOST_KIBIBYTES = 100 * 1024;
    private static final Duration SPAN = Duration.ofHours(1);

    private final Casework casework;
    private final FormSeal seal;
    private final PortalIdentity identity;
    private final Elsewhere elsewhere;
    private final InstantSource realTime;
    private final Pause pause;
    private final PostLimit posts;
    private final PostLimit kibibytes;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** Lets a request wait. */
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    /**
     * @param realTime when forms are handed out; the desk's clock may stand still
     * @param nanoTime for the limits
     */
    ReportFormController(
            Casework casework,
            FormSeal seal,
            PortalIdentity identity,
            Elsewhere elsewhere,
            InstantSource realTime,
            LongSupplier nanoTime,
            Pause pause) {
        this.casework = casework;
        this.seal = seal;
        this.identity = identity;
        this.elsewhere = elsewhere;
        this.realTime = realTime;
        this.pause = pause;
        this.posts = new PostLimit(nanoTime, MOST_POSTS, SPAN);
        this.kibibytes = new PostLimit(nanoTime, MOST_KIBIBYTES, SPAN);
    }

    @GetMapping("/report")
    public ModelAndView form(@RequestParam("lang") Optional<String> lang, HttpServletRequest request) {
        return shown(request, words(lang, request), 200, fresh(), Map.of(), Map.of(), false);
    }

    @PostMapping("/report")
    public ModelAndView report(HttpServletRequest request) throws IOException, InterruptedException {
        var length = request.getContentLengthLong();
        // Before anything of the body is read.
        if (length < 0) {
            return plain(request, 411, "report.no-length");
        }
        if (length > LONGEST_BODY) {
            return plain(request, 413, "report.too-long");
        }
        var sender = sender(request.getRemoteAddr());
        if (!posts.allows(sender) || !kibibytes.allows(sender, length / 1024)) {
            return plain(request, 429, "report.too-many");
        }
        var notice = notice(request);
        var words = words(Optional.ofNullable(request.getParameter("lang")), request);
        var token = Optional.ofNullable(request.getParameter("token")).orElse("");
        var handedOut = seal.open(token, realTime.instant());
        var problems = new LinkedHashMap<>(notice.problems(words));
        if (!Optional.ofNullable(request.getParameter("homepage")).orElse("").isEmpty()) {
            problems.put("homepage", words.say("report.refused.trap"));
        }
        if (handedOut.isEmpty()) {
            problems.put("token", words.say("report.refused.token"));
        }
        if (!problems.isEmpty() || handedOut.isEmpty()) {
            var again = handedOut.isEmpty() ? fresh() : token;
            var entered = new HashMap<>(notice.fields());
            return shown(
                    request,
                    words,
                    422,
                    again,
                    entered,
                    problems,
                    notice.attached().isPresent());
        }
        if (!look(handedOut.get().at())) {
            return plain(request, 429, "report.too-many");
        }
        var id = casework.inbox()
                .acceptForm(
                        notice.text("email"),
                        handedOut.get().nonce(),
                        PublicNotice.CONTENT_TYPE,
                        notice.json(words.language()));
        casework.arrived();
        return seeOther("/report/received/" + seal.reference(id) + "?lang=" + words.language());
    }

    /**
     * Says that something with this reference has come in, and not a word of what became of it, but that nothing it names
     * is ours (R72). Until it is read, which takes a moment, the page comes a second time by itself.
     */
    @GetMapping("/report/received/{reference}")
    public ModelAndView received(
            @PathVariable("reference") String reference,
            @RequestParam("lang") Optional<String> lang,
            @RequestParam("again") Optional<String> again,
            HttpServletRequest request,
            HttpServletResponse response) {
        var item = seal.report(reference).flatMap(casework.inbox()::item);
        if (item.isEmpty()) {
            return plain(request, 404, "report.unknown");
        }
        var words = words(lang, request);
        if (item.get().state() == MessageOutcome.State.ACCEPTED && again.isEmpty()) {
            response.setHeader(
                    "Refresh", "2; url=/report/received/%s?lang=%s&again".formatted(reference, words.language()));
        }
        return new ModelAndView(
                "portal/received",
                Map.of(
                        "words",
                        words,
                        "identity",
                        identity.at(request.getServerName()),
                        "reference",
                        reference,
                        "elsewhere",
                        elsewhere.of(item.get())));
    }

    // ---- what was sent

    private static PublicNotice notice(HttpServletRequest request) throws IOException {
        var fields = new HashMap<String, String>();
        for (var field : PublicNotice.FIELDS) {
            var value = request.getParameter(field);
            if (value != null) {
                fields.put(field, value.replace('\0', '\uFFFD'));
            }
        }
        return new PublicNotice(fields, attached(request));
    }

    private static Optional<Attached> attached(HttpServletRequest request) throws IOException {
        if (!(request instanceof MultipartHttpServletRequest multipart)) {
            return Optional.empty();
        }
        MultipartFile file = multipart.getFile("attachment");
        if (file == null || file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Attached(bounded(file.getOriginalFilename()), bounded(file.getContentType()), file.getBytes()));
    }

    private static String bounded(@org.jspecify.annotations.Nullable String text) {
        var known = text == null ? "" : text.replace('\0', '\uFFFD');
        return known.length() > 200 ? known.substring(0, 200) : known;
    }

    /** An address; of IPv6 the network that one customer has to himself. */
    static String sender(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }

    /** Waits until as much time has passed as a look at the form takes; false where too many do. */
    private boolean look(Instant handedOut) throws InterruptedException {
        var left = SHORTEST_LOOK.minus(Duration.between(handedOut, realTime.instant()));
        if (!left.isPositive()) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            pause.last(left.compareTo(SHORTEST_LOOK) > 0 ? SHORTEST_LOOK : left);
            return true;
        } finally {
            waiting.release();
        }
    }

    // ---- pages

    private String fresh() {
        return seal.handOut(realTime.instant());
    }

    private static Words words(Optional<String> lang, HttpServletRequest request) {
        return Words.in(lang.filter(tag -> tag.length() < 36)
                .orElseGet(() -> request.getLocale().toLanguageTag()));
    }

    private ModelAndView shown(
            HttpServletRequest request,
            Words words,
            int status,
            String token,
            Map<String, String> entered,
            Map<String, String> problems,
            boolean fileLost) {
        var view = new ModelAndView(
                "portal/report",
                Map.of(
                        "form",
                        new ReportForm(
                                words, identity.at(request.getServerName()), token, entered, problems, fileLost)));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }

    private static ModelAndView seeOther(String path) {
        var view = new RedirectView(path);
        view.setStatusCode(HttpStatusCode.valueOf(303));
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }

    private ModelAndView plain(HttpServletRequest request, int status, String sentence) {
        var words = words(Optional.empty(), request);
        return SentencePage.of(words, identity.at(request.getServerName()), status, sentence);
    }

    /** More than was announced, or no form at all. */
    @ExceptionHandler(MultipartException.class)
    ModelAndView unreadable(HttpServletRequest request) {
        return plain(request, 413, "report.too-long");
    }

    /** Whoever reads the page must know that nothing was stored. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ModelAndView away(HttpServletRequest request, Exception failure) {
        log.warn("a form could not be stored: {}", failure.toString());
        return plain(request, 503, "report.away");
    }
}

package duenotice.desk;

import duenotice.access.Task;
import duenotice.desk.Frames.NothingHere;
import duenotice.desk.Letters.Choice;
import duenotice.desk.Letters.Shown;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Every letter in every language and brand, as text and as HTML, and a test of it by mail. */
@Controller
public final class LettersController {
    /** Of the letter's own document: its inline styles, nothing else, and only within a page of ours. */
    static final String LETTER_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

    private static final Logger log = LoggerFactory.getLogger(LettersController.class);
    private static final Pattern NUMBER = Pattern.compile("#?([0-9]{1,15})");

    private final Frames frames;
    private final Letters letters;

    LettersController(Frames frames, Letters letters) {
        this.frames = frames;
        this.letters = letters;
    }

    /** What the page shows of one choice. */
    record Page(
            Choice choice,
            String incident,
            List<String> names,
            List<String> languages,
            List<String> brands,
            Optional<Shown> shown,
            String document,
            boolean maySend,
            String said) {}

    @GetMapping("/desk/letters")
    public ModelAndView page(
            Principal principal,
            @RequestParam("letter") Optional<String> letter,
            @RequestParam("language") Optional<String> language,
            @RequestParam("brand") Optional<String> brand,
            @RequestParam("incident") Optional<String> incident) {
        return shown(principal, choice(letter, language, brand, incident), incident.orElse(""), "", 200);
    }

    private ModelAndView shown(Principal principal, Choice choice, String incident, String said, int status) {
        var person = frames.allowed(principal, Task.SEE);
        var found = wants(incident) && choice.incident().isEmpty() ? Optional.<Shown>empty() : letters.show(choice);
        var view = frames.page("letters", person, "knowledge", found.isPresent() ? status : 404);
        return view.addObject(
                "page",
                new Page(
                        choice,
                        incident,
                        letters.names(),
                        Stream.concat(letters.languages().stream(), Stream.of(choice.language()))
                                .distinct()
                                .toList(),
                        letters.brands(),
                        found,
                        "/desk/letters/document?" + query(choice),
                        duenotice.access.Rights.refusal(person, Task.REDIRECT).isEmpty(),
                        said));
    }

    private static boolean wants(String incident) {
        return !incident.isBlank();
    }

    /** The HTML part by itself, for a frame that runs and fetches nothing. */
    @GetMapping("/desk/letters/document")
    public ResponseEntity<String> document(
            Principal principal,
            @RequestParam("letter") Optional<String> letter,
            @RequestParam("language") Optional<String> language,
            @RequestParam("brand") Optional<String> brand,
            @RequestParam("incident") Optional<String> incident,
            HttpServletResponse response) {
        frames.allowed(principal, Task.SEE);
        var shown = letters.show(choice(letter, language, brand, incident)).orElseThrow(NothingHere::new);
        // The usual policy forbids inline styles and frames; it is not written where there is one already. Browsers
        // heed
        // X-Frame-Options only where a policy says nothing of frames (CSP Level 3 §6.4.2.2).
        response.setHeader("Content-Security-Policy", LETTER_POLICY);
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(shown.html());
    }

    @PostMapping("/desk/letters/send")
    public ModelAndView send(
            Principal principal,
            @RequestParam("letter") Optional<String> letter,
            @RequestParam("language") Optional<String> language,
            @RequestParam("brand") Optional<String> brand,
            @RequestParam("incident") Optional<String> incident,
            @RequestParam("to") String to) {
        // It may carry a customer's data, and goes to any address.
        var person = frames.allowed(principal, Task.REDIRECT);
        var choice = choice(letter, language, brand, incident);
        if (to.isBlank() || !to.contains("@")) {
            return shown(principal, choice, incident.orElse(""), "Say to which address.", 422);
        }
        var said = letters.send(choice, to.strip());
        log.info("a test of the letter {} was sent by {}", choice.letter(), person.name());
        return shown(principal, choice, incident.orElse(""), said, 200);
    }

    private Choice choice(
            Optional<String> letter, Optional<String> language, Optional<String> brand, Optional<String> incident) {
        var name = letter.orElse("warning");
        if (!letters.names().contains(name)) {
            throw new NothingHere();
        }
        return new Choice(
                name,
                language.filter(tag -> tag.matches("[A-Za-z-]{2,35}")).orElse("en"),
                brand.filter(letters.brands()::contains),
                incident.map(String::strip)
                        .map(NUMBER::matcher)
                        .filter(number -> number.matches())
                        .map(number -> Long.parseLong(number.group(1))));
    }

    private static String query(Choice choice) {
        return "letter=" + choice.letter() + "&language=" + choice.language()
                + choice.brand()
                        .map(brand -> "&brand=" + URLEncoder.encode(brand, StandardCharsets.UTF_8))
                        .orElse("")
                + choice.incident().map(number -> "&incident=" + number).orElse("");
    }
}

package duenotice.portal;

import java.util.Map;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;

/** A page that says one thing, and where to write: what is gone, too long, too often. */
final class SentencePage {
    private SentencePage() {}

    /** @param sentence name of the words, without {@code .title} and {@code .text} */
    static ModelAndView of(Words words, PortalIdentity identity, int status, String sentence) {
        var view = new ModelAndView(
                "portal/sentence",
                Map.of(
                        "words",
                        words,
                        "identity",
                        identity,
                        "title",
                        words.say(sentence + ".title"),
                        "text",
                        words.say(sentence + ".text", identity.complaints())));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }
}

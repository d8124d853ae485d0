package duenotice.portal;

import duenotice.policy.PolicyBook;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Shows {@link HowWeHandleAbuse} to everybody, in the language asked for or the browser's. */
@Controller
public final class HowWeHandleAbuseController {
    private final PolicyBook policies;
    private final PortalIdentity identity;

    HowWeHandleAbuseController(PolicyBook policies, PortalIdentity identity) {
        this.policies = policies;
        this.identity = identity;
    }

    @GetMapping("/how-we-handle-abuse")
    public ModelAndView page(@RequestParam("lang") Optional<String> lang, Locale browser) {
        var words = Words.in(lang.orElse(browser.toLanguageTag()));
        return new ModelAndView("portal/how", Map.of("how", HowWeHandleAbuse.of(policies, words, identity)));
    }
}

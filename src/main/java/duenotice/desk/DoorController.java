package duenotice.desk;

import duenotice.desk.Frames.NobodyAnyMore;
import duenotice.desk.Frames.NotAllowed;
import duenotice.desk.Frames.NothingHere;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The log-in page, and the pages for what is not there or not allowed. */
@Controller
@ControllerAdvice(basePackageClasses = DoorController.class)
public final class DoorController {

    @GetMapping("/login")
    public ModelAndView login(
            @RequestParam(name = "error") Optional<String> error,
            @RequestParam(name = "logout") Optional<String> logout) {
        return new ModelAndView("desk/login")
                .addObject("failed", error.isPresent())
                .addObject("left", logout.isPresent());
    }

    /** A form without its session's token: most often the session has ended meanwhile. */
    @RequestMapping("/desk/denied")
    public ModelAndView denied() {
        return sentence(
                403,
                "This was not taken",
                "Your session has ended, or the page is too old. Log in, go back in your browser and send it again.");
    }

    @ExceptionHandler(NotAllowed.class)
    public ModelAndView notAllowed(NotAllowed why) {
        return sentence(403, "You may not do this", "Not done: " + why.getMessage() + ".");
    }

    @ExceptionHandler(NothingHere.class)
    public ModelAndView nothing() {
        return sentence(404, "There is nothing here", "No page of the desk has this address.");
    }

    @ExceptionHandler(NobodyAnyMore.class)
    public ModelAndView nobody(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return Frames.seeOther("/login?logout");
    }

    private static ModelAndView sentence(int status, String title, String text) {
        var view = new ModelAndView("desk/sentence").addObject("title", title).addObject("text", text);
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }
}

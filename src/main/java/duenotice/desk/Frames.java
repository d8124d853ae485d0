package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.StaffAccounts;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.incident.Verdict;
import java.security.Principal;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Knows who is there, and puts the frame around pages. */
final class Frames {
    private final Casework casework;
    private final StaffAccounts staff;
    private final StillUnset unset;

    Frames(Casework casework, StaffAccounts staff, StillUnset unset) {
        this.casework = casework;
        this.staff = staff;
        this.unset = unset;
    }

    /** The account behind a session has been ended. */
    static final class NobodyAnyMore extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** This person may not; the sentence says who may. */
    static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** There is nothing at that address. */
    static final class NothingHere extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Asked afresh each time: rights may have changed since the login. */
    Person person(Principal principal) {
        return staff.named(principal.getName()).orElseThrow(NobodyAnyMore::new);
    }

    Person allowed(Principal principal, Task task) {
        var person = person(principal);
        Rights.refusal(person, task).ifPresent(why -> {
            throw new NotAllowed(why);
        });
        return person;
    }

    ModelAndView page(String template, Person person, String here, int status) {
        var view = new ModelAndView("desk/" + template);
        view.addObject(
                "frame",
                new Frame(
                        person,
                        here,
                        casework.board().waiting(),
                        casework.automation().state().stopped(),
                        unset.sentence()));
        view.setStatus(HttpStatusCode.valueOf(status));
        return view;
    }

    static ModelAndView seeOther(String path) {
        var view = new RedirectView(path);
        view.setStatusCode(HttpStatusCode.valueOf(303));
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }

    /** What a refusal is in HTTP; the API answers the same. */
    static int status(Verdict.Reason reason) {
        return switch (reason) {
            case CONFLICT -> 409;
            case INVALID -> 422;
            case FORBIDDEN -> 403;
        };
    }
}

package duenotice.desk;

import duenotice.access.AnswerMails;
import duenotice.access.Drop;
import duenotice.access.InertDownload;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.desk.Frames.NothingHere;
import duenotice.incident.Incident.Secret;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** What customers left sealed, and the files beside their answers. A look at something sealed is a deed, so it is posted. */
@Controller
public final class SealedController {
    private static final int LONGEST = 64 * 1024;

    private final Frames frames;
    private final Casework casework;
    private final Drop drop;
    private final AnswerMails mails;

    SealedController(Frames frames, Casework casework, Drop drop) {
        this.frames = frames;
        this.casework = casework;
        this.drop = drop;
        this.mails = new AnswerMails(casework, drop);
    }

    /** @param text from outside, inert; empty where it was not shown */
    record Opened(String incident, int number, String what, String from, String text, boolean cut, String why) {}

    @PostMapping("/desk/incidents/{id}/sealed/{number}/open")
    public ModelAndView open(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("number") String number,
            HttpServletResponse response) {
        var person = frames.allowed(principal, Task.SEE);
        var snapshot = snapshot(id);
        var secret = snapshot.incident().secrets().stream()
                .filter(one -> Integer.toString(one.number()).equals(number))
                .findFirst()
                .orElseThrow(NothingHere::new);
        response.setHeader("Cache-Control", "no-store");
        return switch (drop.look(person, snapshot, secret.number())) {
            case Drop.Look.Shown(byte[] bytes) -> {
                var text = new String(bytes, 0, Math.min(bytes.length, LONGEST), StandardCharsets.UTF_8);
                yield frames.page("sealed", person, "incident", 200)
                        .addObject("opened", opened(snapshot, secret, text, bytes.length > LONGEST, ""));
            }
            case Drop.Look.Refused refused ->
                frames.page("sealed", person, "incident", Frames.status(refused.reason()))
                        .addObject("opened", opened(snapshot, secret, "", false, refused.sentence()));
        };
    }

    private static Opened opened(Snapshot snapshot, Secret secret, String text, boolean cut, String why) {
        return new Opened(
                snapshot.incident().id().toString(),
                secret.number(),
                secret.what() == SecretKind.MAIL ? "Sealed mail" : "Left by the customer",
                secret.from(),
                text,
                cut,
                why);
    }

    @GetMapping("/desk/incidents/{id}/answers/{answer}/attachments/{number}")
    public ResponseEntity<byte[]> attachment(
            Principal principal,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer,
            @PathVariable("number") String number) {
        var person = frames.allowed(principal, Task.SEE);
        var snapshot = snapshot(id);
        return snapshot.incident().answers().stream()
                .filter(one -> Integer.toString(one.number()).equals(answer))
                .flatMap(one -> mails.listed(person, snapshot, one).stream())
                .filter(one -> Integer.toString(one.number()).equals(number))
                .findFirst()
                .map(one -> InertDownload.of(one.name(), one.bytes()))
                .orElseThrow(NothingHere::new);
    }

    private Snapshot snapshot(String id) {
        return IncidentId.parse(id).flatMap(casework::snapshot).orElseThrow(NothingHere::new);
    }
}

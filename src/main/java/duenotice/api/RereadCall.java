package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.MessageId;
import duenotice.casework.Rereading;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Lets {@code reread} work through the running program, a page at a time. */
@RestController
@RequestMapping("/api/v1/reread")
final class RereadCall {
    private final Rereading rereading;

    RereadCall(Rereading rereading) {
        this.rereading = rereading;
    }

    @PostMapping
    JsonNode page(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.REREAD);
        var body = Body.of(request);
        var page = rereading.page(new Rereading.Asked(
                Body.instant("since", body.text("since")),
                body.optionalInstant("until").orElse(Instant.parse("2199-01-01T00:00:00Z")),
                body.optionalText("format"),
                body.flag("apply"),
                body.optionalText("after")
                        .map(text -> MessageId.parse(text)
                                .orElseThrow(() -> CallRefused.invalid("after must be the number of a report"))),
                person.name()));
        var json = Json.object().put("read", page.read());
        var changes = json.putArray("changes");
        page.changes()
                .forEach(one -> changes.addObject()
                        .put("report", one.message().toString())
                        .put("receivedAt", one.receivedAt().toString())
                        .put("format", one.format())
                        .put("change", one.change())
                        .put("what", one.what())
                        .put("before", one.before())
                        .put("after", one.after())
                        .put("effect", one.effect()));
        return json.put("next", page.next().map(MessageId::toString).orElse(null));
    }
}

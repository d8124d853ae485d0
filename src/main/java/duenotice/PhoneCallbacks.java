package duenotice;

import duenotice.call.twilio.TwilioCallbacks;
import duenotice.call.twilio.TwilioCallbacks.Reply;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The door of the telephone exchange. Who it is shows by its signature alone.
@RestController
final class PhoneCallbacks {
    private static final String CALL = "call";

    private final Optional<TwilioCallbacks> callbacks;

    /// @param callbacks empty where people call: there is no such door then
    PhoneCallbacks(Optional<TwilioCallbacks> callbacks) {
        this.callbacks = callbacks;
    }

    @PostMapping("${duenotice.phone.twilio.callback-path:" + Settings.Twilio.CALLBACKS + "}/{what}")
    ResponseEntity<String> callback(
            @PathVariable("what") String what,
            @RequestParam(name = CALL, defaultValue = "") String call,
            HttpServletRequest request) {
        if (callbacks.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        // What stands in the address is signed as part of it, not once more as a parameter.
        var form = new HashMap<String, List<String>>();
        request.getParameterMap().forEach((name, values) -> form.put(name, List.of(values)));
        form.remove(CALL);
        var reply = callbacks
                .get()
                .answer(
                        what,
                        Optional.ofNullable(request.getQueryString()).orElse(""),
                        call,
                        form,
                        Optional.ofNullable(request.getHeader("X-Twilio-Signature")));
        return switch (reply) {
            case Reply.Words words ->
                ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(words.xml());
            case Reply.Taken ignored -> ResponseEntity.noContent().build();
            case Reply.Forbidden ignored -> ResponseEntity.status(403).build();
            case Reply.Unknown ignored -> ResponseEntity.notFound().build();
        };
    }
}

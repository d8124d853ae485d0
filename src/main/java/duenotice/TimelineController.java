package duenotice;

import duenotice.access.DeskRole;
import duenotice.access.Person;
import duenotice.casework.TimelineProof;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Lets `verify-timeline` work through the running program, and an auditor look by himself.
@RestController
@RequestMapping("/api/v1/timeline")
final class TimelineController {
    private final TimelineProof proof;

    TimelineController(TimelineProof proof) {
        this.proof = proof;
    }

    record Verified(boolean whole, long incidents, long entries, long checkpoints, List<String> wrong) {}

    @GetMapping("/verification")
    Verified verify(Authentication caller) {
        if (caller.getPrincipal() instanceof Person person && person.role() == DeskRole.REPORTER) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "reporters see their own reports only");
        }
        var result = proof.verify();
        return new Verified(
                result.wrong().isEmpty(), result.incidents(), result.entries(), result.checkpoints(), result.wrong());
    }
}

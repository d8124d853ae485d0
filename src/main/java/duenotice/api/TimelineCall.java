package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.TimelineProof;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets {@code verify-timeline} work through the running program, and an auditor look by himself. */
@RestController
@RequestMapping("/api/v1/timeline")
final class TimelineCall {
    private final TimelineProof proof;

    TimelineCall(TimelineProof proof) {
        this.proof = proof;
    }

    record Verified(boolean whole, long incidents, long entries, long checkpoints, List<String> wrong) {}

    @GetMapping("/verification")
    Verified verify(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var result = proof.verify();
        return new Verified(
                result.wrong().isEmpty(), result.incidents(), result.entries(), result.checkpoints(), result.wrong());
    }
}

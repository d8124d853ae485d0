package duenotice.incident;

import duenotice.incident.Policy.Repeat;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the customer has to answer: as the policy says, or shorter where the same trouble came again (R62), but never
 * below {@link Repeat#SHORTEST} for that and never longer than ordinarily.
 *
 * @param warning from the warning on; empty where it asks for no answer
 * @param call from the end of the call round on; empty where nobody calls
 */
public record Waits(Optional<Duration> warning, Optional<Duration> call) {
    /** For a warning that goes out now and a call round that ends now. */
    public static Waits of(Incident incident, Policy policy) {
        return new Waits(
                policy.warn().map(Policy.Warn::answerWithin).map(time -> shortened(time, incident)),
                policy.call().map(Policy.Call::answerWithin).map(time -> shortened(time, incident)));
    }

    private static Duration shortened(Duration ordinary, Incident incident) {
        return incident.repeatWithin()
                .map(repeat -> repeat.compareTo(Repeat.SHORTEST) < 0 ? Repeat.SHORTEST : repeat)
                .filter(repeat -> repeat.compareTo(ordinary) < 0)
                .orElse(ordinary);
    }
}

package duenotice.casework;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set: for rehearsal and tests. */
public interface SettableClock extends InstantSource {
    void set(Instant now);
}

package duenotice.warning;

import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.incident.Decision;
import duenotice.incident.Step;
import duenotice.inventory.Recipient;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Many servers of one customer that wait at once for a notice which asks for nothing: they go into one letter instead of
 * dozens. Where an answer is wanted each incident keeps its own letter, because each has its own clock and its own answer;
 * a flood of those waits for a lead (R64).
 */
final class Storm {
    /** So many waiting at once are a storm. */
    static final int MANY = 12;

    /** No letter is about more. */
    private static final int MOST = 100;

    private static final int LOCKS = 64;

    private final Casework casework;
    private final Readers readers;
    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    Storm(Casework casework, Readers readers) {
        this.casework = casework;
        this.readers = readers;
    }

    /** Held while a customer is written to: two letters at once would both be about the same servers. */
    Lock lock(Snapshot snapshot) {
        return locks.get(Math.floorMod(snapshot.incident().customer().hashCode(), LOCKS));
    }

    /** The customer's other incidents that are about to be told of to the same people; empty where they are no storm. */
    List<Snapshot> around(Snapshot snapshot, List<Recipient> to) {
        var incident = snapshot.incident();
        // Their rows say most; a whole incident is read of those alone that may be told of in one letter.
        var waiting =
                casework
                        .list()
                        .fresh(
                                incident.customer(),
                                incident.category(),
                                snapshot.policy().name(),
                                MOST)
                        .stream()
                        .filter(id -> !id.equals(incident.id()))
                        .toList();
        if (waiting.size() + 1 < MANY) {
            return List.of();
        }
        var others = casework.snapshots(waiting).stream()
                .filter(other -> Decision.decide(other.incident(), other.circumstances(), other.policy(), other.now())
                                        .step()
                                instanceof Step.Warn
                        && addresses(readers.of(other.incident(), other.now())).equals(addresses(to)))
                .limit(MOST - 1L)
                .toList();
        return others.size() + 1 < MANY ? List.of() : others;
    }

    private static List<String> addresses(List<Recipient> readers) {
        return readers.stream().map(Recipient::email).toList();
    }
}

package duenotice.call;

import duenotice.casework.CallScript;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentId;
import duenotice.inventory.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An exchange that rings numbers for us. It speaks the words, listens for the key that says "I am the one", and tells how
 * the call ended, at once or later. An exchange that has taken a call must not be asked for it again: after a doubt it is
 * looked for first.
 */
public interface Telephone {
    /**
     * A call to be made.
     *
     * @param id ours, the same on every retry; callbacks name it
     * @param intendedAt when the intent was written
     * @param references what the exchange calls other calls of ours to this number
     */
    record Order(
            long id,
            IncidentId incident,
            PhoneNumber number,
            String language,
            CallScript.Spoken words,
            Instant intendedAt,
            Set<String> references) {
        public Order {
            references = Set.copyOf(references);
        }
    }

    /** How a call stands. */
    sealed interface Course {
        /** The exchange has taken it; its end is told later. */
        record Ringing(String reference) implements Course {}

        /**
         * @param detail for people, such as what the exchange said; no personal data
         * @param startedAt as the exchange says; empty where it does not
         * @param endedAt likewise
         */
        record Over(CallOutcome outcome, String detail, Optional<Instant> startedAt, Optional<Instant> endedAt)
                implements Course {
            /** One whose times nobody tells. */
            public Over(CallOutcome outcome, String detail) {
                this(outcome, detail, Optional.empty(), Optional.empty());
            }
        }

        /** For certain nothing rang, and that is our own failure (R75). */
        record NotPlaced(String why) implements Course {}

        /** Nothing rang, because it was too much at once. */
        record NotNow(Duration pause) implements Course {}

        /** It may have rung, or not. */
        record InDoubt(String why) implements Course {}
    }

    Course place(Order order);

    /**
     * Asks how a call stands that was ordered before.
     *
     * @param reference what the exchange calls it; empty where the answer to the order was lost
     * @return {@link Course.NotPlaced} where the exchange knows nothing of it
     */
    Course look(Order order, Optional<String> reference);

    /**
     * Names who is told, once, how a call ended, by its {@link Order#id}. Who is told may fail; then it is asked for.
     * Telephones that hear nothing by themselves tell nothing.
     */
    default void whenOver(BiConsumer<Long, Course> told) {
        // asked for alone
    }

    /** So long after an order without answer the exchange is sure to list it. */
    default Duration listedAfter() {
        return Duration.ZERO;
    }

    /** False leaves numbers that are of no known range to people. */
    default boolean ringsDoubtfulNumbers() {
        return false;
    }
}

package duenotice.intake;

import duenotice.casework.Sighted.Weight;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.util.Optional;

/** What one message complains of, once it is known whose it was. */
sealed interface Accused {
    Type FLOOD = Type.of("connection/ddos");

    /**
     * One server of one customer, all findings of a kind together.
     *
     * @param observedAt the latest event time; empty where unknown, or more than 10 minutes after receipt (R71)
     * @param named as a person would name it
     * @param excerpt what the report says of this server alone; empty where its evidence is one for all
     */
    record Owned(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            Optional<Prefix> prefix,
            Optional<String> url,
            Optional<EventTime> observedAt,
            String named,
            Optional<String> excerpt)
            implements Accused {
        Optional<String> address() {
            return prefix.map(Prefix::text);
        }

        /** R40: ours and this customer's at event time; without one nobody can say so. */
        boolean ownedThen() {
            return observedAt.isPresent();
        }

        Weight weight(Weight reporters) {
            return Accused.weight(type, reporters);
        }
    }

    /** Whose address a flood bears is easily forged: strangers' word for it is no more than a hint (R40). */
    static Weight weight(Type type, Weight reporters) {
        return type.equals(FLOOD) && reporters == Weight.AUTHENTICATED ? Weight.NONE : reporters;
    }

    /** Nobody whom it could be put to; the reasons in the order in which they are told. */
    record NotOurs(Why why, String sentence) implements Accused {
        String reason() {
            return why.word() + ": " + sentence;
        }
    }

    /** Begins the reason with which a message waits. */
    enum Why {
        UNCERTAIN("ownership-uncertain"),
        SHARED("shared"),
        NO_CUSTOMER("no-customer"),
        FOREIGN("not-ours"),
        NO_SUBJECT("no-subject");

        private final String word;

        Why(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}

package duenotice.intake;

import duenotice.casework.Further;
import duenotice.casework.Sighted.Weight;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one message complains of, once it is known whose it was. */
sealed interface Accused {
    Type FLOOD = Type.of("connection/ddos");

    /**
     * One server of one customer, all findings of a kind together.
     *
     * @param places of the server all that it names, some of many
     * @param observedAt the latest event time; empty where unknown, or more than 10 minutes after receipt (R71)
     * @param named as a person would name it
     * @param excerpt what the report says of this server alone; empty where its evidence is one for all
     * @param basis how an address was found where the report names none
     * @param resolved no finding names the address, nor a host name that the inventory knows
     */
    record Owned(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            Optional<Prefix> prefix,
            Optional<String> url,
            Further places,
            Optional<EventTime> observedAt,
            String named,
            Optional<String> excerpt,
            Optional<Basis> basis,
            boolean resolved)
            implements Accused {
        Optional<String> address() {
            return prefix.map(Prefix::text);
        }

        /** Of the server's own side, at the address that stands for all. */
        List<Integer> ports() {
            return places.portsAt(address(), url());
        }

        Further further() {
            return places.beyond(address(), url());
        }

        /** R40: ours and this customer's at event time; without one nobody can say so, nor of a name asked long after it. */
        boolean ownedThen() {
            return observedAt.isPresent()
                    && (!resolved || basis.filter(Basis::isLate).isEmpty());
        }

        Weight weight(Weight reporters) {
            return Accused.weight(type, reporters);
        }
    }

    /** Whose address a flood bears is easily forged: strangers' word for it is no more than a hint (R40). */
    static Weight weight(Type type, Weight reporters) {
        return type.equals(FLOOD) && reporters == Weight.AUTHENTICATED ? Weight.NONE : reporters;
    }

    /**
     * Where a name pointed.
     *
     * @param others further addresses that it had at the time
     * @param observedAt when it is said to have happened
     */
    record Basis(String name, Prefix address, int others, Instant askedAt, Optional<Instant> observedAt) {
        private static final Duration SOON = Duration.ofDays(3);
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        /** What a name says now tells little of where it pointed then. */
        boolean isLate() {
            return observedAt.filter(at -> at.plus(SOON).isBefore(askedAt)).isPresent();
        }

        String sentence() {
            var more = others == 0 ? "" : " and %d more".formatted(others);
            var late = isLate()
                    ? ", asked %d days after what is reported"
                            .formatted(Duration.between(observedAt.orElseThrow(), askedAt)
                                    .toDays())
                    : "";
            return "%s pointed to %s%s at %s%s".formatted(name, address.text(), more, TIME.format(askedAt), late);
        }
    }

    /**
     * A name, and nobody knows where it points.
     *
     * @param givenUp nobody asks any more
     */
    record Unlooked(String name, boolean givenUp) implements Accused {
        NotOurs asStranger() {
            return givenUp
                    ? new NotOurs(Why.NAME, "where " + name + " points could not be found out")
                    : new NotOurs(Why.ASKING, "where " + name + " points is being found out");
        }
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
        /** For a person: a name that could not be looked up. */
        NAME("held"),
        /** Needs nobody yet. */
        ASKING("held"),
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

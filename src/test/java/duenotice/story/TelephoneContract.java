package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.call.Telephone;
import duenotice.call.Telephone.Course;
import duenotice.call.Telephone.Order;
import duenotice.casework.CallScript;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentId;
import duenotice.inventory.PhoneNumber;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every telephone of the program must do, whatever it rings through. */
interface TelephoneContract {
    Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    /** A telephone whose next call ends like that at the other end. */
    Telephone telephone(CallOutcome next);

    /** The other end does now what it was to do; and how the call is then told, once it is over. */
    Course end(Telephone telephone, Order order, Course placed);

    /** How many times the number of an order was really rung. */
    int rung(Order order);

    static Order order(long id) {
        return new Order(
                id,
                new IncidentId(12),
                PhoneNumber.of("+493023125111"),
                "en",
                new CallScript.Spoken("Reference 12. Please press 1.", "Your server oak.", "Please call back."),
                NOW,
                Set.of());
    }

    @ParameterizedTest
    @EnumSource(names = {"REACHED_AUTHORIZED", "REACHED_OTHER", "BUSY", "NO_ANSWER", "WRONG_NUMBER", "REFUSED"})
    default void a_call_ends_as_it_ended_at_the_other_end(CallOutcome outcome) {
        var telephone = telephone(outcome);
        var end = end(telephone, order(1), telephone.place(order(1)));
        assertThat(end).isInstanceOfSatisfying(Course.Over.class, over -> {
            assertThat(over.outcome()).isEqualTo(outcome);
            assertThat(over.detail()).doesNotContain("+4930");
        });
        assertThat(rung(order(1))).isEqualTo(1);
    }

    @Test
    default void our_own_failure_is_no_try() {
        var telephone = telephone(CallOutcome.NOT_PLACED);
        var end = end(telephone, order(1), telephone.place(order(1)));
        assertThat(end)
                .matches(course -> course instanceof Course.NotPlaced
                        || course instanceof Course.Over over && over.outcome() == CallOutcome.NOT_PLACED);
    }

    @Test
    default void a_call_that_was_never_ordered_is_no_try_and_rings_nobody() {
        var telephone = telephone(CallOutcome.BUSY);
        assertThat(telephone.look(order(7), Optional.empty()))
                .isInstanceOfAny(Course.NotPlaced.class, Course.InDoubt.class);
        assertThat(rung(order(7))).isZero();
    }
}

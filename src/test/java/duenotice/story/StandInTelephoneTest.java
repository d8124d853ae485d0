package duenotice.story;

import duenotice.call.Telephone;
import duenotice.call.Telephone.Course;
import duenotice.call.Telephone.Order;
import duenotice.database.TestDatabase;
import duenotice.incident.CallOutcome;
import duenotice.rehearsal.PhoneStandIn;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rehearsal's telephone. */
class StandInTelephoneTest implements TelephoneContract {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final PhoneStandIn telephone = new PhoneStandIn(database.jdbc(), InstantSource.fixed(NOW));

    @BeforeEach
    void nothing_was_rung() {
        database.jdbc().sql("delete from rehearsal_call").update();
    }

    @Override
    public Telephone telephone(CallOutcome next) {
        telephone.set("+493023125111", Optional.of(next));
        return telephone;
    }

    @Override
    public Course end(Telephone rung, Order order, Course placed) {
        return placed;
    }

    @Override
    public int rung(Order order) {
        return (int) telephone.recorded().stream()
                .filter(call -> call.number().equals(order.number().text()))
                .count();
    }
}

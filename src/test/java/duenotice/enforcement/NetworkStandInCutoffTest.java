package duenotice.enforcement;

import duenotice.database.TestDatabase;
import duenotice.rehearsal.NetworkStandIn;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rehearsal's stand-in is worth what it shares with real drivers. */
class NetworkStandInCutoffTest extends CutoffContract {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @BeforeEach
    void everythingOn() {
        database.jdbc().sql("truncate rehearsal_server, rehearsal_request").update();
    }

    @Override
    protected Cutoff driver() {
        return new NetworkStandIn(database.jdbc(), InstantSource.system(), Duration.ofSeconds(2));
    }
}

package duenotice.story;

import duenotice.FreePort;
import duenotice.call.CallBook;
import duenotice.call.Telephone;
import duenotice.call.Telephone.Course;
import duenotice.call.Telephone.Order;
import duenotice.call.sip.OurPhone;
import duenotice.call.sip.Peer;
import duenotice.call.sip.SipTelephone;
import duenotice.database.TestDatabase;
import duenotice.incident.CallOutcome;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Our own telephone on a trunk, before callees that sipp plays. */
class SipTelephoneTest implements TelephoneContract {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private Path folder;

    private final int port = FreePort.any();
    private @Nullable Peer callee;
    private @Nullable SipTelephone telephone;

    @AfterEach
    void close() {
        if (telephone != null) {
            telephone.close();
        }
        if (callee != null) {
            callee.close();
        }
    }

    @Override
    public Telephone telephone(CallOutcome next) {
        callee = switch (next) {
            case REACHED_AUTHORIZED -> sipp("presses-keys-by-info", "");
            case REACHED_OTHER -> sipp("hangs-up", "");
            case NO_ANSWER -> sipp("rings-until-cancelled", "");
            case BUSY -> sipp("refuses", "486");
            case REFUSED -> sipp("refuses", "603");
            case WRONG_NUMBER -> sipp("refuses", "404");
            case NOT_PLACED -> sipp("refuses", "503");
            case VOICEMAIL -> throw new IllegalArgumentException("no trunk tells a machine from a person");
        };
        telephone = new SipTelephone(
                OurPhone.settings(port, Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))),
                new CallBook(database.transactions()),
                InstantSource.fixed(NOW));
        return telephone;
    }

    private Peer sipp(String scenario, String status) {
        return Peer.sipp(folder, port, scenario, Map.of("STATUS", status));
    }

    @Override
    public Course end(Telephone rung, Order order, Course placed) {
        Peer.await("the end", () -> !(rung.look(order, Optional.empty()) instanceof Course.Ringing));
        return rung.look(order, Optional.empty());
    }

    @Override
    public int rung(Order order) {
        return Peer.invitations(folder, port);
    }
}

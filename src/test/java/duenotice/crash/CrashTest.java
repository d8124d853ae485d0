package duenotice.crash;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.DatabaseAddress;
import duenotice.database.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Kills the working desk again and again (invariants 2, 3, 4, 5 and 7) and looks whether anything was lost or done
/// twice. A kill counts where it hit something: a mail acknowledged and not yet on an incident, or a change asked for
/// and not yet confirmed. `-Dduenotice.kills=N` sets how many kills have to count.
@Tag("crash")
class CrashTest {
    private static final int KILLS = Integer.getInteger("duenotice.kills", 200);
    private static final long SEED = Long.getLong("duenotice.seed", 20260301);
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final Duration FIRST_LIFE = Duration.ofMinutes(2);
    private static final String CONNECTIONS = "crash-subject";

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final Random random = new Random(SEED);
    private final Sender sender = new Sender(new Complaints(SEED));
    private final Aftermath aftermath = new Aftermath(database);

    private int kills;
    private int counted;
    private int duringMail;
    private int duringChange;
    private int duringBoth;

    @Test
    void nothing_is_lost_and_nothing_is_done_twice_however_often_the_desk_is_killed() throws Exception {
        var started = System.nanoTime();
        aftermath.watch();
        while (counted < KILLS) {
            assertThat(kills).as("kills, too few of which hit anything").isLessThan(3 * KILLS + 20);
            killOnce();
        }
        var finisher = Subject.start(address());
        sender.bringWhatIsKept(finisher.port());
        finisher.finish();

        System.out.printf(
                "crash: %d kills, %d of them counted in %d s (seed %d): %d hit between accept and incident,"
                        + " %d between intent and confirmation, %d both%n",
                kills,
                counted,
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                SEED,
                duringMail,
                duringChange,
                duringBoth);
        System.out.printf(
                "crash: %d mails acknowledged, %s%n", sender.acknowledged().size(), aftermath.figures());
        aftermath.nothingIsLost(sender.acknowledged());
        aftermath.noIncidentIsThereTwice();
        aftermath.noChangeIsCarriedOutTwice();
        aftermath.nobodyGetsAMailTwice();
        aftermath.everyTimelineIsWhole();
    }

    private void killOnce() throws IOException, InterruptedException {
        var subject = Subject.start(address());
        var sending = sender.start(subject.port(), deskTime());
        if (kills == 0) {
            untilTheFirstCut();
        } else {
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)).toNanos());
        }
        subject.kill();
        sending.join();
        while (!aftermath.isQuiet(CONNECTIONS)) {
            Thread.onSpinWait();
        }
        kills++;
        count(aftermath.unread() > 0, aftermath.underWay() > 0);
    }

    /// From then on there are incidents at every stage, and changes to interrupt.
    private void untilTheFirstCut() {
        var end = System.nanoTime() + FIRST_LIFE.toNanos();
        while (aftermath.underWay() == 0) {
            assertThat(System.nanoTime()).as("time before the first cut").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void count(boolean mail, boolean change) {
        counted += mail || change ? 1 : 0;
        duringMail += mail ? 1 : 0;
        duringChange += change ? 1 : 0;
        duringBoth += mail && change ? 1 : 0;
    }

    /// The desk's clock stands where it stood when the desk died.
    private static Instant deskTime() {
        return database.jdbc()
                .sql("select now from rehearsal_clock")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static DatabaseAddress address() {
        var address = database.address();
        var mark = address.url().contains("?") ? "&" : "?";
        return new DatabaseAddress(
                address.url() + mark + "ApplicationName=" + CONNECTIONS, address.user(), address.password());
    }
}

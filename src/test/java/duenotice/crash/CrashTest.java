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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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
    private static final int LONGEST_CHANGE_MILLIS = 150;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration FIRST_LIFE = Duration.ofMinutes(2);
    private static final String CONNECTIONS = "crash-subject";

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final Random random = new Random(SEED);
    private final Sender sender = new Sender(new Complaints(SEED));
    private final Aftermath aftermath = new Aftermath(database);

    private @Nullable Subject spare;
    private int kills;
    private int counted;
    private int duringMail;
    private int duringChange;
    private int duringBoth;

    @AfterEach
    void endTheSpare() throws InterruptedException {
        if (spare != null) {
            spare.kill();
        }
    }

    @Test
    void nothing_is_lost_and_nothing_is_done_twice_however_often_the_desk_is_killed() throws Exception {
        var started = System.nanoTime();
        aftermath.watch();
        while (counted < KILLS) {
            assertThat(kills).as("kills, too few of which hit anything").isLessThan(3 * KILLS + 20);
            killOnce();
        }
        var finisher = next();
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
        // said last, for on a machine that is busy with something else changes come too late to be hit
        assertThat(Math.min(duringMail, duringChange)).as("kills of each kind").isGreaterThanOrEqualTo(KILLS / 10);
    }

    private void killOnce() throws IOException, InterruptedException {
        var subject = next();
        var sending = sender.start(subject.port(), CrashTest::deskTime);
        if (kills % 2 == 0) {
            untilAChangeIsUnderWay(kills == 0 ? FIRST_LIFE : LONGEST_WAIT);
            live(LONGEST_CHANGE_MILLIS);
        } else {
            live(LONGEST_LIFE_MILLIS);
        }
        subject.kill();
        sending.join();
        while (!aftermath.isQuiet(CONNECTIONS)) {
            Thread.onSpinWait();
        }
        kills++;
        count(aftermath.unread() > 0, aftermath.underWay() > 0);
    }

    /// One runs while the next already starts, up to where it would enter the database.
    private Subject next() throws IOException {
        var subject = spare == null ? Subject.prepare(address()) : spare;
        spare = Subject.prepare(address());
        return subject.start();
    }

    /// Left to chance alone, most kills would find mail and few a change. A life in which no change comes is killed all
    /// the same, except the first: after it there are incidents at every stage.
    private void untilAChangeIsUnderWay(Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        while (aftermath.underWay() == 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void live(int longestMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(longestMillis)).toNanos());
    }

    private void count(boolean mail, boolean change) {
        counted += mail || change ? 1 : 0;
        duringMail += mail ? 1 : 0;
        duringChange += change ? 1 : 0;
        duringBoth += mail && change ? 1 : 0;
    }

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

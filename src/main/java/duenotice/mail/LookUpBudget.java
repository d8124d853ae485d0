package duenotice.mail;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many look-ups are made in a minute, since the names come from strangers' mails: so many in all, and of those so many
 * on account of one party, so that a flood of one takes nothing from the others.
 */
public final class LookUpBudget {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int mostInAll;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> spent = new HashMap<>();
    private long minute;
    private int spentInAll;

    /** @param nanoTime as {@link System#nanoTime} */
    LookUpBudget(int mostInAll, LongSupplier nanoTime) {
        this.mostInAll = mostInAll;
        this.nanoTime = nanoTime;
        minute = nanoTime.getAsLong();
    }

    public static LookUpBudget of(int mostInAll) {
        return new LookUpBudget(mostInAll, System::nanoTime);
    }

    /**
     * Somebody on whose account a look-up is made.
     *
     * @param most in one minute
     */
    public record Party(String name, int most) {}

    /** Whether one more may be made now, which then is spent; what is refused costs nobody anything. */
    public synchronized boolean take(List<Party> parties) {
        var now = nanoTime.getAsLong();
        if (now - minute >= MINUTE) {
            minute = now;
            spentInAll = 0;
            spent.clear();
        }
        if (spentInAll >= mostInAll
                || parties.stream().anyMatch(party -> spent.getOrDefault(party.name(), 0) >= party.most())) {
            return false;
        }
        spentInAll++;
        parties.forEach(party -> spent.merge(party.name(), 1, Integer::sum));
        return true;
    }
}

package duenotice.call;

import duenotice.casework.RecurringJob;
import java.time.Duration;
import java.time.Instant;

/** Asks how calls stand whose end was not told: a callback may be lost, and an incident may have gone on meanwhile. */
public final class CallWatch implements RecurringJob {
    private static final Duration EVERY = Duration.ofSeconds(20);

    /** No call takes so long. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Telephone telephone;
    private final CallBook book;
    private final CallEnds ends;

    CallWatch(Telephone telephone, CallBook book, CallEnds ends) {
        this.telephone = telephone;
        this.book = book;
        this.ends = ends;
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public boolean hasWork() {
        return book.anyOpen();
    }

    @Override
    public void run(Instant now) {
        book.open().forEach(call -> look(call, now));
    }

    private void look(CallBook.Call call, Instant now) {
        var tooOld = call.intendedAt().plus(LONGEST).isBefore(now);
        var intended = call.progress() == CallBook.Progress.INTENDED;
        // While the step is still wanted its runner settles the doubt.
        if (intended && !tooOld) {
            return;
        }
        switch (telephone.look(book.order(call), call.reference())) {
            case Telephone.Course.Over over -> ends.over(call, over);
            case Telephone.Course.Ringing ringing -> {
                book.ringing(call.id(), ringing.reference(), now);
                giveUp(call, tooOld && !intended, "its end was never told");
            }
            case Telephone.Course.NotPlaced nowhere -> {
                if (intended) {
                    ends.dropped(call);
                } else {
                    giveUp(call, tooOld, nowhere.why());
                }
            }
            case Telephone.Course.InDoubt doubt -> giveUp(call, tooOld, doubt.why());
            case Telephone.Course.NotNow ignored -> {
                // asked again at the next turn
            }
        }
    }

    private void giveUp(CallBook.Call call, boolean tooOld, String why) {
        if (tooOld) {
            ends.notPlaced(call, why);
        }
    }
}

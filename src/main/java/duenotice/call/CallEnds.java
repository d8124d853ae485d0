package duenotice.call;

import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Outages;
import duenotice.casework.Snapshot;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AlarmKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.Incident;
import duenotice.incident.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes how a call ended onto its incident, once, whoever told it; and whether our own telephone works (R75). */
public final class CallEnds {
    private static final String AUTOMATION = Actor.AUTOMATION.name();

    /** So often one number may fail while others get through: then it is the number, and people phone. */
    private static final int MOST_FAILURES = 5;

    /** So long its failures are held against a number. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Casework casework;
    private final Transactions transactions;
    private final CallBook book;

    public CallEnds(Casework casework, Transactions transactions, CallBook book) {
        this.casework = casework;
        this.transactions = transactions;
        this.book = book;
    }

    /** The telephone says by itself how that call ended. */
    void told(long id, Telephone.Course end) {
        book.find(id).ifPresent(call -> {
            switch (end) {
                case Telephone.Course.Over over -> over(call, over);
                case Telephone.Course.NotPlaced failed -> notPlaced(call, failed.why());
                case Telephone.Course.Ringing ignored -> {
                    // no end
                }
                case Telephone.Course.NotNow ignored -> {
                    // likewise
                }
                case Telephone.Course.InDoubt ignored -> {
                    // likewise
                }
            }
        });
    }

    /** It rang, and this came of it. */
    public void over(CallBook.Call call, Telephone.Course.Over over) {
        if (write(call, over) && over.outcome() != CallOutcome.NOT_PLACED) {
            works();
        }
    }

    /** Nothing rang for a failure of ours: the number stays due. */
    public void notPlaced(CallBook.Call call, String why) {
        if (write(call, new Telephone.Course.Over(CallOutcome.NOT_PLACED, why))) {
            fails(call, why);
        }
    }

    /** It was never dialled and is no longer wanted, as far as anybody knows. */
    void dropped(CallBook.Call call) {
        transactions.run(() -> {
            book.drop(call.id(), casework.now());
            giveBack(call);
        });
    }

    /** It was never dialled and is meant anew a little later. */
    void later(CallBook.Call call) {
        transactions.run(() -> {
            book.forget(call.id());
            giveBack(call);
        });
    }

    /** People may phone. */
    private void giveBack(CallBook.Call call) {
        casework.callClaims().release(call.incident(), AUTOMATION);
    }

    /** The program does not ring this number; that is no failure. */
    void leftToPeople(CallBook.Call call, String why) {
        write(call, new Telephone.Course.Over(CallOutcome.NOT_PLACED, why));
    }

    /** True where people had better phone this number: it fails again and again while others get through. */
    boolean isGivenUp(String number, Instant now) {
        var failures = book.failures(number, now.minus(REMEMBERED));
        return failures.inARow() >= MOST_FAILURES && failures.othersGetThrough();
    }

    private boolean write(CallBook.Call call, Telephone.Course.Over over) {
        var first = transactions.call(() -> {
            var now = casework.now();
            if (!book.close(call.id(), over.outcome(), over.detail(), now)) {
                return false;
            }
            giveBack(call);
            var round = casework.snapshot(call.incident())
                    .map(Snapshot::incident)
                    .filter(incident -> incident.epoch() == call.epoch())
                    .flatMap(Incident::round)
                    .filter(one -> one.number() == call.round());
            if (round.isEmpty()) {
                noLongerCounts(call, over, "its round is over");
                return true;
            }
            if (casework.perform(call.incident(), tried(call, over, round.get(), now), Actor.AUTOMATION)
                    instanceof Acted.Refused refused) {
                noLongerCounts(call, over, refused.sentence());
            }
            return true;
        });
        casework.arrived();
        return first;
    }

    private void noLongerCounts(CallBook.Call call, Telephone.Course.Over over, String why) {
        casework.perform(
                call.incident(),
                new Act.Note("A call that the program had begun ended with " + over.outcome()
                        + ", which no longer counts: " + why),
                Actor.AUTOMATION);
    }

    /** By the exchange's word, as far as it can be true: its clock is not ours. */
    private static Act.RecordCall tried(CallBook.Call call, Telephone.Course.Over over, Round round, Instant now) {
        var earliest = within(round.dueAt(), call.intendedAt(), now);
        var ended = within(earliest, over.endedAt().orElse(now), now);
        return new Act.RecordCall(
                call.number(),
                over.outcome(),
                within(earliest, over.startedAt().orElse(call.intendedAt()), ended),
                ended,
                "rung by the program" + (over.detail().isEmpty() ? "" : ": " + over.detail()));
    }

    private static Instant within(Instant from, Instant instant, Instant to) {
        var notBefore = instant.isBefore(from) ? from : instant;
        return notBefore.isAfter(to) ? to : notBefore;
    }

    /**
     * The first failure opens an outage and rings the rota; the ones after it belong to it. Where others get through
     * meanwhile it is the number, not our telephone.
     */
    private void fails(CallBook.Call call, String why) {
        var failures = book.failures(call.number(), casework.now().minus(REMEMBERED));
        if (failures.othersGetThrough()) {
            if (failures.inARow() == MOST_FAILURES) {
                casework.raise(
                        AlarmKind.DRIVER_FAILING,
                        Optional.of(call.incident()),
                        "one number failed " + MOST_FAILURES + " times while others got through: it is to be called by"
                                + " hand (" + why + ")");
            }
            return;
        }
        if (standing().isEmpty()) {
            casework.enterOutage(OutagePart.PHONE, call.intendedAt(), Optional.empty(), why, AUTOMATION);
            casework.raise(
                    AlarmKind.DRIVER_FAILING,
                    Optional.of(call.incident()),
                    "the telephone fails: " + why + "; calls are due by hand until it works");
        }
    }

    private void works() {
        standing()
                .ifPresent(outage -> casework.enterOutage(
                        OutagePart.PHONE,
                        outage.from(),
                        Optional.of(later(outage.from())),
                        "calls get through again",
                        AUTOMATION));
    }

    private Instant later(Instant from) {
        var now = casework.now();
        return now.isAfter(from) ? now : from.plusSeconds(1);
    }

    private Optional<Outages.Entered> standing() {
        return casework.outages().all().stream()
                .filter(outage -> outage.part() == OutagePart.PHONE
                        && outage.until().isEmpty()
                        && outage.enteredBy().equals(AUTOMATION))
                .findFirst();
    }
}

package duenotice.call;

import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Outages;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AlarmKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.Round;
import java.time.Instant;
import java.util.Optional;

/** Writes how a call ended onto its incident, once, whoever told it; and whether our own telephone works (R75). */
public final class CallEnds {
    private static final String AUTOMATION = "automation";

    private final Casework casework;
    private final Transactions transactions;
    private final CallBook book;

    public CallEnds(Casework casework, Transactions transactions, CallBook book) {
        this.casework = casework;
        this.transactions = transactions;
        this.book = book;
    }

    /** It rang, and this came of it. */
    public void over(CallBook.Call call, CallOutcome outcome, String detail) {
        if (write(call, outcome, detail) && outcome != CallOutcome.NOT_PLACED) {
            works();
        }
    }

    /** Nothing rang for a failure of ours: the number stays due. */
    public void notPlaced(CallBook.Call call, String why) {
        if (write(call, CallOutcome.NOT_PLACED, why)) {
            fails(call, why);
        }
    }

    /** The program does not ring this number; that is no failure. */
    void leftToPeople(CallBook.Call call, String why) {
        write(call, CallOutcome.NOT_PLACED, why);
    }

    private boolean write(CallBook.Call call, CallOutcome outcome, String detail) {
        var first = transactions.call(() -> {
            var now = casework.now();
            if (!book.close(call.id(), outcome, detail, now)) {
                return false;
            }
            var began = casework.snapshot(call.incident())
                    .flatMap(snapshot -> snapshot.incident().round())
                    .map(Round::dueAt)
                    .filter(call.intendedAt()::isBefore)
                    .orElse(call.intendedAt());
            var note = "rung by the program" + (detail.isEmpty() ? "" : ": " + detail);
            var recorded = casework.perform(
                    call.incident(),
                    new Act.RecordCall(call.number(), outcome, began.isAfter(now) ? now : began, now, note),
                    Actor.AUTOMATION);
            if (recorded instanceof Acted.Refused refused) {
                casework.perform(
                        call.incident(),
                        new Act.Note("A call that the program had begun ended with " + outcome
                                + ", which no longer counts: " + refused.sentence()),
                        Actor.AUTOMATION);
            }
            return true;
        });
        casework.arrived();
        return first;
    }

    /** The first failure opens an outage and rings the rota; the ones after it belong to it. */
    private void fails(CallBook.Call call, String why) {
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

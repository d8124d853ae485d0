package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.StoredMessage;
import duenotice.database.Transactions;
import duenotice.intake.ReportReader.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at signatures that nobody could look at when their mails were read, with growing pauses and not for ever. The
 * reports were not delayed by it; what a proven reporter's word counts for is made up for (R40, R68, R72).
 */
public final class LateSignatures implements LateLook {
    private static final Logger log = LoggerFactory.getLogger(LateSignatures.class);

    /** So many are looked at together; a call looks at no more than a few hundred. */
    private static final int AT_ONCE = 50;

    private static final int MOST_ROUNDS = 6;

    private final Transactions transactions;
    private final Casework casework;
    private final ReportReader reader;
    private final SignatureLooks looks;

    public LateSignatures(Transactions transactions, Casework casework, ReportReader reader) {
        this.transactions = transactions;
        this.casework = casework;
        this.reader = reader;
        looks = new SignatureLooks(transactions);
    }

    @Override
    public String name() {
        return "signatures";
    }

    @Override
    public Optional<Instant> nextDue() {
        return looks.nextDue();
    }

    @Override
    public void run(Instant now) {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var due = looks.due(now, AT_ONCE);
            if (due.isEmpty()) {
                return;
            }
            look(due, now);
        }
    }

    /** The look itself is made between transactions. */
    private void look(List<SignatureLooks.Due> due, Instant now) {
        var readable = new ArrayList<SignatureLooks.Due>();
        var complaints = new ArrayList<Complaint>();
        for (var one : due) {
            var complaint = casework.inbox().message(one.message()).flatMap(this::understood);
            if (complaint.isEmpty()) {
                looks.settled(one.message());
            } else {
                readable.add(one);
                complaints.add(complaint.get());
            }
        }
        var from = reader.provenances().of(complaints);
        for (var i = 0; i < readable.size(); i++) {
            var one = readable.get(i);
            if (from.get(i).undecided() && !one.isLast()) {
                looks.again(one, now);
            } else {
                settle(one, new Report(complaints.get(i), from.get(i).asDecided()), now);
            }
        }
    }

    /** One that fails keeps no other waiting. */
    private void settle(SignatureLooks.Due due, Report report, Instant now) {
        try {
            transactions.run(() -> settle(report));
        } catch (RuntimeException failure) {
            log.warn("what the signature of message {} proves could not be noted", due.message(), failure);
            if (due.isLast()) {
                looks.settled(due.message());
            } else {
                looks.again(due, now);
            }
        }
    }

    private Optional<Complaint> understood(StoredMessage message) {
        try {
            return Optional.of(reader.understood(message));
        } catch (RuntimeException | StackOverflowError broken) {
            log.warn("message {} cannot be looked at again: {}", message.id(), broken.toString());
            return Optional.empty();
        }
    }

    private void settle(Report report) {
        var message = report.complaint().message().id();
        looks.settled(message);
        casework.inbox().correctReport(message, ReportText.write(report.complaint(), report.from()));
        if (report.from().proven() || report.from().authorProven()) {
            apply(report, message);
        }
    }

    private void apply(Report report, MessageId message) {
        var item = casework.inbox().item(message).orElseThrow();
        reader.proven(report, item);
        if (report.from().proven() && !report.complaint().isByKey()) {
            reader.matcher().knowAsProven(report);
        }
        if (report.complaint().isByKey()
                || item.state() != State.JOINED && item.state() != State.DUPLICATE
                || !report.from().proven()) {
            return;
        }
        casework.proven(
                message,
                report.from().reporter(),
                report.from().domain(),
                report.from().sourceType(),
                type -> Accused.weight(type, report.from().weight()),
                "The signature of report %s could not be looked up when it was read and has been by now: its sender is %s"
                        .formatted(message, report.from().trust()));
    }
}

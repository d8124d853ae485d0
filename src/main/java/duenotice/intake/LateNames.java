package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome.State;
import duenotice.database.Transactions;
import duenotice.intake.ReportReader.Report;
import duenotice.inventory.NameLookup;
import duenotice.inventory.NameLookup.Found;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where the names of reports point that name no address, apart from the reading and between transactions, so that
 * no other report waits for it. What could not be found out is asked again with growing pauses; then a person decides.
 */
public final class LateNames implements LateLook {
    /** It is called as soon as there is a name to ask. */
    static final String NAME = "names";

    private static final Logger log = LoggerFactory.getLogger(LateNames.class);
    private static final int AT_ONCE = 20;
    private static final int MOST_ROUNDS = 10;

    private final Transactions transactions;
    private final Casework casework;
    private final ReportReader reader;
    private final NameLooks looks;
    private final NameLookup lookup;

    public LateNames(Transactions transactions, Casework casework, ReportReader reader, NameLookup lookup) {
        this.transactions = transactions;
        this.casework = casework;
        this.reader = reader;
        this.lookup = lookup;
        looks = new NameLooks(transactions);
    }

    @Override
    public String name() {
        return NAME;
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
            var wanted = new LinkedHashMap<String, String>();
            due.forEach(one -> one.names().forEach(name -> wanted.putIfAbsent(name, one.account())));
            var found = wanted.isEmpty() ? Found.NOTHING : lookup.of(wanted);
            var turned = due.stream()
                    .filter(one -> !one.names().isEmpty() && found.unasked().containsAll(one.names()))
                    .toList();
            looks.postpone(turned.stream().map(NameLooks.Due::message).toList(), now);
            due.stream().filter(one -> !turned.contains(one)).forEach(one -> settle(one, found, now));
            casework.arrived();
        }
    }

    /** One that fails keeps no other waiting. */
    private void settle(NameLooks.Due due, Found found, Instant now) {
        try {
            var report = joined(due);
            transactions.run(() -> take(due, found, report, now));
        } catch (RuntimeException failure) {
            log.warn("where the names of message {} point could not be noted", due.message(), failure);
            looks.again(due, now);
        }
    }

    /** What has joined already, with who sent it. */
    private Optional<Report> joined(NameLooks.Due due) {
        return casework.inbox()
                .item(due.message())
                .filter(item -> item.state() == State.JOINED)
                .flatMap(item -> casework.inbox().message(item.id()))
                .filter(message -> message.hint().isEmpty())
                .map(message -> {
                    var complaint = reader.understood(message);
                    return new Report(
                            complaint,
                            reader.provenances().of(List.of(complaint)).getFirst());
                });
    }

    private void take(NameLooks.Due due, Found found, Optional<Report> joined, Instant now) {
        var own = new HashMap<>(found.pointings());
        own.keySet().retainAll(due.names());
        looks.keep(due.message(), own);
        var complete = own.size() == due.names().size();
        var tried = due.names().stream().noneMatch(found.unasked()::contains);
        if (complete) {
            looks.settled(due.message());
        } else if (tried) {
            looks.again(due, now);
        } else {
            looks.postpone(List.of(due.message()), now);
        }
        if (!own.isEmpty() || complete || tried && due.isLast()) {
            readAgain(due, joined);
        }
    }

    /** What has joined stays joined and gets more; what waits is read once more. What people have taken over is theirs. */
    private void readAgain(NameLooks.Due due, Optional<Report> joined) {
        if (joined.isPresent()) {
            var told = casework.inbox().item(due.message()).flatMap(Inbox.Item::reason);
            reader.matcher().addFacts(joined.get(), told);
        } else if (casework.inbox().lock(due.message(), State.QUEUED)) {
            casework.inbox().offerAgain(due.message());
        }
    }
}

package duenotice.intake.feed;

import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.RecurringJob;
import duenotice.database.Transactions;
import duenotice.fetch.Pauses;
import duenotice.fetch.Validators;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.intake.feed.FeedStore.State;
import duenotice.intake.feed.Polled.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one feed whenever it is due, and takes differences: what is newly listed becomes a message in the inbox and is
 * read there like any other; what is still listed is only seen again; what is gone is told to the incidents that it
 * belongs to. A list that is suddenly empty or has lost too much is an error and resolves nothing.
 */
final class Poller implements RecurringJob {
    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** How often it is looked whether anything is due. */
    private static final Duration TICK = Duration.ofMinutes(1);

    /** A program that died at it holds up the others no longer than this. */
    private static final Duration LEASE = Duration.ofMinutes(30);

    /** So many messages of one look; the rest comes with the next, a minute later. */
    private static final int MOST_MESSAGES = 500;

    private static final int MOST_TOLD = 500;

    private static final Duration DELIVERIES_KNOWN = Duration.ofDays(60);

    private final FeedSettings settings;
    private final FeedSource source;
    private final Transactions transactions;
    private final Casework casework;
    private final Inbox inbox;
    private final FeedStore store;
    private final Pauses pauses;

    /** @param chance between 0 and 1 */
    Poller(
            FeedSettings settings,
            FeedSource source,
            Transactions transactions,
            Casework casework,
            Inbox inbox,
            DoubleSupplier chance) {
        this.settings = settings;
        this.source = source;
        this.transactions = transactions;
        this.casework = casework;
        this.inbox = inbox;
        pauses = new Pauses(chance);
        store = new FeedStore(transactions, settings.name());
    }

    @Override
    public String name() {
        return "feed " + settings.name();
    }

    @Override
    public Duration every() {
        return TICK;
    }

    @Override
    public void run(Instant now) {
        store.prepare(settings.kind().word(), settings.every(), now);
        store.claim(now, LEASE).ifPresent(state -> settle(look(state, now), state, now));
        tellWhatIsGone();
    }

    private Polled look(State state, Instant now) {
        try {
            return source.poll(store.remembered(state, now), now);
        } catch (IOException | RuntimeException failure) {
            log.info("feed {} could not be looked at: {}", settings.name(), failure.toString());
            return new Trouble(
                    failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Trouble("the program ended meanwhile");
        }
    }

    private void settle(Polled polled, State state, Instant now) {
        switch (polled) {
            case Polled.Unchanged() -> {
                var standing = store.standing();
                store.seenAgain(standing.keySet(), now);
                casework.stillSeen(standing.values(), now);
                store.unchanged(now, next(now));
            }
            case Polled.Listing listing -> settle(listing, state, now);
            case Polled.Part part -> settle(part, state, now);
            case Polled.Deliveries deliveries -> settle(deliveries, state, now);
            case Trouble trouble -> fail(trouble, state.cursor(), state, now);
        }
        casework.arrived();
    }

    // ---- whole lists

    private void settle(Polled.Listing listing, State state, Instant now) {
        var doubt = doubt(listing, state);
        var listed = new LinkedHashMap<String, Entry>();
        listing.entries().forEach(entry -> listed.putIfAbsent(entry.key(), entry));
        transactions.run(() -> {
            var standing = store.standing();
            var fresh = listed.values().stream()
                    .filter(entry -> !standing.containsKey(entry.key()))
                    .collect(Collectors.groupingBy(Entry::group, LinkedHashMap::new, Collectors.toList()));
            var told = fresh.values().stream().limit(MOST_MESSAGES).toList();
            told.forEach(entries -> {
                var content = document(listing.before(), entries, listing.after());
                store.appeared(entries, inbox.deliver(settings.name(), listing.contentType(), content), now);
            });
            var still = new HashMap<>(standing);
            still.keySet().retainAll(listed.keySet());
            seenAgain(still, now);
            if (doubt.isPresent()) {
                // what stands on it is listed all the same; only what is missing says nothing
                fail(new Trouble(doubt.get()), true, Optional.empty(), state, now);
                return;
            }
            store.gone(
                    standing.keySet().stream()
                            .filter(key -> !listed.containsKey(key))
                            .toList(),
                    now);
            if (fresh.size() > told.size()) {
                store.succeeded(Optional.of(listing.rows()), Validators.NONE, now, now.plus(TICK));
            } else {
                store.succeeded(Optional.of(listing.rows()), listing.validators(), now, next(now));
            }
        });
    }

    /** Why the list is not believed; empty where it is. */
    private Optional<String> doubt(Polled.Listing listing, State state) {
        if (state.believed()) {
            return Optional.empty();
        }
        var before = state.rows().orElse(0);
        if (listing.rows() == 0 && (before > 0 || !source.mayBeEmpty())) {
            return Optional.of("the list is empty%s; nothing counts as gone until it has rows or staff believe it"
                    .formatted(before > 0 ? " and had %d rows".formatted(before) : ""));
        }
        return listing.rows() < before * (1 - settings.mostLost())
                ? Optional.of("the list has %d rows and had %d; nothing counts as gone until staff believe it"
                        .formatted(listing.rows(), before))
                : Optional.empty();
    }

    private static byte[] document(byte[] before, List<Entry> entries, byte[] after) {
        var document = new ByteArrayOutputStream();
        document.writeBytes(before);
        entries.forEach(entry -> document.writeBytes(entry.content()));
        document.writeBytes(after);
        return document.toByteArray();
    }

    private void seenAgain(Map<String, MessageId> still, Instant now) {
        store.seenAgain(still.keySet(), now);
        casework.stillSeen(still.values(), now);
    }

    // ---- lists asked address by address

    private void settle(Polled.Part part, State state, Instant now) {
        transactions.run(() -> {
            var standing = store.standing();
            var still = new HashMap<String, MessageId>();
            for (var one : part.listed()) {
                var key = one.entry().key();
                var known = Optional.ofNullable(standing.get(key));
                if (known.isPresent()) {
                    still.put(key, known.get());
                } else {
                    var message = inbox.deliver(
                            settings.name(),
                            ListingReport.CONTENT_TYPE,
                            one.entry().content());
                    store.appeared(List.of(one.entry()), message, now);
                }
                store.freshUntil(key, one.freshUntil());
            }
            seenAgain(still, now);
            store.gone(part.cleared().stream().filter(standing::containsKey).toList(), now);
            if (part.trouble().isPresent()) {
                fail(part.trouble().get(), part.cursor(), state, now);
            } else if (part.cursor().isPresent()) {
                store.goesOn(part.cursor(), now.plus(TICK));
            } else {
                var next = next(state.roundFrom());
                store.succeeded(
                        Optional.empty(),
                        Validators.NONE,
                        now,
                        next.isAfter(part.notBefore()) ? next : part.notBefore());
            }
        });
    }

    // ---- documents

    private void settle(Polled.Deliveries deliveries, State state, Instant now) {
        transactions.run(() -> {
            for (var one : deliveries.deliveries()) {
                store.delivered(one.key(), inbox.deliver(settings.name(), one.contentType(), one.content()), now);
            }
            store.forgetDeliveries(now.minus(DELIVERIES_KNOWN));
            if (deliveries.trouble().isPresent()) {
                fail(deliveries.trouble().get(), Optional.empty(), state, now);
            } else if (deliveries.more()) {
                // No success yet: what is left may be older than what the next question would reach from here.
                store.goesOn(Optional.empty(), now.plus(TICK));
            } else {
                store.succeeded(Optional.of(deliveries.deliveries().size()), Validators.NONE, now, next(now));
            }
        });
    }

    // ---- what is gone

    /** In a transaction each: what a timeline tells is never told twice. */
    private void tellWhatIsGone() {
        for (var gone : store.goneUntold(MOST_TOLD)) {
            transactions.run(() -> {
                var incidents = inbox.incidentsOf(gone.message());
                for (var incident : incidents) {
                    casework.perform(
                            new duenotice.incident.IncidentId(incident),
                            new Act.Note("%s no longer lists %s, which it listed from %s and last at %s"
                                    .formatted(settings.name(), gone.subject(), gone.firstSeen(), gone.lastSeen())),
                            Actor.AUTOMATION);
                }
                store.told(gone.key());
            });
        }
    }

    // ---- when to look next

    private Instant next(Instant from) {
        return pauses.usual(from, settings.every());
    }

    private void fail(Trouble trouble, Optional<String> cursor, State state, Instant now) {
        fail(trouble, false, cursor, state, now);
    }

    private void fail(Trouble trouble, boolean doubtful, Optional<String> cursor, State state, Instant now) {
        store.failed(
                trouble.reason(),
                doubtful,
                cursor,
                now,
                pauses.afterFailure(now, state.failures(), trouble.retryAfter()));
    }
}

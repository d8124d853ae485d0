package duenotice.casework;

import duenotice.casework.IncidentStore.Hands;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.ActJudge;
import duenotice.incident.Actor;
import duenotice.incident.AlarmKind;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureId;
import duenotice.incident.TextDigest;
import duenotice.incident.Verdict;
import duenotice.inventory.Inventory;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The desk's work on incidents: what people and messages do to them, and the loop that moves them forward. */
public final class Casework {
    private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final UUID node = UUID.randomUUID();
    private final Inbox inbox;
    private final IncidentStore incidents;
    private final Timelines timelines;
    private final Sightings sightings;
    private final Alarms alarms;
    private final Outages outages;
    private final AutomationSwitch automation;
    private final MeasureRows measures;
    private final Nodes nodes;
    private final Checkpoints checkpoints;
    private final CallClaims callClaims;
    private final Loop loop;
    private final Recurring recurring;
    private final Reporters reporters;
    private final Receipts receipts;
    private final List<MessageReader> readers;
    private volatile boolean readingPaused;
    private volatile Runnable wake = () -> {};
    private volatile Lanes lanes = Lanes.HERE;

    /**
     * Everything the loop needs from outside it.
     *
     * @param readers in the order in which a message is offered to them
     * @param retestable for which incidents a safe retest or flow check exists here
     * @param phones a runner rings the numbers of a call round; otherwise people do
     */
    public record Parts(
            List<StepRunner> runners,
            List<MessageReader> readers,
            List<RecurringJob> jobs,
            List<Alarms.AlarmCarrier> carriers,
            Retestable retestable,
            boolean phones) {
        /** People phone. */
        public Parts(
                List<StepRunner> runners,
                List<MessageReader> readers,
                List<RecurringJob> jobs,
                List<Alarms.AlarmCarrier> carriers,
                Retestable retestable) {
            this(runners, readers, jobs, carriers, retestable, false);
        }
    }

    /** Parts know the casework they serve: they are made by the given function. */
    public static Casework create(
            Transactions transactions,
            InstantSource clock,
            Inventory inventory,
            Policies policies,
            Function<Casework.Tools, Parts> parts) {
        return new Casework(transactions, clock, inventory, policies, parts);
    }

    /** What parts may use before the loop runs. */
    public record Tools(Casework casework, Inbox inbox, MeasureRows measures) {}

    private Casework(
            Transactions transactions,
            InstantSource clock,
            Inventory inventory,
            Policies policies,
            Function<Tools, Parts> makeParts) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.clock = clock;
        inbox = new Inbox(transactions, clock);
        timelines = new Timelines(transactions);
        sightings = new Sightings(transactions);
        outages = new Outages(transactions);
        automation = new AutomationSwitch(transactions);
        measures = new MeasureRows(transactions);
        nodes = new Nodes(transactions);
        checkpoints = new Checkpoints(transactions);
        receipts = new Receipts(transactions);
        callClaims = new CallClaims(transactions);
        reporters = new Reporters(transactions, this, clock);
        var parts = makeParts.apply(new Tools(this, inbox, measures));
        readers = List.copyOf(parts.readers());
        alarms = new Alarms(transactions, parts.carriers());
        incidents = new IncidentStore(
                transactions,
                timelines,
                new Surroundings(transactions, inventory, sightings, parts.retestable(), parts.phones()),
                policies,
                new ContactTroubles(inventory));
        loop = new Loop(
                transactions,
                incidents,
                new Postponements(transactions),
                alarms,
                measures,
                parts.runners(),
                clock,
                node);
        recurring = new Recurring(
                transactions,
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(Recurring.job(
                                        "checkpoint", CHECKPOINT_EVERY, checkpoints::areBehind, checkpoints::write)),
                                parts.jobs().stream())
                        .toList());
    }

    // ---- parts of the desk

    public Inbox inbox() {
        return inbox;
    }

    public Alarms alarms() {
        return alarms;
    }

    public Outages outages() {
        return outages;
    }

    public AutomationSwitch automation() {
        return automation;
    }

    public MeasureRows measures() {
        return measures;
    }

    /** Lists of others that are looked at again and again. */
    public Feeds feeds() {
        return new Feeds(jdbc);
    }

    /** Lists that name servers which are mended. */
    public Delistings delistings() {
        return new Delistings(transactions);
    }

    /** Who has reported, and how often it held. */
    public Reporters reporters() {
        return reporters;
    }

    /** Who phones just now. */
    public CallClaims callClaims() {
        return callClaims;
    }

    /** Letters to those who reported. */
    public Receipts receipts() {
        return receipts;
    }

    /** The desk's present instant. */
    public Instant now() {
        return clock.instant();
    }

    // ---- looking

    public Optional<Snapshot> snapshot(IncidentId id) {
        return transactions.call(() -> {
            var now = clock.instant();
            return Optional.ofNullable(incidents.read(List.of(id), now).get(id)).map(open -> open.snapshot(now));
        });
    }

    /** Those of them that exist, in the order asked for, as of one instant. */
    public List<Snapshot> snapshots(List<IncidentId> ids) {
        return transactions.call(() -> {
            var now = clock.instant();
            return incidents.read(ids, now).values().stream()
                    .map(open -> open.snapshot(now))
                    .toList();
        });
    }

    /** For pages and lists. */
    public IncidentList list() {
        return new IncidentList(jdbc);
    }

    /** Open incidents by due time, for the console. */
    public Board board() {
        return new Board(jdbc);
    }

    /** An incident for people; empty where there is none. */
    public Optional<IncidentView> view(IncidentId id) {
        return transactions.call(() -> snapshot(id)
                .map(snapshot -> IncidentView.of(
                        snapshot, list().counts(List.of(id)).getOrDefault(id, IncidentList.Counts.NONE), texts(id))));
    }

    /** Many incidents for lists, in the order asked for; what people wrote is left out of their timelines. */
    public List<IncidentView> views(List<IncidentId> ids) {
        return transactions.call(() -> {
            var counts = list().counts(ids);
            return snapshots(ids).stream()
                    .map(snapshot -> IncidentView.of(
                            snapshot,
                            counts.getOrDefault(snapshot.incident().id(), IncidentList.Counts.NONE),
                            Map.of()))
                    .toList();
        });
    }

    /** Personal texts of an incident by digest; erased ones are missing. */
    public Map<String, String> texts(IncidentId id) {
        return timelines.texts(id);
    }

    /** Reports on an incident, newest first. */
    public List<Evidence> evidence(IncidentId id, int limit) {
        return sightings.of(id, limit);
    }

    /** When it was seen, over all its reports; empty where none says. */
    public Optional<Seen> seen(IncidentId id) {
        return sightings.seen(id);
    }

    /** Each different thing that was reported once: first what somebody vouches for, of that the newest (R40). */
    public List<Evidence> differentReports(IncidentId id, int limit) {
        return sightings.different(id, limit);
    }

    // ---- people

    /** Lets a person's act through or refuses it; rights of roles are looked at before, by the caller. */
    public Acted perform(IncidentId id, Act act, Actor actor) {
        var acted = transactions.<Acted>call(() -> {
            var now = clock.instant();
            var locked = incidents.lock(id, now);
            if (locked.isEmpty()) {
                return new Acted.NoSuchIncident();
            }
            var open = locked.get();
            return switch (ActJudge.judge(open.incident(), open.circumstances(), open.policy(), act, actor, now)) {
                case Verdict.Refused refused -> new Acted.Refused(refused.reason(), refused.sentence());
                case Verdict.Done done -> {
                    incidents.add(open, now, actor, done.events());
                    timelines.keepTexts(id, byDigest(done.texts()));
                    measures.follow(open.incident());
                    incidents.refresh(open, now);
                    open.lookAt(Optional.of(now));
                    incidents.save(List.of(open), Hands.AS_BEFORE, now);
                    yield new Acted.Done(open.snapshot(now));
                }
            };
        });
        wake.run();
        return acted;
    }

    /** The incident that a measure belongs to decides. */
    public Acted perform(MeasureId measure, Act act, Actor actor) {
        return perform(measure.incident(), act, actor);
    }

    private static Map<String, String> byDigest(List<String> texts) {
        var byDigest = new HashMap<String, String>();
        texts.forEach(text -> byDigest.put(TextDigest.of(text).hex(), text));
        return byDigest;
    }

    /** False where the message does not wait in the human queue. */
    public boolean assignFromQueue(
            MessageId id,
            ServerId server,
            Category category,
            Type type,
            Optional<Instant> observedAt,
            String reason,
            String agent) {
        var assigned = inbox.assign(id, server, category, type, observedAt, reason, agent);
        wake.run();
        return assigned;
    }

    public boolean closeFromQueue(MessageId id, String reason, String agent) {
        return inbox.close(id, reason, agent);
    }

    /**
     * Staff enter an outage of ours, or say when the one that lasts was over; a planned one may begin later.
     *
     * @throws RequestRefused where it would end before it begins
     */
    public Outages.Result enterOutage(
            OutagePart part, Instant from, Optional<Instant> until, String reason, String by) {
        if (until.filter(end -> !end.isAfter(from)).isPresent()) {
            throw RequestRefused.invalid("until must lie after from");
        }
        var result = outages.tell(part, from, until, reason, by, clock.instant());
        lookAtAllNow();
        return result;
    }

    public void stopAutomation(String reason, String by) {
        automation.stop(reason, by, clock.instant());
        lookAtAllNow();
    }

    /** @param afterJump a lead also settles a jump of the clock */
    public void startAutomation(String reason, String by, boolean afterJump) {
        automation.start(reason, by, clock.instant(), afterJump);
        lookAtAllNow();
    }

    /** Everything open is judged afresh, because something changed that may concern any of it, such as the inventory. */
    public void lookAtAllNow() {
        incidents.lookAtAllNow(clock.instant());
        wake.run();
    }

    public void raise(AlarmKind kind, Optional<IncidentId> incident, String text) {
        alarms.raise(kind, incident, text, clock.instant());
        wake.run();
    }

    // ---- reports

    /**
     * Opens an incident, in the current transaction.
     *
     * @param source who reported first, for the flood gate (R64); empty for staff and own detection
     * @param alsoHappened further events right after the opening, such as links and tasks
     */
    public IncidentId open(
            IncidentEvent.Opened opened, Optional<String> source, List<IncidentEvent> alsoHappened, Actor actor) {
        var now = clock.instant();
        var id = transactions.call(() -> {
            var fresh = incidents.open(opened, actor, source, now);
            append(fresh, alsoHappened, actor, now);
            return fresh;
        });
        wake.run();
        return id;
    }

    /** An incident about to be opened under a reserved number. */
    record Birth(
            IncidentId id, IncidentEvent.Opened opened, Optional<String> source, List<IncidentEvent> alsoHappened) {}

    /** Numbers for incidents to be opened. */
    List<IncidentId> reserve(int number) {
        return incidents.reserve(number);
    }

    /** Opens many incidents in a constant number of statements, in the current transaction; the loop looks at them next. */
    void openAll(List<Birth> births, Actor actor) {
        transactions.run(() -> incidents.openAll(births, actor, clock.instant()));
        wake.run();
    }

    /** Joins reports to incidents: counters and rows, no clock moves (R49). In the current transaction. */
    public void join(List<Sighted> sighted) {
        sightings.add(sighted, clock.instant());
    }

    /** What these messages reported is still so at this instant: raises only what was last seen of open incidents (R71). */
    public void stillSeen(Collection<MessageId> messages, Instant at) {
        sightings.stillSeen(messages, at);
    }

    /** Those of the keys that an earlier report had (R71), with the incident that it joined last. */
    public Map<String, IncidentId> knownContent(Collection<String> contentKeys) {
        return sightings.known(contentKeys);
    }

    /** What earlier messages joined; those that joined nothing are left out. */
    public Map<MessageId, List<Joined>> joinedBy(Collection<MessageId> messages) {
        return sightings.joinedBy(messages);
    }

    /**
     * Where a finding of a message lies.
     *
     * @param places all that it names
     */
    public record Placed(
            IncidentId incident,
            ServerId server,
            Category category,
            boolean closed,
            Type type,
            Optional<Instant> observedAt,
            Further places) {}

    /** What one message joined, in the order in which it did. */
    public List<Placed> placed(MessageId message) {
        return sightings.placed(message);
    }

    /**
     * Adds what was understood of a report only later to what it had joined: evidence for people and for the gate of R40,
     * and nothing that moves a clock. In the current transaction.
     */
    public void addFacts(List<Sighted> sighted) {
        if (!sighted.isEmpty()) {
            sightings.insert(sighted);
        }
    }

    /** Says on timelines that a report was read again. In the current transaction. */
    public void noteReread(List<Long> ids, String text, String by) {
        note(ids, text, new Actor(Actor.Role.AUTOMATION, "reread for " + by));
    }

    private void note(List<Long> ids, String text, Actor actor) {
        ids.forEach(id -> perform(new IncidentId(id), new Act.Note(text), actor));
    }

    /**
     * The sender of a message is proven only now, in the current transaction: what it has reported counts for what his word
     * counts for, and its incidents are judged afresh. No clock moves.
     *
     * @param reporter as in {@link Sighted}
     * @param domain as in {@link Sighted}
     * @param weight what his word on something of that type counts for
     * @param text for the timelines
     */
    public void proven(
            MessageId message,
            String reporter,
            Optional<String> domain,
            SourceType sourceType,
            Function<Type, Sighted.Weight> weight,
            String text) {
        var weights = new HashMap<Type, Sighted.Weight>();
        placed(message).forEach(one -> weights.computeIfAbsent(one.type(), weight));
        sightings.prove(message, reporter, domain, sourceType, weights, clock.instant());
        note(inbox.incidentsOf(message), text, Actor.AUTOMATION);
    }

    /** One finding of an earlier message. */
    public record Joined(IncidentId incident, Type type, Optional<String> address, Optional<String> url) {}

    /** Adds facts that nobody has to judge, such as a joined type or a link. In the current transaction. */
    public void append(IncidentId id, List<IncidentEvent> events, Actor actor) {
        append(id, events, actor, clock.instant());
    }

    /**
     * The same for many incidents, in a constant number of statements and in the current transaction; nothing of theirs
     * that stands on the network changes by it.
     */
    void appendAll(Map<IncidentId, List<IncidentEvent>> events, Actor actor) {
        if (events.isEmpty()) {
            return;
        }
        transactions.run(() -> {
            var now = clock.instant();
            var opens = incidents.lockForFacts(events.keySet());
            opens.forEach((id, open) -> {
                incidents.add(open, now, actor, events.getOrDefault(id, List.of()));
                open.lookAt(Optional.of(now));
            });
            incidents.refresh(opens.values(), now);
            incidents.save(opens.values(), Hands.AS_BEFORE, now);
        });
    }

    /** Adds what the incident, locked and as it is by then, gives reason to; nothing where that is empty. */
    public void append(IncidentId id, Function<Incident, List<IncidentEvent>> events, Actor actor) {
        transactions.run(() -> {
            var now = clock.instant();
            incidents.lockForFacts(id).ifPresent(open -> append(open, events.apply(open.incident()), actor, now));
        });
    }

    private void append(IncidentId id, List<IncidentEvent> events, Actor actor, Instant now) {
        if (events.isEmpty()) {
            return;
        }
        transactions.run(() -> append(incidents.lockForFacts(id).orElseThrow(), events, actor, now));
    }

    private void append(IncidentStore.Open open, List<IncidentEvent> events, Actor actor, Instant now) {
        if (events.isEmpty()) {
            return;
        }
        incidents.add(open, now, actor, events);
        measures.follow(open.incident());
        incidents.refresh(open, now);
        open.lookAt(Optional.of(now));
        incidents.save(List.of(open), Hands.AS_BEFORE, now);
    }

    // ---- running

    /** Calls a recurring job at once, with what the current transaction writes. */
    void wantJob(String name) {
        wantJob(name, clock.instant());
    }

    /** Calls a recurring job at that instant, whenever it would have come; one that waits for an earlier one keeps it. */
    public void wantJob(String name, Instant at) {
        recurring.want(name, at);
    }

    /** Called whenever there is something to do now. */
    public void onWork(Runnable signal) {
        wake = signal;
    }

    /** From now on what touches the outside is done there; before, each thing in the thread that found it due. */
    void touchOutsideIn(Lanes ownLanes) {
        lanes = ownLanes;
    }

    /** A listener has stored something. */
    public void arrived() {
        wake.run();
    }

    /** A backlog in rehearsal: what arrives is stored, but not read until it ends. */
    public void pauseReading(boolean paused) {
        readingPaused = paused;
        wake.run();
    }

    /** Does, or lets be done in their lanes, one portion of everything that is due now; false where nothing was. */
    public boolean work() {
        return portion() != Portion.NOTHING;
    }

    /** How much was due. */
    enum Portion {
        NOTHING,
        SOME,

        /** As much as is done at once: there is a backlog. */
        FULL
    }

    Portion portion() {
        var due = Due.at(clock.instant(), jdbc);
        var messages = due.messages() && !readingPaused ? inbox.readBatch(readers) : 0;
        var read = messages > 0;
        if (read) {
            incidents.lookAtThoseReadUp(clock.instant());
        }
        var looked = read || due.incidents() || loop.isOwed() ? loop.lookAtDue(lanes) : 0;
        var now = clock.instant();
        var recurred = due.jobs() && recurring.runDue(now, lanes);
        var alarmed = due.alarms() && alarms.deliverDue(now, lanes);
        if (messages >= Inbox.BATCH || looked >= Loop.BATCH) {
            return Portion.FULL;
        }
        return read || looked > 0 || recurred || alarmed ? Portion.SOME : Portion.NOTHING;
    }

    /** When something becomes due if nothing changes. */
    public Optional<Instant> nextDue() {
        return java.util.stream.Stream.of(incidents.nextLook(), recurring.nextDue(), alarms.nextClimb())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /**
     * Moves a clock that stands still, stopping at every due instant on the way, until nothing due can run. Nobody else may
     * work meanwhile.
     */
    public void runDueUntil(SettableClock settable, Instant target) {
        workAll();
        for (var next = nextDue(); next.isPresent() && !next.get().isAfter(target); next = nextDue()) {
            if (next.get().isAfter(settable.instant())) {
                settable.set(next.get());
                beat();
            }
            workAll();
        }
        if (target.isAfter(settable.instant())) {
            settable.set(target);
        }
        beat();
        workAll();
    }

    /** Works until nothing is due at this instant. */
    public void workAll() {
        while (work()) {
            // the next portion
        }
    }

    /**
     * The program starts: it takes over what dead ones left, and notes an outage where the desk was asleep (R75).
     *
     * @param alone no other program can use this database
     */
    public void start(boolean alone) {
        var now = clock.instant();
        nodes.lastSeen()
                .filter(last -> last.plus(AWAKE).isBefore(now))
                .ifPresent(last -> outages.enter(
                        OutagePart.MAIL_IN, last, Optional.of(now), "the desk did not run", "automation", now));
        nodes.forgetTheDead();
        if (alone) {
            nodes.onlyMe();
        }
        beat();
        recurring.prepare(now);
    }

    /** A gap in the heart-beat up to this long is no outage. */
    private static final Duration AWAKE = Duration.ofMinutes(1);

    /** No mail could be taken since then, because the database was away: an outage like another (R75). */
    void wasAwaySince(Instant since) {
        var now = clock.instant();
        if (since.plus(AWAKE).isBefore(now)) {
            outages.enter(OutagePart.MAIL_IN, since, Optional.of(now), "the database was away", "automation", now);
            lookAtAllNow();
        }
    }

    /** Says that this program lives, and frees what dead ones held. */
    public void beat() {
        nodes.beat(node, clock.instant());
        incidents.letGoOfTheDead();
    }

    /** A graceful end. A step that still runs keeps its incident until this program is known to be dead. */
    public void stop() {
        nodes.leave(node, loop.running(), clock.instant());
    }

    /** The clock jumped to its present instant (R51). */
    public void clockJumped(Instant trusted) {
        clockJumped(trusted, clock.instant());
    }

    /** All of it is written down or nothing; who works next knows of it. */
    void clockJumped(Instant trusted, Instant to) {
        transactions.run(() -> {
            automation.jumped(trusted);
            recurring.clockSet(to);
            alarms.raise(AlarmKind.CLOCK_JUMP, Optional.empty(), "the clock jumped from " + trusted + " to " + to, to);
            nodes.beat(node, to);
            incidents.lookAtAllNow(to);
        });
        wake.run();
    }

    /** The clock was set regularly after a jump; cuts still wait for a lead. */
    public void clockSettled() {
        automation.clockSet();
        lookAtAllNow();
    }
}

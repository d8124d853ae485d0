package duenotice.casework;

import duenotice.casework.IncidentStore.Hands;
import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.Circumstances;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Decision;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.InnerStep;
import duenotice.incident.Policy;
import duenotice.incident.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The loop that carries the product: timeline -> decide -> step -> run it -> event -> timeline. Inner steps are written in
 * the deciding transaction; an outer step is run after it, in its {@link Lane}, by its runner, which decides again just
 * before it acts. Where the lane is full the incident is not claimed: it waits in line and is decided again by then.
 */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    /** One claim takes so many incidents. */
    static final int BATCH = 100;

    /** More steps than this at one instant can only be a defect; the incident is then left for an hour. */
    private static final int MOST_STEPS = 60;

    private static final Duration AFTER_DEFECT = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    /** Who waits in line is looked at again meanwhile: something more urgent may have fallen due. */
    private static final Duration IN_LINE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final IncidentStore incidents;
    private final Postponements postponements;
    private final Alarms alarms;
    private final MeasureRows measures;
    private final List<StepRunner> runners;
    private final InstantSource clock;
    private final UUID node;

    /** Incidents whose outer step runs now. */
    private final Set<IncidentId> running = ConcurrentHashMap.newKeySet();

    /** Incidents whose outer step is over and that this node still holds. */
    private final Set<IncidentId> unreleased = ConcurrentHashMap.newKeySet();

    /** Incidents for which their lane had no room; nobody holds them. */
    private final WaitingLines lines = new WaitingLines();

    Loop(
            Transactions transactions,
            IncidentStore incidents,
            Postponements postponements,
            Alarms alarms,
            MeasureRows measures,
            List<StepRunner> runners,
            InstantSource clock,
            UUID node) {
        this.transactions = transactions;
        this.incidents = incidents;
        this.postponements = postponements;
        this.alarms = alarms;
        this.measures = measures;
        this.runners = List.copyOf(runners);
        this.clock = clock;
        this.node = node;
    }

    /** True where this node has something to look at that the rows do not tell: who waits in line, and who is not let go. */
    boolean isOwed() {
        return !unreleased.isEmpty() || !lines.isEmpty();
    }

    /** Looks at up to one batch of incidents that are due, and tells how many. */
    int lookAtDue(Lanes lanes) {
        letGoOfTheUnreleased();
        try {
            return lookAtDue(lanes, lines.next(lanes), BATCH);
        } catch (TransientDataAccessException
                | DataAccessResourceFailureException
                | TransactionException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException | StackOverflowError failure) {
            log.warn(
                    "a batch of incidents could not be looked at together; one is looked at alone: {}",
                    failure.toString());
            return lookAlone(lanes);
        }
    }

    /** One incident that cannot be read or judged must not keep the others from it. */
    private int lookAlone(Lanes lanes) {
        var first = transactions.call(() -> incidents.firstDue(clock.instant()));
        try {
            return lookAtDue(lanes, List.of(), 1);
        } catch (TransientDataAccessException
                | DataAccessResourceFailureException
                | TransactionException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException | StackOverflowError failure) {
            first.ifPresent(broken -> {
                log.error("incident {} cannot be looked at; tried again in an hour", broken, failure);
                transactions.run(
                        () -> incidents.leaveUntil(broken, clock.instant().plus(AFTER_DEFECT)));
            });
            return 1;
        }
    }

    /** @param waited to be looked at now, whenever they are due */
    private int lookAtDue(Lanes lanes, Collection<IncidentId> waited, int limit) {
        var claimed = new ArrayList<Run>();
        var crowded = new ArrayList<Run>();
        int found;
        try {
            found = transactions.call(() -> {
                var now = clock.instant();
                var due = incidents.lockDue(now, limit, waited);
                var inner = new ArrayList<IncidentStore.Open>();
                for (var open : due.values()) {
                    var step = decide(open, now);
                    if (step.isEmpty()) {
                        inner.add(open);
                    } else if (lanes.take(Lane.of(step.get()))) {
                        claimed.add(new Run(step.get(), open));
                    } else {
                        open.lookAt(Optional.of(now.plus(IN_LINE)));
                        inner.add(open);
                        crowded.add(new Run(step.get(), open));
                    }
                }
                incidents.save(inner, Hands.NOBODY, now);
                incidents.save(claimed.stream().map(Run::open).toList(), Hands.of(node), now);
                return due.size();
            });
        } catch (RuntimeException | Error failure) {
            claimed.forEach(run -> lanes.giveBack(run.lane()));
            throw failure;
        }
        crowded.forEach(run -> lines.add(run.lane(), run.incident()));
        claimed.forEach(run -> running.add(run.incident()));
        claimed.forEach(run -> lanes.run(run.lane(), () -> runOuter(run)));
        return found;
    }

    private record Run(Step.Outer step, IncidentStore.Open open) {
        IncidentId incident() {
            return open.incident().id();
        }

        Lane lane() {
            return Lane.of(step);
        }
    }

    /** Incidents whose outer step has not come to its end yet. */
    Set<IncidentId> running() {
        return Set.copyOf(running);
    }

    /** Writes inner steps until there is nothing to do now, or something to do outside. */
    private Optional<Step.Outer> decide(IncidentStore.Open open, Instant now) {
        for (var steps = 0; steps < MOST_STEPS; steps++) {
            var step = Decision.decide(open.incident(), open.circumstances(), open.policy(), now)
                    .step();
            switch (step) {
                case Step.LookAgain again -> {
                    open.lookAt(jumpOpen(open) ? Optional.empty() : Optional.of(again.at()));
                    return Optional.empty();
                }
                case Step.Rest ignored -> {
                    open.lookAt(Optional.empty());
                    return Optional.empty();
                }
                case Step.Outer outer -> {
                    open.lookAt(Optional.of(now));
                    return Optional.of(outer);
                }
                default -> {
                    incidents.add(open, now, Actor.AUTOMATION, InnerStep.events(step, open.circumstances()));
                    if (step instanceof Step.Raise raise) {
                        alarms.raise(raise.alarm(), Optional.of(open.incident().id()), raise.text(), now);
                    }
                }
            }
        }
        log.error(
                "incident {} finds no end of steps; looked at again in an hour",
                open.incident().id());
        open.lookAt(Optional.of(now.plus(AFTER_DEFECT)));
        return Optional.empty();
    }

    /** While a clock jump is open nothing is looked at for its time's sake; all are once it is settled. */
    private static boolean jumpOpen(IncidentStore.Open open) {
        return open.circumstances()
                .clockJump()
                .filter(Circumstances.ClockJump::open)
                .isPresent();
    }

    private void runOuter(Run claimed) {
        try {
            run(claimed);
        } finally {
            unreleased.add(claimed.incident());
            running.remove(claimed.incident());
        }
        try {
            letGoOfTheUnreleased();
        } catch (RuntimeException databaseAway) {
            log.warn("incident {} is let go of later: {}", claimed.incident(), databaseAway.toString());
        }
    }

    private void run(Run claimed) {
        var step = claimed.step();
        var run = new ClaimedRun(claimed.incident(), step, claimed.open().snapshot(clock.instant()));
        try {
            runners.stream()
                    .filter(runner -> runner.runs(step))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody runs " + step))
                    .run(step, run);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            log.error("step {} of incident {} failed", step.key(), claimed.incident(), failure);
            run.postponeIfPossible("the step failed: " + failure.getClass().getSimpleName());
        }
    }

    /** Where the database was away just then, the incident is let go of as soon as it answers again. */
    private void letGoOfTheUnreleased() {
        for (var id : List.copyOf(unreleased)) {
            // Only one may do it: right afterwards the incident may be claimed anew.
            if (unreleased.remove(id)) {
                try {
                    transactions.run(() -> incidents.letGo(id, node, clock.instant()));
                } catch (RuntimeException databaseAway) {
                    unreleased.add(id);
                    throw databaseAway;
                }
            }
        }
    }

    /** A step between its decision and its outcome. */
    private final class ClaimedRun implements StepRun {
        private final IncidentId id;
        private final Step.Outer step;
        private Snapshot snapshot;

        ClaimedRun(IncidentId id, Step.Outer step, Snapshot snapshot) {
            this.id = id;
            this.step = step;
            this.snapshot = snapshot;
        }

        @Override
        public Incident incident() {
            return snapshot.incident();
        }

        @Override
        public Circumstances circumstances() {
            return snapshot.circumstances();
        }

        @Override
        public Snapshot snapshot() {
            return snapshot;
        }

        @Override
        public Policy policy() {
            return snapshot.policy();
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public boolean begin(IncidentEvent... intent) {
            return transactions.call(() -> {
                var now = clock.instant();
                if (step instanceof Step.Cut) {
                    measures.oneCutAtATime();
                }
                var stillNext = held().filter(open -> isStillNext(open, now));
                stillNext.ifPresent(open -> begin(open, now, List.of(intent)));
                return stillNext.isPresent();
            });
        }

        @Override
        public void record(List<IncidentEvent> events) {
            transactions.run(() -> {
                var now = clock.instant();
                held().ifPresent(open -> {
                    postponements.done(id, step.key());
                    write(open, now, events);
                });
            });
        }

        /**
         * A node that stood still for so long that it was taken for dead has nothing more to say: another has done the
         * step again, under the same key, or will.
         */
        private Optional<IncidentStore.Open> held() {
            var held = incidents.lockHeld(id, node);
            if (held.isEmpty()) {
                log.warn("step {} of incident {} is left to others: this program was taken for dead", step.key(), id);
            }
            return held;
        }

        private boolean isStillNext(IncidentStore.Open open, Instant now) {
            incidents.refresh(open, now);
            return Decision.decide(open.incident(), open.circumstances(), open.policy(), now)
                    .step()
                    .equals(step);
        }

        /** Without an intent there is nothing to write: the row stands as the claim has left it. */
        private void begin(IncidentStore.Open open, Instant now, List<IncidentEvent> intent) {
            if (intent.isEmpty()) {
                snapshot = open.snapshot(now);
            } else {
                write(open, now, intent);
            }
        }

        private void write(IncidentStore.Open open, Instant now, List<IncidentEvent> events) {
            incidents.add(open, now, Actor.AUTOMATION, events);
            measures.follow(open.incident());
            incidents.refresh(open, now);
            open.lookAt(Optional.of(now));
            incidents.save(List.of(open), Hands.of(node), now);
            snapshot = open.snapshot(now);
        }

        @Override
        public void postpone(Duration wait, String why, RelayAtLastTry relay) {
            transactions.run(
                    () -> postponements.postpone(id, step.key(), clock.instant().plus(wait), why, relay));
        }

        @Override
        public int postponements() {
            return postponements.tries(id, step.key());
        }

        /** A step that broke is tried again later; where not even that can be written, it is tried again at once. */
        void postponeIfPossible(String why) {
            try {
                postpone(AFTER_FAILURE, why);
            } catch (RuntimeException databaseAway) {
                log.warn("step {} of incident {} could not be postponed: {}", step.key(), id, databaseAway.toString());
            }
        }
    }
}

package duenotice.casework;

import duenotice.casework.IncidentStore.Hands;
import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.Circumstances;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that carries the product: timeline -> decide -> step -> run it -> event -> timeline. Inner steps are written in
 * the deciding transaction; an outer step is run after it, by its runner, which decides again just before it acts.
 */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    /** One claim takes so many incidents. */
    private static final int BATCH = 100;

    /** More steps than this at one instant can only be a defect; the incident is then left for an hour. */
    private static final int MOST_STEPS = 60;

    private static final Duration AFTER_DEFECT = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final IncidentStore incidents;
    private final Postponements postponements;
    private final Alarms alarms;
    private final MeasureRows measures;
    private final List<StepRunner> runners;
    private final InstantSource clock;
    private final UUID node;

    /** Incidents whose outer step is over and that this node still holds. */
    private final Set<IncidentId> unreleased = ConcurrentHashMap.newKeySet();

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

    /** Looks at up to one batch of incidents that are due; false where none was. */
    boolean lookAtDue() {
        letGoOfTheUnreleased();
        var outer = new ArrayList<Run>();
        var found = transactions.call(() -> {
            var now = clock.instant();
            var due = incidents.lockDue(now, BATCH);
            var inner = new ArrayList<IncidentStore.Open>();
            for (var open : due.values()) {
                var step = decide(open, now);
                if (step.isPresent()) {
                    outer.add(new Run(open.incident().id(), step.get(), open));
                } else {
                    inner.add(open);
                }
            }
            incidents.save(inner, Hands.NOBODY, now);
            incidents.save(outer.stream().map(Run::open).toList(), Hands.of(node), now);
            return !due.isEmpty();
        });
        outer.forEach(this::runOuter);
        letGoOfTheUnreleased();
        return found;
    }

    private record Run(IncidentId incident, Step.Outer step, IncidentStore.Open open) {}

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
        var run = new ClaimedRun(
                claimed.incident(), claimed.step(), claimed.open().snapshot(clock.instant()));
        try {
            runners.stream()
                    .filter(runner -> runner.runs(claimed.step()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody runs " + claimed.step()))
                    .run(claimed.step(), run);
        } catch (RuntimeException failure) {
            log.error("step {} of incident {} failed", claimed.step().key(), claimed.incident(), failure);
            run.postponeIfPossible("the step failed: " + failure.getClass().getSimpleName());
        }
        unreleased.add(claimed.incident());
    }

    /** Where the database was away just then, the incident is let go of as soon as it answers again. */
    private void letGoOfTheUnreleased() {
        for (var id : List.copyOf(unreleased)) {
            transactions.run(() -> incidents.letGo(id, node, clock.instant()));
            unreleased.remove(id);
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
                var open = incidents.lock(id, now).orElseThrow();
                var next = Decision.decide(open.incident(), open.circumstances(), open.policy(), now)
                        .step();
                if (!next.equals(step)) {
                    return false;
                }
                write(open, now, List.of(intent));
                return true;
            });
        }

        @Override
        public void record(List<IncidentEvent> events) {
            transactions.run(() -> {
                var now = clock.instant();
                var open = incidents.lock(id, now).orElseThrow();
                postponements.done(id, step.key());
                write(open, now, events);
            });
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
        public void postpone(Duration wait, String why) {
            transactions.run(
                    () -> postponements.postpone(id, step.key(), clock.instant().plus(wait), why));
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

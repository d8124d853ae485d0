package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Step;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk as it runs for real, with threads and the machine's clock, while something outside hangs. */
class WorkerTest {
    private static final int SERVERS = 51;
    private static final int WORKERS = 4;
    private static final int ROOM_AT_THE_RELAY = 16;
    private static final Duration SILENCE = Duration.ofHours(2);

    private final TestDatabase database = TestDatabase.fresh();
    private final PolicyBook policies = PolicyBook.shipped();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Worker> workers = new ArrayList<>();

    @AfterEach
    void close() {
        released.countDown();
        workers.forEach(Worker::close);
        database.close();
    }

    @Test
    void a_relay_that_hangs_holds_up_neither_cuts_nor_restores_nor_reading() {
        var relay = new Relay(released);
        var reader = new Reader();
        var casework = desk(relay, reader, List.of());
        for (var number = 1; number < SERVERS; number++) {
            open(casework, number);
        }
        var worker = started(casework);
        assertThat(relay.hanging).as("sends that hang").satisfies(WorkerTest::happens);

        var other = open(casework, SERVERS);
        staff(
                casework,
                other,
                new Act.AskMeasure(MeasureKind.NETWORK_OFF, "srv-" + SERVERS, true, "worm", Optional.empty(), true));
        assertThat(relay.cut).as("the cut").satisfies(WorkerTest::happens);
        staff(casework, other, new Act.LiftMeasure(new MeasureId(other, 1), "it was the wrong one"));
        assertThat(relay.restored).as("the restore").satisfies(WorkerTest::happens);
        casework.inbox().accept("eve@elsewhere.example", List.of("abuse@provider.example"), new byte[] {1}, now());
        casework.arrived();
        assertThat(reader.read).as("the reading").satisfies(WorkerTest::happens);

        assertThat(relay.most.get()).isEqualTo(ROOM_AT_THE_RELAY);
        assertThat(relay.warned.getCount()).isEqualTo(SERVERS - 1);
        released.countDown();
        assertThat(relay.warned).as("all warnings in the end").satisfies(WorkerTest::happens);
        assertThat(relay.most.get()).isEqualTo(ROOM_AT_THE_RELAY);
        worker.close();
        assertThat(relay.keys).doesNotHaveDuplicates();
    }

    @Test
    void a_way_of_alarms_that_hangs_holds_up_neither_the_other_way_nor_the_desk() {
        var relay = new Relay(new CountDownLatch(0));
        var hanging = new CountDownLatch(1);
        var carried = new CountDownLatch(20);
        var casework = desk(
                relay,
                new Reader(),
                List.of(
                        new Way("one", () -> {
                            hanging.countDown();
                            awaitRelease(released);
                        }),
                        new Way("two", carried::countDown)));
        for (var number = 1; number <= 20; number++) {
            casework.raise(AlarmKind.CLOCK_JUMP, Optional.empty(), "alarm " + number);
        }
        started(casework);
        assertThat(hanging).satisfies(WorkerTest::happens);
        assertThat(carried).as("alarms on the other way").satisfies(WorkerTest::happens);
        open(casework, 1);
        assertThat(relay.first).as("the first warning").satisfies(WorkerTest::happens);
    }

    @Test
    void leaving_takes_a_bounded_time_and_what_hung_is_done_by_the_next_program_under_the_same_key() {
        var relay = new Relay(released);
        var casework = desk(relay, new Reader(), List.of());
        var id = open(casework, 1);
        open(casework, 2);
        var worker = new Worker(casework, InstantSource.system(), Duration.ofMillis(100));
        workers.add(worker);
        worker.start(WORKERS);
        assertThat(relay.first).satisfies(WorkerTest::happens);
        var from = System.nanoTime();
        worker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
        assertThat(isHeld(id))
                .as("nobody else may take it while it may still be going on")
                .isTrue();

        var next = new Relay(new CountDownLatch(0));
        var successor = desk(next, new Reader(), List.of());
        assertThat(isHeld(id)).isFalse();
        successor.workAll();
        assertThat(next.keys).hasSize(2).containsAll(relay.keys);
    }

    @Test
    void who_was_taken_for_dead_has_nothing_more_to_say() {
        var relay = new Relay(released);
        var casework = desk(relay, new Reader(), List.of());
        var id = open(casework, 1);
        started(casework);
        assertThat(relay.first).satisfies(WorkerTest::happens);
        database.jdbc().sql("update incident set busy_node = gen_random_uuid()").update();
        released.countDown();
        assertThat(relay.over).satisfies(WorkerTest::happens);
        assertThat(casework.snapshot(id).orElseThrow().incident().isWarned()).isFalse();
    }

    @Test
    void nothing_falls_due_by_a_jump_of_the_clock() {
        var ahead = new AtomicLong();
        var clock = new GuardedClock(() -> now().plusSeconds(ahead.get()), System::nanoTime);
        var relay = new Relay(new CountDownLatch(0));
        var told = new CountDownLatch(1);
        var casework = desk(clock, relay, new Reader(), List.of(new Way("rota", told::countDown)));
        var id = open(casework, 1);
        var worker = new Worker(casework, clock);
        workers.add(worker);
        worker.start(WORKERS);
        assertThat(relay.over).satisfies(WorkerTest::happens);

        ahead.set(Duration.ofHours(3).toSeconds());
        assertThat(told).as("the alarm").satisfies(WorkerTest::happens);

        var snapshot = casework.snapshot(id).orElseThrow();
        assertThat(snapshot.incident().rounds()).isEmpty();
        assertThat(casework.automation().state().jump()).isPresent();
    }

    // ---- the desk

    private Casework desk(StepRunner runner, MessageReader reader, List<Alarms.AlarmCarrier> carriers) {
        return desk(InstantSource.system(), runner, reader, carriers);
    }

    private Casework desk(
            InstantSource clock, StepRunner runner, MessageReader reader, List<Alarms.AlarmCarrier> carriers) {
        var inventory = new Inventory(database.transactions(), List.of());
        inventory.importFile(
                InventoryFile.of("inventory.yaml", inventoryText().getBytes(StandardCharsets.UTF_8)), "test", now());
        var store = new PolicyStore(database.jdbc());
        store.keep(policies, now());
        var casework = Casework.create(
                database.transactions(),
                clock,
                inventory,
                store::byVersion,
                tools -> new Casework.Parts(List.of(runner), List.of(reader), List.of(), carriers, type -> false));
        casework.start(true);
        return casework;
    }

    private static String inventoryText() {
        return """
                customers:
                  - id: kite
                    name: Kite Mail
                    contacts:
                      - {name: Ada, email: ada@kite.example, phones: ["+4930901820"], roles: [abuse, owner]}
                servers:
                """ + IntStream.rangeClosed(1, SERVERS).mapToObj("""
                  - id: srv-%1$d
                    customer: kite
                    addresses: [{ip: 198.51.100.%1$d, from: 2025-01-01T00:00:00Z}]
                """::formatted).collect(Collectors.joining());
    }

    private Worker started(Casework casework) {
        var worker = new Worker(casework, InstantSource.system());
        workers.add(worker);
        worker.start(WORKERS);
        return worker;
    }

    private IncidentId open(Casework casework, int server) {
        var policy = policies.byName("network-off");
        return casework.open(
                new IncidentEvent.Opened(
                        new ServerId("srv-" + server),
                        new CustomerId("kite"),
                        Type.of("messaging/spam").category(),
                        Type.of("messaging/spam"),
                        policy.name(),
                        policy.version(),
                        Optional.of("198.51.100." + server),
                        true,
                        "seen by staff"),
                Optional.empty(),
                List.of(),
                Actor.staff("mara"));
    }

    private static void staff(Casework casework, IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("eng"))).isInstanceOf(Acted.Done.class);
    }

    private boolean isHeld(IncidentId id) {
        return database.jdbc()
                .sql("select busy_node is not null from incident where id = :id")
                .param("id", id.number())
                .query(Boolean.class)
                .single();
    }

    private static Instant now() {
        return Instant.now();
    }

    private static void happens(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void awaitRelease(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** A relay that hangs until it is released; measures happen at once. */
    private static final class Relay implements StepRunner {
        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch hanging = new CountDownLatch(ROOM_AT_THE_RELAY);
        final CountDownLatch warned = new CountDownLatch(SERVERS - 1);

        /** The first warning is sent, and what there was to record is recorded. */
        final CountDownLatch over = new CountDownLatch(1);

        final CountDownLatch cut = new CountDownLatch(1);
        final CountDownLatch restored = new CountDownLatch(1);
        final Queue<String> keys = new ConcurrentLinkedQueue<>();
        final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final CountDownLatch released;

        Relay(CountDownLatch released) {
            this.released = released;
        }

        @Override
        public boolean runs(Step.Outer step) {
            return true;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            switch (step) {
                case Step.Warn warn -> {
                    if (run.begin()) {
                        send(run.incident().id() + " " + warn.key());
                        run.record(new IncidentEvent.CustomerWarned(
                                told(), Optional.of(run.now().plus(SILENCE)), Optional.of(SILENCE)));
                        warned.countDown();
                        over.countDown();
                    }
                }
                case Step.Inform inform -> {
                    if (run.begin()) {
                        send(run.incident().id() + " " + inform.key());
                        run.record(new IncidentEvent.Informed(inform.notice(), inform.key(), told()));
                    }
                }
                case Step.Cut asked -> {
                    if (run.begin(new IncidentEvent.MeasureRequested(
                            asked.measure(),
                            asked.kind(),
                            asked.target(),
                            asked.key(),
                            "on",
                            asked.automatic(),
                            asked.expiresAt(),
                            asked.emergency(),
                            asked.reason(),
                            ""))) {
                        run.record(new IncidentEvent.MeasureConfirmed(asked.measure(), "off"));
                        cut.countDown();
                    }
                }
                case Step.Settle settle -> {
                    run.record(new IncidentEvent.MeasureLifted(settle.measure(), "on"));
                    restored.countDown();
                }
                default -> throw new IllegalStateException("not played here: " + step);
            }
        }

        private void send(String key) {
            keys.add(key);
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            first.countDown();
            hanging.countDown();
            awaitRelease(released);
            inside.decrementAndGet();
        }

        private static List<Told> told() {
            return List.of(new Told("ada@kite.example", "Ada", Handed.ACCEPTED, "250 ok"));
        }
    }

    private record Way(String name, Runnable carrying) implements Alarms.AlarmCarrier {
        @Override
        public String recipient(int level) {
            return name;
        }

        @Override
        public void carry(Alarms.Alarm alarm, int level) {
            carrying.run();
        }
    }

    /** Closes every message. */
    private static final class Reader implements MessageReader {
        final CountDownLatch read = new CountDownLatch(1);

        @Override
        public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
            read.countDown();
            return messages.stream().collect(Collectors.toMap(StoredMessage::id, one -> MessageOutcome.closed("read")));
        }
    }
}

package duenotice.bench;

import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.Worker;
import duenotice.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// P1, P2 and P9: what a complaint costs from its acceptance to its incident.
final class Mails {
    private static final int IN_A_COMMIT = 100;

    /// The compiler's share of the processor time when the program counts as warm.
    private static final double COMPILING = 0.10;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Databases databases;
    private final MailSource source;
    private final Sizes sizes;
    private final Figures figures;
    private boolean warm;

    /// Makes the mails for a provider.
    interface MailSource {
        MailSet of(Provider provider);
    }

    Mails(Databases databases, MailSource source, Sizes sizes, Figures figures) {
        this.databases = databases;
        this.source = source;
        this.sizes = sizes;
        this.figures = figures;
    }

    private record Setting(Desk desk, MailSet mails, ProcessorTime processors, RawLimit limit, AtomicInteger next) {
        Casework casework() {
            return desk.casework();
        }

        void accept(int number) {
            casework()
                    .inbox()
                    .accept(mails.sender(number), List.of("abuse@provider.example"), mails.mail(number), Instant.now());
        }

        /// One mail after the other, each read and decided upon before the worker takes the next.
        int oneByOne(int most, long end) {
            var done = 0;
            while (System.nanoTime() < end) {
                var number = next.getAndIncrement();
                if (number >= most) {
                    break;
                }
                accept(number);
                casework().work();
                done++;
            }
            return done;
        }

        void finish() {
            casework().workAll();
        }
    }

    private Setting setting(Database database, boolean trusted) {
        var provider = new Provider(sizes.servers(), trusted);
        var mails = source.of(provider);
        var desk = new Desk(database, InstantSource.system(), provider, committed -> {});
        var processors = ProcessorTime.ofUsAnd(database.jdbc());
        var limit = new RawLimit(database, processors, mails, provider, Workers.USUAL);
        return new Setting(desk, mails, processors, limit, new AtomicInteger());
    }

    /// A desk runs for months: what the compiler does in its first minutes is told by P10, and kept out here.
    private void warmUp() {
        if (warm || sizes.warming().isZero()) {
            return;
        }
        warm = true;
        try (var database = databases.fresh("warming")) {
            var setting = setting(database, false);
            var end = System.nanoTime() + sizes.warming().toNanos();
            Measured portion;
            do {
                var last = setting.next().get() + sizes.warmUp();
                var half = last - sizes.warmUp() / 2;
                portion = Measured.of(setting.processors(), () -> {
                    Workers.run(Workers.USUAL, worker -> setting.oneByOne(half, Long.MAX_VALUE));
                    setting.next().set(half);
                    accept(setting, last);
                    setting.finish();
                    setting.next().set(last);
                    return sizes.warmUp();
                });
            } while (portion.compilerSeconds() > COMPILING * portion.processorSeconds() && System.nanoTime() < end);
            figures.remark("warmed up with %d mails; the last %d: %s"
                    .formatted(setting.next().get(), portion.count(), portion.parts()));
        }
    }

    private static int accept(Setting setting, int last) {
        return Workers.run(Workers.USUAL, worker -> {
            var done = 0;
            for (var number = setting.next().getAndIncrement();
                    number < last;
                    number = setting.next().getAndIncrement()) {
                setting.accept(number);
                done++;
            }
            return done;
        });
    }

    private void warmUp(Setting setting) {
        Workers.run(Workers.USUAL, worker -> setting.oneByOne(sizes.warmUp(), Long.MAX_VALUE));
        setting.finish();
        // As the server itself does every few seconds: plans that were made for empty tables go.
        setting.desk().database().jdbc().sql("vacuum analyze").update();
        setting.next().set(sizes.warmUp());
        setting.limit().run(1, sizes.measure().dividedBy(8));
        setting.limit().run(IN_A_COMMIT, sizes.measure().dividedBy(8));
    }

    // ---- P1

    /// Each mail for itself: accepted, read, joined and decided upon, four at a time.
    void oneByOne() {
        warmUp();
        try (var database = databases.fresh("one_by_one")) {
            var setting = setting(database, false);
            warmUp(setting);
            var before = setting.limit().run(1, sizes.measure().dividedBy(2));
            var end = System.nanoTime() + sizes.measure().toNanos();
            var ours = Measured.of(setting.processors(), () -> {
                var done = Workers.run(Workers.USUAL, worker -> setting.oneByOne(Integer.MAX_VALUE, end));
                setting.finish();
                return done;
            });
            var limit = before.and(setting.limit().run(1, sizes.measure().dividedBy(2)));
            figures.add(Figure.of("P1.rate", ours.perSecond(), "reports/s")
                    .beside(limit.perSecond())
                    .wanted(new Mark.ShareOfLimit(0.60)));
            figures.add(Figure.of("P1.cpu", ours.processorMilliseconds(), "ms/report")
                    .beside(limit.processorMilliseconds())
                    .wanted(new Mark.ProcessorTime(1.2)));
            tell("P1", setting, ours);
        }
        warned();
    }

    /// The same with reporters that are trusted: the customer is warned at once, by a relay that costs nothing.
    private void warned() {
        try (var database = databases.fresh("warned")) {
            var setting = setting(database, true);
            warmUp(setting);
            var end = System.nanoTime() + sizes.measure().toNanos() / 2;
            var ours = Measured.of(setting.processors(), () -> {
                var done = Workers.run(Workers.USUAL, worker -> setting.oneByOne(Integer.MAX_VALUE, end));
                setting.finish();
                return done;
            });
            figures.add(Figure.of("P1.warned-rate", ours.perSecond(), "reports/s"));
            figures.add(Figure.of("P1.warned-cpu", ours.processorMilliseconds(), "ms/report"));
            tell("P1.warned", setting, ours);
        }
    }

    // ---- P2

    /// A backlog that was accepted before is worked off, up to a hundred in a commit.
    void backlog() {
        warmUp();
        try (var database = databases.fresh("backlog")) {
            var setting = setting(database, false);
            warmUp(setting);
            var before = setting.limit().run(IN_A_COMMIT, sizes.measure().dividedBy(2));
            var last = sizes.warmUp() + sizes.backlog();
            var accepted = Measured.of(setting.processors(), () -> accept(setting, last));
            var worked = Measured.of(setting.processors(), () -> {
                Workers.run(Workers.USUAL, worker -> {
                    setting.finish();
                    return 0;
                });
                return sizes.backlog();
            });
            var limit =
                    before.and(setting.limit().run(IN_A_COMMIT, sizes.measure().dividedBy(2)));
            figures.add(Figure.of("P2.rate", worked.perSecond(), "reports/s")
                    .beside(limit.perSecond())
                    .wanted(new Mark.ShareOfLimit(0.40)));
            figures.add(
                    Figure.of("P2.rate-alone", worked.perSecond(), "reports/s").wanted(new Mark.Rate(2500)));
            figures.add(Figure.of("P2.cpu", worked.processorMilliseconds(), "ms/report")
                    .beside(limit.processorMilliseconds())
                    .wanted(new Mark.ProcessorTime(0.5)));
            figures.add(Figure.of("P2.accept-rate", accepted.perSecond(), "mails/s"));
            figures.add(Figure.of("P2.accept-cpu", accepted.processorMilliseconds(), "ms/mail"));
            tell("P2", setting, worked);
        }
    }

    private void tell(String name, Setting setting, Measured ours) {
        figures.remark("%s: %d reports of %.1f KB in %.1f s: %s; in the database %s, %d incidents"
                .formatted(
                        name,
                        ours.count(),
                        setting.mails().meanSize() / 1024,
                        ours.seconds(),
                        ours.parts(),
                        setting.desk().states(),
                        setting.desk().incidents()));
    }

    // ---- P9

    /// Reports come at a steady pace; the working threads are the program's own.
    void steady(int perSecond) {
        warmUp();
        try (var database = databases.fresh("steady")) {
            var commits = new ConcurrentHashMap<MessageId, Long>();
            var provider = new Provider(sizes.servers(), false);
            var mails = source.of(provider);
            var desk = new Desk(database, InstantSource.system(), provider, messages -> {
                var now = System.nanoTime();
                messages.forEach(message -> commits.put(message, now));
            });
            var processors = ProcessorTime.ofUsAnd(database.jdbc());
            var setting = new Setting(
                    desk,
                    mails,
                    processors,
                    new RawLimit(database, processors, mails, provider, Workers.USUAL),
                    new AtomicInteger());
            warmUp(setting);
            try (var worker = new Worker(desk.casework(), InstantSource.system())) {
                worker.start(Workers.USUAL);
                var count = Math.toIntExact(sizes.steady().toMillis() * perSecond / 1000);
                var offered = new long[count];
                var ids = new MessageId[count];
                var ours = Measured.of(processors, () -> {
                    offer(setting, offered, ids, 1_000_000_000L / perSecond);
                    await(() -> commits.keySet().containsAll(Arrays.asList(ids)));
                    return count;
                });
                var waits = new double[count];
                for (var i = 0; i < count; i++) {
                    waits[i] = (commits.getOrDefault(ids[i], Long.MAX_VALUE) - offered[i]) / 1e6;
                }
                Arrays.sort(waits);
                figures.add(Figure.of("P9.p50", waits[count / 2], "ms"));
                figures.add(Figure.of("P9.p99", waits[Math.min(count - 1, count * 99 / 100)], "ms")
                        .wanted(new Mark.Told(50)));
                figures.add(Figure.of("P9.cpu", ours.processorMilliseconds(), "ms/report")
                        .wanted(new Mark.ProcessorTime(200.0 / perSecond)));
                figures.add(Figure.of("P9.core", 100 * ours.processorSeconds() / ours.seconds(), "%"));
                figures.remark("P9: %d reports, %d offered a second, from the instant each was due to its commit: %s"
                        .formatted(count, perSecond, ours.parts()));
            }
        }
    }

    private static void offer(Setting setting, long[] offered, MessageId[] ids, long every) {
        var start = System.nanoTime();
        for (var i = 0; i < offered.length; i++) {
            offered[i] = start + i * every;
            while (System.nanoTime() < offered[i]) {
                LockSupport.parkNanos(offered[i] - System.nanoTime());
            }
            var number = setting.next().getAndIncrement();
            ids[i] = setting.casework()
                    .inbox()
                    .accept(
                            setting.mails().sender(number),
                            List.of("abuse@provider.example"),
                            setting.mails().mail(number),
                            Instant.now());
            setting.casework().arrived();
        }
    }

    /// Looks rarely enough to cost nothing.
    static void await(java.util.function.BooleanSupplier over) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!over.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not over after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}

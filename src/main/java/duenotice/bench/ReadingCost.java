package duenotice.bench;

import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import duenotice.intake.format.Submission;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.report.Prefix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/// P3 and P4: what reading costs by itself, without a database: taking a mail apart, telling what it is, finding
/// format,
/// subject, time and type.
final class ReadingCost {
    /// So many times the worst are read again, for the compiler's and the collector's moments are not theirs.
    private static final int TRIES = 5;

    private static final Envelope ENVELOPE =
            new Envelope("watch@reporter.example", List.of("abuse@provider.example"), "reporter.example");

    private final MailSet mails;
    private final Sizes sizes;
    private final Figures figures;
    private final Formats formats;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /// Kept, so that the compiler leaves nothing out.
    @SuppressWarnings("unused")
    private long answers;

    ReadingCost(MailSet mails, Sizes sizes, Figures figures) {
        this.mails = mails;
        this.sizes = sizes;
        this.figures = figures;
        this.formats = new Formats(Networks.of(List.of(Prefix.of(Provider.RANGE))));
    }

    /// As the second stage does.
    private int read(byte[] raw) {
        var mail = Mail.parse(raw);
        var understanding = formats.read(new Submission.ByMail(mail));
        return understanding.hashCode()
                + MailKind.of(mail, ENVELOPE, Destination.INTAKE).hashCode();
    }

    /// Mime4j alone, all bodies decoded into memory.
    private static int domOnly(byte[] raw) {
        try {
            var builder = new DefaultMessageBuilder();
            builder.setMimeEntityConfig(MimeConfig.custom()
                    .setMaxLineLen(-1)
                    .setMaxHeaderCount(-1)
                    .setMaxHeaderLen(-1)
                    .setMaxContentLen(-1)
                    .build());
            var message = builder.parseMessage(new ByteArrayInputStream(raw));
            try {
                return message.getHeader().getFields().size();
            } finally {
                message.dispose();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // ---- P3

    /// Ours and Mime4j's take turns over the same mails, so that neither has the warmer machine.
    void ordinary() {
        var set = mails.all();
        turns(set, sizes.warming().dividedBy(3), Duration.ofMillis(500));
        var sums = turns(set, sizes.measure(), sizes.measure().dividedBy(8));
        var ours = sums[0].milliseconds();
        var dom = sums[1].milliseconds();
        figures.add(
                Figure.of("P3.cpu-beside-mime4j", ours, "ms/mail").beside(dom).wanted(new Mark.TimesLimit(6)));
        figures.add(Figure.of("P3.cpu", ours, "ms/mail").wanted(new Mark.ProcessorTime(0.30)));
        figures.remark(String.format(
                Locale.ROOT,
                "P3: %d mails of %.1f KB, read %d times by us and %d times by Mime4j's DOM parser, by turns, on one thread",
                set.size(),
                mails.meanSize() / 1024,
                sums[0].count,
                sums[1].count));
    }

    private static final class Sum {
        private long count;
        private long nanoseconds;

        double milliseconds() {
            return nanoseconds / 1e6 / count;
        }
    }

    /// @param whole processor time of both together
    private Sum[] turns(List<byte[]> set, Duration whole, Duration turn) {
        var sums = new Sum[] {new Sum(), new Sum()};
        while (sums[0].nanoseconds + sums[1].nanoseconds < whole.toNanos()) {
            for (var who = 0; who < 2; who++) {
                var before = threads.getCurrentThreadCpuTime();
                var used = 0L;
                // whole rounds only, or the two would have read different mails
                do {
                    for (var raw : set) {
                        answers += who == 0 ? read(raw) : domOnly(raw);
                    }
                    sums[who].count += set.size();
                    used = threads.getCurrentThreadCpuTime() - before;
                } while (used < turn.toNanos());
                sums[who].nanoseconds += used;
            }
        }
        return sums;
    }

    // ---- P4

    private record Cost(String name, int bytes, double milliseconds) {}

    /// The dearest single mail of the set and of those that somebody made to hurt.
    void worst() {
        var set = mails.all();
        turns(set, sizes.warming().dividedBy(6), Duration.ofMillis(500));
        List<Cost> usual = new ArrayList<>();
        for (var i = 0; i < set.size(); i++) {
            usual.add(cost("mail " + i, set.get(i)));
        }
        List<Cost> nasty = new ArrayList<>();
        Nasties.all().forEach((name, raw) -> nasty.add(cost(name, raw)));
        var order = Comparator.comparingDouble(Cost::milliseconds);
        usual.sort(order);
        nasty.sort(order.reversed());
        var dearest = Math.max(usual.getLast().milliseconds, nasty.getFirst().milliseconds);
        figures.add(Figure.of("P4.worst", dearest, "ms").wanted(new Mark.ProcessorTime(100)));
        figures.add(Figure.of("P4.p99", usual.get((int) Math.ceil(usual.size() * 0.99) - 1).milliseconds, "ms")
                .wanted(new Mark.ProcessorTime(5)));
        figures.remark("P4: %d mails of the set, the dearest %.1f ms; %d made to hurt, the dearest:"
                .formatted(set.size(), usual.getLast().milliseconds, nasty.size()));
        nasty.stream()
                .limit(5)
                .forEach(cost -> figures.remark(String.format(
                        Locale.ROOT, "P4: %.1f ms, %d KB: %s", cost.milliseconds, cost.bytes / 1024, cost.name)));
    }

    private Cost cost(String name, byte[] raw) {
        var best = Long.MAX_VALUE;
        for (var i = 0; i < TRIES; i++) {
            var before = threads.getCurrentThreadCpuTime();
            read(raw);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
        }
        return new Cost(name, raw.length, best / 1e6);
    }
}

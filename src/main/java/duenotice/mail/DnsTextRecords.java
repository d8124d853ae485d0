package duenotice.mail;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks one resolver, all names of a call at once, and no longer than a call may last. Answers are kept for a while; names
 * come from strangers' mails, so there is a limit to how many are asked in a minute, and a resolver that does not answer is
 * left alone for a while.
 */
final class DnsTextRecords implements TextRecords {
    private static final int MOST_KEPT = 5_000;
    private static final int MOST_TEXTS = 5;
    private static final int LONGEST_TEXT = 4_096;
    private static final int MOST_ALIASES = 5;
    private static final int BUFFER = 1_232;

    /** So many look-ups in a row without an answer, and nobody asks for a while. */
    private static final int SILENT = 8;

    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration NO_RECORDS = Duration.ofMinutes(5);

    private final SimpleResolver resolver;
    private final Duration patience;
    private final int mostInAMinute;
    private final LongSupplier nanoTime;

    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private long minute;
    private int askedInMinute;
    private int silent;
    private long silentUntil;

    private record Kept(List<String> texts, long until) {}

    /**
     * @param patience how long one call may last
     * @param mostInAMinute look-ups beyond these give no answer
     * @param nanoTime as {@link System#nanoTime}
     */
    DnsTextRecords(InetSocketAddress resolver, Duration patience, int mostInAMinute, LongSupplier nanoTime) {
        this.resolver = new SimpleResolver(resolver);
        this.resolver.setTimeout(patience);
        this.resolver.setEDNS(0, BUFFER, 0, List.of());
        this.patience = patience;
        this.mostInAMinute = mostInAMinute;
        this.nanoTime = nanoTime;
        minute = nanoTime.getAsLong();
        silentUntil = minute;
    }

    @Override
    public Map<String, List<String>> of(Collection<String> names) {
        var end = nanoTime.getAsLong() + patience.toNanos();
        var answers = new HashMap<String, List<String>>();
        var asked = new LinkedHashMap<String, CompletableFuture<Message>>();
        for (var name : new LinkedHashSet<>(names)) {
            var before = kept(name);
            if (before.isPresent()) {
                answers.put(name, before.get());
            } else {
                question(name).filter(ignored -> mayAsk()).ifPresent(question -> asked.put(name, ask(question)));
            }
        }
        asked.forEach((name, answer) -> await(answer, end).ifPresent(message -> {
            var texts = texts(message);
            keep(name, texts, lifetime(message));
            answers.put(name, texts);
        }));
        return answers;
    }

    private static Optional<Message> question(String name) {
        try {
            var full = Name.fromString(name, Name.root);
            return Optional.of(Message.newQuery(Record.newRecord(full, Type.TXT, DClass.IN)));
        } catch (TextParseException noName) {
            return Optional.empty();
        }
    }

    private CompletableFuture<Message> ask(Message question) {
        return resolver.sendAsync(question).toCompletableFuture();
    }

    /** What the resolver says, good or bad; empty where it said nothing in time or failed to find out. */
    private Optional<Message> await(CompletableFuture<Message> answer, long end) {
        try {
            var message = answer.get(Math.max(1, end - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
            heard();
            return Optional.of(message)
                    .filter(said -> said.getRcode() == Rcode.NOERROR || said.getRcode() == Rcode.NXDOMAIN);
        } catch (TimeoutException | ExecutionException none) {
            answer.cancel(true);
            if (none instanceof TimeoutException || none.getCause() instanceof IOException) {
                heardNothing();
            }
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Of the name asked for, or of what it is an alias of. */
    static List<String> texts(Message message) {
        var wanted = message.getQuestion().getName();
        var answer = message.getSection(Section.ANSWER);
        for (var step = 0; step < MOST_ALIASES; step++) {
            var here = wanted;
            var alias = answer.stream()
                    .filter(record ->
                            record instanceof CNAMERecord && record.getName().equals(here))
                    .map(record -> ((CNAMERecord) record).getTarget())
                    .findFirst();
            if (alias.isEmpty()) {
                break;
            }
            wanted = alias.get();
        }
        var texts = new ArrayList<String>();
        for (var record : answer) {
            if (record instanceof TXTRecord text && record.getName().equals(wanted) && texts.size() < MOST_TEXTS) {
                var joined = String.join("", text.getStrings());
                if (joined.length() <= LONGEST_TEXT) {
                    texts.add(joined);
                }
            }
        }
        return List.copyOf(texts);
    }

    private static Duration lifetime(Message message) {
        var seconds = message.getSection(Section.ANSWER).stream()
                .mapToLong(Record::getTTL)
                .min();
        var said = seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : NO_RECORDS;
        return said.compareTo(SHORTEST) < 0 ? SHORTEST : said.compareTo(LONGEST) > 0 ? LONGEST : said;
    }

    // ---- what several threads share

    private synchronized Optional<List<String>> kept(String name) {
        return Optional.ofNullable(kept.get(key(name)))
                .filter(one -> one.until() - nanoTime.getAsLong() > 0)
                .map(Kept::texts);
    }

    private synchronized void keep(String name, List<String> texts, Duration lifetime) {
        kept.put(key(name), new Kept(texts, nanoTime.getAsLong() + lifetime.toNanos()));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private synchronized boolean mayAsk() {
        var now = nanoTime.getAsLong();
        if (silentUntil - now > 0) {
            return false;
        }
        if (now - minute >= Duration.ofMinutes(1).toNanos()) {
            minute = now;
            askedInMinute = 0;
        }
        return askedInMinute++ < mostInAMinute;
    }

    private synchronized void heard() {
        silent = 0;
    }

    private synchronized void heardNothing() {
        if (++silent >= SILENT) {
            silent = 0;
            silentUntil = nanoTime.getAsLong() + LEFT_ALONE.toNanos();
        }
    }
}

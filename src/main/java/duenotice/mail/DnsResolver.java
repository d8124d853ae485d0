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
import java.util.function.Predicate;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks one resolver, all questions of a call at once, and no longer than a call may last. Answers are kept for a while, and
 * a resolver that does not answer is left alone for a while.
 */
public final class DnsResolver implements DomainNames {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_KEPT = 5_000;
    private static final int MOST_RECORDS = 20;
    private static final int MOST_TEXTS = 5;
    private static final int LONGEST_TEXT = 4_096;
    private static final int MOST_ALIASES = 10;
    private static final int BUFFER = 1_232;

    /** So many look-ups in a row without an answer, and nobody asks for a while. */
    private static final int SILENT = 8;

    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Where a name points changes faster than a key, and nobody should be accused by what it said an hour ago. */
    private static final Duration LONGEST_ADDRESS = Duration.ofMinutes(5);

    private static final Duration NO_RECORDS = Duration.ofMinutes(5);

    private final SimpleResolver resolver;
    private final Duration patience;
    private final LongSupplier nanoTime;

    private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private int silent;
    private long silentUntil;

    private record Kept(List<String> records, long until) {}

    /**
     * @param patience how long one call may last
     * @param nanoTime as {@link System#nanoTime}
     */
    DnsResolver(InetSocketAddress resolver, Duration patience, LongSupplier nanoTime) {
        this.resolver = new SimpleResolver(resolver);
        this.resolver.setTimeout(patience);
        this.resolver.setEDNS(0, BUFFER, 0, List.of());
        this.patience = patience;
        this.nanoTime = nanoTime;
        silentUntil = nanoTime.getAsLong();
    }

    /** @param resolver one of our own, which asks the world for us */
    public static DnsResolver at(InetSocketAddress resolver) {
        return new DnsResolver(resolver, PATIENCE, System::nanoTime);
    }

    @Override
    public Map<Question, List<String>> kept(Collection<Question> questions) {
        var answers = new HashMap<Question, List<String>>();
        for (var question : questions) {
            kept(question).ifPresent(records -> answers.put(question, records));
        }
        return answers;
    }

    @Override
    public Map<Question, List<String>> of(Collection<Question> questions, Predicate<Question> affordable) {
        var end = nanoTime.getAsLong() + patience.toNanos();
        var answers = new HashMap<Question, List<String>>();
        var asked = new LinkedHashMap<Question, CompletableFuture<Message>>();
        for (var question : new LinkedHashSet<>(questions)) {
            var before = kept(question);
            if (before.isPresent()) {
                answers.put(question, before.get());
            } else {
                var query = query(question);
                if (query.isEmpty()) {
                    answers.put(question, List.of());
                } else if (!isLeftAlone() && affordable.test(question)) {
                    asked.put(question, ask(query.get()));
                }
            }
        }
        asked.forEach((question, answer) -> await(answer, end).ifPresent(message -> {
            var records = records(message);
            keep(question, records, lifetime(question, message));
            answers.put(question, records);
        }));
        return answers;
    }

    /** Empty for what can be no name, which has no records either. */
    private static Optional<Message> query(Question question) {
        try {
            var full = Name.fromString(question.name(), Name.root);
            var type = switch (question.sort()) {
                case TEXT -> Type.TXT;
                case IPV4 -> Type.A;
                case IPV6 -> Type.AAAA;
                case MAIL -> Type.MX;
                case NAME -> Type.PTR;
            };
            return Optional.of(Message.newQuery(Record.newRecord(full, type, DClass.IN)));
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
    static List<String> records(Message message) {
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
        var type = message.getQuestion().getType();
        var most = type == Type.TXT ? MOST_TEXTS : MOST_RECORDS;
        var records = new ArrayList<String>();
        for (var record : answer) {
            if (record.getType() == type && record.getName().equals(wanted) && records.size() < most) {
                text(record).ifPresent(records::add);
            }
        }
        return List.copyOf(records);
    }

    private static String bare(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true);
    }

    private static Optional<String> text(Record record) {
        return switch (record) {
            case TXTRecord text ->
                Optional.of(String.join("", text.getStrings())).filter(joined -> joined.length() <= LONGEST_TEXT);
            case ARecord four -> Optional.of(four.getAddress().getHostAddress());
            case AAAARecord six -> Optional.of(six.getAddress().getHostAddress());
            case MXRecord mail -> Optional.of(mail.getPriority() + " " + bare(mail.getTarget()));
            case PTRRecord name -> Optional.of(bare(name.getTarget()));
            default -> Optional.empty();
        };
    }

    private static Duration lifetime(Question question, Message message) {
        var seconds = message.getSection(Section.ANSWER).stream()
                .mapToLong(Record::getTTL)
                .min();
        var said = seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : NO_RECORDS;
        var longest = question.sort() == Sort.TEXT ? LONGEST : LONGEST_ADDRESS;
        return said.compareTo(SHORTEST) < 0 ? SHORTEST : said.compareTo(longest) > 0 ? longest : said;
    }

    // ---- what several threads share

    private synchronized Optional<List<String>> kept(Question question) {
        return Optional.ofNullable(kept.get(key(question)))
                .filter(one -> one.until() - nanoTime.getAsLong() > 0)
                .map(Kept::records);
    }

    private synchronized void keep(Question question, List<String> records, Duration lifetime) {
        kept.put(key(question), new Kept(records, nanoTime.getAsLong() + lifetime.toNanos()));
    }

    private static Question key(Question question) {
        return new Question(question.name().toLowerCase(Locale.ROOT), question.sort());
    }

    private synchronized boolean isLeftAlone() {
        return silentUntil - nanoTime.getAsLong() > 0;
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

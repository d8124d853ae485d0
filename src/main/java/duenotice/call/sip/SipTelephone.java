package duenotice.call.sip;

import duenotice.call.CallBook;
import duenotice.call.Telephone;
import duenotice.incident.CallOutcome;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings through a SIP trunk. No trunk lists calls: of a call that this process does not know nobody can say anything until
 * it must be over by itself; then it was no try, unless the key was pressed.
 */
public final class SipTelephone implements Telephone, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SipTelephone.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final SipSettings settings;
    private final Memory memory;
    private final InstantSource clock;
    private final Voice voice;
    private final Map<Long, SipCall> calls = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("sip-", 0).daemon().factory());
    private volatile BiConsumer<Long, Course> told = (call, end) -> {};
    private @Nullable Line line;

    /** What of a call outlives the process. */
    interface Memory {
        void acknowledge(long call);

        boolean isAcknowledged(long call);
    }

    public SipTelephone(SipSettings settings, CallBook book, InstantSource clock) {
        this(settings, clock, new Memory() {
            @Override
            public void acknowledge(long call) {
                book.acknowledge(call, clock.instant());
            }

            @Override
            public boolean isAcknowledged(long call) {
                return book.find(call).filter(CallBook.Call::acknowledged).isPresent();
            }
        });
    }

    SipTelephone(SipSettings settings, InstantSource clock, Memory memory) {
        this.settings = settings;
        this.clock = clock;
        this.memory = memory;
        voice = new Voice(settings.recordings(), settings.speaker());
    }

    @Override
    public void whenOver(BiConsumer<Long, Course> told) {
        this.told = told;
    }

    @Override
    public Course place(Order order) {
        var known = calls.get(order.id());
        if (known != null) {
            return known.course();
        }
        calls.values().removeIf(call -> call.endedBefore(clock.instant().minus(REMEMBERED)));
        try {
            var prompts = Prompts.of(voice, order.language(), order.words());
            var open = open();
            open.findServer();
            var call = new SipCall(
                    UUID.randomUUID().toString(),
                    settings,
                    open,
                    Media.on(settings),
                    prompts,
                    order.number().extension().orElse(""),
                    timer,
                    clock,
                    owner(order.id()));
            calls.put(order.id(), call);
            return rung(order, call);
        } catch (Voice.Mute mute) {
            return new Course.NotPlaced(mute.why());
        } catch (UnknownHostException unknown) {
            return new Course.NotPlaced("the trunk's server " + settings.server() + " has no address");
        } catch (IOException | SipException ours) {
            return new Course.NotPlaced(String.valueOf(ours.getMessage()));
        }
    }

    private Course rung(Order order, SipCall call) {
        try {
            call.invite(order.number().e164());
            return new Course.Ringing(call.callId());
        } catch (SipException unsent) {
            calls.remove(order.id());
            return new Course.NotPlaced(
                    "the trunk cannot be reached at " + settings.server() + ":" + settings.serverPort());
        }
    }

    private SipCall.Owner owner(long call) {
        return new SipCall.Owner() {
            @Override
            public void acknowledged() {
                try {
                    memory.acknowledge(call);
                } catch (RuntimeException away) {
                    log.warn("a pressed key could not be written down; it counts as long as the program runs", away);
                }
            }

            @Override
            public void over(Course end) {
                try {
                    told.accept(call, end);
                } catch (RuntimeException away) {
                    log.warn("the end of a call could not be entered; it is asked for again", away);
                }
            }
        };
    }

    private synchronized Line open() throws SipException {
        if (line == null) {
            line = Line.open(settings);
        }
        return line;
    }

    @Override
    public Course look(Order order, Optional<String> reference) {
        var known = calls.get(order.id());
        if (known != null) {
            return known.course();
        }
        if (memory.isAcknowledged(order.id())) {
            return new Course.Over(CallOutcome.REACHED_AUTHORIZED, "(key pressed, the end unknown)");
        }
        if (clock.instant().isBefore(order.intendedAt().plus(settings.longestCall()))) {
            return new Course.InDoubt("the program was stopped in the middle of a call that may still ring");
        }
        return reference.isPresent()
                ? new Course.Over(CallOutcome.NOT_PLACED, "the program was stopped in the middle of the call")
                : new Course.NotPlaced("nothing of that call can be alive any more");
    }

    /** Hangs up everywhere. */
    @Override
    public synchronized void close() {
        calls.forEach((id, call) -> {
            if (call.stop()) {
                owner(id).over(call.course());
            }
        });
        timer.shutdownNow();
        if (line != null) {
            line.close();
        }
    }
}

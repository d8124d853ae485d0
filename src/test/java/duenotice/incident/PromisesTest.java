package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.RandomHistory.Ending;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invariants 1, 3 (closed stays closed), 4 and 5 of the design, on random histories. */
class PromisesTest {
    private static final int FEW = Integer.getInteger("duenotice.histories", 100_000);
    private static final int MANY = 1_000_000;

    @Test
    void no_history_breaks_a_promise() {
        play(1, FEW);
    }

    @Test
    @Tag("property-full")
    void none_of_a_million_histories_breaks_a_promise() {
        play(1_000_001, MANY);
    }

    private static void play(long firstSeed, int histories) {
        var endings = new ConcurrentHashMap<Ending, LongAdder>();
        LongStream.range(firstSeed, firstSeed + histories)
                .parallel()
                .forEach(seed -> endings.computeIfAbsent(one(seed), ignored -> new LongAdder())
                        .increment());
        Map<Ending, Long> shares = new EnumMap<>(Ending.class);
        endings.forEach((ending, count) -> shares.put(ending, count.sum()));
        System.out.println("PROPERTY " + histories + " histories: " + shares);
        assertThat(shares.getOrDefault(Ending.CUT_BY_ITSELF, 0L)).isGreaterThan(histories / 20);
        assertThat(shares.getOrDefault(Ending.ONE_GUARD_SHORT, 0L)).isGreaterThan(histories / 20);
    }

    private static Ending one(long seed) {
        var history = new RandomHistory(seed);
        try {
            return history.play();
        } catch (Throwable broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage() + "\n" + history.told(), broken);
        }
    }
}

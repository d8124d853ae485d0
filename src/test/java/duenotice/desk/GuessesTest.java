package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final Guesses guesses = new Guesses(nanoTime::get);

    private int letThrough(String name, int tries, String address) {
        return (int) IntStream.range(0, tries)
                .filter(ignored -> guesses.mayTry(name, address))
                .count();
    }

    @Test
    void who_guesses_waits_and_the_owner_of_the_name_comes_in_from_elsewhere() {
        assertThat(letThrough("lead", 30, "198.51.100.1")).isEqualTo(10);

        assertThat(guesses.mayTry("lead", "198.51.100.1")).isFalse();
        assertThat(guesses.mayTry("lead", "198.51.100.2")).isTrue();
        nanoTime.addAndGet(300_000_000_000L);
        assertThat(guesses.mayTry("lead", "198.51.100.1")).isTrue();
    }

    @Test
    void right_passwords_never_make_anybody_wait() {
        for (var login = 0; login < 1000; login++) {
            assertThat(guesses.mayTry("lead", "198.51.100.1")).isTrue();
            guesses.right("lead", "198.51.100.1");
        }
    }

    @Test
    void one_place_does_not_try_all_names() {
        var through = IntStream.range(0, 500)
                .filter(name -> guesses.mayTry("name" + name, "198.51.100.1"))
                .count();

        assertThat(through).isEqualTo(100);
    }

    @Test
    void many_places_are_slowed_on_one_name_but_not_where_that_person_came_in_before() {
        assertThat(guesses.mayTry("lead", "198.51.100.1")).isTrue();
        guesses.right("lead", "198.51.100.1");
        var through = IntStream.range(0, 500)
                .filter(place -> guesses.mayTry("lead", "2001:db8:0:" + Integer.toHexString(place) + "::1"))
                .count();

        assertThat(through).isEqualTo(200);
        assertThat(guesses.mayTry("lead", "203.0.113.1")).isFalse();
        assertThat(guesses.mayTry("lead", "198.51.100.1")).isTrue();
    }

    @Test
    void addresses_of_one_ipv6_network_are_one_place() {
        var through = IntStream.range(1, 50)
                .filter(host -> guesses.mayTry("lead", "2001:db8::" + Integer.toHexString(host)))
                .count();

        assertThat(through).isEqualTo(10);
    }

    @Test
    void tries_at_the_same_time_all_count() throws InterruptedException {
        var through = new AtomicInteger();
        var threads = IntStream.range(0, 50)
                .mapToObj(ignored -> Thread.ofVirtual().start(() -> {
                    if (guesses.mayTry("lead", "198.51.100.1")) {
                        through.incrementAndGet();
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(through).hasValue(10);
    }
}

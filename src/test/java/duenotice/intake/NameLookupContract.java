package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.NameLookup;
import duenotice.report.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What anybody who says where names point promises; for the real one and for its stand-in. */
abstract class NameLookupContract {
    static final Instant NOW = Instant.parse("2026-07-01T14:03:00Z");

    /**
     * One that knows {@code shop.example} with 198.51.100.7, 198.51.100.8 and 2001:db8::7, {@code four.example} with
     * 198.51.100.9, and nothing else, and whose clock stands still.
     */
    abstract NameLookup lookup();

    /** One that gets no answer. */
    abstract NameLookup away();

    private static Map<String, String> asked(String... names) {
        return List.of(names).stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, name -> "reporter.example"));
    }

    @Test
    void a_name_points_to_all_its_addresses_and_says_when_it_did() {
        var found = lookup().of(asked("shop.example", "four.example")).pointings();
        assertThat(found).containsOnlyKeys("shop.example", "four.example");
        assertThat(found.get("shop.example").addresses())
                .extracting(Prefix::text)
                .containsExactlyInAnyOrder("198.51.100.7", "198.51.100.8", "2001:db8::7");
        assertThat(found.get("four.example").addresses())
                .extracting(Prefix::text)
                .containsExactly("198.51.100.9");
        assertThat(found.values()).allSatisfy(one -> assertThat(one.askedAt()).isEqualTo(NOW));
    }

    @Test
    void a_name_that_does_not_exist_points_nowhere() {
        assertThat(lookup().of(asked("nobody.example")).pointings())
                .hasEntrySatisfying(
                        "nobody.example",
                        pointing -> assertThat(pointing.addresses()).isEmpty());
    }

    @Test
    void what_cannot_be_found_out_is_missing_which_is_not_the_same() {
        var away = away();
        assertThat(away.of(asked("shop.example", "nobody.example"))).isEqualTo(NameLookup.Found.NOTHING);
        assertThat(away.kept(List.of("shop.example", "nobody.example"))).isEmpty();
    }

    @Test
    void what_was_said_just_now_needs_no_second_question() {
        var lookup = lookup();
        lookup.of(asked("shop.example"));
        assertThat(lookup.kept(List.of("shop.example")).get("shop.example").addresses())
                .hasSize(3);
    }
}

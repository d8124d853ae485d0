package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Further.Named;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FurtherTest {
    private static final Optional<String> SEVEN = Optional.of("192.0.2.7");
    private static final Optional<String> EIGHT = Optional.of("192.0.2.8");
    private static final Optional<String> KIT = Optional.of("http://kite.example/bank/login");

    private static Further at(Optional<String> address, Integer... ports) {
        return Further.of(address, Optional.empty(), List.of(ports));
    }

    @Test
    void ports_of_one_address_are_one_place_and_every_other_address_is_another() {
        var all = at(SEVEN, 53).and(at(SEVEN, 123)).and(at(EIGHT, 11211)).and(at(SEVEN, 53));
        assertThat(all.portsAt(SEVEN, Optional.empty())).containsExactly(53, 123);
        assertThat(all.beyond(SEVEN, Optional.empty()))
                .isEqualTo(new Further(List.of(new Named(EIGHT, Optional.empty(), List.of(11211))), false));
    }

    @Test
    void what_stands_for_all_is_not_told_again_piece_by_piece() {
        var all = at(SEVEN).and(Further.of(Optional.empty(), KIT, List.of()));
        assertThat(all.beyond(SEVEN, KIT)).isEqualTo(Further.NONE);
    }

    @Test
    void more_than_are_kept_are_told_as_more() {
        var pages = IntStream.range(0, 17)
                .mapToObj(number -> Further.of(SEVEN, Optional.of("http://kite.example/" + number), List.of()))
                .reduce(Further.NONE, Further::and);
        assertThat(pages.named()).hasSize(16);
        assertThat(pages.more()).isTrue();

        var ports = IntStream.range(0, 17).mapToObj(port -> at(SEVEN, port)).reduce(Further.NONE, Further::and);
        assertThat(ports.named())
                .singleElement()
                .satisfies(one -> assertThat(one.ports()).hasSize(16));
        assertThat(ports.more()).isTrue();

        assertThat(Further.of(SEVEN, Optional.of("http://kite.example/" + "a".repeat(2000)), List.of())
                        .more())
                .isTrue();
        assertThat(Further.of(SEVEN, Optional.of("http://kite.example/\0"), List.of())
                        .more())
                .isTrue();
    }

    @Test
    void it_is_read_as_it_was_written() {
        var all = Further.of(SEVEN, KIT, List.of(80)).and(at(EIGHT, 53)).and(at(Optional.empty()));
        assertThat(FurtherText.read(FurtherText.write(all))).isEqualTo(all);
        assertThat(FurtherText.write(Further.NONE)).isNull();
        assertThat(FurtherText.read(null)).isEqualTo(Further.NONE);
    }

    @Test
    void another_page_is_not_covered_and_a_part_is() {
        var both = Further.of(SEVEN, KIT, List.of());
        assertThat(both.covers(Further.of(Optional.empty(), KIT, List.of()))).isTrue();
        assertThat(both.covers(Further.of(SEVEN, Optional.of("http://kite.example/other"), List.of())))
                .isFalse();
        assertThat(at(SEVEN, 53).covers(at(SEVEN, 123))).isFalse();
    }
}

package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Block;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskWordsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T05:00:00Z");

    @Test
    void what_waits_for_the_customers_word_is_not_called_overdue() {
        var due = NOW.minusSeconds(2 * 3600);

        assertThat(DeskWords.due(NOW, due, Optional.of(Block.STATEMENT)).relative())
                .isEqualTo("waiting 2 h 0 min");
        assertThat(DeskWords.due(NOW, due, Optional.of(Block.STATEMENT)).ticks())
                .isFalse();
        assertThat(DeskWords.due(NOW, due, Optional.of(Block.APPROVAL)).relative())
                .isEqualTo("2 h 0 min overdue");
        assertThat(DeskWords.due(NOW, NOW.plusSeconds(60), Optional.of(Block.STATEMENT))
                        .relative())
                .isEqualTo("in 1 min");
    }

    @Test
    void instants_in_sentences_are_shown_as_everywhere_else() {
        assertThat(DeskWords.readable("due since 2026-03-01T03:00:00Z; again 2026-03-01T03:30:00.5Z."))
                .isEqualTo("due since 1 Mar 2026, 03:00 UTC; again 1 Mar 2026, 03:30 UTC.");
        assertThat(DeskWords.readable("2026-13-01T03:00:00Zebra")).isEqualTo("2026-13-01T03:00:00Zebra");
        assertThat(DeskWords.readable("at 2026-19-39T29:59:59Z")).isEqualTo("at 2026-19-39T29:59:59Z");
    }

    @Test
    void what_was_understood_stands_a_line_each() {
        assertThat(Understood.of("""
                {"kind":"report","sourceType":"public","reporter":null,"findings":[{"type":"messaging/spam","ip":"198.51.100.7","port":null}],"warnings":["no time"]}"""))
                .isEqualTo(
                        "kind: report\nsource: public\nfinding: type messaging/spam, ip 198.51.100.7\nwarning: no time");
        assertThat(Understood.of("no json")).isEqualTo("no json");
    }
}

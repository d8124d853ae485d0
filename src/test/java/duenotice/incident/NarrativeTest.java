package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NarrativeTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Narrative narrative =
            new Narrative(Map.of(TextDigest.of("call back").hex(), "call back"));

    @Test
    void a_warning_is_told_with_addresses_and_deadline() {
        var warned = new IncidentEvent.CustomerWarned(
                List.of(
                        new Told("nila@mandor.example", "Nila", Handed.ACCEPTED, "250 ok"),
                        new Told("ravi@mandor.example", "Ravi", Handed.REFUSED, "550 no such user")),
                Optional.of(NOON),
                Optional.empty());

        assertThat(narrative.forDesk(warned))
                .isEqualTo(
                        "The warning went out: nila@mandor.example accepted, ravi@mandor.example refused (550 no such"
                                + " user); it asks for an answer by 2026-03-01 12:00 UTC.");
    }

    @Test
    void a_note_is_told_with_its_text() {
        var note = new IncidentEvent.Noted(TextDigest.of("call back"));

        assertThat(narrative.forDesk(note)).isEqualTo("Note: call back");
    }

    @Test
    void an_erased_text_leaves_the_sentence_whole() {
        assertThat(narrative.forDesk(new IncidentEvent.WorkLogged(TextDigest.of("gone"))))
                .isEqualTo("Work done on the server: (text erased)");
    }
}

package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.policy.PolicyBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaffActsTest {
    private final DeskUnderTest desk = new DeskUnderTest();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        desk.close();
    }

    /** R59: the emergency ladder never begins with what somebody wrote, wherever the incident goes. */
    @Test
    void moving_what_was_only_reported_does_not_make_an_emergency_of_it() throws IOException {
        Files.writeString(folder.resolve("emergency.yaml"), """
                policy: emergency
                types: [messaging/spam]
                ladder:
                  - cut:    { measure: network-off, approval: none, when: not-fixed }
                  - notice: {}
                  - call:   { answer-within: 2h, passes: 1 }
                fix-within: { corrective: 24h, other: 24h, ack: 4h, extension: 4h }
                clean-up: customer
                restore: { needs: [statement] }
                watch: 24h
                quiet: 24h
                """);
        var acts = new StaffActs(desk.inventory, PolicyBook.with(folder));
        var reported = desk.snapshot(desk.spamOnServerOne());

        assertThat(acts.move(reported, "srv-1", "wrong machine").policy()).isEqualTo("network-off");
    }

    @Test
    void what_does_not_exist_is_refused_with_a_sentence() {
        var acts = new StaffActs(desk.inventory, desk.policies);
        var incident = desk.snapshot(desk.spamOnServerOne());

        assertThatThrownBy(() -> acts.move(incident, "srv-9", "wrong machine"))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("no server");
        assertThatThrownBy(() -> acts.policy("made-up", "because"))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("no policy");
        assertThatThrownBy(() -> acts.message(incident, "stranger@else.example", "hello"))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("contact of this server");
    }
}

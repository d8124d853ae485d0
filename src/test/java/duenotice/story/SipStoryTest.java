package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import duenotice.call.CallBook;
import duenotice.call.Telephone;
import duenotice.call.sip.OurPhone;
import duenotice.call.sip.Peer;
import duenotice.call.sip.SipTelephone;
import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentEvent;
import duenotice.incident.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program phones through a trunk, and dies in the middle: no second call rings, and nothing unknown counts (R47, R75). */
class SipStoryTest {
    @TempDir
    private static Path folder;

    private static final int TRUNK = FreePort.any();
    private static SipTelephone line;
    private static BiConsumer<Long, Telephone.Course> told = (call, end) -> {};

    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-06-01T09:00:00Z"), SipStoryTest::telephone);

    /** The line of the running program: another one after its death. */
    private static Optional<Telephone> telephone(StoryDesk desk) {
        return Optional.of(new Telephone() {
            @Override
            public Course place(Order order) {
                return line().place(order);
            }

            @Override
            public Course look(Order order, Optional<String> reference) {
                return line().look(order, reference);
            }

            @Override
            public void whenOver(BiConsumer<Long, Course> whom) {
                told = whom;
            }

            @Override
            public boolean ringsDoubtfulNumbers() {
                return true;
            }
        });
    }

    private static SipTelephone line() {
        if (line == null) {
            line = new SipTelephone(
                    OurPhone.settings(TRUNK, Optional.empty(), Optional.of(OurPhone.shortRecordings(folder))),
                    new CallBook(desk.database.transactions()),
                    () -> desk.now());
            line.whenOver((call, end) -> told.accept(call, end));
        }
        return line;
    }

    /** Without a word to anybody: its calls go on at the other end. */
    private static void dies() {
        line.whenOver((call, end) -> {});
        line = null;
        desk.diesAndStartsAgain();
    }

    @AfterAll
    static void hangUp() {
        if (line != null) {
            line.close();
        }
    }

    private Story story = desk.customer("nobody");

    @AfterEach
    void end() {
        story.staff(new Act.Close(CloseAs.OTHER, "the story is over"));
    }

    private static Peer callee(String scenario, String status) {
        return Peer.sipp(folder, TRUNK, scenario, Map.of("STATUS", status));
    }

    private Story warned(String name, String phone) {
        story = desk.customer(name, List.of(phone)).warned();
        return story;
    }

    private List<CallOutcome> outcomes() {
        return story.events(IncidentEvent.CallTried.class).stream()
                .map(IncidentEvent.CallTried::outcome)
                .toList();
    }

    private void awaits(CallOutcome outcome) {
        Peer.await("the call on the timeline", () -> outcomes().contains(outcome));
        desk.casework.workAll();
    }

    @Test
    void the_end_of_a_call_stands_on_the_timeline_as_soon_as_it_is_known() {
        try (var callee = callee("presses-keys-by-info", "")) {
            warned("sip-oak", "+442079460401").at("2:00");
            awaits(CallOutcome.REACHED_AUTHORIZED);
            callee.endsWell();
            assertThat(story.state()).isEqualTo(State.CALLED);
            assertThat(story.events(IncidentEvent.CallTried.class).getFirst().endedAt())
                    .isEqualTo(story.instant("2:00"));
        }
    }

    @Test
    void a_call_in_whose_middle_the_program_died_rings_nobody_twice_and_is_no_try() {
        var before = Peer.invitations(folder, TRUNK);
        try (var callee = callee("rings-until-cancelled", "")) {
            warned("sip-elm", "+442079460402").at("2:00");
            Peer.await("it to ring", () -> Peer.invitations(folder, TRUNK) > before);
            assertThat(callee.isAlive()).isTrue();
            dies();
            story.at("2:03");
            assertThat(outcomes()).as("it may still be talked there").isEmpty();
            story.at("2:04:30");
            assertThat(outcomes()).containsExactly(CallOutcome.NOT_PLACED);
            assertThat(story.state()).isEqualTo(State.CALLING);
            assertThat(story.alarms()).doesNotContain(AlarmKind.DRIVER_FAILING);
        }
        assertThat(Peer.invitations(folder, TRUNK)).isEqualTo(before + 1);
        try (var callee = callee("refuses", "486")) {
            story.at("2:07");
            awaits(CallOutcome.BUSY);
            callee.endsWell();
        }
    }

    @Test
    void a_key_that_was_pressed_before_the_program_died_counts() {
        try (var callee = callee("presses-keys-by-info", "")) {
            warned("sip-ash", "+442079460403").at("2:00");
            Peer.await(
                    "the key",
                    () -> desk.database
                            .jdbc()
                            .sql(
                                    "select exists (select from placed_call where incident = :incident and acknowledged_at is not null)")
                            .param("incident", story.id().number())
                            .query(Boolean.class)
                            .single());
            dies();
            story.at("2:02");
            assertThat(outcomes()).containsExactly(CallOutcome.REACHED_AUTHORIZED);
            callee.endsWell();
        }
    }

    @Test
    void a_trunk_that_refuses_us_is_our_outage() {
        try (var callee = callee("refuses", "503")) {
            warned("sip-yew", "+442079460404").at("2:00");
            awaits(CallOutcome.NOT_PLACED);
            callee.endsWell();
            assertThat(story.alarms()).contains(AlarmKind.DRIVER_FAILING);
            assertThat(story.state()).isEqualTo(State.CALLING);
        }
        try (var callee = callee("refuses", "404")) {
            story.at("2:02");
            awaits(CallOutcome.WRONG_NUMBER);
            callee.endsWell();
            assertThat(desk.inventory.anomalies().open())
                    .anySatisfy(one -> assertThat(one.value()).isEqualTo("+442079460404"));
        }
    }
}

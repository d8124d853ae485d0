package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Silence is reminded once when half of the time to answer is over, and only where a reminder still makes sense. */
class HalfTimeTest {
    static Stream<Arguments> histories() {
        return Stream.of(
                when("nothing happens", play -> play.until("9:00"), "1:00"),
                when(
                        "an answer came before",
                        play -> play.until("0:59").answers(AnswerKind.ACK).until("9:00")),
                when(
                        "somebody unknown answered",
                        play -> play.until("0:30")
                                .answers(AnswerKind.CORRECTIVE, IncidentEvent.Standing.UNVERIFIED, at("0:30"))
                                .until("1:30"),
                        "1:00"),
                when(
                        "it is held over the middle",
                        play -> play.until("0:10")
                                .does(Play.AGENT, new Act.Hold(at("1:10"), "asked to"))
                                .until("2:30"),
                        "2:00"),
                when(
                        "a long hold has just ended",
                        play -> play.until("0:10")
                                .does(Play.AGENT, new Act.Hold(at("4:10"), "asked to"))
                                .until("5:30"),
                        "5:00"),
                when(
                        "more time was given before",
                        play -> play.until("0:30")
                                .does(Play.AGENT, new Act.Extend(at("6:00"), "asked for"))
                                .until("5:59"),
                        "5:00"),
                when(
                        "staff found that it is over",
                        play -> play.until("0:30")
                                .findsPersisting(Persistence.NO)
                                .until("1:59")),
                when(
                        "every mailbox is dead",
                        play -> play.inAWorld(world -> world.refusedAddresses.addAll(world.warnable))
                                .until("1:59")),
                when(
                        "a mail server holds it and says until when",
                        play -> heldUp(play, Optional.of(at("4:00"))).until("5:59"),
                        "5:00"),
                when(
                        "a mail server holds it and it never arrives",
                        play -> heldUp(play, Optional.empty()).until("9:00")),
                when(
                        "it was held up and has arrived",
                        play -> heldUp(play, Optional.empty())
                                .until("1:30")
                                .does(Actor.AUTOMATION, new Act.Arrive(World.MAYA, "warning-1", "2.0.0"))
                                .until("3:29"),
                        "2:30"),
                when(
                        "it is disputed and nobody has decided",
                        play -> play.until("0:30").answers(AnswerKind.DISPUTE).until("9:00")),
                when(
                        "the dispute was rejected",
                        play -> play.until("0:30")
                                .answers(AnswerKind.DISPUTE)
                                .until("1:00")
                                .does(Play.LEAD, new Act.DecideDispute(false, "the samples are real"))
                                .until("4:59"),
                        "4:00"),
                when("the policy wants none", play -> {
                    play.policy = with(play.policy, new Policy.Warn(Duration.ofHours(2), false));
                    return play.until("9:00");
                }));
    }

    /** Only one is warned, and the mail is late from the beginning. */
    private static Play heldUp(Play play, Optional<Instant> until) {
        return play.inAWorld(world -> world.warnable.remove(World.NIGHT))
                .until("0:05")
                .does(Actor.AUTOMATION, new Act.Delay(World.MAYA, "warning-1", until, "4.4.1"));
    }

    private static Arguments when(String what, UnaryOperator<Play> history, String... remindedAt) {
        return Arguments.of(what, history, Stream.of(remindedAt).map(Play::at).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("histories")
    void a_reminder_goes_at_half_time(String what, UnaryOperator<Play> history, List<Instant> remindedAt) {
        var play = history.apply(Play.underPolicy(TestPolicies.networkOff()));

        assertThat(reminders(play)).as(what).isEqualTo(remindedAt);
    }

    @Test
    void a_machine_that_was_away_reminds_late_but_not_when_the_call_is_due() {
        var late = Play.underPolicy(TestPolicies.networkOff()).until("0:30");
        late.now = at("1:40");
        late.run();
        assertThat(reminders(late)).containsExactly(at("1:40"));

        var tooLate = Play.underPolicy(TestPolicies.networkOff()).until("0:30");
        tooLate.now = at("2:00");
        tooLate.run();
        assertThat(reminders(tooLate)).isEmpty();
        assertThat(tooLate.when(IncidentEvent.CallDue.class)).containsExactly(at("2:00"));
    }

    @Test
    void notices_that_ask_for_nothing_have_no_half_time() {
        for (var policy : List.of(TestPolicies.information(), TestPolicies.victim(), TestPolicies.emergency())) {
            assertThat(reminders(Play.underPolicy(policy).until("9:00"))).isEmpty();
        }
    }

    private static List<Instant> reminders(Play play) {
        return play.timeline.stream()
                .filter(entry -> entry.event() instanceof IncidentEvent.Informed informed
                        && informed.notice() == NoticeKind.HALF_TIME)
                .map(Entry::at)
                .toList();
    }

    private static Policy with(Policy policy, Policy.Warn warn) {
        return new Policy(
                policy.name(),
                policy.version(),
                policy.categories(),
                policy.types(),
                policy.ladder().stream()
                        .map(rung -> rung instanceof Policy.Warn ? warn : rung)
                        .toList(),
                policy.fixWithin(),
                Optional.empty(),
                policy.cleanUp(),
                policy.restoreNeeds(),
                policy.watch(),
                policy.quiet(),
                policy.repeat(),
                policy.forwardWithin());
    }
}

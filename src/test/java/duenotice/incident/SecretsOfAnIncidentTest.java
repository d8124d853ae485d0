package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentEvent.Standing;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What customers leave sealed: who may leave and open it, and when it goes (R25). */
class SecretsOfAnIncidentTest {
    private static final Actor CUSTOMER = Actor.customer(World.MAYA);

    private static Act drop(String until) {
        return new Act.KeepSecret(SecretKind.DROP, World.MAYA, at(until));
    }

    private static Play warned(Policy.CleanUp cleanUp) {
        return Play.underPolicy(TestPolicies.cleanedBy(TestPolicies.powerOff(), cleanUp))
                .until("1:00");
    }

    private static Play left() {
        return warned(Policy.CleanUp.EITHER).does(CUSTOMER, drop("169:00"));
    }

    private static Play mailed(Play play, boolean fresh, Standing standing) {
        return play.does(
                CUSTOMER,
                new Act.Answer(
                        World.MAYA,
                        AnswerKind.ACK,
                        standing,
                        play.now,
                        "the password is [masked]",
                        Optional.empty(),
                        new Act.Reading("“on it”", "7", Optional.of(new Act.Sealing(at("169:00"), fresh)))));
    }

    private static Verdict open(Play play, Actor actor) {
        return play.judge(actor, new Act.SeeSecret(1));
    }

    @Test
    void it_may_be_left_where_the_provider_may_clean() {
        assertThat(left().incident().secret(1)).isPresent();
        assertThat(warned(Policy.CleanUp.PROVIDER).judge(CUSTOMER, drop("9:00")))
                .isInstanceOf(Verdict.Done.class);
        assertThat(warned(Policy.CleanUp.CUSTOMER).judge(CUSTOMER, drop("9:00")))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void who_mailed_one_may_leave_it_in_the_right_way_whoever_cleans() {
        var play = mailed(warned(Policy.CleanUp.CUSTOMER), true, Standing.AUTHORIZED);
        assertThat(play.judge(CUSTOMER, drop("9:00"))).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void a_closed_incident_needs_none() {
        var closed = warned(Policy.CleanUp.EITHER).does(Play.AGENT, new Act.Close(CloseAs.RESOLVED, "over"));
        assertThat(closed.judge(CUSTOMER, drop("9:00"))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void only_the_agent_who_took_the_incident_opens_it_and_each_look_is_written_down() {
        var play = left();
        assertThat(open(play, Play.AGENT)).isInstanceOf(Verdict.Refused.class);
        play.does(Play.AGENT, new Act.Assign(Play.AGENT.name()));
        assertThat(open(play, Play.LEAD)).isInstanceOf(Verdict.Refused.class);
        play.does(Play.AGENT, new Act.SeeSecret(1)).does(Play.AGENT, new Act.SeeSecret(1));
        assertThat(play.all(IncidentEvent.SecretSeen.class)).hasSize(2);
    }

    @Test
    void it_is_wiped_when_the_incident_closes() {
        var play = left().does(Play.AGENT, new Act.Close(CloseAs.RESOLVED, "over"));
        play.run();
        assertThat(play.all(IncidentEvent.SecretWiped.class))
                .containsExactly(new IncidentEvent.SecretWiped(1, "the incident is closed"));
        assertThat(open(play, Play.AGENT)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void it_is_wiped_when_the_server_is_restored() {
        var play = left().until("2:00")
                .callsInVain()
                .until("3:00")
                .isSeenAgainAt(at("3:00"))
                .until("4:00");
        assertThat(play.incident().cutInForce()).isPresent();
        play.does(Play.AGENT, new Act.LogWork("removed the script"))
                .does(Play.AGENT, new Act.Verify(true, IncidentEvent.VerificationBasis.CHECKLIST, "nothing is left"));
        play.run();
        assertThat(play.all(IncidentEvent.SecretWiped.class))
                .containsExactly(new IncidentEvent.SecretWiped(1, "the server is restored"));
    }

    @Test
    void it_is_wiped_when_its_time_is_over_and_not_before() {
        var play = warned(Policy.CleanUp.EITHER).does(CUSTOMER, drop("1:30"));
        play.until(at("1:30").minusSeconds(1));
        assertThat(play.all(IncidentEvent.SecretWiped.class)).isEmpty();
        play.until("1:30");
        assertThat(play.all(IncidentEvent.SecretWiped.class))
                .containsExactly(new IncidentEvent.SecretWiped(1, "its time was over"));
    }

    @Test
    void another_owner_never_gets_it() {
        var play = left();
        play.does(
                Play.LEAD,
                new Act.Move(
                        new duenotice.report.ServerId("srv-2"),
                        new duenotice.report.CustomerId("customer-2"),
                        play.incident().policy(),
                        play.incident().policyVersion(),
                        "a slip of the pen"));
        play.run();
        assertThat(play.incident().secret(1).orElseThrow().isKept()).isFalse();
        assertThat(play.all(IncidentEvent.SecretWiped.class)).hasSize(1);
    }

    @Test
    void who_mailed_a_password_is_asked_once_to_change_it_and_no_stranger_is() {
        var play = mailed(warned(Policy.CleanUp.EITHER), true, Standing.AUTHORIZED);
        play.run();
        assertThat(play.notices()).containsOnlyOnce(NoticeKind.PASSWORD_MAILED);
        assertThat(play.incident().sealedMailOf(play.incident().answers().getFirst()))
                .map(Incident.Secret::number)
                .contains(1);
        var stranger = mailed(warned(Policy.CleanUp.EITHER), true, Standing.TOKEN_ONLY);
        stranger.run();
        assertThat(stranger.notices()).doesNotContain(NoticeKind.PASSWORD_MAILED);
        var quoted = mailed(warned(Policy.CleanUp.EITHER), false, Standing.AUTHORIZED);
        quoted.run();
        assertThat(quoted.notices()).doesNotContain(NoticeKind.PASSWORD_MAILED);
    }

    @Test
    void what_lies_sealed_moves_no_clock() {
        var without = warned(Policy.CleanUp.EITHER);
        Instant due = without.outlook().deadline().orElseThrow();
        assertThat(left().outlook().deadline()).contains(due);
    }
}

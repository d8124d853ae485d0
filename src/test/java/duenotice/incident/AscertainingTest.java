package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.Evidence;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes the gate before any clock, and what only comes close (R40). */
class AscertainingTest {
    @ParameterizedTest
    @CsvSource({
        "true, true, 0, false, trusted",
        "true, false, 2, false, independently by 2",
        "true, false, 0, true, own detection",
        "true, false, 1, false, ",
        "true, false, 0, false, ",
        "false, true, 5, true, "
    })
    void one_good_ground_is_enough_where_it_was_the_customer_s(
            boolean owned, boolean trusted, int domains, boolean telemetry, @Nullable String basis) {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.evidence = new Evidence(owned, trusted, domains, telemetry);
        var found = Ascertaining.basis(play.incident(), play.world.circumstances());
        assertThat(found.isPresent()).isEqualTo(basis != null);
        assertThat(found.orElse("")).contains(basis == null ? "" : basis);
    }

    @ParameterizedTest
    @CsvSource({"YES, true", "NO, false", "UNKNOWN, false"})
    void a_look_that_found_it_is_a_ground(Persistence found, boolean ground) {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.evidence = Evidence.NONE;
        play.write(Play.AGENT, new IncidentEvent.StaffFound(found, "looked"));
        assertThat(Ascertaining.basis(play.incident(), play.world.circumstances())
                        .isPresent())
                .isEqualTo(ground);
        assertThat(play.until("1:00").incident().isWarned()).isEqualTo(ground);
    }

    @Test
    void what_staff_opened_is_ascertained_whatever_was_reported() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.evidence = new Evidence(false, false, 0, false);
        var opened = new IncidentEvent.Opened(
                new ServerId("srv-1"),
                new CustomerId("customer-1"),
                Category.EMAIL_COMPROMISE,
                Play.SPAM,
                "network-off",
                "version-1",
                Optional.empty(),
                true,
                "by hand");
        var incident = Incident.of(new IncidentId(8), List.of(new Entry(1, at("0:00"), Play.AGENT, opened)));
        assertThat(Ascertaining.basis(incident, play.world.circumstances())).contains("verified by staff");
    }
}

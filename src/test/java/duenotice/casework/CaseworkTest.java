package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentEvent.Callee;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.Persistence;
import duenotice.incident.State;
import duenotice.incident.Statement;
import duenotice.incident.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseworkTest {
    private final DeskUnderTest desk = new DeskUnderTest();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void a_silent_customer_is_warned_called_cut_off_and_restored_once_the_fix_holds() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ZERO);
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WARNED);

        desk.until(Duration.ofMinutes(119));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WARNED);
        desk.until(Duration.ofHours(2));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLING);

        desk.until(Duration.ofMinutes(130));
        desk.staff(
                id,
                new Act.RecordCall(
                        "+4930901820", CallOutcome.VOICEMAIL, desk.clock.instant(), desk.clock.instant(), ""));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLED);

        desk.until(Duration.ofHours(3));
        desk.foundGoingOn(id);
        desk.until(Duration.ofMinutes(249));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLED);
        desk.until(Duration.ofMinutes(250));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CUT);

        desk.casework.perform(
                id,
                new Act.Answer(
                        "ada@kite.example",
                        AnswerKind.CORRECTIVE,
                        Standing.AUTHORIZED,
                        desk.clock.instant(),
                        "see below",
                        Optional.of(new Statement("a stolen password", "changed it", "second factor for all"))),
                duenotice.incident.Actor.customer("ada@kite.example"));
        desk.staff(id, new Act.AcceptStatement("says what and how"));
        desk.until(Duration.ofMinutes(251));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WATCHING);

        desk.until(Duration.ofHours(30));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CLOSED);
        assertThat(desk.ran)
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("Warn", "Inform", "Cut", "Inform", "Restore", "Inform", "Inform");
        assertThat(new TimelineProof(desk.database.transactions()).verify().wrong())
                .isEmpty();
    }

    @Test
    void a_cut_without_fresh_evidence_is_proposed_and_goes_once_approved() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(2));
        desk.staff(
                id,
                new Act.RecordCall("+4930901820", CallOutcome.BUSY, desk.clock.instant(), desk.clock.instant(), ""));
        desk.until(Duration.ofHours(5));
        var proposed = desk.snapshot(id).incident().measures().getFirst();
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).contains(Block.FRESH_EVIDENCE);
        desk.casework.perform(
                proposed.id(),
                new Act.ApproveMeasure(proposed.id(), "logs seen"),
                duenotice.incident.Actor.staff("eng"));
        desk.until(Duration.ofHours(5));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CUT);
        assertThat(desk.ran).filteredOn(Step.Cut.class::isInstance).hasSize(1);
    }

    @Test
    void a_database_that_was_away_for_long_keeps_cuts_waiting_for_an_hour() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(2));
        desk.staff(
                id,
                new Act.RecordCall("+4930901820", CallOutcome.BUSY, desk.clock.instant(), desk.clock.instant(), ""));
        desk.until(Duration.ofHours(3));
        desk.foundGoingOn(id);
        desk.until(Duration.ofMinutes(230));
        desk.casework.wasAwaySince(desk.clock.instant().minus(Duration.ofMinutes(10)));

        desk.until(Duration.ofMinutes(289));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLED);
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).contains(Block.OUTAGE);
        desk.until(Duration.ofMinutes(290));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CUT);
    }

    @Test
    void an_incident_that_cannot_be_read_keeps_no_other_from_its_call() {
        var broken = desk.spamOnServerOne();
        var other = desk.spamOnServerTwo();
        desk.until(Duration.ZERO);
        var jdbc = desk.database.jdbc();
        jdbc.sql("alter table timeline_entry disable trigger all").update();
        jdbc.sql("update timeline_entry set kind = 'NoSuchEvent' where incident = :id and seq = 1")
                .param("id", broken.number())
                .update();

        desk.until(Duration.ofHours(2));

        assertThat(desk.snapshot(other).outlook().state()).isEqualTo(State.CALLING);
    }

    @Test
    void tampering_with_a_timeline_shows() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(3));
        var jdbc = desk.database.jdbc();
        for (var table : List.of("timeline_entry", "checkpoint", "checkpoint_head")) {
            jdbc.sql("alter table " + table + " disable trigger all").update();
        }
        var proof = new TimelineProof(desk.database.transactions());
        for (var harm : List.of(
                "update timeline_entry set body = replace(body, 'staff', 'nobody') where seq = 1",
                "delete from timeline_entry where seq = 2",
                "delete from timeline_entry where seq = (select max(seq) from timeline_entry)",
                "update timeline_entry set seq = 100 + seq where seq in (2, 3)",
                "delete from timeline_entry",
                "update personal_value set value = 'somebody else' where value like '%@%'",
                "update checkpoint set at = at + interval '1 second' where seq = 1",
                "delete from checkpoint_head; delete from checkpoint where seq = 1",
                "update checkpoint_head set entries = entries - 1",
                "delete from incident")) {
            assertThat(foundAfter(harm)).as(harm).isNotEmpty();
        }
        assertThat(proof.verify().wrong()).isEmpty();
        assertThat(id).isNotNull();
    }

    @Test
    void what_tells_of_people_can_be_erased_and_the_chain_stays_whole() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(2));
        desk.staff(
                id,
                new Act.RecordCall("+4930901820", CallOutcome.BUSY, desk.clock.instant(), desk.clock.instant(), ""));
        var jdbc = desk.database.jdbc();
        assertThat(desk.snapshot(id).incident().round().orElseThrow().numbers())
                .extracting(Callee::number)
                .containsExactly("+4930901820");
        assertThat(jdbc.sql("select body || actor from timeline_entry")
                        .query(String.class)
                        .list())
                .hasSizeGreaterThan(4)
                .noneMatch(entry -> entry.contains("@") || entry.contains("+4930901820") || entry.contains("Ada"));

        jdbc.sql("delete from personal_value").update();
        jdbc.sql("delete from personal_text").update();

        assertThat(new TimelineProof(desk.database.transactions()).verify().wrong())
                .isEmpty();
        assertThat(desk.snapshot(id).incident().round().orElseThrow().numbers())
                .extracting(Callee::number)
                .allMatch(number -> number.startsWith("(erased "));
    }

    /** Does the harm in a transaction that is rolled back. */
    private List<String> foundAfter(String harm) {
        var found = new java.util.ArrayList<String>();
        var undone = new IllegalStateException("undo");
        try {
            desk.database.transactions().run(() -> {
                desk.database.jdbc().sql(harm).update();
                found.addAll(
                        new TimelineProof(desk.database.transactions()).verify().wrong());
                throw undone;
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).isSameAs(undone);
        }
        return found;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "read 24 hours and a minute ago, true,  PT24H1M, PT100H,  true",
        "read 24 hours ago,              true,  PT24H,   PT100H,  false",
        "never read for 24 h and 1 min,  true,  ,        PT24H1M, true",
        "never read and new,             true,  ,        PT24H,   false",
        "no longer in the settings,      false, PT99H,   PT100H,  false"
    })
    void the_inventory_is_stale_once_a_source_has_not_been_read_for_a_day(
            String what, boolean scheduled, @Nullable Duration readBefore, Duration setBefore, boolean stale) {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofMinutes(5));
        var now = desk.clock.instant();
        desk.database
                .jdbc()
                .sql("""
                        insert into inventory_source (name, kind, every, scheduled, since, next_at, last_success_at)
                        values ('fresh', 'yaml', 'PT1H', true, :now, :now, :now),
                               ('hall', 'yaml', 'PT1H', :scheduled, :since, :now, cast(:success as timestamptz))
                        """)
                .param("now", Rows.utc(now))
                .param("scheduled", scheduled)
                .param("since", Rows.utc(now.minus(setBefore)))
                .param(
                        "success",
                        readBefore == null ? null : now.minus(readBefore).toString())
                .update();
        assertThat(desk.snapshot(id).circumstances().inventoryStale()).as(what).isEqualTo(stale);
    }

    @Test
    void a_finding_of_no_ends_the_ladder_before_the_call() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(1));
        desk.staff(id, new Act.SayPersisting(Persistence.NO, "queue is empty"));
        desk.until(Duration.ofHours(2));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WATCHING);
    }
}

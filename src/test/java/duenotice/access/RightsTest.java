package duenotice.access;

import static duenotice.access.DeskRole.AGENT;
import static duenotice.access.DeskRole.AUDITOR;
import static duenotice.access.DeskRole.ENGINEER;
import static duenotice.access.DeskRole.LEAD;
import static duenotice.access.DeskRole.REPORTER;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.Entry;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Persistence;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final IncidentId INCIDENT = new IncidentId(1001);
    private static final MeasureId MEASURE = new MeasureId(INCIDENT, 1);

    private static final Map<Act, Set<DeskRole>> TABLE = Map.ofEntries(
            Map.entry(new Act.Ascertain("seen"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Close(CloseAs.RESOLVED, "done"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.RecordCall("+491", CallOutcome.BUSY, NOW, NOW, ""), Set.of(AGENT, LEAD)),
            Map.entry(new Act.EnterAnswer("a@b.example", true, AnswerKind.ACK, "yes", NOW), Set.of(AGENT, LEAD)),
            Map.entry(new Act.AcceptAnswer(1, "known"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.RereadAnswer(1, AnswerKind.ACK, "misread"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.SendMessage("customer", "hello"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Resend("warning-1", "a@b.example", "lost"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.SayPersisting(Persistence.NO, "looked"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.AcceptStatement("good"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.RefuseStatement("thin"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Verify(true, IncidentEvent.VerificationBasis.STAFF, "looked"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.LogWork("cleaned"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.RecordPayment("a@b.example", true, "80 an hour"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Assign("agent"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Note("remember"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Hold(NOW.plus(Duration.ofHours(24)), "wait"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Hold(NOW.plus(Duration.ofHours(25)), "wait"), Set.of(LEAD)),
            Map.entry(new Act.Extend(NOW.plus(Duration.ofHours(24)), "wait"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.Extend(NOW.plus(Duration.ofHours(25)), "wait"), Set.of(LEAD)),
            Map.entry(new Act.Release("go on"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.DecideDispute(true, "right"), Set.of(AGENT, LEAD)),
            Map.entry(new Act.ChangePolicy("power-off", "1", "asked"), Set.of(LEAD)),
            Map.entry(new Act.Move(new ServerId("b"), new CustomerId("c"), "power-off", "1", "wrong"), Set.of(LEAD)),
            Map.entry(new Act.Withdraw("mistake"), Set.of(LEAD)),
            Map.entry(measure(MeasureKind.NETWORK_OFF), Set.of(ENGINEER, LEAD)),
            Map.entry(measure(MeasureKind.POWER_OFF), Set.of(ENGINEER, LEAD)),
            Map.entry(measure(MeasureKind.NULL_ROUTE), Set.of(ENGINEER, LEAD)),
            Map.entry(measure(MeasureKind.REPAIR), Set.of(ENGINEER, LEAD)),
            Map.entry(new Act.ApproveMeasure(MEASURE, "yes"), Set.of(ENGINEER, LEAD)),
            Map.entry(new Act.RejectMeasure(MEASURE, "no"), Set.of(ENGINEER, LEAD)),
            Map.entry(new Act.ConfirmMeasure(MEASURE, false, ""), Set.of(ENGINEER, LEAD)),
            Map.entry(new Act.LiftMeasure(MEASURE, "over"), Set.of(ENGINEER, LEAD)),
            Map.entry(new Act.ReleaseWarning("go"), Set.of(LEAD)),
            Map.entry(new Act.DiscardWarning("junk"), Set.of(LEAD)));

    private static Act measure(MeasureKind kind) {
        return new Act.AskMeasure(kind, "srv-a", true, "needed", Optional.empty(), false);
    }

    @Test
    void each_act_is_for_the_roles_of_the_table_and_for_nobody_else() {
        TABLE.forEach((act, allowed) -> {
            for (var role : DeskRole.values()) {
                assertThat(Rights.refusal(new Person("anna", role), act, incident(), NOW)
                                .isEmpty())
                        .as(role + " " + act)
                        .isEqualTo(allowed.contains(role));
            }
        });
    }

    @Test
    void an_agent_asks_for_a_repair_on_his_own_incident_only() {
        var assigned = incident(new IncidentEvent.Assigned("anna"));
        var anna = new Person("anna", AGENT);

        assertThat(Rights.refusal(anna, measure(MeasureKind.REPAIR), assigned, NOW))
                .isEmpty();
        assertThat(Rights.refusal(anna, measure(MeasureKind.NETWORK_OFF), assigned, NOW))
                .isPresent();
        assertThat(Rights.refusal(new Person("bert", AGENT), measure(MeasureKind.REPAIR), assigned, NOW))
                .contains("agents ask for a repair only on an incident that is assigned to them");
    }

    @Test
    void tasks_beside_incidents_are_for_the_roles_of_the_table() {
        var table = Map.of(
                Task.SEE, Set.of(AGENT, LEAD, ENGINEER, AUDITOR),
                Task.SEE_SEALED, Set.of(LEAD),
                Task.REPORT, Set.of(REPORTER, LEAD),
                Task.OPEN, Set.of(AGENT, LEAD),
                Task.ALARM, Set.of(AGENT, LEAD, ENGINEER),
                Task.OUTAGE, Set.of(LEAD, ENGINEER),
                Task.STOP_AUTOMATION, Set.of(LEAD, ENGINEER),
                Task.START_AUTOMATION, Set.of(LEAD, ENGINEER),
                Task.START_AFTER_JUMP, Set.of(LEAD),
                Task.ACCESS, Set.of(LEAD));

        table.forEach((task, allowed) -> {
            for (var role : DeskRole.values()) {
                assertThat(Rights.may(role, task)).as(role + " " + task).isEqualTo(allowed.contains(role));
            }
        });
    }

    @Test
    void a_refusal_says_who_may() {
        assertThat(Rights.refusal(new Person("anna", AUDITOR), Task.INVENTORY))
                .contains("auditors may not change the inventory; leads may");
    }

    @Test
    void child_abuse_material_is_for_leads() {
        var types = List.of(Type.of("messaging/spam"), Type.of("content/csam"));

        assertThat(Rights.maySeeMaterial(LEAD, types)).isTrue();
        assertThat(Rights.maySeeMaterial(AGENT, types)).isFalse();
        assertThat(Rights.maySeeMaterial(AGENT, types.subList(0, 1))).isTrue();
        assertThat(Rights.maySeeMaterial(REPORTER, types.subList(0, 1))).isFalse();
    }

    private static Incident incident(IncidentEvent... more) {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry(
                1,
                NOW,
                Actor.AUTOMATION,
                new IncidentEvent.Opened(
                        new ServerId("srv-a"),
                        new CustomerId("mandor-web"),
                        Category.EMAIL_COMPROMISE,
                        Type.of("messaging/spam"),
                        "network-off",
                        "1",
                        Optional.empty(),
                        false,
                        "reported")));
        for (var event : more) {
            entries.add(new Entry(entries.size() + 1, NOW, Actor.staff("lead"), event));
        }
        return Incident.of(INCIDENT, entries);
    }
}

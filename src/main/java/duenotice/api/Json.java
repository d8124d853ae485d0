package duenotice.api;

import duenotice.casework.Alarms.Alarm;
import duenotice.casework.Evidence;
import duenotice.casework.Feeds;
import duenotice.casework.IncidentView;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.StatementPart;
import duenotice.inventory.Anomalies;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How things are written in JSON: names and meanings of contracts part 5, times in RFC 3339 and UTC. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Json() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode id(Object id) {
        return object().put("id", id.toString());
    }

    static @org.jspecify.annotations.Nullable String time(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** @param whole with the timeline */
    static ObjectNode incident(IncidentView view, boolean whole) {
        var incident = view.incident();
        var outlook = view.outlook();
        var json = id(incident.id())
                .put("state", outlook.state().word())
                .put("category", incident.category().word());
        var types = json.putArray("types");
        incident.types().forEach(type -> types.add(type.toString()));
        json.put("server", incident.server().text())
                .put("customer", incident.customer().text())
                .put("policy", incident.policy())
                .put("persisting", outlook.persisting().value().word())
                .put("persistingBasis", outlook.persisting().basis())
                .put("openedAt", incident.openedAt().toString())
                .put("ascertainedAt", time(incident.ascertainedAt()))
                .put("closedAt", time(incident.closedAt()))
                .put("closedAs", incident.closedAs().map(CloseAs::word).orElse(null))
                .put("assignedTo", incident.assignedTo().orElse(null))
                .put("task", incident.openTask().orElse(null))
                .put("reports", view.reports())
                .put("reporters", view.reporters())
                .put("severity", view.severity().word());
        outlook.next()
                .ifPresentOrElse(
                        next -> json.putObject("next")
                                .put("step", next.step().word())
                                .put("dueAt", next.dueAt().toString())
                                .put(
                                        "blockedBy",
                                        next.block().map(Object::toString).orElse(null)),
                        () -> json.putNull("next"));
        json.put("deadline", time(outlook.deadline()));
        call(json.putObject("call"), view.call());
        var measures = json.putArray("measures");
        view.measures().forEach(shown -> measures.add(measure(shown)));
        statement(json.putObject("statement"), view);
        var answers = json.putArray("answers");
        view.answers()
                .forEach(answer -> answers.addObject()
                        .put("id", answer.number())
                        .put("at", answer.receivedAt().toString())
                        .put("from", answer.from())
                        .put("kind", answer.kind().word())
                        .put("why", answer.why())
                        .put("verified", answer.counts()));
        json.put("paymentAgreed", incident.paymentAgreed()).put("billableMinutes", incident.billableMinutes());
        var linked = json.putArray("linked");
        incident.linked().forEach(other -> linked.add(other.toString()));
        if (whole) {
            mails(json.putArray("mails"), view);
            var timeline = json.putArray("timeline");
            view.timeline()
                    .forEach(line -> timeline.addObject()
                            .put("at", line.at().toString())
                            .put("kind", line.kind())
                            .put("actor", line.actor())
                            .put("text", line.text()));
        }
        return json;
    }

    private static void mails(ArrayNode mails, IncidentView view) {
        view.mails()
                .forEach(mail -> mails.addObject()
                        .put("mail", mail.mail())
                        .put("kind", mail.what())
                        .put("to", mail.address())
                        .put("state", mail.state().word())
                        .put("sentAt", mail.sentAt().toString())
                        .put("at", mail.at().toString())
                        .put("arrivedAt", time(mail.arrivedAt()))
                        .put("detail", mail.detail()));
    }

    private static void call(ObjectNode json, IncidentView.Call call) {
        json.put("round", call.round()).put("complete", call.complete());
        var numbers = json.putArray("numbers");
        call.numbers()
                .forEach(number -> numbers.addObject()
                        .put("number", number.number())
                        .put("contact", number.contact())
                        .put("outcome", number.outcome().map(CallOutcome::word).orElse(null)));
    }

    static ObjectNode measure(IncidentView.ShownMeasure shown) {
        var measure = shown.measure();
        return id(measure.id())
                .put("kind", measure.kind().word())
                .put("target", measure.target())
                .put("state", shown.state().word())
                .put("requestedAt", time(shown.requestedAt()))
                .put("confirmedAt", time(measure.confirmedAt()))
                .put("expiresAt", time(measure.expiresAt()))
                .put("liftedAt", time(measure.liftedAt()))
                .put("proposedBy", measure.proposedBy().name())
                .put("reason", measure.reason())
                .put("blockedBy", measure.block().map(Object::toString).orElse(null));
    }

    private static void statement(ObjectNode json, IncidentView view) {
        var statement = view.incident().statement();
        json.put("state", statement.progress().word());
        var missing = json.putArray("missing");
        if (statement.progress() == Progress.REFUSED) {
            statement.missing().stream().map(StatementPart::word).forEach(missing::add);
        }
    }

    /** How it stands with a list of others. */
    static ObjectNode feed(Feeds.Feed feed) {
        return JSON.createObjectNode()
                .put("name", feed.name())
                .put("kind", feed.kind())
                .put("listed", feed.listed())
                .put("failures", feed.failures())
                .put("doubtful", feed.doubtful())
                .put("lastSuccessAt", feed.lastSuccessAt().map(Object::toString).orElse(null))
                .put("lastErrorAt", feed.lastErrorAt().map(Object::toString).orElse(null))
                .put("lastError", feed.lastError().orElse(null))
                .put("nextAt", feed.nextAt().toString());
    }

    static ObjectNode alarm(Alarm alarm) {
        return object().put("id", Long.toString(alarm.id()))
                .put("at", alarm.at().toString())
                .put("kind", alarm.kind().word())
                .put("incident", alarm.incident().map(Object::toString).orElse(null))
                .put("text", alarm.text())
                .put("acknowledgedBy", alarm.acknowledgedBy().orElse(null));
    }

    static ObjectNode anomaly(Anomalies.Anomaly anomaly) {
        return id(anomaly.id())
                .put("kind", anomaly.kind().word())
                .put("value", anomaly.value())
                .put("contact", anomaly.contact())
                .put("detail", anomaly.detail())
                .put(
                        "incident",
                        anomaly.incident().isPresent()
                                ? Long.toString(anomaly.incident().getAsLong())
                                : null)
                .put("openedAt", anomaly.openedAt().toString());
    }

    static ObjectNode evidence(Evidence evidence) {
        return object().put("report", evidence.message().toString())
                .put("type", evidence.type().toString())
                .put("ip", evidence.address().orElse(null))
                .put("url", evidence.url().orElse(null))
                .put("observedAt", time(evidence.observedAt()))
                .put("zoneKnown", evidence.zoneKnown())
                .put("receivedAt", evidence.receivedAt().toString())
                .put("weight", evidence.weight())
                .put("reporter", evidence.reporter())
                .put("sourceType", evidence.sourceType())
                .put("excerpt", evidence.excerpt())
                .put("duplicate", evidence.duplicate());
    }
}

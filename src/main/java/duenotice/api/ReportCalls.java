package duenotice.api;

import duenotice.access.DeskRole;
import duenotice.access.Elsewhere;
import duenotice.access.Person;
import duenotice.access.ReportSight;
import duenotice.access.Task;
import duenotice.casework.ByHand;
import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.Inbox.Submitted;
import duenotice.casework.MessageId;
import duenotice.report.Category;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reports handed in by programs, and the human queue of what could not be placed. */
@RestController
@RequestMapping("/api/v1")
final class ReportCalls {
    /** Bytes of a report, attachments included. */
    static final int LONGEST_REPORT = 25 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_KEY = 200;

    private final Casework casework;
    private final ByHand byHand;
    private final Elsewhere elsewhere;

    ReportCalls(Casework casework, ByHand byHand, Elsewhere elsewhere) {
        this.casework = casework;
        this.byHand = byHand;
        this.elsewhere = elsewhere;
    }

    private Inbox inbox() {
        return casework.inbox();
    }

    // ---- reports

    /** 202 once it is on disk; it is read afterwards. */
    @PostMapping("/reports")
    ResponseEntity<JsonNode> submit(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.REPORT);
        var type = reportType(request);
        var key = idempotencyKey(request);
        var body = Body.bytes(request, LONGEST_REPORT);
        if (body.length == 0) {
            throw CallRefused.unreadable("the body is empty: send a XARF v4 report, a mail or a text");
        }
        if (type.equals("application/json")) {
            requireXarf(body);
        }
        return switch (inbox().submit(person.name(), key, type, body)) {
            case Submitted.Stored stored -> {
                casework.arrived();
                yield ResponseEntity.status(HttpStatus.ACCEPTED).body(Json.id(stored.id()));
            }
            case Submitted.KeyTaken taken ->
                throw CallRefused.conflict(
                        "this Idempotency-Key was used for report " + taken.earlier() + " with another body");
        };
    }

    private static String reportType(HttpServletRequest request) {
        var type = request.getContentType() == null ? "" : Body.mediaType(request.getContentType());
        if (type.equals("message/rfc822") || type.equals("text/plain")) {
            return type;
        }
        if (type.equals("application/json") || type.endsWith("+json")) {
            return "application/json";
        }
        throw CallRefused.otherMediaType(
                "send a XARF v4 report as application/json, a mail as message/rfc822, or a detector's words as text/plain");
    }

    private static Optional<String> idempotencyKey(HttpServletRequest request) {
        var key = Optional.ofNullable(request.getHeader("Idempotency-Key"));
        if (key.filter(text -> text.isBlank() || text.length() > LONGEST_KEY || text.indexOf('\0') >= 0)
                .isPresent()) {
            throw CallRefused.unreadable("Idempotency-Key must have 1 to " + LONGEST_KEY + " characters");
        }
        return key;
    }

    /** Only what nobody could ever read is refused here; a report that is merely odd is kept and read by people. */
    private static void requireXarf(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode) {
                return;
            }
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw CallRefused.unreadable(
                    "the body is no JSON" + (place == null ? "" : ", see line " + place.getLineNr()));
        }
        throw CallRefused.unreadable("a XARF report is one JSON object");
    }

    @GetMapping("/reports/{id}")
    JsonNode report(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        var item = item(id);
        if (person.role() == DeskRole.REPORTER) {
            if (!item.submittedBy().equals(Optional.of(person.name()))) {
                throw CallRefused.forbidden("reporters may see their own reports only");
            }
        } else {
            Gate.require(person, Task.SEE);
        }
        var sight = ReportSight.of(person, item);
        if (sight.isSealed() && person.role() != DeskRole.REPORTER) {
            throw CallRefused.forbidden("child-abuse material is shown to leads only");
        }
        var read = sight.read();
        var json = Json.id(item.id()).put("state", item.state().word());
        json.set("kind", read.path("kind").isString() ? read.get("kind") : JSON.nullNode());
        json.put("format", read.path("format").asString(""));
        json.set("sourceType", read.path("sourceType").isString() ? read.get("sourceType") : JSON.nullNode());
        json.put("receivedAt", item.receivedAt().toString());
        if (person.role() != DeskRole.REPORTER) {
            json.set("trust", read.path("trust").isString() ? read.get("trust") : JSON.nullNode());
            json.set("reporter", reporter(item.id()));
        }
        json.set("findings", findings(sight));
        var incidents = json.putArray("incidents");
        inbox().incidentsOf(item.id()).forEach(incident -> incidents.add(Long.toString(incident)));
        return json.put("reason", sight.reason().orElse(null))
                .put(
                        "whereToGo",
                        elsewhere.of(item).map(Elsewhere.Way::sentence).orElse(null));
    }

    /** Whoever sent it, with his record (R55); null before it was read. */
    private JsonNode reporter(MessageId report) {
        return casework.reporters()
                .of(report)
                .<JsonNode>map(one -> Json.object()
                        .put("identity", one.identity())
                        .put("score", one.score())
                        .put("reports", one.reports())
                        .put("confirmed", one.confirmed())
                        .put("falseReports", one.falseReports())
                        .put("firstSeen", one.firstSeen().toString())
                        .put("lastSeen", one.lastSeen().toString()))
                .orElse(JSON.nullNode());
    }

    /** Of child-abuse material its reporter sees that it was understood, and not once more where it lies (R59). */
    private static JsonNode findings(ReportSight sight) {
        var findings = JSON.createArrayNode();
        sight.read().path("findings").forEach(finding -> {
            if (sight.isSealed()) {
                var bare = findings.addObject();
                List.of("category", "type", "observedAt")
                        .forEach(field -> bare.set(field, finding.path(field).isString() ? finding.get(field) : null));
            } else {
                findings.add(finding);
            }
        });
        return findings;
    }

    private Inbox.Item item(String id) {
        return MessageId.parse(id)
                .flatMap(inbox()::item)
                .orElseThrow(() -> CallRefused.unknown("there is no report " + id));
    }

    // ---- the human queue

    @GetMapping("/queue")
    JsonNode queue(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var items = JSON.createArrayNode();
        inbox().queue().forEach(item -> {
            var sight = ReportSight.of(person, item);
            var line = items.addObject()
                    .put("report", item.id().toString())
                    .put("reason", sight.reason().orElse(""))
                    .put("receivedAt", item.receivedAt().toString());
            if (!sight.isSealed()) {
                line.put("sender", item.submittedBy().orElse(item.sender()));
                line.set("findings", findings(sight));
            }
        });
        return items;
    }

    /** Answers 202: the report is read again, with what staff say about it. */
    @PostMapping("/queue/{report}/assign")
    ResponseEntity<JsonNode> assign(
            @AuthenticationPrincipal Person person, @PathVariable("report") String report, HttpServletRequest request) {
        Gate.require(person, Task.OPEN);
        var item = item(report);
        var body = Body.of(request);
        var assigned = byHand.assign(
                item.id(),
                body.text("server"),
                body.word("category", Category::ofWord, Category.values()),
                IncidentCalls.type(body),
                body.optionalInstant("observedAt"),
                body.text("reason"),
                person.actor());
        if (!assigned) {
            throw notQueued(report);
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(Json.id(item.id()));
    }

    @PostMapping("/queue/{report}/close")
    JsonNode close(
            @AuthenticationPrincipal Person person, @PathVariable("report") String report, HttpServletRequest request) {
        Gate.require(person, Task.OPEN);
        var item = item(report);
        if (!casework.closeFromQueue(item.id(), Body.of(request).text("reason"), person.name())) {
            throw notQueued(report);
        }
        return Json.id(item.id()).put("state", item(report).state().word());
    }

    private static CallRefused notQueued(String report) {
        return CallRefused.conflict("report " + report + " does not wait in the queue");
    }
}

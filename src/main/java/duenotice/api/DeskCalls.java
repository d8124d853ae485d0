package duenotice.api;

import duenotice.access.DeskRole;
import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.AutomationSwitch;
import duenotice.casework.Casework;
import duenotice.casework.Outages;
import duenotice.incident.Act;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What concerns the whole desk: alarms, outages, held warnings, the kill switch, policies. */
@RestController
@RequestMapping("/api/v1")
final class DeskCalls {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Casework casework;
    private final Inventory inventory;
    private final PolicyBook policies;
    private final Gate gate;

    DeskCalls(Casework casework, Inventory inventory, PolicyBook policies) {
        this.casework = casework;
        this.inventory = inventory;
        this.policies = policies;
        this.gate = new Gate(casework);
    }

    // ---- alarms

    @GetMapping("/alarms")
    JsonNode alarms(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var alarms = JSON.createArrayNode();
        casework.alarms().all().forEach(alarm -> alarms.add(Json.alarm(alarm)));
        return alarms;
    }

    @PostMapping("/alarms/{id}/acknowledge")
    JsonNode acknowledge(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        Gate.require(person, Task.ALARM);
        if (!id.matches("[1-9][0-9]{0,17}")
                || !casework.alarms().acknowledge(Long.parseLong(id), person.name(), casework.now())) {
            throw CallRefused.unknown("there is no alarm " + id);
        }
        return casework.alarms().all().stream()
                .filter(alarm -> alarm.id() == Long.parseLong(id))
                .findFirst()
                .map(Json::alarm)
                .orElseGet(() -> Json.id(id).put("acknowledgedBy", person.name()));
    }

    // ---- contacts

    @GetMapping("/anomalies")
    JsonNode anomalies(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var anomalies = JSON.createArrayNode();
        inventory.anomalies().open().forEach(anomaly -> anomalies.add(Json.anomaly(anomaly)));
        return anomalies;
    }

    // ---- feeds

    @GetMapping("/feeds")
    JsonNode feeds(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var feeds = JSON.createArrayNode();
        casework.feeds().all().forEach(feed -> feeds.add(Json.feed(feed)));
        return feeds;
    }

    // ---- outages

    @GetMapping("/outages")
    JsonNode outages(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var outages = JSON.createArrayNode();
        casework.outages().all().forEach(outage -> outages.add(outage(outage)));
        return outages;
    }

    private static JsonNode outage(Outages.Entered outage) {
        return Json.id(outage.id())
                .put("part", Outages.word(outage.part()))
                .put("from", outage.from().toString())
                .put("until", Json.time(outage.until()))
                .put("reason", outage.reason())
                .put("enteredBy", outage.enteredBy());
    }

    /** 201 with a new one; 200 with the one that lasts, which this ends. */
    @PostMapping("/outages")
    ResponseEntity<JsonNode> enterOutage(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.OUTAGE);
        var body = Body.of(request);
        var result = casework.enterOutage(
                body.word(
                        "part",
                        Outages::ofWord,
                        Arrays.stream(OutagePart.values()).map(Outages::word).toArray()),
                body.instant("from"),
                body.optionalInstant("until"),
                body.text("reason"),
                person.name());
        return ResponseEntity.status(result.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(outage(result.outage()));
    }

    // ---- warnings held back by a flood

    @PostMapping("/warnings/release")
    ResponseEntity<JsonNode> releaseWarnings(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        return warnings(person, request, "released", Act.ReleaseWarning::new);
    }

    @PostMapping("/warnings/discard")
    ResponseEntity<JsonNode> discardWarnings(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        return warnings(person, request, "discarded", Act.DiscardWarning::new);
    }

    private ResponseEntity<JsonNode> warnings(
            Person person, HttpServletRequest request, String done, Function<String, Act> making) {
        Gate.require(person, Task.RELEASE_WARNINGS);
        var body = Body.of(request);
        var act = making.apply(body.text("reason"));
        return Many.each(body.ids("incidents"), done, id -> gate.perform(person, Gate.incident(id), ignored -> act));
    }

    // ---- the kill switch

    @GetMapping("/automation")
    JsonNode automation(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        return automation();
    }

    private JsonNode automation() {
        AutomationSwitch.State state = casework.automation().state();
        var json = Json.object()
                .put("stopped", state.stopped())
                .put("reason", state.reason())
                .put("changedBy", state.changedBy())
                .put("changedAt", Json.time(state.changedAt()));
        state.jump()
                .ifPresentOrElse(
                        jump -> json.putObject("clockJump")
                                .put("trusted", jump.trusted().toString())
                                .put("open", jump.open()),
                        () -> json.putNull("clockJump"));
        return json;
    }

    @PostMapping("/automation/stop")
    JsonNode stop(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.STOP_AUTOMATION);
        casework.stopAutomation(Body.of(request).text("reason"), person.name());
        return automation();
    }

    @PostMapping("/automation/start")
    JsonNode start(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.START_AUTOMATION);
        var jumped = casework.automation().state().jump().isPresent();
        if (jumped) {
            Gate.require(person, Task.START_AFTER_JUMP);
        }
        casework.startAutomation(Body.of(request).text("reason"), person.name(), person.role() == DeskRole.LEAD);
        return automation();
    }

    // ---- policies

    @GetMapping("/policies")
    JsonNode policies(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        var json = JSON.createArrayNode();
        policies.policies().forEach(policy -> {
            var line = json.addObject().put("policy", policy.name()).put("version", policy.version());
            var types = line.putArray("types");
            policy.types().forEach(pattern -> types.add(pattern.toString()));
            line.put("watch", policy.watch().toString())
                    .put("quiet", policy.quiet().toString());
        });
        return json;
    }
}

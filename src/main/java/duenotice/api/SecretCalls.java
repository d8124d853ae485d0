package duenotice.api;

import duenotice.access.AnswerMails;
import duenotice.access.Drop;
import duenotice.access.InertDownload;
import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Secrets;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.incident.Answer;
import duenotice.incident.Incident.Secret;
import duenotice.incident.SecretKind;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What customers left sealed, and the mails in which they answered; every look at something sealed is on the timeline. */
@RestController
@RequestMapping("/api/v1")
final class SecretCalls {
    private final Drop drop;
    private final AnswerMails mails;
    private final Secrets secrets;
    private final Gate gate;

    SecretCalls(Casework casework, Drop drop, Secrets secrets) {
        this.drop = drop;
        this.mails = new AnswerMails(casework, drop);
        this.secrets = secrets;
        this.gate = new Gate(casework);
    }

    /** The one-time drop, for the agent to whom the incident is assigned. */
    @GetMapping("/incidents/{id}/credentials")
    ResponseEntity<JsonNode> credentials(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        var snapshot = gate.snapshot(Gate.incident(id));
        var incident = snapshot.incident();
        Rights.refusalOfDrop(person, incident).ifPresent(why -> {
            throw CallRefused.forbidden(why);
        });
        var left = incident.secrets().stream()
                .filter(secret -> secret.what() == SecretKind.DROP && secret.epoch() == incident.epoch())
                .toList();
        if (left.stream().noneMatch(Secret::isKept)) {
            throw CallRefused.unknown(left.isEmpty() ? "the customer left nothing" : "what the customer left is wiped");
        }
        var json = Json.object();
        var items = json.putArray("items");
        // One that does not open any more keeps nobody from the others.
        for (var secret : left.stream().filter(Secret::isKept).toList()) {
            var item = items.addObject()
                    .put("id", secret.number())
                    .put("at", secret.keptAt().toString())
                    .put("from", secret.from())
                    .put("until", secret.until().toString());
            switch (drop.look(person, snapshot, secret.number())) {
                case Drop.Look.Shown(byte[] bytes) -> item.put("secret", new String(bytes, StandardCharsets.UTF_8));
                case Drop.Look.Refused refused -> item.putNull("secret").put("why", refused.sentence());
            }
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(json);
    }

    private static byte[] shown(Drop.Look look) {
        return switch (look) {
            case Drop.Look.Shown shown -> shown.bytes();
            case Drop.Look.Refused refused -> throw CallRefused.of(refused.reason(), refused.sentence());
        };
    }

    /** The mail as it came; where it is sealed, for leads. */
    @GetMapping("/incidents/{id}/answers/{answer}/original")
    ResponseEntity<byte[]> original(
            @AuthenticationPrincipal Person person,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer) {
        Gate.require(person, Task.SEE);
        return InertDownload.of("answer-%s-%s.eml".formatted(id, answer), original(person, snapshot(id), answer));
    }

    private byte[] original(Person person, Snapshot snapshot, String answer) {
        return shown(mails.original(person, snapshot, answer(snapshot, answer)));
    }

    private Snapshot snapshot(String id) {
        return gate.snapshot(Gate.incident(id));
    }

    private static Answer answer(Snapshot snapshot, String answer) {
        return snapshot.incident().answers().stream()
                .filter(one -> Integer.toString(one.number()).equals(answer))
                .findFirst()
                .orElseThrow(() ->
                        CallRefused.unknown("incident " + snapshot.incident().id() + " has no answer " + answer));
    }

    /** Of a mail that is not sealed. */
    @GetMapping("/incidents/{id}/answers/{answer}/attachments")
    JsonNode attachments(
            @AuthenticationPrincipal Person person,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer) {
        Gate.require(person, Task.SEE);
        var snapshot = snapshot(id);
        var json = Json.object();
        var items = json.putArray("items");
        mails.listed(person, snapshot, answer(snapshot, answer))
                .forEach(one -> items.addObject()
                        .put("id", one.number())
                        .put("name", one.name())
                        .put("type", one.contentType())
                        .put("size", one.bytes().length));
        return json;
    }

    @GetMapping("/incidents/{id}/answers/{answer}/attachments/{number}")
    ResponseEntity<byte[]> attachment(
            @AuthenticationPrincipal Person person,
            @PathVariable("id") String id,
            @PathVariable("answer") String answer,
            @PathVariable("number") String number) {
        Gate.require(person, Task.SEE);
        return AnswerMails.attachments(original(person, snapshot(id), answer)).stream()
                .filter(one -> Integer.toString(one.number()).equals(number))
                .findFirst()
                .map(one -> InertDownload.of(one.name(), one.bytes()))
                .orElseThrow(() -> CallRefused.unknown("there is no attachment " + number));
    }

    /** Seals everything anew with a fresh key. */
    @PostMapping("/sealing/rotate")
    JsonNode rotate(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.ACCESS);
        var rotated = secrets.rotate();
        return Json.object()
                .put("resealed", rotated.resealed())
                .put("shut", rotated.shut())
                .put("keys", secrets.place());
    }
}

package duenotice.api;

import duenotice.access.ApiKeys;
import duenotice.access.DeskRole;
import duenotice.access.Person;
import duenotice.access.StaffAccounts;
import duenotice.access.Task;
import duenotice.casework.Casework;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Who may come in: accounts and keys, for leads and for the command line of the machine's operator. */
@RestController
@RequestMapping("/api/v1")
final class AccessCalls {
    private final Casework casework;
    private final StaffAccounts staff;
    private final ApiKeys keys;

    AccessCalls(Casework casework, StaffAccounts staff, ApiKeys keys) {
        this.casework = casework;
        this.staff = staff;
        this.keys = keys;
    }

    /** Makes an account, or gives one another role and password. */
    @PostMapping("/staff")
    ResponseEntity<JsonNode> putStaff(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.ACCESS);
        var body = Body.of(request);
        var name = body.text("name");
        var role = role(body);
        var password = body.text("password");
        StaffAccounts.refusal(name, password).ifPresent(why -> {
            throw CallRefused.invalid(why);
        });
        staff.put(name, role, password, casework.now());
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(Json.object().put("name", name).put("role", role.word()));
    }

    @PostMapping("/staff/{name}/disable")
    JsonNode disableStaff(@AuthenticationPrincipal Person person, @PathVariable("name") String name) {
        Gate.require(person, Task.ACCESS);
        if (!staff.disable(name, casework.now())) {
            throw CallRefused.unknown("there is no account of this name");
        }
        return Json.object().put("name", name);
    }

    /** The answer is the only place where the key can ever be read. */
    @PostMapping("/keys")
    ResponseEntity<JsonNode> addKey(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.ACCESS);
        var body = Body.of(request);
        var name = body.text("name");
        var role = role(body);
        ApiKeys.refusal(name).ifPresent(why -> {
            throw CallRefused.invalid(why);
        });
        var key = keys.add(name, role, casework.now())
                .orElseThrow(() -> CallRefused.conflict("a key of this name exists or existed; choose another"));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(Json.object().put("name", name).put("role", role.word()).put("key", key));
    }

    @PostMapping("/keys/{name}/end")
    JsonNode endKey(@AuthenticationPrincipal Person person, @PathVariable("name") String name) {
        Gate.require(person, Task.ACCESS);
        if (!keys.end(name, casework.now())) {
            throw CallRefused.unknown("there is no key of this name");
        }
        return Json.object().put("name", name);
    }

    private static DeskRole role(Body body) {
        return body.word("role", DeskRole::ofWord, DeskRole.values());
    }
}

package duenotice.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API's description, and the answer to calls that it does not have. */
@RestController
final class OpenApiCall {
    private final byte[] description;

    OpenApiCall() {
        try (var file = Objects.requireNonNull(OpenApiCall.class.getResourceAsStream("/api/openapi.json"))) {
            description = file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @GetMapping("/api/v1/openapi.json")
    ResponseEntity<byte[]> openapi() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(description);
    }

    @RequestMapping("/api/**")
    ResponseEntity<byte[]> other() {
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.body(HttpStatus.NOT_FOUND, "there is no such call: see /api/v1/openapi.json"));
    }
}

package duenotice.api;

import duenotice.casework.RequestRefused;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Says what went wrong as {@code application/problem+json} (RFC 9457), for the calls of this package. */
@RestControllerAdvice(basePackageClasses = Problems.class)
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    @ExceptionHandler(CallRefused.class)
    ResponseEntity<byte[]> refused(CallRefused refused) {
        return answer(refused.status(), String.valueOf(refused.getMessage()));
    }

    @ExceptionHandler(RequestRefused.class)
    ResponseEntity<byte[]> refused(RequestRefused refused) {
        return refused(CallRefused.of(refused.reason(), refused.sentence()));
    }

    @ExceptionHandler(DuplicateKeyException.class)
    ResponseEntity<byte[]> taken(DuplicateKeyException ignored) {
        return answer(
                HttpStatus.CONFLICT,
                "an incident of the same server, category and policy is open already, or was opened just now");
    }

    @ExceptionHandler({
        TransientDataAccessException.class,
        CannotGetJdbcConnectionException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<byte[]> away(Exception failure) {
        log.warn("a call could not be served: {}", failure.toString());
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "the database is away; nothing was changed, try again");
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<byte[]> other(Exception failure) {
        if (failure instanceof ErrorResponse response) {
            var detail = response.getBody().getDetail();
            return answer(
                    HttpStatus.valueOf(response.getStatusCode().value()),
                    detail == null ? "this call cannot be served so" : detail);
        }
        log.error("a call failed", failure);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "this is our fault and stands in our log");
    }

    private static ResponseEntity<byte[]> answer(HttpStatus status, String sentence) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body(status, sentence));
    }

    static byte[] body(HttpStatus status, String sentence) {
        return JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", sentence)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}

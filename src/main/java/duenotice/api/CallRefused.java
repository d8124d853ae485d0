package duenotice.api;

import duenotice.incident.Verdict;
import org.springframework.http.HttpStatus;

/** A call that is not done, with the sentence that says why; becomes {@code application/problem+json} (RFC 9457). */
final class CallRefused extends RuntimeException {
    private final HttpStatus status;

    private CallRefused(HttpStatus status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** Cannot be read at all. */
    static CallRefused unreadable(String sentence) {
        return new CallRefused(HttpStatus.BAD_REQUEST, sentence);
    }

    /** Nobody knows who asks. */
    static CallRefused unauthorized(String sentence) {
        return new CallRefused(HttpStatus.UNAUTHORIZED, sentence);
    }

    static CallRefused forbidden(String sentence) {
        return new CallRefused(HttpStatus.FORBIDDEN, sentence);
    }

    static CallRefused unknown(String sentence) {
        return new CallRefused(HttpStatus.NOT_FOUND, sentence);
    }

    static CallRefused conflict(String sentence) {
        return new CallRefused(HttpStatus.CONFLICT, sentence);
    }

    static CallRefused tooLarge(String sentence) {
        return new CallRefused(HttpStatus.CONTENT_TOO_LARGE, sentence);
    }

    static CallRefused otherMediaType(String sentence) {
        return new CallRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, sentence);
    }

    /** Can be read, but what it says is wrong or missing. */
    static CallRefused invalid(String sentence) {
        return new CallRefused(HttpStatus.UNPROCESSABLE_CONTENT, sentence);
    }

    static CallRefused of(Verdict.Reason reason, String sentence) {
        return switch (reason) {
            case CONFLICT -> conflict(sentence);
            case INVALID -> invalid(sentence);
            case FORBIDDEN -> forbidden(sentence);
        };
    }
}

package duenotice.fetch;

import java.util.Optional;

/** RFC 9110 §8.8: {@code ETag} and {@code Last-Modified} as they were sent. */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());
}

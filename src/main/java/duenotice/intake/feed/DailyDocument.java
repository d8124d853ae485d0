package duenotice.intake.feed;

import duenotice.intake.feed.FeedHttp.Answer;
import duenotice.intake.feed.Polled.Deliveries;
import duenotice.intake.feed.Polled.Delivery;
import duenotice.intake.feed.Polled.Validators;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A document that is replaced by the next one, such as figures of a day; each is taken once, whole. */
final class DailyDocument implements FeedSource {
    private final FeedHttp http;
    private final Supplier<URI> uri;

    DailyDocument(FeedHttp http, Supplier<URI> uri) {
        this.http = http;
        this.uri = uri;
    }

    @Override
    public Polled poll(Remembered before, Instant now) throws IOException, InterruptedException {
        return switch (http.get(uri.get(), Validators.NONE, now)) {
            case Answer.NotModified() -> new Polled.Unchanged();
            case Answer.Failed(var trouble) -> trouble;
            case Answer.Body(var content, var contentType, var ignored) -> {
                var key = digest(content);
                yield content.length == 0 || before.delivered().contains(key)
                        ? new Polled.Unchanged()
                        : new Deliveries(
                                List.of(new Delivery(key, contentType.isBlank() ? "text/csv" : contentType, content)),
                                Optional.empty(),
                                false);
            }
        };
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

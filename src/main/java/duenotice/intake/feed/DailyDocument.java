package duenotice.intake.feed;

import duenotice.fetch.BoundedHttp;
import duenotice.fetch.BoundedHttp.Answer;
import duenotice.fetch.Validators;
import duenotice.intake.feed.Polled.Deliveries;
import duenotice.intake.feed.Polled.Delivery;
import duenotice.intake.feed.Polled.Trouble;
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
    private final BoundedHttp http;
    private final Supplier<URI> uri;

    DailyDocument(BoundedHttp http, Supplier<URI> uri) {
        this.http = http;
        this.uri = uri;
    }

    @Override
    public Polled poll(Remembered before, Instant now) throws IOException, InterruptedException {
        return switch (http.get(uri.get(), Validators.NONE, now)) {
            case Answer.NotModified() -> new Polled.Unchanged();
            case Answer.Failed(var trouble) -> new Trouble(trouble);
            case Answer.Body body -> {
                var key = digest(body.content());
                var defect = defect(body);
                if (defect.isPresent()) {
                    yield defect.get();
                }
                yield body.content().length == 0 || before.delivered().contains(key)
                        ? new Polled.Unchanged()
                        : new Deliveries(
                                List.of(new Delivery(
                                        key,
                                        body.contentType().isBlank() ? "text/csv" : body.contentType(),
                                        body.content())),
                                Optional.empty(),
                                false);
            }
        };
    }

    /** Figures begin with the address that they are about; an excuse in words does not. */
    private static Optional<Trouble> defect(Answer.Body body) {
        var other = FeedText.otherThanBytes(body.content());
        if (other.isPresent()) {
            return other.map(Trouble::new);
        }
        var first = Lines.of(body.content()).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst();
        if (first.isPresent() && !RowsShape.namesAnAddress(first.get())) {
            return Optional.of(new Trouble("its first line names no address"));
        }
        return body.cutWithinALine().map(Trouble::new);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import duenotice.fetch.BoundedHttp;
import duenotice.fetch.BoundedHttp.Answer;
import duenotice.intake.feed.ListShape.Rows;
import duenotice.intake.feed.Polled.Listing;
import duenotice.intake.feed.Polled.Trouble;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A list that is one document over HTTP. */
final class HttpList implements FeedSource {
    private final BoundedHttp http;
    private final Supplier<URI> uri;
    private final ListShape shape;

    /** @param uri made afresh for every look, because a key in it may have changed */
    HttpList(BoundedHttp http, Supplier<URI> uri, ListShape shape) {
        this.http = http;
        this.uri = uri;
        this.shape = shape;
    }

    @Override
    public Polled poll(Remembered before, Instant now) throws IOException, InterruptedException {
        return switch (http.get(uri.get(), before.validators(), now)) {
            case Answer.NotModified() -> new Polled.Unchanged();
            case Answer.Failed(var trouble) -> new Trouble(trouble);
            case Answer.Body body -> {
                var rows = FeedText.otherThanBytes(body.content())
                        .map(Rows::defective)
                        .orElseGet(() -> shape.read(Lines.of(body.content())));
                var defect = rows.defect()
                        .map(Trouble::new)
                        .or(() -> body.cutWithinALine().map(Trouble::new));
                yield defect.isPresent()
                        ? defect.get()
                        : new Listing(
                                rows.count(),
                                rows.entries(),
                                rows.before().getBytes(ISO_8859_1),
                                rows.after().getBytes(ISO_8859_1),
                                contentType(body.contentType()),
                                body.validators());
            }
        };
    }

    /** What a server says of a list of lines is often wrong; the formats look for themselves. */
    private static String contentType(String declared) {
        return Optional.of(declared)
                .filter(text -> !text.isBlank() && text.length() <= 200)
                .orElse("text/plain");
    }

    @Override
    public boolean mayBeEmpty() {
        return shape.mayBeEmpty();
    }
}

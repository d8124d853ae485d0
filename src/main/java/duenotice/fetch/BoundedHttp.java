package duenotice.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** Asks over HTTP with every bound that a stranger's server needs: time, size, and never off to another host. */
public final class BoundedHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 3;

    /** More patience than this is nobody's to ask for. */
    private static final Duration LONGEST_RETRY = Duration.ofDays(1);

    private static final Set<String> ENCODINGS = Set.of("identity", "gzip", "x-gzip");
    private static final String PAGE = "it answers with a page for people, not with data";

    private final HttpClient client;
    private final long maxBytes;
    private final Duration timeLimit;

    /**
     * @param maxBytes of one answer, packed and unpacked
     * @param timeLimit for one answer as a whole, redirections and body included
     */
    public BoundedHttp(long maxBytes, Duration timeLimit) {
        this.maxBytes = maxBytes;
        this.timeLimit = timeLimit;
        // redirects are followed by hand, within the host: a key must not travel elsewhere
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What came of one question. */
    public sealed interface Answer {
        /**
         * @param wholeness what vouches for it that nothing is missing at the end
         * @param header the first header of that name
         */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Body(
                byte[] content,
                String contentType,
                Validators validators,
                Wholeness wholeness,
                Function<String, Optional<String>> header)
                implements Answer {
            /** Why it is not believed to be whole, of documents that are lines; empty where nothing speaks against it. */
            public Optional<Trouble> cutWithinALine() {
                return wholeness == Wholeness.UNTIL_CLOSED && content.length > 0 && content[content.length - 1] != '\n'
                        ? Optional.of(new Trouble("cut short: it ends within a line, and nothing said how long it is"))
                        : Optional.empty();
            }
        }

        record NotModified() implements Answer {}

        record Failed(Trouble trouble) implements Answer {}
    }

    /** RFC 9112 §8: an answer whose end is the connection's cannot be told from one that broke off. */
    public enum Wholeness {
        FRAMED,
        UNTIL_CLOSED
    }

    /** What cannot be had is {@link Answer.Failed} or an exception that says why in a sentence. */
    public Answer get(URI uri, Validators known, Instant now) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).GET();
        known.etag().ifPresent(etag -> request.header("If-None-Match", etag));
        known.lastModified().ifPresent(time -> request.header("If-Modified-Since", time));
        return send(request, now);
    }

    /** @param signature header and value */
    public Answer post(URI uri, byte[] json, String header, String signature, Instant now)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                        .header("Content-Type", "application/json")
                        .header(header, signature),
                now);
    }

    /**
     * A question with what it needs; {@code User-Agent} and the time limit are added.
     *
     * @param draft with its address, method and headers; the headers go along with redirections within the host
     * @param good statuses of an answer beside 200, such as 201
     */
    public Answer ask(HttpRequest.Builder draft, Set<Integer> good, Instant now)
            throws IOException, InterruptedException {
        return send(draft, good, now);
    }

    private Answer send(HttpRequest.Builder draft, Instant now) throws IOException, InterruptedException {
        return send(draft, Set.of(), now);
    }

    private Answer send(HttpRequest.Builder draft, Set<Integer> good, Instant now)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + timeLimit.toNanos();
        var request = draft.header("User-Agent", "Duenotice").timeout(timeLimit).build();
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var response = exchange(request, end);
            if (response.isEmpty()) {
                return failed("no whole answer within " + timeLimit.toSeconds() + " s");
            }
            var answer = response.get();
            var status = answer.statusCode();
            if (status / 100 == 3 && status != 304) {
                var next = redirected(request.uri(), answer);
                if (next.isEmpty()) {
                    return failed("it sends us elsewhere (HTTP %d), which is not followed".formatted(status));
                }
                request = HttpRequest.newBuilder(request, (name, value) -> true)
                        .uri(next.get())
                        .build();
                continue;
            }
            return answer(answer, good, now);
        }
        return failed("more than %d redirections".formatted(MOST_REDIRECTS));
    }

    /** Empty where the time is over. The limit covers the body too, which the client's own does not. */
    private Optional<HttpResponse<byte[]>> exchange(HttpRequest request, long end)
            throws IOException, InterruptedException {
        var exchange = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            return Optional.of(exchange.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException slow) {
            exchange.cancel(true);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            exchange.cancel(true);
            throw stopped;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof java.net.http.HttpTimeoutException) {
                return Optional.empty();
            }
            throw failure.getCause() instanceof IOException broken
                    ? new IOException(sentence(broken), broken)
                    : new IOException(String.valueOf(failure.getCause()), failure);
        }
    }

    private static String sentence(IOException broken) {
        if (broken instanceof ConnectException) {
            return "no connection" + said(broken);
        }
        return broken instanceof SSLException
                ? "no safe connection" + said(broken)
                : "the answer did not come whole"
                        + (said(broken).isEmpty() ? ": " + broken.getClass().getSimpleName() : said(broken));
    }

    private static String said(IOException broken) {
        return broken.getMessage() == null || broken.getMessage().isBlank() ? "" : ": " + broken.getMessage();
    }

    private static Optional<URI> redirected(URI from, HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Location")
                    .map(from::resolve)
                    .filter(to -> from.getHost().equalsIgnoreCase(to.getHost()))
                    .filter(to -> to.getPort() == from.getPort() || from.getPort() < 0 && to.getPort() < 0)
                    .filter(to -> "https".equalsIgnoreCase(to.getScheme())
                            || from.getScheme().equalsIgnoreCase(to.getScheme()));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private Answer answer(HttpResponse<byte[]> response, Set<Integer> good, Instant now) throws IOException {
        var headers = response.headers();
        if (response.statusCode() == 304) {
            return conditional(response.request())
                    ? new Answer.NotModified()
                    : failed("it answers that nothing changed, which was not asked");
        }
        if (response.statusCode() != 200 && !good.contains(response.statusCode())) {
            return new Answer.Failed(new Trouble(
                    status(response.statusCode()),
                    OptionalInt.of(response.statusCode()),
                    headers.firstValue("Retry-After").flatMap(text -> retryAfter(text, now))));
        }
        var contentType = headers.firstValue("Content-Type").orElse("");
        if (contentType.toLowerCase(Locale.ROOT).startsWith("text/html")) {
            return failed(PAGE);
        }
        var encoding = headers.firstValue("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        if (!ENCODINGS.contains(encoding)) {
            return failed("it is packed in a way that was not asked for");
        }
        var content = Unpacked.of(response.body(), maxBytes);
        if (content.isEmpty()) {
            return failed("unpacked it is longer than %d bytes".formatted(maxBytes));
        }
        if (Unpacked.isPage(content.get())) {
            return failed(PAGE);
        }
        return new Answer.Body(
                content.get(),
                contentType,
                new Validators(headers.firstValue("ETag"), headers.firstValue("Last-Modified")),
                wholeness(response),
                name -> headers.firstValue(name));
    }

    private static boolean conditional(HttpRequest request) {
        return request.headers().firstValue("If-None-Match").isPresent()
                || request.headers().firstValue("If-Modified-Since").isPresent();
    }

    private static String status(int status) {
        return "HTTP " + status
                + switch (status) {
                    case 401, 403 -> ": we are not let in; look at its key";
                    case 404, 410 -> ": nothing is there; look at its address";
                    default -> "";
                };
    }

    private static Wholeness wholeness(HttpResponse<?> response) {
        return response.version() == HttpClient.Version.HTTP_2
                        || response.headers().firstValue("Content-Length").isPresent()
                        || response.headers().firstValue("Transfer-Encoding").isPresent()
                ? Wholeness.FRAMED
                : Wholeness.UNTIL_CLOSED;
    }

    /** RFC 9110 §10.2.3: seconds or a date. */
    private static Optional<Duration> retryAfter(String text, Instant now) {
        Duration wanted;
        try {
            wanted = text.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeParseException neither) {
            return Optional.empty();
        }
        return wanted.isNegative()
                ? Optional.empty()
                : Optional.of(wanted.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wanted);
    }

    private static Answer failed(String reason) {
        return new Answer.Failed(new Trouble(reason));
    }
}

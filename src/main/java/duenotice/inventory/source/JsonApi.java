package duenotice.inventory.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import duenotice.fetch.BoundedHttp;
import duenotice.fetch.BoundedHttp.Answer;
import duenotice.fetch.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a program for JSON, for one reading: within its time, its pages, and the size of each answer. */
final class JsonApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_SHOWN = 200;

    private final BoundedHttp http;
    private final SourceSettings settings;
    private final Instant now;
    private final long end;
    private int pages;

    /** @param now the desk's time */
    JsonApi(SourceSettings settings, Instant now) {
        this.http = new BoundedHttp(settings.maxBytes(), settings.answerLimit());
        this.settings = settings;
        this.now = now;
        end = System.nanoTime() + settings.timeLimit().toNanos();
    }

    /** @param header the first of that name, or nothing */
    record Said(JsonNode json, java.util.function.Function<String, String> header) {}

    JsonNode get(String url, Map<String, String> headers) throws NoReading, InterruptedException {
        return ask(HttpRequest.newBuilder(uri(url)).GET(), headers).json();
    }

    Said post(String url, JsonNode body, Map<String, String> headers) throws NoReading, InterruptedException {
        return ask(
                HttpRequest.newBuilder(uri(url))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                headers);
    }

    JsonNode postForm(String url, Map<String, String> fields) throws NoReading, InterruptedException {
        return ask(
                        HttpRequest.newBuilder(uri(url))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form(fields))),
                        Map.of())
                .json();
    }

    static String form(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static URI uri(String url) throws NoReading {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException noAddress) {
            throw new NoReading("it names an address that is none: " + bounded(url));
        }
    }

    private Said ask(HttpRequest.Builder draft, Map<String, String> headers) throws NoReading, InterruptedException {
        if (++pages > settings.mostPages()) {
            throw new NoReading("it has more than %d pages (most-pages)".formatted(settings.mostPages()));
        }
        if (System.nanoTime() > end) {
            throw new NoReading("it was not read whole within %d s (time-limit)"
                    .formatted(settings.timeLimit().toSeconds()));
        }
        headers.forEach(draft::header);
        draft.header("Accept", "application/json");
        try {
            return switch (http.ask(draft, Set.of(201), now)) {
                case Answer.Body body ->
                    new Said(
                            JSON.readTree(body.content()),
                            name -> body.header().apply(name).orElse(""));
                case Answer.Failed(var trouble) -> throw new NoReading(trouble);
                case Answer.NotModified() ->
                    throw new NoReading("it answers that nothing changed, which was not asked");
            };
        } catch (JacksonException broken) {
            throw new NoReading("its answer is no JSON, or was cut short");
        } catch (IOException broken) {
            throw new NoReading(new Trouble(String.valueOf(broken.getMessage())));
        }
    }

    /** The text of a field; empty where it is missing, null or no text. Numbers count as text. */
    static String text(JsonNode node, String field) {
        return node.path(field).asString("").strip();
    }

    /** What came from outside, short enough to stand in a sentence. */
    static String bounded(String text) {
        var clean = text.replaceAll("\\p{Cntrl}+", " ");
        return clean.length() > MOST_SHOWN ? clean.substring(0, MOST_SHOWN) + "…" : clean;
    }
}

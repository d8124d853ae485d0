package duenotice.call.twilio;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interface below one account, and what it says of the account itself. */
public final class TwilioAccount {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_BYTES = 1 << 20;
    private static final String VERSION = "/2010-04-01/Accounts/";

    private final TwilioSettings settings;
    private final HttpClient http;

    public TwilioAccount(TwilioSettings settings) {
        this.settings = settings;
        http = HttpClient.newBuilder()
                .connectTimeout(settings.timeLimit())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** An answer of the interface, or none. */
    sealed interface Answer {
        record Given(int status, JsonNode body, Optional<String> retryAfter) implements Answer {}

        /** Nothing was sent. */
        record Unreachable(String why) implements Answer {}

        /** It may have been taken. */
        record Lost(String why) implements Answer {}
    }

    /** The state of the account, {@code active} where it can be used; else why it says nothing. */
    public String state() {
        return switch (get(".json")) {
            case Answer.Unreachable nothing -> nothing.why();
            case Answer.Lost lost -> lost.why();
            case Answer.Given given ->
                given.status() == 200
                        ? text(given.body(), "status").orElse("no state")
                        : "HTTP " + given.status()
                                + text(given.body(), "message")
                                        .map(": "::concat)
                                        .orElse("");
        };
    }

    /** True where the number that callees see belongs to the account or is verified for it; empty where nobody can say. */
    public Optional<Boolean> ownsCallerId() {
        var number = "?PhoneNumber=" + Form.encoded(settings.from());
        var own = count("/IncomingPhoneNumbers.json" + number, "incoming_phone_numbers");
        var verified = count("/OutgoingCallerIds.json" + number, "outgoing_caller_ids");
        return own.isEmpty() && verified.isEmpty()
                ? Optional.empty()
                : Optional.of(own.orElse(0) + verified.orElse(0) > 0);
    }

    private OptionalInt count(String path, String list) {
        return get(path) instanceof Answer.Given given
                        && given.status() == 200
                        && given.body().path(list).isArray()
                ? OptionalInt.of(given.body().path(list).size())
                : OptionalInt.empty();
    }

    /** The next page of a list; empty after the last one, and for one that would lead elsewhere. */
    Optional<String> next(JsonNode list) {
        var own = VERSION + settings.account();
        return text(list, "next_page_uri")
                .map(uri -> uri.substring(Math.max(0, uri.indexOf(own))))
                .filter(uri -> uri.startsWith(own + "/Calls.json?") && uri.matches("[!-~]{1,1000}"))
                .map(uri -> uri.substring(own.length()));
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        var login = settings.account() + ":" + settings.token();
        return HttpRequest.newBuilder(URI.create(
                        settings.baseUrl().toString().replaceAll("/+$", "") + VERSION + settings.account() + path))
                .timeout(settings.timeLimit())
                .header("Accept", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer send(HttpRequest request) {
        try {
            var answer = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
            return new Answer.Given(
                    answer.statusCode(), json(answer.body()), answer.headers().firstValue("Retry-After"));
        } catch (ConnectException | HttpConnectTimeoutException nothingSent) {
            return new Answer.Unreachable("the exchange cannot be reached");
        } catch (IOException lost) {
            return new Answer.Lost(
                    "the exchange did not answer: " + lost.getClass().getSimpleName());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer.Lost("the program was stopped");
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException noJson) {
            return JSON.createObjectNode();
        }
    }

    static Optional<String> text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }
}

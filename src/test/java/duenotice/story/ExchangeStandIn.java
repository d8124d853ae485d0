package duenotice.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Stands in for Twilio's REST interface, written from its public documentation (Voice: Call resource, list and fetch
 * included; errors as JSON with a code; 401 without the right login). No account of the real service was at hand.
 */
final class ExchangeStandIn implements AutoCloseable {
    static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    static final String TOKEN = "token-of-the-account";

    /** What happens to the next orders. */
    enum Mood {
        TAKES,
        TAKES_AND_SAYS_NOTHING,
        REFUSES
    }

    /** A call as the exchange knows it. */
    static final class Call {
        final String sid;
        final Map<String, List<String>> form;
        private final Instant created;
        volatile String status = "queued";
        volatile Optional<String> answeredBy = Optional.empty();
        volatile Optional<Instant> started = Optional.empty();
        volatile Optional<Instant> ended = Optional.empty();

        Call(String sid, Map<String, List<String>> form, Instant created) {
            this.sid = sid;
            this.form = form;
            this.created = created;
        }

        String to() {
            return form.get("To").getFirst();
        }

        /** The number that our callbacks carry. */
        String id() {
            return URI.create(form.get("Url").getFirst()).getQuery().replace("call=", "");
        }

        static String written(Instant instant) {
            return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
        }

        private String json() {
            return """
                    {"sid": "%s", "status": "%s", "to": "%s", "from": "%s", "direction": "outbound-api",
                     "date_created": "%s", "start_time": %s, "end_time": %s, "answered_by": %s}
                    """.formatted(
                            sid,
                            status,
                            to(),
                            form.get("From").getFirst(),
                            written(created),
                            started.map(Call::written).map("\"%s\""::formatted).orElse("null"),
                            ended.map(Call::written).map("\"%s\""::formatted).orElse("null"),
                            answeredBy.map("\"%s\""::formatted).orElse("null"));
        }
    }

    private static final int ON_A_PAGE = 2;

    private final HttpServer server;
    private final Supplier<Instant> clock;
    private final List<Call> calls = new ArrayList<>();
    private Mood mood = Mood.TAKES;
    private int status = 400;
    private int code;

    ExchangeStandIn(Supplier<Instant> clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/2010-04-01/Accounts/" + ACCOUNT, this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void mood(Mood next) {
        mood = next;
    }

    synchronized void refuses(int httpStatus, int errorCode) {
        mood = Mood.REFUSES;
        status = httpStatus;
        code = errorCode;
    }

    synchronized List<Call> callsTo(String number) {
        return calls.stream().filter(call -> call.to().equals(number)).toList();
    }

    /** Somebody else with our account rings that number now. */
    synchronized void ringsForSomebodyElse(String number, String from) {
        calls.add(new Call(
                "CA%032d".formatted(calls.size() + 1),
                Map.of("To", List.of(number), "From", List.of(from)),
                clock.get()));
    }

    /** Everybody hangs up. */
    synchronized void endAll() {
        calls.forEach(call -> call.status = "completed");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var login =
                "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            say(exchange, 401, "{\"code\": 20003, \"message\": \"Authenticate\"}");
            return;
        }
        var path = exchange.getRequestURI().getPath().replaceFirst(".*/Accounts/" + ACCOUNT, "");
        if (exchange.getRequestMethod().equals("POST") && path.equals("/Calls.json")) {
            order(exchange);
        } else if (path.equals("/Calls.json")) {
            list(exchange);
        } else if (path.equals(".json")) {
            say(exchange, 200, "{\"sid\": \"" + ACCOUNT + "\", \"status\": \"active\"}");
        } else if (path.equals("/IncomingPhoneNumbers.json")) {
            say(exchange, 200, "{\"incoming_phone_numbers\": [{\"phone_number\": \"+442079460999\"}]}");
        } else if (path.equals("/OutgoingCallerIds.json")) {
            say(exchange, 200, "{\"outgoing_caller_ids\": []}");
        } else {
            var sid = path.replace("/Calls/", "").replace(".json", "");
            var call = calls.stream().filter(one -> one.sid.equals(sid)).findFirst();
            say(exchange, call.isPresent() ? 200 : 404, call.map(Call::json).orElse("{\"code\": 20404}"));
        }
    }

    private void order(HttpExchange exchange) throws IOException {
        if (mood == Mood.REFUSES) {
            say(exchange, status, "{\"code\": %d, \"message\": \"no\", \"status\": %d}".formatted(code, status));
            return;
        }
        var call = new Call(
                "CA%032d".formatted(calls.size() + 1),
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)),
                clock.get());
        calls.add(call);
        if (mood == Mood.TAKES_AND_SAYS_NOTHING) {
            exchange.close();
            return;
        }
        say(exchange, 201, call.json());
    }

    /** A page at a time; who asks for calls that started since a day gets none that has not started yet. */
    private void list(HttpExchange exchange) throws IOException {
        var asked = form(exchange.getRequestURI().getRawQuery());
        var page = Integer.parseInt(asked.getOrDefault("Page", List.of("0")).getFirst());
        var found = calls.reversed().stream()
                .filter(call -> List.of(call.to()).equals(asked.get("To")))
                .filter(call -> call.started.isPresent() || !asked.containsKey("StartTime>"))
                .toList();
        var next = found.size() > (page + 1) * ON_A_PAGE
                ? "\"%s&Page=%d\""
                        .formatted(exchange.getRequestURI().toString().replaceFirst("&Page=[0-9]+$", ""), page + 1)
                : "null";
        say(
                exchange,
                200,
                found.stream()
                        .skip((long) page * ON_A_PAGE)
                        .limit(ON_A_PAGE)
                        .map(Call::json)
                        .collect(Collectors.joining(",", "{\"next_page_uri\": " + next + ", \"calls\": [", "]}")));
    }

    static Map<String, List<String>> form(String text) {
        var form = new LinkedHashMap<String, List<String>>();
        for (var pair : text.split("&", -1)) {
            var parts = pair.split("=", 2);
            form.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), ignored -> new ArrayList<>())
                    .add(URLDecoder.decode(parts.length == 2 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return new HashMap<>(form);
    }

    private static void say(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

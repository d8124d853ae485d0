package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import duenotice.fetch.BoundedHttp;
import duenotice.fetch.BoundedHttp.Answer;
import duenotice.fetch.Validators;
import duenotice.intake.feed.Polled.Deliveries;
import duenotice.intake.feed.Polled.Delivery;
import duenotice.intake.feed.Polled.Trouble;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shadowserver's reports by their API: a list of the reports of the last days, then each that is new, as CSV. Requests
 * are JSON with the key in it and bear the header {@code HMAC2}, the hexadecimal HMAC-SHA-256 of the body.
 */
final class Shadowserver implements FeedSource {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Reports appear the day after, and sometimes late: so many days are asked for at least. */
    private static final int DAYS = 3;

    /** What was late at the last success. */
    private static final int DAYS_LATE = 2;

    /** However long nothing could be had. */
    private static final int MOST_DAYS = 30;

    /** So many are fetched at one look; the rest follows a minute later. */
    private static final int MOST = 50;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    private final BoundedHttp http;
    private final URI api;
    private final URI downloads;
    private final Supplier<String> key;
    private final Supplier<String> secret;

    /** @param downloads where a report lies under its id */
    Shadowserver(BoundedHttp http, URI api, URI downloads, Supplier<String> key, Supplier<String> secret) {
        this.http = http;
        this.api = api;
        this.downloads = downloads;
        this.key = key;
        this.secret = secret;
    }

    @Override
    public Polled poll(Remembered before, Instant now) throws IOException, InterruptedException {
        var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        var question = JSON.createObjectNode().put("date", firstDay(before, today) + ":" + today);
        JsonNode list;
        switch (ask("reports/list", question, now)) {
            case Answer.NotModified() -> {
                return new Trouble("it answers that nothing changed, which was not asked");
            }
            case Answer.Failed(var trouble) -> {
                return new Trouble(trouble);
            }
            case Answer.Body(var content, var ignored, var validators, var wholeness, var header) -> {
                try {
                    list = JSON.readTree(content);
                } catch (JacksonException broken) {
                    return new Trouble("the list of reports is no JSON");
                }
            }
        }
        if (!list.isArray()) {
            return new Trouble("the list of reports is no list: "
                    + bounded(list.path("error").asString("nothing says why")));
        }
        return fetch(list, before, now);
    }

    private static LocalDate firstDay(Remembered before, LocalDate today) {
        var usual = today.minusDays(DAYS);
        var wanted = before.lastSuccess()
                .map(success -> success.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(DAYS_LATE))
                .filter(day -> day.isBefore(usual))
                .orElse(usual);
        var earliest = today.minusDays(MOST_DAYS);
        return wanted.isBefore(earliest) ? earliest : wanted;
    }

    private Polled fetch(JsonNode list, Remembered before, Instant now) throws InterruptedException {
        var deliveries = new ArrayList<Delivery>();
        var trouble = Optional.<Trouble>empty();
        var more = false;
        var known = new HashSet<>(before.delivered());
        for (var report : list) {
            var id = report.path("id").asString("");
            var file = report.path("file").asString("");
            if (!ID.matcher(id).matches()) {
                trouble = Optional.of(new Trouble("the list names a report whose id is none"));
                continue;
            }
            if (!known.add(id)) {
                continue;
            }
            if (deliveries.size() >= MOST) {
                more = true;
                break;
            }
            try {
                switch (http.get(downloads.resolve(id), Validators.NONE, now)) {
                    case Answer.Body body -> {
                        var defect = defect(body);
                        if (defect.isPresent()) {
                            trouble = Optional.of(inReport(id, defect.get()));
                        } else {
                            deliveries.add(new Delivery(id, contentType(file), body.content()));
                        }
                    }
                    case Answer.Failed(var why) -> trouble = Optional.of(inReport(id, new Trouble(why)));
                    case Answer.NotModified() -> trouble = Optional.of(new Trouble("report " + id + " was not sent"));
                }
            } catch (IOException broken) {
                trouble = Optional.of(inReport(id, new Trouble(String.valueOf(broken.getMessage()))));
            }
        }
        return new Deliveries(deliveries, trouble, more);
    }

    /** A report without a line from us would still have its heading. */
    private static Optional<Trouble> defect(Answer.Body body) {
        var text = Lines.of(body.content()).stream()
                .filter(line -> !line.isBlank())
                .findFirst();
        if (text.isEmpty()) {
            return Optional.of(new Trouble("it is empty"));
        }
        if (text.get().stripLeading().startsWith("{")) {
            return Optional.of(
                    new Trouble("it is no report: " + bounded(text.get().strip())));
        }
        return FeedText.otherThanBytes(body.content())
                .map(Trouble::new)
                .or(() -> body.cutWithinALine().map(Trouble::new));
    }

    private static Trouble inReport(String id, Trouble why) {
        return new Trouble("report %s: %s".formatted(id, why.reason()), why.retryAfter());
    }

    /** Only the file's name says what kind of report it is. */
    private static String contentType(String file) {
        return FILE.matcher(file).matches() ? "text/csv; name=\"%s\"".formatted(file) : "text/csv";
    }

    private Answer ask(String method, tools.jackson.databind.node.ObjectNode question, Instant now)
            throws IOException, InterruptedException {
        var body = JSON.writeValueAsBytes(question.put("apikey", key.get()));
        return http.post(api.resolve(method), body, "HMAC2", hmac(body, secret.get()), now);
    }

    static String hmac(byte[] body, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String bounded(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}

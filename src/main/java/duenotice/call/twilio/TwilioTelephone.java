package duenotice.call.twilio;

import duenotice.call.CallBook;
import duenotice.call.Telephone;
import duenotice.incident.CallOutcome;
import duenotice.inventory.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Rings through Twilio's REST interface of 2010-04-01, written from its public documentation. It knows no key against doing
 * a thing twice: where the answer to an order is lost, the calls to that number are listed before anything is ordered anew.
 */
public final class TwilioTelephone implements Telephone {
    /** Our words take far less; no call is paid for that nobody ends. */
    private static final int LONGEST_CALL_SECONDS = 180;

    /** Of calls to one number; a page holds a hundred. */
    private static final int MOST_PAGES = 20;

    /** The clocks of both sides may differ so much. */
    private static final Duration CLOCKS = Duration.ofSeconds(30);

    private static final Duration SLOWER = Duration.ofSeconds(2);
    private static final Duration SLOWEST = Duration.ofMinutes(5);

    /** Errors of an order that mean the number cannot exist or cannot be rung by anybody. */
    private static final Set<Integer> NO_NUMBER = Set.of(13224, 21211, 21217);

    private final TwilioSettings settings;
    private final CallBook book;
    private final TwilioAccount account;

    public TwilioTelephone(TwilioSettings settings, CallBook book) {
        this.settings = settings;
        this.book = book;
        account = new TwilioAccount(settings);
    }

    @Override
    public Course place(Order order) {
        var form = new Form()
                .with("To", order.number().e164())
                .with("From", settings.from())
                .with("Url", callback("voice", order.id()))
                .with("Method", "POST")
                .with("StatusCallback", callback("status", order.id()))
                .with("StatusCallbackMethod", "POST");
        for (var event : List.of("initiated", "ringing", "answered", "completed")) {
            form.with("StatusCallbackEvent", event);
        }
        form.with("Timeout", Long.toString(settings.ringFor().toSeconds()))
                .with("TimeLimit", Integer.toString(LONGEST_CALL_SECONDS))
                .with("MachineDetection", "Enable");
        order.number().extension().ifPresent(digits -> form.with("SendDigits", "wwww" + digits));
        return ordered(account.post("/Calls.json", form.text()));
    }

    /** Rings a number outside of any incident and says these words, to see that it can be done. */
    public static Course test(TwilioSettings settings, PhoneNumber number, String words) {
        return ordered(new TwilioAccount(settings)
                .post(
                        "/Calls.json",
                        new Form()
                                .with("To", number.e164())
                                .with("From", settings.from())
                                .with("Twiml", TwilioCallbacks.onlySay(words))
                                .with(
                                        "Timeout",
                                        Long.toString(settings.ringFor().toSeconds()))
                                .with("TimeLimit", Integer.toString(LONGEST_CALL_SECONDS))
                                .text()));
    }

    private static Course ordered(TwilioAccount.Answer answer) {
        return switch (answer) {
            case TwilioAccount.Answer.Unreachable nothing -> new Course.NotPlaced(nothing.why());
            case TwilioAccount.Answer.Lost lost -> new Course.InDoubt(lost.why());
            case TwilioAccount.Answer.Given given -> placed(given);
        };
    }

    private static Course placed(TwilioAccount.Answer.Given given) {
        if (given.status() == 200 || given.status() == 201) {
            var sid = TwilioAccount.text(given.body(), "sid");
            return sid.isEmpty() ? new Course.InDoubt("the exchange named no call") : new Course.Ringing(sid.get());
        }
        if (given.status() == 429) {
            return new Course.NotNow(pause(given.retryAfter()));
        }
        var code = given.body().path("code").asInt(0);
        var why = "the exchange refused the call (HTTP " + given.status() + (code == 0 ? "" : ", error " + code) + ")";
        if (given.status() >= 500) {
            return new Course.InDoubt(why);
        }
        return NO_NUMBER.contains(code) ? new Course.Over(CallOutcome.WRONG_NUMBER, why) : new Course.NotPlaced(why);
    }

    private static Duration pause(Optional<String> retryAfter) {
        return retryAfter
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Math.max(1, Long.parseLong(seconds))))
                .map(pause -> pause.compareTo(SLOWEST) > 0 ? SLOWEST : pause)
                .orElse(SLOWER);
    }

    @Override
    public Course look(Order order, Optional<String> reference) {
        return reference.map(sid -> one(order, sid)).orElseGet(() -> listed(order));
    }

    private Course one(Order order, String sid) {
        return switch (account.get("/Calls/" + Form.encoded(sid) + ".json")) {
            case TwilioAccount.Answer.Unreachable nothing -> new Course.InDoubt(nothing.why());
            case TwilioAccount.Answer.Lost lost -> new Course.InDoubt(lost.why());
            case TwilioAccount.Answer.Given given ->
                given.status() == 200
                        ? status(order, given.body()).course()
                        : new Course.InDoubt("the exchange does not tell of the call (HTTP " + given.status() + ")");
        };
    }

    /**
     * A call of ours to that number, made since the intent, that no other order of ours is known by. Not asked for by its
     * start: one that still waits for its turn has none.
     */
    private Course listed(Order order) {
        var path = "/Calls.json?To=" + Form.encoded(order.number().e164()) + "&From=" + Form.encoded(settings.from())
                + "&PageSize=100";
        for (var page = 0; page < MOST_PAGES; page++) {
            TwilioAccount.Answer.Given given;
            switch (account.get(path)) {
                case TwilioAccount.Answer.Unreachable nothing -> {
                    return new Course.InDoubt(nothing.why());
                }
                case TwilioAccount.Answer.Lost lost -> {
                    return new Course.InDoubt(lost.why());
                }
                case TwilioAccount.Answer.Given answer -> given = answer;
            }
            if (given.status() != 200 || !given.body().path("calls").isArray()) {
                return new Course.InDoubt("the exchange lists no calls (HTTP " + given.status() + ")");
            }
            for (var call : given.body().path("calls")) {
                if (mayBeOurs(call, order)) {
                    return made(call).isPresent()
                            ? found(order, call)
                            : new Course.InDoubt("the exchange does not say when a call to this number was made");
                }
            }
            var next = account.next(given.body());
            if (next.isEmpty()) {
                return new Course.NotPlaced("the exchange has no such call");
            }
            path = next.get();
        }
        return new Course.InDoubt("the exchange lists too many calls to this number");
    }

    /** Its end is told with the name it goes by. */
    private Course found(Order order, JsonNode call) {
        TwilioAccount.text(call, "sid").ifPresent(sid -> book.ringing(order.id(), sid, order.intendedAt()));
        return status(order, call).course();
    }

    /** Also one of which nobody can say when it was made. */
    private static boolean mayBeOurs(JsonNode call, Order order) {
        var sid = TwilioAccount.text(call, "sid");
        return sid.isPresent()
                && !order.references().contains(sid.get())
                && TwilioAccount.text(call, "to")
                        .filter(order.number().e164()::equals)
                        .isPresent()
                && made(call)
                        .filter(at -> at.isBefore(order.intendedAt().minus(CLOCKS)))
                        .isEmpty();
    }

    private static Optional<Instant> made(JsonNode call) {
        return instant(call, "date_created").or(() -> instant(call, "start_time"));
    }

    private static Optional<Instant> instant(JsonNode call, String field) {
        return TwilioAccount.text(call, field).flatMap(TwilioStatus::instant);
    }

    private TwilioStatus status(Order order, JsonNode call) {
        var known = book.find(order.id());
        return new TwilioStatus(
                TwilioAccount.text(call, "sid").orElse(""),
                TwilioAccount.text(call, "status").orElse(""),
                TwilioAccount.text(call, "answered_by").or(() -> known.flatMap(CallBook.Call::answeredBy)),
                OptionalInt.empty(),
                known.filter(CallBook.Call::acknowledged).isPresent(),
                instant(call, "start_time"),
                instant(call, "end_time"));
    }

    /** A call that was just ordered may stand in the list only a little later. */
    @Override
    public Duration listedAfter() {
        return Duration.ofMinutes(1);
    }

    private String callback(String what, long call) {
        return settings.callbacks() + "/" + what + "?call=" + call;
    }
}

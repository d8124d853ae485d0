package duenotice.call.twilio;

import duenotice.call.CallBook;
import duenotice.call.CallEnds;
import duenotice.call.Telephone.Course;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the service asks and tells while a call runs: what to say, which key was pressed, how it stands. Nothing is believed
 * without a right signature; a word that was told before, or is older than one that was, changes nothing.
 */
public final class TwilioCallbacks {
    private static final int MOST_PARAMETERS = 200;
    private static final int LISTEN_SECONDS = 8;

    private final TwilioSettings settings;
    private final CallBook book;
    private final CallEnds ends;
    private final InstantSource clock;

    public TwilioCallbacks(TwilioSettings settings, CallBook book, CallEnds ends, InstantSource clock) {
        this.settings = settings;
        this.book = book;
        this.ends = ends;
        this.clock = clock;
    }

    /** What is answered. */
    public sealed interface Reply {
        /** TwiML. */
        record Words(String xml) implements Reply {}

        record Taken() implements Reply {}

        record Forbidden() implements Reply {}

        record Unknown() implements Reply {}
    }

    /**
     * @param what the last part of the path: {@code voice}, {@code key} or {@code status}
     * @param query of the address, as it came
     * @param call the call's number, as the address names it
     * @param form parameters of the body alone
     */
    public Reply answer(
            String what, String query, String call, Map<String, List<String>> form, Optional<String> signature) {
        var url = settings.callbacks() + "/" + what + (query.isEmpty() ? "" : "?" + query);
        if (form.size() > MOST_PARAMETERS
                || signature.isEmpty()
                || !Signature.isRight(signature.get(), settings.token(), url, form)
                || one(form, "AccountSid")
                        .filter(account -> !account.equals(settings.account()))
                        .isPresent()) {
            return new Reply.Forbidden();
        }
        var known = call.matches("[0-9]{1,18}") ? book.find(Long.parseLong(call)) : Optional.<CallBook.Call>empty();
        if (known.isEmpty() || isOther(known.get(), form)) {
            return new Reply.Unknown();
        }
        // The service may tell of a call before its answer to the order has come, or though that was lost.
        one(form, "CallSid").ifPresent(sid -> book.ringing(known.get().id(), sid, clock.instant()));
        return switch (what) {
            case "voice" -> voice(known.get(), form);
            case "key" -> key(known.get(), form);
            case "status" -> status(known.get(), form);
            default -> new Reply.Unknown();
        };
    }

    private static boolean isOther(CallBook.Call call, Map<String, List<String>> form) {
        return call.reference().isPresent()
                && one(form, "CallSid")
                        .filter(sid -> !sid.equals(call.reference().get()))
                        .isPresent();
    }

    /** A machine, like a stranger, hears only that somebody should call back (R47). */
    private Reply voice(CallBook.Call call, Map<String, List<String>> form) {
        one(form, "AnsweredBy").ifPresent(who -> book.answeredBy(call.id(), bounded(who)));
        if (one(form, "AnsweredBy").filter(TwilioStatus::isMachine).isPresent()) {
            return new Reply.Words(response(say(call, call.words().stranger()) + "<Hangup/>"));
        }
        return listen(call);
    }

    private Reply listen(CallBook.Call call) {
        var gather = "<Gather numDigits=\"1\" timeout=\"" + LISTEN_SECONDS + "\" method=\"POST\" action=\""
                + escaped(settings.callbacks() + "/key?call=" + call.id()) + "\">"
                + say(call, call.words().open()) + "</Gather>";
        return new Reply.Words(response(gather + gather + say(call, call.words().stranger()) + "<Hangup/>"));
    }

    private Reply key(CallBook.Call call, Map<String, List<String>> form) {
        if (one(form, "Digits").filter("1"::equals).isEmpty()) {
            return listen(call);
        }
        book.acknowledge(call.id(), clock.instant());
        return new Reply.Words(response(say(call, call.words().told()) + "<Hangup/>"));
    }

    private Reply status(CallBook.Call call, Map<String, List<String>> form) {
        var status = bounded(one(form, "CallStatus").orElse(""));
        var sequence = number(form, "SequenceNumber").orElse(TwilioStatus.rank(status));
        if (!book.isNews(call.id(), sequence, status, clock.instant())) {
            return new Reply.Taken();
        }
        one(form, "AnsweredBy").ifPresent(who -> book.answeredBy(call.id(), bounded(who)));
        var now = book.find(call.id()).orElse(call);
        var endedAt = one(form, "Timestamp").flatMap(TwilioStatus::instant);
        var course = new TwilioStatus(
                        one(form, "CallSid").orElse(""),
                        status,
                        now.answeredBy(),
                        number(form, "SipResponseCode"),
                        now.acknowledged(),
                        endedAt.flatMap(end -> lasted(form).map(end::minus)),
                        endedAt)
                .course();
        switch (course) {
            case Course.Over over -> ends.over(now, over);
            case Course.NotPlaced failed -> ends.notPlaced(now, failed.why());
            case Course.Ringing ignored -> {
                // it goes on
            }
            case Course.NotNow ignored -> {
                // no word of a running call
            }
            case Course.InDoubt ignored -> {
                // a word we do not know; the call is looked at later
            }
        }
        return new Reply.Taken();
    }

    /** Says these words in English and hangs up. */
    static String onlySay(String words) {
        return response("<Say language=\"en-GB\">" + escaped(words) + "</Say><Hangup/>");
    }

    private static Optional<String> one(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isBlank());
    }

    private static OptionalInt number(Map<String, List<String>> form, String name) {
        return one(form, name)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    /** Told of calls that somebody answered. */
    private static Optional<Duration> lasted(Map<String, List<String>> form) {
        var seconds = number(form, "CallDuration");
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsInt())) : Optional.empty();
    }

    private static String bounded(String text) {
        return text.length() > 40 ? text.substring(0, 40) : text;
    }

    private static String response(String verbs) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
    }

    private static String say(CallBook.Call call, String words) {
        var language = call.language().equals("de") ? "de-DE" : "en-GB";
        return "<Say language=\"" + language + "\">" + escaped(words) + "</Say>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\p{Cntrl}]", " ");
    }
}

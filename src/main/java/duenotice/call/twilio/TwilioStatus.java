package duenotice.call.twilio;

import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the words of a call mean for us (Twilio, "Call resource": status; "Outbound call status callback": CallStatus,
 * AnsweredBy, SipResponseCode). Only a pressed key proves that the right one was told; who merely answered is a try.
 *
 * @param status queued, initiated, ringing, in-progress, completed, busy, no-answer, canceled or failed
 * @param answeredBy human, machine_start, machine_end_beep, machine_end_silence, machine_end_other, fax, unknown
 * @param sipCode what the network said, RFC 3261 §21
 * @param startedAt when it began, where that is told
 * @param endedAt likewise
 */
record TwilioStatus(
        String reference,
        String status,
        Optional<String> answeredBy,
        OptionalInt sipCode,
        boolean acknowledged,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** Where a word stands in the course of a call; later ones are not followed by earlier ones. */
    static int rank(String status) {
        return switch (status) {
            case "queued" -> 0;
            case "initiated" -> 1;
            case "ringing" -> 2;
            case "in-progress", "answered" -> 3;
            default -> 4;
        };
    }

    /** RFC 2822, as the service writes it, or ISO 8601, as others do. */
    static Optional<Instant> instant(String text) {
        return instant(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                .or(() -> instant(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    private static Optional<Instant> instant(String text, DateTimeFormatter format) {
        try {
            return Optional.of(OffsetDateTime.parse(text, format).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    Course course() {
        return switch (status) {
            case "queued", "initiated", "ringing", "in-progress" -> new Course.Ringing(reference);
            case "completed" -> over(answered());
            case "busy" -> over(CallOutcome.BUSY);
            case "no-answer" -> over(CallOutcome.NO_ANSWER);
            case "failed" -> failed();
            case "canceled" -> new Course.NotPlaced("the call was cancelled " + detail());
            default -> new Course.InDoubt("the exchange says " + shortened(status));
        };
    }

    private CallOutcome answered() {
        if (acknowledged) {
            return CallOutcome.REACHED_AUTHORIZED;
        }
        return answeredBy.filter(TwilioStatus::isMachine).isPresent()
                ? CallOutcome.VOICEMAIL
                : CallOutcome.REACHED_OTHER;
    }

    static boolean isMachine(String answeredBy) {
        return answeredBy.startsWith("machine") || answeredBy.equals("fax");
    }

    /** Without a word of the network the fault may be ours, and then it is no try (R75). */
    private Course failed() {
        if (sipCode.isEmpty()) {
            return new Course.NotPlaced("the call failed " + detail());
        }
        return switch (sipCode.getAsInt()) {
            case 486, 600 -> over(CallOutcome.BUSY);
            case 408, 480, 487 -> over(CallOutcome.NO_ANSWER);
            case 404, 410, 484, 604 -> over(CallOutcome.WRONG_NUMBER);
            case 603, 607, 608 -> over(CallOutcome.REFUSED);
            default -> new Course.NotPlaced("the call failed " + detail());
        };
    }

    private Course over(CallOutcome outcome) {
        return new Course.Over(outcome, detail(), startedAt, endedAt);
    }

    private String detail() {
        return "(" + shortened(status)
                + (sipCode.isPresent() ? ", SIP " + sipCode.getAsInt() : "")
                + answeredBy.map(who -> ", " + shortened(who)).orElse("")
                + ", " + shortened(reference) + ")";
    }

    private static String shortened(String word) {
        var plain = word.replaceAll("[^A-Za-z0-9_-]", "");
        return plain.length() > 40 ? plain.substring(0, 40) : plain;
    }
}

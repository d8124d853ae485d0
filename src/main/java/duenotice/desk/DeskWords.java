package duenotice.desk;

import duenotice.incident.Block;
import duenotice.incident.NextStep;
import duenotice.incident.SentMail;
import duenotice.report.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the console says things. */
final class DeskWords {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter BRIEF =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter INPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXACT_INPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern INSTANT =
            Pattern.compile("\\b20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z");

    private DeskWords() {}

    /** Only what is grave stands out. */
    static String tone(Severity severity) {
        return switch (severity) {
            case LOW, MEDIUM -> "grey";
            case HIGH -> "warn";
            case CRITICAL -> "bad";
        };
    }

    static String utc(Instant instant) {
        return UTC.format(instant);
    }

    static String brief(Instant instant) {
        return BRIEF.format(instant);
    }

    /** What a field for a time takes. */
    static String input(Instant instant) {
        return INPUT.format(instant);
    }

    /** To the second, for what must not lie in the future. */
    static String exactInput(Instant instant) {
        return EXACT_INPUT.format(instant);
    }

    static String local(Instant instant, ZoneId zone) {
        return LOCAL.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
    }

    /** Such as {@code in 1 h 30 min} or {@code 5 min overdue}; {@code countdown.js} says the same. */
    static String due(Instant now, Instant at) {
        var left = Duration.between(now, at);
        var late = left.isNegative() || left.isZero();
        var whole = left.abs();
        var hours = whole.toHours();
        String span;
        if (hours > 47) {
            span = whole.toDays() + " d " + hours % 24 + " h";
        } else if (hours > 0) {
            span = hours + " h " + whole.toMinutesPart() + " min";
        } else {
            span = whole.toMinutes() + " min";
        }
        if (late) {
            return whole.toMinutes() == 0 ? "due now" : span + " overdue";
        }
        return "in " + span;
    }

    /** What is overdue because the customer has not written yet is no lateness of ours: it only says how long. */
    static IncidentPage.Due due(Instant now, Instant at, Optional<Block> block) {
        var waits = block.equals(Optional.of(Block.STATEMENT)) && !at.isAfter(now);
        var relative = due(now, at);
        return new IncidentPage.Due(
                at,
                now,
                utc(at),
                waits ? "waiting " + relative.replace(" overdue", "").replace("due now", "0 min") : relative,
                !waits);
    }

    /** The program's own sentences with their instants as people read them. */
    static String readable(String sentence) {
        return INSTANT.matcher(sentence).replaceAll(found -> shown(found.group()));
    }

    private static String shown(String instant) {
        try {
            return utc(Instant.parse(instant));
        } catch (DateTimeException onlyLooksLikeOne) {
            return instant;
        }
    }

    static String step(NextStep step) {
        return switch (step) {
            case ASCERTAIN -> "Ascertain the report";
            case WARN -> "Send the warning";
            case CALL -> "Phone the contacts";
            case CUT -> "Cut off";
            case CONFIRM -> "Confirm the measure";
            case RESTORE -> "Restore";
            case WATCH -> "Watch whether it stays mended";
            case CLOSE -> "Close";
            case STAFF -> "A person decides";
        };
    }

    static String block(Block block) {
        return switch (block) {
            case EVIDENCE -> "The report is not proven yet: it needs a trusted or second reporter, or your word.";
            case CALL_ROUND -> "The call round is not complete: nobody is cut off without a call.";
            case NO_NUMBERS -> "Nobody could be phoned, so a person must approve the cut.";
            case FRESH_EVIDENCE -> "Nothing was seen since the call; look again, or approve the cut with a reason.";
            case PERSISTENCE_UNKNOWN -> "Nobody knows whether it still goes on; look, or approve with a reason.";
            case APPROVAL -> "The policy wants a person's approval.";
            case ANSWERED -> "The customer has answered and still has time to mend it.";
            case UNVERIFIED_ANSWER -> "Somebody not on file answered: read it before anything is cut.";
            case STATEMENT -> "A written confirmation of the customer is missing.";
            case STATEMENT_REVIEW -> "The customer's confirmation waits for your decision.";
            case VERIFICATION -> "Somebody must verify that the machine is clean.";
            case AUTOMATION_STOPPED -> "The automation is stopped: no automatic cuts.";
            case CAP -> "Too many automatic cuts in one hour; a person must approve this one.";
            case BACKLOG -> "Unread messages came in before it was due; they are read first.";
            case REASSIGNED -> "The address belongs to somebody else by now.";
            case SHARED -> "Several customers share the address; a person must approve.";
            case NEVER_CUT -> "This server is on the never-cut list.";
            case HOLD -> "Held: all clocks stand still.";
            case DISPUTE -> "The customer disputes it: decide first.";
            case OUTAGE -> "We had an outage; no automatic cut until an hour after it.";
            case CLOCK -> "Our clock jumped; a lead must start the automation again.";
            case DRIVER -> "The network does not answer us.";
            case INVENTORY_STALE -> "The inventory is out of date; no automatic cuts.";
            case FIXED_AGAIN -> "The customer said once more that it is fixed; a person decides.";
            case RELAY -> "Our mail relay does not take the warning.";
            case WARNING_FLOOD -> "Too many warnings from one source; a lead releases or discards them.";
            case NO_CONTACT -> "There is no contact to warn: find one.";
        };
    }

    /** Which of five colours a state has. */
    static String tone(duenotice.incident.State state) {
        return switch (state) {
            case NEW, CLOSED -> "grey";
            case WARNED, ANSWERED -> "calm";
            case CALLING, CALLED, HELD, DISPUTED -> "warn";
            case CUTTING, CUT, PROTECTED -> "bad";
            case RESTORING, WATCHING -> "good";
        };
    }

    static String tone(SentMail.State state) {
        return switch (state) {
            case QUEUED -> "grey";
            case ACCEPTED -> "calm";
            case DELAYED, COMPLAINED -> "warn";
            case BOUNCED -> "bad";
        };
    }

    /** @param what the kind of mail, in a word with hyphens */
    static String mail(String what) {
        var words = what.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

package duenotice.incident;

import duenotice.incident.IncidentEvent.Callee;
import duenotice.incident.IncidentEvent.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells events in plain English, a sentence each; times in UTC. Pure. */
public final class Narrative {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static String which(String mail) {
        return mail.isEmpty() ? "" : " (" + mail + ")";
    }

    /** Shown where a text was lawfully erased. */
    private static final String ERASED = "(text erased)";

    private final Map<String, String> texts;

    /** @param texts personal texts by digest; hostile where they came from outside: to be shown as inert text only */
    public Narrative(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** The whole of it, for staff. */
    public String forDesk(IncidentEvent event) {
        return switch (event) {
            case IncidentEvent.Opened opened ->
                "Opened for server %s of customer %s as %s (%s), under policy %s: %s."
                        .formatted(
                                opened.server(),
                                opened.customer(),
                                opened.category(),
                                opened.type(),
                                opened.policy(),
                                bare(opened.why()));
            case IncidentEvent.TypeJoined joined -> "Reports now also name %s.".formatted(joined.type());
            case IncidentEvent.Linked linked ->
                "Linked with incident %s: %s.".formatted(linked.other(), bare(linked.why()));
            case IncidentEvent.Ascertained ascertained ->
                "The complaint was ascertained, %s.".formatted(bare(ascertained.basis()));
            case IncidentEvent.TaskOpened task -> "A task for staff: %s.".formatted(bare(task.what()));
            case IncidentEvent.Assigned assigned -> "Assigned to %s.".formatted(assigned.agent());
            case IncidentEvent.Noted noted -> "Note: %s".formatted(text(noted.text()));
            case IncidentEvent.Messaged message -> "Message to %s: %s".formatted(message.to(), text(message.text()));
            case IncidentEvent.MessageSent sent -> "The message went out: %s.".formatted(told(sent.to()));
            case IncidentEvent.ResendAsked again ->
                "To be sent again (%s) to %s: %s.".formatted(again.mail(), again.to(), bare(again.reason()));
            case IncidentEvent.Resent again -> "The mail went out again: %s.".formatted(told(again.to()));
            case IncidentEvent.PolicyChanged changed ->
                "From here on policy %s serves: %s.".formatted(changed.policy(), bare(changed.reason()));
            case IncidentEvent.Moved moved ->
                "Moved to server %s of customer %s, under policy %s: %s."
                        .formatted(moved.server(), moved.customer(), moved.policy(), bare(moved.reason()));
            case IncidentEvent.Withdrawn withdrawn ->
                "The warning was withdrawn: %s.".formatted(bare(withdrawn.reason()));
            case IncidentEvent.RepeatFound repeat ->
                "The same trouble again, after incident %s that closed on %s: the time to answer is %d minutes."
                        .formatted(
                                repeat.earlier(),
                                time(repeat.closedAt()),
                                repeat.answerWithin().toMinutes());
            case IncidentEvent.WarningHeld held ->
                "The warning waits for a lead: too many came from %s.".formatted(held.source());
            case IncidentEvent.WarningReleased released ->
                "The held warning was released: %s.".formatted(bare(released.reason()));
            case IncidentEvent.WarningDiscarded discarded ->
                "The held warning was discarded: %s.".formatted(bare(discarded.reason()));
            case IncidentEvent.CustomerWarned warned ->
                "The warning went out: %s%s."
                        .formatted(
                                told(warned.to()),
                                warned.printedDeadline()
                                        .map(deadline -> "; it asks for an answer by " + time(deadline))
                                        .orElse(""));
            case IncidentEvent.MailboxOnServer mailbox ->
                "The mailbox %s lives on the machine itself%s: the contact needs another."
                        .formatted(
                                mailbox.address(),
                                mailbox.avoided() ? ", so others were warned" : ", and there is no other to warn");
            case IncidentEvent.AddressWarned warned ->
                "The warning went out later: %s.".formatted(told(List.of(warned.to())));
            case IncidentEvent.Informed informed ->
                "A notice (%s) went out: %s.".formatted(words(informed.notice().word()), told(informed.to()));
            case IncidentEvent.AddressBounced bounced ->
                "Mail to %s came back for good%s: %s."
                        .formatted(bounced.address(), which(bounced.mail()), bare(bounced.detail()));
            case IncidentEvent.MailDelayed late ->
                "Mail to %s is late%s, a mail server still holds it: %s%s."
                        .formatted(
                                late.address(),
                                which(late.mail()),
                                bare(late.detail()),
                                late.until()
                                        .map(until -> "; it tries until " + time(until))
                                        .orElse(""));
            case IncidentEvent.MailReturned back ->
                "Mail to %s came back for now%s: %s."
                        .formatted(back.address(), which(back.mail()), bare(back.detail()));
            case IncidentEvent.MailArrived arrived ->
                "Mail to %s has arrived%s: %s."
                        .formatted(arrived.address(), which(arrived.mail()), bare(arrived.detail()));
            case IncidentEvent.MailComplained read ->
                "%s reported our mail as unwanted%s.".formatted(read.address(), which(read.mail()));
            case IncidentEvent.Answered answered ->
                "%s answered at %s (%s%s, %s): %s"
                        .formatted(
                                answered.from(),
                                time(answered.receivedAt()),
                                answered.kind(),
                                answered.why().isEmpty() ? "" : " by " + answered.why(),
                                standing(answered.standing()),
                                text(answered.text()));
            case IncidentEvent.AnswerAccepted accepted ->
                "Answer %d was accepted: %s.".formatted(accepted.answer(), bare(accepted.reason()));
            case IncidentEvent.AnswerReread reread ->
                "Answer %d was read as %s: %s.".formatted(reread.answer(), reread.kind(), bare(reread.reason()));
            case IncidentEvent.SecretKept kept ->
                switch (kept.what()) {
                    case DROP ->
                        "%s left a password; it is kept sealed until %s at the latest."
                                .formatted(kept.from(), time(kept.until()));
                    case MAIL ->
                        "A mail from %s held a password: it was masked, and the mail is kept sealed until %s at the latest."
                                .formatted(kept.from(), time(kept.until()));
                };
            case IncidentEvent.SecretSeen seen -> "Sealed item %d was looked at.".formatted(seen.secret());
            case IncidentEvent.SecretWiped wiped ->
                "Sealed item %d was wiped: %s.".formatted(wiped.secret(), bare(wiped.why()));
            case IncidentEvent.StatementSubmitted submitted ->
                "%s confirmed in writing at %s; staff must decide on it."
                        .formatted(submitted.from(), time(submitted.receivedAt()));
            case IncidentEvent.StatementRefused refused ->
                "The written confirmation was refused%s: %s."
                        .formatted(missing(refused.missing()), bare(refused.reason()));
            case IncidentEvent.StatementAccepted accepted ->
                "The written confirmation was accepted: %s.".formatted(bare(accepted.reason()));
            case IncidentEvent.CallDue due ->
                "Call round %d is due, %s; numbers: %s."
                        .formatted(due.round(), reason(due.reason()), numbers(due.numbers()));
            case IncidentEvent.CallTried tried ->
                "Called %s in round %d from %s to %s: %s.%s"
                        .formatted(
                                tried.number(),
                                tried.round(),
                                time(tried.startedAt()),
                                time(tried.endedAt()),
                                words(tried.outcome().word()),
                                optionalText(tried.note()));
            case IncidentEvent.CallRoundCompleted completed ->
                "Call round %d is complete as of %s%s."
                        .formatted(
                                completed.round(),
                                time(completed.endedAt()),
                                completed.withoutNumber() ? "; nobody could be called" : "");
            case IncidentEvent.RetestAsked ignored -> "A retest was asked for.";
            case IncidentEvent.RetestFound found ->
                "A retest was made: %s (%s).".formatted(persists(found.value()), bare(found.detail()));
            case IncidentEvent.StaffFound found ->
                "Staff found: %s, because %s.".formatted(persists(found.value()), bare(found.reason()));
            case IncidentEvent.MeasureProposed proposed ->
                "Measure %s, %s of %s, %s: %s."
                        .formatted(
                                proposed.measure(),
                                words(proposed.kind().word()),
                                proposed.target(),
                                proposed.approvalsNeeded() == 0
                                        ? "was asked for"
                                        : "waits for approval"
                                                + proposed.block()
                                                        .map(block -> " (" + words(block.word()) + ")")
                                                        .orElse(""),
                                bare(proposed.reason()));
            case IncidentEvent.MeasureApproved approved ->
                "Measure %s was approved: %s.".formatted(approved.measure(), bare(approved.reason()));
            case IncidentEvent.MeasureRejected rejected ->
                "Measure %s was rejected: %s.".formatted(rejected.measure(), bare(rejected.reason()));
            case IncidentEvent.ProposalWithdrawn withdrawn ->
                "The proposal %s was withdrawn: %s.".formatted(withdrawn.measure(), bare(withdrawn.why()));
            case IncidentEvent.MeasureRequested requested ->
                "%s of %s was requested%s%s: %s."
                        .formatted(
                                name(requested.kind()),
                                requested.target(),
                                requested.automatic() ? " by automation" : "",
                                requested
                                        .expiresAt()
                                        .map(end -> ", until " + time(end))
                                        .orElse(""),
                                bare(requested.reason()));
            case IncidentEvent.MeasureTasked tasked -> "A task for an engineer: %s.".formatted(bare(tasked.task()));
            case IncidentEvent.MeasureConfirmed confirmed ->
                "Measure %s is in effect; seen: %s.".formatted(confirmed.measure(), bare(confirmed.seen()));
            case IncidentEvent.MeasureFailed failed ->
                "Measure %s failed: %s.".formatted(failed.measure(), bare(failed.why()));
            case IncidentEvent.MeasureInDoubt doubt ->
                "Nobody knows yet whether measure %s took effect: %s.".formatted(doubt.measure(), bare(doubt.why()));
            case IncidentEvent.MeasureVanished vanished ->
                "Measure %s was undone by somebody else; seen: %s."
                        .formatted(vanished.measure(), bare(vanished.seen()));
            case IncidentEvent.MeasureExtended extended ->
                "The measure was extended until %s: %s.".formatted(time(extended.expiresAt()), bare(extended.why()));
            case IncidentEvent.LiftRequested lift ->
                "Measure %s is being lifted, %s: %s.".formatted(lift.measure(), why(lift.why()), bare(lift.reason()));
            case IncidentEvent.LiftFailed failed ->
                "Measure %s could not be lifted: %s.".formatted(failed.measure(), bare(failed.why()));
            case IncidentEvent.MeasureLifted lifted ->
                "Measure %s is lifted; seen: %s.".formatted(lifted.measure(), bare(lifted.seen()));
            case IncidentEvent.Verified verified ->
                "The server was found %s (%s): %s"
                        .formatted(
                                verified.clean() ? "clean" : "not clean",
                                verified.basis().name().toLowerCase(Locale.ROOT),
                                text(verified.text()));
            case IncidentEvent.WorkLogged work -> "Work done on the server: %s".formatted(text(work.text()));
            case IncidentEvent.BillableWorkLogged work ->
                "Work done on the server, %d minutes to be charged: %s".formatted(work.minutes(), text(work.text()));
            case IncidentEvent.PaymentAgreed agreed ->
                "%s agreed to pay for work on the server: %s".formatted(agreed.contact(), text(agreed.terms()));
            case IncidentEvent.Held held -> "Held until %s: %s.".formatted(time(held.until()), bare(held.reason()));
            case IncidentEvent.Released released -> "Released: %s.".formatted(bare(released.reason()));
            case IncidentEvent.Extended extended ->
                "The deadline was extended until %s: %s.".formatted(time(extended.until()), bare(extended.reason()));
            case IncidentEvent.DisputeDecided decided ->
                "The dispute was %s: %s.".formatted(decided.upheld() ? "upheld" : "rejected", bare(decided.reason()));
            case IncidentEvent.WatchStarted watch ->
                "Watched until %s: %s.".formatted(time(watch.until()), bare(watch.why()));
            case IncidentEvent.Recurred recurred -> "It was seen again, at %s.".formatted(time(recurred.observedAt()));
            case IncidentEvent.AlarmRaised alarm ->
                "Alarm (%s): %s.".formatted(words(alarm.alarm().word()), bare(alarm.text()));
            case IncidentEvent.CloseAsked asked ->
                "To be closed as %s once everything is restored: %s."
                        .formatted(words(asked.as().word()), bare(asked.reason()));
            case IncidentEvent.Closed closed ->
                "Closed as %s: %s.".formatted(words(closed.as().word()), bare(closed.reason()));
        };
    }

    private String text(TextDigest digest) {
        return texts.getOrDefault(digest.hex(), ERASED);
    }

    private String optionalText(TextDigest digest) {
        var text = text(digest);
        return text.isBlank() ? "" : " " + text;
    }

    /** Without the full stop that the sentence around it brings. */
    private static String bare(String text) {
        var stripped = text.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    private static String words(String word) {
        return word.replace('-', ' ');
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String told(List<Told> to) {
        return to.isEmpty()
                ? "to nobody"
                : to.stream()
                        .map(told -> told.address()
                                + " "
                                + switch (told.handed()) {
                                    case ACCEPTED -> "accepted";
                                    case DEFERRED -> "deferred";
                                    case REFUSED -> "refused (" + bare(told.reply()) + ")";
                                })
                        .collect(Collectors.joining(", "));
    }

    private static String numbers(List<Callee> numbers) {
        return numbers.isEmpty()
                ? "none on file"
                : numbers.stream()
                        .map(callee -> callee.number() + " (" + callee.contact() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String missing(List<StatementPart> missing) {
        return missing.isEmpty()
                ? ""
                : " (missing: " + missing.stream().map(StatementPart::word).collect(Collectors.joining(", ")) + ")";
    }

    private static String persists(Persistence value) {
        return switch (value) {
            case YES -> "it goes on";
            case NO -> "it is over";
            case UNKNOWN -> "nobody can tell whether it goes on";
        };
    }

    private static String standing(IncidentEvent.Standing standing) {
        return switch (standing) {
            case AUTHORIZED -> "authorized contact";
            case TOKEN_ONLY -> "unlisted sender with our token";
            case UNVERIFIED -> "unverified sender";
        };
    }

    private static String reason(IncidentEvent.CallReason reason) {
        return switch (reason) {
            case SILENCE -> "since nobody answered";
            case UNREACHABLE_BY_MAIL -> "since no mail gets through";
            case FIX_OVERDUE -> "since the time for mending it is over";
            case RECURRED -> "since it was seen again";
            case EMERGENCY -> "to tell of the emergency measure";
        };
    }

    private static String why(IncidentEvent.LiftReason why) {
        return switch (why) {
            case STATEMENT_ACCEPTED -> "the written confirmation was accepted";
            case VERIFIED_CLEAN -> "the server was found clean";
            case OUR_ERROR -> "it was our error";
            case STAFF -> "by staff";
            case EXPIRED -> "its time is over";
            case FALSE_POSITIVE -> "it was a false positive";
            case WRONG_CUSTOMER -> "it hit the wrong customer";
            case REPAIR_OVER -> "the repair is over";
        };
    }

    private static String name(MeasureKind kind) {
        return switch (kind) {
            case NETWORK_OFF -> "Turning the network off";
            case POWER_OFF -> "Switching off";
            case NULL_ROUTE -> "A null route";
            case REPAIR -> "A repair start";
        };
    }

    /** In words, such as {@code 2 h 30 min}. */
    public static String span(Duration span) {
        var hours = span.toHours();
        var minutes = span.toMinutesPart();
        return hours == 0 ? minutes + " min" : minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
}

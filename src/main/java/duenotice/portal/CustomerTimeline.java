package duenotice.portal;

import duenotice.casework.Snapshot;
import duenotice.incident.AnswerKind;
import duenotice.incident.Entry;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.TextDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The timeline in the customer's words (R36): what happened to him and what he said. Nothing of reporters, of notes, of
 * names of staff, nor of a former owner's time.
 */
final class CustomerTimeline {
    private final Incident incident;
    private final Words words;
    private final Times times;
    private final Map<String, String> texts;
    private final String contact;

    /** @param texts personal texts of the incident by digest */
    private CustomerTimeline(Incident incident, Times times, Map<String, String> texts, String contact) {
        this.incident = incident;
        this.words = times.words();
        this.times = times;
        this.texts = texts;
        this.contact = contact;
    }

    /** @param quote what was written, empty where nothing was */
    record Line(Instant at, String when, String sentence, String quote) {}

    private record Said(String sentence, String quote) {
        Said(String sentence) {
            this(sentence, "");
        }
    }

    static List<Line> of(Snapshot snapshot, Times times, Map<String, String> texts, String contact) {
        var timeline = new CustomerTimeline(snapshot.incident(), times, texts, contact);
        var lines = new ArrayList<Line>();
        for (var entry : sincePresentOwner(snapshot.timeline())) {
            timeline.said(entry.event())
                    .ifPresent(said ->
                            lines.add(new Line(entry.at(), times.brief(entry.at()), said.sentence(), said.quote())));
        }
        return lines;
    }

    private static List<Entry> sincePresentOwner(List<Entry> entries) {
        var from = 0;
        for (var at = 0; at < entries.size(); at++) {
            if (entries.get(at).event() instanceof IncidentEvent.Moved) {
                from = at;
            }
        }
        return entries.subList(from, entries.size());
    }

    private Optional<Said> said(IncidentEvent event) {
        return switch (event) {
            case IncidentEvent.Opened ignored -> say("opened");
            case IncidentEvent.Moved ignored -> say("opened");
            case IncidentEvent.TypeJoined joined -> say("type-joined", Situation.type(words, joined.type()));
            case IncidentEvent.Ascertained ignored -> say("ascertained");
            case IncidentEvent.Messaged message ->
                message.to().equals("customer") || message.to().equalsIgnoreCase(contact)
                        ? quoted(message.text(), "messaged")
                        : Optional.empty();
            case IncidentEvent.PolicyChanged ignored -> say("policy-changed");
            case IncidentEvent.Withdrawn ignored -> say("withdrawn");
            case IncidentEvent.RepeatFound repeat -> say("repeat-found", times.lasting(repeat.answerWithin()));
            case IncidentEvent.CustomerWarned warned ->
                warned.to().stream().anyMatch(told -> told.handed() == Handed.ACCEPTED)
                        ? say("warned")
                        : say("warned-refused");
            case IncidentEvent.AddressWarned ignored -> say("address-warned");
            case IncidentEvent.Informed informed ->
                words.has("timeline.informed." + informed.notice().word())
                        ? say("informed." + informed.notice().word())
                        : Optional.empty();
            case IncidentEvent.AddressBounced ignored -> say("bounced");
            case IncidentEvent.MailReturned ignored -> say("bounced");
            case IncidentEvent.MailDelayed ignored -> say("mail-delayed");
            case IncidentEvent.Answered answered -> answered(answered);
            case IncidentEvent.AnswerAccepted ignored -> say("answer-accepted");
            case IncidentEvent.AnswerReread reread -> say("answer-reread", kind(reread.kind()));
            case IncidentEvent.SecretKept kept ->
                say("secret-kept." + kept.what().word(), times.absolute(kept.until()));
            case IncidentEvent.SecretSeen ignored -> say("secret-seen");
            case IncidentEvent.SecretWiped ignored -> say("secret-wiped");
            case IncidentEvent.StatementSubmitted ignored -> say("statement-submitted");
            case IncidentEvent.StatementRefused refused ->
                refused.missing().isEmpty()
                        ? Optional.of(new Said(words.say("timeline.statement-refused"), refused.reason()))
                        : say(
                                "statement-incomplete",
                                refused.missing().stream()
                                        .map(part -> words.say("part." + part.word()))
                                        .collect(Collectors.joining(", ")));
            case IncidentEvent.StatementAccepted ignored -> say("statement-accepted");
            case IncidentEvent.CallDue ignored -> say("call-due");
            case IncidentEvent.CallTried tried ->
                say(
                        "call-tried",
                        shortened(tried.number()),
                        words.say("outcome." + tried.outcome().word()));
            case IncidentEvent.CallRoundCompleted completed ->
                completed.withoutNumber() ? say("round-without-number") : say("round-completed");
            case IncidentEvent.RetestAsked ignored -> say("retest-asked");
            case IncidentEvent.RetestFound found ->
                Optional.of(new Said(words.say("timeline.found." + found.value().word()), found.detail()));
            case IncidentEvent.StaffFound found -> say("found." + found.value().word());
            case IncidentEvent.MeasureConfirmed confirmed -> ofMeasure("in-force", confirmed.measure());
            case IncidentEvent.MeasureLifted lifted -> ofMeasure("lifted", lifted.measure());
            case IncidentEvent.MeasureExtended extended ->
                say("measure-extended", times.absolute(extended.expiresAt()));
            case IncidentEvent.Verified verified ->
                verified.clean() ? say("verified-clean") : say("verified-not-clean");
            case IncidentEvent.WorkLogged ignored -> say("work");
            case IncidentEvent.BillableWorkLogged work -> say("work-billable", work.minutes());
            case IncidentEvent.PaymentAgreed agreed -> say("payment-agreed", agreed.contact());
            case IncidentEvent.Held held -> say("held", times.absolute(held.until()));
            case IncidentEvent.Released ignored -> say("released");
            case IncidentEvent.Extended extended -> say("extended", times.absolute(extended.until()));
            case IncidentEvent.DisputeDecided decided ->
                Optional.of(new Said(
                        words.say(decided.upheld() ? "timeline.dispute-upheld" : "timeline.dispute-rejected"),
                        decided.reason()));
            case IncidentEvent.WatchStarted watch -> say("watch", times.absolute(watch.until()));
            case IncidentEvent.Recurred ignored -> say("recurred");
            case IncidentEvent.Closed closed -> say("closed." + closed.as().word());
            // The desk's own business.
            case IncidentEvent.Linked ignored -> Optional.empty();
            case IncidentEvent.TaskOpened ignored -> Optional.empty();
            case IncidentEvent.Assigned ignored -> Optional.empty();
            case IncidentEvent.Noted ignored -> Optional.empty();
            case IncidentEvent.WarningHeld ignored -> Optional.empty();
            case IncidentEvent.WarningReleased ignored -> Optional.empty();
            case IncidentEvent.WarningDiscarded ignored -> Optional.empty();
            case IncidentEvent.MeasureProposed ignored -> Optional.empty();
            case IncidentEvent.MeasureApproved ignored -> Optional.empty();
            case IncidentEvent.MeasureRejected ignored -> Optional.empty();
            case IncidentEvent.ProposalWithdrawn ignored -> Optional.empty();
            case IncidentEvent.MeasureRequested ignored -> Optional.empty();
            case IncidentEvent.MeasureTasked ignored -> Optional.empty();
            case IncidentEvent.MeasureFailed ignored -> Optional.empty();
            case IncidentEvent.MeasureInDoubt ignored -> Optional.empty();
            case IncidentEvent.MeasureVanished ignored -> Optional.empty();
            case IncidentEvent.LiftRequested ignored -> Optional.empty();
            case IncidentEvent.LiftFailed ignored -> Optional.empty();
            case IncidentEvent.AlarmRaised ignored -> Optional.empty();
            case IncidentEvent.MessageSent ignored -> Optional.empty();
            case IncidentEvent.CloseAsked ignored -> Optional.empty();
            case IncidentEvent.MailboxOnServer ignored -> say("mailbox-on-server");
            case IncidentEvent.MailArrived ignored -> Optional.empty();
            case IncidentEvent.ResendAsked ignored -> Optional.empty();
            case IncidentEvent.Resent ignored -> Optional.empty();
            case IncidentEvent.MailComplained ignored -> Optional.empty();
        };
    }

    private Optional<Said> answered(IncidentEvent.Answered answered) {
        if (answered.standing() != Standing.AUTHORIZED) {
            return say("answered-unlisted");
        }
        var when = times.brief(answered.receivedAt());
        return answered.from().equalsIgnoreCase(contact)
                ? quoted(answered.text(), "answered-you", kind(answered.kind()), when)
                : quoted(answered.text(), "answered", answered.from(), kind(answered.kind()), when);
    }

    private Optional<Said> ofMeasure(String what, MeasureId id) {
        var kind = incident.measure(id).map(measure -> measure.kind()).orElse(MeasureKind.NETWORK_OFF);
        return say(what + "." + kind.word(), incident.server().text());
    }

    private String kind(AnswerKind kind) {
        return words.say("kind." + kind.word());
    }

    private Optional<Said> say(String key, Object... values) {
        return Optional.of(new Said(words.say("timeline." + key, values)));
    }

    private Optional<Said> quoted(TextDigest digest, String key, Object... values) {
        return Optional.of(
                new Said(words.say("timeline." + key, values), texts.getOrDefault(digest.hex(), words.say("erased"))));
    }

    /** Enough to know one's own number again. */
    private static String shortened(String number) {
        return number.length() <= 6 ? number : number.substring(0, 3) + "…" + number.substring(number.length() - 3);
    }
}

package duenotice.warning;

import duenotice.casework.Casework;
import duenotice.casework.MessageOutcome;
import duenotice.casework.Receipts;
import duenotice.casework.Receipts.End;
import duenotice.casework.Receipts.Kind;
import duenotice.casework.Reporters;
import duenotice.casework.WaitingJob;
import duenotice.incident.IncidentId;
import duenotice.incident.TextDigest;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import duenotice.report.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes to those who reported (R68, R72): one receipt for each reporter and incident, the outcome at its end, and where to
 * go with what is not ours. The letters say nothing of the customer, repeat nothing of the report, carry the null return
 * path and say that they are automatic, so that no robot goes on answering them.
 */
public final class ReporterLetters implements WaitingJob {
    private static final int AT_ONCE = 100;
    private static final int MOST_LINES = 200;
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

    private final Casework casework;
    private final Receipts receipts;
    private final Relay relay;
    private final ProviderIdentity provider;
    private final Responsible responsible;
    private final ReceiptSettings settings;

    public ReporterLetters(
            Casework casework,
            Relay relay,
            ProviderIdentity provider,
            Responsible responsible,
            ReceiptSettings settings) {
        this.casework = casework;
        this.receipts = casework.receipts();
        this.relay = relay;
        this.provider = provider;
        this.responsible = responsible;
        this.settings = settings;
    }

    @Override
    public String name() {
        return Reporters.LETTERS;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Optional<Instant> nextDue() {
        return casework.reporters().isBehind() || receipts.areBehind(casework.now())
                ? Optional.of(casework.now())
                : receipts.nextDue();
    }

    @Override
    public void run(Instant now) {
        receipts.makeForJoined(now);
        casework.reporters().settle();
        for (var due = receipts.due(now, AT_ONCE); !due.isEmpty(); due = receipts.due(now, AT_ONCE)) {
            for (var letter : due) {
                if (!send(letter, now)) {
                    return;
                }
            }
        }
        var together = new LinkedHashMap<String, List<Receipts.Letter>>();
        receipts.dueTogether(now, MOST_LINES)
                .forEach(letter -> together.computeIfAbsent(letter.mailbox(), unseen -> new ArrayList<>())
                        .add(letter));
        for (var letters : together.values()) {
            if (!hand(letters, digest(letters), "", now)) {
                return;
            }
        }
    }

    /** False where the relay is away: the rest waits with it. */
    private boolean send(Receipts.Letter letter, Instant now) {
        if (isOwn(letter.address())) {
            receipts.settle(List.of(letter), End.NEEDLESS, now);
            return true;
        }
        if (letter.kind() == Kind.NOT_OURS) {
            return sendNotOurs(letter, now);
        }
        if (receipts.sentToday(letter.reporter(), now) >= settings.singlesADay()) {
            receipts.gather(letter, now);
            return true;
        }
        return hand(List.of(letter), written(letter), incidentOf(letter), now);
    }

    private boolean isOwn(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith("@" + provider.domain().toLowerCase(Locale.ROOT));
    }

    private static String incidentOf(Receipts.Letter letter) {
        return letter.incident().map(IncidentId::toString).orElse("");
    }

    // ---- not ours

    private boolean sendNotOurs(Receipts.Letter letter, Instant now) {
        var report = letter.message().orElseThrow();
        var waits = casework.inbox()
                .item(report)
                .filter(item -> item.state() == MessageOutcome.State.QUEUED)
                .isPresent();
        var before = receipts.toldBefore(letter, now);
        if (!waits || before.isPresent() || receipts.sentToday(letter.reporter(), now) >= settings.singlesADay()) {
            // Whoever asks too much waits for people; whoever knows already is told nothing twice.
            receipts.settle(List.of(letter), End.NEEDLESS, now);
            before.filter(ignored -> waits)
                    .ifPresent(at -> casework.closeFromQueue(
                            report, "not-ours: the reporter was told on " + day(at) + " where to go", "automation"));
            return true;
        }
        var desk = responsible.of(letter.about());
        var going = hand(List.of(letter), notOurs(letter, desk), "", now);
        if (receipts.toldBefore(letter, now).isPresent()) {
            casework.closeFromQueue(
                    report,
                    "not-ours: the reporter was told "
                            + desk.map(one -> "to write to " + InertText.value(one.mailbox()))
                                    .orElse("how to find who is responsible"),
                    "automation");
        }
        return going;
    }

    private static String day(Instant at) {
        return at.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }

    private Letter notOurs(Receipts.Letter letter, Optional<Responsible.Desk> desk) {
        var words = LetterWords.of(LetterWriter.writtenFor(Locale.forLanguageTag(letter.language())));
        var told = desk.map(one -> words.word("not-ours.write-to") + " " + one.mailbox()
                        + (one.network().isBlank() ? "" : " (" + InertText.value(one.network()) + ")"))
                .orElseGet(() -> words.word("not-ours.look-up"));
        // A name or a link would carry a stranger's words into our letter.
        var about = Prefix.parse(letter.about()).map(Prefix::text).orElseGet(() -> words.word("not-ours.something"));
        return write("not-ours", letter, Optional.empty(), Optional.of(about), Optional.of(told));
    }

    // ---- receipts and outcomes

    private Letter written(Receipts.Letter letter) {
        return letter.kind() == Kind.RECEIPT
                ? write("receipt", letter, letter.incident(), Optional.empty(), Optional.empty())
                : write("outcome", letter, letter.incident(), Optional.of(outcome(letter)), Optional.empty());
    }

    private static String outcome(Receipts.Letter letter) {
        return LetterWords.of(LetterWriter.writtenFor(Locale.forLanguageTag(letter.language())))
                .word("outcome." + letter.about());
    }

    /** Letters to one mailbox; where its address is numbered, the newest is the one that is written to. */
    private Letter digest(List<Receipts.Letter> letters) {
        var newest = letters.getLast();
        var words = LetterWords.of(LetterWriter.writtenFor(Locale.forLanguageTag(newest.language())));
        var lines = new ArrayList<String>();
        for (var letter : letters) {
            lines.add("#" + incidentOf(letter) + ": "
                    + (letter.kind() == Kind.RECEIPT
                            ? words.word("digest.received")
                            : words.word("outcome." + letter.about())));
        }
        return write("digest", newest, Optional.empty(), Optional.empty(), Optional.of(String.join("\n", lines)));
    }

    private Letter write(
            String letter,
            Receipts.Letter to,
            Optional<IncidentId> incident,
            Optional<String> reason,
            Optional<String> message) {
        return LetterWriter.write(new LetterContent(
                letter,
                Locale.forLanguageTag(to.language()),
                ZoneOffset.UTC,
                "",
                provider,
                incident,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                reason,
                message,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    // ---- handing over

    private boolean hand(List<Receipts.Letter> letters, Letter written, String incident, Instant now) {
        var newest = letters.getLast();
        Delivery delivery;
        try {
            delivery = relay.hand(mail(newest, letters.size(), written, incident));
        } catch (IllegalArgumentException notAnAddress) {
            delivery = new Delivery.Refused("not an address that mail can be sent to");
        }
        return switch (delivery) {
            case Delivery.Accepted ignored -> {
                receipts.settle(letters, End.SENT, now);
                yield true;
            }
            case Delivery.Refused ignored -> {
                receipts.settle(letters, End.REFUSED, now);
                yield true;
            }
            case Delivery.Deferred ignored -> {
                later(letters, now);
                yield true;
            }
            case Delivery.OutOfTurn ignored -> {
                later(letters, now);
                yield false;
            }
            case Delivery.RelayAway ignored -> {
                later(letters, now);
                yield false;
            }
        };
    }

    private void later(List<Receipts.Letter> letters, Instant now) {
        var first = letters.getFirst();
        if (first.madeAt().plus(GIVEN_UP_AFTER).isBefore(now)) {
            receipts.settle(letters, End.GIVEN_UP, now);
        } else {
            receipts.putOff(letters, now.plus(Post.backOff(first.tries())));
        }
    }

    private OutgoingMail mail(Receipts.Letter to, int number, Letter written, String incident) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Auto-Submitted", "auto-generated");
        if (!incident.isEmpty()) {
            headers.put("X-Duenotice-Incident", incident);
        }
        var mark = TextDigest.of("receipt\n" + to.id() + "\n" + number + "\n" + to.address())
                .hex();
        return new OutgoingMail(
                "",
                to.address(),
                "",
                provider.fromAddress(),
                provider.name(),
                Optional.of(provider.fromAddress()),
                written.subject(),
                written.text(),
                Optional.of(written.html()),
                "<r" + mark.substring(0, 31) + "@" + provider.domain() + ">",
                Map.copyOf(headers),
                to.mailId().filter(id -> number == 1 && id.matches("<[^\\s\\p{Cntrl}<>]{1,248}>")));
    }
}

package duenotice.incident;

import duenotice.incident.IncidentEvent.CallReason;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a timeline on its own, knowing nothing of the judgement, and says what forbids a cut of the standard ladder now
 * (invariant 1 of the design, R19, R20, R44, R45, R47, R48). Written against the requirements, not against the code.
 */
final class CutOracle {
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final List<Entry> timeline;
    private final World world;
    private final Policy policy;
    private final Instant now;

    /** The time to answer; shorter where the same trouble came again (R62). */
    private Duration wait = TWO_HOURS;

    private int stage = -1;
    private int warnedIndex = -1;
    private final Set<String> dead = new HashSet<>();

    /** R48: of whom a mail server said that it is late: until when that is believed. */
    private final Map<String, Instant> late = new HashMap<>();

    /** When the relay took the warning that is still on its way. */
    private final Map<String, Instant> takenAt = new HashMap<>();

    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private boolean calledTooSoon;
    private int epoch = 1;
    private final Set<String> warned = new HashSet<>();
    private Instant warnedAt = Instant.MAX;
    private Instant calledDueAt = Instant.MAX;
    private Optional<CallReason> callReason = Optional.empty();
    private Optional<Instant> roundEnd = Optional.empty();
    private boolean withoutNumber;
    private final Map<Integer, Given> answers = new HashMap<>();
    private Optional<Instant> disputeOpen = Optional.empty();
    private int dispute;
    private Optional<Given> disputed = Optional.empty();
    private Optional<Instant> heldUntil = Optional.empty();
    private Instant restoredAt = Instant.MIN;
    private final List<Seen> looks = new ArrayList<>();
    private boolean live;
    private final Set<Block> approved = new HashSet<>();
    private final Map<MeasureId, Block> proposals = new HashMap<>();
    private boolean ourError;

    private record Given(AnswerKind kind, Instant at, boolean counts, boolean token) {}

    /** At one instant what was looked at last weighs more than what was told. */
    private record Seen(Instant at, Instant known, Persistence value) {}

    CutOracle(List<Entry> timeline, World world, Policy policy, Instant now) {
        this.timeline = timeline;
        this.world = world;
        this.policy = policy;
        this.now = now;
        read();
    }

    /** Every reason against it that no approval of just this reason has taken away. */
    List<String> objections(boolean automatic) {
        var against = new ArrayList<String>();
        demand(against, warnedIndex >= 0, "nobody was warned");
        var allDead = !warned.isEmpty() && dead.containsAll(warned);
        demand(against, !allDead || approved.contains(Block.APPROVAL), "no address took the warning");
        demand(
                against,
                callReason.filter(why -> why != CallReason.SILENCE).isPresent()
                        || !calledDueAt.isBefore(warnedAt.plus(wait)),
                "called before the answer time of the warning was over");
        demand(
                against,
                approved.contains(Block.APPROVAL)
                        || late.isEmpty()
                        || warned.stream().anyMatch(address -> !dead.contains(address) && !late.containsKey(address)),
                "nobody is known to have got the warning");
        demand(against, !calledTooSoon, "called while no warning could have arrived");
        demand(
                against,
                callReason.filter(why -> why == CallReason.UNREACHABLE_BY_MAIL).isEmpty()
                        || approved.contains(Block.APPROVAL),
                "no mail reached anybody");
        demand(against, roundEnd.isPresent(), "no completed call round");
        demand(
                against,
                roundEnd.filter(end -> !now.isBefore(end.plus(wait))).isPresent(),
                "the answer time of the call is not over");
        demand(against, !withoutNumber || approved.contains(Block.NO_NUMBERS), "nobody could be called");
        answers(against);
        persisting(against);
        demand(against, disputeOpen.isEmpty(), "disputed");
        demand(against, heldUntil.filter(until -> until.isAfter(now)).isEmpty(), "held");
        demand(against, world.ownerUnchanged, "the address changed hands");
        demand(against, !world.neverCut, "never to be cut");
        demand(against, !world.shared || approved.contains(Block.SHARED), "shared");
        demand(against, !world.vip || approved.contains(Block.APPROVAL), "a VIP");
        demand(
                against,
                policy.cut().orElseThrow().approval() == Policy.Approval.NONE || approved.contains(Block.APPROVAL),
                "the policy wants an approval");
        demand(
                against,
                roundEnd.filter(end ->
                                !world.unread.headSet(end.plus(wait), true).isEmpty())
                        .isEmpty(),
                "unread messages of before it was due");
        demand(against, !world.automationStopped, "the kill switch");
        demand(against, !world.inventoryStale, "a stale inventory");
        demand(against, world.clockJump.isEmpty(), "the clock jumped");
        demand(against, world.automaticCuts < 5 || approved.contains(Block.CAP), "more than five in an hour");
        demand(against, world.outages.stream().noneMatch(this::bars), "our own outage");
        demand(
                against,
                automatic == approved.isEmpty(),
                "approved cuts are no automatic ones, and the other way round");
        return against;
    }

    private static void demand(List<String> against, boolean holds, String otherwise) {
        if (!holds) {
            against.add(otherwise);
        }
    }

    private boolean bars(Circumstances.Outage outage) {
        var isMail = outage.part() == Circumstances.OutagePart.MAIL_IN;
        if (!isMail || outage.from().isAfter(now)) {
            return false;
        }
        if (outage.until().isEmpty()) {
            return true;
        }
        var until = outage.until().get();
        return outage.from().plusSeconds(300).isBefore(until) && now.isBefore(until.plusSeconds(3600));
    }

    /** No answer of this stage may still have time, and none may have come since the ladder went on. */
    private void answers(List<String> against) {
        var since = timeline.get(Math.max(stage, 0)).at();
        for (var answer : answers.values()) {
            var ofStage = !answer.at().isBefore(since);
            if (answer.token() && ofStage) {
                demand(against, approved.contains(Block.UNVERIFIED_ANSWER), "an unverified answer");
            }
            if (!answer.counts() || !ofStage) {
                continue;
            }
            var time = answer.kind() == AnswerKind.ACK || answer.kind() == AnswerKind.EXTENSION
                    ? Duration.ofHours(4)
                    : Duration.ofHours(24);
            var before = callReason.filter(why -> why == CallReason.FIX_OVERDUE).isPresent()
                    && answer.at().isBefore(calledDueAt);
            var again = approved.contains(Block.FIXED_AGAIN);
            demand(against, before || again, "an answer after which no round began");
            var startsNoClock = answers.values().stream()
                    .filter(other -> !other.equals(answer)
                            && other.counts()
                            && !other.at().isBefore(since)
                            && !other.at().isAfter(answer.at()))
                    .anyMatch(other -> other.kind().claimsFix()
                            || !answer.kind().claimsFix()
                            || !answer.at().isBefore(other.at().plus(Duration.ofHours(4))));
            demand(
                    against,
                    again || startsNoClock || !now.isBefore(answer.at().plus(time)),
                    "an answer that still has time");
        }
    }

    private void persisting(List<String> against) {
        var fix = answers.values().stream()
                .filter(answer -> answer.counts() && answer.kind().claimsFix())
                .map(Given::at)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        var observed = new ArrayList<Seen>();
        for (var sighting : world.sightings) {
            var late = sighting.observedAt().isAfter(sighting.receivedAt().plusSeconds(300));
            var soon = !sighting.observedAt().isAfter(warnedAt.plusSeconds(900))
                    || fix.isAfter(Instant.MIN) && !sighting.observedAt().isAfter(fix.plusSeconds(900));
            if (sighting.type().equals(Play.SPAM)
                    && !late
                    && !soon
                    && sighting.observedAt().isAfter(restoredAt)) {
                observed.add(new Seen(sighting.observedAt(), sighting.receivedAt(), Persistence.YES));
            }
        }
        looks.stream()
                .filter(look -> !look.at().isBefore(warnedAt)
                        && !look.at().isBefore(fix)
                        && !look.at().isBefore(restoredAt))
                .forEach(observed::add);
        var last = observed.stream().map(Seen::known).max(Instant::compareTo);
        var lastValues = observed.stream()
                .filter(seen -> last.filter(seen.known()::equals).isPresent())
                .map(Seen::value)
                .toList();
        demand(
                against,
                lastValues.isEmpty() || lastValues.stream().anyMatch(value -> value != Persistence.NO),
                "the last look found it gone");
        if (policy.cut().orElseThrow().when() == Policy.CutWhen.NOT_FIXED || approved.contains(Block.FRESH_EVIDENCE)) {
            return;
        }
        demand(
                against,
                observed.stream()
                        .anyMatch(seen ->
                                seen.value() == Persistence.YES && seen.at().isAfter(roundEnd.orElse(Instant.MAX))),
                "nothing seen after the call round");
        demand(
                against,
                lastValues.stream().anyMatch(value -> value == Persistence.YES),
                "the last observation is no yes");
    }

    private void read() {
        for (var index = 0; index < timeline.size(); index++) {
            read(timeline.get(index), index);
        }
    }

    private void read(Entry entry, int index) {
        var at = entry.at();
        switch (entry.event()) {
            case IncidentEvent.CustomerWarned event -> {
                stage = index;
                warnedIndex = index;
                warnedAt = at;
                // What came back before it was another mail.
                dead.clear();
                late.clear();
                takenAt.clear();
                event.to().forEach(told -> heard(told, at));
            }
            case IncidentEvent.RepeatFound ignored -> wait = repeated();
            case IncidentEvent.AddressWarned event -> heard(event.to(), at);
            case IncidentEvent.AddressBounced event -> dead.add(event.address());
            case IncidentEvent.MailDelayed event -> {
                var sent = takenAt.get(event.address());
                if (isWarning(event.mail()) && sent != null) {
                    var longest = sent.plus(HALF_A_DAY);
                    late.put(
                            event.address(),
                            event.until()
                                    .filter(until -> until.isAfter(at) && until.isBefore(longest))
                                    .orElse(longest));
                }
            }
            case IncidentEvent.MailReturned event -> {
                if (isWarning(event.mail()) && takenAt.remove(event.address()) != null) {
                    late.put(event.address(), at.plus(HALF_A_DAY));
                }
            }
            case IncidentEvent.MailArrived event -> arrived(event.address(), event.mail());
            case IncidentEvent.MailComplained event -> arrived(event.address(), event.mail());
            case IncidentEvent.Recurred ignored -> {
                stage = index;
                noRound();
            }
            case IncidentEvent.Moved ignored -> {
                warnedIndex = -1;
                stage = index;
                wait = TWO_HOURS;
                epoch++;
                warned.clear();
                dead.clear();
                late.clear();
                takenAt.clear();
                answers.clear();
                looks.clear();
                disputeOpen = Optional.empty();
                dispute = 0;
                heldUntil = Optional.empty();
                noRound();
            }
            case IncidentEvent.CallDue event -> {
                noRound();
                calledDueAt = at;
                calledTooSoon = event.reason() == CallReason.SILENCE
                        && !late.isEmpty()
                        && warned.stream()
                                .filter(address -> !dead.contains(address))
                                .allMatch(address ->
                                        late.getOrDefault(address, Instant.MIN).isAfter(at));
                callReason = Optional.of(event.reason());
            }
            case IncidentEvent.CallRoundCompleted event -> {
                roundEnd = Optional.of(event.endedAt());
                withoutNumber = event.withoutNumber();
            }
            case IncidentEvent.Answered event -> {
                var counts = event.standing() == Standing.AUTHORIZED;
                answers.put(
                        event.answer(),
                        new Given(event.kind(), event.receivedAt(), counts, event.standing() == Standing.TOKEN_ONLY));
                if (counts && event.kind() == AnswerKind.DISPUTE && dispute == 0) {
                    openDispute(event.answer(), event.receivedAt());
                }
            }
            case IncidentEvent.AnswerAccepted event -> {
                var given = answers.get(event.answer());
                if (given != null) {
                    answers.put(event.answer(), new Given(given.kind(), given.at(), true, false));
                    if (given.kind() == AnswerKind.DISPUTE && dispute == 0) {
                        openDispute(event.answer(), given.at());
                    }
                }
            }
            case IncidentEvent.AnswerReread event -> reread(event);
            case IncidentEvent.DisputeDecided ignored -> disputeOpen = Optional.empty();
            case IncidentEvent.Held event ->
                heldUntil = Optional.of(heldUntil
                        .filter(before -> before.isAfter(event.until()))
                        .orElse(event.until()));
            case IncidentEvent.Released ignored -> heldUntil = Optional.empty();
            case IncidentEvent.RetestFound event -> {
                if (!live && event.value() != Persistence.UNKNOWN) {
                    looks.add(new Seen(at, at.plusNanos(1L + index), event.value()));
                }
            }
            case IncidentEvent.StaffFound event -> looks.add(new Seen(at, at.plusNanos(1L + index), event.value()));
            case IncidentEvent.MeasureProposed event ->
                event.block().ifPresent(block -> proposals.put(event.measure(), block));
            case IncidentEvent.MeasureApproved event -> {
                var block = proposals.get(event.measure());
                if (block != null) {
                    approved.add(block);
                }
            }
            case IncidentEvent.ProposalWithdrawn event -> forget(event.measure());
            case IncidentEvent.MeasureRejected event -> forget(event.measure());
            case IncidentEvent.MeasureRequested event -> {
                live = true;
                approved.clear();
                proposals.remove(event.measure());
            }
            case IncidentEvent.LiftRequested event -> ourError = event.why() == IncidentEvent.LiftReason.OUR_ERROR;
            case IncidentEvent.MeasureLifted ignored -> {
                live = false;
                restoredAt = ourError ? restoredAt : at;
            }
            default -> {}
        }
    }

    /** Nothing may shorten it but the policy, after the same trouble not long before; never to less than half an hour. */
    private Duration repeated() {
        var asked = policy.repeat().orElseThrow();
        var opened = timeline.getFirst().at();
        var before = world.earlier.orElseThrow().closedAt();
        if (before.isAfter(opened) || before.isBefore(opened.minus(asked.within()))) {
            throw new AssertionError("no repeat: " + before);
        }
        var shorter = asked.answerWithin();
        return shorter.compareTo(Duration.ofMinutes(30)) < 0
                ? Duration.ofMinutes(30)
                : shorter.compareTo(TWO_HOURS) < 0 ? shorter : TWO_HOURS;
    }

    private void forget(MeasureId measure) {
        var block = proposals.remove(measure);
        if (block != null) {
            approved.remove(block);
        }
    }

    private void reread(IncidentEvent.AnswerReread event) {
        var undecided = dispute == event.answer() && disputeOpen.isPresent();
        var given = undecided ? disputed.orElse(null) : answers.get(event.answer());
        if (given == null) {
            return;
        }
        if (undecided && event.kind() != AnswerKind.DISPUTE) {
            disputeOpen = Optional.empty();
            dispute = 0;
        }
        if (!undecided || event.kind() != AnswerKind.DISPUTE) {
            answers.put(event.answer(), new Given(event.kind(), given.at(), given.counts(), given.token()));
        }
        if (!undecided && event.kind() == AnswerKind.DISPUTE && given.counts() && dispute == 0) {
            openDispute(event.answer(), given.at());
        }
    }

    private void openDispute(int answer, Instant at) {
        dispute = answer;
        disputeOpen = Optional.of(at);
        disputed = Optional.ofNullable(answers.remove(answer));
    }

    private boolean isWarning(String mail) {
        return mail.isEmpty() || mail.equals("warning-" + epoch);
    }

    private void arrived(String address, String mail) {
        if (isWarning(mail) && takenAt.remove(address) != null) {
            late.remove(address);
        }
    }

    private void heard(IncidentEvent.Told told, Instant at) {
        warned.add(told.address());
        if (told.handed() == Handed.ACCEPTED) {
            takenAt.put(told.address(), at);
            late.remove(told.address());
        }
        if (told.handed() == Handed.REFUSED) {
            dead.add(told.address());
        }
    }

    private void noRound() {
        roundEnd = Optional.empty();
        withoutNumber = false;
        calledDueAt = Instant.MAX;
        callReason = Optional.empty();
    }
}

package duenotice.incident;

import duenotice.incident.Incident.Dispute;
import duenotice.incident.Incident.Extension;
import duenotice.incident.Incident.FloodGate;
import duenotice.incident.Incident.Journey;
import duenotice.incident.Incident.Look;
import duenotice.incident.Incident.Pause;
import duenotice.incident.Incident.StatementState;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.Incident.Warning;
import duenotice.incident.Incident.Watch;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.Told;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds up a timeline, entry by entry, to the incident it tells of. */
final class IncidentFold {
    private final IncidentId id;
    private int entries;
    private int epoch = 1;
    private @Nullable ServerId server;
    private @Nullable CustomerId customer;
    private Category category = Category.OTHER;
    private final List<Type> types = new ArrayList<>();
    private final List<Type> lateTypes = new ArrayList<>();
    private final Map<Integer, List<String>> formerWarned = new HashMap<>();
    private String policy = "";
    private String policyVersion = "";
    private Optional<String> address = Optional.empty();
    private Instant openedAt = Instant.EPOCH;
    private boolean staffVerified;
    private final List<IncidentId> linked = new ArrayList<>();
    private Optional<Instant> ascertainedAt = Optional.empty();
    private Optional<String> openTask = Optional.empty();
    private Optional<String> assignedTo = Optional.empty();
    private Optional<String> firstStaff = Optional.empty();
    private FloodGate floodGate = FloodGate.NOT_REACHED;
    private Optional<Duration> repeatWithin = Optional.empty();
    private Optional<Warning> warning = Optional.empty();
    private final Map<String, Instant> informed = new HashMap<>();
    private final List<Incident.UnsentMessage> unsentMessages = new ArrayList<>();
    private final List<Incident.Resend> resends = new ArrayList<>();
    private final Set<String> alarmed = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();
    private int answersGiven;
    private StatementState statement = StatementState.NONE;
    private final List<Incident.Secret> secrets = new ArrayList<>();
    private final List<Round> rounds = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final Map<String, Persistence> retests = new HashMap<>();
    private Optional<Incident.RetestAsk> retestAsked = Optional.empty();
    private final List<Measure> measures = new ArrayList<>();
    private Optional<Boolean> verifiedClean = Optional.empty();
    private boolean workLogged;
    private boolean paymentAgreed;
    private int billableMinutes;
    private final List<Pause> pauses = new ArrayList<>();
    private final List<Dispute> disputes = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private Optional<Watch> watch = Optional.empty();
    private Optional<Instant> recurredAt = Optional.empty();
    private int stageEntry;
    private Optional<CloseAs> closeAsked = Optional.empty();
    private Optional<CloseAs> closedAs = Optional.empty();
    private boolean withdrawn;
    private Optional<Instant> closedAt = Optional.empty();

    IncidentFold(IncidentId id) {
        this.id = id;
    }

    void add(Entry entry) {
        entries = entry.seq();
        var at = entry.at();
        if (firstStaff.isEmpty() && entry.actor().isStaff()) {
            firstStaff = Optional.of(entry.actor().name());
        }
        switch (entry.event()) {
            case IncidentEvent.Opened opened -> open(opened, entry);
            case IncidentEvent.TypeJoined joined -> {
                types.add(joined.type());
                if (warning.isPresent()) {
                    lateTypes.add(joined.type());
                }
            }
            case IncidentEvent.Linked link -> linked.add(link.other());
            case IncidentEvent.Ascertained ignored -> ascertainedAt = Optional.of(at);
            case IncidentEvent.TaskOpened task -> openTask = Optional.of(task.what());
            case IncidentEvent.Assigned assigned -> {
                assignedTo = Optional.of(assigned.agent());
                openTask = Optional.empty();
            }
            case IncidentEvent.Noted ignored -> {}
            case IncidentEvent.Messaged message ->
                unsentMessages.add(new Incident.UnsentMessage(entry.seq(), message.to(), message.text()));
            case IncidentEvent.MessageSent sent -> unsentMessages.removeIf(message -> message.entry() == sent.entry());
            case IncidentEvent.ResendAsked again ->
                resends.add(new Incident.Resend(entry.seq(), again.mail(), again.to()));
            case IncidentEvent.Resent again -> resends.removeIf(one -> one.entry() == again.entry());
            case IncidentEvent.PolicyChanged changed -> {
                policy = changed.policy();
                policyVersion = changed.policyVersion();
                repeatWithin = Optional.empty();
            }
            case IncidentEvent.Moved moved -> move(moved, at);
            case IncidentEvent.Withdrawn ignored -> withdrawn = true;
            case IncidentEvent.RepeatFound repeat -> repeatWithin = Optional.of(repeat.answerWithin());
            case IncidentEvent.WarningHeld ignored -> floodGate = FloodGate.HELD;
            case IncidentEvent.WarningReleased ignored -> floodGate = FloodGate.RELEASED;
            case IncidentEvent.WarningDiscarded ignored -> floodGate = FloodGate.DISCARDED;
            case IncidentEvent.MailboxOnServer ignored -> {}
            case IncidentEvent.CustomerWarned warned -> warn(warned, entry);
            case IncidentEvent.AddressWarned told -> tellMore(told.to(), at);
            case IncidentEvent.Informed notice -> informed.put(notice.key(), at);
            case IncidentEvent.AddressBounced bounced -> bounce(bounced.address(), at);
            case IncidentEvent.MailDelayed late ->
                travel(late.address(), late.mail(), journey -> late(journey, late, at));
            case IncidentEvent.MailReturned back -> comeBack(back, at);
            case IncidentEvent.MailArrived arrived -> travel(arrived.address(), arrived.mail(), arrivedAt(at));
            case IncidentEvent.MailComplained read -> travel(read.address(), read.mail(), arrivedAt(at));
            case IncidentEvent.Answered answered -> answer(answered, entry);
            case IncidentEvent.AnswerAccepted accepted -> accept(accepted.answer());
            case IncidentEvent.AnswerReread reread -> reread(reread, entry.actor());
            case IncidentEvent.SecretKept kept ->
                secrets.add(new Incident.Secret(
                        kept.secret(),
                        kept.what(),
                        kept.from(),
                        at,
                        kept.until(),
                        kept.tell(),
                        kept.answer(),
                        epoch,
                        Optional.empty()));
            case IncidentEvent.SecretSeen ignored -> {}
            case IncidentEvent.SecretWiped wiped ->
                secrets.replaceAll(one -> one.number() == wiped.secret() ? one.wiped(at) : one);
            case IncidentEvent.StatementSubmitted submitted ->
                statement = new StatementState(
                        submitted.statement(), Progress.SUBMITTED, submitted.receivedAt(), List.of(), 0);
            case IncidentEvent.StatementRefused refused ->
                statement = new StatementState(refused.statement(), Progress.REFUSED, at, refused.missing(), 0);
            case IncidentEvent.StatementAccepted accepted ->
                statement = new StatementState(accepted.statement(), Progress.ACCEPTED, at, List.of(), entry.seq());
            case IncidentEvent.CallDue due ->
                rounds.add(new Round(
                        due.round(), entry.seq(), due.reason(), at, due.numbers(), List.of(), Optional.empty(), false));
            case IncidentEvent.CallTried tried -> tryNumber(tried);
            case IncidentEvent.CallRoundCompleted completed -> complete(completed);
            case IncidentEvent.RetestAsked asked ->
                retestAsked = Optional.of(new Incident.RetestAsk(
                        asked.number(),
                        at,
                        entry.actor().isStaff() ? entry.actor().name() : "customer"));
            case IncidentEvent.RetestFound found -> {
                retests.put(found.judgement(), found.value());
                if (!anyMeasureLive()) {
                    looks.add(new Look(entry.seq(), at, found.value(), "retest"));
                }
            }
            case IncidentEvent.StaffFound found -> looks.add(new Look(entry.seq(), at, found.value(), "staff"));
            case IncidentEvent.MeasureProposed proposed -> propose(proposed, entry.actor());
            case IncidentEvent.MeasureApproved approved ->
                change(
                        approved.measure(),
                        measure -> approve(measure, entry.actor().name()));
            case IncidentEvent.MeasureRejected rejected ->
                change(rejected.measure(), measure -> {
                    measure.ended = true;
                    measure.rejected = true;
                });
            case IncidentEvent.ProposalWithdrawn gone -> change(gone.measure(), measure -> measure.ended = true);
            case IncidentEvent.MeasureRequested requested -> request(requested, entry);
            case IncidentEvent.MeasureTasked tasked ->
                change(tasked.measure(), measure -> measure.lastAttemptAt = Optional.of(at));
            case IncidentEvent.MeasureConfirmed confirmed ->
                change(confirmed.measure(), measure -> confirm(measure, at));
            case IncidentEvent.MeasureFailed failed ->
                change(failed.measure(), measure -> trouble(measure, MeasureState.FAILED, at));
            case IncidentEvent.MeasureInDoubt doubt ->
                change(doubt.measure(), measure -> trouble(measure, MeasureState.UNKNOWN, at));
            case IncidentEvent.MeasureVanished vanished -> change(vanished.measure(), measure -> vanish(measure, at));
            case IncidentEvent.MeasureExtended extended ->
                change(extended.measure(), measure -> {
                    measure.expiresAt = Optional.of(extended.expiresAt());
                    measure.extended = true;
                });
            case IncidentEvent.LiftRequested lift -> change(lift.measure(), measure -> liftAsked(measure, lift, at));
            case IncidentEvent.LiftFailed failed ->
                change(failed.measure(), measure -> trouble(measure, MeasureState.LIFTING, at));
            case IncidentEvent.MeasureLifted lifted -> change(lifted.measure(), measure -> lifted(measure, at));
            case IncidentEvent.Verified verified -> verifiedClean = Optional.of(verified.clean());
            case IncidentEvent.WorkLogged ignored -> workLogged = true;
            case IncidentEvent.BillableWorkLogged billable -> {
                workLogged = true;
                billableMinutes += billable.minutes();
            }
            case IncidentEvent.PaymentAgreed ignored -> paymentAgreed = true;
            case IncidentEvent.Held held -> pauses.add(new Pause(at, held.until(), false));
            case IncidentEvent.Released ignored -> release(at);
            case IncidentEvent.Extended extended -> extensions.add(new Extension(at, extended.until()));
            case IncidentEvent.DisputeDecided decided -> decide(decided.upheld(), at);
            case IncidentEvent.WatchStarted started ->
                watch = Optional.of(new Watch(started.from(), started.until(), true));
            case IncidentEvent.Recurred ignored -> recur(entry);
            case IncidentEvent.AlarmRaised raised -> alarmed.add(raised.key());
            case IncidentEvent.CloseAsked asked -> closeAsked = Optional.of(asked.as());
            case IncidentEvent.Closed closed -> {
                closedAt = Optional.of(at);
                closedAs = Optional.of(closed.as());
            }
        }
    }

    private void open(IncidentEvent.Opened opened, Entry entry) {
        server = opened.server();
        customer = opened.customer();
        category = opened.category();
        types.add(opened.type());
        policy = opened.policy();
        policyVersion = opened.policyVersion();
        address = opened.address();
        openedAt = entry.at();
        staffVerified = opened.staffVerified();
    }

    private void move(IncidentEvent.Moved moved, Instant at) {
        server = moved.server();
        customer = moved.customer();
        policy = moved.policy();
        policyVersion = moved.policyVersion();
        warning.ifPresent(old ->
                formerWarned.put(epoch, old.to().stream().map(Told::address).toList()));
        epoch++;
        resends.clear();
        ascertainedAt = Optional.of(at);
        address = Optional.empty();
        warning = Optional.empty();
        floodGate = FloodGate.RELEASED;
        repeatWithin = Optional.empty();
        lateTypes.clear();
        answers.clear();
        rounds.clear();
        looks.clear();
        // One that was asked for is not owed to another owner.
        retests.keySet().removeIf(key -> !key.startsWith("asked-"));
        retestAsked.ifPresent(ask -> retests.putIfAbsent(ask.key(), Persistence.UNKNOWN));
        pauses.clear();
        disputes.clear();
        extensions.clear();
        watch = Optional.empty();
        recurredAt = Optional.empty();
        stageEntry = 0;
        workLogged = false;
        paymentAgreed = false;
        billableMinutes = 0;
        statement = statement.forgotten();
        verifiedClean = Optional.empty();
    }

    private void warn(IncidentEvent.CustomerWarned warned, Entry entry) {
        stageEntry = entry.seq();
        var bounced = new HashMap<String, Instant>();
        for (var told : warned.to()) {
            if (told.handed() == Handed.REFUSED) {
                bounced.put(told.address(), entry.at());
            }
        }
        warning = Optional.of(new Warning(
                entry.seq(),
                entry.at(),
                warned.to().stream().anyMatch(told -> told.handed() == Handed.ACCEPTED),
                warned.to(),
                bounced,
                warned.to().stream()
                        .filter(told -> told.handed() == Handed.ACCEPTED)
                        .map(told -> Journey.from(told.address(), entry.at()))
                        .toList(),
                warned.printedDeadline(),
                warned.answerWithin()));
    }

    private void tellMore(Told told, Instant at) {
        warning = warning.map(before -> {
            var to = new ArrayList<>(before.to());
            to.removeIf(one -> one.address().equals(told.address()));
            to.add(told);
            var bounced = new HashMap<>(before.bouncedAt());
            if (told.handed() == Handed.REFUSED) {
                bounced.put(told.address(), at);
            }
            var journeys = new ArrayList<>(before.journeys());
            if (told.handed() == Handed.ACCEPTED) {
                journeys.add(Journey.from(told.address(), at));
            }
            var firstAcceptance = !before.accepted() && told.handed() == Handed.ACCEPTED;
            return new Warning(
                    before.entry(),
                    firstAcceptance && rounds.isEmpty() ? at : before.toldAt(),
                    before.accepted() || firstAcceptance,
                    to,
                    bounced,
                    journeys,
                    before.printedDeadline(),
                    before.answerWithin());
        });
    }

    private void bounce(String bouncedAddress, Instant at) {
        warning = warning.map(before -> {
            var bounced = new HashMap<>(before.bouncedAt());
            bounced.putIfAbsent(bouncedAddress, at);
            return on(before, before.to(), bounced, before.journeys());
        });
    }

    private static Warning on(Warning before, List<Told> to, Map<String, Instant> bounced, List<Journey> journeys) {
        return new Warning(
                before.entry(),
                before.toldAt(),
                before.accepted(),
                to,
                bounced,
                journeys,
                before.printedDeadline(),
                before.answerWithin());
    }

    // ---- how far the warning has come (R48)

    /** The latest mail of the warning to that address, as long as its fate is open. */
    private void travel(String to, String mail, UnaryOperator<Journey> change) {
        if (!isOfWarning(mail)) {
            return;
        }
        warning = warning.map(before -> {
            var journeys = new ArrayList<>(before.journeys());
            for (var at = journeys.size() - 1; at >= 0; at--) {
                if (journeys.get(at).is(to)) {
                    if (journeys.get(at).isOpen()) {
                        journeys.set(at, change.apply(journeys.get(at)));
                    }
                    break;
                }
            }
            return on(before, before.to(), before.bouncedAt(), journeys);
        });
    }

    private boolean isOfWarning(String mail) {
        return mail.isEmpty() || mail.equals(Step.Warn.keyFor(epoch));
    }

    private static Journey late(Journey journey, IncidentEvent.MailDelayed late, Instant at) {
        var longest = journey.acceptedAt().plus(RelayHolds.LONGEST);
        var until = late.until()
                .filter(said -> said.isAfter(at) && said.isBefore(longest))
                .orElse(longest);
        return new Journey(
                journey.address(), journey.acceptedAt(), Optional.of(until), journey.arrivedAt(), journey.returnedAt());
    }

    private static UnaryOperator<Journey> arrivedAt(Instant at) {
        return journey -> new Journey(
                journey.address(), journey.acceptedAt(), journey.lateUntil(), Optional.of(at), journey.returnedAt());
    }

    /** It waits at our side again, as one that the relay has put off. */
    private void comeBack(IncidentEvent.MailReturned back, Instant at) {
        travel(
                back.address(),
                back.mail(),
                journey -> new Journey(
                        journey.address(),
                        journey.acceptedAt(),
                        journey.lateUntil(),
                        journey.arrivedAt(),
                        Optional.of(at)));
        warning = warning.map(before -> before.returnedAt(back.address())
                .filter(at::equals)
                .map(ignored -> on(
                        before,
                        before.to().stream()
                                .map(told -> told.address().equalsIgnoreCase(back.address())
                                        ? new Told(told.address(), told.name(), Handed.DEFERRED, back.detail())
                                        : told)
                                .toList(),
                        before.bouncedAt(),
                        before.journeys()))
                .orElse(before));
    }

    private void answer(IncidentEvent.Answered answered, Entry entry) {
        answersGiven = Math.max(answersGiven, answered.answer());
        answers.add(new Answer(
                answered.answer(),
                entry.seq(),
                entry.seq(),
                answered.from(),
                answered.kind(),
                answered.standing(),
                answered.receivedAt(),
                false,
                answered.why(),
                answered.message()));
        if (answered.kind() == AnswerKind.DISPUTE && answered.standing() == Standing.AUTHORIZED) {
            dispute(answered.answer(), answered.receivedAt());
        }
    }

    private void dispute(int answer, Instant receivedAt) {
        if (disputes.isEmpty()) {
            disputes.add(new Dispute(receivedAt, answer, Optional.empty(), false));
        }
    }

    private void accept(int number) {
        answers.replaceAll(answer -> answer.number() == number ? answer.acceptedBy(entries) : answer);
        answers.stream()
                .filter(answer -> answer.number() == number && answer.kind() == AnswerKind.DISPUTE)
                .forEach(answer -> dispute(number, answer.receivedAt()));
    }

    private void reread(IncidentEvent.AnswerReread reread, Actor by) {
        var number = reread.answer();
        var kind = reread.kind();
        var why = by.name() + " read it so: " + reread.reason();
        answers.replaceAll(answer -> answer.number() == number ? answer.readAs(kind, why, entries) : answer);
        if (kind != AnswerKind.DISPUTE) {
            disputes.removeIf(
                    dispute -> dispute.answer() == number && dispute.decidedAt().isEmpty());
        } else {
            answers.stream()
                    .filter(answer -> answer.number() == number && answer.counts())
                    .forEach(answer -> dispute(number, answer.receivedAt()));
        }
    }

    private void tryNumber(IncidentEvent.CallTried tried) {
        rounds.replaceAll(round -> {
            if (round.number() != tried.round()) {
                return round;
            }
            var tries = new ArrayList<>(round.tries());
            tries.add(new Round.Try(tried.number(), tried.outcome(), tried.startedAt(), tried.endedAt()));
            return new Round(
                    round.number(),
                    round.entry(),
                    round.reason(),
                    round.dueAt(),
                    round.numbers(),
                    tries,
                    round.endedAt(),
                    round.withoutNumber());
        });
    }

    private void complete(IncidentEvent.CallRoundCompleted completed) {
        rounds.replaceAll(round -> round.number() != completed.round()
                ? round
                : new Round(
                        round.number(),
                        round.entry(),
                        round.reason(),
                        round.dueAt(),
                        round.numbers(),
                        round.tries(),
                        Optional.of(completed.endedAt()),
                        completed.withoutNumber()));
    }

    private void release(Instant at) {
        pauses.replaceAll(pause ->
                pause.to().isAfter(at) && !pause.from().isAfter(at) ? new Pause(pause.from(), at, true) : pause);
    }

    private void decide(boolean upheld, Instant at) {
        disputes.replaceAll(dispute -> dispute.decidedAt().isPresent()
                ? dispute
                : new Dispute(dispute.at(), dispute.answer(), Optional.of(at), upheld));
    }

    private void recur(Entry entry) {
        recurredAt = Optional.of(entry.at());
        stageEntry = entry.seq();
        watch = watch.map(before -> new Watch(before.from(), before.until(), false));
        extensions.clear();
        statement = statement.forgotten();
        verifiedClean = Optional.empty();
        workLogged = false;
    }

    // ---- measures

    private void propose(IncidentEvent.MeasureProposed proposed, Actor by) {
        var measure = new MeasureDraft(Measure.asked(
                proposed.measure(), epoch, proposed.kind(), proposed.target(), by, rounds.size(), proposed.reason()));
        measure.block = proposed.block();
        measure.approvalsNeeded = proposed.approvalsNeeded();
        measure.expiresAt = proposed.expiresAt();
        measure.emergency = proposed.emergency();
        if (proposed.block().isEmpty() && proposed.approvalsNeeded() == 0) {
            measure.state = MeasureState.REQUESTED;
        }
        measures.add(measure.measure());
    }

    private void request(IncidentEvent.MeasureRequested requested, Entry entry) {
        var known = measures.stream()
                .filter(measure -> measure.id().equals(requested.measure()))
                .findFirst();
        if (known.isEmpty()) {
            measures.add(Measure.asked(
                    requested.measure(),
                    epoch,
                    requested.kind(),
                    requested.target(),
                    entry.actor(),
                    rounds.size(),
                    requested.reason()));
        }
        if (requested.kind().isCut() && known.map(Measure::isUnsent).orElse(true)) {
            wantNewConfirmation();
        }
        change(requested.measure(), measure -> {
            if (measure.requestEntry == 0) {
                measure.prior = requested.prior();
                measure.requestedAt = Optional.of(entry.at());
            }
            measure.state = MeasureState.REQUESTED;
            measure.round = rounds.size();
            measure.key = requested.key();
            measure.automatic = requested.automatic();
            measure.emergency = requested.emergency();
            measure.expiresAt = requested.expiresAt();
            measure.requestEntry = entry.seq();
            measure.lastAttemptAt = Optional.of(entry.at());
        });
    }

    /** What was confirmed before a cut does not undo it, decided or not (R27, R28); that it was refused stays true. */
    private void wantNewConfirmation() {
        if (statement.progress() != Progress.REFUSED) {
            statement = statement.forgotten();
        }
        verifiedClean = Optional.empty();
        workLogged &= measures.stream()
                .noneMatch(
                        measure -> measure.kind().isCut() && measure.liftedAt().isPresent());
    }

    private void change(MeasureId which, Consumer<MeasureDraft> change) {
        measures.replaceAll(measure -> {
            if (!measure.id().equals(which)) {
                return measure;
            }
            var draft = new MeasureDraft(measure);
            change.accept(draft);
            return draft.measure();
        });
    }

    private static void approve(MeasureDraft measure, String by) {
        measure.approvedBy =
                Stream.concat(measure.approvedBy.stream(), Stream.of(by)).toList();
        if (measure.block.isEmpty() && measure.approvedBy.size() >= measure.approvalsNeeded) {
            measure.state = MeasureState.REQUESTED;
        }
    }

    private static void confirm(MeasureDraft measure, Instant at) {
        measure.state = MeasureState.CONFIRMED;
        measure.confirmedAt = measure.confirmedAt.or(() -> Optional.of(at));
        measure.failingSince = Optional.empty();
        measure.attempts = 0;
    }

    private static void trouble(MeasureDraft measure, MeasureState state, Instant at) {
        measure.state = state;
        measure.failingSince = measure.failingSince.or(() -> Optional.of(at));
        measure.lastAttemptAt = Optional.of(at);
        measure.attempts++;
    }

    private static void vanish(MeasureDraft measure, Instant at) {
        measure.state = MeasureState.UNKNOWN;
        measure.vanished++;
        measure.attempts = 0;
        measure.lastAttemptAt = Optional.of(at);
    }

    private static void liftAsked(MeasureDraft measure, IncidentEvent.LiftRequested lift, Instant at) {
        measure.state = MeasureState.LIFTING;
        measure.liftReason = Optional.of(lift.why());
        measure.key = lift.key();
        measure.liftAskedAt = Optional.of(at);
        measure.lastAttemptAt = Optional.of(at);
        measure.failingSince = Optional.empty();
        measure.attempts = 0;
    }

    private static void lifted(MeasureDraft measure, Instant at) {
        measure.state = MeasureState.LIFTED;
        measure.liftedAt = Optional.of(at);
        measure.failingSince = Optional.empty();
    }

    private boolean anyMeasureLive() {
        return measures.stream().anyMatch(Measure::isLive);
    }

    Incident incident() {
        if (server == null || customer == null) {
            throw new IllegalStateException("the timeline of incident " + id + " does not begin with Opened");
        }
        return new Incident(
                id,
                entries,
                epoch,
                server,
                customer,
                category,
                List.copyOf(types),
                List.copyOf(lateTypes),
                policy,
                policyVersion,
                address,
                openedAt,
                staffVerified,
                List.copyOf(linked),
                ascertainedAt,
                openTask,
                assignedTo,
                firstStaff,
                floodGate,
                repeatWithin,
                warning,
                Map.copyOf(formerWarned),
                Map.copyOf(informed),
                List.copyOf(unsentMessages),
                List.copyOf(resends),
                Set.copyOf(alarmed),
                List.copyOf(answers),
                answersGiven,
                statement,
                List.copyOf(secrets),
                List.copyOf(rounds),
                List.copyOf(looks),
                Map.copyOf(retests),
                retestAsked,
                List.copyOf(measures),
                verifiedClean,
                workLogged,
                paymentAgreed,
                billableMinutes,
                List.copyOf(pauses),
                List.copyOf(disputes),
                List.copyOf(extensions),
                watch,
                recurredAt,
                stageEntry,
                closeAsked,
                closedAs,
                withdrawn,
                closedAt);
    }
}

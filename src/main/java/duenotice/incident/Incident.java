package duenotice.incident;

import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.Told;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What concerns one resource (a server, mostly) in one category under one policy, as its timeline tells. Immutable; made by
 * {@link #of}.
 *
 * @param epoch counts the owners: 1 at first, one more after each move to another server or customer
 * @param entries how many timeline entries it was made of
 * @param types every type named in it, the first one first
 * @param firstStaff who was the first person to act in it
 * @param repeatWithin the time to answer where it repeats an earlier incident (R62); see {@link Waits}
 * @param lateTypes those that joined after the warning; each gets its own notice (R49)
 * @param formerWarned by epoch: addresses that were warned before the incident was moved away from them
 * @param answersGiven answers of every owner so far, so that a number is never used twice
 * @param extensions granted, in order
 * @param stageEntry seq of the entry at which the present stage began, the warning or the latest recurrence; 0 before
 * @param informed by notice key: when it was told
 * @param unsentMessages free messages that have not gone out yet, oldest first
 * @param resends mails that staff want sent again and that have not gone out yet, oldest first
 * @param secrets what was kept sealed, wiped or not, of every owner; see {@link #secret}
 * @param paymentAgreed the present owner agreed to pay for work on the machine
 * @param billableMinutes of work that the present owner is charged for
 * @param retests by judgement: what the retest made for it found
 * @param retestAsked the latest that a person asked for
 */
public record Incident(
        IncidentId id,
        int entries,
        int epoch,
        ServerId server,
        CustomerId customer,
        Category category,
        List<Type> types,
        List<Type> lateTypes,
        String policy,
        String policyVersion,
        Optional<String> address,
        Instant openedAt,
        boolean staffVerified,
        List<IncidentId> linked,
        Optional<Instant> ascertainedAt,
        Optional<String> openTask,
        Optional<String> assignedTo,
        Optional<String> firstStaff,
        FloodGate floodGate,
        Optional<Duration> repeatWithin,
        Optional<Warning> warning,
        Map<Integer, List<String>> formerWarned,
        Map<String, Instant> informed,
        List<UnsentMessage> unsentMessages,
        List<Resend> resends,
        Set<String> alarmed,
        List<Answer> answers,
        int answersGiven,
        StatementState statement,
        List<Secret> secrets,
        List<Round> rounds,
        List<Look> looks,
        Map<String, Persistence> retests,
        Optional<RetestAsk> retestAsked,
        List<Measure> measures,
        Optional<Boolean> verifiedClean,
        boolean workLogged,
        boolean paymentAgreed,
        int billableMinutes,
        List<Pause> pauses,
        List<Dispute> disputes,
        List<Extension> extensions,
        Optional<Watch> watch,
        Optional<Instant> recurredAt,
        int stageEntry,
        Optional<CloseAs> closeAsked,
        Optional<CloseAs> closedAs,
        boolean withdrawn,
        Optional<Instant> closedAt) {

    /** Where the flood gate of R64 stands for this incident's warning. */
    public enum FloodGate {
        NOT_REACHED,
        HELD,
        RELEASED,
        DISCARDED
    }

    /**
     * The warning of the present owner.
     *
     * @param toldAt the relay's first acceptance; where every address was refused, the instant of the refusal
     * @param accepted at least one address was accepted
     * @param bouncedAt by address: when mail to it came back for good or was refused
     * @param journeys how far the mail to each address has come that the relay took, in order of events
     */
    public record Warning(
            int entry,
            Instant toldAt,
            boolean accepted,
            List<Told> to,
            Map<String, Instant> bouncedAt,
            List<Journey> journeys,
            Optional<Instant> printedDeadline,
            Optional<Duration> answerWithin) {
        /** So often a mail that came back is sent again. */
        static final int MOST_RETURNS = 3;

        public Warning {
            to = List.copyOf(to);
            bouncedAt = Map.copyOf(bouncedAt);
            journeys = List.copyOf(journeys);
        }

        int timesReturned(String address) {
            return (int) journeys.stream()
                    .filter(one -> one.is(address) && one.returnedAt().isPresent())
                    .count();
        }

        /** When the mail to that address last came back, where it has not gone out again. */
        Optional<Instant> returnedAt(String address) {
            return journeys.stream()
                    .filter(one -> one.is(address))
                    .reduce((first, last) -> last)
                    .flatMap(Journey::returnedAt);
        }

        /** Nobody is known to have got it, and of everybody who may have it is known that it was late or dead (R48). */
        boolean neverArrived() {
            return !journeys.isEmpty()
                    && to.stream()
                            .allMatch(told -> told.handed() != Handed.ACCEPTED
                                    || bouncedAt.containsKey(told.address())
                                    || journeys.stream()
                                            .filter(one -> one.is(told.address()))
                                            .reduce((first, last) -> last)
                                            .filter(last -> last.isLate()
                                                    && last.arrivedAt().isEmpty())
                                            .isPresent());
        }

        /** When the last address that could have been reached turned out dead; empty while one may be alive (R48). */
        public Optional<Instant> unreachableSince() {
            var dead = to.stream()
                    .allMatch(told -> told.handed() == Handed.REFUSED || bouncedAt.containsKey(told.address()));
            return dead
                    ? Optional.of(
                            bouncedAt.values().stream().max(Instant::compareTo).orElse(toldAt))
                    : Optional.empty();
        }
    }

    /**
     * One mail on its way, from the relay on.
     *
     * @param acceptedAt when the relay took it
     * @param lateUntil where a server said that it holds it: until when that is believed
     * @param returnedAt when it came back and could be tried again
     */
    public record Journey(
            String address,
            Instant acceptedAt,
            Optional<Instant> lateUntil,
            Optional<Instant> arrivedAt,
            Optional<Instant> returnedAt) {
        static Journey from(String address, Instant acceptedAt) {
            return new Journey(address, acceptedAt, Optional.empty(), Optional.empty(), Optional.empty());
        }

        boolean is(String other) {
            return address.equalsIgnoreCase(other);
        }

        boolean isLate() {
            return lateUntil.isPresent() || returnedAt.isPresent();
        }

        boolean isOpen() {
            return arrivedAt.isEmpty() && returnedAt.isEmpty();
        }
    }

    /** @param entry seq of its {@link IncidentEvent.Messaged} */
    public record UnsentMessage(int entry, String to, TextDigest text) {}

    /** @param entry seq of its {@link IncidentEvent.ResendAsked} */
    public record Resend(int entry, String mail, String to) {}

    /**
     * A password of the customer's that is kept sealed, until it is wiped.
     *
     * @param until it is wiped then at the latest
     * @param tell the customer is to be asked to change it
     * @param answer number of the answer that was read in the sealed mail; 0 where there is none
     * @param epoch whose it is
     */
    public record Secret(
            int number,
            SecretKind what,
            String from,
            Instant keptAt,
            Instant until,
            boolean tell,
            int answer,
            int epoch,
            Optional<Instant> wipedAt) {
        public boolean isKept() {
            return wipedAt.isEmpty();
        }

        Secret wiped(Instant at) {
            return new Secret(number, what, from, keptAt, until, tell, answer, epoch, Optional.of(at));
        }
    }

    /** What a retest or staff said about the abuse; retests made while a measure stood are left out (R45). */
    public record Look(int entry, Instant at, Persistence value, String basis) {
        /** A retest that found nothing out is no observation; what staff found is as they said (R45). */
        boolean isObservation() {
            return value != Persistence.UNKNOWN || basis.equals("staff");
        }
    }

    /**
     * Somebody wants a retest.
     *
     * @param number numbers go on when the incident moves to another owner
     * @param by the member of staff, or {@code customer}
     */
    public record RetestAsk(int number, Instant at, String by) {
        String key() {
            return "asked-" + number + "#1";
        }
    }

    /** The retest that was asked for and is not made yet. */
    public Optional<RetestAsk> openRetestAsk() {
        return retestAsked.filter(ask -> !retests.containsKey(ask.key()));
    }

    /** A hold; {@code to} is its release or its planned end. */
    public record Pause(Instant from, Instant to, boolean released) {}

    /** @param decidedAt empty while open */
    public record Dispute(Instant at, int answer, Optional<Instant> decidedAt, boolean upheld) {}

    /** A granted extension of whichever clock ran then. */
    public record Extension(Instant at, Instant until) {}

    public record Watch(Instant from, Instant until, boolean open) {}

    /** The written confirmation, the latest one. */
    public record StatementState(
            int number, Progress progress, Instant at, List<StatementPart> missing, int acceptedEntry) {
        static final StatementState NONE = new StatementState(0, Progress.NONE, Instant.EPOCH, List.of(), 0);

        /** A new one is wanted; numbers go on. */
        StatementState forgotten() {
            return new StatementState(number, Progress.NONE, Instant.EPOCH, List.of(), 0);
        }

        /** How far it has come. */
        public enum Progress {
            NONE,
            SUBMITTED,
            REFUSED,
            ACCEPTED;

            public String word() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }
        }
    }

    /**
     * Reads a timeline from its beginning.
     *
     * @param timeline in order of seq; its first entry is {@link IncidentEvent.Opened}
     */
    public static Incident of(IncidentId id, List<Entry> timeline) {
        var fold = new IncidentFold(id);
        timeline.forEach(fold::add);
        return fold.incident();
    }

    public boolean isClosed() {
        return closedAt.isPresent();
    }

    public Type firstType() {
        return types.getFirst();
    }

    /** True where any of its types is child-abuse material: nothing goes by itself, nobody gets a copy (R59). */
    public boolean isChildAbuse() {
        return types.stream().anyMatch(Type::isChildAbuse);
    }

    public boolean isWarned() {
        return warning.isPresent();
    }

    /** Began at the warning, or at the latest recurrence in a watch; empty before. */
    public Optional<Instant> stage() {
        return inRecurrence() ? recurredAt : warning.map(Warning::toldAt);
    }

    /** True from a recurrence on, until the watch after its mending is over as well (R63). */
    boolean inRecurrence() {
        return recurredAt.isPresent()
                && warning.filter(told -> told.entry() == stageEntry).isEmpty();
    }

    /** The number of the next thing to be kept sealed. */
    public int nextSecret() {
        return secrets.size() + 1;
    }

    public Optional<Secret> secret(int number) {
        return secrets.stream().filter(one -> one.number() == number).findFirst();
    }

    /** The sealed mail of which that answer was read; empty where nothing of it was sealed. */
    public Optional<Secret> sealedMailOf(Answer answer) {
        return secrets.stream().filter(one -> one.answer() == answer.number()).findFirst();
    }

    /** The number of the next answer; numbers go on when the incident moves to another owner. */
    public int nextAnswer() {
        return answersGiven + 1;
    }

    /** The first response of the present stage, which ended the response clock; disputes pause instead (R44, R56). */
    public Optional<Answer> firstAnswer() {
        return stage().flatMap(stage -> answers.stream()
                .filter(answer -> answer.counts() && isOfStage(answer, stage) && !isDispute(answer))
                .min(Comparator.comparing(Answer::receivedAt)));
    }

    /** An answer may come in while the acceptance of the warning is still being written down. */
    private boolean isOfStage(Answer answer, Instant stage) {
        return !answer.receivedAt().isBefore(stage) || !inRecurrence() && answer.entry() > stageEntry;
    }

    /** The first dispute pauses; a second one is an answer like another, pausing it needs staff (R56). */
    boolean isDispute(Answer answer) {
        return disputes.stream().anyMatch(dispute -> dispute.answer() == answer.number());
    }

    public Optional<Dispute> openDispute() {
        return disputes.stream()
                .filter(dispute -> dispute.decidedAt().isEmpty())
                .findFirst();
    }

    /** The latest round of the present stage and owner. */
    public Optional<Round> round() {
        return rounds.isEmpty() || rounds.getLast().entry() < stageEntry
                ? Optional.empty()
                : Optional.of(rounds.getLast());
    }

    /** The answer in which the customer last said that something was done (R45). */
    public Optional<Answer> claimedFix() {
        return answers.stream()
                .filter(answer -> answer.counts() && answer.kind().claimsFix() && !isDispute(answer))
                .max(Comparator.comparing(Answer::receivedAt));
    }

    /**
     * The round with which the ladder went on after an answer whose time had run out; void where a claimed fix of
     * earlier receipt, seen or read as one only later, had in truth given more time (R50).
     */
    public Optional<Round> resumption() {
        if (firstAnswer().isEmpty()) {
            return Optional.empty();
        }
        return rounds.stream()
                .filter(round -> round.reason() == IncidentEvent.CallReason.FIX_OVERDUE)
                .filter(round -> round.entry() > stageEntry)
                .filter(round -> wasFixClaimedBefore(round)
                        || answers.stream()
                                .noneMatch(answer -> answer.counts()
                                        && answer.kind().claimsFix()
                                        && answer.readEntry() > round.entry()
                                        && answer.receivedAt().isBefore(round.dueAt())))
                .findFirst();
    }

    /** Where a claimed fix was known when the round began, an earlier one would have given less time, not more. */
    private boolean wasFixClaimedBefore(Round round) {
        return answers.stream()
                .anyMatch(answer -> answer.counts()
                        && answer.kind().claimsFix()
                        && !isDispute(answer)
                        && answer.entry() > stageEntry
                        && answer.readEntry() < round.entry());
    }

    public Optional<Measure> measure(MeasureId id) {
        return measures.stream().filter(measure -> measure.id().equals(id)).findFirst();
    }

    /** A cut of ours stands, or a null route does. */
    public boolean measureInForce() {
        return measures.stream().anyMatch(Measure::isLive);
    }

    /** The cut that stands, coming or going ones apart. */
    public Optional<Measure> cutInForce() {
        return measures.stream()
                .filter(measure -> measure.kind().isCut() && measure.isInForce())
                .findFirst();
    }

    /** When the last of our measures was lifted for good; a cut by our own error changes nothing (R50). */
    public Optional<Instant> restoredAt() {
        return measures.stream()
                .filter(measure -> measure.liftReason()
                        .filter(why -> why != IncidentEvent.LiftReason.OUR_ERROR)
                        .isPresent())
                .flatMap(measure -> measure.liftedAt().stream())
                .max(Instant::compareTo);
    }

    /** How often a retest was already made for a judgement. */
    int retestsFor(String judgement) {
        return (int) retests.keySet().stream()
                .filter(key -> key.startsWith(judgement + "#"))
                .count();
    }

    public MeasureId nextMeasure() {
        return new MeasureId(id, measures.size() + 1);
    }

    /** A held incident is one whose hold has not ended by then. */
    public Optional<Pause> holdAt(Instant now) {
        return pauses.stream()
                .filter(pause -> !pause.from().isAfter(now) && pause.to().isAfter(now))
                .max(Comparator.comparing(Pause::to));
    }

    /** Where it stands; only the end of a hold depends on {@code now}. */
    public State state(Instant now) {
        if (isClosed()) {
            return State.CLOSED;
        }
        if (measures.stream().anyMatch(measure -> measure.isGoing() && !measure.givesWayToItsCut())) {
            return State.RESTORING;
        }
        if (measures.stream().anyMatch(measure -> measure.isComing() && measure.kind() != MeasureKind.REPAIR)) {
            return State.CUTTING;
        }
        if (cutInForce().isPresent()) {
            return State.CUT;
        }
        if (measures.stream().anyMatch(Measure::isInForce)) {
            return State.PROTECTED;
        }
        if (holdAt(now).isPresent()) {
            return State.HELD;
        }
        if (openDispute().isPresent()) {
            return State.DISPUTED;
        }
        if (watch.filter(Watch::open).isPresent()) {
            return State.WATCHING;
        }
        if (isAnswered()) {
            return State.ANSWERED;
        }
        if (round().isPresent()) {
            return round().get().isComplete() ? State.CALLED : State.CALLING;
        }
        return isWarned() ? State.WARNED : State.NEW;
    }

    /**
     * True where somebody has to phone now: not once the customer has answered or the measure came first, unless it is the
     * call of the emergency ladder, which follows the measure (R59).
     */
    public boolean isCallDue() {
        return !isClosed()
                && round().filter(round -> !round.isComplete()
                                && (round.reason() == IncidentEvent.CallReason.EMERGENCY
                                        || state(Instant.MIN) == State.CALLING))
                        .isPresent();
    }

    /** True while the resolution clock runs: an answer was asked for and came, and the ladder has not gone on (R44). */
    boolean isAnswered() {
        return warning.flatMap(Warning::answerWithin).isPresent()
                && firstAnswer().isPresent()
                && resumption().isEmpty();
    }

    /** R44: after the ladder has resumed, the customer says once more that something was done or will be. */
    boolean isFixedAgain() {
        return resumption()
                .filter(resumed -> answers.stream()
                        .anyMatch(answer -> answer.counts()
                                && !isDispute(answer)
                                && !answer.receivedAt().isBefore(resumed.dueAt())
                                && answer.entry() > resumed.entry()))
                .isPresent();
    }

    /** True for an unlisted sender's human answer in this stage that staff have not accepted (R41). */
    boolean hasUnverifiedAnswer() {
        return stage().map(stage -> answers.stream()
                        .anyMatch(answer -> answer.standing() == Standing.TOKEN_ONLY
                                && !answer.accepted()
                                && isOfStage(answer, stage)))
                .orElse(false);
    }
}

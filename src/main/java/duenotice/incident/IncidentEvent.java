package duenotice.incident;

import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A fact on an incident's timeline. Facts are only ever added. Texts of people stand in rows of their own, here only
 * their digests, and in place of what is {@link Personal} references; reasons of staff are part of the record (R65).
 */
public sealed interface IncidentEvent {

    // ---- what it is about

    /**
     * @param policy name of the policy it started with, {@code policyVersion} its digest
     * @param address the address in evidence, empty where it was opened for a server by name
     * @param staffVerified opened by hand or assigned from the queue: counts as staff verification (R40)
     * @param why in words
     */
    record Opened(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            String policy,
            String policyVersion,
            Optional<String> address,
            boolean staffVerified,
            String why)
            implements IncidentEvent {}

    /** Another type joined, alike in category and policy (R49). */
    record TypeJoined(Type type) implements IncidentEvent {}

    record Linked(IncidentId other, String why) implements IncidentEvent {}

    /** The gate of R40 is passed; only now do clocks run (R10). */
    record Ascertained(String basis) implements IncidentEvent {}

    /** Something only a person can do; ends when somebody takes the incident. */
    record TaskOpened(String what) implements IncidentEvent {}

    record Assigned(String agent) implements IncidentEvent {}

    record Noted(TextDigest text) implements IncidentEvent {}

    /** A free message; never a clock event. */
    record Messaged(@Personal String to, TextDigest text) implements IncidentEvent {}

    /**
     * A free message has gone out, as far as it could.
     *
     * @param entry seq of its {@link Messaged}
     * @param to empty where there was nobody to send it to
     */
    record MessageSent(int entry, List<Told> to) implements IncidentEvent {
        public MessageSent {
            to = List.copyOf(to);
        }
    }

    /**
     * Staff want a mail of this incident sent again; never a clock event.
     *
     * @param mail as in {@link SentMail#mail}
     * @param to address of an authorized contact
     */
    record ResendAsked(@Personal String to, String mail, String reason) implements IncidentEvent {}

    /**
     * It has gone out again, as far as it could.
     *
     * @param entry seq of its {@link ResendAsked}
     */
    record Resent(int entry, List<Told> to) implements IncidentEvent {
        public Resent {
            to = List.copyOf(to);
        }
    }

    /** From here on another ladder. */
    record PolicyChanged(String policy, String policyVersion, String reason) implements IncidentEvent {}

    /** Wrong server or customer: everything begins anew for the right one. */
    record Moved(ServerId server, CustomerId customer, String policy, String policyVersion, String reason)
            implements IncidentEvent {}

    /** The warning was a mistake: taken back with an apology. */
    record Withdrawn(String reason) implements IncidentEvent {}

    // ---- the warning and other notices

    /**
     * The same trouble again, found just before the warning: the customer has less time to answer (R62).
     *
     * @param earlier the incident before it, and when that one was closed
     * @param answerWithin what the policy gives for a repeat
     */
    record RepeatFound(IncidentId earlier, Instant closedAt, Duration answerWithin) implements IncidentEvent {}

    /** A flood from one source: the warning waits for a lead (R64). */
    record WarningHeld(String source) implements IncidentEvent {}

    record WarningReleased(String reason) implements IncidentEvent {}

    record WarningDiscarded(String reason) implements IncidentEvent {}

    /** What the relay said of one address. */
    record Told(
            @Personal String address,
            @Personal String name,
            Handed handed,
            @Personal String reply) {}

    enum Handed {
        ACCEPTED,
        DEFERRED,
        REFUSED
    }

    /**
     * The relay took the warning, or refused every address of it.
     *
     * @param printedDeadline the deadline as written in the mail; empty where no answer is asked for
     * @param answerWithin the answer time it gives; empty likewise
     */
    record CustomerWarned(List<Told> to, Optional<Instant> printedDeadline, Optional<Duration> answerWithin)
            implements IncidentEvent {
        public CustomerWarned {
            to = List.copyOf(to);
        }
    }

    /**
     * A contact's mailbox lives on the machine the incident is about: whoever misuses it may read it, and a cut takes it
     * away (R32, R48).
     *
     * @param avoided another one was warned instead
     */
    record MailboxOnServer(@Personal String address, boolean avoided) implements IncidentEvent {}

    /** A deferred or new address of the open warning was told later; no clock moves (R48). */
    record AddressWarned(Told to) implements IncidentEvent {}

    /** Any other notice, once per key. */
    record Informed(NoticeKind notice, String key, List<Told> to) implements IncidentEvent {
        public Informed {
            to = List.copyOf(to);
        }
    }

    /**
     * A mail of ours came back for good (R48).
     *
     * @param mail key of the step it belonged to, such as {@code warning-1}; empty where the notice does not tell
     */
    record AddressBounced(
            @Personal String address, @Personal String detail, String mail) implements IncidentEvent {
        public AddressBounced {
            // Entries of earlier versions do not name it.
            mail = Objects.requireNonNullElse(mail, "");
        }
    }

    /**
     * A mail server has taken a mail of ours and not been able to hand it on: where it was the warning, its clock stands
     * still (R48).
     *
     * @param mail as in {@link AddressBounced}
     * @param until when that server will give up, by its own word
     */
    record MailDelayed(
            @Personal String address,
            String mail,
            Optional<Instant> until,
            @Personal String detail) implements IncidentEvent {}

    /** A mail of ours came back, and may get through at another time (R48). */
    record MailReturned(
            @Personal String address, String mail, @Personal String detail) implements IncidentEvent {}

    /** A mail server said that a mail of ours has reached its mailbox, or has left for one that sends no receipts. */
    record MailArrived(
            @Personal String address, String mail, @Personal String detail) implements IncidentEvent {}

    /** The reader told its mail provider that a mail of ours is unwanted. */
    record MailComplained(@Personal String address, String mail) implements IncidentEvent {}

    // ---- answers

    /** Whose word it is (R41). */
    enum Standing {
        /** An authorized contact, by token or aligned sender, or entered by staff, or through the signed link. */
        AUTHORIZED,
        /** Somebody unknown who holds the incident's token, and is no robot. */
        TOKEN_ONLY,
        /** Neither: kept and shown. */
        UNVERIFIED
    }

    /**
     * @param answer counts from 1 within the incident
     * @param receivedAt our receipt time, which decides (R50)
     * @param why it is read as that kind: the words that decided, none of them the sender's own
     * @param message number of the mail in the inbox; empty where it came in another way
     */
    record Answered(
            int answer,
            @Personal String from,
            AnswerKind kind,
            Standing standing,
            Instant receivedAt,
            TextDigest text,
            String why,
            String message)
            implements IncidentEvent {
        public Answered {
            // Entries of earlier versions say neither.
            why = Objects.requireNonNullElse(why, "");
            message = Objects.requireNonNullElse(message, "");
        }
    }

    record AnswerAccepted(int answer, String reason) implements IncidentEvent {}

    /** Staff read the answer as another kind than was proposed. */
    record AnswerReread(int answer, AnswerKind kind, String reason) implements IncidentEvent {}

    record StatementSubmitted(int statement, @Personal String from, Instant receivedAt, TextDigest text)
            implements IncidentEvent {}

    /** Refused at once by the program for missing parts, or by staff for a reason. */
    record StatementRefused(int statement, List<StatementPart> missing, String reason) implements IncidentEvent {
        public StatementRefused {
            missing = List.copyOf(missing);
        }
    }

    record StatementAccepted(int statement, String reason) implements IncidentEvent {}

    // ---- passwords (R25)

    /**
     * Something is kept sealed, apart from everything that people and programs read.
     *
     * @param secret counts from 1 within the incident
     * @param until it is wiped then at the latest
     * @param tell whether the customer is asked to change what was mailed
     * @param answer number of the answer that was read in the sealed mail; 0 where there is none
     */
    record SecretKept(int secret, SecretKind what, @Personal String from, Instant until, boolean tell, int answer)
            implements IncidentEvent {}

    /** Somebody looked at it. */
    record SecretSeen(int secret) implements IncidentEvent {}

    record SecretWiped(int secret, String why) implements IncidentEvent {}

    // ---- calls

    /** Why a call round began. */
    enum CallReason {
        SILENCE,
        /** Every address refused or bounced. */
        UNREACHABLE_BY_MAIL,
        FIX_OVERDUE,
        RECURRED,
        /** The emergency ladder: the measure came first. */
        EMERGENCY
    }

    /** A number to try, and whose it is. */
    record Callee(@Personal String number, @Personal String contact) {}

    record CallDue(int round, CallReason reason, List<Callee> numbers) implements IncidentEvent {
        public CallDue {
            numbers = List.copyOf(numbers);
        }
    }

    record CallTried(
            int round,
            @Personal String number,
            CallOutcome outcome,
            Instant startedAt,
            Instant endedAt,
            TextDigest note)
            implements IncidentEvent {}

    /**
     * @param endedAt from when the next clock counts
     * @param withoutNumber true where nobody could be called: a cut then needs approval
     */
    record CallRoundCompleted(int round, Instant endedAt, boolean withoutNumber) implements IncidentEvent {}

    // ---- does it persist

    /** Staff or the customer want a retest now; who stands beside it. */
    record RetestAsked(int number) implements IncidentEvent {}

    /** A retest or flow check was made for one judgement. */
    record RetestFound(String judgement, Persistence value, String detail) implements IncidentEvent {}

    record StaffFound(Persistence value, String reason) implements IncidentEvent {}

    // ---- measures

    /**
     * Waits for approval.
     *
     * @param block what it overrides when approved; empty for a measure staff asked for
     */
    record MeasureProposed(
            MeasureId measure,
            MeasureKind kind,
            String target,
            Optional<Block> block,
            int approvalsNeeded,
            Optional<Instant> expiresAt,
            boolean emergency,
            String reason)
            implements IncidentEvent {}

    record MeasureApproved(MeasureId measure, String reason) implements IncidentEvent {}

    record MeasureRejected(MeasureId measure, String reason) implements IncidentEvent {}

    /** The need for a proposed measure ended. */
    record ProposalWithdrawn(MeasureId measure, String why) implements IncidentEvent {}

    /**
     * The intent, written before the world is touched.
     *
     * @param key the same on every retry
     * @param prior what the network said before, as the driver spelled it; exactly this is restored
     * @param automatic decided by the program without a person
     * @param basis what was decided on
     */
    record MeasureRequested(
            MeasureId measure,
            MeasureKind kind,
            String target,
            String key,
            String prior,
            boolean automatic,
            Optional<Instant> expiresAt,
            boolean emergency,
            String reason,
            String basis)
            implements IncidentEvent {}

    /** Handed to people: an engineer will do it and say what he sees. */
    record MeasureTasked(MeasureId measure, String task) implements IncidentEvent {}

    record MeasureConfirmed(MeasureId measure, String seen) implements IncidentEvent {}

    record MeasureFailed(MeasureId measure, String why) implements IncidentEvent {}

    record MeasureInDoubt(MeasureId measure, String why) implements IncidentEvent {}

    /** Somebody undid it behind our back. */
    record MeasureVanished(MeasureId measure, String seen) implements IncidentEvent {}

    record MeasureExtended(MeasureId measure, Instant expiresAt, String why) implements IncidentEvent {}

    /** Why a measure is undone. */
    enum LiftReason {
        STATEMENT_ACCEPTED,
        VERIFIED_CLEAN,
        OUR_ERROR,
        STAFF,
        EXPIRED,
        FALSE_POSITIVE,
        WRONG_CUSTOMER,
        /** A repair that ends in the power-off it interrupted. */
        REPAIR_OVER
    }

    record LiftRequested(MeasureId measure, LiftReason why, String key, String reason) implements IncidentEvent {}

    record LiftFailed(MeasureId measure, String why) implements IncidentEvent {}

    record MeasureLifted(MeasureId measure, String seen) implements IncidentEvent {}

    record Verified(boolean clean, VerificationBasis basis, TextDigest text) implements IncidentEvent {}

    enum VerificationBasis {
        CHECKLIST,
        RETEST,
        STAFF
    }

    /** What the provider did on the machine (R26). */
    record WorkLogged(TextDigest text) implements IncidentEvent {}

    /** The same, for which the customer is charged, as he agreed before. */
    record BillableWorkLogged(TextDigest text, int minutes) implements IncidentEvent {}

    /** The customer agreed to pay for work on the machine (R26). */
    record PaymentAgreed(@Personal String contact, TextDigest terms) implements IncidentEvent {}

    // ---- pauses

    record Held(Instant until, String reason) implements IncidentEvent {}

    record Released(String reason) implements IncidentEvent {}

    record Extended(Instant until, String reason) implements IncidentEvent {}

    record DisputeDecided(boolean upheld, String reason) implements IncidentEvent {}

    // ---- the end

    record WatchStarted(Instant from, Instant until, String why) implements IncidentEvent {}

    /** Seen again while watched (R63). */
    record Recurred(Instant observedAt) implements IncidentEvent {}

    record AlarmRaised(AlarmKind alarm, String key, String text) implements IncidentEvent {}

    /** A false positive with a measure in force closes once everything is restored (R55). */
    record CloseAsked(CloseAs as, String reason) implements IncidentEvent {}

    record Closed(CloseAs as, String reason) implements IncidentEvent {}
}

package duenotice.incident;

import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.VerificationBasis;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.time.Instant;
import java.util.Optional;

/** What a person may do to an incident: staff in the console or by API, a customer by mail or through the signed link. */
public sealed interface Act {
    // ---- staff

    record Ascertain(String reason) implements Act {}

    record Close(CloseAs as, String reason) implements Act {}

    record RecordCall(String number, CallOutcome outcome, Instant startedAt, Instant endedAt, String note)
            implements Act {}

    /**
     * An answer received elsewhere, such as on the phone (R42).
     *
     * @param authorized the contact may speak for this server
     */
    record EnterAnswer(String contact, boolean authorized, AnswerKind kind, String text, Instant receivedAt)
            implements Act {}

    record AcceptAnswer(int answer, String reason) implements Act {}

    record RereadAnswer(int answer, AnswerKind kind, String reason) implements Act {}

    /** @param to {@code customer}, {@code reporter} or the address of a contact */
    record SendMessage(String to, String text) implements Act {}

    /**
     * @param mail as in {@link SentMail#mail}, one that was written to this owner
     * @param to address of an authorized contact, never one out of a complaint
     */
    record Resend(String mail, String to, String reason) implements Act {}

    record SayPersisting(Persistence value, String reason) implements Act {}

    /** A safe retest, now (R45); staff and customers alike. */
    record AskRetest() implements Act {}

    record AcceptStatement(String reason) implements Act {}

    record RefuseStatement(String reason) implements Act {}

    record Verify(boolean clean, VerificationBasis basis, String text) implements Act {}

    /** @param minutes that the customer is to be charged for; 0 for none */
    record LogWork(String text, int minutes) implements Act {
        public LogWork(String text) {
            this(text, 0);
        }
    }

    /**
     * The customer agreed to pay for what the provider does on the machine (R26).
     *
     * @param contact address of who agreed
     * @param authorized that contact's word counts for this server
     * @param terms what was agreed, and where
     */
    record RecordPayment(String contact, boolean authorized, String terms) implements Act {}

    record Hold(Instant until, String reason) implements Act {}

    record Release(String reason) implements Act {}

    record Extend(Instant until, String reason) implements Act {}

    record DecideDispute(boolean upheld, String reason) implements Act {}

    /** @param version digest of the policy's present version */
    record ChangePolicy(String policy, String version, String reason) implements Act {}

    /** Another server, and with it perhaps another customer and policy. */
    record Move(ServerId server, CustomerId customer, String policy, String version, String reason) implements Act {}

    record Withdraw(String reason) implements Act {}

    /**
     * @param targetIsOurs the target is this incident's server, another server of the same customer, or an address of it
     */
    record AskMeasure(
            MeasureKind kind,
            String target,
            boolean targetIsOurs,
            String reason,
            Optional<Instant> expiresAt,
            boolean emergency)
            implements Act {}

    record ApproveMeasure(MeasureId measure, String reason) implements Act {}

    record RejectMeasure(MeasureId measure, String reason) implements Act {}

    /** An engineer did a manual task, or looked, and says what he sees. */
    record ConfirmMeasure(MeasureId measure, boolean on, String note) implements Act {}

    record LiftMeasure(MeasureId measure, String reason) implements Act {}

    record Assign(String agent) implements Act {}

    record Note(String text) implements Act {}

    record ReleaseWarning(String reason) implements Act {}

    record DiscardWarning(String reason) implements Act {}

    // ---- customer

    /** A reply, a form, or part of one; {@code statement} where it has the form of a written confirmation. */
    record Answer(
            String from,
            AnswerKind kind,
            Standing standing,
            Instant receivedAt,
            String text,
            Optional<Statement> statement,
            Reading reading)
            implements Act {
        /** One of which nothing is known but what it says. */
        public Answer(
                String from,
                AnswerKind kind,
                Standing standing,
                Instant receivedAt,
                String text,
                Optional<Statement> statement) {
            this(from, kind, standing, receivedAt, text, statement, Reading.because(""));
        }
    }

    /**
     * How an answer came to be read as what it is.
     *
     * @param why the words that decided, none of them the sender's own
     * @param message number of the mail in the inbox; empty where it came in another way
     * @param sealing a password stood in that mail, which is kept sealed
     */
    record Reading(String why, String message, Optional<Sealing> sealing) {
        public static Reading because(String why) {
            return new Reading(why, "", Optional.empty());
        }
    }

    /**
     * @param until it is wiped then at the latest
     * @param fresh it stood in what the customer wrote now, not only in what was quoted
     */
    record Sealing(Instant until, boolean fresh) {}

    /**
     * Keeps a password sealed: one that was left on the customer's page, or a mail that held one and is no answer.
     *
     * @param until it is wiped then at the latest
     */
    record KeepSecret(SecretKind what, String from, Instant until) implements Act {}

    // ---- staff again

    /** Looks at what is kept sealed. */
    record SeeSecret(int secret) implements Act {}

    // ---- customer again

    /** After a power-off: power on, network off, console reachable (R22). */
    record AskRepair(String from, Instant until) implements Act {}

    // ---- mail

    /**
     * Mail to that address came back for good.
     *
     * @param mail key of the step it belonged to; empty where nobody can tell
     */
    record Bounce(String address, String mail, String detail) implements Act {
        public Bounce(String address, String detail) {
            this(address, "", detail);
        }
    }

    /** Mail to that address came back and may get through at another time. */
    record Return(String address, String mail, String detail) implements Act {}

    /** @param until when the server that holds the mail will give up, by its own word */
    record Delay(String address, String mail, Optional<Instant> until, String detail) implements Act {}

    record Arrive(String address, String mail, String detail) implements Act {}

    /** The reader called a mail of ours unwanted. */
    record Complain(String address, String mail) implements Act {}
}

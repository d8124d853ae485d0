package duenotice.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done now for one incident. Inner steps only add an event; outer ones touch the world and are run by a
 * step runner, which decides again just before it acts.
 */
public sealed interface Step {

    /** Nothing is to be done before that instant, unless something changes. */
    record LookAgain(Instant at) implements Step {}

    /** Nothing is to be done unless something changes. */
    record Rest() implements Step {}

    // ---- inner steps

    /** The gate of R40 is passed. */
    record Ascertain(String basis) implements Step {}

    /** A flood from one source: this warning waits for a lead (R64). */
    record HoldWarning(String source) implements Step {}

    /** The same trouble again: the times to answer are fixed before the warning prints one (R62). */
    record FindRepeat(IncidentId earlier, Instant closedAt, Duration answerWithin) implements Step {}

    record DueCall(int round, IncidentEvent.CallReason reason) implements Step {}

    /** Nobody is left to be called in this round. */
    record EndRound(int round, Instant endedAt, boolean withoutNumber) implements Step {
        IncidentEvent event() {
            return new IncidentEvent.CallRoundCompleted(round, endedAt, withoutNumber);
        }
    }

    record ProposeCut(
            MeasureId measure, MeasureKind kind, String target, Block block, int approvalsNeeded, String reason)
            implements Step {}

    record WithdrawProposal(MeasureId measure, String why) implements Step {}

    /** A protective measure whose reason still stands runs on (R60). */
    record ExtendMeasure(MeasureId measure, Instant until, String why) implements Step {}

    record StartWatch(Instant from, Instant until, String why) implements Step {}

    record Recur(Instant observedAt) implements Step {}

    record Raise(AlarmKind alarm, String alarmKey, String text) implements Step {}

    record Close(CloseAs as, String reason) implements Step {}

    // ---- outer steps

    /** A step that touches the world. */
    sealed interface Outer extends Step {
        /** The same on every retry; goes to the outside system. */
        String key();
    }

    /** The warning, to every authorized contact that has not had it. */
    record Warn(String key) implements Outer {
        static Warn of(Incident incident) {
            return new Warn(keyFor(incident.epoch()));
        }

        /** Each owner's warning has a key of its own; see {@link Incident#epoch()}. */
        public static String keyFor(int epoch) {
            return "warning-" + epoch;
        }
    }

    /** The open warning for addresses that were deferred, or are new after a bounce (R48). */
    record WarnMore(String key, List<String> to) implements Outer {
        public WarnMore {
            to = List.copyOf(to);
        }
    }

    /**
     * Any other notice.
     *
     * @param to where not to the present contacts: the addresses that were told before
     * @param about the measure it tells of
     */
    record Inform(NoticeKind notice, String key, List<String> to, Optional<MeasureId> about) implements Outer {
        public Inform {
            to = List.copyOf(to);
        }
    }

    /**
     * A free message of staff, as mail.
     *
     * @param entry seq of its {@link IncidentEvent.Messaged}
     */
    record SendMessage(String key, String to, TextDigest text, int entry) implements Outer {}

    /**
     * A mail of this incident once more, with the words of now.
     *
     * @param mail which one, as in {@link SentMail#mail}
     * @param entry seq of its {@link IncidentEvent.ResendAsked}
     */
    record Resend(String key, String mail, String to, int entry) implements Outer {}

    /** What a customer left sealed is gone for good from then on (R25). */
    record WipeSecret(String key, int secret, String why) implements Outer {
        static WipeSecret of(int secret, String why) {
            return new WipeSecret("wipe-" + secret, secret, why);
        }
    }

    /** Ring the next number of a call round (R47); who answers, and how, is an event of its own. */
    record Ring(String key, int round, String number) implements Outer {
        /**
         * Another key for every owner, whose rounds count from 1, and after every try, so that a number left due by a
         * failure of ours is rung anew.
         */
        static Ring of(int epoch, Round round, IncidentEvent.Callee callee) {
            return new Ring(
                    "call-" + epoch + "-" + round.number() + "-"
                            + (round.tries().size() + 1),
                    round.number(),
                    callee.number());
        }
    }

    /** A safe retest or flow check, before a judgement (R45). */
    record Retest(String key) implements Outer {}

    /** Cut, null-route or repair: save what is, write the intent, act, look. */
    record Cut(
            MeasureId measure,
            String key,
            MeasureKind kind,
            String target,
            Optional<Instant> expiresAt,
            boolean automatic,
            boolean emergency,
            String reason)
            implements Outer {}

    /** A measure asked for before and not yet seen: look, and ask again only when it is not there (R64). */
    record Settle(MeasureId measure, String key) implements Outer {}

    /** Undo exactly what a measure changed. */
    record Restore(MeasureId measure, String key, IncidentEvent.LiftReason why, String reason) implements Outer {}
}

package duenotice.mail;

import java.time.Instant;
import java.util.List;

/** Looks whether the signatures of mails hold, for mails at which our own mail server has not looked. */
public interface Signatures {
    /** Nobody looks: no signature counts. */
    Signatures UNCHECKED =
            mails -> mails.stream().map(ignored -> (Look) Look.Found.NOTHING).toList();

    /**
     * A mail with its bytes as they arrived.
     *
     * @param receivedAt our receipt time: a signature must not have expired by then
     * @param peer on whose account keys are looked up: address of the machine that handed it over; empty where unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes are read once and never compared
    record Signed(Mail mail, byte[] raw, Instant receivedAt, String peer) {}

    /** What a look found out. */
    sealed interface Look {
        /** What is proven, which may be nothing; another look would find the same. */
        record Found(AuthenticationResults results) implements Look {
            public static final Found NOTHING = new Found(AuthenticationResults.NONE);
        }

        /** A key could not be had now, so that nothing is proven yet and may be later (TEMPFAIL, RFC 6376 §3.9). */
        record CouldNotLook() implements Look {}
    }

    /**
     * What was proven of each, in their order. Bounded in time for all together: what could not be looked up by then is to
     * be looked at again. Never throws for what a mail or a name server says.
     */
    List<Look> of(List<Signed> mails);
}

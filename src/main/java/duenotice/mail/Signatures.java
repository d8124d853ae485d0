package duenotice.mail;

import java.time.Instant;
import java.util.List;

/** Looks whether the signatures of mails hold, for mails at which our own mail server has not looked. */
public interface Signatures {
    /** Nobody looks: no signature counts. */
    Signatures UNCHECKED =
            mails -> mails.stream().map(ignored -> AuthenticationResults.NONE).toList();

    /**
     * A mail with its bytes as they arrived.
     *
     * @param receivedAt our receipt time: a signature must not have expired by then
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes are read once and never compared
    record Signed(Mail mail, byte[] raw, Instant receivedAt) {}

    /**
     * What was proven of each, in their order. Bounded in time for all together: what could not be looked up by then is not
     * verified. Never throws for what a mail or a name server says.
     */
    List<AuthenticationResults> of(List<Signed> mails);
}

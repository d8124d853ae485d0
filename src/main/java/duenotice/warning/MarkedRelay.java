package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.util.LinkedHashMap;

/**
 * Puts onto every mail of ours what tells other robots that it is one (R43), and what tells ourselves that it is ours.
 * Nobody is asked to keep back bounces: they are wanted (R48).
 */
public final class MarkedRelay implements Relay {
    private final Relay relay;
    private final Tokens tokens;

    public MarkedRelay(Relay relay, Tokens tokens) {
        this.relay = relay;
        this.tokens = tokens;
    }

    @Override
    public Delivery hand(OutgoingMail mail) {
        var headers = new LinkedHashMap<>(mail.headers());
        headers.putIfAbsent("Auto-Submitted", "auto-generated");
        headers.put("X-Auto-Response-Suppress", "OOF, AutoReply, RN, NRN");
        headers.put(OwnMarks.LOOP_HEADER, tokens.ownMail(mail.messageId()));
        return relay.hand(mail.with(headers));
    }
}

package duenotice.call.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.net.InetAddress;
import java.util.function.Predicate;
import javax.sip.SipStack;
import javax.sip.message.Response;

/** Drops what comes from anybody we do not speak with, before anything is kept or answered. */
record KnownPeersOnly(Predicate<InetAddress> known) implements SIPMessageValve {
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        return known.test(channel.getPeerPacketSourceAddress());
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return known.test(channel.getPeerPacketSourceAddress());
    }

    @Override
    public void init(SipStack stack) {
        // nothing of it is needed
    }

    @Override
    public void destroy() {
        // nothing is kept
    }
}

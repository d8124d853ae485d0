package duenotice.call.sip;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.clientauthutils.AuthenticationHelper;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.CallIdHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Our end of the trunk: sends requests by way of the configured server and hands what comes back to whoever has that call.
 * Anybody but the server, and the callee once there is one, is not heard at all.
 */
final class Line implements SipListener, AutoCloseable {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int REMEMBERED_SECONDS = 300;

    private final SipSettings settings;
    private final SipStackImpl stack;
    private final SipProvider provider;
    private final HeaderFactory headers = new HeaderFactoryImpl();
    private final AddressFactory addresses = new AddressFactoryImpl();
    private final MessageFactory messages = new MessageFactoryImpl();
    private final Optional<AuthenticationHelper> login;
    private final Map<String, Party> parties = new ConcurrentHashMap<>();
    private volatile Set<InetAddress> servers = Set.of();

    /** Whoever has a call, or has asked something. */
    interface Party {
        void answered(ResponseEvent event);

        /** The request was repeated until it was too late. */
        void unanswered(ClientTransaction transaction);

        void asked(RequestEvent event);

        /** True for where requests of that call may come from besides the server. */
        boolean speaksFrom(InetAddress address);
    }

    private Line(SipSettings settings) throws SipException {
        this.settings = settings;
        try {
            stack = new SipStackImpl(properties());
            stack.sipMessageValves.add(new KnownPeersOnly(this::isKnown));
            var here = stack.createListeningPoint(settings.listen(), settings.port(), settings.transport());
            if (settings.publicAddress().isPresent() && here instanceof ListeningPointImpl point) {
                point.setSentBy(host(settings.reachableAt()) + ":" + settings.port());
            }
            provider = stack.createSipProvider(here);
            provider.addSipListener(this);
        } catch (InvalidArgumentException | ParseException | TooManyListenersException wrong) {
            throw new SipException(
                    "nothing can be received on " + settings.listen() + ":" + settings.port() + " by "
                            + settings.transport(),
                    wrong);
        }
        login = settings.login()
                .map(known -> stack.getAuthenticationHelper((asked, realm) -> new Credentials(known, realm), headers));
    }

    /** @throws SipException where the configured address cannot be listened on */
    static Line open(SipSettings settings) throws SipException {
        return new Line(settings);
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.putAll(Map.of(
                "javax.sip.STACK_NAME", "duenotice-" + UUID.randomUUID(),
                "gov.nist.javax.sip.STACK_LOGGER", LineLog.class.getName(),
                "gov.nist.javax.sip.MAX_MESSAGE_SIZE", Integer.toString(MOST_BYTES),
                "gov.nist.javax.sip.REENTRANT_LISTENER", "true",
                "gov.nist.javax.sip.CONNECTION_TIMEOUT", "5000",
                "gov.nist.javax.sip.READ_TIMEOUT", "10000",
                "gov.nist.javax.sip.MAX_CONNECTIONS", "50",
                "gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "500",
                "gov.nist.javax.sip.EARLY_DIALOG_TIMEOUT_SECONDS", "400"));
        return properties;
    }

    private record Credentials(SipSettings.Login login, String realm)
            implements gov.nist.javax.sip.clientauthutils.UserCredentials {
        @Override
        public String getUserName() {
            return login.user();
        }

        @Override
        public String getPassword() {
            return login.password();
        }

        @Override
        public String getSipDomain() {
            return realm;
        }
    }

    // ---- what we ask

    /** @throws UnknownHostException where the trunk's server has no address */
    void findServer() throws UnknownHostException {
        servers = Set.of(InetAddress.getAllByName(settings.server()));
    }

    /**
     * A request outside of any call, by way of the server.
     *
     * @param user who is asked for; empty for the server itself
     */
    Request request(String method, String callId, String user) throws SipException {
        try {
            var us = addresses.createAddress(addresses.createSipURI(settings.from(), host(settings.domain())));
            var target = addresses.createSipURI(user.isEmpty() ? null : user, host(settings.domain()));
            var via =
                    headers.createViaHeader(host(settings.reachableAt()), settings.port(), settings.transport(), null);
            via.setRPort();
            var request = messages.createRequest(
                    target,
                    method,
                    headers.createCallIdHeader(callId),
                    headers.createCSeqHeader(1L, method),
                    headers.createFromHeader(us, UUID.randomUUID().toString()),
                    headers.createToHeader(addresses.createAddress(target), null),
                    new ArrayList<ViaHeader>(List.of(via)),
                    headers.createMaxForwardsHeader(70));
            var contact = addresses.createSipURI(settings.from(), host(settings.reachableAt()));
            contact.setPort(settings.port());
            contact.setTransportParam(settings.transport());
            request.addHeader(headers.createContactHeader(addresses.createAddress(contact)));
            request.addHeader(headers.createRouteHeader(addresses.createAddress(server())));
            request.addHeader(headers.createAllowHeader("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE"));
            request.addHeader(headers.createUserAgentHeader(List.of("Duenotice")));
            return request;
        } catch (ParseException | InvalidArgumentException wrong) {
            throw new SipException("the order cannot be written", wrong);
        }
    }

    private SipURI server() throws ParseException {
        var address = servers.stream()
                .map(InetAddress::getHostAddress)
                .min(String::compareTo)
                .orElseThrow();
        var server = addresses.createSipURI(null, host(address));
        server.setPort(settings.serverPort());
        server.setTransportParam(settings.transport());
        server.setLrParam();
        return server;
    }

    private static String host(String address) {
        return address.indexOf(':') < 0 || address.startsWith("[") ? address : "[" + address + "]";
    }

    /** RFC 3261 §13.3.1: the other side stops ringing by itself then, whatever became of us. */
    void expires(Request request, int seconds) throws SipException {
        try {
            request.addHeader(headers.createExpiresHeader(seconds));
        } catch (InvalidArgumentException wrong) {
            throw new SipException("the order cannot be written", wrong);
        }
    }

    void speech(javax.sip.message.Message message, String sdp) throws SipException {
        try {
            message.setContent(sdp, headers.createContentTypeHeader("application", "sdp"));
        } catch (ParseException wrong) {
            throw new SipException("the speech cannot be offered", wrong);
        }
    }

    /** @throws SipException where nothing was sent */
    ClientTransaction send(Request request, Party party) throws SipException {
        parties.put(callId(request), party);
        var transaction = provider.getNewClientTransaction(request);
        transaction.sendRequest();
        return transaction;
    }

    /** The same request once more, with our login. */
    ClientTransaction withLogin(ResponseEvent event) throws SipException {
        return login.orElseThrow()
                .handleChallenge(event.getResponse(), event.getClientTransaction(), provider, REMEMBERED_SECONDS, true);
    }

    boolean hasLogin() {
        return login.isPresent();
    }

    void cancel(ClientTransaction invitation) throws SipException {
        provider.getNewClientTransaction(invitation.createCancel()).sendRequest();
    }

    void bye(Dialog dialog) throws SipException {
        var bye = dialog.createRequest(Request.BYE);
        login.ifPresent(known -> known.setAuthenticationHeaders(bye));
        dialog.sendRequest(provider.getNewClientTransaction(bye));
    }

    void acknowledge(ResponseEvent event, long sequence) throws SipException {
        try {
            event.getDialog().sendAck(event.getDialog().createAck(sequence));
        } catch (InvalidArgumentException wrong) {
            throw new SipException("the answer cannot be confirmed", wrong);
        }
    }

    // ---- what we answer

    void answer(RequestEvent event, int status) throws SipException {
        answer(event, status, "");
    }

    /** @param sdp empty where speech is none of its business */
    void answer(RequestEvent event, int status, String sdp) throws SipException {
        try {
            var response = messages.createResponse(status, event.getRequest());
            if (!sdp.isEmpty()) {
                speech(response, sdp);
                var contact = addresses.createSipURI(settings.from(), host(settings.reachableAt()));
                contact.setPort(settings.port());
                contact.setTransportParam(settings.transport());
                response.addHeader(headers.createContactHeader(addresses.createAddress(contact)));
            }
            var transaction = event.getServerTransaction() == null
                    ? provider.getNewServerTransaction(event.getRequest())
                    : event.getServerTransaction();
            transaction.sendResponse(response);
        } catch (ParseException | InvalidArgumentException wrong) {
            throw new SipException("the answer cannot be written", wrong);
        }
    }

    void forget(String callId) {
        parties.remove(callId);
    }

    // ---- what comes

    /** True for the server, and for whoever is at the other end of a call. */
    boolean isKnown(InetAddress address) {
        return servers.contains(address) || parties.values().stream().anyMatch(party -> party.speaksFrom(address));
    }

    static String callId(javax.sip.message.Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    @Override
    public void processRequest(RequestEvent event) {
        var party = parties.get(callId(event.getRequest()));
        if (party != null && event.getDialog() != null) {
            party.asked(event);
            return;
        }
        if (event.getRequest().getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            // trunks ask like this whether we are there; everything else we do not take
            answer(event, event.getRequest().getMethod().equals(Request.OPTIONS) ? Response.OK : Response.FORBIDDEN);
        } catch (SipException gone) {
            // whoever asked asks again
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        var party = parties.get(callId(event.getResponse()));
        if (party != null) {
            party.answered(event);
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            var party = parties.get(callId(event.getClientTransaction().getRequest()));
            if (party != null) {
                party.unanswered(event.getClientTransaction());
            }
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        // the request that it belongs to is told as unanswered
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // its end was told before
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // likewise
    }

    @Override
    public void close() {
        provider.removeSipListener(this);
        stack.stop();
    }
}

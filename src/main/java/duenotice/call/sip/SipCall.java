package duenotice.call.sip;

import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call from the invitation to its end. It ends once, whoever ends it; what still comes afterwards is answered so that
 * nothing rings or stays open at the other side.
 */
final class SipCall implements Line.Party, Media.Listener {
    private static final int MOST_BODY = 8 * 1024;

    private enum State {
        RINGING,
        /** We have given it up, and the other side may not know yet. */
        HANGING_UP,
        TALKING,
        OVER
    }

    /** Whom a call tells of itself. */
    interface Owner {
        void acknowledged();

        void over(Course end);
    }

    private final String callId;
    private final SipSettings settings;
    private final Line line;
    private final Media media;
    private final Prompts prompts;
    private final String extension;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Owner owner;
    private final long session = ThreadLocalRandom.current().nextLong(1, Integer.MAX_VALUE);
    private final Instant startedAt;

    private State state = State.RINGING;
    private boolean heardOf;
    private boolean rang;
    private boolean loggedIn;
    private boolean byeLoggedIn;
    private @Nullable ClientTransaction invitation;
    private volatile @Nullable Dialog dialog;
    private volatile @Nullable Conversation conversation;
    private @Nullable ScheduledFuture<?> deadline;
    private Optional<Course> end = Optional.empty();

    SipCall(
            String callId,
            SipSettings settings,
            Line line,
            Media media,
            Prompts prompts,
            String extension,
            ScheduledExecutorService timer,
            InstantSource clock,
            Owner owner) {
        this.callId = callId;
        this.settings = settings;
        this.line = line;
        this.media = media;
        this.prompts = prompts;
        this.extension = extension;
        this.timer = timer;
        this.clock = clock;
        this.owner = owner;
        startedAt = clock.instant();
    }

    String callId() {
        return callId;
    }

    synchronized Course course() {
        return end.orElseGet(() -> new Course.Ringing(callId));
    }

    synchronized boolean endedBefore(Instant instant) {
        return end.isPresent() && startedAt.isBefore(instant);
    }

    /** @throws SipException where nothing was sent: nothing rings */
    synchronized void invite(String number) throws SipException {
        try {
            var request = line.request(Request.INVITE, callId, number);
            line.expires(request, (int) settings.longestRinging().toSeconds());
            line.speech(request, speech());
            invitation = line.send(request, this);
            after(settings.ringFor(), this::nobodyAnswers);
        } catch (SipException unsent) {
            state = State.OVER;
            media.close();
            line.forget(callId);
            throw unsent;
        }
    }

    private String speech() {
        return Sdp.offer(settings.reachableAt(), media.port(), session);
    }

    private void after(Duration time, Runnable what) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = timer.schedule(what, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- before somebody answers

    @Override
    public synchronized void answered(ResponseEvent event) {
        var response = event.getResponse();
        var status = response.getStatusCode();
        var asked = ((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod();
        if (asked.equals(Request.BYE)) {
            byeAnswered(event, status);
        } else if (asked.equals(Request.INVITE)) {
            if (status < 200) {
                underWay(status);
            } else if (status < 300) {
                accepted(event);
            } else if (event.getClientTransaction() == invitation && state != State.OVER) {
                refused(event, status);
            }
        }
    }

    /** 100 only says that the order arrived; what follows it says that the other end is being rung, with or without sound. */
    private void underWay(int status) {
        heardOf = true;
        if (state == State.HANGING_UP) {
            cancel();
        } else if (status > 100 && !rang && state == State.RINGING) {
            rang = true;
            after(settings.ringFor(), this::nobodyAnswers);
        }
    }

    private synchronized void nobodyAnswers() {
        if (state == State.RINGING) {
            hangUp();
        }
    }

    /** RFC 3261 §9.1: nothing may be cancelled before it was heard of; and who cancels waits no longer than 64 * T1. */
    private void hangUp() {
        state = State.HANGING_UP;
        if (heardOf) {
            cancel();
        }
        after(SipSettings.NO_ANSWER_AT_ALL, this::nothingMore);
    }

    private synchronized void nothingMore() {
        over(rungOut());
    }

    private void cancel() {
        try {
            if (invitation != null) {
                line.cancel(invitation);
            }
        } catch (SipException answered) {
            // somebody answers this very moment: what comes then is hung up
        }
    }

    private Course rungOut() {
        return rang
                ? new Course.Over(CallOutcome.NO_ANSWER, "(nobody answered)")
                : new Course.NotPlaced("the trunk took the call, and nothing rang");
    }

    /** A wrong password is asked for again: then it is ours to put right, and not to be tried until the trunk bars us. */
    private void refused(ResponseEvent event, int status) {
        if ((status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED)
                && state == State.RINGING
                && line.hasLogin()
                && !loggedIn) {
            loggedIn = true;
            try {
                invitation = line.withLogin(event);
                invitation.sendRequest();
            } catch (SipException | RuntimeException unsent) {
                over(new Course.NotPlaced("the trunk asks for a login that we cannot give"));
            }
            return;
        }
        over(status == Response.REQUEST_TERMINATED && state == State.HANGING_UP ? rungOut() : SipEnd.of(status, rang));
    }

    @Override
    public synchronized void unanswered(ClientTransaction transaction) {
        if (transaction == invitation && state != State.OVER) {
            over(heardOf ? rungOut() : new Course.NotPlaced("the trunk does not answer"));
        }
    }

    // ---- once somebody has

    private void accepted(ResponseEvent event) {
        var talk = event.getDialog();
        if (talk == null) {
            return;
        }
        try {
            line.acknowledge(event, ((CSeqHeader) event.getResponse().getHeader(CSeqHeader.NAME)).getSeqNumber());
            if (state == State.RINGING) {
                talk(talk, event.getResponse());
            } else if (talk != dialog) {
                line.bye(talk);
                if (state == State.HANGING_UP) {
                    over(rungOut());
                }
            }
        } catch (SipException broken) {
            over(new Course.NotPlaced("the call broke off as it was answered"));
        }
    }

    private void talk(Dialog talk, Response response) throws SipException {
        dialog = talk;
        var answer = Sdp.answer(body(response));
        if (answer.isEmpty()) {
            fails(talk, "the other end offers no speech that we know");
        } else if (!extension.isEmpty() && answer.get().keys().isEmpty()) {
            fails(talk, "the other end takes no keys, and there is an extension to press");
        } else {
            try {
                var begun = prompts.begin(answer.get().codec(), extension);
                conversation = begun;
                state = State.TALKING;
                stopWaiting();
                media.start(answer.get(), begun, timer, this);
            } catch (Voice.Mute mute) {
                fails(talk, mute.why());
            }
        }
    }

    private void fails(Dialog talk, String why) throws SipException {
        line.bye(talk);
        over(new Course.NotPlaced(why));
    }

    private static String body(Message message) {
        var raw = message.getRawContent();
        return raw == null || raw.length > MOST_BODY ? "" : new String(raw, StandardCharsets.UTF_8);
    }

    @Override
    public void asked(RequestEvent event) {
        try {
            takes(event);
        } catch (SipException gone) {
            // whoever asked asks again
        }
    }

    private synchronized void takes(RequestEvent event) throws SipException {
        var request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        if (event.getDialog() != dialog) {
            line.answer(event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        switch (request.getMethod()) {
            case Request.BYE -> {
                line.answer(event, Response.OK);
                if (state == State.TALKING) {
                    over(talked());
                }
            }
            case Request.INVITE, Request.UPDATE -> renewed(event, body(request));
            case Request.INFO -> {
                line.answer(event, Response.OK);
                var type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
                if (type != null) {
                    Keys.inInfo(type.getContentType() + "/" + type.getContentSubType(), body(request))
                            .ifPresent(this::pressed);
                }
            }
            case Request.OPTIONS -> line.answer(event, Response.OK);
            default -> line.answer(event, Response.NOT_IMPLEMENTED);
        }
    }

    /** What renews the session, or moves the other end's speech, gets the same words from us as before. */
    private void renewed(RequestEvent event, String offer) throws SipException {
        if (offer.isEmpty()) {
            line.answer(event, Response.OK, event.getRequest().getMethod().equals(Request.INVITE) ? speech() : "");
            return;
        }
        var moved = Sdp.answer(offer);
        moved.ifPresent(media::moved);
        if (moved.isPresent()) {
            line.answer(event, Response.OK, speech());
        } else {
            line.answer(event, Response.NOT_ACCEPTABLE_HERE);
        }
    }

    @Override
    public boolean speaksFrom(InetAddress address) {
        var talk = dialog;
        return talk != null
                && talk.getRemoteTarget() != null
                && talk.getRemoteTarget().getURI() instanceof SipURI uri
                && uri.getHost().equals(address.getHostAddress());
    }

    @Override
    public boolean signalsFrom(InetAddress address) {
        return line.isKnown(address);
    }

    @Override
    public void pressed(char key) {
        var talk = conversation;
        if (talk == null || talk.isAcknowledged()) {
            return;
        }
        talk.pressed(key);
        if (talk.isAcknowledged()) {
            owner.acknowledged();
        }
    }

    @Override
    public synchronized void silent() {
        if (state == State.TALKING) {
            bye();
            over(talked());
        }
    }

    private void bye() {
        try {
            var talk = dialog;
            if (talk != null) {
                line.bye(talk);
            }
        } catch (SipException gone) {
            // the other side is gone already
        }
    }

    private void byeAnswered(ResponseEvent event, int status) {
        if ((status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED)
                && line.hasLogin()
                && !byeLoggedIn) {
            byeLoggedIn = true;
            try {
                var talk = dialog;
                if (talk != null) {
                    talk.sendRequest(line.withLogin(event));
                }
            } catch (SipException | RuntimeException gone) {
                // the trunk ends a call without speech by itself
            }
        }
    }

    private boolean isAcknowledged() {
        var talk = conversation;
        return talk != null && talk.isAcknowledged();
    }

    private Course talked() {
        return isAcknowledged()
                ? new Course.Over(CallOutcome.REACHED_AUTHORIZED, "(key " + Conversation.YES + ")")
                : new Course.Over(CallOutcome.REACHED_OTHER, "(answered, no key)");
    }

    // ---- the end

    /**
     * The program ends: so does the call, and nobody was told anything unless the key was pressed.
     *
     * @return false where it was over before
     */
    synchronized boolean stop() {
        if (state == State.OVER) {
            return false;
        }
        if (state == State.TALKING) {
            bye();
        } else if (heardOf && state == State.RINGING) {
            cancel();
        }
        over(
                isAcknowledged()
                        ? talked()
                        : new Course.Over(CallOutcome.NOT_PLACED, "the program was stopped in the middle of the call"));
        return true;
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void over(Course how) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        stopWaiting();
        media.close();
        var told = how instanceof Course.Over over
                ? new Course.Over(over.outcome(), over.detail(), Optional.of(startedAt), Optional.of(clock.instant()))
                : how;
        end = Optional.of(told);
        // an answer that crossed our hanging up is still to be hung up
        deadline = timer.schedule(
                () -> line.forget(callId), SipSettings.NO_ANSWER_AT_ALL.toMillis(), TimeUnit.MILLISECONDS);
        // whoever is told may take his time; other calls are to be heard meanwhile
        Thread.ofVirtual().name("sip-end").start(() -> owner.over(told));
    }
}

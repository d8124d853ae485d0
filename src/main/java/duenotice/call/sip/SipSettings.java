package duenotice.call.sip;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A trunk, and where this machine speaks with it.
 *
 * @param server name or address of the provider's proxy; every call goes through it
 * @param transport {@code udp} or {@code tcp}
 * @param domain behind the number, in what is dialled and in who calls
 * @param login empty where the trunk knows us by our address
 * @param from number in E.164 that the callee sees
 * @param listen address of this machine, the only one that anything is received on
 * @param port of signalling
 * @param mediaFrom first UDP port for speech; each call takes an even one
 * @param mediaTo last one
 * @param publicAddress what the trunk reaches us under, where that is another address than {@code listen}
 * @param ringFor so long it rings before nobody has answered
 * @param recordings holds {@code LANGUAGE/open.wav}, {@code told.wav} and {@code stranger.wav}, each where there is one
 * @param speaker program that speaks what is not recorded, as espeak-ng does
 */
public record SipSettings(
        String server,
        int serverPort,
        String transport,
        String domain,
        Optional<Login> login,
        String from,
        String listen,
        int port,
        int mediaFrom,
        int mediaTo,
        Optional<String> publicAddress,
        Duration ringFor,
        Optional<Path> recordings,
        Path speaker) {
    /** Our words take far less. */
    static final Duration LONGEST_TALK = Duration.ofMinutes(3);

    /** RFC 3261 §17.1.1.2: so long an order is repeated before the other side counts as away (timer B, 64 * T1). */
    static final Duration NO_ANSWER_AT_ALL = Duration.ofSeconds(32);

    private static final String HOST = "[A-Za-z0-9.:-]{1,253}";

    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    public SipSettings {
        if (!server.matches(HOST) || !domain.matches(HOST)) {
            throw new IllegalArgumentException(
                    "duenotice.phone.sip.server and domain are names or addresses of a host");
        }
        if (!Set.of("udp", "tcp").contains(transport)) {
            throw new IllegalArgumentException("duenotice.phone.sip.transport is udp or tcp, not " + transport);
        }
        if (!from.matches("\\+[1-9][0-9]{4,14}")) {
            throw new IllegalArgumentException(
                    "duenotice.phone.sip.from is a number with + and country code, not " + from);
        }
        if (!isAddress(listen) || !publicAddress.map(SipSettings::isAddress).orElse(true)) {
            throw new IllegalArgumentException(
                    "duenotice.phone.sip.listen and public-address are addresses, not names, and not 0.0.0.0");
        }
        if (mediaFrom < 1024 || mediaTo > 65_535 || mediaTo - mediaFrom < 3) {
            throw new IllegalArgumentException(
                    "duenotice.phone.sip.media-from and media-to name at least four ports from 1024 on");
        }
        if (ringFor.toSeconds() < 5 || ringFor.toSeconds() > 150) {
            throw new IllegalArgumentException("duenotice.phone.sip.ring-for is 5s to 150s, not " + ringFor);
        }
    }

    private static boolean isAddress(String text) {
        try {
            return !InetAddress.ofLiteral(text).isAnyLocalAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** The same without recordings. */
    SipSettings spoken() {
        return new SipSettings(
                server,
                serverPort,
                transport,
                domain,
                login,
                from,
                listen,
                port,
                mediaFrom,
                mediaTo,
                publicAddress,
                ringFor,
                Optional.empty(),
                speaker);
    }

    /** What others are told to send to. */
    String reachableAt() {
        return publicAddress.orElse(listen);
    }

    /** So long an invitation holds: until it is heard of, rings, and is cancelled. */
    Duration longestRinging() {
        return ringFor.multipliedBy(2).plus(Duration.ofSeconds(10));
    }

    /** After so long nothing of a call can be alive any more, whatever became of us; less than any doubt may last. */
    Duration longestCall() {
        return NO_ANSWER_AT_ALL.plus(longestRinging()).plus(LONGEST_TALK);
    }

    @Override
    public String toString() {
        return "trunk " + server + ":" + serverPort + " by " + transport
                + login.map(known -> ", user " + known.user()).orElse(", no login") + ", from " + listen + ":" + port;
    }
}

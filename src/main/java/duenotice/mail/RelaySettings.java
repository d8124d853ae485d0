package duenotice.mail;

import java.time.Duration;
import java.util.Optional;

/**
 * Where our mail goes out.
 *
 * @param login user and password, when the relay asks for them
 * @param patience for each answer of the relay
 * @param ownName what we call ourselves towards it ({@code EHLO})
 * @param key signs what goes out; without it the relay may
 */
public record RelaySettings(
        String host,
        int port,
        Security security,
        Optional<Login> login,
        Duration patience,
        String ownName,
        Optional<DkimKey> key) {
    /** One that knows us by no name of our own, and nothing is signed for. */
    public RelaySettings(String host, int port, Security security, Optional<Login> login, Duration patience) {
        this(host, port, security, login, patience, "duenotice", Optional.empty());
    }

    /** How the connection is guarded. */
    public enum Security {
        /** Not at all: for a relay on the same machine. */
        NONE,
        /** STARTTLS, and nothing without it (RFC 3207). */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS
    }

    /** Never written to logs. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "login of " + user;
        }
    }

    public RelaySettings signingWith(DkimKey key) {
        return new RelaySettings(host, port, security, login, patience, ownName, Optional.of(key));
    }

    /** A relay without protection, as on the same machine. */
    public static RelaySettings plain(String host, int port) {
        return new RelaySettings(host, port, Security.NONE, Optional.empty(), Duration.ofSeconds(30));
    }
}

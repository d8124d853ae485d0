package duenotice.mail;

import java.time.Duration;

/**
 * How the listener listens.
 *
 * @param host address to bind; loopback unless a mail server on another machine hands mail on
 * @param port 0 takes any free one
 * @param name what the server calls itself in its greeting
 * @param maxBytes of one message
 * @param maxConnections at once
 * @param maxRecipients of one message
 * @param idle how long a client may say nothing (RFC 5321 §4.5.3.2)
 * @param session how long a connection may last in all, so that slow talk does not hold it for ever
 */
public record SmtpSettings(
        String host,
        int port,
        String name,
        int maxBytes,
        int maxConnections,
        int maxRecipients,
        Duration idle,
        Duration session) {
    public SmtpSettings {
        if (maxBytes <= 0
                || maxConnections <= 0
                || maxRecipients <= 0
                || idle.toMillis() <= 0
                || session.toMillis() <= 0) {
            throw new IllegalArgumentException("limits of the mail listener must be greater than nothing");
        }
    }

    /** A daily list of fifty thousand rows has room in it. */
    private static final int LONGEST = 50 * 1024 * 1024;

    public static SmtpSettings loopback(int port) {
        return new SmtpSettings(
                "127.0.0.1", port, "duenotice", LONGEST, 200, 100, Duration.ofMinutes(5), Duration.ofMinutes(30));
    }
}

package duenotice.mail;

import duenotice.mail.RelaySettings.Login;
import duenotice.mail.RelaySettings.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An IMAP mailbox (RFC 9051) that mail is fetched from.
 *
 * @param name what was fetched is remembered under, so it stays when the mailbox moves to another server
 * @param authority certificates in PEM that the server's must be signed by; empty means those the machine trusts
 * @param after what becomes of a mail in the mailbox once we hold it
 * @param lookEvery where the server does not say by itself that mail has come, and in case it forgot to
 * @param patience for each answer of the server
 * @param maxBytes of one mail; a longer one stays where it is
 */
public record MailboxSettings(
        String name,
        String host,
        int port,
        Security security,
        Optional<Path> authority,
        Login login,
        String folder,
        After after,
        Duration lookEvery,
        Duration patience,
        Pauses pauses,
        int maxBytes) {

    /** What is done with a mail that is kept. */
    public sealed interface After {
        /** Marked as seen and with a keyword of ours. */
        record Flag() implements After {}

        /** Moved to a folder, which is made when missing. */
        record Move(String folder) implements After {}
    }

    /**
     * Between tries while something is wrong: doubled after each, up to the longest.
     *
     * @param first after a failure
     * @param firstRefused after a refused login, so that an account is not locked by our trying
     */
    public record Pauses(Duration first, Duration firstRefused, Duration longest) {
        public static final Pauses USUAL =
                new Pauses(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(10));

        Duration after(int failures, boolean refused) {
            Duration pause = refused ? firstRefused : first;
            for (int doubled = 1; doubled < failures && pause.compareTo(longest) < 0; doubled++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }
}

package duenotice.mail;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether what a relay answers to {@code RCPT TO} speaks of us, of its line or of itself, and not of the mailbox: then
 * nobody's address is dead (R75). By the enhanced status code (RFC 3463 §3, and those registered since), where there is one,
 * else by the reply code (RFC 5321 §4.3.2) and its words.
 */
final class RecipientAnswer {
    private static final Pattern ENHANCED = Pattern.compile("(?<![0-9.])[45]\\.(\\d{1,3})\\.(\\d{1,3})(?![0-9.])");

    private static final Pattern RELAYING = Pattern.compile(
            "relay(?:ing)?,? (?:access |mail )?(?:is |was )?(?:denied|not (?:permitted|allowed)|prohibited|rejected)"
                    + "|(?:unable|not permitted|not allowed|denied|refuse) to relay|rcpthosts");

    private RecipientAnswer() {}

    static boolean speaksOfUs(int code, String reply) {
        // What stands in brackets is the address, and may be called anything.
        var words = reply.toLowerCase(Locale.ROOT).replaceAll("<[^>]{0,400}>", " ");
        if (RELAYING.matcher(words).find()) {
            return true;
        }
        if (code < 500 || code > 599) {
            return false;
        }
        var status = ENHANCED.matcher(words);
        if (status.find()) {
            var subject = Integer.parseInt(status.group(1));
            if (subject != 0) {
                return speaksOfUs(code, subject, Integer.parseInt(status.group(2)));
            }
        }
        return switch (code) {
            case 550, 551, 552, 553, 556 -> false;
            default -> true;
        };
    }

    private static boolean speaksOfUs(int code, int subject, int detail) {
        return switch (subject) {
            // Addressing: of the recipient, but for the sender's own address.
            case 1 -> detail == 7 || detail == 8;
            case 2, 4, 6 -> false;
            // The mail system that we talk to is our own relay.
            case 3 -> true;
            // The protocol; 550 5.5.0 is how some say that a mailbox is not there.
            case 5 -> code != 550 || detail != 0;
            // Policy is about who asks, but for lists that take nothing and mailboxes with a new owner (RFC 7293 §7).
            case 7 -> detail != 2 && detail != 17 && detail != 18;
            default -> false;
        };
    }
}

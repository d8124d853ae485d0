package duenotice.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a bounce says of one recipient (RFC 3464 §2.3).
 *
 * @param address bare; where it ended up: a forwarding may have changed it
 * @param original bare; the address we wrote to, where the bounce names it
 * @param action {@code failed}, {@code delayed}, {@code delivered}, {@code relayed} or {@code expanded}
 * @param status the enhanced status code (RFC 3463), such as {@code 5.1.1}; empty where none is given
 */
public record BouncedRecipient(String address, Optional<String> original, String action, String status) {
    private static final Set<String> ACTIONS = Set.of("failed", "delayed", "delivered", "relayed", "expanded");

    public BouncedRecipient {
        action = action.strip().toLowerCase(Locale.ROOT);
        action = ACTIONS.contains(action) ? action : "failed"; // "expired" and other inventions
    }

    /** This mail will never be delivered there. */
    public boolean failed() {
        return action.equals("failed");
    }

    /** Never delivered, and trying again would be no use (RFC 3463 §3.1, class 5). */
    public boolean hard() {
        return failed() && !status.startsWith("4.");
    }

    /** Given up, but another try may get through: a full mailbox, a server that was away (RFC 3463 §3.1, class 4). */
    public boolean soft() {
        return failed() && status.startsWith("4.");
    }

    /** In its mailbox, or handed on to where nobody sends such notices (RFC 3464 §2.3.3). */
    public boolean arrived() {
        return action.equals("delivered") || action.equals("relayed") || action.equals("expanded");
    }

    /** Not delivered yet; the other side is still trying. */
    public boolean delayed() {
        return action.equals("delayed");
    }
}

package duenotice.warning;

import java.util.Optional;

/** Who is responsible for an address that is not ours (R72). */
public interface Responsible {
    /** Nobody is asked. */
    Responsible UNKNOWN = address -> Optional.empty();

    /**
     * Whom to write to, from outside and to be shown as inert text only.
     *
     * @param mailbox that takes complaints
     * @param network its name; may be empty
     */
    record Desk(String mailbox, String network) {}

    /**
     * Takes a bounded time and never throws; empty where nobody could be asked or nothing was found.
     *
     * @param subject an IP address or a prefix; anything else finds nobody
     */
    Optional<Desk> of(String subject);

    /** The same for pages, which anybody may have shown: they never use up what letters need. */
    default Responsible forPages() {
        return this;
    }
}

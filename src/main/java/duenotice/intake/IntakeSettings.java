package duenotice.intake;

import duenotice.mail.Signatures;
import java.util.Set;

/**
 * Whom intake believes.
 *
 * @param ownMailServers authserv-ids of our own mail servers; only their topmost {@code Authentication-Results} counts (R40)
 * @param trustedKeys names of API keys that are trusted reporters without a row in the inventory
 * @param signatures looks at mails that came past our own mail servers
 */
public record IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys, Signatures signatures) {
    public IntakeSettings {
        ownMailServers = Set.copyOf(ownMailServers);
        trustedKeys = Set.copyOf(trustedKeys);
    }

    /** Without looks of our own. */
    public IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys) {
        this(ownMailServers, trustedKeys, Signatures.UNCHECKED);
    }
}

package duenotice.intake;

import duenotice.intake.format.FieldMapping;
import duenotice.mail.Signatures;
import java.util.Map;
import java.util.Set;

/**
 * Whom intake believes.
 *
 * @param ownMailServers authserv-ids of our own mail servers; only their topmost {@code Authentication-Results} counts (R40)
 * @param trustedKeys names of API keys that are trusted reporters without a row in the inventory
 * @param signatures looks at mails that came past our own mail servers
 * @param webhooks how what is posted to them is read, by their names; one without a mapping is read like anything else
 */
public record IntakeSettings(
        Set<String> ownMailServers,
        Set<String> trustedKeys,
        Signatures signatures,
        Map<String, FieldMapping> webhooks) {
    public IntakeSettings {
        ownMailServers = Set.copyOf(ownMailServers);
        trustedKeys = Set.copyOf(trustedKeys);
        webhooks = Map.copyOf(webhooks);
    }

    public IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys, Signatures signatures) {
        this(ownMailServers, trustedKeys, signatures, Map.of());
    }

    /** Without looks of our own. */
    public IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys) {
        this(ownMailServers, trustedKeys, Signatures.UNCHECKED);
    }
}

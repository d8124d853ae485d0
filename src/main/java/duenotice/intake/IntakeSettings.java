package duenotice.intake;

import java.util.Set;

/**
 * Whom intake believes.
 *
 * @param ownMailServers authserv-ids of our own mail servers; only their topmost {@code Authentication-Results} counts (R40)
 * @param trustedKeys names of API keys that are trusted reporters without a row in the inventory
 */
public record IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys) {
    public IntakeSettings {
        ownMailServers = Set.copyOf(ownMailServers);
        trustedKeys = Set.copyOf(trustedKeys);
    }
}

package duenotice.intake;

import duenotice.intake.format.FieldMapping;
import duenotice.inventory.NameLookup;
import duenotice.mail.Signatures;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom intake believes.
 *
 * @param ownMailServers authserv-ids of our own mail servers; only their topmost {@code Authentication-Results} counts (R40)
 * @param trustedKeys names of API keys that are trusted reporters without a row in the inventory
 * @param signatures looks at mails that came past our own mail servers
 * @param webhooks how what is posted to them is read, by their names; one without a mapping is read like anything else
 * @param names finds out where reported names point; empty where nobody is asked, so that people look at them
 */
public record IntakeSettings(
        Set<String> ownMailServers,
        Set<String> trustedKeys,
        Signatures signatures,
        Map<String, FieldMapping> webhooks,
        Optional<Names> names) {
    /** @param mostOfOneReport what a report names beyond these nobody looks up */
    public record Names(NameLookup lookup, int mostOfOneReport) {}

    public IntakeSettings {
        ownMailServers = Set.copyOf(ownMailServers);
        trustedKeys = Set.copyOf(trustedKeys);
        webhooks = Map.copyOf(webhooks);
    }

    public IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys, Signatures signatures) {
        this(ownMailServers, trustedKeys, signatures, Map.of(), Optional.empty());
    }

    public IntakeSettings withNames(NameLookup lookup, int mostOfOneReport) {
        return new IntakeSettings(
                ownMailServers, trustedKeys, signatures, webhooks, Optional.of(new Names(lookup, mostOfOneReport)));
    }

    /** Without looks of our own. */
    public IntakeSettings(Set<String> ownMailServers, Set<String> trustedKeys) {
        this(ownMailServers, trustedKeys, Signatures.UNCHECKED);
    }
}

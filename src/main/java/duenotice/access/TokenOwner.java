package duenotice.access;

import duenotice.incident.IncidentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a token of ours says: that we ourselves once wrote it to this contact about this incident. It does not say who
 * sends it back.
 *
 * @param epoch which owner of the incident it was given to; after a move the former owner's tokens name another epoch
 *     than {@link duenotice.incident.Incident#epoch()} and open nothing
 * @param issued day in UTC
 * @param contact true for the address it was given to, in any spelling of case
 */
public record TokenOwner(TokenKind kind, IncidentId incident, int epoch, LocalDate issued, Predicate<String> contact) {

    /** The one of these addresses that it was given to. */
    public Optional<String> among(Collection<String> addresses) {
        return addresses.stream().filter(contact).findFirst();
    }
}

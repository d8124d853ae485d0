package duenotice.verification;

import duenotice.casework.Casework;
import duenotice.casework.IncidentList.Filter;
import duenotice.casework.Snapshot;
import duenotice.incident.Incident;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.inventory.Inventory;
import duenotice.mail.Mail;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the one incident that a proven contact of ours can mean, where his answer carries no token of ours. */
final class OwnContacts {
    /** How our subjects name the incident; a mail program leaves it there. */
    private static final Pattern NUMBER = Pattern.compile("\\[#(\\d{1,15})]");

    private static final int MOST_OPEN = 20;

    private static final List<State> OPEN =
            Arrays.stream(State.values()).filter(state -> state != State.CLOSED).toList();

    private final Casework casework;
    private final Inventory inventory;

    OwnContacts(Casework casework, Inventory inventory) {
        this.casework = casework;
        this.inventory = inventory;
    }

    /**
     * Empty where he has none that he was warned of, or several and names none of them.
     *
     * @param sender proven, in lower case
     * @param ownDomains of the addresses it was sent to
     */
    Optional<Incident> incidentOf(String sender, Mail mail, Set<String> ownDomains) {
        var named = mail.subject().map(NUMBER::matcher).filter(number -> number.find());
        if (named.isPresent()) {
            return IncidentId.parse(named.get().group(1))
                    .flatMap(casework::snapshot)
                    .map(Snapshot::incident)
                    .filter(incident -> isHis(sender, incident));
        }
        if (answersAnotherMailOfOurs(mail, ownDomains)) {
            return Optional.empty();
        }
        var customer = inventory.customersOfContacts(List.of(sender)).get(sender);
        if (customer == null) {
            return Optional.empty();
        }
        var filter = new Filter(
                OPEN,
                Optional.empty(),
                Optional.of(customer.text()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var his = casework.snapshots(casework.list().find(filter, MOST_OPEN)).stream()
                .map(Snapshot::incident)
                .filter(incident -> isHis(sender, incident))
                .toList();
        return his.size() == 1 ? Optional.of(his.getFirst()) : Optional.empty();
    }

    private boolean isHis(String sender, Incident incident) {
        return incident.isWarned()
                && inventory
                        .facts(incident.server(), casework.now())
                        .filter(facts -> facts.owner()
                                .filter(incident.customer()::equals)
                                .isPresent())
                        .filter(facts -> facts.isAuthorized(sender))
                        .isPresent();
    }

    /** Such as the receipt for a complaint of his own. */
    private static boolean answersAnotherMailOfOurs(Mail mail, Set<String> ownDomains) {
        return java.util.stream.Stream.concat(mail.inReplyTo().stream(), mail.references().stream())
                .map(id ->
                        id.substring(id.lastIndexOf('@') + 1).replace(">", "").toLowerCase(java.util.Locale.ROOT))
                .anyMatch(ownDomains::contains);
    }
}

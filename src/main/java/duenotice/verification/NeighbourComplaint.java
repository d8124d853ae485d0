package duenotice.verification;

import duenotice.incident.AnswerKind;
import duenotice.incident.Incident;
import duenotice.inventory.Inventory;
import duenotice.inventory.Question;
import duenotice.inventory.Whose;
import duenotice.report.Prefix;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a complaint about somebody else's server from an answer, where a contact sends it to the address of his own
 * incident (R2, R3). Only what claims, acknowledges, asks or disputes nothing can be one: an answer is never taken for less.
 */
final class NeighbourComplaint {
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{1,4}:[0-9a-fA-F:]{2,38})(?![\\w:])");

    /** So many different addresses are looked up; a log with more of them is read by people. */
    private static final int MOST = 50;

    private final Inventory inventory;

    NeighbourComplaint(Inventory inventory) {
        this.inventory = inventory;
    }

    /** True where it names addresses of other customers of ours and none of this one's. */
    boolean isOne(String text, AnswerKind kind, Incident incident, Instant now) {
        return kind == AnswerKind.OTHER && namesOthersOnly(text, incident, now);
    }

    /** The same whatever it says, where nothing but the sender tells that it is an answer at all. */
    boolean namesOthersOnly(String text, Incident incident, Instant now) {
        var named = addresses(text);
        if (named.isEmpty()) {
            return false;
        }
        var owned = inventory
                .whose(
                        named.stream()
                                .map(address -> new Question(Optional.of(address), Optional.empty(), Optional.empty()))
                                .toList(),
                        now)
                .stream()
                .filter(Whose.Owned.class::isInstance)
                .map(Whose.Owned.class::cast)
                .toList();
        return !owned.isEmpty()
                && owned.stream().noneMatch(one -> one.customer().equals(incident.customer()));
    }

    private static Set<Prefix> addresses(String text) {
        var addresses = new LinkedHashSet<Prefix>();
        var found = ADDRESS.matcher(text.replace("[.]", ".").replace("[:]", ":"));
        while (found.find() && addresses.size() < MOST) {
            Prefix.parse(found.group()).ifPresent(addresses::add);
        }
        return addresses;
    }
}

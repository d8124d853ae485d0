package duenotice.casework;

import duenotice.incident.MeasureKind;
import duenotice.inventory.Inventory;
import duenotice.inventory.ServerFacts;
import duenotice.inventory.Whose;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.util.Optional;

/**
 * What a measure asked for by staff is to act on: a server, or an address for a null route.
 *
 * @param text as it stands on timelines; addresses in their canonical form
 * @param isOurs this incident's server, or wider within the same customer (R52)
 */
record MeasureTarget(String text, boolean isOurs) {
    /**
     * @param named empty means this incident's server
     * @throws RequestRefused where nobody may ask for it
     */
    static MeasureTarget of(MeasureKind kind, Optional<String> named, Snapshot snapshot, Inventory inventory) {
        return kind == MeasureKind.NULL_ROUTE
                ? address(
                        named.orElseThrow(() -> RequestRefused.invalid("target is missing: the address to null-route")),
                        snapshot,
                        inventory)
                : server(named.orElse(snapshot.incident().server().text()), snapshot, inventory);
    }

    private static MeasureTarget server(String name, Snapshot snapshot, Inventory inventory) {
        if (name.equals(snapshot.incident().server().text())) {
            return new MeasureTarget(name, true);
        }
        var facts = name.isBlank() || name.length() > StaffActs.LONGEST_NAME
                ? Optional.<ServerFacts>empty()
                : inventory.facts(new ServerId(name), snapshot.now());
        var isOurs = facts.flatMap(ServerFacts::owner)
                .filter(snapshot.incident().customer()::equals)
                .isPresent();
        // Whether this incident's own server may be cut is the judge's to say; of others it does not know.
        if (isOurs && facts.map(ServerFacts::neverCut).orElse(false)) {
            throw RequestRefused.conflict(name + " stands on the never-cut list");
        }
        return new MeasureTarget(name, isOurs);
    }

    private static MeasureTarget address(String typed, Snapshot snapshot, Inventory inventory) {
        var prefix = Prefix.parse(typed);
        if (prefix.isEmpty() || !prefix.get().isAddress()) {
            // The judge says what is wrong with it.
            return new MeasureTarget(typed, true);
        }
        var incident = snapshot.incident();
        return new MeasureTarget(
                prefix.get().text(),
                switch (inventory.whose(prefix.get(), Optional.empty(), Optional.of(snapshot.now()), snapshot.now())) {
                    case Whose.Owned owned -> owned.customer().equals(incident.customer());
                    case Whose.Shared shared -> shared.servers().contains(incident.server());
                    case Whose.NoCustomer _, Whose.Foreign _ -> false;
                });
    }
}

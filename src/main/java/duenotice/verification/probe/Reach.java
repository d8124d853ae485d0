package duenotice.verification.probe;

import duenotice.incident.Incident;
import duenotice.inventory.Inventory;
import duenotice.report.Prefix;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * The guard before every look: it goes to an address that the inventory gives to the incident's own server and customer at
 * this instant, and to no other, whatever a report, a name or an answer says.
 */
final class Reach {
    private final Inventory inventory;
    private final boolean thisMachineToo;

    /** @param thisMachineToo for tests, whose servers stand on loopback */
    Reach(Inventory inventory, boolean thisMachineToo) {
        this.inventory = inventory;
        this.thisMachineToo = thisMachineToo;
    }

    /** Why nobody may look there; empty where one may. */
    Optional<String> refusal(Prefix address, Incident incident, Instant now) {
        if (!address.isAddress()) {
            return Optional.of(address + " is no single address");
        }
        if (isSpecial(InetAddress.ofLiteral(address.text()))) {
            return Optional.of(address + " is no address of a server");
        }
        return inventory.stillAt(address, incident.server(), incident.customer(), now)
                ? Optional.empty()
                : Optional.of(address + " does not stand on this server of this customer now");
    }

    /** An inventory with such a row is mistaken, and must not turn the desk on itself or on everybody. */
    private boolean isSpecial(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress() && !thisMachineToo
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().startsWith("255.");
    }
}

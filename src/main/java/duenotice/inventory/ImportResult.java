package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.util.Set;

/**
 * What an import did.
 *
 * @param unchanged the very file that was imported last: nothing was looked at
 * @param customers rows in the file
 * @param servers rows in the file
 * @param addresses rows in the file
 * @param reporters rows in the file
 * @param changedCustomers new ones, and those of which anything differs from before, contacts included
 * @param changedServers new ones, and those of which anything differs from before: owner, addresses, contacts, hostnames, flags
 */
public record ImportResult(
        boolean unchanged,
        int customers,
        int servers,
        int addresses,
        int reporters,
        Set<CustomerId> changedCustomers,
        Set<ServerId> changedServers) {
    public ImportResult {
        changedCustomers = Set.copyOf(changedCustomers);
        changedServers = Set.copyOf(changedServers);
    }
}

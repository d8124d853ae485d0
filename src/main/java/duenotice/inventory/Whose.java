package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.util.List;

/** Whose an address or host name was at an instant (R40, R53, R54). */
public sealed interface Whose {
    /**
     * One server of one customer.
     *
     * @param certain false where the event time is not sure and the address changed hands shortly before (R54)
     */
    record Owned(ServerId server, CustomerId customer, boolean certain) implements Whose {}

    /**
     * Several servers could be meant and nothing told them apart: a shared address without a host name that fits exactly
     * one, or a prefix wider than what one server holds. Never a reason to cut by itself.
     *
     * @param servers those that could be meant, without duplicates; not necessarily all behind a wide prefix
     */
    record Shared(List<ServerId> servers) implements Whose {
        public Shared {
            servers = List.copyOf(servers);
        }
    }

    /** In our networks, but nobody's at that time. */
    record NoCustomer() implements Whose {}

    /** Not in our networks, or a host name that no server of ours has. */
    record Foreign() implements Whose {}
}

package duenotice.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a program that was asked says it holds now, as it spells it; {@link Sifting} judges it. Each {@code where} names
 * the row in the words of that program, such as {@code device 17}.
 *
 * @param networks prefixes that are ours, whoever uses them
 * @param kept ids of servers that are there, but cannot be told apart now: they stay as they were
 * @param remarks what was left out already, with where
 */
public record Found(
        List<FoundCustomer> customers,
        List<FoundServer> servers,
        List<String> networks,
        List<String> kept,
        List<String> remarks) {
    public Found {
        customers = List.copyOf(customers);
        servers = List.copyOf(servers);
        networks = List.copyOf(networks);
        kept = List.copyOf(kept);
        remarks = List.copyOf(remarks);
    }

    /** @param language BCP 47 */
    public record FoundCustomer(
            String where,
            String id,
            String name,
            boolean vip,
            Optional<String> language,
            Optional<String> zone,
            Optional<String> policy,
            List<FoundContact> contacts) {}

    /** @param roles empty means all */
    public record FoundContact(String where, String name, String email, List<String> phones, Set<Role> roles) {}

    /** @param contacts replace the customer's where not empty */
    public record FoundServer(
            String where,
            String id,
            String customer,
            List<FoundContact> contacts,
            boolean shared,
            List<String> hostnames,
            boolean neverCut,
            List<FoundAddress> addresses) {}

    /** @param since when it came to this server; empty where nothing says so */
    public record FoundAddress(String where, String ip, Optional<Instant> since) {}
}

package duenotice.casework;

import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Which incident something belongs to: the open one of the same server, category and policy, else a new one (R49, R52).
 * Child-abuse material never shares one with anything else (R59).
 * The policy is found here, so that a report, a person and a detector open the same kind of incident (R8).
 */
public final class Openings {
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Casework casework;
    private final Inventory inventory;
    private final PolicyBook policies;

    public Openings(Transactions transactions, Casework casework, Inventory inventory, PolicyBook policies) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.casework = casework;
        this.inventory = inventory;
        this.policies = policies;
    }

    /**
     * What an incident is wanted for.
     *
     * @param customer whose the server was at event time
     * @param address the address in evidence; empty where the server is named
     * @param observedAt event time; empty where it is not known
     * @param staffOrTelemetry seen by own detection or decided by staff, not merely reported (R59)
     * @param staffVerified counts as staff verification (R40)
     * @param why in words, for the timeline
     * @param source who reported first, for the flood gate (R64); empty for staff and own detection
     */
    public record Wanted(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            Optional<Prefix> address,
            Optional<Instant> observedAt,
            boolean staffOrTelemetry,
            boolean staffVerified,
            String why,
            Optional<String> source) {}

    /** What was found for it. */
    public sealed interface Found {}

    /** @param fresh false where it was open already */
    public record Opening(IncidentId incident, boolean fresh) implements Found {}

    /** Old evidence: the last incident of this kind was mended or closed after that event (R46). */
    public record OverAlready(IncidentId incident, Instant endedAt) implements Found {}

    /** The server has changed hands while the incident is open: people must look (R54). */
    public record OfFormerCustomer(IncidentId incident) implements Found {}

    /** A person's or a detector's word opens an incident, or joins the one that is open. Never refused as old evidence. */
    public Opening open(
            ServerId server,
            CustomerId customer,
            Category category,
            Type type,
            Optional<Prefix> address,
            boolean staffOrTelemetry,
            boolean staffVerified,
            String why,
            Optional<String> source,
            Actor actor) {
        var wanted = new Wanted(
                server,
                customer,
                category,
                type,
                address,
                Optional.empty(),
                staffOrTelemetry,
                staffVerified,
                why,
                source);
        return switch (openAtLast(wanted, actor)) {
            case Opening opening -> opening;
            case OverAlready over -> new Opening(over.incident(), false);
            case OfFormerCustomer former -> new Opening(former.incident(), false);
        };
    }

    /** Another node may open the same incident between our look and our insert; then there is one to join. */
    private Found openAtLast(Wanted wanted, Actor actor) {
        try {
            return open(List.of(wanted), actor).getFirst();
        } catch (DuplicateKeyException openedMeanwhile) {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw openedMeanwhile;
            }
            return open(List.of(wanted), actor).getFirst();
        }
    }

    /**
     * The incidents in the order of what is wanted, in a constant number of statements where nothing else is open on the
     * same servers. Joins the current transaction; open incidents of these servers are locked until its end.
     *
     * @throws DuplicateKeyException where another node opened the same incident meanwhile: begin again
     */
    public List<Found> open(List<Wanted> wanted, Actor actor) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        return transactions.call(() -> new OpeningRound(jdbc, casework, inventory, policies, wanted, actor).found());
    }
}

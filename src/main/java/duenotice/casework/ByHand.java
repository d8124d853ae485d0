package duenotice.casework;

import duenotice.casework.Openings.Opening;
import duenotice.casework.Sighted.Weight;
import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Incidents that staff open, and messages that staff place, in the console or by API; both count as staff verification
 * (R40). Throws {@link RequestRefused} where what they say does not fit.
 */
public final class ByHand {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_EVIDENCE = 64 * 1024;
    private static final int LONGEST_EXCERPT = 4000;

    private final Transactions transactions;
    private final Casework casework;
    private final Openings openings;
    private final Inventory inventory;
    private final StaffActs acts;

    public ByHand(
            Transactions transactions, Casework casework, Openings openings, Inventory inventory, PolicyBook policies) {
        this.transactions = transactions;
        this.casework = casework;
        this.openings = openings;
        this.inventory = inventory;
        acts = new StaffActs(inventory, policies);
    }

    /**
     * What a person says happened.
     *
     * @param address in evidence; empty where only the server is named
     * @param evidence in the person's words or pasted; the customer sees it
     */
    public record Told(
            String server,
            Category category,
            Type type,
            Instant observedAt,
            Optional<String> address,
            String evidence,
            String reason) {}

    /** What it is about, once it was found. */
    private record Subject(ServerId server, CustomerId customer, Optional<Prefix> address) {}

    // ---- opening

    /** Opens an incident, or joins the one that is open already, together with its evidence or not at all. */
    public Opening open(Told told, Actor staff) {
        requireFitting(told.type(), told.category());
        requirePast(told.observedAt());
        if (told.evidence().length() > LONGEST_EVIDENCE) {
            throw RequestRefused.invalid("evidence has more than " + LONGEST_EVIDENCE + " characters");
        }
        var subject = subject(told);
        var opening = openAtLast(told, subject, staff);
        casework.arrived();
        return opening;
    }

    private Subject subject(Told told) {
        var server = acts.server(told.server());
        var customer = acts.owner(server, told.observedAt());
        var address = told.address()
                .map(text -> Prefix.parse(text)
                        .filter(prefix -> inventory.stillAt(prefix, server, customer, told.observedAt()))
                        .orElseThrow(() -> RequestRefused.invalid(
                                "address is no address that server " + server + " had at " + told.observedAt())));
        return new Subject(server, customer, address);
    }

    /** Somebody else may open the same incident between our look and our insert; then there is one to join. */
    private Opening openAtLast(Told told, Subject subject, Actor staff) {
        try {
            return transactions.call(() -> openWithEvidence(told, subject, staff));
        } catch (DuplicateKeyException openedMeanwhile) {
            return transactions.call(() -> openWithEvidence(told, subject, staff));
        }
    }

    private Opening openWithEvidence(Told told, Subject subject, Actor staff) {
        var opening = openings.open(
                subject.server(),
                subject.customer(),
                told.category(),
                told.type(),
                subject.address(),
                true,
                true,
                told.reason(),
                Optional.empty(),
                staff);
        join(opening.incident(), told, subject, staff);
        return opening;
    }

    private void join(IncidentId incident, Told told, Subject subject, Actor staff) {
        var message = casework.inbox().keepByHand(staff.name(), told.evidence(), report(told, subject, staff));
        casework.join(List.of(new Sighted(
                incident,
                message,
                told.type(),
                subject.address().map(Prefix::text),
                Optional.empty(),
                Optional.of(new EventTime(told.observedAt(), true)),
                casework.now(),
                // Staff verification passes R40(3) by itself.
                Weight.TRUSTED,
                staff.name(),
                Optional.empty(),
                SourceType.OWN_DETECTION,
                true,
                false,
                List.of(),
                Further.NONE,
                excerpt(told.evidence()),
                "by hand " + message,
                false)));
    }

    /** As of any other report. */
    private static String report(Told told, Subject subject, Actor staff) {
        var report = JSON.createObjectNode()
                .put("kind", "report")
                .put("format", "by-hand")
                .put("sourceType", SourceType.OWN_DETECTION.word())
                .put("reporter", staff.name());
        report.putArray("findings")
                .addObject()
                .put("category", told.category().word())
                .put("type", told.type().toString())
                .put("ip", subject.address().map(Prefix::text).orElse(null))
                .put("observedAt", told.observedAt().toString());
        return report.toString();
    }

    private static String excerpt(String evidence) {
        return evidence.length() > LONGEST_EXCERPT ? evidence.substring(0, LONGEST_EXCERPT) : evidence;
    }

    // ---- the human queue

    /** Lets a waiting message be read again with what staff say about it; false where it does not wait. */
    public boolean assign(
            MessageId message,
            String server,
            Category category,
            Type type,
            Optional<Instant> observedAt,
            String reason,
            Actor staff) {
        requireFitting(type, category);
        observedAt.ifPresent(this::requirePast);
        return casework.assignFromQueue(message, acts.server(server), category, type, observedAt, reason, staff.name());
    }

    // ---- what both want

    /** XARF's pair decides the category, except where the server is the victim. */
    private static void requireFitting(Type type, Category category) {
        if (category != Category.SERVER_UNDER_ATTACK && type.category() != category) {
            throw RequestRefused.invalid("type " + type + " is of category " + type.category() + ", not " + category);
        }
    }

    private void requirePast(Instant observedAt) {
        if (observedAt.isAfter(casework.now())) {
            throw RequestRefused.invalid("observedAt lies in the future");
        }
    }
}

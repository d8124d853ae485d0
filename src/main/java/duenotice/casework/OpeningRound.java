package duenotice.casework;

import duenotice.casework.Openings.Found;
import duenotice.casework.Openings.OfFormerCustomer;
import duenotice.casework.Openings.Opening;
import duenotice.casework.Openings.OverAlready;
import duenotice.casework.Openings.Wanted;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.Answer;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.policy.Resolution;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds or opens the incidents of one batch, in the current transaction. */
final class OpeningRound {
    /** A new incident is linked to the last one of its kind that closed within this time. */
    private static final Duration SAME_TROUBLE = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final Casework casework;
    private final List<Wanted> wanted;
    private final Actor actor;
    private final Instant now;
    private final List<Resolution> resolutions;
    private final Map<ServerId, List<Row>> open;
    private final Map<IncidentId, Instant> ends = new HashMap<>();

    OpeningRound(
            JdbcClient jdbc,
            Casework casework,
            Inventory inventory,
            PolicyBook policies,
            List<Wanted> wanted,
            Actor actor) {
        this.jdbc = jdbc;
        this.casework = casework;
        this.wanted = wanted;
        this.actor = actor;
        now = casework.now();
        resolutions = resolve(inventory, policies);
        open = openOn(wanted.stream().map(Wanted::server).collect(Collectors.toSet()));
    }

    /** An incident's row, as far as it is needed here. */
    private record Row(
            IncidentId id,
            ServerId server,
            CustomerId customer,
            Category category,
            String policy,
            Set<Type> types,
            Optional<Instant> closedAt) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    new IncidentId(row.getLong("id")),
                    new ServerId(row.getString("server")),
                    new CustomerId(row.getString("customer")),
                    Category.ofWord(row.getString("category")).orElseThrow(),
                    row.getString("policy"),
                    Arrays.stream((String[]) row.getArray("types").getArray())
                            .map(Type::of)
                            .collect(Collectors.toSet()),
                    Rows.maybeInstant(row, "closed_at"));
        }

        boolean isChildAbuse() {
            return types.stream().anyMatch(Type::isChildAbuse);
        }

        Kind kind() {
            return new Kind(server, category, policy, isChildAbuse());
        }
    }

    /** @param childAbuse never together with anything that goes by itself (R59) */
    private record Kind(ServerId server, Category category, String policy, boolean childAbuse) {}

    private record New(int index, Wanted first, Resolution resolution, Optional<Row> last) {}

    /** In the order of what is wanted. */
    List<Found> found() {
        var serving = new ArrayList<Optional<Row>>();
        var unserved = new HashSet<ServerId>();
        for (var i = 0; i < wanted.size(); i++) {
            var row = serving(wanted.get(i), resolutions.get(i));
            serving.add(row);
            if (row.isEmpty()) {
                unserved.add(wanted.get(i).server());
            }
        }
        var last = lastClosed(unserved);
        lookUpEnds(serving, last);
        var missing = new LinkedHashMap<Kind, New>();
        for (var i = 0; i < wanted.size(); i++) {
            var before = Optional.ofNullable(last.get(kind(i)));
            if (serving.get(i).isEmpty() && !isOver(wanted.get(i), before)) {
                missing.putIfAbsent(kind(i), new New(i, wanted.get(i), resolutions.get(i), before));
            }
        }
        var fresh = openAll(missing);
        var found = new ArrayList<Found>();
        for (var i = 0; i < wanted.size(); i++) {
            var one = wanted.get(i);
            var made = missing.get(kind(i));
            var before = last.get(kind(i));
            found.add(
                    serving.get(i).isPresent()
                            ? join(one, serving.get(i).get())
                            : before != null && isOver(one, Optional.of(before))
                                    ? new OverAlready(before.id(), end(before))
                                    : new Opening(
                                            Objects.requireNonNull(fresh.get(kind(i))),
                                            made != null && made.index() == i));
        }
        joinTypes(found, serving, missing);
        return found;
    }

    private Kind kind(int i) {
        return new Kind(
                wanted.get(i).server(),
                wanted.get(i).category(),
                resolutions.get(i).policy().name(),
                wanted.get(i).type().isChildAbuse());
    }

    // ---- what is there

    private List<Resolution> resolve(Inventory inventory, PolicyBook policies) {
        var facts =
                inventory.facts(wanted.stream().map(Wanted::server).distinct().toList(), now);
        var former = new HashMap<CustomerId, Optional<String>>();
        return wanted.stream()
                .map(one -> {
                    var server = Optional.ofNullable(facts.get(one.server()));
                    var policy = server.flatMap(known -> known.owner())
                                    .filter(one.customer()::equals)
                                    .isPresent()
                            ? server.flatMap(known -> known.policy())
                            : former.computeIfAbsent(
                                    one.customer(),
                                    customer -> inventory.customer(customer).flatMap(Customer::policy));
                    return policies.resolve(one.category(), one.type(), one.staffOrTelemetry(), policy);
                })
                .toList();
    }

    private Map<ServerId, List<Row>> openOn(Collection<ServerId> servers) {
        return jdbc
                .sql("""
                select id, server, customer, category, policy, types, closed_at
                from incident
                where closed_at is null and server = any ((select cast(:servers as text[]))::text[])
                order by id
                for no key update
                """)
                .param("servers", servers.stream().map(ServerId::text).toArray(String[]::new))
                .query((row, ignored) -> Row.of(row))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::server));
    }

    private Map<Kind, Row> lastClosed(Set<ServerId> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                select distinct on (server, category, policy, child_abuse)
                       id, server, customer, category, policy, types, closed_at
                from incident
                where closed_at is not null and server = any ((select cast(:servers as text[]))::text[])
                order by server, category, policy, child_abuse, closed_at desc, id desc
                """)
                .param("servers", servers.stream().map(ServerId::text).toArray(String[]::new))
                .query((row, ignored) -> Row.of(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Row::kind, row -> row));
    }

    /** The incident of that policy; where staff have moved it to another ladder, the one that names the type. */
    private Optional<Row> serving(Wanted one, Resolution resolution) {
        var same = open.getOrDefault(one.server(), List.of()).stream()
                .filter(row -> row.category() == one.category()
                        && row.isChildAbuse() == one.type().isChildAbuse())
                .toList();
        var serving = same.stream()
                .filter(row -> row.policy().equals(resolution.policy().name()))
                .findFirst();
        return serving.isPresent() || resolution.policy().cutsFirst()
                ? serving
                : same.stream().filter(row -> row.types().contains(one.type())).findFirst();
    }

    private boolean isOver(Wanted one, Optional<Row> last) {
        return last.filter(before -> mayBeOver(one, before))
                .filter(before ->
                        one.observedAt().filter(at -> !at.isAfter(end(before))).isPresent())
                .isPresent();
    }

    private boolean mayBeOver(Wanted one, Row last) {
        return last.customer().equals(one.customer())
                && one.observedAt()
                        .filter(at -> at.isBefore(last.closedAt().orElse(now)))
                        .isPresent();
    }

    /** Reads the timelines of all that may be over already, together. */
    private void lookUpEnds(List<Optional<Row>> serving, Map<Kind, Row> last) {
        var asked = new LinkedHashSet<IncidentId>();
        for (var i = 0; i < wanted.size(); i++) {
            var before = last.get(kind(i));
            if (serving.get(i).isEmpty() && before != null && mayBeOver(wanted.get(i), before)) {
                asked.add(before.id());
            }
        }
        if (!asked.isEmpty()) {
            casework.snapshots(List.copyOf(asked)).stream()
                    .map(Snapshot::incident)
                    .forEach(incident -> ends.put(incident.id(), mended(incident)));
        }
    }

    /** When its trouble was over: at the restore, else at the claimed fix, else when it was closed. */
    private Instant end(Row closed) {
        return ends.getOrDefault(closed.id(), closed.closedAt().orElse(now));
    }

    private static Instant mended(Incident incident) {
        return incident.restoredAt()
                .or(() -> incident.claimedFix().map(Answer::receivedAt))
                .or(incident::closedAt)
                .orElse(Instant.MIN);
    }

    // ---- what becomes of it

    private Found join(Wanted one, Row row) {
        if (!row.customer().equals(one.customer())) {
            return new OfFormerCustomer(row.id());
        }
        if (one.staffVerified()) {
            casework.perform(row.id(), new Act.Ascertain(one.why()), actor);
        }
        return new Opening(row.id(), false);
    }

    private Map<Kind, IncidentId> openAll(Map<Kind, New> missing) {
        if (missing.isEmpty()) {
            return Map.of();
        }
        var ids = casework.reserve(missing.size()).iterator();
        var fresh = new LinkedHashMap<Kind, IncidentId>();
        missing.keySet().forEach(kind -> fresh.put(kind, ids.next()));
        var born = Set.copyOf(fresh.values());
        var together = fresh.keySet().stream().collect(Collectors.groupingBy(Kind::server));
        var births = new ArrayList<Casework.Birth>();
        var links = new LinkedHashMap<IncidentId, List<IncidentEvent>>();
        missing.forEach((kind, one) -> {
            var id = Objects.requireNonNull(fresh.get(kind));
            var also = new ArrayList<IncidentEvent>();
            related(kind, one, together.getOrDefault(kind.server(), List.of()), fresh)
                    .forEach((other, why) -> {
                        also.add(new IncidentEvent.Linked(other, why));
                        if (!born.contains(other)) {
                            links.computeIfAbsent(other, ignored -> new ArrayList<>())
                                    .add(new IncidentEvent.Linked(id, why));
                        }
                    });
            if (one.resolution().staffTask()) {
                also.add(new IncidentEvent.TaskOpened(
                        one.first().type().isChildAbuse()
                                ? "nothing goes by itself: the smallest measure, preservation and the authority are for people"
                                : "nobody knows this type of abuse: look at it and say what it is"));
            }
            births.add(new Casework.Birth(id, opened(one), one.first().source(), also));
        });
        casework.openAll(births, actor);
        casework.appendAll(links, actor);
        return fresh;
    }

    private static IncidentEvent.Opened opened(New one) {
        var first = one.first();
        return new IncidentEvent.Opened(
                first.server(),
                first.customer(),
                first.category(),
                first.type(),
                one.resolution().policy().name(),
                one.resolution().policy().version(),
                first.address().map(Object::toString),
                first.staffVerified(),
                first.why()
                        + one.resolution()
                                .warning()
                                .map(warning -> "; " + warning)
                                .orElse(""));
    }

    /** Everything else that is open on the server, and the last of the same kind; of the same customer only. */
    private Map<IncidentId, String> related(Kind kind, New one, List<Kind> together, Map<Kind, IncidentId> fresh) {
        var related = new LinkedHashMap<IncidentId, String>();
        open.getOrDefault(kind.server(), List.of()).stream()
                .filter(row -> row.customer().equals(one.first().customer()))
                .forEach(row -> related.put(row.id(), "the same server"));
        together.stream()
                .filter(other -> !other.equals(kind))
                .forEach(other -> related.put(Objects.requireNonNull(fresh.get(other)), "the same server"));
        one.last()
                .filter(last -> last.customer().equals(one.first().customer()))
                .filter(last -> last.closedAt().orElse(now).plus(SAME_TROUBLE).isAfter(now))
                .ifPresent(last -> related.put(last.id(), "the same trouble again"));
        return related;
    }

    private void joinTypes(List<Found> found, List<Optional<Row>> serving, Map<Kind, New> missing) {
        var known = new HashMap<IncidentId, Set<Type>>();
        var joining = new LinkedHashMap<IncidentId, List<IncidentEvent>>();
        for (var i = 0; i < found.size(); i++) {
            if (found.get(i) instanceof Opening(IncidentId id, boolean ignored)) {
                var type = wanted.get(i).type();
                var row = serving.get(i);
                var made = missing.get(kind(i));
                var types = known.computeIfAbsent(
                        id,
                        unseen -> new HashSet<>(
                                row.isPresent() || made == null
                                        ? row.map(Row::types).orElse(Set.of())
                                        : Set.of(made.first().type())));
                if (types.add(type)) {
                    joining.computeIfAbsent(id, unseen -> new ArrayList<>()).add(new IncidentEvent.TypeJoined(type));
                }
            }
        }
        casework.appendAll(joining, actor);
    }
}

package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.Circumstances;
import duenotice.incident.CloseAs;
import duenotice.incident.Entry;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.Next;
import duenotice.incident.Outlook;
import duenotice.incident.Policy;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Incidents: their rows, which hold what lists and look-ups need, and their timelines, which hold the truth. */
final class IncidentStore {
    // Arrays stand in sub-selects, and limits as numbers, for the same reason as in the inventory: the plan is kept.
    private final JdbcClient jdbc;
    private final Timelines timelines;
    private final Surroundings surroundings;
    private final Policies policies;
    private final ContactTroubles troubles;
    private final Delistings delistings;

    IncidentStore(
            Transactions transactions,
            Timelines timelines,
            Surroundings surroundings,
            Policies policies,
            ContactTroubles troubles) {
        this.jdbc = transactions.jdbc();
        this.timelines = timelines;
        this.surroundings = surroundings;
        this.policies = policies;
        this.troubles = troubles;
        delistings = new Delistings(transactions);
    }

    /** An incident in the hands of one transaction. */
    static final class Open {
        private List<Entry> timeline;
        private final PersonalValues personal;
        private Incident incident;
        private Optional<Circumstances> circumstances;
        private Policy policy;
        private byte[] head;
        private final List<Timelines.Line> added = new ArrayList<>();
        private Optional<Instant> lookAt = Optional.empty();

        Open(
                Timelines.Timeline timeline,
                Incident incident,
                Optional<Circumstances> circumstances,
                Policy policy,
                byte[] head) {
            this.timeline = timeline.entries();
            this.personal = timeline.personal();
            this.incident = incident;
            this.circumstances = circumstances;
            this.policy = policy;
            this.head = head;
        }

        Incident incident() {
            return incident;
        }

        /** Not before they were gathered. */
        Circumstances circumstances() {
            return circumstances.orElseThrow();
        }

        Policy policy() {
            return policy;
        }

        Snapshot snapshot(Instant now) {
            return new Snapshot(incident, timeline, circumstances(), policy, now);
        }

        void lookAt(Optional<Instant> at) {
            lookAt = at;
        }
    }

    // ---- opening

    /** Makes the row and the first entry; the caller adds what else happened and {@link #save}s it. */
    IncidentId open(IncidentEvent.Opened opened, Actor actor, Optional<String> source, Instant now) {
        var id = new IncidentId(jdbc.sql("""
                insert into incident (server, customer, category, types, policy, policy_version, state, persisting,
                                      opened_at, next_step, look_at, source, entries, head)
                values (:server, :customer, :category, :types, :policy, :version, 'new', 'unknown',
                        :now, 'ascertain', :now, :source, 0, :head)
                returning id
                """)
                .param("server", opened.server().text())
                .param("customer", opened.customer().text())
                .param("category", opened.category().word())
                .param("types", new String[] {opened.type().toString()})
                .param("policy", opened.policy())
                .param("version", opened.policyVersion())
                .param("now", utc(now))
                .param("source", source.orElse(null))
                .param("head", Chain.BEGINNING)
                .query(Long.class)
                .single());
        var personal = new PersonalValues();
        var lines = Timelines.lines(id, personal, 0, Chain.BEGINNING, now, actor, List.of(opened));
        timelines.keep(Map.of(id, personal.takeFresh()));
        timelines.add(lines);
        jdbc.sql("update incident set entries = :entries, head = :head where id = :id")
                .param("entries", lines.getLast().entry().seq())
                .param("head", lines.getLast().hash())
                .param("id", id.number())
                .update();
        return id;
    }

    List<IncidentId> reserve(int number) {
        return jdbc.sql("""
                select nextval(pg_get_serial_sequence('incident', 'id')) from generate_series(1, :number)
                """).param("number", number).query(Long.class).list().stream()
                .map(IncidentId::new)
                .toList();
    }

    /** Rows and first entries of many at once; what lists show of them is brought up to date by the first look. */
    void openAll(List<Casework.Birth> births, Actor actor, Instant now) {
        var heads = new ArrayList<byte[]>();
        var lines = new ArrayList<Timelines.Line>();
        var values = new LinkedHashMap<IncidentId, List<PersonalValues.Row>>();
        for (var birth : births) {
            var events = new ArrayList<IncidentEvent>();
            events.add(birth.opened());
            events.addAll(birth.alsoHappened());
            var personal = new PersonalValues();
            lines.addAll(Timelines.lines(birth.id(), personal, 0, Chain.BEGINNING, now, actor, events));
            values.put(birth.id(), personal.takeFresh());
            heads.add(lines.getLast().hash());
        }
        jdbc.sql("""
                insert into incident (id, server, customer, category, types, policy, policy_version, state, persisting,
                                      opened_at, next_step, look_at, source, entries, head)
                overriding system value
                select id, server, customer, category, array[type], policy, version, 'new', 'unknown',
                       :now, 'ascertain', :now, source, entries, head
                from unnest(
                    cast(:ids as bigint[]), cast(:servers as text[]), cast(:customers as text[]),
                    cast(:categories as text[]), cast(:types as text[]), cast(:policies as text[]),
                    cast(:versions as text[]), cast(:sources as text[]), cast(:entries as integer[]),
                    cast(:heads as bytea[]))
                    as born(id, server, customer, category, type, policy, version, source, entries, head)
                """)
                .param("now", utc(now))
                .param("ids", births.stream().map(birth -> birth.id().number()).toArray(Long[]::new))
                .param("servers", born(births, birth -> birth.opened().server().text()))
                .param(
                        "customers",
                        born(births, birth -> birth.opened().customer().text()))
                .param(
                        "categories",
                        born(births, birth -> birth.opened().category().word()))
                .param("types", born(births, birth -> birth.opened().type().toString()))
                .param("policies", born(births, birth -> birth.opened().policy()))
                .param("versions", born(births, birth -> birth.opened().policyVersion()))
                .param("sources", born(births, birth -> birth.source().orElse(null)))
                .param(
                        "entries",
                        births.stream()
                                .map(birth -> 1 + birth.alsoHappened().size())
                                .toArray(Integer[]::new))
                .param("heads", heads.toArray(byte[][]::new))
                .update();
        timelines.keep(values);
        timelines.add(lines);
    }

    private static @Nullable String[] born(
            List<Casework.Birth> births, Function<Casework.Birth, @Nullable String> text) {
        return births.stream().map(text).toArray(String[]::new);
    }

    // ---- reading

    /** Locks the row; empty where there is no such incident. */
    Optional<Open> lock(IncidentId id, Instant now) {
        return Optional.ofNullable(lockAll(List.of(id), now).get(id));
    }

    /**
     * Empty once another node, or nobody, holds it: this one was taken for dead. Circumstances are not gathered before
     * {@link #refresh}.
     */
    Optional<Open> lockHeld(IncidentId id, UUID node) {
        var heads = new LinkedHashMap<IncidentId, byte[]>();
        jdbc.sql("select head from incident where id = :id and busy_node = :node for update")
                .param("id", id.number())
                .param("node", node)
                .query((ResultSet row) -> {
                    heads.put(id, row.getBytes("head"));
                });
        return withoutCircumstances(id, heads);
    }

    Map<IncidentId, Open> lockAll(Collection<IncidentId> ids, Instant now) {
        return opened(lockedHeads(ids), now);
    }

    private Map<IncidentId, byte[]> lockedHeads(Collection<IncidentId> ids) {
        var heads = new LinkedHashMap<IncidentId, byte[]>();
        jdbc.sql(
                        "select id, head from incident where id = any ((select cast(:ids as bigint[]))::bigint[]) order by id for update")
                .param("ids", numbers(ids))
                .query((ResultSet row) -> {
                    heads.put(new IncidentId(row.getLong("id")), row.getBytes("head"));
                });
        return heads;
    }

    /** Locks the row to add facts that nobody judges; circumstances are not gathered before {@link #refresh}. */
    Optional<Open> lockForFacts(IncidentId id) {
        return withoutCircumstances(id, lockedHeads(List.of(id)));
    }

    /** In the order of their numbers; those that do not exist are left out. */
    Map<IncidentId, Open> lockForFacts(Collection<IncidentId> ids) {
        var heads = lockedHeads(ids);
        var read = timelines.of(heads.keySet());
        var opens = new LinkedHashMap<IncidentId, Open>();
        heads.forEach((id, head) -> {
            var timeline = read.get(id);
            if (timeline != null) {
                opens.put(id, open(timeline, Incident.of(id, timeline.entries()), Optional.empty(), head));
            }
        });
        return opens;
    }

    private Optional<Open> withoutCircumstances(IncidentId id, Map<IncidentId, byte[]> heads) {
        return Optional.ofNullable(timelines.of(heads.keySet()).get(id))
                .map(timeline -> open(
                        timeline,
                        Incident.of(id, timeline.entries()),
                        Optional.empty(),
                        Objects.requireNonNull(heads.get(id))));
    }

    /**
     * Locks the incidents that want to be looked at, the longest due first; those in work elsewhere are left out.
     *
     * @param waited to be looked at now, whenever they are due
     */
    Map<IncidentId, Open> lockDue(Instant now, int limit, Collection<IncidentId> waited) {
        var heads = new LinkedHashMap<IncidentId, byte[]>();
        if (!waited.isEmpty()) {
            jdbc.sql("""
                    select id, head from incident
                    where id = any ((select cast(:ids as bigint[]))::bigint[]) and busy_node is null and look_at is not null
                    order by id
                    for update skip locked
                    """).param("ids", numbers(waited)).query((ResultSet row) -> {
                heads.put(new IncidentId(row.getLong("id")), row.getBytes("head"));
            });
        }
        jdbc.sql("""
                select id, head from incident
                where look_at <= :now and busy_node is null
                order by look_at, id
                limit %d
                for update skip locked
                """.formatted(limit)).param("now", utc(now)).query((ResultSet row) -> {
            heads.put(new IncidentId(row.getLong("id")), row.getBytes("head"));
        });
        return opened(heads, now);
    }

    Map<IncidentId, Open> read(Collection<IncidentId> ids, Instant now) {
        var heads = new LinkedHashMap<IncidentId, byte[]>();
        ids.forEach(id -> heads.put(id, Chain.BEGINNING));
        return opened(heads, now);
    }

    private Map<IncidentId, Open> opened(Map<IncidentId, byte[]> heads, Instant now) {
        var read = timelines.of(heads.keySet());
        var incidents = read.entrySet().stream()
                .map(one -> Incident.of(one.getKey(), one.getValue().entries()))
                .collect(Collectors.toMap(Incident::id, incident -> incident));
        var circumstances = surroundings.of(incidents.values(), now);
        var opened = new LinkedHashMap<IncidentId, Open>();
        heads.forEach((id, head) -> {
            var timeline = read.get(id);
            var incident = incidents.get(id);
            var around = circumstances.get(id);
            if (timeline != null && incident != null && around != null) {
                opened.put(id, open(timeline, incident, Optional.of(around), head));
            }
        });
        return opened;
    }

    private Open open(
            Timelines.Timeline timeline, Incident incident, Optional<Circumstances> circumstances, byte[] head) {
        return new Open(
                timeline, incident, circumstances, policies.of(incident.policy(), incident.policyVersion()), head);
    }

    /** Gathers the circumstances, anew where something outside the timeline has changed. */
    void refresh(Open open, Instant now) {
        open.circumstances =
                Optional.ofNullable(surroundings.of(List.of(open.incident), now).get(open.incident.id()));
    }

    void refresh(Collection<Open> opens, Instant now) {
        var around = surroundings.of(opens.stream().map(Open::incident).toList(), now);
        opens.forEach(open -> open.circumstances = Optional.ofNullable(around.get(open.incident.id())));
    }

    // ---- writing

    /** Who holds the incident after it is saved: a node that runs an outer step, nobody, or whoever held it before. */
    record Hands(boolean keep, Optional<UUID> node) {
        static final Hands AS_BEFORE = new Hands(true, Optional.empty());
        static final Hands NOBODY = new Hands(false, Optional.empty());

        static Hands of(UUID node) {
            return new Hands(false, Optional.of(node));
        }
    }

    /** Adds events in memory; {@link #save} writes them. */
    void add(Open open, Instant now, Actor actor, List<IncidentEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        var lines = Timelines.lines(
                open.incident.id(), open.personal, open.incident.entries(), open.head, now, actor, events);
        open.added.addAll(lines);
        open.head = lines.getLast().hash();
        var entries = new ArrayList<>(open.timeline);
        lines.forEach(line -> entries.add(line.entry()));
        var policyBefore = open.incident.policyVersion();
        open.timeline = entries;
        open.incident = Incident.of(open.incident.id(), entries);
        if (!policyBefore.equals(open.incident.policyVersion())) {
            open.policy = policies.of(open.incident.policy(), open.incident.policyVersion());
        }
        troubles.note(open.incident, events, now);
    }

    /** Writes what was added and brings the rows up to date: one statement each, however many incidents. */
    void save(Collection<Open> opens, Hands hands, Instant now) {
        if (opens.isEmpty()) {
            return;
        }
        timelines.keep(opens.stream()
                .collect(Collectors.toMap(open -> open.incident.id(), open -> open.personal.takeFresh())));
        timelines.add(opens.stream().flatMap(open -> open.added.stream()).toList());
        var outlooks = opens.stream()
                .collect(Collectors.toMap(
                        open -> open.incident.id(),
                        open -> Outlook.of(open.incident, open.circumstances(), open.policy, now)));
        jdbc.sql("""
                update incident
                set server = fresh.server, customer = fresh.customer, types = string_to_array(fresh.types, ' '),
                    policy = fresh.policy, policy_version = fresh.version, state = fresh.state,
                    persisting = fresh.persisting, closed_at = fresh.closed_at, next_step = fresh.next_step,
                    due_at = fresh.due_at, blocked_by = fresh.blocked_by, deadline = fresh.deadline,
                    look_at = fresh.look_at,
                    busy_node = case when :keep then busy_node else :busy end, assigned_to = fresh.assigned_to,
                    warned_at = fresh.warned_at, entries = fresh.entries, head = fresh.head
                from unnest(
                    cast(:ids as bigint[]), cast(:servers as text[]), cast(:customers as text[]),
                    cast(:types as text[]), cast(:policies as text[]), cast(:versions as text[]),
                    cast(:states as text[]), cast(:persistings as text[]), cast(:closedAts as timestamptz[]),
                    cast(:nextSteps as text[]), cast(:dueAts as timestamptz[]), cast(:blockedBys as text[]),
                    cast(:deadlines as timestamptz[]), cast(:lookAts as timestamptz[]), cast(:assignees as text[]),
                    cast(:warnedAts as timestamptz[]), cast(:entries as integer[]), cast(:heads as bytea[]))
                    as fresh(id, server, customer, types, policy, version, state, persisting, closed_at, next_step,
                             due_at, blocked_by, deadline, look_at, assigned_to, warned_at, entries, head)
                where incident.id = fresh.id
                """)
                .param("keep", hands.keep())
                .param("busy", hands.node().orElse(null), java.sql.Types.OTHER)
                .param(
                        "ids",
                        opens.stream().map(open -> open.incident.id().number()).toArray(Long[]::new))
                .param("servers", texts(opens, open -> open.incident.server().text()))
                .param(
                        "customers",
                        texts(opens, open -> open.incident.customer().text()))
                .param(
                        "types",
                        texts(
                                opens,
                                open -> open.incident.types().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(" "))))
                .param("policies", texts(opens, open -> open.incident.policy()))
                .param("versions", texts(opens, open -> open.incident.policyVersion()))
                .param(
                        "states",
                        texts(opens, open -> outlook(outlooks, open).state().word()))
                .param(
                        "persistings",
                        texts(
                                opens,
                                open -> outlook(outlooks, open)
                                        .persisting()
                                        .value()
                                        .word()))
                .param("closedAts", times(opens, open -> open.incident.closedAt()))
                .param(
                        "nextSteps",
                        texts(
                                opens,
                                open -> outlook(outlooks, open)
                                        .next()
                                        .map(next -> next.step().word())
                                        .orElse(null)))
                .param(
                        "dueAts",
                        times(opens, open -> outlook(outlooks, open).next().map(Next::dueAt)))
                .param(
                        "blockedBys",
                        texts(
                                opens,
                                open -> outlook(outlooks, open)
                                        .next()
                                        .flatMap(Next::block)
                                        .map(Object::toString)
                                        .orElse(null)))
                .param("deadlines", times(opens, open -> outlook(outlooks, open).deadline()))
                .param("lookAts", times(opens, open -> open.lookAt))
                .param(
                        "assignees",
                        texts(opens, open -> open.incident.assignedTo().orElse(null)))
                .param("warnedAts", times(opens, open -> open.incident.warning().map(Incident.Warning::toldAt)))
                .param(
                        "entries",
                        opens.stream().map(open -> open.incident.entries()).toArray(Integer[]::new))
                .param("heads", opens.stream().map(open -> open.head).toArray(byte[][]::new))
                .update();
        if (opens.stream()
                .anyMatch(open -> open.incident.closedAt().filter(now::equals).isPresent())) {
            // Whoever had reported it is to hear of it.
            jdbc.sql("update recurring set due_at = :now where name = :name and due_at > :now")
                    .param("now", utc(now))
                    .param("name", Reporters.LETTERS)
                    .update();
        }
        delistings.open(
                opens.stream()
                        .filter(IncidentStore::isMended)
                        .map(open -> open.incident.id())
                        .toList(),
                now);
        opens.forEach(open -> open.added.clear());
    }

    /** It is restored or closed just now, and was not closed because it was none of this server's. */
    private static boolean isMended(Open open) {
        return open.added.stream()
                .map(line -> line.entry().event())
                .anyMatch(event -> event instanceof IncidentEvent.MeasureLifted lifted
                                && open.incident
                                        .measure(lifted.measure())
                                        .filter(measure -> measure.kind().isCut())
                                        .isPresent()
                        || event instanceof IncidentEvent.Closed closed
                                && closed.as() != CloseAs.DUPLICATE
                                && closed.as() != CloseAs.NOT_OURS);
    }

    private static Outlook outlook(Map<IncidentId, Outlook> outlooks, Open open) {
        return Objects.requireNonNull(outlooks.get(open.incident.id()));
    }

    private static @Nullable String[] texts(Collection<Open> opens, Function<Open, @Nullable String> text) {
        return opens.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable String[] times(Collection<Open> opens, Function<Open, Optional<Instant>> time) {
        return opens.stream()
                .map(open -> time.apply(open).map(at -> utc(at).toString()).orElse(null))
                .toArray(String[]::new);
    }

    /** Everything open is judged afresh: after a change that may concern any of them. */
    void lookAtAllNow(Instant now) {
        jdbc.sql("update incident set look_at = :now where closed_at is null and (look_at is null or look_at > :now)")
                .param("now", utc(now))
                .update();
    }

    /** Cuts that waited for the reading, which has come past their due time now (R50). */
    void lookAtThoseReadUp(Instant now) {
        jdbc.sql("""
                update incident set look_at = :now
                where blocked_by = 'backlog' and look_at > :now and not exists (
                    select from message where state = 'accepted' and received_at <= incident.due_at)
                """).param("now", utc(now)).update();
    }

    Optional<Instant> nextLook() {
        return jdbc.sql("select min(look_at) as at from incident where look_at is not null and busy_node is null")
                .query((row, ignored) -> Rows.maybeInstant(row, "at"))
                .single();
    }

    /** The outer step is over, however it went; the incident is looked at again at once. */
    void letGo(IncidentId id, UUID node, Instant now) {
        jdbc.sql("update incident set busy_node = null, look_at = :now where id = :id and busy_node = :node")
                .param("node", node)
                .param("now", utc(now))
                .param("id", id.number())
                .update();
    }

    /** Programs that died in the middle of a step let go of it. */
    void letGoOfTheDead() {
        jdbc.sql("""
                update incident set busy_node = null
                where busy_node is not null and not exists (
                    select from node where node.id = incident.busy_node
                                       and node.alive_at > clock_timestamp() - interval '15 seconds')
                """).update();
    }

    /** Nobody can judge it: it is left alone until then. */
    void leaveUntil(IncidentId id, Instant at) {
        jdbc.sql("update incident set look_at = :at where id = :id")
                .param("at", utc(at))
                .param("id", id.number())
                .update();
    }

    /** The incident that {@link #lockDue} would give first. */
    Optional<IncidentId> firstDue(Instant now) {
        return jdbc.sql("""
                select id from incident where look_at <= :now and busy_node is null
                order by look_at, id limit 1 for update skip locked
                """).param("now", utc(now)).query(Long.class).optional().map(IncidentId::new);
    }

    static Long[] numbers(Collection<IncidentId> ids) {
        return ids.stream().map(IncidentId::number).toArray(Long[]::new);
    }
}

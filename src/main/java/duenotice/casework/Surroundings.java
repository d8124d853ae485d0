package duenotice.casework;

import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Answer;
import duenotice.incident.Circumstances;
import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.Earlier;
import duenotice.incident.Circumstances.Evidence;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.Step;
import duenotice.inventory.Holding;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
import duenotice.inventory.ServerFacts;
import duenotice.report.Prefix;
import duenotice.report.Type;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gathers the circumstances of many incidents at once, in the deciding transaction. */
final class Surroundings {
    /** R64: warnings of one source are counted over this time. */
    private static final Duration FLOOD_SPAN = Duration.ofMinutes(10);

    /** R40: independent reporters count together within this time. */
    private static final Duration INDEPENDENCE_SPAN = Duration.ofDays(3);

    /** What is wrong, and where, stands in the newest reports, and in the newest that somebody vouches for. */
    private static final int REPORTS_FOR_RETEST = 20;

    private final JdbcClient jdbc;
    private final Inventory inventory;
    private final Sightings reported;
    private final Retestable retestable;
    private final boolean phones;

    /**
     * @param retestable for which incidents a safe retest or flow check exists here
     * @param phones the program itself rings the numbers of a call round
     */
    Surroundings(
            Transactions transactions, Inventory inventory, Sightings reported, Retestable retestable, boolean phones) {
        this.jdbc = transactions.jdbc();
        this.inventory = inventory;
        this.reported = reported;
        this.retestable = retestable;
        this.phones = phones;
    }

    Map<IncidentId, Circumstances> of(Collection<Incident> incidents, Instant now) {
        if (incidents.isEmpty()) {
            return Map.of();
        }
        var desk = desk(now);
        var facts = inventory.facts(
                incidents.stream().map(Incident::server).distinct().toList(), now);
        var held = stillHeld(incidents, now);
        var rows = rows(incidents, now);
        var sightings = sightings(incidents);
        var evidence = evidence(incidents, now);
        var resolved = restingOnNames(incidents);
        var postponed = postponed(incidents);
        var retestable = retestable(incidents);
        var circumstances = new HashMap<IncidentId, Circumstances>();
        for (var incident : incidents) {
            var row = rows.getOrDefault(incident.id(), Row.NONE);
            circumstances.put(
                    incident.id(),
                    circumstances(
                            incident,
                            Optional.ofNullable(facts.get(incident.server())),
                            held.getOrDefault(incident.id(), true),
                            row,
                            sightings.getOrDefault(incident.id(), List.of()),
                            evidence.getOrDefault(incident.id(), Evidence.NONE),
                            resolved.contains(incident.id()),
                            postponed.getOrDefault(incident.id(), List.of()),
                            retestable.contains(incident.id()),
                            desk));
        }
        return circumstances;
    }

    private Circumstances circumstances(
            Incident incident,
            Optional<ServerFacts> facts,
            boolean held,
            Row row,
            List<Sighting> sightings,
            Evidence evidence,
            boolean restsOnNames,
            List<Postponed> postponed,
            boolean retestPossible,
            Desk desk) {
        var sameOwner = facts.flatMap(ServerFacts::owner)
                .filter(incident.customer()::equals)
                .isPresent();
        return new Circumstances(
                held && sameOwner,
                facts.map(ServerFacts::vip).orElse(false),
                facts.map(ServerFacts::neverCut).orElse(false),
                facts.map(ServerFacts::shared).orElse(false),
                warnable(incident, facts),
                facts.map(ServerFacts::numbers).orElse(List.of()).stream()
                        .map(number -> new IncidentEvent.Callee(
                                number.number(), number.contact().name()))
                        .toList(),
                evidence,
                sightings,
                row.lastSeen(),
                desk.oldestUnread(),
                desk.stopped(),
                desk.automaticCuts(),
                row.warningsOfSource(),
                row.source(),
                row.earlier(),
                desk.outages(),
                desk.jump(),
                postponed.stream().collect(Collectors.toMap(Postponed::key, Postponed::notBefore)),
                postponed.stream()
                        .filter(step -> step.key().equals(Step.Warn.keyFor(incident.epoch())))
                        .map(Postponed::relay)
                        .findFirst()
                        .orElse(RelayAtLastTry.NOT_TO_BLAME),
                retestPossible,
                desk.inventoryStale(),
                restsOnNames,
                phones);
    }

    /** Where every abuse contact turned out dead, the owners in their place (R11, R48). */
    private static List<String> warnable(Incident incident, Optional<ServerFacts> facts) {
        var owners =
                incident.warning().flatMap(Incident.Warning::unreachableSince).isPresent()
                        ? facts.map(ServerFacts::owners).orElse(List.of())
                        : List.<Recipient>of();
        return Stream.concat(facts.map(ServerFacts::warned).orElse(List.of()).stream(), owners.stream())
                .map(Recipient::email)
                .distinct()
                .toList();
    }

    /** R45: where a safe retest exists. Only of those that may have one are the reports looked at. */
    private Set<IncidentId> retestable(Collection<Incident> incidents) {
        var possible = incidents.stream()
                .filter(incident ->
                        !incident.isClosed() && incident.types().stream().anyMatch(retestable::mayBe))
                .toList();
        var ids = possible.stream().map(Incident::id).toList();
        var reports = retestable.dependsOnReports()
                ? reported.newest(ids, REPORTS_FOR_RETEST)
                : Map.<IncidentId, List<duenotice.casework.Evidence>>of();
        return possible.stream()
                .filter(incident -> retestable.is(incident, reports.getOrDefault(incident.id(), List.of())))
                .map(Incident::id)
                .collect(Collectors.toSet());
    }

    /** What is the same for all incidents. */
    private record Desk(
            Optional<Instant> oldestUnread,
            boolean stopped,
            int automaticCuts,
            List<Outage> outages,
            Optional<ClockJump> jump,
            boolean inventoryStale) {}

    private Desk desk(Instant now) {
        var outages = new ArrayList<Outage>();
        return jdbc.sql("""
                select (select received_at from message where state = 'accepted' order by received_at, id limit 1)
                           as oldest_unread,
                       (select count(*) from measure where automatic and requested_at > :hourAgo) as cuts,
                       exists (select from inventory_source
                               where scheduled and coalesce(last_success_at, since) < :staleBefore) as inventory_stale,
                       stopped, clock_trusted, clock_open, part, begins, ends
                from automation left join outage on %s
                """.formatted(Outages.RELEVANT))
                .param("hourAgo", utc(now.minus(Duration.ofHours(1))))
                .param("since", utc(Outages.since(now)))
                .param("staleBefore", utc(now.minus(Inventory.STALE_AFTER)))
                .query((row, ignored) -> {
                    Outages.maybeOutage(row).ifPresent(outages::add);
                    return new Desk(
                            maybeInstant(row, "oldest_unread"),
                            row.getBoolean("stopped"),
                            row.getInt("cuts"),
                            outages,
                            AutomationSwitch.jump(row),
                            row.getBoolean("inventory_stale"));
                })
                .list()
                .getFirst();
    }

    private Map<IncidentId, Boolean> stillHeld(Collection<Incident> incidents, Instant now) {
        var asked = incidents.stream()
                .filter(incident -> incident.address().flatMap(Prefix::parse).isPresent())
                .toList();
        var answers = inventory.stillHeld(
                asked.stream()
                        .map(incident -> new Holding(
                                Prefix.of(incident.address().orElseThrow()), incident.server(), incident.customer()))
                        .toList(),
                now);
        var held = new HashMap<IncidentId, Boolean>();
        for (var index = 0; index < asked.size(); index++) {
            held.put(asked.get(index).id(), answers.get(index));
        }
        return held;
    }

    private static Function<Instant, Earlier> earlier(long id) {
        return closedAt -> new Earlier(new IncidentId(id), closedAt);
    }

    private record Row(
            Optional<Instant> lastSeen, Optional<String> source, int warningsOfSource, Optional<Earlier> earlier) {
        static final Row NONE = new Row(Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    private Map<IncidentId, Row> rows(Collection<Incident> incidents, Instant now) {
        var rows = new HashMap<IncidentId, Row>();
        jdbc.sql("""
                select incident.id, last_seen, source, earlier.id as earlier, earlier.closed_at as earlier_closed,
                       case when warned_at is null and source is not null then (
                           select count(*) from incident other
                           where other.source = incident.source and other.warned_at > :floodFrom
                             and other.policy not in ('information', 'victim')) else 0 end as warnings
                from incident left join lateral (
                    select other.id, other.closed_at
                    from incident other
                    where incident.id = any ((select cast(:unwarned as bigint[]))::bigint[])
                      and other.server = incident.server and other.customer = incident.customer
                      and other.category = incident.category and other.policy not in ('information', 'victim')
                      and other.closed_at <= incident.opened_at
                      and exists (
                          select from timeline_entry
                          where timeline_entry.incident = other.id and kind = 'Closed'
                            and cast(body as jsonb) ->> 'as' = 'resolved')
                    order by other.closed_at desc, other.id desc
                    limit 1) earlier on true
                where incident.id = any ((select cast(:incidents as bigint[]))::bigint[])
                """)
                .param("incidents", ids(incidents))
                .param(
                        "unwarned",
                        ids(incidents.stream()
                                .filter(incident -> !incident.isWarned())
                                .toList()))
                .param("floodFrom", utc(now.minus(FLOOD_SPAN)))
                .query((ResultSet row) -> {
                    rows.put(
                            new IncidentId(row.getLong("id")),
                            new Row(
                                    maybeInstant(row, "last_seen"),
                                    maybeText(row, "source"),
                                    row.getInt("warnings"),
                                    maybeInstant(row, "earlier_closed").map(earlier(row.getLong("earlier")))));
                });
        return rows;
    }

    /**
     * Of each type the sighting received last and the one of the latest event, after the last warning, claimed fix or
     * restore, of those whose resource was named and of those where a name was looked up: the judgement needs no others.
     */
    private Map<IncidentId, List<Sighting>> sightings(Collection<Incident> incidents) {
        var sightings = new HashMap<IncidentId, List<Sighting>>();
        var warned = incidents.stream().filter(Incident::isWarned).toList();
        if (warned.isEmpty()) {
            return sightings;
        }
        jdbc.sql("""
                with asked as (
                    select * from unnest((select cast(:incidents as bigint[])), (select cast(:anchors as timestamptz[])))
                        as asked(incident, anchor)
                ), counted as (
                    select sighting.incident, type, observed_at, received_at, resolved
                    from asked join sighting on sighting.incident = asked.incident
                                            and sighting.received_at > asked.anchor
                    where weight in ('trusted', 'telemetry') and not duplicate and zone_known and observed_at > anchor
                      and observed_at <= received_at + interval '5 minutes'
                )
                (select distinct on (incident, type, resolved) * from counted
                 order by incident, type, resolved, received_at desc)
                union
                (select distinct on (incident, type, resolved) * from counted
                 order by incident, type, resolved, observed_at desc)
                """)
                .param("incidents", ids(warned))
                .param(
                        "anchors",
                        warned.stream()
                                .map(incident -> utc(anchor(incident)).toString())
                                .toArray(String[]::new))
                .query((ResultSet row) -> {
                    sightings
                            .computeIfAbsent(new IncidentId(row.getLong("incident")), ignored -> new ArrayList<>())
                            .add(new Sighting(
                                    Type.of(row.getString("type")),
                                    Rows.instant(row, "observed_at"),
                                    Rows.instant(row, "received_at"),
                                    row.getBoolean("resolved")));
                });
        return sightings;
    }

    private static Instant anchor(Incident incident) {
        var anchor = incident.warning().orElseThrow().toldAt();
        var fix = incident.claimedFix().map(Answer::receivedAt);
        if (fix.isPresent() && fix.get().isAfter(anchor)) {
            anchor = fix.get();
        }
        return anchor;
    }

    /** Only for incidents that are not yet ascertained: for the others it has been judged. */
    private Map<IncidentId, Evidence> evidence(Collection<Incident> incidents, Instant now) {
        var evidence = new HashMap<IncidentId, Evidence>();
        var fresh = incidents.stream()
                .filter(incident -> incident.ascertainedAt().isEmpty())
                .toList();
        if (fresh.isEmpty()) {
            return evidence;
        }
        jdbc.sql("""
                select incident,
                       bool_or(owned) as owned,
                       bool_or(owned and weight = 'trusted') as trusted,
                       bool_or(owned and weight = 'telemetry') as telemetry,
                       count(distinct domain) filter (
                           where owned and weight in ('authenticated', 'trusted') and domain is not null
                             and received_at > :since) as domains
                from sighting
                where incident = any ((select cast(:incidents as bigint[]))::bigint[])
                group by incident
                """)
                .param("incidents", ids(fresh))
                .param("since", utc(now.minus(INDEPENDENCE_SPAN)))
                .query((ResultSet row) -> {
                    evidence.put(
                            new IncidentId(row.getLong("incident")),
                            new Evidence(
                                    row.getBoolean("owned"),
                                    row.getBoolean("trusted"),
                                    row.getInt("domains"),
                                    row.getBoolean("telemetry")));
                });
        return evidence;
    }

    /** Those on which no report counts by itself that names the resource (R40), though one does by where a name points. */
    private Set<IncidentId> restingOnNames(Collection<Incident> incidents) {
        return new HashSet<>(jdbc.sql("""
                select distinct sighting.incident from sighting
                where resolved and weight <> 'none' and sighting.incident = any ((select cast(:incidents as bigint[]))::bigint[])
                  and not exists (
                      select from sighting named
                      where named.incident = sighting.incident and named.owned and not named.resolved
                        and named.weight in ('trusted', 'telemetry'))
                  and 2 > (
                      select count(distinct domain) from sighting named
                      where named.incident = sighting.incident and named.owned and not named.resolved
                        and named.weight = 'authenticated')
                """)
                .param("incidents", ids(incidents))
                .query((row, ignored) -> new IncidentId(row.getLong("incident")))
                .list());
    }

    private record Postponed(String key, Instant notBefore, RelayAtLastTry relay) {}

    private Map<IncidentId, List<Postponed>> postponed(Collection<Incident> incidents) {
        var postponed = new HashMap<IncidentId, List<Postponed>>();
        jdbc.sql(
                        "select incident, key, not_before, relay from postponed where incident = any ((select cast(:incidents as bigint[]))::bigint[])")
                .param("incidents", ids(incidents))
                .query((ResultSet row) -> {
                    postponed
                            .computeIfAbsent(new IncidentId(row.getLong("incident")), ignored -> new ArrayList<>())
                            .add(new Postponed(
                                    row.getString("key"),
                                    Rows.instant(row, "not_before"),
                                    RelayAtLastTry.ofWord(row.getString("relay"))
                                            .orElseThrow()));
                });
        return postponed;
    }

    private static Long[] ids(Collection<Incident> incidents) {
        return incidents.stream().map(incident -> incident.id().number()).toArray(Long[]::new);
    }
}

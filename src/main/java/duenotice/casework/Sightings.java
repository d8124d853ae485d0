package duenotice.casework;

import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was reported about incidents: a storm is rows here and a counter there (R49). */
final class Sightings {
    private final JdbcClient jdbc;

    Sightings(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** A constant number of statements, however many sightings. */
    void add(List<Sighted> sighted, Instant now) {
        if (!sighted.isEmpty()) {
            insert(sighted);
            count(sighted, now);
        }
    }

    /** Rows alone: nothing is counted and nothing was seen any later. */
    void insert(List<Sighted> sighted) {
        jdbc.sql("""
                insert into sighting (incident, message, type, address, url, observed_at, zone_known, received_at, weight,
                                      reporter, domain, source_type, owned, resolved, excerpt, content_key, duplicate, ports,
                                      further)
                select incident, message, type, address, url, observed_at, zone_known, received_at, weight, reporter, domain,
                       source_type, owned, resolved, excerpt, content_key, duplicate, cast(ports as integer[]),
                       cast(further as jsonb)
                from unnest(
                    cast(:incidents as bigint[]), cast(:messages as bigint[]), cast(:types as text[]),
                    cast(:addresses as text[]), cast(:urls as text[]), cast(:observedAts as timestamptz[]),
                    cast(:zonesKnown as boolean[]), cast(:receivedAts as timestamptz[]), cast(:weights as text[]),
                    cast(:reporters as text[]), cast(:domains as text[]), cast(:sourceTypes as text[]),
                    cast(:owned as boolean[]), cast(:resolved as boolean[]), cast(:excerpts as text[]), cast(:keys as bytea[]),
                    cast(:duplicates as boolean[]), cast(:ports as text[]), cast(:further as text[]))
                    as row(incident, message, type, address, url, observed_at, zone_known, received_at, weight, reporter,
                           domain, source_type, owned, resolved, excerpt, content_key, duplicate, ports, further)
                """)
                .param(
                        "incidents",
                        sighted.stream().map(one -> one.incident().number()).toArray(Long[]::new))
                .param(
                        "messages",
                        sighted.stream().map(one -> one.message().number()).toArray(Long[]::new))
                .param("types", texts(sighted, one -> one.type().toString()))
                .param("addresses", texts(sighted, one -> one.address().orElse(null)))
                .param("urls", texts(sighted, one -> one.url().orElse(null)))
                .param(
                        "observedAts",
                        texts(
                                sighted,
                                one -> one.observedAt()
                                        .map(at -> utc(at.at()).toString())
                                        .orElse(null)))
                .param(
                        "zonesKnown",
                        sighted.stream()
                                .map(one -> one.observedAt()
                                        .filter(at -> at.zoneKnown())
                                        .isPresent())
                                .toArray(Boolean[]::new))
                .param(
                        "receivedAts",
                        texts(sighted, one -> utc(one.receivedAt()).toString()))
                .param("weights", texts(sighted, one -> one.weight().name().toLowerCase(Locale.ROOT)))
                .param("reporters", texts(sighted, Sighted::reporter))
                .param("domains", texts(sighted, one -> one.domain().orElse(null)))
                .param("sourceTypes", texts(sighted, one -> one.sourceType().word()))
                .param("owned", sighted.stream().map(Sighted::owned).toArray(Boolean[]::new))
                .param("resolved", sighted.stream().map(Sighted::resolved).toArray(Boolean[]::new))
                .param("excerpts", texts(sighted, one -> one.excerpt().replace('\0', '\uFFFD')))
                .param(
                        "keys",
                        sighted.stream()
                                .map(one -> Chain.hash(Chain.BEGINNING, one.contentKey()))
                                .toArray(byte[][]::new))
                .param("duplicates", sighted.stream().map(Sighted::duplicate).toArray(Boolean[]::new))
                .param(
                        "ports",
                        texts(
                                sighted,
                                one -> one.ports().toString().replace('[', '{').replace(']', '}')))
                .param("further", texts(sighted, one -> FurtherText.write(one.further())))
                .update();
    }

    private void count(List<Sighted> sighted, Instant now) {
        jdbc.sql("""
                with fresh as (
                    insert into incident_reporter (incident, reporter)
                    select distinct * from unnest(cast(:incidents as bigint[]), cast(:reporters as text[]))
                    on conflict do nothing
                    returning incident
                ), new_reporters as (
                    select incident, count(*) as number from fresh group by incident
                ), joined as (
                    select incident, count(distinct message) filter (where not duplicate) as reports,
                           min(observed_at) as first_seen, max(coalesce(observed_at, received_at)) as last_seen,
                           max(case weight when 'none' then 0 when 'authenticated' then 1 else 2 end)
                               filter (where not duplicate) as weight
                    from unnest(cast(:incidents as bigint[]), cast(:observedAts as timestamptz[]),
                                cast(:receivedAts as timestamptz[]), cast(:duplicates as boolean[]),
                                cast(:messages as bigint[]), cast(:weights as text[]))
                         as row(incident, observed_at, received_at, duplicate, message, weight)
                    group by incident
                )
                update incident
                set reports = incident.reports + joined.reports,
                    reporters = incident.reporters + coalesce(new_reporters.number, 0),
                    first_seen = least(incident.first_seen, joined.first_seen),
                    last_seen = greatest(incident.last_seen, joined.last_seen),
                    reporter_weight = greatest(incident.reporter_weight, coalesce(joined.weight, 0)),
                    look_at = least(coalesce(look_at, :now), :now)
                from joined left join new_reporters using (incident)
                where incident.id = joined.incident
                """)
                .param(
                        "incidents",
                        sighted.stream().map(one -> one.incident().number()).toArray(Long[]::new))
                .param("reporters", texts(sighted, Sighted::reporter))
                .param(
                        "observedAts",
                        texts(
                                sighted,
                                one -> one.observedAt()
                                        .map(at -> utc(at.at()).toString())
                                        .orElse(null)))
                .param(
                        "receivedAts",
                        texts(sighted, one -> utc(one.receivedAt()).toString()))
                .param("duplicates", sighted.stream().map(Sighted::duplicate).toArray(Boolean[]::new))
                .param(
                        "messages",
                        sighted.stream().map(one -> one.message().number()).toArray(Long[]::new))
                .param("weights", texts(sighted, one -> one.weight().name().toLowerCase(Locale.ROOT)))
                .param("now", utc(now))
                .update();
    }

    /**
     * What a message has reported counts by now for more, as its sender is proven; what staff or somebody else's word has
     * made count for more already stays.
     *
     * @param weights by type, of those that its findings have
     */
    void prove(
            MessageId message,
            String reporter,
            Optional<String> domain,
            SourceType sourceType,
            Map<Type, Sighted.Weight> weights,
            Instant now) {
        jdbc.sql("""
                with proven as (
                    update sighting
                    set domain = cast(:domain as text), source_type = :sourceType,
                        weight = case sighting.weight when 'none' then counts.weight else sighting.weight end
                    from unnest(cast(:types as text[]), cast(:weights as text[])) as counts(type, weight)
                    where sighting.message = :message and sighting.type = counts.type
                    returning sighting.incident, sighting.weight, sighting.duplicate
                ), together as (
                    select incident,
                           coalesce(max(case weight when 'none' then 0 when 'authenticated' then 1 else 2 end)
                               filter (where not duplicate), 0) as weight
                    from proven group by incident
                )
                update incident
                set reporter_weight = greatest(incident.reporter_weight, together.weight),
                    source = case when source = :reporter and warned_at is null then coalesce(cast(:domain as text), source)
                                  else source end,
                    look_at = case when closed_at is null then least(coalesce(look_at, :now), :now) else look_at end
                from together where incident.id = together.incident
                """)
                .param("message", message.number())
                .param("reporter", reporter)
                .param("domain", domain.orElse(null))
                .param("sourceType", sourceType.word())
                .param("types", weights.keySet().stream().map(Type::toString).toArray(String[]::new))
                .param(
                        "weights",
                        weights.values().stream()
                                .map(weight -> weight.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new))
                .param("now", utc(now))
                .update();
    }

    /** Moves no clock and counts nothing. */
    void stillSeen(Collection<MessageId> messages, Instant at) {
        if (messages.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update incident set last_seen = :at
                where id in (
                    select incident.id from incident
                    where incident.id in (select sighting.incident from sighting
                                          where message = any ((select cast(:messages as bigint[]))::bigint[]))
                      and closed_at is null and (last_seen is null or last_seen < :at)
                    order by incident.id for update)
                """)
                .param("at", utc(at))
                .param("messages", messages.stream().map(MessageId::number).toArray(Long[]::new))
                .update();
    }

    private static @Nullable String[] texts(List<Sighted> sighted, Function<Sighted, @Nullable String> text) {
        return sighted.stream().map(text).toArray(String[]::new);
    }

    /** Those of the keys that a report had before (R71), with the incident that it joined last. */
    Map<String, IncidentId> known(Collection<String> contentKeys) {
        var known = new HashMap<String, IncidentId>();
        if (contentKeys.isEmpty()) {
            return known;
        }
        var keys = List.copyOf(contentKeys);
        jdbc.sql("""
                select asked.text, max(sighting.incident) as incident
                from unnest((select cast(:texts as text[])), (select cast(:keys as bytea[]))) as asked(text, key)
                join sighting on sighting.content_key = asked.key
                group by asked.text
                """)
                .param("texts", keys.toArray(String[]::new))
                .param(
                        "keys",
                        keys.stream()
                                .map(key -> Chain.hash(Chain.BEGINNING, key))
                                .toArray(byte[][]::new))
                .query((ResultSet row) -> {
                    known.put(row.getString("text"), new IncidentId(row.getLong("incident")));
                });
        return known;
    }

    Map<MessageId, List<Casework.Joined>> joinedBy(Collection<MessageId> messages) {
        var joined = new HashMap<MessageId, List<Casework.Joined>>();
        if (messages.isEmpty()) {
            return joined;
        }
        jdbc.sql("""
                select distinct message, incident, type, address, url from sighting
                where message = any ((select cast(:messages as bigint[]))::bigint[])
                order by message, incident, type
                """)
                .param("messages", messages.stream().map(MessageId::number).toArray(Long[]::new))
                .query((ResultSet row) -> {
                    joined.computeIfAbsent(new MessageId(row.getLong("message")), ignored -> new ArrayList<>())
                            .add(new Casework.Joined(
                                    new IncidentId(row.getLong("incident")),
                                    Type.of(row.getString("type")),
                                    maybeText(row, "address"),
                                    maybeText(row, "url")));
                });
        return joined;
    }

    /** What one message joined, with where that is. */
    List<Casework.Placed> placed(MessageId message) {
        return jdbc.sql("""
                select incident.id, server, category, closed_at, type, observed_at, sighting.address, url, ports, further
                from sighting join incident on incident.id = sighting.incident where message = :message
                order by sighting.id
                """)
                .param("message", message.number())
                .query((row, ignored) -> new Casework.Placed(
                        new IncidentId(row.getLong("id")),
                        new ServerId(row.getString("server")),
                        Category.ofWord(row.getString("category")).orElseThrow(),
                        maybeInstant(row, "closed_at").isPresent(),
                        Type.of(row.getString("type")),
                        maybeInstant(row, "observed_at"),
                        Further.of(maybeText(row, "address"), maybeText(row, "url"), List.of((Integer[])
                                        row.getArray("ports").getArray()))
                                .and(FurtherText.read(row.getString("further")))))
                .list();
    }

    /** As pages show it, newest first. */
    List<Evidence> of(IncidentId incident, int limit) {
        return jdbc.sql("""
                select * from sighting where incident = :incident order by received_at desc, id desc limit :limit
                """)
                .param("incident", incident.number())
                .param("limit", limit)
                .query((row, ignored) -> evidence(row))
                .list();
    }

    /** Over all reports of an incident; empty where none says when. */
    Optional<Seen> seen(IncidentId incident) {
        return jdbc.sql("""
                select min(observed_at) as first, max(observed_at) as last, bool_and(zone_known) as sure
                from sighting where incident = :incident and observed_at is not null
                """)
                .param("incident", incident.number())
                .query((row, ignored) -> span(row))
                .single();
    }

    private static Optional<Seen> span(ResultSet row) throws SQLException {
        var first = maybeInstant(row, "first");
        var last = maybeInstant(row, "last");
        return first.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen(first.get(), last.get(), row.getBoolean("sure")));
    }

    /** What was reported of an incident, each different thing once: first what somebody vouches for, of that the newest. */
    List<Evidence> different(IncidentId incident, int limit) {
        return jdbc.sql("""
                select * from (
                    select distinct on (type, address, url, ports, further, excerpt, vouched) *
                    from (select *, weight in ('trusted', 'telemetry') as vouched
                          from sighting where incident = :incident) reported
                    order by type, address, url, ports, further, excerpt, vouched, received_at desc, id desc) different
                order by vouched desc, received_at desc, id desc
                limit :limit
                """)
                .param("incident", incident.number())
                .param("limit", limit)
                .query((row, ignored) -> evidence(row))
                .list();
    }

    /** The newest of each incident without duplicates, and the newest of those that somebody vouches for. */
    Map<IncidentId, List<Evidence>> newest(Collection<IncidentId> incidents, int limitOfEach) {
        var evidence = new HashMap<IncidentId, List<Evidence>>();
        if (incidents.isEmpty()) {
            return evidence;
        }
        jdbc.sql("""
                select newest.*
                from unnest((select cast(:incidents as bigint[]))) as asked(incident),
                     lateral (
                         (select * from sighting
                          where sighting.incident = asked.incident and weight in ('trusted', 'telemetry') and not duplicate
                          order by received_at desc, id desc limit :limit)
                         union
                         (select * from sighting where sighting.incident = asked.incident and not duplicate
                          order by received_at desc, id desc limit :limit)) newest
                """)
                .param("incidents", incidents.stream().map(IncidentId::number).toArray(Long[]::new))
                .param("limit", limitOfEach)
                .query((ResultSet row) -> {
                    evidence.computeIfAbsent(new IncidentId(row.getLong("incident")), ignored -> new ArrayList<>())
                            .add(evidence(row));
                });
        return evidence;
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        return new Evidence(
                new MessageId(row.getLong("message")),
                Type.of(row.getString("type")),
                maybeText(row, "address"),
                maybeText(row, "url"),
                maybeInstant(row, "observed_at"),
                row.getBoolean("zone_known"),
                Rows.instant(row, "received_at"),
                row.getString("weight"),
                row.getString("reporter"),
                row.getString("source_type"),
                row.getBoolean("owned"),
                List.of((Integer[]) row.getArray("ports").getArray()),
                FurtherText.read(row.getString("further")),
                row.getString("excerpt"),
                row.getBoolean("duplicate"));
    }
}

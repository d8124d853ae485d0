package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.Entry;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The timelines of all incidents: only ever added to, each entry chained to the one before. */
final class Timelines {
    private final JdbcClient jdbc;

    Timelines(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** An entry to be written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Line(IncidentId incident, int seq, Instant at, Actor actor, IncidentEvent event, String body, byte[] hash) {}

    /** In order of seq; an incident without entries is left out. */
    Map<IncidentId, List<Entry>> of(Collection<IncidentId> incidents) {
        var timelines = new LinkedHashMap<IncidentId, List<Entry>>();
        if (incidents.isEmpty()) {
            return timelines;
        }
        jdbc.sql("""
                select incident, seq, at, actor_role, actor, kind, body
                from timeline_entry
                where incident = any(:incidents)
                order by incident, seq
                """)
                .param("incidents", incidents.stream().map(IncidentId::number).toArray(Long[]::new))
                .query((ResultSet row) -> {
                    timelines
                            .computeIfAbsent(new IncidentId(row.getLong("incident")), ignored -> new ArrayList<>())
                            .add(entry(row));
                });
        return timelines;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getInt("seq"),
                instant(row, "at"),
                new Actor(Actor.Role.valueOf(row.getString("actor_role")), row.getString("actor")),
                EventText.read(row.getString("kind"), row.getString("body")));
    }

    /** Chains the events onto a head. */
    static List<Line> lines(
            IncidentId incident, int entries, byte[] head, Instant at, Actor actor, List<IncidentEvent> events) {
        var lines = new ArrayList<Line>();
        var before = head;
        var seq = entries;
        for (var event : events) {
            seq++;
            var body = EventText.write(event);
            before = Chain.entry(
                    before, incident.number(), seq, at, actor.role().name(), actor.name(), EventText.kind(event), body);
            lines.add(new Line(incident, seq, Chain.kept(at), actor, event, body, before));
        }
        return lines;
    }

    /** One statement, however many lines. */
    void add(List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into timeline_entry (incident, seq, at, actor_role, actor, kind, body, hash)
                select * from unnest(
                    cast(:incidents as bigint[]), cast(:seqs as integer[]), cast(:ats as timestamptz[]),
                    cast(:roles as text[]), cast(:actors as text[]), cast(:kinds as text[]), cast(:bodies as text[]),
                    cast(:hashes as bytea[]))
                """)
                .param(
                        "incidents",
                        lines.stream().map(line -> line.incident().number()).toArray(Long[]::new))
                .param("seqs", lines.stream().map(Line::seq).toArray(Integer[]::new))
                .param(
                        "ats",
                        lines.stream().map(line -> utc(line.at()).toString()).toArray(String[]::new))
                .param(
                        "roles",
                        lines.stream().map(line -> line.actor().role().name()).toArray(String[]::new))
                .param("actors", lines.stream().map(line -> line.actor().name()).toArray(String[]::new))
                .param(
                        "kinds",
                        lines.stream().map(line -> EventText.kind(line.event())).toArray(String[]::new))
                .param("bodies", lines.stream().map(Line::body).toArray(String[]::new))
                .param("hashes", lines.stream().map(Line::hash).toArray(byte[][]::new))
                .update();
    }

    /** Keeps personal texts in rows of their own. */
    void keepTexts(IncidentId incident, Map<String, String> texts) {
        texts.forEach((digest, body) -> jdbc.sql("""
                insert into personal_text (digest, incident, body) values (:digest, :incident, :body)
                on conflict do nothing
                """)
                .param("digest", digest)
                .param("incident", incident.number())
                .param("body", body)
                .update());
    }

    /** By digest; erased texts are missing. */
    Map<String, String> texts(IncidentId incident) {
        var texts = new LinkedHashMap<String, String>();
        jdbc.sql("select digest, body from personal_text where incident = :incident")
                .param("incident", incident.number())
                .query((ResultSet row) -> {
                    texts.put(row.getString("digest"), row.getString("body"));
                });
        return texts;
    }
}

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

    /**
     * An incident's timeline as it was read.
     *
     * @param entries in order of seq
     */
    record Timeline(List<Entry> entries, PersonalValues personal) {}

    /**
     * An entry to be written.
     *
     * @param actor the name as written: a reference for a customer
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Line(IncidentId incident, Entry entry, String actor, String body, byte[] hash) {}

    /** An incident without entries is left out. */
    Map<IncidentId, Timeline> of(Collection<IncidentId> incidents) {
        var timelines = new LinkedHashMap<IncidentId, Timeline>();
        if (incidents.isEmpty()) {
            return timelines;
        }
        jdbc.sql("""
                select incident, seq, at, actor_role, actor, kind, body
                from timeline_entry
                where incident = any ((select cast(:incidents as bigint[]))::bigint[])
                union all
                select incident, 0, null, null, null, reference, value
                from personal_value
                where incident = any ((select cast(:incidents as bigint[]))::bigint[])
                order by incident, seq
                """)
                .param("incidents", incidents.stream().map(IncidentId::number).toArray(Long[]::new))
                .query((ResultSet row) -> {
                    var timeline = timelines.computeIfAbsent(
                            new IncidentId(row.getLong("incident")),
                            ignored -> new Timeline(new ArrayList<>(), new PersonalValues()));
                    if (row.getInt("seq") == 0) {
                        timeline.personal().know(row.getString("kind"), row.getString("body"));
                    } else {
                        timeline.entries().add(entry(row, timeline.personal()));
                    }
                });
        return timelines;
    }

    private static Entry entry(ResultSet row, PersonalValues personal) throws SQLException {
        var role = Actor.Role.valueOf(row.getString("actor_role"));
        var actor = row.getString("actor");
        return new Entry(
                row.getInt("seq"),
                instant(row, "at"),
                new Actor(role, role == Actor.Role.CUSTOMER ? personal.value(actor) : actor),
                EventText.read(row.getString("kind"), row.getString("body"), personal));
    }

    /** Chains the events onto a head. */
    static List<Line> lines(
            IncidentId incident,
            PersonalValues personal,
            int entries,
            byte[] head,
            Instant at,
            Actor actor,
            List<IncidentEvent> events) {
        var name = actor.role() == Actor.Role.CUSTOMER ? personal.reference(actor.name()) : actor.name();
        var lines = new ArrayList<Line>();
        var before = head;
        var seq = entries;
        for (var event : events) {
            seq++;
            var body = EventText.write(event, personal);
            before = Chain.entry(
                    before, incident.number(), seq, at, actor.role().name(), name, EventText.kind(event), body);
            lines.add(new Line(incident, new Entry(seq, Chain.kept(at), actor, event), name, body, before));
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
                .param("seqs", lines.stream().map(line -> line.entry().seq()).toArray(Integer[]::new))
                .param(
                        "ats",
                        lines.stream()
                                .map(line -> utc(line.entry().at()).toString())
                                .toArray(String[]::new))
                .param(
                        "roles",
                        lines.stream()
                                .map(line -> line.entry().actor().role().name())
                                .toArray(String[]::new))
                .param("actors", lines.stream().map(Line::actor).toArray(String[]::new))
                .param(
                        "kinds",
                        lines.stream()
                                .map(line -> EventText.kind(line.entry().event()))
                                .toArray(String[]::new))
                .param("bodies", lines.stream().map(Line::body).toArray(String[]::new))
                .param("hashes", lines.stream().map(Line::hash).toArray(byte[][]::new))
                .update();
    }

    /** What entries refer to, for every incident that has something new; before or after them in the same transaction. */
    void keep(Map<IncidentId, List<PersonalValues.Row>> personal) {
        var rows = personal.entrySet().stream()
                .flatMap(one -> one.getValue().stream().map(row -> Map.entry(one.getKey(), row)))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into personal_value (incident, reference, salt, value)
                select * from unnest(
                    cast(:incidents as bigint[]), cast(:references as text[]), cast(:salts as bytea[]),
                    cast(:values as text[]))
                """)
                .param(
                        "incidents",
                        rows.stream().map(row -> row.getKey().number()).toArray(Long[]::new))
                .param(
                        "references",
                        rows.stream().map(row -> row.getValue().reference()).toArray(String[]::new))
                .param("salts", rows.stream().map(row -> row.getValue().salt()).toArray(byte[][]::new))
                .param(
                        "values",
                        rows.stream().map(row -> row.getValue().value()).toArray(String[]::new))
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

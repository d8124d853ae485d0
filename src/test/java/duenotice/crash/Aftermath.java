package duenotice.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import duenotice.casework.Casework;
import duenotice.casework.TimelineProof;
import duenotice.database.TestDatabase;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold after any number of deaths, looked at from outside: through the database and what the stand-ins
/// wrote.
final class Aftermath {
    private final TestDatabase database;
    private final JdbcClient jdbc;

    Aftermath(TestDatabase database) {
        this.database = database;
        jdbc = database.jdbc();
    }

    /// Writes down what really happens to servers, and how often each mail is handed over. Call before anything runs.
    void watch() {
        jdbc.sql("create table crash_handed (message_id text not null, recipient text not null)")
                .update();
        jdbc.sql("""
                create table crash_change (
                    id bigint generated always as identity primary key,
                    server text not null, network boolean not null, request bigint not null)
                """).update();
        jdbc.sql("""
                create function crash_note_change() returns trigger language plpgsql as $$
                begin
                    if (new.network is distinct from case when tg_op = 'INSERT' then true else old.network end) then
                        insert into crash_change (server, network, request)
                        select new.server, new.network, max(id) from rehearsal_request where server = new.server;
                    end if;
                    return new;
                end $$
                """).update();
        jdbc.sql("""
                create trigger crash_change after insert or update on rehearsal_server
                for each row execute function crash_note_change()
                """).update();
    }

    // ---- at each kill

    /// Mails acknowledged and on no incident yet.
    long unread() {
        return number("select count(*) from message where state = 'accepted'");
    }

    /// Measures and restores that were asked for and not confirmed.
    long underWay() {
        return number("""
                select count(*) from measure where ended_at is null and state in ('requested', 'unknown', 'lifting')
                """);
    }

    /// What the dead process had begun is committed or rolled back; true once its connections are gone.
    boolean isQuiet(String connections) {
        return number("""
                select count(*) from pg_stat_activity where application_name = '%s' and datname = current_database()
                """.formatted(connections)) == 0;
    }

    // ---- at the end

    /// Every mail is there as often as it was acknowledged, byte for byte, and ended somewhere.
    void nothingIsLost(List<byte[]> acknowledged) {
        var stored = new HashMap<String, Integer>();
        jdbc.sql("select body, body_size from message").query(row -> {
            stored.merge(digest(Zstd.decompress(row.getBytes("body"), row.getInt("body_size"))), 1, Integer::sum);
        });
        var promised = new HashMap<String, Integer>();
        acknowledged.forEach(mail -> promised.merge(digest(mail), 1, Integer::sum));
        assertThat(promised)
                .allSatisfy((mail, times) ->
                        assertThat(stored.getOrDefault(mail, 0)).isGreaterThanOrEqualTo(times));
        assertThat(number("""
                        select count(*) from message
                        where state = 'accepted' or (state in ('queued', 'closed') and coalesce(reason, '') = '')
                        """)).as("mails that ended nowhere").isZero();
        assertThat(number("""
                        select count(*) from message
                        where state = 'joined' and not exists (select from sighting where message = message.id)
                        """)).as("mails that joined nothing").isZero();
    }

    /// Servers of ours that nobody complained of twice at once.
    void noIncidentIsThereTwice() {
        assertThat(number("""
                        select count(*) from incident one join incident other
                          on one.id < other.id and one.server = other.server and one.category = other.category
                         and one.policy = other.policy
                        where tstzrange(one.opened_at, one.closed_at) && tstzrange(other.opened_at, other.closed_at)
                        """)).as("incidents about the same at the same time").isZero();
        assertThat(number("""
                        select count(*) from (
                            select message from sighting group by message having count(distinct incident) > 1) twice
                        """)).as("mails on two incidents").isZero();
        assertThat(number("""
                        select count(*) from incident join lateral (
                            select count(*) filter (where not duplicate) as joined from sighting where incident = incident.id
                        ) counted on true
                        where counted.joined = 0
                        """)).as("incidents that nobody reported").isZero();
    }

    /// Every measure put its server off once and on once, and asked under one name each however often it had to ask.
    void noChangeIsCarriedOutTwice() {
        assertThat(number("select count(*) from measure where ended_at is null"))
                .as("measures left")
                .isZero();
        assertThat(number("select count(*) from rehearsal_server where not network"))
                .as("servers left off")
                .isZero();
        assertThat(number("""
                        select count(*) from (
                            select key from crash_change join rehearsal_request request on request.id = crash_change.request
                            group by key having count(*) > 1) twice
                        """)).as("requests carried out twice").isZero();
        var measures = number("select count(*) from measure");
        for (var kind : List.of("network-off", "network-on")) {
            assertThat(number("select count(distinct key) from rehearsal_request where kind = '%s'".formatted(kind)))
                    .as("names of %s requests", kind)
                    .isEqualTo(measures);
            assertThat(number("select count(*) from crash_change where network = %s"
                            .formatted(kind.equals("network-on"))))
                    .as("changes by %s", kind)
                    .isEqualTo(measures);
        }
    }

    /// Each mail that the timelines tell of was recorded once by the relay, and no other.
    void nobodyGetsAMailTwice() {
        assertThat(number("""
                        select count(*) from (
                            select from handed_mail group by incident, step, address having count(*) > 1) twice
                        """)).as("letters under two Message-IDs").isZero();
        assertThat(number("""
                        select count(*) from (
                            select from rehearsal_mail group by message_id, recipient having count(*) > 1) twice
                        """)).as("mails recorded twice").isZero();
        var sent = new HashMap<IncidentId, Long>();
        jdbc.sql("select incident, count(*) as mails from rehearsal_mail group by incident")
                .query(row -> {
                    sent.put(new IncidentId(Long.parseLong(row.getString("incident"))), row.getLong("mails"));
                });
        assertThat(sent).isEqualTo(told());
    }

    /// Accepted mails by incident, as its timeline tells.
    private Map<IncidentId, Long> told() {
        var ids = jdbc.sql("select id from incident order by id").query(Long.class).list().stream()
                .map(IncidentId::new)
                .toList();
        var told = new HashMap<IncidentId, Long>();
        for (var snapshot : reading().snapshots(ids)) {
            var mails = snapshot.timeline().stream()
                    .flatMap(entry -> told(entry.event()))
                    .filter(one -> one.handed() == Handed.ACCEPTED)
                    .count();
            if (mails > 0) {
                told.put(snapshot.incident().id(), mails);
            }
        }
        return told;
    }

    private static Stream<Told> told(IncidentEvent event) {
        return switch (event) {
            case IncidentEvent.CustomerWarned warned -> warned.to().stream();
            case IncidentEvent.AddressWarned warned -> Stream.of(warned.to());
            case IncidentEvent.Informed informed -> informed.to().stream();
            default -> Stream.empty();
        };
    }

    /// Casework that nobody works on.
    private Casework reading() {
        return Casework.create(
                database.transactions(),
                InstantSource.fixed(CrashSubject.START),
                new Inventory(database.transactions(), List.of()),
                new PolicyStore(jdbc)::byVersion,
                tools -> new Casework.Parts(List.of(), List.of(), List.of(), List.of(), type -> false));
    }

    void everyTimelineIsWhole() {
        assertThat(new TimelineProof(database.transactions()).verify().wrong()).isEmpty();
    }

    String figures() {
        return "%d mails stored, %d incidents, %d measures put on and undone, %d requests for that, %d letters, %d handed over again"
                .formatted(
                        number("select count(*) from message"),
                        number("select count(*) from incident"),
                        number("select count(*) from measure"),
                        number("select count(*) from rehearsal_request"),
                        number("select count(*) from rehearsal_mail"),
                        number("select (select count(*) from crash_handed) - (select count(*) from rehearsal_mail)"));
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

package duenotice.inventory;

import duenotice.inventory.Difference.Change;
import duenotice.inventory.Difference.Kind;
import duenotice.inventory.Difference.What;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as they were before an import and as they are after it: from these the difference is told, and undone. Joins the
 * import's transaction and reads its temporary tables.
 */
final class Images {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** So many imports back the rows as they were are kept; details of what changed stay. */
    private static final int MOST_UNDONE = 20;

    private final JdbcClient jdbc;

    Images(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of every row that the import may touch. */
    void takeBefore() {
        jdbc.sql("""
                create temporary table image_before on commit drop as
                select 'customer' as what, id, gone_at is not null as gone, image
                from customer_image
                where id in (select id from staged_customer union select id from staged_gone where what = 'customer')
                union all
                select 'server', id, gone_at is not null, image
                from server_image
                where id in (select id from staged_server union select id from staged_gone where what = 'server')
                union all
                select 'reporter', match, false, to_jsonb(reporter)
                from reporter
                where match in (select match from staged_reporter union select id from staged_gone where what = 'reporter')
                union all
                select 'network', abbrev(prefix), false, to_jsonb(own_network)
                from own_network
                where prefix in (select prefix from staged_network)
                union all
                select 'own', abbrev(prefix), false, to_jsonb(own_network)
                from own_network
                where prefix in (select address from staged_address)
                """).update();
        jdbc.sql("create index on image_before (what, id)").update();
    }

    private record Pair(
            String what, String id, boolean before, boolean after, Optional<String> was, Optional<String> is) {}

    /** What differs now from what was before. */
    Difference difference() {
        var changes = new ArrayList<Change>();
        jdbc.sql("""
                with named as (
                    select 'customer' as what, id from staged_customer union select 'server', id from staged_server
                    union select 'reporter', match from staged_reporter
                    union select what, id from staged_gone
                ), after as (
                    select 'customer' as what, id, gone_at is not null as gone, image from customer_image
                    where id in (select id from named where what = 'customer')
                    union all
                    select 'server', id, gone_at is not null, image from server_image
                    where id in (select id from named where what = 'server')
                    union all
                    select 'reporter', match, false, to_jsonb(reporter) from reporter
                    where match in (select id from named where what = 'reporter')
                    union all
                    select 'network', abbrev(prefix), false, to_jsonb(own_network) from own_network
                    where prefix in (select prefix from staged_network)
                )
                select coalesce(before.what, after.what) as what, coalesce(before.id, after.id) as id,
                       coalesce(not before.gone, false) as before, coalesce(not after.gone, false) as after,
                       case when not before.gone and not after.gone then before.image::text end as was,
                       case when not before.gone and not after.gone then after.image::text end as is
                from (select * from image_before where what <> 'own') as before full join after using (what, id)
                where before.image is distinct from after.image and not (before.gone and after.gone)
                order by array_position(array['customer', 'server', 'reporter', 'network'],
                                        coalesce(before.what, after.what)), 2
                """)
                .query((row, number) -> new Pair(
                        row.getString("what"),
                        row.getString("id"),
                        row.getBoolean("before"),
                        row.getBoolean("after"),
                        maybe(row.getString("was")),
                        maybe(row.getString("is"))))
                .list()
                .forEach(pair -> changes.add(change(pair)));
        return new Difference(changes);
    }

    private static Change change(Pair pair) {
        var what = Arrays.stream(What.values())
                .filter(one -> one.word().equals(pair.what()))
                .findFirst()
                .orElseThrow();
        var kind = !pair.before() ? Kind.ADDED : pair.after() ? Kind.CHANGED : Kind.REMOVED;
        var details = pair.was().isPresent() && pair.is().isPresent()
                ? ImageWords.details(
                        JSON.readTree(pair.was().get()), JSON.readTree(pair.is().get()))
                : List.<String>of();
        return new Change(what, pair.id(), kind, details);
    }

    private static Optional<String> maybe(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    /** Keeps the difference with the import, and what is needed to undo it. */
    void keep(long importId, Difference difference) {
        var changes = difference.changes();
        jdbc.sql("""
                insert into inventory_change (import, what, id, kind, details, before)
                select :import, changed.what, changed.id, changed.kind,
                       case when changed.details = '' then '{}' else string_to_array(changed.details, chr(10)) end,
                       image_before.image
                from unnest(cast(:whats as text[]), cast(:ids as text[]), cast(:kinds as text[]), cast(:details as text[]))
                     as changed(what, id, kind, details)
                left join image_before on image_before.what = changed.what and image_before.id = changed.id
                """)
                .param("import", importId)
                .param("whats", column(changes, change -> change.what().word()))
                .param("ids", column(changes, Change::id))
                .param("kinds", column(changes, change -> change.kind().word()))
                .param("details", column(changes, change -> String.join("\n", change.details())))
                .update();
        // what counts as ours from now on, for the addresses' sake
        jdbc.sql("""
                insert into inventory_change (import, what, id, kind, details)
                select distinct :import, 'own', abbrev(address), 'added', cast('{}' as text[])
                from staged_address
                where not exists (select from image_before where what = 'own' and id = abbrev(address))
                """).param("import", importId).update();
        jdbc.sql("""
                update inventory_change set before = null
                where before is not null
                  and import <= (select id from inventory_import order by id desc offset :most limit 1)
                """).param("most", MOST_UNDONE).update();
    }

    void drop() {
        jdbc.sql("drop table image_before").update();
    }

    private static String[] column(List<Change> changes, java.util.function.Function<Change, String> value) {
        return changes.stream().map(value).toArray(String[]::new);
    }

    /** Puts the rows that an import changed back as they were; what it added goes, its past with it. */
    void putBack(long importId, java.time.Instant now) {
        var at = now.atOffset(java.time.ZoneOffset.UTC);
        jdbc.sql("""
                create temporary table put_back on commit drop as
                select what, id, before from inventory_change where import = :import
                """).param("import", importId).update();
        // what the rows consist of goes first: the addresses of one may have come from another
        jdbc.sql("delete from assignment where server in (select id from put_back where what = 'server')")
                .update();
        jdbc.sql("delete from server_hostname where server in (select id from put_back where what = 'server')")
                .update();
        jdbc.sql("""
                delete from server_contact
                where server in (select id from put_back where what = 'server' and before is not null)
                """).update();
        jdbc.sql("""
                delete from customer_contact
                where customer in (select id from put_back where what = 'customer' and before is not null)
                """).update();
        jdbc.sql("""
                delete from server_owner
                where server in (select id from put_back where what = 'server' and before is not null)
                """).update();
        jdbc.sql("""
                update customer
                set name = was.name, language = was.language, zone = was.zone, vip = was.vip, policy = was.policy,
                    reseller = was.reseller, copy_end_customer = was.copy_end_customer, brand = was.brand,
                    given_by = was.given_by, gone_at = was.gone_at
                from put_back, jsonb_populate_record(null::customer, before -> 'row') as was
                where what = 'customer' and before is not null and customer.id = put_back.id
                """).update();
        jdbc.sql("""
                update server
                set shared = was.shared, never_cut = was.never_cut, console = was.console,
                    given_by = was.given_by, gone_at = was.gone_at
                from put_back, jsonb_populate_record(null::server, before -> 'row') as was
                where what = 'server' and before is not null and server.id = put_back.id
                """).update();
        // Incidents may have been opened on what was added: the row stays, without addresses.
        jdbc.sql("""
                update server set gone_at = :now from put_back
                where what = 'server' and before is null and server.id = put_back.id
                """).param("now", at).update();
        jdbc.sql("""
                update customer set gone_at = :now from put_back
                where what = 'customer' and before is null and customer.id = put_back.id
                """).param("now", at).update();
        jdbc.sql("""
                insert into customer_contact
                select (jsonb_populate_record(null::customer_contact,
                                              contact || jsonb_build_object('position', ordinality))).*
                from put_back, jsonb_array_elements(before -> 'contacts') with ordinality as of(contact, ordinality)
                where what = 'customer'
                """).update();
        jdbc.sql("""
                insert into server_contact
                select (jsonb_populate_record(null::server_contact,
                                              contact || jsonb_build_object('position', ordinality))).*
                from put_back, jsonb_array_elements(before -> 'contacts') with ordinality as of(contact, ordinality)
                where what = 'server'
                """).update();
        jdbc.sql("""
                insert into server_owner (server, customer, during)
                select put_back.id, owner ->> 'customer',
                       tstzrange((owner ->> 'from')::timestamptz, (owner ->> 'until')::timestamptz)
                from put_back, jsonb_array_elements(before -> 'owners') as owner
                where what = 'server'
                """).update();
        jdbc.sql("""
                insert into server_hostname (server, hostname, position)
                select put_back.id, hostname, ordinality
                from put_back, jsonb_array_elements_text(before -> 'hostnames') with ordinality as of(hostname, ordinality)
                where what = 'server'
                """).update();
        jdbc.sql("""
                insert into assignment (server, address, shared, during, position)
                select put_back.id, (address ->> 'ip')::inet, (address ->> 'shared')::boolean,
                       tstzrange((address ->> 'from')::timestamptz, (address ->> 'until')::timestamptz), ordinality
                from put_back, jsonb_array_elements(before -> 'addresses') with ordinality as of(address, ordinality)
                where what = 'server'
                """).update();
        jdbc.sql("""
                delete from reporter where match in (select id from put_back where what = 'reporter')
                """).update();
        jdbc.sql("""
                insert into reporter
                select (jsonb_populate_record(null::reporter, before)).* from put_back
                where what = 'reporter' and before is not null
                """).update();
        jdbc.sql("""
                delete from own_network using put_back
                where what in ('network', 'own') and before is null and prefix = put_back.id::inet
                  and not exists (select from assignment where assignment.address = prefix)
                """).update();
        jdbc.sql("drop table put_back").update();
    }
}

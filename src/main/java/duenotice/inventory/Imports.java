package duenotice.inventory;

import duenotice.database.Transactions;
import duenotice.inventory.Difference.Change;
import duenotice.inventory.Difference.Kind;
import duenotice.inventory.Difference.What;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Imports of the inventory: what one would change, what the last ones changed, and undoing the last. */
public final class Imports {
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InventoryImport imports;

    public Imports(Transactions transactions) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.imports = new InventoryImport(transactions);
    }

    /**
     * An import that happened, or an undoing.
     *
     * @param source whose rows it brought; {@code file} for what people hand in
     * @param undone somebody has undone it
     * @param mayBeUndone it is the last that was not
     */
    public record Past(
            long id,
            Instant at,
            String source,
            String by,
            boolean isUndo,
            boolean undone,
            boolean mayBeUndone,
            Optional<String> reason,
            int added,
            int changed,
            int removed) {}

    /** What undoing came to. */
    public sealed interface Undone {
        /** @param difference what was put back, as seen from before it */
        record Done(long importId, String source, Difference difference) implements Undone {}

        /** @param why a sentence */
        record Refused(String why) implements Undone {}
    }

    /**
     * What a person's file would change; nothing does.
     *
     * @throws InventoryRefused where it does not fit what is stored
     */
    public Outcome preview(InventoryFile file, Instant now) {
        return imports.preview(Handed.file(file, "preview", now));
    }

    /**
     * Takes a person's file in.
     *
     * @throws InventoryRefused where it does not fit what is stored
     */
    public Outcome.Taken take(InventoryFile file, String by, Instant now) {
        return switch (imports.run(Handed.file(file, by, now))) {
            case Outcome.Taken taken -> taken;
            case Outcome.Doubted doubted -> throw new IllegalStateException("a person's file is doubted: " + doubted);
        };
    }

    /**
     * What a source's reading would change; nothing does.
     *
     * @throws InventoryRefused where it does not fit what is stored
     */
    public Outcome preview(String source, Reading.Whole reading, Instant now) {
        return imports.preview(
                handed(source, reading, Optional.empty(), Optional.empty(), Optional.empty(), source, now));
    }

    /**
     * Takes a source's reading in: its rows, its changes, and what is gone from it.
     *
     * @param mostLost share of its rows, 0 to 1, that may go at once; empty where a person looked
     * @param letThrough so many may go, because staff said so
     * @throws InventoryRefused where it does not fit what is stored
     */
    public Outcome take(
            String source,
            Reading.Whole reading,
            Optional<Double> mostLost,
            Optional<Integer> letThrough,
            Optional<String> reason,
            String by,
            Instant now) {
        return imports.run(handed(source, reading, mostLost, letThrough, reason, by, now));
    }

    private static Handed handed(
            String source,
            Reading.Whole reading,
            Optional<Double> mostLost,
            Optional<Integer> letThrough,
            Optional<String> reason,
            String by,
            Instant now) {
        if (source.equals(Handed.FILE)) {
            throw new IllegalArgumentException("no source may be named " + Handed.FILE + ": people's files are");
        }
        return new Handed(
                reading.file(),
                source,
                true,
                reading.present(),
                reading.kept(),
                reading.remarks(),
                mostLost,
                letThrough,
                reason,
                by,
                now);
    }

    /** The newest first. */
    public List<Past> past(int limit) {
        return jdbc.sql("""
                select id, imported_at, given_by, imported_by, kind, reason, added, changed, removed,
                       exists (select from inventory_import undo where undo.undoes = done.id) as undone,
                       id = (%s) as last
                from inventory_import done order by id desc limit :limit
                """.formatted(LAST))
                .param("limit", limit)
                .query((row, number) -> new Past(
                        row.getLong("id"),
                        row.getObject("imported_at", OffsetDateTime.class).toInstant(),
                        row.getString("given_by"),
                        row.getString("imported_by"),
                        row.getString("kind").equals("undo"),
                        row.getBoolean("undone"),
                        row.getBoolean("last"),
                        maybe(row.getString("reason")),
                        row.getInt("added"),
                        row.getInt("changed"),
                        row.getInt("removed")))
                .list();
    }

    /** Those before it were undone, or stand under what came later. */
    private static final String LAST = """
            select max(id) from inventory_import last
            where kind = 'import' and not exists (select from inventory_import undo where undo.undoes = last.id)""";

    /** What an import changed; empty where there is none of that number. */
    public Difference difference(long importId, int limit) {
        return new Difference(jdbc.sql("""
                select what, id, kind, details from inventory_change
                where import = :import and what <> 'own'
                order by array_position(array['customer', 'server', 'reporter', 'network'], what), id
                limit :limit
                """)
                .param("import", importId)
                .param("limit", limit)
                .query((row, number) -> new Change(
                        What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
                        row.getString("id"),
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        Arrays.asList((String[]) row.getArray("details").getArray())))
                .list());
    }

    /**
     * What of these changes people have undone since the source was last taken in; the first that it would bring back.
     *
     * @param wanted what a reading of the source would change now
     */
    public Optional<Change> bringsBack(String source, Difference wanted) {
        var undone = jdbc.sql("""
                select undoes from inventory_import
                where undoes is not null and given_by = :source
                  and undoes > (select coalesce(max(id), 0) from inventory_import stands
                                where kind = 'import' and given_by = :source
                                  and not exists (select from inventory_import undo where undo.undoes = stands.id))
                """).param("source", source).query(Long.class).list().stream()
                .flatMap(id -> difference(id, Integer.MAX_VALUE).changes().stream())
                .collect(Collectors.groupingBy(change -> change.what().word() + " " + change.id()));
        return wanted.changes().stream()
                .filter(change -> undone.getOrDefault(change.what().word() + " " + change.id(), List.of()).stream()
                        .anyMatch(change::repeats))
                .findFirst();
    }

    private record Last(long id, String source, String digest, int changes, int kept) {}

    /** Puts back what the last import changed. A source that is read again and again brings the same no more by itself. */
    public Undone undoLast(String reason, String by, Instant now) {
        try {
            return transactions.call(() -> {
                jdbc.sql("lock table inventory_import in exclusive mode").update();
                var last = jdbc.sql("""
                        select id, given_by, digest,
                               (select count(*) from inventory_change where import = inventory_import.id) as changes,
                               (select count(*) from inventory_change
                                where import = inventory_import.id and (kind = 'added' or before is not null)) as kept
                        from inventory_import where id = (%s)
                        """.formatted(LAST))
                        .query((row, number) -> new Last(
                                row.getLong("id"),
                                row.getString("given_by"),
                                row.getString("digest"),
                                row.getInt("changes"),
                                row.getInt("kept")))
                        .optional();
                return last.<Undone>map(one -> undo(one, reason, by, now))
                        .orElseGet(() -> new Undone.Refused("there is no import to undo"));
            });
        } catch (DataIntegrityViolationException takenSince) {
            return new Undone.Refused(
                    "what it changed is in use otherwise by now, such as an address by another server");
        }
    }

    private Undone undo(Last last, String reason, String by, Instant now) {
        if (last.changes() == 0) {
            return new Undone.Refused("the last import changed nothing, or is older than what is kept for undoing");
        }
        if (last.kept() < last.changes()) {
            return new Undone.Refused("the last import is too long ago: what was before it is no longer kept");
        }
        var difference = difference(last.id(), Integer.MAX_VALUE);
        new Images(jdbc).putBack(last.id(), now);
        new Anomalies(transactions).filed(java.util.Map.of(), now);
        jdbc.sql("""
                insert into inventory_import (imported_at, imported_by, digest, customers, servers, addresses, reporters,
                                              given_by, kind, reason, undoes, added, changed, removed)
                values (:now, :by, 'undone', 0, 0, 0, 0, :source, 'undo', :reason, :undoes, :added, :changed, :removed)
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("source", last.source())
                .param("reason", reason)
                .param("undoes", last.id())
                .param("added", difference.count(Kind.REMOVED))
                .param("changed", difference.count(Kind.CHANGED))
                .param("removed", difference.count(Kind.ADDED))
                .update();
        jdbc.sql("update inventory_source set undone_digest = :digest where name = :source")
                .param("digest", last.digest())
                .param("source", last.source())
                .update();
        return new Undone.Done(last.id(), last.source(), difference);
    }

    /** What would keep us from reaching people: servers that warn nobody, and contacts that nobody can ring. */
    public record Gaps(
            int serversWithoutContacts,
            List<String> someServers,
            int contactsWithoutPhone,
            List<String> someContacts) {}

    /** What is missing of live rows, with the first few by name. */
    public Gaps gaps(int some) {
        var servers = jdbc.sql("""
                select server.id from server
                join server_owner on server_owner.server = server.id and upper_inf(during)
                join customer on customer.id = server_owner.customer
                where server.gone_at is null
                  and not exists (select from contact_on_file as contact where kind = 'server' and owner = server.id)
                  and not exists (select from contact_on_file as contact
                                  where kind = 'customer' and owner in (customer.id, customer.reseller))
                order by server.id
                """).query(String.class).list();
        var contacts = jdbc.sql("""
                select kind || ' ' || owner || ', ' || name from contact_on_file
                where cardinality(phones) = 0
                  and owner not in (select id from customer where gone_at is not null
                                    union all select id from server where gone_at is not null)
                order by 1
                """).query(String.class).list();
        return new Gaps(
                servers.size(),
                servers.stream().limit(some).toList(),
                contacts.size(),
                contacts.stream().limit(some).toList());
    }

    private static Optional<String> maybe(@Nullable String text) {
        return Optional.ofNullable(text);
    }
}

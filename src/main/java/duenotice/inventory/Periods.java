package duenotice.inventory;

import duenotice.inventory.InventoryFile.AddressRow;
import duenotice.inventory.InventoryFile.Row;
import duenotice.report.Prefix;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Turns what a source says of the present into rows with their periods, by what is stored: an address that it named before
 * goes on, one that it names no more ends now, and a new one begins when the source says, but never before whoever had it
 * last gave it up. Joins the import's transaction.
 */
final class Periods {
    private final JdbcClient jdbc;

    Periods(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Handed settle(Handed handed) {
        var kept = new ArrayList<>(handed.kept());
        var remarks = new ArrayList<>(handed.remarks());
        var customers = customers(handed);
        var servers = new ArrayList<Row<Server>>();
        var ids = new HashSet<String>();
        for (var row : handed.file().serverRows()) {
            var id = row.value().id().text();
            if (customers.contains(row.value().customer().text())) {
                servers.add(row);
                ids.add(id);
            } else {
                kept.add("server " + id);
                remarks.add(row.place().file() + ": the customer "
                        + Spelling.quoted(row.value().customer().text())
                        + " stands neither here nor with another source; the server stays as it is");
            }
        }
        var named = handed.file().addressRows().stream()
                .filter(row -> ids.contains(row.server().id().text()))
                .toList();
        var rows = addresses(handed, servers, named);
        return handed.with(handed.file().with(servers, rows), kept, remarks);
    }

    private Set<String> customers(Handed handed) {
        var known = new HashSet<String>();
        handed.file().customers().forEach(customer -> known.add(customer.id().text()));
        known.addAll(jdbc.sql("select id from customer where id = any ((select cast(:ids as text[]))::text[])")
                .param(
                        "ids",
                        handed.file().servers().stream()
                                .map(server -> server.customer().text())
                                .distinct()
                                .toArray(String[]::new))
                .query(String.class)
                .list());
        return known;
    }

    private List<AddressRow> addresses(Handed handed, List<Row<Server>> servers, List<AddressRow> named) {
        var now = handed.now();
        var stored = stored(handed.source());
        var wanted = new HashMap<String, Map<Prefix, AddressRow>>();
        for (var row : named) {
            wanted.computeIfAbsent(row.server().id().text(), any -> new HashMap<>())
                    .put(row.assignment().address(), row);
        }
        var rows = new ArrayList<AddressRow>();
        var standing = new HashSet<String>();
        for (var server : servers) {
            var id = server.value().id().text();
            for (var assignment : stored.getOrDefault(id, List.of())) {
                var over =
                        assignment.until().filter(until -> !until.isAfter(now)).isPresent();
                var still = over ? null : wanted.getOrDefault(id, Map.of()).get(assignment.address());
                if (over) {
                    rows.add(new AddressRow(server.value(), assignment, server.place()));
                } else if (still != null) {
                    standing.add(id + " " + assignment.address());
                    rows.add(new AddressRow(
                            server.value(),
                            new Assignment(assignment.address(), assignment.from(), Optional.empty()),
                            still.place()));
                } else if (assignment.from().isBefore(now)) {
                    rows.add(new AddressRow(
                            server.value(),
                            new Assignment(assignment.address(), assignment.from(), Optional.of(now)),
                            server.place()));
                }
            }
        }
        var fresh = named.stream()
                .filter(row -> !standing.contains(
                        row.server().id().text() + " " + row.assignment().address()))
                .toList();
        rows.addAll(begun(fresh, handed));
        return rows;
    }

    /** Everything that ever stood on servers of the source; an address that both was and is shared counts once. */
    private Map<String, List<Assignment>> stored(String source) {
        var stored = new HashMap<String, List<Assignment>>();
        jdbc.sql("""
                select assignment.server, address::text as address, lower(during) as begins, upper(during) as ends
                from assignment join server on server.id = assignment.server
                where server.given_by = :source
                order by assignment.server, address, during
                """).param("source", source).query(row -> {
            stored.computeIfAbsent(row.getString("server"), any -> new ArrayList<>())
                    .add(new Assignment(
                            Prefix.of(row.getString("address")),
                            row.getObject("begins", OffsetDateTime.class).toInstant(),
                            instant(row.getObject("ends", OffsetDateTime.class))));
        });
        return stored;
    }

    private List<AddressRow> begun(List<AddressRow> fresh, Handed handed) {
        if (fresh.isEmpty()) {
            return List.of();
        }
        var now = handed.now();
        var first = jdbc.sql("select not exists (select from server where given_by = :source)")
                .param("source", handed.source())
                .query(Boolean.class)
                .single();
        var freed = freed(fresh, handed);
        var rows = new ArrayList<AddressRow>();
        for (var number = 0; number < fresh.size(); number++) {
            var row = fresh.get(number);
            var told = row.assignment().from();
            var from = told.equals(Sifting.UNKNOWN) && !first || told.isAfter(now) ? now : told;
            if (!row.server().shared()) {
                from = latest(from, freed.getOrDefault(number, from));
            }
            rows.add(new AddressRow(
                    row.server(), new Assignment(row.assignment().address(), from, Optional.empty()), row.place()));
        }
        return rows;
    }

    /** When the one who had it last gave it up, by the row's number; what ends with this import ends now. */
    private Map<Integer, Instant> freed(List<AddressRow> fresh, Handed handed) {
        var freed = new HashMap<Integer, Instant>();
        jdbc.sql("""
                select ordinal - 1 as number,
                       max(case when upper(assignment.during) <= :now then upper(assignment.during) else :now end) as ends
                from unnest((select cast(:addresses as text[]))) with ordinality as named(address, ordinal)
                join assignment on assignment.address && named.address::inet and not assignment.shared
                join server on server.id = assignment.server
                where upper(assignment.during) <= :now or server.given_by = :source
                group by ordinal
                """)
                .param("now", handed.now().atOffset(ZoneOffset.UTC))
                .param("source", handed.source())
                .param(
                        "addresses",
                        fresh.stream()
                                .map(row -> row.assignment().address().toString())
                                .toArray(String[]::new))
                .query(row -> {
                    freed.put(
                            row.getInt("number"),
                            row.getObject("ends", OffsetDateTime.class).toInstant());
                });
        return freed;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}

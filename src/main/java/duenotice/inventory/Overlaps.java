package duenotice.inventory;

import duenotice.inventory.InventoryFile.AddressRow;
import duenotice.report.Prefix;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds unshared addresses of one file that overlap in time. Prefixes either nest or are apart; so after sorting, only
 * the prefixes that are open around a row can overlap it, never all the others.
 */
final class Overlaps {
    private Overlaps() {}

    static void find(List<AddressRow> rows, Defects defects) {
        var sorted = rows.stream()
                .filter(row -> !row.server().shared())
                .map(row -> new Sortable(row, number(row.assignment().address())))
                .sorted(Comparator.comparing((Sortable each) ->
                                each.row.assignment().address().isV6())
                        .thenComparing(Sortable::number)
                        .thenComparing(each -> each.row.assignment().address().length())
                        .thenComparing(each -> each.row.place().line()))
                .map(Sortable::row)
                .toList();
        List<Overlap> found = new ArrayList<>();
        Deque<Open> around = new ArrayDeque<>();
        for (var row : sorted) {
            var address = row.assignment().address();
            while (!around.isEmpty() && !around.peek().address.contains(address)) {
                around.pop();
            }
            var other = around.stream()
                    .flatMap(open -> open.overlapping(row.assignment()).stream())
                    .findFirst();
            if (other.isPresent()) {
                found.add(Overlap.of(row, other.get()));
                continue;
            }
            if (around.isEmpty() || !around.peek().address.equals(address)) {
                around.push(new Open(address, new TreeMap<>()));
            }
            around.peek().byFrom.put(row.assignment().from(), row);
        }
        found.sort(Comparator.comparing(overlap -> overlap.later.place().line()));
        for (var overlap : found) {
            defects.add(
                    overlap.later.place(),
                    named(overlap.later) + " overlaps " + named(overlap.earlier) + " in "
                            + overlap.earlier.place().seenFrom(overlap.later.place()) + ".");
        }
    }

    static String named(AddressRow row) {
        return row.assignment().address() + " of server "
                + Spelling.shown(row.server().id().text())
                + (row.assignment().from().equals(Sifting.UNKNOWN)
                        ? ""
                        : " from " + row.assignment().from())
                + row.assignment().until().map(until -> " until " + until).orElse("");
    }

    private static BigInteger number(Prefix prefix) {
        var text = prefix.text();
        var literal = prefix.isAddress() ? text : text.substring(0, text.indexOf('/'));
        var address = prefix.isV6() ? Inet6Address.ofLiteral(literal) : Inet4Address.ofLiteral(literal);
        return new BigInteger(1, address.getAddress());
    }

    private record Sortable(AddressRow row, BigInteger number) {}

    private record Overlap(AddressRow earlier, AddressRow later) {
        static Overlap of(AddressRow one, AddressRow other) {
            return one.place().line() < other.place().line() ? new Overlap(one, other) : new Overlap(other, one);
        }
    }

    /** A prefix that contains what is being looked at, with its rows, none of which overlap each other. */
    private record Open(Prefix address, TreeMap<Instant, AddressRow> byFrom) {
        Optional<AddressRow> overlapping(Assignment assignment) {
            var before = byFrom.floorEntry(assignment.from());
            if (before != null
                    && before.getValue()
                            .assignment()
                            .until()
                            .map(until -> until.isAfter(assignment.from()))
                            .orElse(true)) {
                return Optional.of(before.getValue());
            }
            var after = byFrom.higherEntry(assignment.from());
            return after != null
                            && assignment.until().map(after.getKey()::isBefore).orElse(true)
                    ? Optional.of(after.getValue())
                    : Optional.empty();
        }
    }
}

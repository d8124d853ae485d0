package duenotice.intake.feed;

import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spamhaus' DROP lists: a JSON object in each line, {@code cidr} or {@code asn}, and in the last one
 * {@code "type":"metadata"} with the number of records. A list without its last line is cut short.
 */
final class DropShape implements ListShape {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Supplier<OwnSpace> own;
    private final Set<Long> asns;

    /** @param asns ours */
    DropShape(Supplier<OwnSpace> own, Set<Long> asns) {
        this.own = own;
        this.asns = asns;
    }

    @Override
    public Rows read(List<String> lines) {
        var space = own.get();
        var entries = new ArrayList<Entry>();
        var count = 0;
        var last = "";
        var promised = Optional.<Long>empty();
        for (var line : lines) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode row;
            try {
                row = JSON.readTree(line);
            } catch (JacksonException broken) {
                return Rows.defective("line %d is no JSON".formatted(count + 1));
            }
            if (row.path("type").asString("").equals("metadata")) {
                last = line;
                promised = Optional.of(row.path("records").asLong(-1));
                continue;
            }
            count++;
            entry(row, line, space).ifPresent(entries::add);
        }
        var rows = count;
        if (promised.isEmpty()) {
            return Rows.defective("cut short: its last line is missing");
        }
        return promised.filter(number -> number >= 0 && number != rows)
                .map(number -> Rows.defective("cut short: it promises %d records and has %d".formatted(number, rows)))
                .orElse(new Rows(rows, entries, "", last, Optional.empty()));
    }

    private Optional<Entry> entry(JsonNode row, String line, OwnSpace space) {
        var network = Prefix.parse(row.path("cidr").asString("")).filter(space::touches);
        if (network.isPresent()) {
            var text = network.get().text();
            return Optional.of(new Entry(text, text, text, Lines.bytes(line)));
        }
        var asn = row.path("asn").asLong(-1);
        return asns.contains(asn)
                ? Optional.of(new Entry("AS" + asn, "AS" + asn, "AS" + asn, Lines.bytes(line)))
                : Optional.empty();
    }

    @Override
    public boolean mayBeEmpty() {
        return false;
    }
}

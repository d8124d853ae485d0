package duenotice.api;

import duenotice.inventory.Difference;
import duenotice.inventory.Imports;
import duenotice.inventory.Outcome;
import duenotice.inventory.source.Rounds;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How imports and sources of the inventory are written in JSON, for the API and for commands without a running program. */
public final class InventoryJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Rows of a difference that are written one by one; all of them are counted. */
    private static final int MOST_CHANGES = 1000;

    private InventoryJson() {}

    /** What a person's file held and changed. */
    public static ObjectNode taken(Outcome.Taken taken) {
        var result = taken.result();
        return JSON.createObjectNode()
                .put("unchanged", result.unchanged())
                .put("customers", result.customers())
                .put("servers", result.servers())
                .put("addresses", result.addresses())
                .put("reporters", result.reporters())
                .put("changedCustomers", result.changedCustomers().size())
                .put("changedServers", result.changedServers().size())
                .put("summary", taken.difference().summary());
    }

    /** What an import changes or would change. */
    public static ObjectNode outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken taken -> {
                var json = difference(taken.difference())
                        .put("unchanged", taken.result().unchanged());
                var remarks = json.putArray("remarks");
                taken.remarks().forEach(remarks::add);
                yield json;
            }
            case Outcome.Doubted doubted ->
                JSON.createObjectNode().put("doubt", doubted.why()).put("wouldRemove", doubted.removed());
        };
    }

    public static ObjectNode difference(Difference difference) {
        var json = JSON.createObjectNode()
                .put("summary", difference.summary())
                .put("added", difference.count(Difference.Kind.ADDED))
                .put("changed", difference.count(Difference.Kind.CHANGED))
                .put("removed", difference.count(Difference.Kind.REMOVED));
        json.put("leftOff", Math.max(0, difference.changes().size() - MOST_CHANGES));
        var changes = json.putArray("changes");
        difference.changes().stream().limit(MOST_CHANGES).forEach(change -> {
            var line = changes.addObject()
                    .put("change", change.kind().word())
                    .put("what", change.what().word())
                    .put("id", change.id());
            var details = line.putArray("details");
            change.details().forEach(details::add);
        });
        return json;
    }

    /** What a source holds and would change. */
    public static ObjectNode seen(Rounds.Seen seen) {
        return switch (seen) {
            case Rounds.Seen.Trouble trouble -> JSON.createObjectNode().put("trouble", trouble.why());
            case Rounds.Seen.Would would -> {
                var json = outcome(would.outcome()).put("holds", would.reading().counts());
                if (!json.has("remarks")) {
                    var remarks = json.putArray("remarks");
                    would.reading().remarks().forEach(remarks::add);
                }
                yield json;
            }
        };
    }

    public static JsonNode past(List<Imports.Past> past) {
        var json = JSON.createArrayNode();
        past.forEach(one -> json.addObject()
                .put("id", one.id())
                .put("at", one.at().toString())
                .put("source", one.source())
                .put("by", one.by())
                .put("kind", one.isUndo() ? "undo" : "import")
                .put("undone", one.undone())
                .put("mayBeUndone", one.mayBeUndone())
                .put("reason", one.reason().orElse(null))
                .put("added", one.added())
                .put("changed", one.changed())
                .put("removed", one.removed()));
        return json;
    }

    public static JsonNode standings(List<Rounds.Standing> standings) {
        var json = JSON.createArrayNode();
        standings.forEach(one -> {
            var line = json.addObject()
                    .put("name", one.name())
                    .put("kind", one.kind())
                    .put("scheduled", one.scheduled())
                    .put("nextAt", one.nextAt().toString())
                    .put("lastSuccessAt", Json.time(one.lastSuccessAt()))
                    .put("lastErrorAt", Json.time(one.lastErrorAt()))
                    .put("lastError", one.lastError().orElse(null))
                    .put("failures", one.failures())
                    .put("wouldRemove", one.doubted().orElse(null))
                    .put("customers", one.customers())
                    .put("servers", one.servers())
                    .put("addresses", one.addresses())
                    .put("remarkCount", one.remarkCount());
            var remarks = line.putArray("remarks");
            one.remarks().forEach(remarks::add);
        });
        return json;
    }

    public static ObjectNode gaps(Imports.Gaps gaps) {
        return JSON.createObjectNode()
                .put("serversWithoutContacts", gaps.serversWithoutContacts())
                .put("someServers", some(gaps.someServers()))
                .put("contactsWithoutPhone", gaps.contactsWithoutPhone())
                .put("someContacts", some(gaps.someContacts()));
    }

    private static String some(List<String> names) {
        return names.stream().collect(Collectors.joining("; "));
    }

    /** What was put back. */
    public static ObjectNode undone(Imports.Undone.Done done) {
        return difference(done.difference()).put("undone", done.importId()).put("source", done.source());
    }
}

package duenotice.access;

import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome;
import duenotice.report.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one person may see of a message and of what was read in it (R59, R68). */
public final class ReportSight {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final DeskRole role;
    private final Inbox.Item item;
    private final JsonNode read;

    private ReportSight(DeskRole role, Inbox.Item item) {
        this.role = role;
        this.item = item;
        this.read = item.report().map(ReportSight::json).orElseGet(JSON::createObjectNode);
    }

    public static ReportSight of(Person person, Inbox.Item item) {
        return new ReportSight(person.role(), item);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException broken) {
            return JSON.createObjectNode();
        }
    }

    /** What was understood, as the API tells it; an empty object where nothing was. */
    public JsonNode read() {
        return read;
    }

    /** Child-abuse material is for leads alone. */
    public boolean isSealed() {
        return !Rights.maySeeMaterial(role == DeskRole.REPORTER ? DeskRole.AGENT : role, types());
    }

    private List<Type> types() {
        return StreamSupport.stream(read.path("findings").spliterator(), false)
                .flatMap(finding -> Type.parse(finding.path("type").asString("")).stream())
                .toList();
    }

    /**
     * Why it waits, or what became of it. Of sealed material its first word alone, because the rest may name where it
     * lies; of what reporters handed in the same, because the rest may tell of customers.
     */
    public Optional<String> reason() {
        if (role == DeskRole.REPORTER) {
            return item.reason()
                    .filter(ignored -> item.state() == MessageOutcome.State.QUEUED)
                    .map(ReportSight::word);
        }
        return isSealed() ? item.reason().map(ReportSight::word) : item.reason();
    }

    private static String word(String reason) {
        return reason.split("[: ]", 2)[0];
    }
}

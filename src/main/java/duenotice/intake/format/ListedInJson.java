package duenotice.intake.format;

import duenotice.report.Finding;
import duenotice.report.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists as JSON: an array of objects, one object with such an array in it, or an object in each line. The names of the
 * fields are read as those of columns are, so URLhaus' answers, Spamhaus' DROP and many others need no reader of their
 * own. Comes after every format that knows its JSON.
 */
final class ListedInJson implements ReportFormat {
    private static final JsonMapper LINES = JsonMapper.shared();
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_FIELDS = 200;
    private static final int LONGEST_LINE = 256 * 1024;

    /** What an answer calls the list in it; any other list explains something. */
    private static final Set<String> ROWS = Set.of(
            "data",
            "urls",
            "entries",
            "results",
            "items",
            "records",
            "list",
            "indicators",
            "events",
            "reports",
            "matches");

    private final Networks networks;

    ListedInJson(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "json-list";
    }

    private static final class Draft {
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> unopened = new ArrayList<>();
        private final Excerpt excerpt = new Excerpt();
        private String about = "";
        private int rows;
        private int strangers;
        private List<String> names = List.of();
        private Optional<RowReading> reading = Optional.empty();

        /** Most rows have the fields of the one before. Empty where such a row says nothing of anybody. */
        private Optional<RowReading> reading(Map<String, String> fields, Networks networks) {
            var own = List.copyOf(fields.keySet());
            if (!own.equals(names)) {
                names = own;
                var columns = Columns.of(own);
                var drop = fields.containsKey("sblid");
                var says = drop || columns.has(Columns.Meaning.TIME) || columns.has(Columns.Meaning.KIND);
                reading = columns.namesSubjects() && says
                        ? Optional.of(new RowReading(columns, networks, about + (drop ? " drop" : ""), false))
                        : Optional.empty();
            }
            return reading;
        }
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        for (var document : content.documents()) {
            if (!JsonDocument.looksLikeJson(document.content())) {
                continue;
            }
            var draft = new Draft();
            draft.about = document.name();
            if (isLines(document)) {
                lines(document, draft);
            } else {
                whole(content, document, draft);
            }
            if (draft.rows > 0) {
                return Optional.of(new Understanding.Report(reading(draft)));
            }
        }
        return Optional.empty();
    }

    // ---- an object in each line

    private static boolean isLines(Document document) {
        try (var reader = document.reader()) {
            var first = reader.readLine();
            var second = reader.readLine();
            return first != null
                    && first.startsWith("{")
                    && first.endsWith("}")
                    && second != null
                    && second.startsWith("{");
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private void lines(Document document, Draft draft) {
        try (var reader = document.reader()) {
            var number = 0;
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (number == MOST_ROWS) {
                    draft.unopened.add("%s: only the first %d rows were read".formatted(document.where(), MOST_ROWS));
                    break;
                }
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    if (line.length() > LONGEST_LINE || !row(LINES.readTree(line), Optional.of(number), draft)) {
                        continue;
                    }
                    draft.excerpt.add(line);
                } catch (JacksonException broken) {
                    if (draft.warnings.size() < 10) {
                        draft.warnings.add("line %d is no JSON".formatted(number));
                    }
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    // ---- one value

    private void whole(Content content, Document document, Draft draft) {
        for (var json : content.json()) {
            if (!json.where().equals(document.where())) {
                continue;
            }
            try {
                var objects = json.objects(MOST_ROWS + 1);
                objects.stream().limit(MOST_ROWS).forEach(object -> object(object, draft));
                if (objects.size() > MOST_ROWS) {
                    draft.unopened.add("%s: only the first %d rows were read".formatted(document.where(), MOST_ROWS));
                }
            } catch (JacksonException broken) {
                return;
            }
        }
    }

    /** The object itself, or what the first list of objects in it holds. */
    private void object(JsonNode object, Draft draft) {
        if (row(object, Optional.empty(), draft)) {
            return;
        }
        for (var field : object.properties()) {
            var value = field.getValue();
            var rows = ROWS.contains(field.getKey().toLowerCase(Locale.ROOT));
            if (rows && value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                for (var item : value) {
                    row(item, Optional.empty(), draft);
                }
                return;
            }
        }
    }

    // ---- rows

    /** False where the object is no row of a list: it names nothing, or says neither when nor what. */
    private boolean row(JsonNode object, Optional<Integer> line, Draft draft) {
        var fields = new LinkedHashMap<String, String>();
        put(object, "", fields);
        if (isSystem(fields)) {
            draft.rows++;
            if (draft.warnings.size() < 10) {
                draft.warnings.add("AS%s as a whole is listed".formatted(fields.get("asn")));
            }
            return true;
        }
        var reading = draft.reading(fields, networks);
        if (reading.isEmpty()) {
            return false;
        }
        var findings = reading.get().findings(List.copyOf(fields.values()), line);
        if (findings.isEmpty()) {
            return false;
        }
        draft.rows++;
        for (var finding : findings) {
            if (finding.subject().ip().filter(ip -> !networks.mayBeOurs(ip)).isPresent()) {
                draft.strangers++;
            } else {
                draft.findings.add(finding);
            }
        }
        return true;
    }

    /** Those of the object, and of what lies in it by name, as {@code alert.signature}. */
    private static void put(JsonNode object, String within, Map<String, String> fields) {
        for (var field : object.properties()) {
            var value = field.getValue();
            if (value.isObject() && within.isEmpty()) {
                put(value, field.getKey() + ".", fields);
            } else if (fields.size() < MOST_FIELDS && value.isValueNode() && !value.isNull()) {
                fields.put(within + field.getKey(), value.asString(""));
            }
        }
    }

    /** ASN-DROP lists whole autonomous systems; the domain in such a row is only its owner's. */
    private static boolean isSystem(Map<String, String> fields) {
        return fields.containsKey("asname")
                && fields.containsKey("rir")
                && fields.getOrDefault("asn", "").matches("\\d{1,10}");
    }

    private Reading reading(Draft draft) {
        if (draft.strangers > 0) {
            draft.warnings.add("%d entries are about addresses of others".formatted(draft.strangers));
        }
        return new Reading(
                name(),
                Optional.empty(),
                Optional.empty(),
                draft.findings,
                draft.excerpt.text(),
                draft.warnings,
                draft.unopened);
    }
}

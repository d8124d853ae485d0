package duenotice.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document into {@link Field}s. From the event stream and not from the library's composer: that one
 * recurses as deep as the file likes, and this keeps of each mark only the line.
 */
final class YamlTree {
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 10_000;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final String file;
    private final Defects defects;
    private final Iterator<Event> events;
    private final Map<Anchor, Field> anchored = new HashMap<>();
    private int aliases;

    private YamlTree(String file, String text, Defects defects) {
        this.file = file;
        this.defects = defects;
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE) // the bytes were bounded before
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document; empty where there is none or it is broken, which is then among the defects. */
    static Optional<Field> read(String file, String text, Defects defects) {
        try {
            return new YamlTree(file, text, defects).document();
        } catch (Unreadable unreadable) {
            defects.add(unreadable.place, unreadable.reason);
        } catch (MarkedYamlEngineException broken) {
            var line = broken.getProblemMark().or(broken::getContextMark).map(mark -> mark.getLine() + 1);
            defects.add(
                    new Place(file, line.orElse(1)), "This is no YAML: " + Spelling.shown(broken.getProblem()) + ".");
        } catch (ReaderException broken) {
            var line = text.codePoints()
                    .limit(broken.getPosition())
                    .filter(each -> each == '\n')
                    .count();
            defects.add(new Place(file, (int) line + 1), "A character here is not allowed in YAML.");
        } catch (YamlEngineException broken) {
            defects.add(new Place(file, 1), "This is no YAML: " + Spelling.shown(String.valueOf(broken.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<Field> document() {
        Optional<Field> document = Optional.empty();
        while (events.hasNext()) {
            var event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
                case Alias, Scalar, SequenceStart, MappingStart, SequenceEnd, MappingEnd -> {
                    if (document.isPresent()) {
                        throw new Unreadable(placeOf(event), "A second YAML document begins here; one file holds one.");
                    }
                    document = Optional.of(field(event, placeOf(event), 0));
                }
            }
        }
        return document;
    }

    private Field field(Event event, Place place, int depth) {
        if (depth > DEEPEST) {
            throw new Unreadable(place, "The file is nested deeper than " + DEEPEST + " levels.");
        }
        var field = switch (event) {
            case AliasEvent alias -> aliased(alias, place);
            case ScalarEvent scalar ->
                scalar.isPlain() && NULLS.contains(scalar.getValue())
                        ? new Field.Nothing(place)
                        : new Field.Text(place, scalar.getValue());
            case SequenceStartEvent start -> many(place, depth);
            case MappingStartEvent start -> keyed(place, depth);
            default -> throw new IllegalStateException("no node begins with " + event);
        };
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            node.getAnchor().ifPresent(anchor -> anchored.put(anchor, field));
        }
        return field;
    }

    private Field aliased(AliasEvent alias, Place place) {
        if (++aliases > MOST_ALIASES) {
            throw new Unreadable(place, "The file uses more than " + MOST_ALIASES + " aliases.");
        }
        var field = anchored.get(alias.getAlias());
        if (field == null) {
            throw new Unreadable(
                    place,
                    "The alias *" + Spelling.shown(alias.getAlias().getValue()) + " names no finished part above.");
        }
        return field;
    }

    private Field many(Place place, int depth) {
        List<Field> items = new ArrayList<>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(field(event, placeOf(event), depth + 1));
        }
        return new Field.Many(place, items);
    }

    private Field keyed(Place place, int depth) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            var keyPlace = placeOf(event);
            if (!(event instanceof ScalarEvent key)) {
                throw new Unreadable(keyPlace, "A key must be a plain word.");
            }
            var value = field(events.next(), keyPlace, depth + 1);
            if (fields.putIfAbsent(key.getValue(), value) != null) {
                defects.add(keyPlace, "The key " + Spelling.quoted(key.getValue()) + " stands here a second time.");
            }
        }
        return new Field.Keyed(place, fields);
    }

    private Place placeOf(Event event) {
        return new Place(
                file, event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    /** The rest of the file cannot be made sense of after this. */
    private static final class Unreadable extends RuntimeException {
        private final transient Place place;
        private final String reason;

        Unreadable(Place place, String reason) {
            super(reason, null, false, false);
            this.place = place;
            this.reason = reason;
        }
    }
}

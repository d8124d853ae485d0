package duenotice.inventory;

import java.util.List;
import java.util.Map;

/** What an inventory file holds before anybody judges it: the same shape from YAML, JSON and CSV, each part with its place. */
sealed interface Field {
    Place place();

    record Text(Place place, String text) implements Field {}

    /** An empty value: a YAML null, an empty CSV cell. */
    record Nothing(Place place) implements Field {}

    record Many(Place place, List<Field> items) implements Field {}

    record Keyed(Place place, Map<String, Field> fields) implements Field {}
}

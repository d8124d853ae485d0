package duenotice.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One entry of an inventory file being read: asks for its keys and notes what is wrong with them. */
final class Fields {
    private final String what;
    private final Place place;
    private final Map<String, Field> fields;
    private final Defects defects;

    private Fields(String what, Place place, Map<String, Field> fields, Defects defects) {
        this.what = what;
        this.place = place;
        this.fields = fields;
        this.defects = defects;
    }

    /**
     * @param what the entry as a sentence calls it, such as {@code a customer}
     * @param known every key it may have; any other is a defect
     */
    static Fields of(String what, Field field, Set<String> known, Defects defects) {
        if (!(field instanceof Field.Keyed keyed)) {
            defects.add(field.place(), "Here must stand " + what + " with its keys.");
            return new Fields(what, field.place(), Map.of(), defects);
        }
        keyed.fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                defects.add(
                        value.place(),
                        "The key " + Spelling.quoted(key) + " is unknown in " + what + "; there are "
                                + String.join(", ", new TreeSet<>(known)) + ".");
            }
        });
        return new Fields(what, keyed.place(), keyed.fields(), defects);
    }

    Place place() {
        return place;
    }

    boolean has(String key) {
        var field = fields.get(key);
        return field != null && !(field instanceof Field.Nothing);
    }

    /** The value; where it is missing or wrong, a defect and the stand-in, which is never imported. */
    <T> T required(String key, Function<String, T> spelling, T standIn) {
        if (!has(key)) {
            defects.add(place, "The key " + key + " is missing in " + what + ".");
            return standIn;
        }
        return optional(key, spelling).orElse(standIn);
    }

    <T> Optional<T> optional(String key, Function<String, T> spelling) {
        var field = fields.get(key);
        return field == null ? Optional.empty() : read(key, field, spelling);
    }

    <T> List<T> list(String key, int most, Function<String, T> spelling) {
        List<T> values = new ArrayList<>();
        for (var item : items(key, most)) {
            if (item instanceof Field.Nothing) {
                defects.add(item.place(), "An entry of " + key + " is empty.");
            } else {
                read(key, item, spelling).ifPresent(values::add);
            }
        }
        return values;
    }

    List<Field> items(String key, int most) {
        return switch (fields.get(key)) {
            case null -> List.of();
            case Field.Nothing none -> List.of();
            case Field.Many many
            when many.items().size() > most -> {
                defects.add(many.place(), "The list " + key + " has more than " + most + " entries.");
                yield List.of();
            }
            case Field.Many many -> many.items();
            case Field.Text text -> notAList(key, text);
            case Field.Keyed keyed -> notAList(key, keyed);
        };
    }

    private List<Field> notAList(String key, Field field) {
        defects.add(field.place(), "The key " + key + " must hold a list.");
        return List.of();
    }

    private <T> Optional<T> read(String key, Field field, Function<String, T> spelling) {
        return switch (field) {
            case Field.Nothing none -> Optional.empty();
            case Field.Text text -> {
                try {
                    yield Optional.of(spelling.apply(text.text()));
                } catch (Implausible implausible) {
                    defects.add(text.place(), implausible.reason());
                    yield Optional.empty();
                }
            }
            case Field.Many many -> notAText(key, many);
            case Field.Keyed keyed -> notAText(key, keyed);
        };
    }

    private <T> Optional<T> notAText(String key, Field field) {
        defects.add(field.place(), "The key " + key + " must hold a single value.");
        return Optional.empty();
    }
}

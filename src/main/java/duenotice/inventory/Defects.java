package duenotice.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that one refusal names all of it. */
final class Defects {
    /** A file that is wrong throughout is given up here: nobody reads more, and hostile files would have us work for ever. */
    private static final int MOST = 200;

    private final List<Defect> found = new ArrayList<>();

    void add(Place place, String reason) {
        found.add(new Defect(place.file(), place.line(), reason));
        if (found.size() >= MOST) {
            found.add(new Defect(place.file(), place.line(), "Reading stopped here after " + MOST + " defects."));
            throw refusal();
        }
    }

    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw refusal();
        }
    }

    private InventoryRefused refusal() {
        return new InventoryRefused(found.stream()
                .sorted(Comparator.comparing(Defect::file).thenComparing(Defect::line))
                .toList());
    }
}

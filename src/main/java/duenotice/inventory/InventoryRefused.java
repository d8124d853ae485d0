package duenotice.inventory;

import java.util.List;
import java.util.stream.Collectors;

/** An inventory file was refused as a whole; nothing of it was imported. */
public final class InventoryRefused extends RuntimeException {
    private final transient List<Defect> defects;

    InventoryRefused(List<Defect> defects) {
        super(defects.stream().map(Defect::toString).collect(Collectors.joining("\n")));
        this.defects = List.copyOf(defects);
    }

    /** What is wrong, in file order; never empty. */
    public List<Defect> defects() {
        return defects;
    }
}

package duenotice.intake;

import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import duenotice.inventory.Inventory;

/** The readers, knowing the networks that are ours by the last import; asks again only after the next one. */
final class OwnFormats {
    private final Inventory inventory;
    private volatile Known known = new Known(-1, new Formats(Networks.UNKNOWN));

    private record Known(long imports, Formats formats) {}

    OwnFormats(Inventory inventory) {
        this.inventory = inventory;
    }

    Formats now() {
        var imports = inventory.imports();
        var before = known;
        if (before.imports == imports) {
            return before.formats;
        }
        var fresh = new Known(imports, new Formats(Networks.of(inventory.ownNetworks())));
        known = fresh;
        return fresh.formats;
    }
}

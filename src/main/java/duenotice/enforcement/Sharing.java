package duenotice.enforcement;

import duenotice.casework.MeasureRows;
import duenotice.casework.MeasureRows.Standing;
import duenotice.incident.Measure;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.MeasureState;
import java.util.List;
import java.util.Optional;

/**
 * Several incidents may ask for the same measure on the same server. The network is asked once, and given back what it was
 * before the first by the last that lets go.
 */
final class Sharing {
    private final MeasureRows rows;

    Sharing(MeasureRows rows) {
        this.rows = rows;
    }

    /** The same measure of others, that stands or may stand, oldest first. */
    private List<Standing> others(MeasureId own, MeasureKind kind, String target) {
        var candidates = kind == MeasureKind.NULL_ROUTE ? rows.standing() : rows.standingOn(target);
        return candidates.stream()
                .filter(row -> row.kind() == kind && row.target().equals(target))
                .filter(row -> !row.id().equals(own))
                .toList();
    }

    /** What the network was before any of them: the look before the first measure, not a later one. */
    Optional<String> priorOfFirst(MeasureId own, MeasureKind kind, String target) {
        return others(own, kind, target).stream().findFirst().map(Standing::prior);
    }

    /** Another one is in force already. */
    Optional<Standing> inForce(MeasureId own, MeasureKind kind, String target) {
        return others(own, kind, target).stream()
                .filter(row -> row.state().equals(MeasureState.CONFIRMED.word()))
                .findFirst();
    }

    /** Another one wants that nothing is undone. Of two that are being undone at once, none holds the other up. */
    Optional<Standing> holding(Measure own) {
        return others(own.id(), own.kind(), own.target()).stream()
                .filter(Sharing::isWanted)
                .findFirst();
    }

    private static boolean isWanted(Standing row) {
        return !row.state().equals(MeasureState.LIFTING.word());
    }

    /** A powered-off server runs for a repair, of whichever incident. */
    boolean isInRepair(String server) {
        return rows.standingOn(server).stream().anyMatch(row -> row.kind() == MeasureKind.REPAIR);
    }

    /** Somebody wants its network off, whatever its power. */
    boolean wantsNetworkOff(String server) {
        return isWanted(server, MeasureKind.NETWORK_OFF);
    }

    boolean wantsPowerOff(String server) {
        return isWanted(server, MeasureKind.POWER_OFF);
    }

    private boolean isWanted(String server, MeasureKind kind) {
        return rows.standingOn(server).stream().anyMatch(row -> row.kind() == kind && isWanted(row));
    }
}

package duenotice.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be imported, and how.
 *
 * @param source whose rows these are
 * @param whole rows of the source that are not named here are gone; otherwise they stay
 * @param present the file says only what is now: when it began and ended is told by comparing with what is stored
 * @param kept ids of rows, such as {@code server web-1} or {@code contact customer fern Ida}, that the source named in a way nobody could read: they stay as they are
 * @param mostLost share of the source's rows, 0 to 1, that may go at once; empty where a person looked
 * @param letThrough so many rows may go, because staff said so
 */
record Handed(
        InventoryFile file,
        String source,
        boolean whole,
        boolean present,
        List<String> kept,
        List<String> remarks,
        Optional<Double> mostLost,
        Optional<Integer> letThrough,
        Optional<String> reason,
        String by,
        Instant now) {
    /** Rows handed in by people, in files. */
    static final String FILE = "file";

    /** A file that a person hands in. */
    static Handed file(InventoryFile file, String by, Instant now) {
        return new Handed(
                file,
                FILE,
                false,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                by,
                now);
    }

    Handed with(InventoryFile settled, List<String> alsoKept, List<String> allRemarks) {
        return new Handed(settled, source, whole, present, alsoKept, allRemarks, mostLost, letThrough, reason, by, now);
    }
}

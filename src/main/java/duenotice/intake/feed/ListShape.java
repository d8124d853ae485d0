package duenotice.intake.feed;

import java.util.List;
import java.util.Optional;

/** How a list is written: finds what is ours in it, and whether it is whole. */
interface ListShape {
    /** @param lines one character for each byte, with their line ends */
    Rows read(List<String> lines);

    default boolean mayBeEmpty() {
        return true;
    }

    /**
     * @param count of all rows, ours or not
     * @param before lines that explain the rows; {@code after} likewise
     * @param defect why it is not whole; empty where nothing speaks against it
     */
    record Rows(int count, List<Entry> entries, String before, String after, Optional<String> defect) {
        static Rows defective(String why) {
            return new Rows(0, List.of(), "", "", Optional.of(why));
        }
    }
}

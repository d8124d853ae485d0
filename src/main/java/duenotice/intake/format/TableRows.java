package duenotice.intake.format;

import java.util.Optional;

/** The rows of a table, one after the other; never more than one is kept. Columns are found by name, whatever their order. */
interface TableRows {
    /** Moves on to the next row; false at the end. */
    boolean next();

    /** Where the row begins, counted from 1 with the heading. */
    int line();

    /** Why the row cannot be taken apart; such a row has no values. */
    Optional<String> trouble();

    /** Whether the table has that column; of a table without a heading, whether its first row has it. */
    boolean has(String column);

    /** The row's value in that column, without blanks around it; empty where it or the column is missing. */
    String value(String column);

    /** Whether something stands behind that column in this row, so that its value was not cut off. */
    boolean goesOnBehind(String column);

    /** Why the rest could not be read; empty while there is hope. */
    Optional<String> brokenOff();
}

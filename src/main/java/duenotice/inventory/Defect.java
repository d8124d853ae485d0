package duenotice.inventory;

/**
 * One thing that is wrong with an inventory file.
 *
 * @param file the file's name, or the table's inside a zip or folder
 * @param line counted from 1; 0 where the file names the row itself, being no file
 * @param reason one sentence that says what is wrong
 */
public record Defect(String file, int line, String reason) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}

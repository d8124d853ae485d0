package duenotice.inventory;

/** Where something stands in what was handed in; lines count from 1, 0 where the file names the row itself. */
record Place(String file, int line) {
    /** How a sentence that stands elsewhere names this place. */
    String seenFrom(Place other) {
        return line == 0 ? file : file.equals(other.file()) ? "line " + line : "line " + line + " of " + file;
    }
}

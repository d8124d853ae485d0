package duenotice.intake.format;

/**
 * A place that a text speaks of.
 *
 * @param line number of the line, from 0; the mail's subject is line -1
 * @param defanged whether it was written so that nobody can click on it
 */
record Mention(Place place, Standing standing, int line, boolean defanged) {
    boolean accuses() {
        return standing.compareTo(Standing.LOGGED) <= 0;
    }
}

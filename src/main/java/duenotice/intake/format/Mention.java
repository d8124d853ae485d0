package duenotice.intake.format;

/**
 * A place that a text speaks of.
 *
 * @param label the words of its label in lower case, empty where it has none
 * @param line number of the line, from 0; the mail's subject is line -1
 * @param enumerated whether it is only counted up behind the place before it
 * @param beginsRow whether nothing but figures, as of a time, stands before it in its line
 * @param defanged whether it was written so that nobody can click on it
 */
record Mention(
        Place place,
        Standing standing,
        String label,
        int line,
        boolean enumerated,
        boolean beginsRow,
        boolean defanged) {
    Mention as(Standing standing) {
        return new Mention(place, standing, label, line, enumerated, beginsRow, defanged);
    }

    Mention orElsePortOf(Mention later) {
        if (place.port().isPresent() || later.place.port().isEmpty()) {
            return this;
        }
        var told = new Place(place.kind(), place.text(), place.start(), place.end(), later.place.port());
        return new Mention(told, standing, label, line, enumerated, beginsRow, defanged);
    }
}

package duenotice.report;

/**
 * How far a reporter's word has held, from 0 to 100 (R55). Nothing is known of a new one, who begins at 100; each false
 * report weighs as much as two that were confirmed, and a long good record outweighs a slip.
 */
public final class ReporterScore {
    /** So many of a reporter's latest judged reports count: whoever turns bad, or good, is soon known. */
    public static final int LATEST = 30;

    /** Below this the word of a reporter nobody has declared trusted no longer counts: his reports wait for staff. */
    public static final int LOW = 50;

    /** As if so many had been confirmed before: a stranger's word is lost with three false ones in a row. */
    private static final int GOOD_WILL = 5;

    private static final int WEIGHT_OF_FALSE = 2;

    private ReporterScore() {}

    /** Of the latest judged reports, at most {@link #LATEST}. */
    public static int of(int confirmed, int falseReports) {
        var good = confirmed + GOOD_WILL;
        return Math.round(100f * good / (good + WEIGHT_OF_FALSE * falseReports));
    }

    public static boolean isLow(int score) {
        return score < LOW;
    }
}

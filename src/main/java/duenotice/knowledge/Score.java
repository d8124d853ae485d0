package duenotice.knowledge;

/** What readers said of a text: how many of them found it helpful. */
public record Score(int helpful, int votes) {
    public static final Score NONE = new Score(0, 0);

    /** Fewer voices say more of the voter than of the text. */
    private static final int TELLING = 3;

    /** Most readers were not helped: to be rewritten (R38). */
    public boolean isLow() {
        return votes >= TELLING && helpful * 2 < votes;
    }

    Score plus(Score other) {
        return new Score(helpful + other.helpful, votes + other.votes);
    }
}

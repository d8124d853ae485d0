package duenotice.intake;

import duenotice.casework.Sighted.Weight;
import duenotice.report.ReporterScore;
import duenotice.report.SourceType;
import java.util.Optional;

/**
 * Who complains, and what that counts for (R2, R40).
 *
 * @param reporter the sender's address in lower case, or the name of an API key
 * @param proven the sender is who he says he is: by API key, or by an aligned SPF or DKIM result of our own mail server
 * @param domain authenticated organisational domain; empty where nothing is proven, for free mail and for API keys
 * @param source whose flood it would be (R64); empty for own detection
 * @param authorProven the address in {@code From} is proven; of a mail that came by key, that is not said by the key
 * @param doubted his reports were false too often, so that his word no longer counts as a second one (R55)
 * @param undecided nobody could look whether his signature holds; it will be looked at again
 */
record Provenance(
        String reporter,
        boolean proven,
        Weight weight,
        Optional<String> domain,
        SourceType sourceType,
        Optional<String> source,
        boolean authorProven,
        boolean doubted,
        boolean undecided) {

    /** Tells a forged copy of a report from the genuine one. */
    String key() {
        return (proven ? "proven " : "said ") + reporter;
    }

    /** By which his record is kept: proven domain, API key, or proven address; what nobody has proven stands apart. */
    String identity() {
        return proven ? domain.orElse(reporter) : "unproven " + reporter;
    }

    /** What his word counts for, in one word. */
    String trust() {
        return doubted
                ? "doubted"
                : switch (weight) {
                    case TRUSTED -> "trusted";
                    case TELEMETRY -> "own-detection";
                    case AUTHENTICATED -> "proven";
                    case NONE -> proven ? "proven" : undecided ? "unchecked" : "unproven";
                };
    }

    /**
     * The same with a record that speaks against him. What our own detection sees is ours to mend, and whom the inventory or
     * the settings trust counts as trusted until people take that back (R40): his score only tells them when to.
     */
    Provenance withScore(int score) {
        return !ReporterScore.isLow(score) || weight == Weight.TELEMETRY || weight == Weight.TRUSTED
                ? this
                : new Provenance(
                        reporter, proven, Weight.NONE, domain, sourceType, source, authorProven, true, undecided);
    }

    /** Whether there is no use in looking at his signature again. */
    Provenance asDecided() {
        return new Provenance(reporter, proven, weight, domain, sourceType, source, authorProven, doubted, false);
    }
}

package duenotice.intake;

import duenotice.casework.Sighted.Weight;
import duenotice.report.SourceType;
import java.util.Optional;

/**
 * Who complains, and what that counts for (R2, R40).
 *
 * @param reporter the sender's address in lower case, or the name of an API key
 * @param proven the sender is who he says he is: by API key, or by an aligned SPF or DKIM result of our own mail server
 * @param domain authenticated organisational domain; empty where nothing is proven, for free mail and for API keys
 * @param source whose flood it would be (R64); empty for own detection
 */
record Provenance(
        String reporter,
        boolean proven,
        Weight weight,
        Optional<String> domain,
        SourceType sourceType,
        Optional<String> source) {

    /** Tells a forged copy of a report from the genuine one. */
    String key() {
        return (proven ? "proven " : "said ") + reporter;
    }
}

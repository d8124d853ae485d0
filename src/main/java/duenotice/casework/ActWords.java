package duenotice.casework;

import duenotice.incident.IncidentEvent.VerificationBasis;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words for what acts hold as yes and no, the same in the console as in the API; empty for any other word. */
public final class ActWords {
    public static final List<String> RESULTS = List.of("clean", "not-clean");
    public static final List<String> DECISIONS = List.of("upheld", "rejected");
    public static final List<String> SEEN = List.of("on", "off");
    public static final List<String> BASES =
            Arrays.stream(VerificationBasis.values()).map(ActWords::word).toList();

    private ActWords() {}

    public static Optional<Boolean> clean(String word) {
        return either(RESULTS, word);
    }

    public static Optional<Boolean> upheld(String word) {
        return either(DECISIONS, word);
    }

    public static Optional<Boolean> on(String word) {
        return either(SEEN, word);
    }

    public static Optional<VerificationBasis> basis(String word) {
        return Arrays.stream(VerificationBasis.values())
                .filter(basis -> word(basis).equals(word))
                .findFirst();
    }

    private static String word(VerificationBasis basis) {
        return basis.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Boolean> either(List<String> words, String word) {
        return Optional.of(words.indexOf(word)).filter(at -> at >= 0).map(at -> at == 0);
    }
}

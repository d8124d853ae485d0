package duenotice.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * How grave something looks, for the order in which people look at it. It moves no clock and changes no step. What
 * happened decides; word of nobody proven makes it one less, many reporters or many reports one more.
 */
public enum Severity {
    LOW("low"),
    MEDIUM("medium"),
    HIGH("high"),
    CRITICAL("critical");

    /** Harm to others goes on while it lasts, or somebody else holds the machine. */
    private static final Set<Type> GRAVE = Set.of(
            Type.of("connection/ddos"),
            Type.of("connection/infected_host"),
            Type.of("infrastructure/botnet"),
            Type.of("infrastructure/compromised_server"),
            Type.of("content/malware"),
            Type.of("content/remote_compromise"),
            Type.of("content/phishing"),
            Type.of("content/fraud"),
            Type.of("content/exposed_data"));

    /** A weakness, a right, a list: something may come of it. */
    private static final Set<String> MILD = Set.of("vulnerability", "copyright", "reputation");

    private static final int SEVERAL_REPORTERS = 3;
    private static final int MANY_REPORTS = 20;

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** Whose word it is, at best. */
    public enum Backing {
        /** Nobody whose name was proven, or whose score is low. */
        NOBODY,
        /** The sender is proven, no more. */
        PROVEN,
        /** A trusted reporter, our own detection, or staff. */
        TRUSTED;

        /** As it is kept: 0 nobody, 1 proven, 2 trusted. */
        public static Backing ofWeight(int weight) {
            return weight <= 0 ? NOBODY : weight == 1 ? PROVEN : TRUSTED;
        }
    }

    /**
     * @param types what happened, the gravest counts; empty counts as unknown
     * @param reports without duplicates
     * @param reporters different ones
     */
    public static Severity of(Category category, Collection<Type> types, Backing backing, int reports, int reporters) {
        if (types.stream().anyMatch(Type::isChildAbuse)) {
            return CRITICAL;
        }
        var base = types.stream().map(Severity::base).max(Severity::compareTo).orElse(MEDIUM);
        var found = category == Category.SERVER_UNDER_ATTACK && base == HIGH ? MEDIUM : base;
        var often = reporters >= SEVERAL_REPORTERS || reports >= MANY_REPORTS;
        if (often == (backing == Backing.NOBODY)) {
            return found;
        }
        return often ? found.more() : found.less();
    }

    private Severity more() {
        return switch (this) {
            case LOW -> MEDIUM;
            case MEDIUM -> HIGH;
            case HIGH, CRITICAL -> CRITICAL;
        };
    }

    private Severity less() {
        return switch (this) {
            case LOW, MEDIUM -> LOW;
            case HIGH -> MEDIUM;
            case CRITICAL -> HIGH;
        };
    }

    private static Severity base(Type type) {
        if (GRAVE.contains(type)) {
            return HIGH;
        }
        return MILD.contains(type.group()) ? LOW : MEDIUM;
    }

    /** The word used in the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<Severity> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}

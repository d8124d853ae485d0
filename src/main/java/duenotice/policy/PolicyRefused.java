package duenotice.policy;

import java.util.List;
import java.util.stream.Collectors;

/** Policy files that cannot be used: the start stops, nothing of the set is taken. */
public final class PolicyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    PolicyRefused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    PolicyRefused(String file, int line, String sentence) {
        this(List.of(new Problem(file, line, sentence)));
    }

    /** Everything that was found, in the order of files and lines; at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param file path of the file, or its name where it is shipped
     * @param line counted from 1; 0 where the file as a whole is meant
     */
    public record Problem(String file, int line, String sentence) {
        @Override
        public String toString() {
            return line == 0 ? file + ": " + sentence : file + ":" + line + ": " + sentence;
        }
    }
}

package duenotice.inventory;

import java.util.List;

/** What became of what a source handed in. */
public sealed interface Outcome {
    /**
     * It is in.
     *
     * @param remarks on rows that cost only themselves, and are as they were before
     */
    record Taken(ImportResult result, Difference difference, List<String> remarks) implements Outcome {
        public Taken {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * It came whole and is not believed; nothing was changed.
     *
     * @param why a sentence
     * @param removed so many customers and servers would go
     */
    record Doubted(String why, int removed) implements Outcome {}
}

package duenotice.inventory;

import java.util.List;
import java.util.Locale;

/**
 * What an import changes, row by row; a row's contacts, addresses and host names are part of it.
 *
 * @param changes customers first, then servers, reporters and networks, each in the order of their ids
 */
public record Difference(List<Change> changes) {
    public static final Difference NONE = new Difference(List.of());

    public Difference {
        changes = List.copyOf(changes);
    }

    /**
     * One row.
     *
     * @param details what of it, a line each; empty where the row is new or gone as a whole
     */
    public record Change(What what, String id, Kind kind, List<String> details) {
        public Change {
            details = List.copyOf(details);
        }

        /** Whether it does to its row, at least in part, what the other one did. */
        boolean repeats(Change other) {
            return what == other.what
                    && id.equals(other.id)
                    && kind == other.kind
                    && (kind != Kind.CHANGED || details.stream().anyMatch(other.details::contains));
        }

        /** One line for people. */
        @Override
        public String toString() {
            return kind.word() + " " + what.word() + " " + id
                    + (details.isEmpty() ? "" : ": " + String.join("; ", details));
        }
    }

    /** Kinds of rows. */
    public enum What {
        CUSTOMER,
        SERVER,
        REPORTER,
        NETWORK;

        /** The word used in the database, the API and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of a row. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED;

        /** The word used in the database, the API and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public int count(Kind kind) {
        return (int) changes.stream().filter(change -> change.kind() == kind).count();
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** How many rows of which kind, in words. */
    public String summary() {
        return isEmpty()
                ? "nothing changes"
                : count(Kind.ADDED) + " added, " + count(Kind.CHANGED) + " changed, " + count(Kind.REMOVED)
                        + " removed";
    }
}

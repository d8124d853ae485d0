package duenotice.inventory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came of reading a source once: the same for every kind of source. */
public sealed interface Reading {
    /**
     * All that the source holds: customers, servers, addresses, contacts, periods.
     *
     * @param file its rows, each in order by itself
     * @param present it says only what is now, and knows no end of anything
     * @param kept rows that it holds and that nobody could read, such as {@code server web-1} or {@code contact customer fern Ida}
     * @param remarks what could not be read, with where
     */
    record Whole(InventoryFile file, boolean present, List<String> kept, List<String> remarks) implements Reading {
        public Whole {
            kept = List.copyOf(kept);
            remarks = List.copyOf(remarks);
        }

        /** How many customers, servers and addresses, in words. */
        public String counts() {
            return file.customers().size() + " customers, " + file.servers().size() + " servers, " + file.addressCount()
                    + " addresses";
        }
    }

    /**
     * Nothing can be said of what it holds.
     *
     * @param reason a sentence
     * @param retryAfter what the other side asks for
     */
    record Trouble(String reason, Optional<Duration> retryAfter) implements Reading {
        public Trouble(String reason) {
            this(reason, Optional.empty());
        }
    }

    /** The first few say enough; the rest shows once they are mended. */
    static Trouble refused(InventoryRefused refused) {
        var shown = refused.defects().stream().limit(5).map(Defect::toString).collect(Collectors.joining(" "));
        var more = refused.defects().size() - 5;
        return new Trouble(shown + (more > 0 ? " And " + more + " more." : ""));
    }
}

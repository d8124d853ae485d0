package duenotice.inventory;

import duenotice.report.Prefix;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out where names point, for reports that name a page and no address. It asks the domain name system and nothing else:
 * no page is ever fetched. Names are in ASCII and lower case.
 */
public interface NameLookup {
    /**
     * What a name said.
     *
     * @param addresses single ones; empty where the name does not exist or has none
     * @param askedAt when it said so
     */
    record Pointing(List<Prefix> addresses, Instant askedAt) {
        public Pointing {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * What came of asking for some names.
     *
     * @param pointings of those that could be found out
     * @param unasked of the others those that nobody was asked about: too many are, on that account or in all
     */
    record Found(Map<String, Pointing> pointings, Set<String> unasked) {
        public static final Found NOTHING = new Found(Map.of(), Set.of());

        public Found {
            pointings = Map.copyOf(pointings);
            unasked = Set.copyOf(unasked);
        }
    }

    /** What was said of each some minutes ago at most, without asking anybody; the others are missing. */
    Map<String, Pointing> kept(Collection<String> names);

    /**
     * Asks, for some seconds at most. What could not be found out is missing, and may be asked again later.
     *
     * @param onAccountOf by name, whose report it stands in: nobody may have all of what is asked in a minute
     */
    Found of(Map<String, String> onAccountOf);
}

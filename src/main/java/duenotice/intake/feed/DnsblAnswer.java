package duenotice.intake.feed;

import java.time.Duration;
import java.util.List;

/** What a blocklist says of one address. */
sealed interface DnsblAnswer {
    /**
     * @param codes within 127.0.0.0/8, each with the list's own meaning
     * @param texts why, in the list's words; may be empty
     */
    record Listed(List<String> codes, List<String> texts, Duration ttl) implements DnsblAnswer {}

    record NotListed(Duration ttl) implements DnsblAnswer {}

    /** It does not answer us, and says so: never a listing. */
    record Refused(String why) implements DnsblAnswer {}

    /** No answer, or none that says anything. */
    record Unknown(String why) implements DnsblAnswer {}
}

package duenotice.access;

import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome;
import duenotice.report.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Where to go with a report that names nothing of ours (R72), for those who look at what became of their report: by the form
 * or by the API. Mails are answered by mail. It says nothing of any customer: that an address is not ours is public.
 */
public final class Elsewhere {
    /** The word with which such a report waits (contracts part 5). */
    private static final String NOT_OURS = "not-ours";

    private static final Person ANYBODY = new Person("a reporter", DeskRole.REPORTER);

    private final Registries registries;

    public Elsewhere(Registries registries) {
        this.registries = registries;
    }

    /** Who takes complaints about an address of others. */
    public interface Registries {
        /** Nobody is asked. */
        Registries UNASKED = address -> Optional.empty();

        /** Takes a bounded time and never throws; empty where nobody could be asked or nothing was found. */
        Optional<String> mailbox(String address);
    }

    /**
     * @param address named first, or the network
     * @param mailbox for complaints about it, from outside and to be shown as inert text only; empty where nobody knows
     */
    public record Way(String address, Optional<String> mailbox) {
        /** For programs and for those who read no other language. */
        public String sentence() {
            return mailbox.map(one ->
                            "%s is not in our network; by the registries' public records %s takes complaints about it"
                                    .formatted(address, one))
                    .orElseGet(() -> "%s is not in our network; a WHOIS or RDAP service names who is responsible for it"
                            .formatted(address));
        }
    }

    /**
     * Empty where something of it is ours or may be, and where it is named by name alone: what a look-up has found is not of
     * the report, and is told only in the answer to a mail.
     */
    public Optional<Way> of(Inbox.Item report) {
        if (report.state() != MessageOutcome.State.QUEUED
                || report.reason().filter(why -> why.startsWith(NOT_OURS + ":")).isEmpty()) {
            return Optional.empty();
        }
        var sight = ReportSight.of(ANYBODY, report);
        if (sight.isSealed()) {
            return Optional.empty();
        }
        List<String> named = StreamSupport.stream(sight.read().path("findings").spliterator(), false)
                .map(finding -> finding.path("ip").asString(""))
                .toList();
        return named.stream()
                .findFirst()
                .filter(first -> named.stream().noneMatch(String::isEmpty))
                .flatMap(Prefix::parse)
                .map(prefix -> new Way(prefix.text(), registries.mailbox(prefix.text())));
    }
}

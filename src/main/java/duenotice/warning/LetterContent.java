package duenotice.warning;

import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.StatementPart;
import duenotice.knowledge.Article;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Everything one letter to one person says. Texts in it may come from outside; they are shown as inert text.
 *
 * @param letter name of the template
 * @param language the reader's; where we do not write it the letter is in English and says so (R39)
 * @param zone in which times are told beside UTC
 * @param name of the reader; may be empty
 * @param incident empty where the letter is about none, or about several
 * @param about what it is about; empty for readers who must not know (R3)
 * @param deadline until when an answer is wanted
 * @param next what follows when nobody answers
 * @param until a further instant the letter names: end of a watch, new deadline, end of a measure
 * @param missing parts that a statement lacks
 * @param reason of staff, in their words
 * @param message a free message of staff
 * @param page the reader's own page of the incident
 * @param servers where the letter is about many; empty in all others
 */
public record LetterContent(
        String letter,
        Locale language,
        ZoneId zone,
        String name,
        ProviderIdentity provider,
        Optional<IncidentId> incident,
        Optional<About> about,
        Optional<Deadline> deadline,
        Optional<NextMeasures> next,
        Optional<Deed> deed,
        Optional<Instant> until,
        List<Article> remedies,
        List<StatementPart> missing,
        Optional<String> reason,
        Optional<String> message,
        Optional<Page> page,
        Optional<Forward> forward,
        List<Listed> servers) {
    public LetterContent {
        remedies = List.copyOf(remedies);
        missing = List.copyOf(missing);
        servers = List.copyOf(servers);
    }

    /** One of several servers in one letter, each with an incident and a page of its own. */
    public record Listed(IncidentId incident, About about, Page page) {}

    /**
     * @param address in evidence
     * @param excerpts of the reports, from outside
     */
    public record About(
            ServerId server,
            Optional<String> address,
            Category category,
            List<Type> types,
            Optional<Seen> seen,
            List<String> excerpts) {
        public About {
            types = List.copyOf(types);
            excerpts = List.copyOf(excerpts);
        }
    }

    /**
     * When it was seen.
     *
     * @param sure false where a report gave no zone: the times may then be off by hours
     */
    public record Seen(Instant first, Instant last, boolean sure) {}

    /** @param within how long that is from the letter on; empty where it only reminds of one */
    public record Deadline(Instant at, Optional<Duration> within) {}

    /**
     * What the policy says for silence.
     *
     * @param callAnswerWithin empty where nobody is phoned
     * @param cut empty where nothing is cut
     * @param approval a person decides on the cut
     */
    public record NextMeasures(Optional<Duration> callAnswerWithin, Optional<MeasureKind> cut, boolean approval) {}

    /**
     * What was done to the server.
     *
     * @param since when the network said so
     * @param lifted why it was undone; empty while it stands
     * @param atOnce it came before the time to answer and the calls, as an emergency
     * @param console where the machine is reached without its network
     */
    public record Deed(
            MeasureKind kind,
            String target,
            Optional<Instant> since,
            Optional<LiftReason> lifted,
            boolean atOnce,
            Set<RestoreNeed> needs,
            CleanUp cleanUp,
            Optional<URI> console) {}

    /** @param lastDay on which the link opens, UTC */
    public record Page(URI link, LocalDate lastDay) {}

    /**
     * The reader is a reseller who has to pass it on (R53).
     *
     * @param by empty where the policy gives no time
     */
    public record Forward(Optional<Instant> by) {}
}

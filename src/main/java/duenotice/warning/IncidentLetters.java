package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.Evidence;
import duenotice.casework.Seen;
import duenotice.casework.Snapshot;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.NoticeKind;
import duenotice.incident.Policy;
import duenotice.incident.StatementPart;
import duenotice.incident.Waits;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
import duenotice.inventory.ServerFacts;
import duenotice.knowledge.Article;
import duenotice.knowledge.Knowledge;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what a letter about an incident says, for each of its readers. */
final class IncidentLetters {
    /** The letter about many servers at once. */
    static final String MANY = "information-many";

    private static final int LOOKED_AT = 200;
    private static final int EXCERPTS = 2;
    private static final int ARTICLES = 2;

    private final Casework casework;
    private final Inventory inventory;
    private final Knowledge knowledge;
    private final Tokens tokens;
    private final ProviderIdentity provider;

    IncidentLetters(
            Casework casework, Inventory inventory, Knowledge knowledge, Tokens tokens, ProviderIdentity provider) {
        this.casework = casework;
        this.inventory = inventory;
        this.knowledge = knowledge;
        this.tokens = tokens;
        this.provider = provider;
    }

    /** Letters of one step: what they share is read once. */
    Batch about(Snapshot snapshot) {
        return about(snapshot, snapshot.incident().epoch());
    }

    /** @param epoch which owner of the incident the readers are, or were */
    Batch about(Snapshot snapshot, int epoch) {
        return new Batch(snapshot, epoch);
    }

    /** Whose incident it was then; empty for an owner that there never was. */
    private static Optional<CustomerId> customer(Snapshot snapshot, int epoch) {
        return snapshot.timeline().stream()
                .flatMap(entry -> switch (entry.event()) {
                    case IncidentEvent.Opened opened -> Stream.of(opened.customer());
                    case IncidentEvent.Moved moved -> Stream.of(moved.customer());
                    default -> Stream.<CustomerId>empty();
                })
                .skip(epoch - 1L)
                .findFirst();
    }

    final class Batch {
        private final Incident incident;
        private final Policy policy;
        private final Snapshot snapshot;
        private final Instant now;
        private final List<Evidence> evidence;
        private final Optional<ServerFacts> facts;
        private final Optional<Seen> seen;
        private final ProviderIdentity sender;

        private Batch(Snapshot snapshot, int epoch) {
            this.snapshot = snapshot;
            incident = snapshot.incident();
            policy = snapshot.policy();
            now = snapshot.now();
            evidence = incident.isChildAbuse() ? List.of() : casework.evidence(incident.id(), LOOKED_AT);
            facts = inventory.facts(incident.server(), now);
            seen = incident.isChildAbuse() ? Optional.empty() : casework.seen(incident.id());
            sender = provider.under(
                    epoch == incident.epoch()
                            ? facts.flatMap(ServerFacts::brand)
                            : customer(snapshot, epoch)
                                    .flatMap(inventory::customer)
                                    .map(Customer::brand));
        }

        // ---- the letters

        Letter warning(Recipient reader, Optional<LetterContent.Deadline> deadline) {
            return LetterWriter.write(new LetterContent(
                    warningLetter(),
                    Locale.forLanguageTag(reader.language()),
                    reader.zone(),
                    reader.name(),
                    sender,
                    Optional.of(incident.id()),
                    Optional.of(what()),
                    deadline,
                    next(),
                    Optional.empty(),
                    Optional.empty(),
                    remedies(reader),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(page(reader)),
                    forward(reader),
                    List.of()));
        }

        /** True where the warning only tells of something to look at: it wants no answer and starts no clock. */
        boolean onlyInforms() {
            return warningLetter().equals(NoticeKind.INFORMATION.word());
        }

        /** What {@link #warning} says, about this server and those others in one letter. */
        Letter warning(Recipient reader, List<Batch> others) {
            var all = Stream.concat(Stream.of(this), others.stream()).toList();
            var own = what();
            return LetterWriter.write(new LetterContent(
                    MANY,
                    Locale.forLanguageTag(reader.language()),
                    reader.zone(),
                    reader.name(),
                    sender,
                    Optional.empty(),
                    Optional.of(new LetterContent.About(
                            own.server(),
                            own.address(),
                            own.category(),
                            all.stream()
                                    .flatMap(one -> one.incident.types().stream())
                                    .distinct()
                                    .toList(),
                            Optional.empty(),
                            List.of())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    all.stream()
                            .flatMap(one -> one.remedies(reader).stream())
                            .distinct()
                            .limit(ARTICLES)
                            .toList(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    all.stream()
                            .map(one -> new LetterContent.Listed(one.incident.id(), one.what(), one.page(reader)))
                            .toList()));
        }

        /** An emergency's warning follows the measure; it wants an answer, but there is no deadline to miss. */
        private String warningLetter() {
            if (incident.category() == Category.SERVER_UNDER_ATTACK) {
                return NoticeKind.VICTIM.word();
            }
            return policy.warn().isPresent() || policy.cutsFirst()
                    ? NoticeKind.WARNING.word()
                    : NoticeKind.INFORMATION.word();
        }

        Letter notice(NoticeKind kind, Optional<MeasureId> about, Recipient reader) {
            if (kind == NoticeKind.WITHDRAWN) {
                return withdrawn(reader);
            }
            var deed = about.flatMap(this::deed);
            return LetterWriter.write(new LetterContent(
                    kind == NoticeKind.CUT ? "cut-" + deed.orElseThrow().kind().word() : kind.word(),
                    Locale.forLanguageTag(reader.language()),
                    reader.zone(),
                    reader.name(),
                    sender,
                    Optional.of(incident.id()),
                    Optional.of(what()),
                    snapshot.outlook().deadline().map(at -> new LetterContent.Deadline(at, Optional.empty())),
                    next(),
                    deed,
                    until(kind, about),
                    remedies(reader),
                    missing(kind),
                    reason(kind),
                    Optional.empty(),
                    Optional.of(page(reader)),
                    forward(reader),
                    List.of()));
        }

        /** Its readers may no longer be those in charge: it names nothing but the incident, and opens no page. */
        private Letter withdrawn(Recipient reader) {
            return bare(
                    NoticeKind.WITHDRAWN.word(),
                    reader.language(),
                    reader.name(),
                    reader.zone(),
                    sender,
                    Optional.empty());
        }

        Letter message(Recipient reader, String text) {
            return LetterWriter.write(new LetterContent(
                    "message",
                    Locale.forLanguageTag(reader.language()),
                    reader.zone(),
                    reader.name(),
                    sender,
                    Optional.of(incident.id()),
                    Optional.of(what()),
                    snapshot.outlook().deadline().map(at -> new LetterContent.Deadline(at, Optional.empty())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(text),
                    incident.isChildAbuse() ? Optional.empty() : Optional.of(page(reader)),
                    Optional.empty(),
                    List.of()));
        }

        /** Says nothing of the customer (R3, R68). */
        Letter messageToReporter(String text) {
            return bare("message-reporter", "en", "", ZoneOffset.UTC, provider, Optional.of(text));
        }

        /**
         * A letter of this incident that is only looked at: what is not known yet is taken from the specimen. Its link opens
         * nothing.
         *
         * @param reader whose name and zone it has
         */
        Letter filledIn(LetterContent specimen, Optional<Recipient> reader, Optional<ProviderIdentity> brand) {
            var from = brand.orElse(sender);
            var measure = specimen.deed().orElseThrow();
            var known = incident.measures().stream()
                    .filter(one -> one.kind() == measure.kind())
                    .findFirst()
                    .flatMap(one -> deed(one.id()));
            var supposed = new LetterContent.Deed(
                    measure.kind(),
                    measure.kind() == MeasureKind.NULL_ROUTE
                            ? incident.address().orElse(measure.target())
                            : incident.server().text(),
                    measure.since(),
                    measure.lifted(),
                    policy.cutsFirst(),
                    policy.cut().isPresent() ? policy.restoreNeeds() : measure.needs(),
                    policy.cleanUp(),
                    facts.flatMap(ServerFacts::console));
            return LetterWriter.write(new LetterContent(
                    specimen.letter(),
                    specimen.language(),
                    reader.map(Recipient::zone).orElse(specimen.zone()),
                    specimen.about().isPresent() ? reader.map(Recipient::name).orElse("") : "",
                    from,
                    specimen.incident().map(ignored -> incident.id()),
                    specimen.about().map(ignored -> what()),
                    snapshot.outlook()
                            .deadline()
                            .map(at -> new LetterContent.Deadline(at, Optional.empty()))
                            .or(this::freshDeadline),
                    next(),
                    known.or(() -> Optional.of(supposed)),
                    specimen.until(),
                    specimen.about().isPresent() ? remedies(specimen.language()) : List.of(),
                    specimen.missing(),
                    specimen.reason(),
                    specimen.message(),
                    specimen.page().map(page -> new LetterContent.Page(from.page("preview"), page.lastDay())),
                    reader.flatMap(this::forward),
                    List.of()));
        }

        private Letter bare(
                String letter,
                String language,
                String name,
                java.time.ZoneId zone,
                ProviderIdentity from,
                Optional<String> message) {
            return LetterWriter.write(new LetterContent(
                    letter,
                    Locale.forLanguageTag(language),
                    zone,
                    name,
                    from,
                    Optional.of(incident.id()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    message,
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        }

        // ---- what they say

        private LetterContent.About what() {
            return new LetterContent.About(
                    incident.server(),
                    incident.address(),
                    incident.category(),
                    incident.types(),
                    seen(),
                    excerpts().limit(EXCERPTS).toList());
        }

        private Optional<LetterContent.Seen> seen() {
            return seen.map(span -> new LetterContent.Seen(span.first(), span.last(), span.sure()));
        }

        /** Newest first; of weighty sources before others. */
        private Stream<String> excerpts() {
            return evidence.stream()
                    .sorted(Comparator.comparing((Evidence one) -> switch (one.weight()) {
                        case "trusted", "telemetry" -> 0;
                        case "authenticated" -> 1;
                        default -> 2;
                    }))
                    .map(Evidence::excerpt)
                    .filter(text -> !text.isBlank())
                    .distinct();
        }

        private List<Article> remedies(Recipient reader) {
            return remedies(Locale.forLanguageTag(reader.language()));
        }

        private List<Article> remedies(Locale language) {
            return incident.isChildAbuse()
                    ? List.of()
                    : knowledge
                            .forTypes(
                                    incident.category(),
                                    incident.types(),
                                    excerpts().toList(),
                                    Locale.forLanguageTag(LetterWriter.writtenFor(language)))
                            .stream()
                            .limit(ARTICLES)
                            .toList();
        }

        private Optional<LetterContent.NextMeasures> next() {
            return policy.cutsFirst() || policy.call().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LetterContent.NextMeasures(
                            Waits.of(incident, policy).call(),
                            policy.cut().map(Policy.Cut::measure),
                            policy.cut()
                                            .filter(cut -> cut.approval() != Policy.Approval.NONE)
                                            .isPresent()
                                    || snapshot.circumstances().vip()));
        }

        private Optional<LetterContent.Forward> forward(Recipient reader) {
            return reader.forReseller()
                    ? Optional.of(new LetterContent.Forward(
                            policy.forwardWithin().map(firstTold()::plus).filter(by -> by.isAfter(now))))
                    : Optional.empty();
        }

        /** Later letters leave the reseller no more time than the first one did. */
        private Instant firstTold() {
            return incident.warning().map(Incident.Warning::toldAt).orElse(now);
        }

        private LetterContent.Page page(Recipient reader) {
            return new LetterContent.Page(
                    sender.page(tokens.link(incident.id(), incident.epoch(), reader.email(), now)),
                    now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(Tokens.LINK_LIFE.toDays()));
        }

        private Optional<LetterContent.Deed> deed(MeasureId id) {
            return incident.measure(id)
                    .map(measure -> new LetterContent.Deed(
                            measure.kind(),
                            measure.target(),
                            measure.confirmedAt(),
                            measure.liftReason(),
                            measure.emergency(),
                            policy.restoreNeeds(),
                            policy.cleanUp(),
                            facts.flatMap(ServerFacts::console)));
        }

        private Optional<Instant> until(NoticeKind kind, Optional<MeasureId> about) {
            return switch (kind) {
                case RESTORED, WATCH ->
                    incident.watch().filter(Incident.Watch::open).map(Incident.Watch::until);
                case EXTENDED ->
                    incident.extensions().reversed().stream().findFirst().map(Incident.Extension::until);
                case REPAIR, PROTECTED, PROTECTION_EXTENDED ->
                    about.flatMap(incident::measure).flatMap(measure -> measure.expiresAt());
                case WARNING,
                        NEW_TYPE,
                        VICTIM,
                        INFORMATION,
                        REMINDER,
                        HALF_TIME,
                        CUT,
                        REPAIR_OVER,
                        PROTECTION_LIFTED,
                        FIX_DOUBTED,
                        STATEMENT_REFUSED,
                        PASSWORD_MAILED,
                        DISPUTE_REJECTED,
                        RECURRED,
                        WITHDRAWN,
                        FALSE_POSITIVE,
                        CLOSED -> Optional.empty();
            };
        }

        private List<StatementPart> missing(NoticeKind kind) {
            return kind == NoticeKind.STATEMENT_REFUSED ? incident.statement().missing() : List.of();
        }

        /** In the words of the person who decided; what the program refused by itself is said by what is missing. */
        private Optional<String> reason(NoticeKind kind) {
            return switch (kind) {
                case STATEMENT_REFUSED ->
                    incident.statement().missing().isEmpty()
                            ? last(IncidentEvent.StatementRefused.class).map(IncidentEvent.StatementRefused::reason)
                            : Optional.empty();
                case DISPUTE_REJECTED ->
                    last(IncidentEvent.DisputeDecided.class).map(IncidentEvent.DisputeDecided::reason);
                default -> Optional.empty();
            };
        }

        private <E extends IncidentEvent> Optional<E> last(Class<E> kind) {
            return snapshot.timeline().reversed().stream()
                    .map(entry -> entry.event())
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst();
        }

        /** The deadline of a warning that goes out now. */
        Optional<LetterContent.Deadline> freshDeadline() {
            return Waits.of(incident, policy).warning().map(this::deadline);
        }

        private LetterContent.Deadline deadline(Duration within) {
            return new LetterContent.Deadline(now.plus(within), Optional.of(within));
        }

        /** The deadline of the open warning, for an address that hears of it late; no clock moves (R48). */
        Optional<LetterContent.Deadline> openDeadline() {
            return incident.warning()
                    .flatMap(warning -> warning.accepted()
                            ? snapshot.outlook()
                                    .deadline()
                                    .filter(at -> at.isAfter(now))
                                    .map(at -> new LetterContent.Deadline(at, Optional.empty()))
                            : warning.answerWithin().map(this::deadline));
        }
    }
}

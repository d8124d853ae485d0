package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.Further;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.Openings;
import duenotice.casework.Openings.Found;
import duenotice.casework.Openings.OfFormerCustomer;
import duenotice.casework.Openings.Opening;
import duenotice.casework.Openings.OverAlready;
import duenotice.casework.Sighted;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Hint;
import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.intake.Accused.NotOurs;
import duenotice.intake.Accused.Why;
import duenotice.intake.ReportReader.Report;
import duenotice.inventory.Inventory;
import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.mail.OrganisationalDomain;
import duenotice.report.Masking;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.SourceType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Joins reports to incidents, a batch at a time and in a constant number of statements: whose it was, whether we knew it
 * already (R71), which incident it belongs to (R49), and what waits for people instead.
 */
final class IncidentMatcher {
    /** Of what is left over so much is told with the reason; the message itself says the rest. */
    private static final int MOST_REASONS = 3;

    /** Display names that name nobody; masked, they would take from the evidence what it is about. */
    private static final Set<String> ROLES = Set.of(
            "abuse",
            "admin",
            "attack",
            "info",
            "network",
            "phishing",
            "report",
            "reports",
            "security",
            "server",
            "source",
            "spam",
            "support");

    private final Casework casework;
    private final Openings openings;
    private final Accusations accusations;
    private final SeenReports seen;
    private final NameLooks looks;

    IncidentMatcher(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            IntakeSettings settings) {
        this.casework = casework;
        this.openings = openings;
        looks = new NameLooks(transactions);
        accusations = new Accusations(inventory, settings.names(), looks);
        seen = new SeenReports(transactions);
    }

    /** Reports that have findings, or that staff have assigned. */
    Map<MessageId, MessageOutcome> match(List<Report> reports) {
        return reports.isEmpty() ? Map.of() : new Batch(reports).outcomes();
    }

    /**
     * What came of a report that has joined before.
     *
     * @param incidents that got a fact
     * @param doubts what of it waits for people with that reason; empty where they know it already
     */
    record Added(Set<Long> incidents, Optional<String> doubts) {}

    /**
     * Adds to what a report has joined what is understood of it only now, and takes what lies elsewhere the ordinary way;
     * what is ours and doubtful is left over, as at the first reading. In the current transaction.
     *
     * @param told the reason with which the report has waited for people before
     */
    Added addFacts(Report report, Optional<String> told) {
        var message = report.complaint().message().id();
        var placed = casework.placed(message);
        var touched = new LinkedHashSet<Long>();
        var unlooked = new LinkedHashSet<String>();
        var strangers = new ArrayList<NotOurs>();
        var former = new ArrayList<OfFormerCustomer>();
        for (var one :
                accusations.of(List.of(report.complaint()), casework.now()).getFirst()) {
            switch (one) {
                case Accused.Owned owned -> {
                    switch (addFact(new Candidate(report, owned, "reread " + message), placed)) {
                        case Fact.Noted(IncidentId incident) -> touched.add(incident.number());
                        case Fact.Doubted(OfFormerCustomer answer) -> former.add(answer);
                        case Fact.Nothing() -> {}
                    }
                }
                case Accused.Unlooked name -> {
                    strangers.add(name.asStranger());
                    if (!name.givenUp()) {
                        unlooked.add(name.name());
                    }
                }
                case NotOurs notOurs -> strangers.add(notOurs);
            }
        }
        ask(Map.of(message, unlooked));
        var doubts = doubts(former, strangers, unopened(report))
                .filter(doubt -> told.filter(text -> text.contains(doubt)).isEmpty())
                .toList();
        var reason = butFor(doubts);
        reason.ifPresent(text -> casework.inbox().leaveOver(message, text));
        return new Added(touched, reason);
    }

    /** What became of one finding of a report that has joined before. */
    private sealed interface Fact {
        record Noted(IncidentId incident) implements Fact {}

        record Doubted(OfFormerCustomer answer) implements Fact {}

        /** Known, or over. */
        record Nothing() implements Fact {}
    }

    // ---- what is ours and doubtful

    /** Other people's networks in a long list need nobody, and what is being found out needs nobody yet. */
    private static Stream<String> doubts(
            List<OfFormerCustomer> former, List<NotOurs> strangers, List<String> unopened) {
        var strange = strangers.stream()
                .filter(one -> one.why() != Why.FOREIGN && one.why() != Why.NO_SUBJECT && one.why() != Why.ASKING)
                .sorted(Comparator.comparing(NotOurs::why))
                .map(NotOurs::reason);
        return Stream.of(
                        former.stream().map(answer -> handsChanged(answer.incident())),
                        strange,
                        unopened.stream().map(one -> "unreadable: " + one))
                .flatMap(several -> several)
                .distinct();
    }

    /** The reason for which the rest of a report waits; empty where there is no rest. */
    private static Optional<String> butFor(List<String> doubts) {
        if (doubts.isEmpty()) {
            return Optional.empty();
        }
        var more = doubts.size() > MOST_REASONS ? "; and %d more".formatted(doubts.size() - MOST_REASONS) : "";
        return Optional.of(
                doubts.stream().limit(MOST_REASONS).collect(Collectors.joining("; ")) + more + "; the rest has joined");
    }

    private static String handsChanged(IncidentId incident) {
        return "ownership-uncertain: the server has changed hands while incident %s is open".formatted(incident);
    }

    /** What of a report nobody could open (R70); staff who have assigned it have seen to that. */
    private static List<String> unopened(Report report) {
        return report.complaint().message().hint().isPresent()
                ? List.of()
                : report.complaint().reading().map(Reading::unopened).orElse(List.of());
    }

    /**
     * From now on the same report of its proven sender is the same, and a forged one that came before is not. In the current
     * transaction.
     */
    void knowAsProven(Report report) {
        var keys = new LinkedHashMap<String, MessageId>();
        keys(report).forEach(key -> keys.put(key, report.complaint().message().id()));
        seen.remember(keys, casework.now());
    }

    private static List<String> keys(Report report) {
        var complaint = report.complaint();
        return Stream.concat(
                        complaint.mail().flatMap(Mail::messageId).map(id -> "mail " + id).stream(),
                        complaint.reading().flatMap(Reading::reportId).map(id -> "report " + id).stream())
                .map(id -> report.from().key() + "\n" + id)
                .toList();
    }

    /** Apart from the reading, which waits for no name server. */
    private void ask(Map<MessageId, ? extends Set<String>> unlooked) {
        var now = casework.now();
        unlooked.forEach((message, names) -> {
            if (!names.isEmpty()) {
                looks.want(message, names, now);
                casework.wantJob(LateNames.NAME, now);
            }
        });
    }

    private Fact addFact(Candidate candidate, List<Casework.Placed> placed) {
        var accused = candidate.accused();
        var here = placed.stream()
                .filter(one -> one.server().equals(accused.server()) && one.category() == accused.category())
                .toList();
        var at = accused.observedAt().map(observed -> observed.at().truncatedTo(ChronoUnit.MICROS));
        if (here.stream()
                .anyMatch(one -> one.type().equals(accused.type())
                        && one.observedAt().equals(at)
                        && one.places().covers(accused.places()))) {
            return new Fact.Nothing();
        }
        var same = here.stream()
                .filter(one -> one.type().equals(accused.type()))
                .findFirst()
                .or(() -> here.stream().allMatch(Casework.Placed::closed)
                        ? here.stream().findFirst()
                        : Optional.empty());
        if (same.isPresent()) {
            casework.addFacts(List.of(candidate.sighted(same.get().incident(), true)));
            return new Fact.Noted(same.get().incident());
        }
        var found = openings.open(List.of(candidate.wanted()), Actor.AUTOMATION).getFirst();
        if (found instanceof OfFormerCustomer former) {
            return new Fact.Doubted(former);
        }
        if (!(found instanceof Opening(IncidentId incident, boolean ignored))) {
            return new Fact.Nothing();
        }
        if (placed.stream().anyMatch(one -> one.incident().equals(incident))) {
            casework.addFacts(List.of(candidate.sighted(incident, true)));
        } else {
            casework.join(List.of(candidate.sighted(incident, false)));
        }
        return new Fact.Noted(incident);
    }

    /** One finding on its way to an incident. */
    private record Candidate(Report report, Accused.Owned accused, String contentKey) {
        MessageId message() {
            return report.complaint().message().id();
        }

        Sighted sighted(IncidentId incident, boolean duplicate) {
            var complaint = report.complaint();
            var from = report.from();
            var byStaff = complaint.message().hint().isPresent();
            return new Sighted(
                    incident,
                    message(),
                    accused.type(),
                    accused.address(),
                    accused.url(),
                    accused.observedAt(),
                    complaint.message().receivedAt(),
                    byStaff ? Sighted.Weight.TRUSTED : accused.weight(from.weight()),
                    from.reporter(),
                    from.domain(),
                    from.sourceType(),
                    accused.ownedThen(),
                    accused.resolved(),
                    accused.ports(),
                    accused.further(),
                    accused.type().isChildAbuse()
                            ? ""
                            : basis(Masking.mask(
                                    accused.excerpt()
                                            .or(() -> complaint.reading().map(Reading::excerpt))
                                            .orElse(""),
                                    reporterNames(complaint),
                                    accused.prefix())),
                    contentKey,
                    duplicate);
        }

        /** How we came by the address stands first in the evidence. */
        private String basis(String excerpt) {
            return accused.basis()
                    .map(basis -> (basis.sentence() + "\n\n" + excerpt).strip())
                    .orElse(excerpt);
        }

        /** Whoever writes from a free mailbox shares its domain with half the world, and his role with every desk. */
        private static Set<String> reporterNames(Complaint complaint) {
            var named = complaint.reading().flatMap(Reading::reporter);
            var addresses = Stream.concat(
                    complaint.from().stream(),
                    named.filter(name -> name.indexOf('@') > 0).stream().flatMap(name -> Address.list(name).stream()));
            return Stream.concat(
                            addresses.flatMap(address -> Stream.of(
                                            Optional.of(address.bare()),
                                            Optional.of(OrganisationalDomain.of(address.domain())),
                                            address.name())
                                    .flatMap(Optional::stream)),
                            named.stream())
                    .map(String::strip)
                    .filter(name -> !OrganisationalDomain.isFreeMail(name)
                            && !ROLES.contains(name.toLowerCase(Locale.ROOT))
                            && Prefix.parse(name).isEmpty())
                    .collect(Collectors.toSet());
        }

        /** The timeline is for everybody at the desk; where child-abuse material lies is for leads alone (R59). */
        private String told(SourceType source) {
            var report = "%s report of %s".formatted(source, accused.type());
            return accused.type().isChildAbuse()
                    ? report
                    : report + " about " + accused.named()
                            + accused.basis()
                                    .map(basis -> " (" + basis.sentence() + ")")
                                    .orElse("");
        }

        Openings.Wanted wanted() {
            var hint = report.complaint().message().hint();
            var from = report.from();
            return new Openings.Wanted(
                    accused.server(),
                    accused.customer(),
                    accused.category(),
                    accused.type(),
                    accused.prefix(),
                    hint.isPresent() ? Optional.empty() : accused.observedAt().map(at -> at.at()),
                    hint.isPresent() || from.weight() == Sighted.Weight.TELEMETRY,
                    hint.isPresent(),
                    hint.map(said -> "assigned from the queue: " + said.reason())
                            .orElseGet(() -> told(from.sourceType())),
                    hint.isPresent() ? Optional.empty() : from.source());
        }
    }

    private final class Batch {
        private final List<Report> reports;
        private final Instant now = casework.now();
        private final Map<MessageId, MessageId> earlier = new LinkedHashMap<>();
        private final Map<MessageId, List<NotOurs>> strangers = new HashMap<>();
        private final Map<MessageId, Set<String>> unlooked = new LinkedHashMap<>();
        private final List<Sighted> joining = new ArrayList<>();
        private final Map<MessageId, List<Found>> found = new HashMap<>();
        private final Set<MessageId> fresh = new LinkedHashSet<>();

        /** What of a message nobody could open (R70). */
        private final Map<MessageId, List<String>> unopened = new HashMap<>();

        /** What messages that staff have assigned had joined before: of those only the rest was waiting. */
        private final Map<MessageId, List<Casework.Joined>> placed;

        Batch(List<Report> reports) {
            this.reports = reports;
            for (var report : reports) {
                var some = IncidentMatcher.unopened(report);
                if (!some.isEmpty()) {
                    unopened.put(report.complaint().message().id(), some);
                }
            }
            placed = casework.joinedBy(reports.stream()
                    .map(report -> report.complaint().message())
                    .filter(message -> message.hint().isPresent())
                    .map(StoredMessage::id)
                    .toList());
        }

        private boolean hasJoined(MessageId message, IncidentId incident) {
            return placed.getOrDefault(message, List.of()).stream()
                    .anyMatch(joined -> joined.incident().equals(incident));
        }

        Map<MessageId, MessageOutcome> outcomes() {
            recognise();
            var candidates = candidates();
            var known = casework.knownContent(candidates.stream()
                    .filter(candidate ->
                            candidate.report().complaint().message().hint().isEmpty())
                    .map(Candidate::contentKey)
                    .distinct()
                    .toList());
            var firstOfKey = new HashMap<String, MessageId>();
            var opening = new ArrayList<Candidate>();
            var repeating = new ArrayList<Candidate>();
            for (var candidate : candidates) {
                var byStaff = candidate.report().complaint().message().hint().isPresent();
                var incident = byStaff ? null : known.get(candidate.contentKey());
                if (incident != null) {
                    joining.add(candidate.sighted(incident, true));
                    found(candidate).add(new Opening(incident, false));
                    continue;
                }
                var first = firstOfKey.putIfAbsent(candidate.contentKey(), candidate.message());
                if (first == null || first.equals(candidate.message())) {
                    opening.add(candidate);
                } else {
                    repeating.add(candidate);
                }
            }
            var opened = open(opening);
            repeating.forEach(candidate -> {
                var same = Objects.requireNonNull(opened.get(candidate.contentKey()));
                found(candidate).add(same);
                if (same instanceof Opening(IncidentId incident, boolean ignored)) {
                    joining.add(candidate.sighted(incident, true));
                }
            });
            repeatEarlier();
            casework.join(joining);
            ask(unlooked);
            return settled();
        }

        private List<Found> found(Candidate candidate) {
            return found.computeIfAbsent(candidate.message(), unseen -> new ArrayList<>());
        }

        // ---- known already (R71)

        private void recognise() {
            var first = new LinkedHashMap<String, MessageId>();
            var keys = new HashMap<MessageId, List<String>>();
            for (var report : reports) {
                var complaint = report.complaint();
                if (complaint.message().hint().isPresent()) {
                    continue;
                }
                var own = keys(report);
                keys.put(complaint.message().id(), own);
                own.forEach(key -> first.putIfAbsent(key, complaint.message().id()));
            }
            var before = seen.remember(first, now);
            keys.forEach((message, own) -> own.stream()
                    .map(before::get)
                    .filter(Objects::nonNull)
                    .filter(other -> !other.equals(message))
                    .findFirst()
                    .ifPresent(other -> earlier.put(message, other)));
        }

        /** The same report again joins what it joined before, and raises only what was last seen there. */
        private void repeatEarlier() {
            var joinedBefore = casework.joinedBy(earlier.values().stream()
                    .filter(message -> !found.containsKey(message))
                    .distinct()
                    .toList());
            for (var report : reports) {
                var message = report.complaint().message().id();
                var other = earlier.get(message);
                if (other == null) {
                    continue;
                }
                var inBatch = joining.stream()
                        .filter(sighted -> sighted.message().equals(other))
                        .map(sighted -> new Casework.Joined(
                                sighted.incident(), sighted.type(), sighted.address(), sighted.url()));
                var again = Stream.concat(inBatch, joinedBefore.getOrDefault(other, List.of()).stream())
                        .distinct()
                        .toList();
                again.forEach(joined -> joining.add(repeated(report, joined)));
            }
        }

        private Sighted repeated(Report report, Casework.Joined joined) {
            var message = report.complaint().message();
            return new Sighted(
                    joined.incident(),
                    message.id(),
                    joined.type(),
                    joined.address(),
                    joined.url(),
                    Optional.empty(),
                    message.receivedAt(),
                    report.from().weight(),
                    report.from().reporter(),
                    report.from().domain(),
                    report.from().sourceType(),
                    false,
                    false,
                    List.of(),
                    Further.NONE,
                    "",
                    "repeated " + message.id(),
                    true);
        }

        // ---- whose it is

        private List<Candidate> candidates() {
            var asked = reports.stream()
                    .filter(report ->
                            !earlier.containsKey(report.complaint().message().id()))
                    .toList();
            var accused = accusations.of(asked.stream().map(Report::complaint).toList(), now);
            var candidates = new ArrayList<Candidate>();
            for (var i = 0; i < asked.size(); i++) {
                var report = asked.get(i);
                var content = report.complaint().contentDigest();
                for (var one : accused.get(i)) {
                    switch (one) {
                        case NotOurs notOurs -> stranger(report, notOurs);
                        case Accused.Unlooked name -> {
                            stranger(report, name.asStranger());
                            if (!name.givenUp()) {
                                unlooked.computeIfAbsent(
                                                report.complaint().message().id(), unseen -> new LinkedHashSet<>())
                                        .add(name.name());
                            }
                        }
                        case Accused.Owned owned ->
                            candidates.add(new Candidate(report, owned, contentKey(report, owned, content)));
                    }
                }
            }
            return candidates;
        }

        private void stranger(Report report, NotOurs notOurs) {
            strangers
                    .computeIfAbsent(report.complaint().message().id(), unseen -> new ArrayList<>())
                    .add(notOurs);
        }

        private static String contentKey(Report report, Accused.Owned accused, String content) {
            var day = report.complaint().message().receivedAt().toString().substring(0, 10);
            return String.join(
                    "\n",
                    report.from().key(),
                    accused.server().text(),
                    accused.category().word(),
                    accused.type().toString(),
                    day,
                    content);
        }

        // ---- which incident

        private Map<String, Found> open(List<Candidate> candidates) {
            var opened = new HashMap<String, Found>();
            var byActor = new LinkedHashMap<Actor, List<Candidate>>();
            for (var candidate : candidates) {
                var actor = candidate
                        .report()
                        .complaint()
                        .message()
                        .hint()
                        .map(Hint::agent)
                        .map(Actor::staff)
                        .orElse(Actor.AUTOMATION);
                byActor.computeIfAbsent(actor, unseen -> new ArrayList<>()).add(candidate);
            }
            byActor.forEach((actor, own) -> {
                var answers = openings.open(own.stream().map(Candidate::wanted).toList(), actor);
                for (var i = 0; i < own.size(); i++) {
                    var candidate = own.get(i);
                    opened.put(candidate.contentKey(), answers.get(i));
                    found(candidate).add(answers.get(i));
                    if (answers.get(i) instanceof Opening(IncidentId incident, boolean ignored)) {
                        fresh.add(candidate.message());
                        joining.add(candidate.sighted(incident, hasJoined(candidate.message(), incident)));
                    }
                }
            });
            return opened;
        }

        // ---- what became of each

        private Map<MessageId, MessageOutcome> settled() {
            var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
            for (var report : reports) {
                var id = report.complaint().message().id();
                outcomes.put(id, outcome(id).withReport(ReportText.write(report.complaint(), report.from())));
            }
            return outcomes;
        }

        private MessageOutcome outcome(MessageId id) {
            var other = earlier.get(id);
            if (other != null) {
                return new MessageOutcome(
                        State.DUPLICATE, Optional.of("the same report as " + other), Optional.empty());
            }
            if (fresh.contains(id)) {
                return leftOver(id)
                        .map(MessageOutcome::joinedButFor)
                        .orElseGet(() -> new MessageOutcome(State.JOINED, Optional.empty(), Optional.empty()));
            }
            var waiting = unplaced(id);
            return placed.containsKey(id) && waiting.state() == State.QUEUED
                    ? MessageOutcome.joinedButFor(waiting.reason().orElseThrow())
                    : waiting;
        }

        /** What is ours and doubtful beside what has joined. */
        private Optional<String> leftOver(MessageId id) {
            var former = found.getOrDefault(id, List.of()).stream()
                    .filter(OfFormerCustomer.class::isInstance)
                    .map(OfFormerCustomer.class::cast)
                    .toList();
            return butFor(doubts(former, strangers.getOrDefault(id, List.of()), unopened.getOrDefault(id, List.of()))
                    .toList());
        }

        /** What nobody could open keeps waiting, whatever became of the rest. */
        private MessageOutcome unplaced(MessageId id) {
            var outcome = unplacedFindings(id);
            return outcome.state() == State.CLOSED && unopened.containsKey(id)
                    ? MessageOutcome.queued("unreadable: " + String.join("; ", unopened.get(id)))
                    : outcome;
        }

        private MessageOutcome unplacedFindings(MessageId id) {
            var answers = found.getOrDefault(id, List.of());
            if (answers.stream().anyMatch(Opening.class::isInstance)) {
                return new MessageOutcome(
                        State.DUPLICATE,
                        Optional.of("the same reporter has sent the same content today"),
                        Optional.empty());
            }
            for (var answer : answers) {
                if (answer instanceof OfFormerCustomer(IncidentId incident)) {
                    return MessageOutcome.queued(handsChanged(incident));
                }
            }
            var doubtful = strangers.getOrDefault(id, List.of()).stream()
                    .filter(stranger -> stranger.why() != Why.FOREIGN && stranger.why() != Why.NO_SUBJECT)
                    .min(Comparator.comparing(NotOurs::why));
            if (doubtful.isPresent()) {
                return MessageOutcome.queued(doubtful.get().reason());
            }
            for (var answer : answers) {
                if (answer instanceof OverAlready(IncidentId incident, Instant endedAt)) {
                    return MessageOutcome.closed(
                            "old evidence: incident %s was over at %s, after what is reported happened"
                                    .formatted(incident, endedAt));
                }
            }
            return strangers.getOrDefault(id, List.of()).stream()
                    .min(Comparator.comparing(NotOurs::why))
                    .map(first -> MessageOutcome.queued(first.reason()))
                    .orElseGet(() -> MessageOutcome.queued("no-subject: it names no address, URL or domain"));
        }
    }
}

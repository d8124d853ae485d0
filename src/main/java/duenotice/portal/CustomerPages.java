package duenotice.portal;

import duenotice.access.TokenOwner;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.Evidence;
import duenotice.casework.Snapshot;
import duenotice.incident.ActJudge;
import duenotice.incident.AnswerKind;
import duenotice.incident.Incident;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
import duenotice.inventory.ServerFacts;
import duenotice.knowledge.Article;
import duenotice.knowledge.Knowledge;
import duenotice.knowledge.Viewer;
import duenotice.knowledge.Votes;
import duenotice.report.Masking;
import duenotice.report.Prefix;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens the page behind a signed link: for the contact it was given to, while that contact may speak for the server. */
final class CustomerPages {
    private static final int EVIDENCE_SHOWN = 50;
    private static final int EVIDENCE_READ = 50;

    private final Casework casework;
    private final Inventory inventory;
    private final Knowledge knowledge;
    private final Ballot ballot;
    private final Tokens tokens;
    private final PortalIdentity identity;
    private final ContactForms contacts;

    CustomerPages(
            Casework casework,
            Inventory inventory,
            Knowledge knowledge,
            Ballot ballot,
            Tokens tokens,
            PortalIdentity identity,
            ContactForms contacts) {
        this.casework = casework;
        this.inventory = inventory;
        this.knowledge = knowledge;
        this.ballot = ballot;
        this.tokens = tokens;
        this.identity = identity;
        this.contacts = contacts;
    }

    /**
     * Whose page it is.
     *
     * @param email in the inventory's spelling
     */
    record Visit(String token, IncidentId incident, String email, Times times, ServerFacts facts) {
        /** False for one that was confirmed a short while ago: it gets notices, and its word does not count yet (R31). */
        boolean isAuthorized() {
            return facts.isAuthorized(email);
        }
    }

    /** Empty where the link was not made here, is over, or its contact has nothing to do with the incident any more. */
    Optional<Visit> visit(String token) {
        var now = casework.now();
        return tokens.ofLink(token, now)
                .flatMap(owner -> casework.snapshot(owner.incident())
                        .filter(snapshot -> snapshot.incident().epoch() == owner.epoch())
                        .flatMap(snapshot -> visit(token, owner, snapshot.incident(), now)));
    }

    private Optional<Visit> visit(String token, TokenOwner owner, Incident incident, Instant now) {
        var facts = inventory
                .facts(incident.server(), now)
                .filter(known ->
                        known.owner().filter(incident.customer()::equals).isPresent());
        return facts.flatMap(known -> owner.among(known.authorized())
                .or(() -> owner.among(written(known)))
                .map(email -> new Visit(token, incident.id(), email, times(known, incident, email), known)));
    }

    /** Who gets notices may look, whether or not its word counts yet. */
    private static List<String> written(ServerFacts facts) {
        return Stream.concat(facts.warned().stream(), facts.owners().stream())
                .map(Recipient::email)
                .toList();
    }

    private Times times(ServerFacts facts, Incident incident, String email) {
        var recipient = Stream.concat(facts.warned().stream(), facts.owners().stream())
                .filter(one -> one.email().equalsIgnoreCase(email))
                .findFirst();
        var customer = inventory.customer(incident.customer());
        var language = recipient
                .map(Recipient::language)
                .or(() -> customer.map(Customer::language))
                .orElse("en");
        var zone = recipient
                .map(Recipient::zone)
                .or(() -> customer.map(Customer::zone))
                .orElse(ZoneId.of("UTC"));
        return new Times(Words.in(language), zone);
    }

    /**
     * @param entered what was typed, by field
     * @param refused why it was not taken, by form
     * @param unfolded id of the article to be shown at once; may be none
     */
    CustomerPage page(Visit visit, Map<String, String> entered, Map<String, String> refused, String unfolded) {
        var snapshot = casework.snapshot(visit.incident()).orElseThrow();
        var incident = snapshot.incident();
        var times = visit.times();
        var words = times.words();
        var situation = new Situation(snapshot, times);
        var outlook = snapshot.outlook();
        var evidence = casework.evidence(visit.incident(), EVIDENCE_READ);
        var open = !incident.isClosed();
        return new CustomerPage(
                words,
                identity.under(visit.facts().brand()),
                "/c/" + visit.token(),
                incident.id().toString(),
                incident.server().text(),
                outlook.state().word(),
                visit.email(),
                situation.headline(),
                situation.subject(),
                situation.types(),
                situation.prospect(),
                situation.isVictim() ? Optional.empty() : outlook.deadline().map(at -> deadline(at, snapshot, times)),
                visit.facts().console().filter(CustomerPages::isWeb).map(URI::toString),
                evidence.stream()
                        .filter(one -> !one.duplicate())
                        .limit(EVIDENCE_SHOWN)
                        .map(one -> proof(one, times))
                        .toList(),
                (int) evidence.stream().filter(one -> !one.duplicate()).count(),
                help(articles(incident, evidence, times), visit, unfolded),
                CustomerTimeline.of(snapshot, times, casework.texts(visit.incident()), visit.email()),
                situation.isVictim(),
                open ? kinds(situation) : List.of(),
                open && situation.wantsStatement(),
                situation.isCutOff() && !situation.statementWaits(),
                situation.isCutOff(),
                open && situation.mayAskRepair(),
                retest(snapshot, situation),
                visit.isAuthorized(),
                contacts.form(contacts.owner(incident.server(), visit.email()), visit.email(), times, entered),
                drop(snapshot, times),
                entered,
                refused);
    }

    /** The article of this id, where it stands on the page. */
    Optional<Article> article(Visit visit, String id) {
        var incident = casework.snapshot(visit.incident()).orElseThrow().incident();
        return articles(incident, casework.evidence(visit.incident(), EVIDENCE_READ), visit.times()).stream()
                .filter(article -> article.id().equals(id))
                .findFirst();
    }

    private List<Article> articles(Incident incident, List<Evidence> evidence, Times times) {
        return knowledge.forTypes(
                incident.category(),
                incident.types(),
                evidence.stream().map(Evidence::excerpt).toList(),
                times.words().locale());
    }

    private List<CustomerPage.Help> help(List<Article> articles, Visit visit, String unfolded) {
        if (articles.isEmpty()) {
            return List.of();
        }
        var tallies = ballot.votes().tallies();
        var mine = ballot.votes().of(viewer(visit));
        return articles.stream()
                .map(article -> new CustomerPage.Help(
                        article,
                        tallies.getOrDefault(article.id(), Votes.Tally.NONE).all(),
                        Optional.ofNullable(mine.get(article.id())),
                        article.id().equals(unfolded)))
                .toList();
    }

    Viewer viewer(Visit visit) {
        return ballot.contact(visit.email());
    }

    private static CustomerPage.Retest retest(Snapshot snapshot, Situation situation) {
        var incident = snapshot.incident();
        if (incident.isClosed()
                || incident.withdrawn()
                || incident.measureInForce()
                || incident.isChildAbuse()
                || situation.isVictim()) {
            return CustomerPage.Retest.OUT_OF_PLACE;
        }
        return snapshot.circumstances().retestPossible() ? CustomerPage.Retest.POSSIBLE : CustomerPage.Retest.NONE;
    }

    private static Optional<CustomerPage.Left> drop(Snapshot snapshot, Times times) {
        var incident = snapshot.incident();
        if (!ActJudge.mayLeaveSecret(incident, snapshot.policy())) {
            return Optional.empty();
        }
        var kept = incident.secrets().stream()
                .filter(secret ->
                        secret.isKept() && secret.what() == SecretKind.DROP && secret.epoch() == incident.epoch())
                .toList();
        return Optional.of(new CustomerPage.Left(
                kept.size(), kept.isEmpty() ? "" : times.absolute(kept.getLast().until())));
    }

    private static boolean isWeb(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    }

    private static CustomerPage.Deadline deadline(Instant at, Snapshot snapshot, Times times) {
        return new CustomerPage.Deadline(
                at, snapshot.now(), times.absolute(at), times.utc(at), times.left(snapshot.now(), at));
    }

    private static List<AnswerKind> kinds(Situation situation) {
        return situation.isVictim()
                ? List.of(AnswerKind.OTHER, AnswerKind.ACK)
                : List.of(
                        AnswerKind.ACK,
                        AnswerKind.CORRECTIVE,
                        AnswerKind.EXTENSION,
                        AnswerKind.DISPUTE,
                        AnswerKind.OTHER);
    }

    private static CustomerPage.Proof proof(Evidence evidence, Times times) {
        var words = times.words();
        var where = evidence.url().or(evidence::address).orElse("");
        var observed = evidence.observedAt()
                .map(at -> evidence.zoneKnown()
                        ? times.absolute(at) + " = " + times.utc(at)
                        : words.say("evidence.zone-unknown", times.utc(at)))
                .orElseGet(() -> words.say("evidence.reported", times.absolute(evidence.receivedAt())));
        // R59: nobody gets a copy of that, nor is told where one lies.
        var sealed = evidence.type().isChildAbuse();
        return new CustomerPage.Proof(
                Situation.type(words, evidence.type()),
                sealed ? "" : masked(where, evidence),
                observed,
                sealed ? "" : masked(evidence.excerpt(), evidence));
    }

    /** Once more than at intake: staff write evidence too. */
    private static String masked(String text, Evidence evidence) {
        var reporter = evidence.reporter();
        return Masking.mask(
                text,
                Stream.of(reporter, reporter.substring(reporter.lastIndexOf('@') + 1))
                        .collect(Collectors.toSet()),
                evidence.address().flatMap(Prefix::parse));
    }
}

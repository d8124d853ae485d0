package duenotice.intake;

import duenotice.casework.MessageId;
import duenotice.casework.Reporters;
import duenotice.casework.Sighted.Weight;
import duenotice.inventory.Inventory;
import duenotice.inventory.Reporter;
import duenotice.mail.Address;
import duenotice.mail.AuthenticationResults;
import duenotice.mail.Mail;
import duenotice.mail.OrganisationalDomain;
import duenotice.mail.Signatures;
import duenotice.mail.Signatures.Look;
import duenotice.report.CustomerId;
import duenotice.report.Reading;
import duenotice.report.SourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out who complains, for a whole batch in three statements. */
final class Provenances {
    private static final int LONGEST = 320;

    private final Inventory inventory;
    private static final int SPOTLESS = 100;

    private final Reporters records;
    private final IntakeSettings settings;

    Provenances(Inventory inventory, Reporters records, IntakeSettings settings) {
        this.inventory = inventory;
        this.records = records;
        this.settings = settings;
    }

    /** In the order of the complaints. */
    List<Provenance> of(List<Complaint> complaints) {
        var results = results(complaints);
        var senders = complaints.stream()
                .map(complaint -> sender(
                        complaint, results.getOrDefault(complaint.message().id(), Look.Found.NOTHING)))
                .toList();
        var matches = new HashSet<String>();
        var addresses = new HashSet<String>();
        for (var sender : senders) {
            matches.addAll(sender.names);
            sender.address.ifPresent(addresses::add);
        }
        var reporters = matches.isEmpty() ? Map.<String, Reporter>of() : inventory.reporters(matches);
        var contacts = addresses.isEmpty() ? Map.<String, CustomerId>of() : inventory.customersOfContacts(addresses);
        var found = senders.stream()
                .map(sender -> sender.key ? ofKey(sender, reporters) : ofMail(sender, reporters, contacts))
                .toList();
        var scores = records.scores(found.stream().map(Provenance::identity).toList());
        return found.stream()
                .map(from -> from.withScore(scores.getOrDefault(from.identity(), SPOTLESS)))
                .toList();
    }

    /**
     * @param names what an inventory's reporter may be matched by: proven domains, or the API key
     * @param address of the sender in lower case, proven or not
     * @param authorProven as in {@link Provenance}
     * @param undecided as in {@link Provenance}
     */
    private record Sender(
            Complaint complaint,
            boolean key,
            Set<String> names,
            Optional<String> address,
            Optional<String> domain,
            boolean authorProven,
            boolean undecided) {}

    /**
     * What our own mail server found out; where it has not looked or could not, what we find out, for all of them in one
     * look. In a mail that came by key anybody may have written what our server is said to have found.
     */
    private Map<MessageId, Look> results(List<Complaint> complaints) {
        var results = new HashMap<MessageId, Look>();
        var unseen = new ArrayList<Complaint>();
        for (var complaint : complaints) {
            if (complaint.mail().isEmpty()) {
                continue;
            }
            var found = complaint.isByKey()
                    ? Optional.<AuthenticationResults>empty()
                    : found(complaint.mail().get());
            found.ifPresentOrElse(
                    said -> results.put(complaint.message().id(), new Look.Found(said)), () -> unseen.add(complaint));
        }
        var looked = settings.signatures()
                .of(unseen.stream()
                        .map(complaint -> new Signatures.Signed(
                                complaint.mail().orElseThrow(),
                                complaint.message().body(),
                                complaint.message().receivedAt(),
                                complaint.message().peer().orElse("")))
                        .toList());
        for (var i = 0; i < unseen.size(); i++) {
            results.put(unseen.get(i).message().id(), looked.get(i));
        }
        return results;
    }

    /** Empty where it is for us to look. */
    private Optional<AuthenticationResults> found(Mail mail) {
        return AuthenticationResults.found(mail, settings.ownMailServers())
                .filter(said -> said.sender(mail).isPresent()
                        || !AuthenticationResults.couldNotLook(mail, settings.ownMailServers()));
    }

    private static Sender sender(Complaint complaint, Look look) {
        var results = switch (look) {
            case Look.Found(var found) -> found;
            case Look.CouldNotLook() -> AuthenticationResults.NONE;
        };
        var undecided = look instanceof Look.CouldNotLook;
        if (complaint.isByKey()) {
            var key = complaint.message().submittedBy().orElseThrow().toLowerCase(Locale.ROOT);
            var authorProven = complaint.mail().flatMap(results::sender).isPresent();
            return new Sender(
                    complaint, true, Set.of(key), Optional.empty(), Optional.empty(), authorProven, undecided);
        }
        var from = complaint.from();
        var address = from.map(Address::bare)
                .or(() -> Optional.of(complaint.message().sender()))
                .filter(text -> !text.isBlank())
                .map(text -> bounded(text.toLowerCase(Locale.ROOT)));
        var names = new LinkedHashSet<String>();
        complaint.mail().ifPresent(mail -> names.addAll(provenDomains(mail, results)));
        return new Sender(
                complaint,
                false,
                names,
                address,
                names.isEmpty() ? Optional.empty() : from.map(Address::domain),
                !names.isEmpty(),
                undecided);
    }

    private static Set<String> provenDomains(Mail mail, AuthenticationResults results) {
        var proven = results.sender(mail);
        if (proven.isEmpty()) {
            return Set.of();
        }
        var domains = new LinkedHashSet<>(results.alignedDomains(proven.get()));
        domains.add(proven.get().domain());
        return domains;
    }

    private Provenance ofKey(Sender sender, Map<String, Reporter> reporters) {
        var name = sender.names.iterator().next();
        var reporter = Optional.ofNullable(reporters.get(name));
        var source = reporter.flatMap(Reporter::source);
        var own = source.filter(SourceType.OWN_DETECTION::equals).isPresent();
        var trusted = reporter.filter(Reporter::trusted).isPresent()
                || settings.trustedKeys().contains(name);
        return new Provenance(
                name,
                true,
                own ? Weight.TELEMETRY : trusted ? Weight.TRUSTED : Weight.NONE,
                Optional.empty(),
                source.or(() -> sender.complaint.message().source()).orElse(SourceType.PUBLIC),
                own ? Optional.empty() : Optional.of(name),
                sender.authorProven,
                false,
                sender.undecided);
    }

    private static Provenance ofMail(Sender sender, Map<String, Reporter> reporters, Map<String, CustomerId> contacts) {
        var known = sender.names.stream()
                .map(name -> Optional.ofNullable(reporters.get(name)))
                .flatMap(Optional::stream)
                .toList();
        var organisation = sender.domain.map(OrganisationalDomain::of);
        var domain = organisation.filter(name -> !OrganisationalDomain.isFreeMail(name));
        var trusted = known.stream().anyMatch(Reporter::trusted);
        var isContact = sender.address.filter(contacts::containsKey).isPresent();
        var reporter = sender.address.orElse("unknown sender");
        return new Provenance(
                reporter,
                sender.domain.isPresent(),
                trusted ? Weight.TRUSTED : domain.isPresent() ? Weight.AUTHENTICATED : Weight.NONE,
                domain,
                known.stream()
                        .map(Reporter::source)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .or(() -> sender.complaint.message().source())
                        .orElseGet(() -> byForm(sender.complaint, isContact)),
                Optional.of(domain.orElse(reporter)),
                sender.authorProven,
                false,
                sender.undecided);
    }

    private static SourceType byForm(Complaint complaint, boolean isContact) {
        if (isContact) {
            return SourceType.CLIENT;
        }
        if (complaint.reading().map(Reading::format).filter("arf"::equals).isPresent()) {
            return SourceType.FEEDBACK_LOOP;
        }
        return complaint.mail().flatMap(Mail::listId).isPresent() ? SourceType.MAILING_LIST : SourceType.PUBLIC;
    }

    private static String bounded(String text) {
        return (text.length() > LONGEST ? text.substring(0, LONGEST) : text).replace('\0', ' ');
    }
}

package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Openings;
import duenotice.casework.Reporters.Author;
import duenotice.casework.Reporters.NotOurs;
import duenotice.casework.StoredMessage;
import duenotice.database.Transactions;
import duenotice.intake.Accused.Basis;
import duenotice.intake.format.FieldMapping;
import duenotice.intake.format.Understanding;
import duenotice.inventory.Inventory;
import duenotice.inventory.NameLookup.Pointing;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads complaints, from the listener and from the API alike, a batch at a time: what each says, who says it, and which
 * incident it belongs to. It comes last of all readers and leaves nothing out, so that every message ends somewhere.
 */
public final class ReportReader implements MessageReader {
    /** So many are kept in memory before they are settled, and what the last message adds to them. */
    private static final int FINDINGS_AT_ONCE = 5_000;

    private static final int LONGEST_MAIL_ID = 250;
    private static final int LONGEST_ABOUT = 200;

    private final Casework casework;
    private final OwnFormats formats;
    private final Provenances provenances;
    private final Map<String, FieldMapping> webhooks;
    private final IncidentMatcher matcher;
    private final SignatureLooks looks;
    private final NameLooks names;

    public ReportReader(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            IntakeSettings settings) {
        this.casework = casework;
        formats = new OwnFormats(inventory);
        provenances = new Provenances(inventory, casework.reporters(), settings);
        webhooks = settings.webhooks();
        matcher = new IncidentMatcher(transactions, casework, openings, inventory, settings);
        looks = new SignatureLooks(transactions);
        names = new NameLooks(transactions);
    }

    Provenances provenances() {
        return provenances;
    }

    IncidentMatcher matcher() {
        return matcher;
    }

    Complaint understood(StoredMessage message) {
        return Complaint.of(message, formats.now(), webhooks);
    }

    /** A few messages may hold as much as all the others: then these are settled before more is read. */
    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        casework.reporters().settle();
        var ownFormats = formats.now();
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        var complaints = new ArrayList<Complaint>();
        var findings = 0;
        for (var message : messages) {
            var complaint = Complaint.of(message, ownFormats, webhooks);
            complaints.add(complaint);
            findings += complaint
                    .reading()
                    .map(reading -> reading.findings().size())
                    .orElse(0);
            if (findings >= FINDINGS_AT_ONCE) {
                outcomes.putAll(settled(complaints));
                complaints.clear();
                findings = 0;
            }
        }
        outcomes.putAll(settled(complaints));
        return outcomes;
    }

    private Map<MessageId, MessageOutcome> settled(List<Complaint> complaints) {
        var from = provenances.of(complaints);
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        var reports = new ArrayList<Report>();
        for (var i = 0; i < complaints.size(); i++) {
            var complaint = complaints.get(i);
            var settled = complaint.message().hint().isPresent()
                    ? Optional.<MessageOutcome>empty()
                    : withoutFindings(complaint, from.get(i));
            if (settled.isPresent()) {
                outcomes.put(complaint.message().id(), settled.get());
            } else {
                reports.add(new Report(complaint, from.get(i)));
            }
        }
        outcomes.putAll(matcher.match(reports));
        remember(reports, outcomes);
        return outcomes;
    }

    /** Who has reported, and whom to tell that it is not ours (R55, R68, R72). */
    private void remember(List<Report> reports, Map<MessageId, MessageOutcome> outcomes) {
        var authors = new ArrayList<Author>();
        var strange = new ArrayList<Report>();
        for (var report : reports) {
            var author = author(report);
            authors.add(author);
            var outcome = outcomes.get(author.message());
            if (outcome != null && isToBeSentOn(report, author, outcome.state(), outcome.reason())) {
                strange.add(report);
            }
        }
        var strangers = ofOthers(strange);
        casework.reporters().seen(authors);
        casework.reporters().askedOfOthers(strangers);
        looks.want(
                reports.stream()
                        .filter(report -> report.from().undecided())
                        .map(report -> report.complaint().message().id())
                        .toList(),
                casework.now());
    }

    /** What {@link #remember} would have done, had the sender been proven when his report was read. */
    void proven(Report report, Inbox.Item item) {
        var author = author(report);
        casework.reporters().proven(author);
        if (isToBeSentOn(report, author, item.state(), item.reason())) {
            casework.reporters().askedOfOthers(ofOthers(List.of(report)));
        }
    }

    private static boolean isToBeSentOn(
            Report report, Author author, MessageOutcome.State state, Optional<String> reason) {
        return author.address().isPresent()
                && report.complaint().message().cameAsMail()
                && state == MessageOutcome.State.QUEUED
                && reason.filter(why -> why.startsWith(Accused.Why.FOREIGN.word()))
                        .isPresent();
    }

    /** Those of the reports of which everything is known to be at addresses of others. */
    private List<NotOurs> ofOthers(List<Report> reports) {
        var known = names.known(reports.stream()
                .filter(report -> findings(report)
                        .anyMatch(finding -> finding.subject().ip().isEmpty()))
                .map(report -> report.complaint().message().id())
                .toList());
        return reports.stream()
                .flatMap(report ->
                        elsewhere(
                                        report,
                                        known.getOrDefault(
                                                report.complaint().message().id(), Map.of()))
                                .stream()
                                .map(about -> new NotOurs(author(report), about)))
                .toList();
    }

    private static Author author(Report report) {
        var complaint = report.complaint();
        return new Author(
                complaint.message().id(),
                report.from().identity(),
                report.from().proven(),
                AnswerTo.of(complaint, report.from()),
                WrittenIn.of(complaint),
                complaint.mail().flatMap(Mail::messageId).filter(id -> id.length() <= LONGEST_MAIL_ID),
                complaint.message().receivedAt());
    }

    /**
     * What to ask the registries about. Empty where a name may lie on a server of ours although nobody has told the inventory
     * so: one that was not found out, that points nowhere, or that was asked too late to tell of then; people look at those.
     */
    private static Optional<String> elsewhere(Report report, Map<String, Pointing> known) {
        var addresses = findings(report).map(finding -> address(finding, known)).toList();
        return addresses.stream().allMatch(Optional::isPresent)
                ? addresses.stream().findFirst().flatMap(first -> first)
                : Optional.empty();
    }

    private static Optional<String> address(Finding finding, Map<String, Pointing> known) {
        if (finding.subject().ip().isPresent()) {
            var named = finding.subject().named();
            return Optional.of(named.substring(0, Math.min(LONGEST_ABOUT, named.length())));
        }
        var name = AskableName.of(finding.subject());
        return name.flatMap(text -> Optional.ofNullable(known.get(text)))
                .flatMap(pointing -> pointing.addresses().stream()
                        .map(address -> new Basis(
                                name.orElseThrow(),
                                address,
                                0,
                                pointing.askedAt(),
                                finding.observedAt().map(EventTime::at)))
                        .findFirst())
                .filter(basis -> !basis.isLate())
                .map(basis -> basis.address().text());
    }

    private static Stream<Finding> findings(Report report) {
        return report.complaint().reading().stream().flatMap(reading -> reading.findings().stream());
    }

    /** What needs no look-up: it names nothing, or is no complaint. */
    private static Optional<MessageOutcome> withoutFindings(Complaint complaint, Provenance from) {
        var kind = complaint.kind();
        if (kind == MailKind.BOUNCE) {
            return Optional.of(MessageOutcome.closed("a bounce of no mail that we sent")
                    .withReport(ReportText.kind("bounce", from)));
        }
        if (kind == MailKind.AUTOMATIC) {
            return Optional.of(MessageOutcome.closed("an automatic answer, which complains of nothing")
                    .withReport(ReportText.kind("automatic-reply", from)));
        }
        return switch (complaint.understanding()) {
            case Understanding.Report(Reading reading) ->
                reading.findings().isEmpty() ? Optional.of(namesNothing(complaint, reading, from)) : Optional.empty();
            case Understanding.Unreadable(String reason) ->
                Optional.of(
                        MessageOutcome.queued("unreadable: " + reason).withReport(ReportText.write(complaint, from)));
            case Understanding.FiledAway(String format, String reason) ->
                Optional.of(
                        MessageOutcome.closed(format + ": " + reason).withReport(ReportText.write(complaint, from)));
            case Understanding.ForPerson(String format, String reason) ->
                Optional.of(MessageOutcome.queued("held: " + format + ": " + reason)
                        .withReport(ReportText.write(complaint, from)));
            case Understanding.NoReport ignored ->
                Optional.of(MessageOutcome.queued("no-subject: nothing in it complains of an address or a name")
                        .withReport(ReportText.write(complaint, from)));
        };
    }

    private static MessageOutcome namesNothing(Complaint complaint, Reading reading, Provenance from) {
        var takenBack = reading.warnings().stream()
                .filter(warning -> reading.format().equals("arf"))
                .filter(warning ->
                        warning.contains("complains of nothing") || warning.contains("nothing is complained of"))
                .findFirst();
        var why = reading.warnings().isEmpty()
                ? "it names no address, URL or domain"
                : reading.warnings().getLast();
        return takenBack
                .map(MessageOutcome::closed)
                .orElseGet(() -> MessageOutcome.queued(
                        reading.unopened().isEmpty()
                                ? "no-subject: " + why
                                : "unreadable: " + String.join("; ", reading.unopened())))
                .withReport(ReportText.write(complaint, from));
    }

    /** One complaint with who complains. */
    record Report(Complaint complaint, Provenance from) {}
}

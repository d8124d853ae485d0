package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Openings;
import duenotice.casework.StoredMessage;
import duenotice.database.Transactions;
import duenotice.intake.format.FieldMapping;
import duenotice.intake.format.Understanding;
import duenotice.inventory.Inventory;
import duenotice.mail.MailKind;
import duenotice.report.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads complaints, from the listener and from the API alike, a batch at a time: what each says, who says it, and which
 * incident it belongs to. It comes last of all readers and leaves nothing out, so that every message ends somewhere.
 */
public final class ReportReader implements MessageReader {
    private final OwnFormats formats;
    private final Provenances provenances;
    private final Map<String, FieldMapping> webhooks;
    private final IncidentMatcher matcher;

    public ReportReader(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            IntakeSettings settings) {
        formats = new OwnFormats(inventory);
        provenances = new Provenances(inventory, settings);
        webhooks = settings.webhooks();
        matcher = new IncidentMatcher(casework, openings, inventory, new SeenReports(transactions));
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var ownFormats = formats.now();
        var complaints = messages.stream()
                .map(message -> Complaint.of(message, ownFormats, webhooks))
                .toList();
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
        return outcomes;
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

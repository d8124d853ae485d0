package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.Openings;
import duenotice.casework.Rereading;
import duenotice.database.Transactions;
import duenotice.intake.ReportReader.Report;
import duenotice.intake.format.FieldMapping;
import duenotice.inventory.Inventory;
import duenotice.mail.MailKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stored complaints again with today's readers. */
public final class Reread implements Rereading {
    private static final Logger log = LoggerFactory.getLogger(Reread.class);
    private static final int PAGE = 50;

    /** What the reader of complaints closes by itself because it is none. */
    private static final List<String> NO_COMPLAINT =
            List.of("a bounce of no mail that we sent", "an automatic answer, which complains of nothing");

    private static final Pattern OURS = Pattern.compile("\"kind\":\"(report|unreadable|not-a-report)\"");

    private final Transactions transactions;
    private final Casework casework;
    private final OwnFormats formats;
    private final Provenances provenances;
    private final Map<String, FieldMapping> webhooks;
    private final IncidentMatcher matcher;

    public Reread(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            IntakeSettings settings) {
        this.transactions = transactions;
        this.casework = casework;
        formats = new OwnFormats(inventory);
        provenances = new Provenances(inventory, casework.reporters(), settings);
        webhooks = settings.webhooks();
        matcher = new IncidentMatcher(transactions, casework, openings, inventory, settings);
    }

    @Override
    public Page page(Asked asked) {
        var kept = casework.inbox().readBetween(asked.since(), asked.until(), asked.after(), PAGE);
        var readable = new ArrayList<Inbox.Kept>();
        var complaints = new ArrayList<Complaint>();
        for (var one : kept) {
            if (isOfComplaints(one)) {
                understood(one).ifPresent(complaint -> {
                    readable.add(one);
                    complaints.add(complaint);
                });
            }
        }
        var from = provenances.of(complaints);
        var changes = new ArrayList<Changed>();
        for (var i = 0; i < readable.size(); i++) {
            changes.addAll(changes(readable.get(i), new Report(complaints.get(i), from.get(i)), asked));
        }
        if (asked.apply() && !changes.isEmpty()) {
            casework.arrived();
        }
        return new Page(
                kept.size(),
                changes,
                kept.isEmpty()
                        ? Optional.empty()
                        : Optional.of(kept.getLast().message().id()));
    }

    /** One that breaks a reader stays as it is and keeps nobody from the others. */
    private Optional<Complaint> understood(Inbox.Kept kept) {
        try {
            return Optional.of(Complaint.of(kept.message(), formats.now(), webhooks));
        } catch (RuntimeException | StackOverflowError broken) {
            log.warn("message {} cannot be read again: {}", kept.message().id(), broken.toString());
            return Optional.empty();
        }
    }

    /** Replies and changes of contacts have readers of their own, and what staff closed is closed. */
    private static boolean isOfComplaints(Inbox.Kept kept) {
        return switch (kept.state()) {
            case JOINED, DUPLICATE -> isOurs(kept);
            case QUEUED -> kept.report().isEmpty() || isOurs(kept);
            case CLOSED ->
                kept.message().hint().isEmpty()
                        && !isByStaff(kept.reason().orElse(""))
                        && (isOurs(kept)
                                || NO_COMPLAINT.stream()
                                        .anyMatch(reason ->
                                                kept.reason().orElse("").startsWith(reason)));
            case ACCEPTED -> false;
        };
    }

    /** Automation closes what no person has looked at. */
    private static boolean isByStaff(String reason) {
        return reason.contains(" (by ") && reason.endsWith(")") && !reason.endsWith(" (by automation)");
    }

    private static boolean isOurs(Inbox.Kept kept) {
        return OURS.matcher(kept.report().orElse("")).find();
    }

    private List<Changed> changes(Inbox.Kept kept, Report report, Asked asked) {
        var complaint = report.complaint();
        var text = complaint.kind() == MailKind.REPORT
                ? ReportText.write(complaint, report.from())
                : ReportText.kind(complaint.kind() == MailKind.BOUNCE ? "bounce" : "automatic-reply", report.from());
        var difference = ReadingDifference.between(kept.report(), text);
        var format = complaint.reading().map(reading -> reading.format()).orElse("");
        var concerned = asked.format()
                .filter(wanted ->
                        !wanted.equals(format) && !kept.report().orElse("").contains("\"format\":\"" + wanted + "\""))
                .isEmpty();
        if (difference.isEmpty() || !concerned) {
            return List.of();
        }
        var effect = asked.apply()
                ? transactions.call(() -> apply(kept, report, text, difference, asked.by()))
                : planned(kept);
        return difference.told(kept.message(), format, effect);
    }

    private static String planned(Inbox.Kept kept) {
        return switch (kept.state()) {
            case JOINED -> "facts are added";
            case QUEUED, CLOSED -> "offered again";
            case DUPLICATE, ACCEPTED -> "the reading is kept";
        };
    }

    private String apply(Inbox.Kept kept, Report report, String text, ReadingDifference difference, String by) {
        var id = kept.message().id();
        if (!casework.inbox().lock(id, kept.state())) {
            return "left alone: somebody was quicker";
        }
        return switch (kept.state()) {
            case QUEUED, CLOSED -> {
                casework.inbox().offerAgain(id);
                yield "offered again";
            }
            case DUPLICATE, ACCEPTED -> {
                casework.inbox().correctReport(id, text);
                yield "the reading is kept";
            }
            case JOINED -> {
                var added = kept.message().hint().isPresent()
                        ? new IncidentMatcher.Added(Set.of(), Optional.empty())
                        : matcher.addFacts(report, kept.reason());
                var touched = added.incidents();
                casework.inbox().correctReport(id, text);
                casework.noteReread(casework.inbox().incidentsOf(id), note(report, difference), by);
                var facts = touched.isEmpty()
                        ? "the reading is kept"
                        : "facts added to "
                                + touched.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
                yield added.doubts().isPresent() ? facts + ", and the rest waits for people" : facts;
            }
        };
    }

    /** Where child-abuse material lies is for leads alone (R59). */
    private static String note(Report report, ReadingDifference difference) {
        var sealed = report.complaint().reading().stream()
                .flatMap(reading -> reading.findings().stream())
                .anyMatch(finding -> finding.typeOrUnknown().isChildAbuse());
        return "Report %s was read again with today's readers%s"
                .formatted(report.complaint().message().id(), sealed ? "" : ": " + difference.summary());
    }
}

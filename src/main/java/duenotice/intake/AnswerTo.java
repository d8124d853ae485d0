package duenotice.intake;

import duenotice.casework.Sighted.Weight;
import duenotice.mail.Address;
import duenotice.mail.Automation;
import duenotice.mail.Mail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an answer to a report may go (R68). Nowhere for what was not proven to come from there, for robots and lists, and
 * for the null path: the answer would reach a stranger, or go round in circles (RFC 3834 §2).
 */
final class AnswerTo {
    private static final Pattern MAILBOX = Pattern.compile(
            "[\\p{L}\\p{N}._%+=&'*/?^{|}~-]{1,64}@[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63}){1,8}");
    private static final Pattern ROBOT = Pattern.compile(
            "(no|do-?not|dont)[-_.]?reply.*|mailer-daemon|postmaster|bounces?([-+=].*)?|nobody|root|listserv|majordomo"
                    + "|owner-.*|.*-(request|owner|bounces?)");
    private static final Set<String> LIST_HEADERS =
            Set.of("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-loop", "x-duenotice-incident");
    private static final Set<String> BULK = Set.of("bulk", "list", "junk", "auto_reply");

    /** A report is answered by whoever transmits it; the names of the older dialects follow. */
    private static final List<List<String>> CONTACTS = List.of(
            List.of("sender", "contact"),
            List.of("reporter", "contact"),
            List.of("ReporterInfo", "ReporterContactEmail"),
            List.of("ReporterInfo", "ReporterOrgEmail"));

    private static final int LONGEST_DOCUMENT = 4 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private AnswerTo() {}

    static Optional<String> of(Complaint complaint, Provenance from) {
        if (from.weight() == Weight.TELEMETRY) {
            return Optional.empty();
        }
        var address = switch (complaint.message().channel()) {
            case API -> complaint.mail().isPresent() ? author(complaint, from) : named(complaint);
            case FORM -> Optional.of(complaint.message().sender());
            case SMTP, MAILBOX, SPOOL ->
                complaint.message().sender().isBlank() ? Optional.<String>empty() : author(complaint, from);
            case WEBHOOK, FEED, HAND -> Optional.<String>empty();
        };
        return address.flatMap(AnswerTo::mailbox);
    }

    /** Whoever hands on a mail by key proves himself, and nothing of whom it names. */
    private static Optional<String> author(Complaint complaint, Provenance from) {
        return complaint
                .mail()
                .filter(mail -> from.authorProven() && isOfAPerson(mail))
                .flatMap(Mail::from)
                .map(Address::bare);
    }

    private static boolean isOfAPerson(Mail mail) {
        var nullPath = mail.headers("return-path").stream()
                .anyMatch(path -> path.strip().equals("<>"));
        return Automation.of(mail, nullPath) != Automation.STRONG
                && LIST_HEADERS.stream().allMatch(name -> mail.headers(name).isEmpty())
                && mail.headers("precedence").stream()
                        .noneMatch(word -> BULK.contains(word.strip().toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> mailbox(String address) {
        var at = address.lastIndexOf('@');
        return MAILBOX.matcher(address).matches()
                        && !ROBOT.matcher(address.substring(0, at).toLowerCase(Locale.ROOT))
                                .matches()
                ? Optional.of(address)
                : Optional.empty();
    }

    private static Optional<String> named(Complaint complaint) {
        var body = complaint.message().body();
        if (body.length == 0 || body.length > LONGEST_DOCUMENT || body[0] != '{') {
            return Optional.empty();
        }
        try {
            var report = JSON.readTree(body);
            for (var path : CONTACTS) {
                var contact = report;
                for (var part : path) {
                    contact = contact.path(part);
                }
                if (contact.isString()) {
                    return Optional.of(contact.asString());
                }
            }
            return Optional.empty();
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }
}

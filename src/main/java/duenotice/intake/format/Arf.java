package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.mail.Once;
import duenotice.mail.Part;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Feedback reports on single mails (RFC 5965), with the kinds of RFC 6430 and RFC 6591. */
final class Arf implements ReportFormat {
    /** One mail seldom carries more than one; a mailing list's digest may. */
    private static final int MOST_REPORTS = 100;

    private static final Type SPAM = Type.of("messaging/spam");

    @Override
    public String name() {
        return "arf";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return switch (content.submission()) {
            case Submission.ByMail(Mail mail) -> read(mail).map(Understanding.Report::new);
            case Submission.Document _ -> Optional.empty();
        };
    }

    private Optional<Reading> read(Mail mail) {
        List<Finding> findings = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> unopened = new ArrayList<>();
        var excerpt = new Excerpt();
        var stated = new Once<>(() -> stated(mail));
        var parts = mail.parts();
        var reports = 0;
        for (var i = 0; i < parts.size(); i++) {
            var fields = feedback(mail, parts.get(i));
            if (fields.isEmpty() || fields.get().kind().equals("xarf")) {
                continue;
            }
            if (reports == MOST_REPORTS) {
                unopened.add("more than " + MOST_REPORTS + " reports, the rest was left out");
                break;
            }
            reports++;
            var original = original(parts, i + 1);
            original.ifPresent(part -> excerpt.addHeaders(head(part)));
            finding(mail, stated, fields.get(), original, warnings).ifPresent(findings::add);
        }
        return reports == 0
                ? Optional.empty()
                : Optional.of(new Reading(
                        name(), Optional.empty(), Optional.empty(), findings, excerpt.text(), warnings, unopened));
    }

    /** The fields of a feedback part, also where it is mislabelled in a mail that says it carries one. */
    private static Optional<FeedbackFields> feedback(Mail mail, Part part) {
        var declared = part.contentType().equals("message/feedback-report");
        var mislabelled = mail.parameters().getOrDefault("report-type", "").equalsIgnoreCase("feedback-report")
                && (part.contentType().equals("text/plain")
                        || part.contentType().equals("application/octet-stream"))
                && part.content().length < FeedbackFields.LONGEST;
        return declared || mislabelled ? FeedbackFields.of(part) : Optional.empty();
    }

    private static Optional<Part> original(List<Part> parts, int from) {
        return parts.stream()
                .skip(from)
                .takeWhile(part -> !part.contentType().equals("message/feedback-report"))
                .filter(part -> part.contentType().startsWith("message/")
                        || part.contentType().startsWith("text/rfc822-header"))
                .findFirst();
    }

    private static Optional<Finding> finding(
            Mail mail,
            Once<Optional<Prefix>> stated,
            FeedbackFields fields,
            Optional<Part> original,
            List<String> warnings) {
        var kind = fields.kind();
        Optional<Type> type = switch (kind) {
            case "abuse" -> Optional.of(SPAM);
            case "fraud" -> Optional.of(Type.of("content/phishing"));
            case "virus" -> Optional.of(Type.of("content/malware"));
            default -> Optional.empty();
        };
        switch (kind) {
            case "not-spam", "miscategorized" -> {
                warnings.add(
                        "feedback-report: " + kind + " takes a complaint back, nothing is complained of (RFC 6430)");
                return Optional.empty();
            }
            case "opt-out", "opt-out-list", "dkim" -> {
                warnings.add("feedback-report: " + kind + " complains of nothing");
                return Optional.empty();
            }
            case "abuse", "fraud", "virus" -> {}
            case "auth-failure" ->
                warnings.add(
                        "feedback-report: auth-failure says who used a domain's name, which is a hint and no abuse by itself (RFC 6591)");
            default -> warnings.add("feedback-report: type " + kind + " says nothing more");
        }
        var category = type.map(Type::category).orElse(Category.OTHER);
        var sender = fields.sourceIp().isPresent() ? Optional.<SendingAddress>empty() : sender(mail, fields, original);
        var subject = subject(mail, stated, fields, sender, warnings);
        if (subject.isEmpty()) {
            warnings.add("feedback-report: names neither a source address nor a domain that is not the reporter's own");
            return Optional.empty();
        }
        var at = fields.arrival()
                .or(() -> sender.flatMap(SendingAddress::at))
                .or(() -> received(mail, original))
                .or(() -> written(mail, warnings));
        return Optional.of(new Finding(category, type, subject.get(), at));
    }

    private static Optional<SendingAddress> sender(Mail mail, FeedbackFields fields, Optional<Part> original) {
        return original.flatMap(part -> SendingAddress.in(head(part), reporterSide(mail, fields, part)))
                .filter(found -> !found.basis().isEmpty());
    }

    private static Optional<Subject> subject(
            Mail mail,
            Once<Optional<Prefix>> stated,
            FeedbackFields fields,
            Optional<SendingAddress> sender,
            List<String> warnings) {
        var ip = fields.sourceIp();
        if (ip.isEmpty()) {
            ip = stated.get();
            ip.ifPresent(_ -> warnings.add("feedback-report: no Source-IP, taken from the covering text"));
        }
        if (ip.isEmpty() && sender.isPresent()) {
            ip = sender.map(SendingAddress::ip);
            warnings.add(
                    "feedback-report: no Source-IP, taken from " + sender.get().basis() + " of the reported mail");
        }
        if (ip.isPresent()) {
            var url = fields.kind().equals("fraud") ? fields.reportedUrl() : Optional.<String>empty();
            return Optional.of(
                    new Subject(ip, fields.sourcePort(), Optional.empty(), url, fields.authenticatedAccount()));
        }
        // feedback relays name the mailbox provider here, whose domain is also in their own address
        var relay = mail.from().map(Address::domain).orElse("");
        var domain = fields.reportedDomain().filter(name -> !Hosts.sameOrganisation(relay, name));
        return domain.map(Subject::ofDomain).or(() -> fields.reportedUrl().map(Subject::ofUrl));
    }

    /** {@code … for an email message received from IP 192.0.2.1 on …}: the reporter's own words (RFC 5965 §2 item c). */
    private static Optional<Prefix> stated(Mail mail) {
        for (var part : mail.parts()) {
            if (!part.contentType().equals("text/plain")) {
                break;
            }
            var text = part.text();
            var flat = text.substring(0, Math.min(text.length(), 2000)).replaceAll("\\s{1,20}+", " ");
            var from = flat.indexOf("received from IP ");
            if (from >= 0) {
                var rest = flat.substring(from + "received from IP ".length());
                return Place.in(rest.substring(0, Math.min(rest.length(), 60))).stream()
                        .filter(place -> place.kind() == Place.Kind.ADDRESS && place.start() < 3)
                        .map(place -> Prefix.of(place.text()))
                        .filter(Prefix::isAddress)
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static Optional<EventTime> received(Mail mail, Optional<Part> original) {
        var from = mail.from().map(Address::domain).filter(domain -> !domain.isEmpty());
        return original.flatMap(
                        part -> SendingAddress.in(head(part), from.map(Set::of).orElse(Set.of())))
                .flatMap(SendingAddress::at);
    }

    /** The report's own date says only that it happened before; so it counts as a time without a zone. */
    private static Optional<EventTime> written(Mail mail, List<String> warnings) {
        return mail.date().map(date -> {
            warnings.add("feedback-report: no time of arrival, the date of the report stands in for it");
            return new EventTime(date, false);
        });
    }

    /** Domains on the receiving side: of the report's sender, of the recipient, of who checked the mail's signatures. */
    private static Set<String> reporterSide(Mail mail, FeedbackFields fields) {
        Set<String> domains = new HashSet<>();
        mail.from().map(Address::domain).ifPresent(domains::add);
        fields.recipientDomains().forEach(domains::add);
        fields.checker().ifPresent(domains::add);
        fields.first("reporting-mta")
                .map(value -> value.substring(value.indexOf(';') + 1).strip().toLowerCase(Locale.ROOT))
                .ifPresent(domains::add);
        domains.removeIf(domain -> domain.indexOf('.') < 0);
        return domains;
    }

    private static Set<String> reporterSide(Mail mail, FeedbackFields fields, Part original) {
        var domains = reporterSide(mail, fields);
        original.embedded()
                .ifPresent(embedded -> List.of("x-apparently-to", "delivered-to", "x-original-to")
                        .forEach(header -> embedded.addresses(header).stream()
                                .findFirst()
                                .map(Address::domain)
                                .filter(domain -> domain.indexOf('.') > 0)
                                .ifPresent(domains::add)));
        return domains;
    }

    static String head(Part part) {
        var content = part.content();
        return new String(content, 0, Math.min(content.length, 64 * 1024), java.nio.charset.StandardCharsets.ISO_8859_1)
                .stripLeading()
                .replaceFirst("^>?From [^\\r\\n]{0,200}\\r?\\n", "");
    }
}

package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.mail.Once;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * X-ARF 0.1 and 0.2 (x-arf.org): mails with a part {@code report.txt} in YAML, by blocklist.de, fail2ban, clean-mx,
 * Netcraft and others, and their relatives with own keys. What counts is the YAML: some senders set the header
 * {@code X-ARF} or {@code X-XARF} without it, some have it without the header. Several such parts are several reports.
 */
final class XArf implements ReportFormat {
    private static final int MOST_DOCUMENTS = 200;
    private static final int MOST_REPORTS = 1_000;

    private final Networks networks;

    XArf(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "x-arf";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var draft = new Draft(name());
        var worded = new Once<>(() -> worded(content));
        var reports = 0;
        for (var document : draft.first(MOST_DOCUMENTS, content.documents(), "documents")) {
            if (mayHoldReport(document)) {
                for (var fields : YamlFields.in(document, document.body())) {
                    if (isReport(fields, document) && ++reports <= MOST_REPORTS) {
                        report(fields, document, content, worded, draft);
                    }
                }
            }
        }
        if (!draft.isRecognised()) {
            return Optional.empty();
        }
        if (reports > MOST_REPORTS) {
            draft.unopened("more than " + MOST_REPORTS + " reports, the rest was left out");
        }
        quoteEvidence(content, draft);
        return draft.report();
    }

    private static boolean mayHoldReport(Document document) {
        var text = document.contentType().isEmpty()
                || document.contentType().startsWith("text/")
                || document.contentType().endsWith("yaml")
                || document.contentType().equals("application/octet-stream");
        return text
                && !document.contentType().equals("text/html")
                && document.content().length <= YamlFields.LONGEST
                && (isNamedReport(document) || document.head(YamlFields.LONGEST).contains("---"));
    }

    private static boolean isNamedReport(Document document) {
        var name = document.name().toLowerCase(Locale.ROOT);
        return name.contains("report") && !name.endsWith(".csv");
    }

    private static boolean isReport(YamlFields fields, Document document) {
        var accuses =
                fields.first("source", "sourceip", "ip", "uri", "url", "domain").isPresent();
        var typed = fields.first("reporttype", "schemaurl").isPresent()
                && fields.first("reportedfrom", "category", "reportid", "sourcetype", "version", "useragent")
                        .isPresent();
        var relative = isNamedReport(document)
                && !document.body()
                && fields.first("date", "lastseen", "firstseen", "time", "timestamp")
                        .isPresent();
        return accuses && (typed || relative);
    }

    private void report(
            YamlFields fields, Document document, Content content, Once<Optional<Type>> worded, Draft draft) {
        draft.begin();
        draft.reporter(fields.first("reportedfrom"));
        draft.id(fields.first("reportid"));
        var typed = type(fields, document);
        var type = typed.isPresent() || fields.first("reporttype").isPresent() ? typed : worded.get();
        if (type.isEmpty()) {
            draft.warn("%s: the report type is none of ours: %s"
                    .formatted(
                            document.where(),
                            Draft.shortened(fields.first("reporttype").orElse("none"))));
        }
        var category = type.map(Type::category).orElse(Category.OTHER);
        var at = time(fields, document, content, draft);
        var subjects = subjects(fields, type, content.covering(), draft);
        if (subjects.isEmpty()) {
            draft.warn("%s: the source is neither an address nor a URL nor a name: %s"
                    .formatted(
                            document.where(),
                            Draft.shortened(fields.first("source", "ip").orElse("none"))));
        }
        var attacked = new AttackedServer(
                fields.first("destination", "destinationip", "target", "targetip")
                        .flatMap(Prefix::parse),
                fields.first("destinationport", "targetport", "port").flatMap(Place::port));
        for (var subject : subjects) {
            draft.found(attacked.finding(networks, type, subject, at)
                    .orElseGet(() -> new Finding(category, type, subject, at)));
        }
    }

    /** The report type says it, else the service; cyscon says it in the name of the file ({@code PHISH-report.txt}). */
    private static Optional<Type> type(YamlFields fields, Document document) {
        var service = fields.first("service").flatMap(AbuseNames::type);
        var stated = fields.first("reporttype", "type", "classification")
                .or(() -> Optional.of(document.name())
                        .map(name -> name.substring(0, Math.max(0, name.indexOf("-report")))))
                .orElse("");
        var named = AbuseNames.type(stated).or(() -> AbuseNames.type(stated.replace("attack", "")));
        // who harvests by mail sends to addresses that he guesses
        if (stated.toLowerCase(Locale.ROOT).contains("harvest")) {
            return service.filter(type -> type.group().equals("messaging"))
                    .or(() -> Optional.of(Type.of("connection/scraping")));
        }
        return named.or(() -> anyWord(stated))
                .or(() -> fields.first("category").flatMap(AbuseNames::type))
                .or(() -> service);
    }

    /** A relative that says nowhere what it is about comes in a letter that does. */
    private static Optional<Type> worded(Content content) {
        var subject = content.mail().flatMap(Mail::subject).orElse("");
        return ComplaintWords.in(subject, content.text().lines().limit(200).toList())
                .type();
    }

    /** {@code phishing/scam} is no name of anything, but its first half is. */
    private static Optional<Type> anyWord(String stated) {
        return Stream.of(stated.substring(0, Math.min(100, stated.length())).split("[^\\p{L}\\p{N}]+", 8))
                .map(AbuseNames::type)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<EventTime> time(YamlFields fields, Document document, Content content, Draft draft) {
        var written = content.mail().flatMap(Mail::date);
        // without a year it is the last such day before the report
        var stated = fields.first("date", "lastseen", "timestamp", "time", "firstseen")
                .map(value -> value.replace("'", " ").replace("\"", " "))
                .flatMap(value -> EventTimes.parse(value).or(() -> EventTimes.find(value, Optional.empty(), written)));
        stated.filter(at -> !at.zoneKnown())
                .ifPresent(_ -> draft.warn(document.where() + ": the event time has no zone"));
        return stated.or(() -> draft.standIn(written));
    }

    private List<Subject> subjects(YamlFields fields, Optional<Type> type, CoveringText covering, Draft draft) {
        List<Subject> subjects = new ArrayList<>();
        List<String> sources = new ArrayList<>(new LinkedHashSet<>(fields.all("source")));
        if (sources.isEmpty()) {
            fields.first("sourceip", "ip").ifPresent(sources::add);
        }
        var lying = type.filter(known ->
                        known.group().equals("content") || known.group().equals("copyright"))
                .isPresent();
        // of a connection the port is the attacked one
        var port = lying ? fields.first("port", "downloadport").flatMap(Place::port) : Optional.<Integer>empty();
        var link = (lying ? fields.first("uri", "url", "downloadlink", "link") : fields.first("uri", "url"))
                .map(Refang::line)
                .filter(text -> Hosts.ofUrl(text).isPresent());
        for (var source : sources) {
            subjects.addAll(subjects(Refang.line(source), lying, port, link, covering, draft));
        }
        if (subjects.isEmpty() && link.isPresent()) {
            subjects.add(page(link.get(), port, covering));
        }
        if (subjects.isEmpty()) {
            fields.first("domain")
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .filter(Hosts::isName)
                    .map(Subject::ofDomain)
                    .ifPresent(subjects::add);
        }
        return subjects;
    }

    private List<Subject> subjects(
            String source,
            boolean lying,
            Optional<Integer> port,
            Optional<String> link,
            CoveringText covering,
            Draft draft) {
        var first = Place.in(source).stream().findFirst();
        if (first.isEmpty()) {
            return List.of();
        }
        return switch (first.get().kind()) {
            case URL -> {
                var page = page(first.get().text(), port, covering);
                yield concat(page, covering.pagesBeside(page));
            }
            case NAME -> List.of(Subject.ofDomain(first.get().text()));
            case ADDRESS -> {
                var ip = covering.corrected(Optional.of(Prefix.of(first.get().text())), networks, draft);
                var pages = lying
                        ? covering.pages().stream()
                                .filter(page -> page.ip().equals(ip))
                                .map(page -> new Subject(
                                        page.ip(), port, Optional.empty(), Optional.of(page.url()), Optional.empty()))
                                .toList()
                        : List.<Subject>of();
                var ownPort = port.or(() -> first.get().port());
                yield pages.isEmpty()
                        ? List.of(new Subject(ip, ownPort, Optional.empty(), link, Optional.empty()))
                        : pages;
            }
        };
    }

    /** A page has its address in the words around the report, where there is one at all. */
    private static Subject page(String url, Optional<Integer> port, CoveringText covering) {
        var ip = Hosts.ofUrl(url).flatMap(Prefix::parse).or(() -> covering.addressOf(url));
        return new Subject(ip, port, Optional.empty(), Optional.of(url), Optional.empty());
    }

    private static List<Subject> concat(Subject first, List<Subject> others) {
        List<Subject> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }

    /** The log that lies beside the report, or the telling fields of the mail that does. */
    private static void quoteEvidence(Content content, Draft draft) {
        for (var document : content.documents()) {
            var log = !document.body()
                    && !isNamedReport(document)
                    && (document.contentType().equals("text/plain")
                            || document.name().toLowerCase(Locale.ROOT).endsWith(".log"));
            if (log) {
                document.head(4 * Excerpt.LONGEST).lines().limit(20).forEach(draft.excerpt()::add);
            }
        }
        content.mail().stream()
                .flatMap(mail -> mail.parts().stream())
                .filter(part -> part.embedded().isPresent())
                .findFirst()
                .ifPresent(part -> draft.excerpt().addHeaders(Arf.head(part)));
    }
}

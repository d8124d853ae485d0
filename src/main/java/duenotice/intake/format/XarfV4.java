package duenotice.intake.format;

import static duenotice.intake.format.JsonFields.longText;
import static duenotice.intake.format.JsonFields.port;
import static duenotice.intake.format.JsonFields.text;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * XARF 4.0 to 4.2 (xarf.org), as the body of an API call, a file, or an attachment. Read softly: a report that breaks
 * its schema is still a report, with a warning for each breach; only one without a source names nothing.
 */
final class XarfV4 implements ReportFormat {
    private static final int MOST_REPORTS = 1000;

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Networks networks;

    XarfV4(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "xarf-v4";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var draft = new Draft(name());
        for (var document : content.json()) {
            if (!document.mentions("\"xarf_version\"") && !document.mentions("\"source_identifier\"")) {
                continue;
            }
            try {
                for (var report : draft.first(MOST_REPORTS, document.objects(MOST_REPORTS + 1), "reports")) {
                    if (isXarf(report)) {
                        report(report, draft);
                    }
                }
            } catch (JacksonException broken) {
                draft.unopened(document.where() + " is not valid JSON: " + JsonDocument.reason(broken));
            }
        }
        return draft.isRecognised() ? draft.report() : Optional.empty();
    }

    private static boolean isXarf(JsonNode report) {
        var version = text(report, "xarf_version");
        return version.isPresent()
                ? version.get().startsWith("4")
                : report.has("source_identifier") && (report.has("category") || report.has("class"));
    }

    /** What a receiver adds for himself ({@code _internal}) is not looked at, should a sender have left his own in. */
    private void report(JsonNode report, Draft draft) {
        draft.begin();
        var group = text(report, "category")
                .or(() -> text(report, "class"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        var name = text(report, "type").orElse("");
        var type = XarfTypes.of(group, name);
        var category = type.map(Type::category).orElseGet(() -> XarfTypes.category(group, "unknown"));
        var at = text(report, "timestamp").flatMap(EventTimes::parse);
        draft.id(text(report, "report_id"));
        draft.reporter(organisation(report.path("reporter")));
        draft.reporter(organisation(report.path("sender")));
        check(report, group, name, type, draft);
        var attacked = new AttackedServer(
                text(report, "destination_ip").flatMap(Prefix::parse), port(report, "destination_port"));
        subject(report, type, draft)
                .map(source -> attacked.finding(networks, type, source, at)
                        .orElseGet(() -> new Finding(category, type, source, at)))
                .ifPresent(draft::found);
        quote(report, draft.excerpt());
    }

    private static Optional<Subject> subject(JsonNode report, Optional<Type> type, Draft draft) {
        var source = text(report, "source_identifier").map(Refang::line).orElse("");
        var url = url(report, source);
        var port = port(report, "source_port")
                .or(() -> type.filter(known -> known.group().equals("vulnerability"))
                        .flatMap(_ -> port(report, "service_port")));
        if (source.isEmpty() && url.isEmpty()) {
            draft.warn("source_identifier is missing, so the report names nothing");
            return Optional.empty();
        }
        var ip = Prefix.parse(source).or(() -> url.flatMap(Hosts::ofUrl).flatMap(Prefix::parse));
        if (ip.isPresent() || source.isEmpty() || source.contains("://")) {
            if (source.isEmpty()) {
                draft.warn("source_identifier is missing, the URL stands in for it");
            }
            var whole = source.contains("://") ? Optional.of(source) : url;
            return Optional.of(new Subject(ip, port, Optional.empty(), whole, Optional.empty()));
        }
        if (Hosts.isName(source)) {
            return Optional.of(new Subject(
                    Optional.empty(), port, Optional.of(source.toLowerCase(Locale.ROOT)), url, Optional.empty()));
        }
        if (source.indexOf('@') > 0 || source.matches("\\+?[0-9 ()/-]{6,30}")) {
            return Optional.of(new Subject(Optional.empty(), port, Optional.empty(), url, Optional.of(source)));
        }
        draft.warn("source_identifier is neither an address nor a name: " + Draft.shortened(source));
        return url.map(Subject::ofUrl);
    }

    /** The page complained of; never the brand's own page or the reporter's. */
    private static Optional<String> url(JsonNode report, String source) {
        var url = text(report, "url")
                .or(() -> text(report, "infringing_url"))
                .or(() -> text(report, "source_url"))
                .map(Refang::line)
                .filter(text -> Hosts.ofUrl(text).isPresent());
        // a page on a host that the source has nothing to do with was named by mistake
        return url.filter(text -> !Hosts.isName(source)
                || Hosts.sameOrganisation(Hosts.ofUrl(text).orElse(""), source.toLowerCase(Locale.ROOT)));
    }

    private static void check(JsonNode report, String group, String name, Optional<Type> type, Draft draft) {
        var version = text(report, "xarf_version").orElse("");
        if (version.isEmpty()) {
            draft.warn("xarf_version is missing");
        }
        if (text(report, "report_id").filter(id -> UUID.matcher(id).matches()).isEmpty()) {
            draft.warn("report_id is missing or no UUID");
        }
        var timestamp = text(report, "timestamp");
        if (timestamp.isEmpty()) {
            draft.warn("timestamp is missing");
        } else if (EventTimes.parse(timestamp.get()).isEmpty()) {
            draft.warn("timestamp cannot be read: " + Draft.shortened(timestamp.get()));
        } else if (!EventTimes.parse(timestamp.get()).get().zoneKnown()) {
            draft.warn("timestamp has no zone");
        }
        for (var party : List.of("reporter", "sender")) {
            if (!report.path(party).isObject()) {
                draft.warn(party + " is missing");
            } else {
                for (var field : List.of("org", "contact", "domain")) {
                    if (text(report.path(party), field).isEmpty()) {
                        draft.warn(party + "." + field + " is missing");
                    }
                }
            }
        }
        if (!XarfTypes.isCategory(group)) {
            draft.warn("category is unknown: " + Draft.shortened(group));
        } else if (!report.has("category")) {
            draft.warn("class instead of category: older than 4.0");
        }
        if (type.isEmpty()) {
            draft.warn("type is unknown: " + Draft.shortened(name));
        } else if (!type.get().name().equals(name)) {
            draft.warn("type " + Draft.shortened(name) + " is read as " + type.get());
        }
        type.ifPresent(known -> {
            for (var field : XarfTypes.required(known)) {
                if (!report.has(field)) {
                    draft.warn(field + " is missing, " + known + " requires it");
                }
            }
            var smtp = known.group().equals("messaging")
                    && text(report, "protocol").filter("smtp"::equalsIgnoreCase).isPresent();
            if ((smtp || known.group().equals("connection"))
                    && port(report, "source_port").isEmpty()
                    && text(report, "source_identifier").flatMap(Prefix::parse).isPresent()) {
                draft.warn("source_port is missing or no port");
            }
        });
        if (report.path("evidence").size() > 50) {
            draft.warn("evidence has more than 50 items");
        }
    }

    private static void quote(JsonNode report, Excerpt excerpt) {
        // What is open or broken may be said in these fields alone.
        text(report, "service")
                .map(service -> "service " + service)
                .map(line -> report.path("service_port").isIntegralNumber()
                        ? line + " on port " + report.path("service_port").asInt()
                        : line)
                .ifPresent(excerpt::add);
        text(report, "cve_id").ifPresent(excerpt::add);
        longText(report, "description")
                .ifPresent(description -> description.lines().limit(10).forEach(excerpt::add));
        var quoted = 0;
        for (var item : report.path("evidence")) {
            if (quoted++ == 5) {
                break;
            }
            text(item, "description").ifPresent(excerpt::add);
            Payload.quote(
                    excerpt,
                    text(item, "content_type").orElse(""),
                    item.path("payload").asString(""));
        }
    }

    private static Optional<String> organisation(JsonNode party) {
        return party.isString()
                ? Optional.of(party.asString())
                : text(party, "org").or(() -> text(party, "contact")).or(() -> text(party, "domain"));
    }
}

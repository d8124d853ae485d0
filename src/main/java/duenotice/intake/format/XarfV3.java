package duenotice.intake.format;

import static duenotice.intake.format.JsonFields.longText;
import static duenotice.intake.format.JsonFields.port;
import static duenotice.intake.format.JsonFields.text;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * XARF 1 to 3 in JSON, in both dialects: flat with {@code SourceIp} (abusix/xarf, which Netcraft and others send) and
 * with a nested {@code Source} (the version 3 of xarf.org). It comes as a file, as the body of an API call, and in mails
 * beside a feedback part of type {@code xarf}. Read softly: what breaks the schema is still a report, with warnings, as
 * long as it names a subject; else a person reads it.
 */
final class XarfV3 implements ReportFormat {
    private static final int MOST_REPORTS = 1000;

    private final Networks networks;

    XarfV3(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "xarf-v3";
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        var draft = new Draft(name());
        for (var document : content.json()) {
            if (!document.mentions("\"ReporterInfo\"") && !document.mentions("\"Report\"")) {
                continue;
            }
            try {
                for (var root : draft.first(MOST_REPORTS, document.objects(MOST_REPORTS + 1), "reports")) {
                    if (isXarf(root)) {
                        report(root, content, draft);
                    }
                }
            } catch (JacksonException broken) {
                draft.unopened(document.where() + " is not valid JSON: " + JsonDocument.reason(broken));
            }
        }
        if (!draft.isRecognised()) {
            return Optional.empty();
        }
        if (!draft.namesNothing()) {
            return draft.report();
        }
        // the words of a mail may still say what its attachment does not
        return content.mail().isPresent()
                ? Optional.empty()
                : Optional.of(new Understanding.Unreadable("XARF 3 that names no subject: " + draft.doubts()));
    }

    private static boolean isXarf(JsonNode root) {
        var report = root.path("Report");
        return root.has("ReporterInfo")
                || report.isObject()
                        && (report.has("ReportType")
                                || report.has("ReportClass")
                                || report.has("SourceIp")
                                || report.has("Source"));
    }

    private void report(JsonNode root, Content content, Draft draft) {
        draft.begin();
        var report = root.path("Report");
        var reporter = root.path("ReporterInfo");
        draft.reporter(text(reporter, "ReporterOrg")
                .or(() -> text(reporter, "ReporterOrgEmail"))
                .or(() -> text(reporter, "ReporterContactEmail")));
        draft.id(text(report, "ReportID").or(() -> text(report, "ReporterCaseID")));
        var group = text(report, "ReportClass").orElse("");
        var name = text(report, "ReportType").orElse("");
        var type = type(name, text(report, "ReportSubType").orElse(""));
        var category = type.map(Type::category).orElseGet(() -> category(group));
        var at = date(report);
        check(root, report, name, type, at, draft);
        var account = name.toLowerCase(Locale.ROOT).contains("account")
                ? account(report, type, category, at, draft)
                : Optional.<Finding>empty();
        if (account.isPresent()) {
            draft.found(account.get());
        } else {
            accuse(report, content, type, category, at, draft);
        }
        quote(report, draft.excerpt());
    }

    /** {@code RPZ-Rewrite} is a client that asked for the name of a control server: infected, and no place of malware. */
    private static Optional<Type> type(String name, String subType) {
        return AbuseNames.type(subType)
                .filter(type -> type.group().equals("infrastructure"))
                .or(() -> AbuseNames.type(name));
    }

    private static Category category(String group) {
        return group.equalsIgnoreCase("Vulnerability") || group.equalsIgnoreCase("System")
                ? Category.SYSTEM_COMPROMISE
                : group.equalsIgnoreCase("Messaging") ? Category.EMAIL_COMPROMISE : Category.OTHER;
    }

    private static Optional<EventTime> date(JsonNode report) {
        return text(report, "Date")
                .flatMap(EventTimes::parse)
                .or(() -> text(report, "LastSeen").flatMap(EventTimes::parse))
                .or(() -> text(report, "FirstSeen").flatMap(EventTimes::parse));
    }

    private void accuse(
            JsonNode report,
            Content content,
            Optional<Type> type,
            Category category,
            Optional<EventTime> at,
            Draft draft) {
        var source = report.path("Source");
        var address = text(report, "SourceIp")
                .or(() -> text(source, "IP"))
                .or(() -> text(source, "Ip"))
                .or(() -> source.isString() ? Optional.of(source.asString()) : Optional.empty());
        var url = text(report, "SourceUrl")
                .or(() -> text(source, "URL"))
                .or(() -> text(source, "Url"))
                .map(Refang::line);
        var port = port(report, "SourcePort").or(() -> port(source, "Port"));
        var ip = address.flatMap(Prefix::parse).or(() -> url.flatMap(Prefix::parse));
        if (address.isPresent() && ip.isEmpty()) {
            draft.warn("Report.SourceIp is no address: " + Draft.shortened(address.get()));
        }
        var page = url.filter(text -> Hosts.ofUrl(text).isPresent());
        if (url.isPresent() && page.isEmpty()) {
            draft.warn("Report.SourceUrl is no URL: " + Draft.shortened(url.get()));
        }
        var domain = text(report, "SourceDomain")
                .or(() -> text(source, "Domain"))
                .or(() -> url.filter(text -> ip.isEmpty()))
                .filter(Hosts::isName)
                .map(text -> text.toLowerCase(Locale.ROOT));
        var covering = content.covering();
        var believed = covering.corrected(ip, networks, draft);
        if (believed.isEmpty() && page.isEmpty() && domain.isEmpty()) {
            draft.warn("no SourceIp, SourceUrl or Account that could be read");
            return;
        }
        var subject = new Subject(
                believed.or(() -> page.flatMap(Hosts::ofUrl).flatMap(Prefix::parse))
                        .or(() -> page.flatMap(covering::addressOf)),
                port,
                page.isPresent() ? Optional.empty() : domain,
                page,
                Optional.empty());
        var attacked = new AttackedServer(
                text(report, "DestinationIp").flatMap(Prefix::parse), port(report, "DestinationPort"));
        var finding =
                attacked.finding(networks, type, subject, at).orElseGet(() -> new Finding(category, type, subject, at));
        draft.found(finding);
        // the JSON has room for one page, the text beside it names them all
        if (page.isPresent()) {
            covering.pagesBeside(subject).forEach(other -> draft.found(new Finding(category, type, other, at)));
        }
    }

    /** The account is the subject; where it was used is where it lives, if that is ours. Its attacker may be ours too. */
    private Optional<Finding> account(
            JsonNode report, Optional<Type> type, Category category, Optional<EventTime> at, Draft draft) {
        var account = report.path("Account");
        var name = text(account, "AccountEmail")
                .or(() -> text(account, "AccountName"))
                .or(() -> text(account, "AccountIdentifier"))
                .or(() -> number(account, "AccountIdentifier"))
                .or(() -> text(account, "AccountNumber"))
                .or(() -> number(account, "AccountNumber"))
                .or(() -> account.isString() ? Optional.of(account.asString()) : Optional.empty())
                .map(text -> text.substring(0, Math.min(254, text.length())));
        if (name.isEmpty()) {
            draft.warn("Report.Account names no account");
            return Optional.empty();
        }
        var service = text(report, "DestinationIp").flatMap(Prefix::parse).filter(networks::isOurs);
        var attacker = text(report, "AttackerIp").flatMap(Prefix::parse).filter(networks::isOurs);
        var loginAttack = Type.of("connection/login_attack");
        attacker.ifPresent(ip -> draft.found(new Finding(
                loginAttack.category(),
                Optional.of(loginAttack),
                new Subject(
                        Optional.of(ip),
                        port(report, "AttackerPort"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                at)));
        return Optional.of(new Finding(
                category, type, new Subject(service, Optional.empty(), Optional.empty(), Optional.empty(), name), at));
    }

    private static Optional<String> number(JsonNode node, String field) {
        var value = node.path(field);
        return value.isIntegralNumber() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static void check(
            JsonNode root, JsonNode report, String name, Optional<Type> type, Optional<EventTime> at, Draft draft) {
        if (!report.isObject()) {
            draft.warn("Report is missing");
        }
        if (text(root.path("ReporterInfo"), "ReporterOrg").isEmpty()
                && text(root.path("ReporterInfo"), "ReporterContactEmail").isEmpty()) {
            draft.warn("ReporterInfo names nobody");
        }
        if (root.has("OnBehalfOf")) {
            var principal = root.path("OnBehalfOf");
            text(principal, "ComplainantOrg")
                    .or(() -> text(principal, "ComplainantOrgDomain"))
                    .ifPresentOrElse(
                            who -> draft.warn("the reporter complains on behalf of " + Draft.shortened(who)),
                            () -> draft.warn("OnBehalfOf names nobody"));
        }
        for (var field : List.of("ReportClass", "ReportType", "Date")) {
            if (text(report, field).isEmpty()) {
                draft.warn("Report." + field + " is missing or no text");
            }
        }
        if (!name.isEmpty() && type.isEmpty()) {
            draft.warn("Report.ReportType is none of ours: " + Draft.shortened(name));
        }
        if (at.isEmpty()) {
            draft.warn("Report.Date cannot be read");
        } else if (!at.get().zoneKnown()) {
            draft.warn("Report.Date has no zone");
        }
        for (var field : List.of("SourcePort", "DestinationPort")) {
            if (report.has(field) && port(report, field).isEmpty()) {
                draft.warn("Report." + field + " is no port");
            }
        }
        if (report.has("DestinationIp")
                && text(report, "DestinationIp").flatMap(Prefix::parse).isEmpty()) {
            draft.warn("Report.DestinationIp is no address");
        }
    }

    private static void quote(JsonNode report, Excerpt excerpt) {
        // What is open may be said in this field alone.
        text(report, "ServiceName").map(service -> "service " + service).ifPresent(excerpt::add);
        var quoted = 0;
        for (var list : List.of(report.path("Samples"), report.path("Attachment"), report.path("Attachments"))) {
            for (var sample : list) {
                if (quoted++ == 5) {
                    return;
                }
                text(sample, "Description").ifPresent(excerpt::add);
                longText(sample, "Payload")
                        .or(() -> longText(sample, "Data"))
                        .ifPresent(payload -> Payload.quote(
                                excerpt, text(sample, "ContentType").orElse(""), payload));
            }
        }
    }
}

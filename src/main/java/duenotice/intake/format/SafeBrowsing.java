package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.Optional;

/**
 * Google's Safe Browsing alerts for network administrators: XML of the pages in one autonomous system, in the body of a
 * mail that often does not say what it is. List 0 holds pages that were broken into, 1 phishing, 2 distribution sites.
 */
final class SafeBrowsing implements ReportFormat {
    private static final String ROOT = "notification_message";

    /** Bytes before the root element: a prolog, at most a letter. */
    private static final int BEFORE = 4096;

    @Override
    public String name() {
        return "safe-browsing";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var draft = new Draft(name());
        for (var document : content.documents()) {
            if (document.head(BEFORE).contains("<" + ROOT)) {
                for (var block : Xml.blocks(document.text(Xml.LONGEST), ROOT)) {
                    draft.begin();
                    Xml.tree(block).ifPresent(tree -> {
                        tree.trouble().ifPresent(trouble -> draft.warn(document.where() + ": " + trouble));
                        read(tree.root(), content, draft);
                    });
                }
            }
        }
        return draft.isRecognised() ? draft.report() : Optional.empty();
    }

    private static void read(Xml.Element message, Content content, Draft draft) {
        var at = attribute(message, "date")
                .flatMap(EventTimes::parse)
                .or(() -> draft.standIn(content.mail().flatMap(Mail::date)));
        message.all("list").forEach(list -> {
            var type = listed(attribute(list, "type").orElse(""), draft);
            list.all("url_info").forEach(entry -> page(entry, type, at, draft));
        });
    }

    private static Optional<Type> listed(String number, Draft draft) {
        var type = switch (number) {
            case "0", "2" -> Optional.of(Type.of("content/malware"));
            case "1" -> Optional.of(Type.of("content/phishing"));
            default -> AbuseNames.type(number);
        };
        if (type.isEmpty()) {
            draft.warn("a list of unknown type: " + Draft.shortened(number));
        }
        return type;
    }

    private static void page(Xml.Element entry, Optional<Type> type, Optional<EventTime> at, Draft draft) {
        var url = attribute(entry, "url").map(text -> text.contains("://") ? text : "http://" + text);
        var host = url.flatMap(Hosts::ofUrl);
        var ip = attribute(entry, "ip").flatMap(Prefix::parse).or(() -> host.flatMap(Prefix::parse));
        var page = url.filter(ignored -> host.filter(
                        name -> Hosts.isName(name) || Prefix.parse(name).isPresent())
                .isPresent());
        if (ip.isEmpty() && page.isEmpty()) {
            draft.warn("an entry names neither a URL nor an address");
            return;
        }
        draft.found(new Finding(
                type.map(Type::category).orElse(Category.OTHER),
                type,
                new Subject(ip, Optional.empty(), Optional.empty(), page, Optional.empty()),
                at));
        page.ifPresent(draft.excerpt()::add);
    }

    private static Optional<String> attribute(Xml.Element element, String name) {
        return Optional.ofNullable(element.attributes().get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty() && value.length() <= 2048);
    }
}

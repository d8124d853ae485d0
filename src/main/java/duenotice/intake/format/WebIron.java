package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bot and attack notices in blocks: a line {@code Offending/Source IP:} with lines {@code   - Name: value} below it, as
 * Webiron writes them. The attacked range, the requested page and the links in the block are not the source's.
 */
final class WebIron implements ReportFormat {
    private static final int MOST_LINES = 10_000;

    @Override
    public String name() {
        return "webiron";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        var text = content.text();
        if (mail.isEmpty() || !text.contains("IP:") || !text.contains("- ")) {
            return Optional.empty();
        }
        var reader = new Reader(mail.get(), new Draft(name()));
        reader.draft.lines(text, MOST_LINES).forEach(reader::line);
        reader.end();
        return reader.draft.namesNothing() ? Optional.empty() : reader.draft.report();
    }

    private static boolean isSource(String line) {
        var label = line.toLowerCase(Locale.ROOT);
        return label.startsWith("offending/source ip:")
                || label.startsWith("offending ip:")
                || label.startsWith("source ip:");
    }

    private static final class Reader {
        private final Mail mail;
        private final Draft draft;
        private final Map<String, String> values = new HashMap<>();
        private @Nullable Prefix source;

        Reader(Mail mail, Draft draft) {
            this.mail = mail;
            this.draft = draft;
        }

        private void line(String raw) {
            var line = raw.strip();
            if (isSource(line)) {
                end();
                source = Prefix.parse(
                                line.substring(line.indexOf(':') + 1).strip().split("\\s", 2)[0])
                        .orElse(null);
            } else if (source != null && line.startsWith("- ")) {
                var colon = line.indexOf(':');
                if (colon > 2 && colon < 40 && values.size() < 40) {
                    values.putIfAbsent(
                            line.substring(2, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
        }

        /** A block without its lines is a sentence of somebody else. */
        private void end() {
            var accused = source;
            if (accused != null && (values.containsKey("issue") || values.containsKey("time"))) {
                draft.begin();
                draft.id(Optional.ofNullable(values.get("report id")));
                var type = type(values.getOrDefault("issue", ""));
                draft.found(new Finding(type.category(), Optional.of(type), Subject.ofIp(accused), time()));
                values.forEach((name, value) -> {
                    if (name.equals("issue") || name.equals("time") || name.equals("service")) {
                        draft.excerpt().add(name + ": " + value);
                    }
                });
            }
            source = null;
            values.clear();
        }

        private Optional<EventTime> time() {
            return Optional.ofNullable(values.get("time"))
                    .flatMap(EventTimes::parse)
                    .or(() -> draft.standIn(mail.date()));
        }

        private static Type type(String issue) {
            var words = issue.toLowerCase(Locale.ROOT);
            if (words.contains("ddos") || words.contains("flood") || words.contains("dos attack")) {
                return Type.of("connection/ddos");
            }
            if (words.contains("login") || words.contains("brute")) {
                return Type.of("connection/login_attack");
            }
            if (words.contains("bot") && !words.contains("robots.txt") || words.contains("infect")) {
                return Type.of("connection/infected_host");
            }
            if (words.contains("sql")) {
                return Type.of("connection/sql_injection");
            }
            return Type.of(
                    words.contains("crawl") || words.contains("scrap") || words.contains("robots")
                            ? "connection/scraping"
                            : "connection/vulnerability_scan");
        }
    }
}

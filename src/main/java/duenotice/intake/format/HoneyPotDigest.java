package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The periodic reports of Project Honey Pot: a section per kind of abuse, each with the addresses seen and, for paying
 * members, when. One finding for each address and section, at the time seen last, which stands first.
 */
final class HoneyPotDigest implements ReportFormat {
    private static final int MOST_LINES = 10_000;
    private static final String ENGAGED = "ips engaged in ";
    private static final String ENDING = " on your network:";

    @Override
    public String name() {
        return "projecthoneypot";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        if (mail.isEmpty() || !content.lower().contains(ENGAGED)) {
            return Optional.empty();
        }
        var digest = new Reader(mail.get(), new Draft(name()));
        digest.draft.lines(content.text(), MOST_LINES).forEach(digest::line);
        digest.end();
        if (!digest.draft.isRecognised()) {
            return Optional.empty();
        }
        if (digest.draft.namesNothing()) {
            digest.draft.warn("every section of the digest is empty");
        }
        return digest.draft.report();
    }

    private static boolean isHeading(String line) {
        var heading = line.toLowerCase(Locale.ROOT);
        return heading.endsWith(ENDING)
                && (heading.startsWith(ENGAGED) || heading.startsWith("other potentially suspicious"));
    }

    private static final class Reader {
        private final Mail mail;
        private final Draft draft;
        private Optional<Type> section = Optional.empty();
        private boolean inside;
        private @Nullable Prefix address;
        private Optional<EventTime> seen = Optional.empty();

        Reader(Mail mail, Draft draft) {
            this.mail = mail;
            this.draft = draft;
        }

        private void line(String raw) {
            var line = raw.strip();
            if (isHeading(line)) {
                end();
                section(line.toLowerCase(Locale.ROOT));
            } else if (line.startsWith("------")) {
                end();
                inside = false;
            } else if (inside && line.startsWith("-")) {
                if (address != null && seen.isEmpty()) {
                    seen = EventTimes.parse(line);
                }
                draft.excerpt().add(raw);
            } else if (inside && !line.isEmpty()) {
                var token = line.split("\\s", 2)[0];
                var found = Prefix.parse(token);
                if (found.isPresent()) {
                    end();
                    address = found.get();
                    draft.excerpt().add(raw);
                }
            }
        }

        private void section(String heading) {
            draft.begin();
            inside = true;
            var kind = heading.startsWith(ENGAGED)
                    ? heading.substring(ENGAGED.length(), heading.length() - ENDING.length())
                    : heading;
            section = Optional.of(Type.of(
                    kind.contains("harvest")
                            ? "connection/scraping"
                            : kind.contains("comment")
                                    ? "connection/infected_host"
                                    : kind.contains("spam") || kind.contains("dictionary")
                                            ? "messaging/spam"
                                            : "connection/reconnaissance"));
        }

        private void end() {
            var last = address;
            if (last != null) {
                var at = seen.or(() -> draft.standIn(mail.date()));
                section.ifPresent(type -> draft.found(new Finding(type.category(), section, Subject.ofIp(last), at)));
            }
            address = null;
            seen = Optional.empty();
        }
    }
}

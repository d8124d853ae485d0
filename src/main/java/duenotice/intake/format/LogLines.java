package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file of log lines: a finding for each line that accuses somebody, with its number. Times without a zone are marked;
 * a line without a year has no time, for nothing says when the file was written.
 */
final class LogLines implements ReportFormat {
    /** Lines looked at to tell whether it is a log. */
    private static final int PROBED = 200;

    /** Findings; a log that accuses more often is cut, and says so. */
    private static final int MOST = 100_000;

    /** A time stands at the beginning of a line. */
    private static final int HEAD = 160;

    @Override
    public String name() {
        return "log-lines";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return content.submission() instanceof Submission.Document
                ? content.documents().stream()
                        .filter(LogLines::isLog)
                        .findFirst()
                        .map(document -> new Understanding.Report(read(document)))
                : Optional.empty();
    }

    /** Whether most of its lines that are not comments look as programs write them. */
    static boolean isLog(Document document) {
        var type = document.contentType();
        if (!type.isEmpty()
                && !type.startsWith("text/plain")
                && !type.startsWith("application/json")
                && !type.equals("application/octet-stream")
                && !type.equals("text/x-log")) {
            return false;
        }
        if (document.head(4096).indexOf('\0') >= 0) {
            return false;
        }
        var lines = 0;
        var logs = 0;
        for (var line : (Iterable<String>) document.head(64 * 1024).lines().limit(PROBED)::iterator) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (lines == 0 && isHeading(line)) {
                return false;
            }
            lines++;
            logs += LogReader.isLog(line) ? 1 : 0;
        }
        return logs > 0 && logs * 2 >= lines;
    }

    /** The columns of a table that is no log of a packet filter. */
    private static boolean isHeading(String line) {
        var cells = line.split("[,;|\t]", 100);
        var lower = line.toLowerCase(Locale.ROOT);
        return cells.length >= 3
                && Arrays.stream(cells).allMatch(LogLines::isColumnName)
                && !(lower.contains("src") && lower.contains("dst")
                        || lower.contains("source") && lower.contains("dest"));
    }

    private static boolean isColumnName(String cell) {
        var bare = cell.replace("\"", "").strip();
        return bare.isEmpty()
                || bare.length() < 50
                        && Character.isLetter(bare.charAt(0))
                        && bare.indexOf(':') < 0
                        && Prefix.parse(bare).isEmpty();
    }

    private Reading read(Document document) {
        List<Finding> findings = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> unopened = new ArrayList<>();
        var excerpt = new Excerpt();
        try (var reader = document.reader()) {
            for (var accused : accused(reader)) {
                if (findings.size() == MOST) {
                    unopened.add(cut(accused));
                    break;
                }
                findings.add(finding(accused, Optional.empty(), Optional.empty()));
                excerpt.add(accused.text());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (findings.isEmpty()) {
            warnings.add("a log in which no line accuses anybody");
        }
        if (findings.stream().anyMatch(finding -> finding.observedAt().isEmpty())) {
            warnings.add("lines without a year have no event time");
        }
        if (findings.stream()
                .anyMatch(finding ->
                        finding.observedAt().filter(at -> !at.zoneKnown()).isPresent())) {
            warnings.add("the event time has no zone");
        }
        return new Reading(name(), Optional.empty(), Optional.empty(), findings, excerpt.text(), warnings, unopened);
    }

    private static String cut(LogReader.Accused accused) {
        return "more than " + MOST + " lines accuse somebody; line " + accused.line()
                + " and what follows was left out";
    }

    /**
     * What the logs attached to a mail say.
     *
     * @param findings whoever they accuse, each once, with the time of the first line that does
     * @param unopened what of them was not read
     */
    record Attached(List<Finding> findings, List<String> unopened) {}

    /** The logs among the documents of a mail, packed ones too. */
    static Attached attached(Content content, Optional<ZoneId> zone) {
        Map<Subject, Finding> findings = new LinkedHashMap<>();
        List<String> unopened = new ArrayList<>();
        var written = content.mail().flatMap(Mail::date);
        for (var document : content.documents()) {
            if (document.body() || !isLog(document)) {
                continue;
            }
            try (var reader = document.reader()) {
                var lines = accused(reader);
                for (var accused : lines.subList(0, Math.min(MOST, lines.size()))) {
                    var subject = withoutPort(subject(accused));
                    if (!findings.containsKey(subject)) {
                        var finding = finding(accused, zone, written);
                        findings.put(
                                subject,
                                new Finding(
                                        finding.category(), finding.type(), finding.subject(), finding.observedAt()));
                    }
                }
                if (lines.size() > MOST) {
                    unopened.add(document.where() + ": " + cut(lines.get(MOST)));
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return new Attached(List.copyOf(findings.values()), unopened);
    }

    private static Subject withoutPort(Subject subject) {
        return new Subject(subject.ip(), Optional.empty(), subject.domain(), Optional.empty(), Optional.empty());
    }

    /** The accusing lines, in their order. */
    static List<LogReader.Accused> accused(BufferedReader lines) throws IOException {
        var log = new LogReader();
        List<LogReader.Accused> accused = new ArrayList<>();
        var number = 0;
        for (var line = lines.readLine(); line != null && accused.size() <= MOST; line = lines.readLine()) {
            number++;
            log.read(number, line).ifPresent(accused::add);
        }
        accused.addAll(log.finish());
        accused.sort(Comparator.comparingInt(LogReader.Accused::line));
        return accused;
    }

    /**
     * @param zone of the log where the lines name none
     * @param reference when the complaint was written, for lines without a year
     */
    static Finding finding(LogReader.Accused accused, Optional<ZoneId> zone, Optional<Instant> reference) {
        var type = accused.type();
        return new Finding(
                type.category(),
                Optional.of(type),
                subject(accused),
                time(accused.text(), zone, reference),
                Optional.of(accused.line()));
    }

    private static Subject subject(LogReader.Accused accused) {
        var peer = accused.peer();
        return peer.name()
                ? Subject.ofDomain(peer.text())
                : new Subject(
                        Optional.of(Prefix.of(peer.text())),
                        peer.port(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    static Optional<EventTime> time(String line, Optional<ZoneId> zone, Optional<Instant> reference) {
        var head = head(line);
        if (reference.isEmpty() && !hasYear(head)) {
            return Optional.empty();
        }
        return EventTimes.find(head, zone, reference).or(() -> epoch(line));
    }

    /** Searching for dates costs more than all else, so only where one can stand. */
    private static String head(String line) {
        var open = line.indexOf('[');
        var close = line.indexOf(']', open + 1);
        var slash = line.indexOf('/', open + 1);
        if (open > 0
                && open < HEAD
                && slash > 0
                && slash < close
                && close < open + 40
                && !LogLine.of(line).timed()) {
            return line.substring(open + 1, close);
        }
        var parsed = LogLine.of(line);
        var end = parsed.timed() ? parsed.message() : HEAD;
        return line.substring(0, Math.min(line.length(), Math.min(end, HEAD)));
    }

    private static boolean hasYear(String head) {
        var digits = 0;
        for (var i = 0; i < head.length(); i++) {
            digits = Character.isDigit(head.charAt(i)) ? digits + 1 : 0;
            if (digits == 4 && (head.startsWith("20", i - 3) || head.startsWith("1", i - 3))) {
                return true;
            }
        }
        return false;
    }

    /** Seconds since 1970 at the beginning of a line (Squid, NSD) or of an audit record. */
    private static Optional<EventTime> epoch(String head) {
        var audit = head.indexOf("audit(");
        var at = audit >= 0 ? audit + 6 : head.startsWith("[") ? 1 : 0;
        var end = at;
        while (end < head.length() && (Character.isDigit(head.charAt(end)) || head.charAt(end) == '.')) {
            end++;
        }
        return end - at >= 10 ? EventTimes.parse(head.substring(at, end)) : Optional.empty();
    }
}

package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SpamCop's mails: reports on the sender of a mail or on a page that mails advertise, which the brackets in the subject
 * tell apart, summaries (a table) and alerts (a list of addresses). The offending mail follows inline and names dozens of
 * other machines: nothing below its heading counts. Links are never followed; answers go to the sender, which has the id.
 */
final class SpamCop implements ReportFormat {
    private static final Type SPAM = Type.of("messaging/spam");
    private static final int MOST_LINES = 10_000;

    private static final Pattern REPORT =
            Pattern.compile("(?i)\\[SpamCop \\(([^\\s()]{3,2000})\\) ?id: ?(\\d{1,20})\\]");

    private static final Pattern LISTING = Pattern.compile("(?i)\\[SpamCop\\] {1,3}(summary|alert)");

    /** {@code 203.0.113.7  Nov  5 18h/3  51 0 0 0}: from when on, and for how many days. */
    private static final Pattern SINCE = Pattern.compile(
            "(?i)\\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} {1,3}(\\d{1,2}) {1,3}(\\d{1,2})h\\b");

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    @Override
    public String name() {
        return "spamcop";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail().orElse(null);
        // the same report as ARF says it better
        if (mail == null || mail.part("message/feedback-report").isPresent()) {
            return Optional.empty();
        }
        var subject = mail.subject().orElse("");
        if (subject.length() > 4000 || !subject.toLowerCase(Locale.ROOT).contains("[spamcop")) {
            return Optional.empty();
        }
        var draft = new Draft(name());
        var report = REPORT.matcher(subject);
        if (report.find()) {
            draft.begin();
            draft.id(Optional.of(report.group(2)));
            accuse(report.group(1), content, mail, draft);
            return draft.report();
        }
        var listing = LISTING.matcher(subject);
        if (listing.find()) {
            draft.begin();
            listed(content, mail, listing.group(1).equalsIgnoreCase("summary"), draft);
            if (draft.namesNothing()) {
                draft.warn("the list holds no address");
            }
            return draft.report();
        }
        return Optional.empty();
    }

    private static void accuse(String accused, Content content, Mail mail, Draft draft) {
        var note = note(content);
        note.stream().filter(line -> !line.contains("spamcop.net")).forEach(draft.excerpt()::add);
        offending(content).ifPresent(draft.excerpt()::addHeaders);
        var at = note.stream()
                .filter(line -> line.contains(" / ") || line.contains("; "))
                .map(EventTimes::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> draft.standIn(mail.date()));
        var sender = Prefix.parse(accused).or(() -> senderIn(note));
        var url = Optional.of(Refang.line(accused))
                .filter(text -> Hosts.ofUrl(text).isPresent());
        if (url.isPresent()) {
            // a page that mails advertise: its host need not have sent one of them
            draft.found(new Finding(
                    Category.OTHER,
                    Optional.empty(),
                    new Subject(hostOf(url.get(), note), Optional.empty(), Optional.empty(), url, Optional.empty()),
                    at));
        } else if (sender.isPresent()) {
            draft.found(new Finding(Category.EMAIL_COMPROMISE, Optional.of(SPAM), Subject.ofIp(sender.get()), at));
        } else if (Hosts.isName(accused)) {
            draft.found(new Finding(
                    Category.OTHER, Optional.empty(), Subject.ofDomain(accused.toLowerCase(Locale.ROOT)), at));
        } else {
            draft.warn("the subject names neither an address nor a URL: " + Draft.shortened(accused));
        }
    }

    /** The lines before the offending mail. */
    private static List<String> note(Content content) {
        return content.text()
                .lines()
                .limit(60)
                .takeWhile(line -> !isHeading(line))
                .map(Place::bounded)
                .map(Refang::line)
                .toList();
    }

    private static boolean isHeading(String line) {
        var bare = line.replace("[", "").replace("]", "").strip();
        return bare.regionMatches(true, 0, "Offending message", 0, 17);
    }

    private static Optional<String> offending(Content content) {
        var text = content.text();
        var heading = text.toLowerCase(Locale.ROOT).indexOf("offending message");
        var start = heading < 0 ? -1 : text.indexOf('\n', heading);
        return start < 0
                ? Optional.empty()
                : Optional.of(text.substring(start + 1, Math.min(text.length(), start + 16_000))
                        .strip());
    }

    /** {@code Email from 203.0.113.7 / Wed, 29 Apr 2015 …}. */
    private static Optional<Prefix> senderIn(List<String> note) {
        return note.stream()
                .filter(line -> line.regionMatches(true, 0, "Email from ", 0, 11))
                .flatMap(line -> Place.in(line).stream())
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .findFirst();
    }

    /** {@code http://shop.example/ is 203.0.113.7; Wed, 29 Apr 2015 …}. */
    private static Optional<Prefix> hostOf(String url, List<String> note) {
        var literal = Hosts.ofUrl(url).flatMap(Prefix::parse);
        return literal.or(() -> note.stream()
                .filter(line -> line.contains(" is "))
                .filter(line -> line.contains(url)
                        || Hosts.ofUrl(url).filter(line::contains).isPresent())
                .flatMap(line -> Place.in(line.substring(line.indexOf(" is "))).stream())
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .findFirst());
    }

    private static void listed(Content content, Mail mail, boolean summary, Draft draft) {
        for (var raw : (Iterable<String>) draft.lines(content.text(), MOST_LINES)::iterator) {
            var line = raw.strip();
            var address = line.regionMatches(true, 0, "IPv6 ", 0, 5)
                    ? line.substring(5).strip()
                    : line;
            var first = Place.in(address).stream().findFirst();
            if (first.isEmpty() || first.get().start() > 1 || first.get().kind() != Place.Kind.ADDRESS) {
                continue;
            }
            var at = (summary ? since(address, mail.date()) : EventTimes.parse(address))
                    .or(() -> draft.standIn(mail.date()));
            draft.found(new Finding(
                    Category.EMAIL_COMPROMISE,
                    Optional.of(SPAM),
                    Subject.ofIp(Prefix.of(first.get().text())),
                    at));
            draft.excerpt().add(line);
        }
    }

    /** Neither year nor zone is told: the last such day before the summary, to the hour. */
    private static Optional<EventTime> since(String line, Optional<Instant> written) {
        var found = SINCE.matcher(line.substring(0, Math.min(200, line.length())));
        if (written.isEmpty() || !found.find()) {
            return Optional.empty();
        }
        var latest = LocalDateTime.ofInstant(written.get().plus(Duration.ofDays(1)), ZoneOffset.UTC);
        var month = MONTHS.indexOf(found.group(1).toLowerCase(Locale.ROOT)) / 3 + 1;
        try {
            var local = LocalDateTime.of(
                    latest.getYear(), month, Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)), 0);
            var past = local.isAfter(latest) ? local.minusYears(1) : local;
            return Optional.of(new EventTime(past.toInstant(ZoneOffset.UTC), false));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }
}

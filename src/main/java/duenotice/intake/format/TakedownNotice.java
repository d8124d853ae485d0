package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takedown notices in words only, as Netcraft sends them where no report lies beside: an issue number in the subject,
 * each page on a line of its own with its address in brackets, or a table of attempts whose targets are masked networks.
 */
final class TakedownNotice implements ReportFormat {
    private static final Pattern ISSUE = Pattern.compile("(?i)\\bIssue (?:number:? )?#?(\\d{5,12})\\b");
    private static final Pattern AT = Pattern.compile("(?i)\\b(?:at|on|op) (\\S{4,2000})\\s{0,3}(?:\\[|$)");
    private static final Pattern UTC_COLUMN = Pattern.compile("(?i)\\b(?:time|date|timestamp)s? ?\\(?(?:UTC|GMT)\\b");

    @Override
    public String name() {
        return "netcraft";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        var issue = mail.flatMap(Mail::subject).map(ISSUE::matcher).filter(matcher -> matcher.find());
        if (mail.isEmpty() || issue.isEmpty()) {
            return Optional.empty();
        }
        var draft = new Draft(name());
        draft.id(Optional.of(issue.get().group(1)));
        var text = HumanText.of(content.text());
        var type = ComplaintWords.in(kind(mail.get()), List.of())
                .type()
                .or(() -> ComplaintWords.in(kind(mail.get()), text.lines()).type());
        var written = mail.get().date();
        if (type.filter(known -> known.group().equals("connection")).isPresent()) {
            attempts(text, type.get(), draft);
        }
        if (draft.namesNothing()) {
            var stated = new TextTimes(text, written).stated();
            var category = type.map(Type::category).orElse(Category.OTHER);
            for (var page : CoveringText.ofWords(mail.get(), content).pages()) {
                if (page.ip().isPresent() || isTitled(mail.get(), page.url())) {
                    draft.found(new Finding(
                            category,
                            type,
                            new Subject(
                                    page.ip(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(page.url()),
                                    Optional.empty()),
                            stated.or(() -> draft.standIn(written))));
                }
            }
        }
        return draft.namesNothing() ? Optional.empty() : draft.report();
    }

    /** The subject without the place it names, whose words would count too. */
    private static String kind(Mail mail) {
        return AT.matcher(Place.bounded(mail.subject().orElse(""))).replaceAll(" ");
    }

    private static boolean isTitled(Mail mail, String url) {
        return mail.subject()
                        .filter(subject -> Refang.line(Place.bounded(subject)).contains(url))
                        .isPresent()
                && mail.from()
                        .map(Address::domain)
                        .filter(domain ->
                                Hosts.sameOrganisation(domain, Hosts.ofUrl(url).orElse("")))
                        .isEmpty();
    }

    /** {@code Time (UTC)} over a column says it of all below. */
    private static Optional<ZoneId> headed(HumanText text) {
        return text.lines().stream()
                        .anyMatch(
                                line -> UTC_COLUMN.matcher(Place.bounded(line)).find())
                ? Optional.of(ZoneOffset.UTC)
                : Optional.empty();
    }

    /** Rows with a time, the address of the attacker first and the attacked network behind it; the latest of each. */
    private static void attempts(HumanText text, Type type, Draft draft) {
        Map<Prefix, EventTime> latest = new LinkedHashMap<>();
        var zone = text.zone().or(() -> headed(text));
        for (var line : text.lines()) {
            var at = EventTimes.find(line, zone, Optional.empty());
            if (at.isEmpty()) {
                continue;
            }
            Place.in(line).stream()
                    .filter(place -> place.kind() == Place.Kind.ADDRESS)
                    .map(place -> Prefix.of(place.text()))
                    .filter(Prefix::isAddress)
                    .findFirst()
                    .ifPresent(ip ->
                            latest.merge(ip, at.get(), (one, other) -> one.at().isBefore(other.at()) ? other : one));
            draft.excerpt().add(line);
        }
        latest.forEach((ip, at) ->
                draft.found(new Finding(type.category(), Optional.of(type), Subject.ofIp(ip), Optional.of(at))));
    }
}

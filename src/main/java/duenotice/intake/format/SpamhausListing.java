package duenotice.intake.format;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Notices of the Spamhaus Block List: an address or a whole prefix was listed, which may be several customers'. Answers
 * need the listing's number, which is the report's id. A notice that a listing was taken back complains of nothing.
 */
final class SpamhausListing implements ReportFormat {
    private static final Type LISTED = Type.of("reputation/blocklist");
    private static final Type BOTNET = Type.of("infrastructure/botnet");
    private static final Pattern CONTROLLER =
            Pattern.compile("(?i)\\b(?:c&c|c2|cnc|botnet|command[- ](?:and|&)[- ]control)(?!\\w)|\\bcontrollers?\\b");
    private static final int MOST_LINES = 200;
    private static final Pattern NUMBER = Pattern.compile("\\bSBL\\d{2,9}\\b");
    private static final Pattern REMOVED = Pattern.compile("(?i)\\b(?:removed from|delisted|no longer listed)\\b");

    @Override
    public String name() {
        return "spamhaus-sbl";
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        var mail = content.mail().orElse(null);
        if (mail == null) {
            return Optional.empty();
        }
        var subject = Place.bounded(mail.subject().orElse(""));
        var titled = subject.contains("SBL Notify");
        if (!titled && !content.lower().contains("ip/cidr")) {
            return Optional.empty();
        }
        var lines = content.text().lines().limit(MOST_LINES).map(Place::bounded).toList();
        var number = labelled(lines, "SBL Ref").or(() -> titled ? first(lines) : Optional.empty());
        var listed = labelled(lines, "IP/cidr")
                .or(() -> titled ? Optional.of(subject) : Optional.empty())
                .flatMap(SpamhausListing::prefix);
        if (listed.isEmpty() || number.isEmpty() && !titled) {
            return Optional.empty();
        }
        var id = number.map(NUMBER::matcher).filter(matcher -> matcher.find()).map(matcher -> matcher.group());
        if (REMOVED.matcher(subject).find()) {
            return Optional.of(new Understanding.FiledAway(
                    name(), "the listing %s of %s was taken back".formatted(id.orElse(""), listed.get())));
        }
        var draft = new Draft(name());
        draft.begin();
        draft.id(id);
        lines.stream()
                .filter(line -> line.startsWith("IP/cidr") || line.startsWith("Problem") || line.startsWith("SBL Ref"))
                .forEach(draft.excerpt()::add);
        var at = draft.standIn(mail.date());
        // whose of a whole prefix it is, nobody can tell
        var about =
                labelled(lines, "Problem").filter(_ -> listed.get().isAddress()).flatMap(SpamhausListing::problem);
        // one listing opens one incident: where its problem is of another category, the listing is only how we know
        if (about.filter(type -> type.category() != LISTED.category()).isEmpty()) {
            draft.found(new Finding(LISTED.category(), Optional.of(LISTED), Subject.ofIp(listed.get()), at));
        }
        about.ifPresent(
                type -> draft.found(new Finding(type.category(), Optional.of(type), Subject.ofIp(listed.get()), at)));
        return draft.report();
    }

    /** What lies or runs there: a server that commands a botnet is no member of it. */
    private static Optional<Type> problem(String words) {
        return CONTROLLER.matcher(words).find()
                ? Optional.of(BOTNET)
                : ComplaintWords.in(words, List.of()).type();
    }

    private static Optional<String> labelled(List<String> lines, String label) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.regionMatches(true, 0, label, 0, label.length()))
                .map(line -> line.substring(label.length()).strip())
                .filter(rest -> rest.startsWith(":"))
                .map(rest -> rest.substring(1).strip())
                .findFirst();
    }

    private static Optional<String> first(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("SBL"))
                .filter(line -> NUMBER.matcher(line).find())
                .findFirst();
    }

    private static Optional<Prefix> prefix(String text) {
        return Place.in(Refang.line(text.toLowerCase(Locale.ROOT))).stream()
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .findFirst();
    }
}

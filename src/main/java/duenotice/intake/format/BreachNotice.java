package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.Finding;
import duenotice.report.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Notices that mail addresses of a domain were found in stolen data (Have I Been Pwned). They name a domain and no
 * machine; somebody else lost the data, so no type of abuse fits and a person decides.
 */
final class BreachNotice implements ReportFormat {
    private static final Pattern FOUND = Pattern.compile(
            "(?i)\\be-?mails?(?: address(?:es)?| accounts?)? (?:on|at|for|from|of)(?: the domain)? [\"'“]?([a-z0-9][a-z0-9.-]{2,252}[a-z])[\"'”]?"
                    + " (?:has been|have been|had been|was|were)(?: (?:found|exposed|included|leaked))? ?(?:pwned|in (?:a|an|the)\\b)");

    private static final Pattern BREACH =
            Pattern.compile("(?i)\\b(?:pwned|data breach|spam list|leaked data|paste)\\b");

    /** A cheap look before the careful one: one of these stands wherever {@link #BREACH} fits. */
    private static final List<String> TELLING = List.of("pwned", "data breach", "spam list", "leaked data", "paste");

    @Override
    public String name() {
        return "haveibeenpwned";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        return mail.flatMap(carrier -> domain(carrier, content).map(domain -> report(domain, carrier)));
    }

    private Understanding.Report report(String domain, Mail mail) {
        var draft = new Draft(name());
        draft.begin();
        draft.warn("stolen data with addresses of the domain was found, which is no abuse by a machine of it");
        draft.found(
                new Finding(Category.OTHER, Optional.empty(), Subject.ofDomain(domain), draft.standIn(mail.date())));
        return draft.understood();
    }

    private static Optional<String> domain(Mail mail, Content content) {
        var subject = Place.bounded(mail.subject().orElse(""));
        var text = content.text();
        var lower = subject.toLowerCase(Locale.ROOT);
        if (TELLING.stream().noneMatch(word -> content.lower().contains(word) || lower.contains(word))) {
            return Optional.empty();
        }
        var words = subject + "\n" + text.substring(0, Math.min(4000, text.length()));
        if (!BREACH.matcher(words).find()) {
            return Optional.empty();
        }
        var found = FOUND.matcher(words.replaceAll("\\s{1,20}+", " "));
        return found.find()
                ? Optional.of(found.group(1).toLowerCase(Locale.ROOT)).filter(Hosts::isName)
                : Optional.empty();
    }
}

package duenotice.intake.format;

import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mail to everybody on some list that no reader found a complaint in. Looked at after all others. */
final class Newsletter implements ReportFormat {
    private static final Pattern LEAVING = Pattern.compile(
            "unsubscribe|opt[- ]out of|manage (your )?(subscription|preferences)|view (this|it) in (your|a) browser|newsletter"
                    + "|abbestellen|abmelden|désabonn|désinscri|darse de baja|disiscri|descadastr|uitschrijven|wypisz"
                    + "|отписаться|配信停止|取消订阅|aboneliğ",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    @Override
    public String name() {
        return "newsletter";
    }

    @Override
    public Optional<Understanding.ForPerson> read(Content content) {
        return content.mail()
                .filter(Newsletter::is)
                .filter(mail -> MailKind.of(mail, Envelope.asWritten(mail), Destination.INTAKE) == MailKind.REPORT)
                .map(_ -> new Understanding.ForPerson(name(), "looks like a newsletter, and complains of nothing"));
    }

    /** Whether a mail was sent to a list of readers, who may leave it. */
    static boolean is(Mail mail) {
        return mail.header("list-unsubscribe").isPresent()
                || mail.header("feedback-id").isPresent() && leaves(mail.text())
                || countLinks(mail.text()) >= MANY_LINKS && leaves(mail.text());
    }

    private static final int MANY_LINKS = 8;

    /** A cheap look before the careful one: one of these stands wherever {@link #LEAVING} fits. */
    private static final List<String> TELLING = List.of(
            "unsubscribe",
            "opt",
            "manage ",
            "browser",
            "newsletter",
            "abbestellen",
            "abmelden",
            "désabonn",
            "désinscri",
            "darse de baja",
            "disiscri",
            "descadastr",
            "uitschrijven",
            "wypisz",
            "отписаться",
            "配信停止",
            "取消订阅",
            "aboneliğ");

    private static boolean leaves(String text) {
        var bounded = text.length() > HumanText.LONGEST ? text.substring(0, HumanText.LONGEST) : text;
        var lower = bounded.toLowerCase(Locale.ROOT);
        return TELLING.stream().anyMatch(lower::contains)
                && LEAVING.matcher(bounded).find();
    }

    private static int countLinks(String text) {
        var count = 0;
        for (var at = text.indexOf("http"); at >= 0 && count < MANY_LINKS; at = text.indexOf("http", at + 4)) {
            count++;
        }
        return count;
    }
}

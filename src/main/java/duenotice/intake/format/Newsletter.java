package duenotice.intake.format;

import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Mail to everybody on some list that no reader found a complaint in. Looked at after all others. */
final class Newsletter implements ReportFormat {
    private static final int MANY_LINKS = 8;

    /** What leads out of a list, or into a browser, in the languages advertisements come in. */
    private static final List<String> LEAVING = List.of(
            "unsubscribe",
            "opt out of",
            "opt-out of",
            "manage subscription",
            "manage your subscription",
            "manage preferences",
            "manage your preferences",
            "view this in your browser",
            "view this in a browser",
            "view it in your browser",
            "view it in a browser",
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

    @Override
    public String name() {
        return "newsletter";
    }

    @Override
    public Optional<Understanding.ForPerson> read(Content content) {
        return content.mail()
                .filter(_ -> content.isNewsletter())
                .filter(mail -> MailKind.of(mail, Envelope.asWritten(mail), Destination.INTAKE) == MailKind.REPORT)
                .map(_ -> new Understanding.ForPerson(name(), "looks like a newsletter, and complains of nothing"));
    }

    /** Whether a mail was sent to a list of readers, who may leave it. Asked by way of {@link Content#isNewsletter}. */
    static boolean is(Mail mail, Content content) {
        return mail.header("list-unsubscribe").isPresent() && !isHandedOnByOurGroup(mail)
                || (mail.header("feedback-id").isPresent() || countLinks(content.text()) >= MANY_LINKS)
                        && LEAVING.stream().anyMatch(content.lower()::contains);
    }

    /** The mailbox for complaints may itself be a list of those who read it, which puts its own headers on each mail. */
    private static boolean isHandedOnByOurGroup(Mail mail) {
        var group = mail.header("list-post")
                .or(() -> mail.header("list-id"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return mail.addresses("to").stream()
                .anyMatch(to -> group.contains(to.bare().toLowerCase(Locale.ROOT))
                        || group.contains("<" + to.bare().replace('@', '.').toLowerCase(Locale.ROOT) + ">"));
    }

    private static int countLinks(String text) {
        var count = 0;
        for (var at = text.indexOf("http"); at >= 0 && count < MANY_LINKS; at = text.indexOf("http", at + 4)) {
            count++;
        }
        return count;
    }
}

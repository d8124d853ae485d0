package duenotice.intake.format;

import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.MailKind;
import duenotice.mail.QuotedText;
import java.util.Optional;
import java.util.regex.Pattern;

/** Somebody wants no more mail of a list: of ours, or of a customer's that took our address for the list's. */
final class Unsubscribing implements ReportFormat {
    /** Characters; a wish is short, a letter that has the word somewhere is something else. */
    private static final int SHORT = 400;

    private static final Pattern SUBJECT = Pattern.compile(
            "^\\W*(re:\\s*)?(please\\s)?(unsubscribe|opt[- ]?out|remove me|take me off|sign ?off|abmeld(en|ung)|abbestell(en|ung)|austragen|(bitte )?aus (dem|ihrem) (newsletter-?)?verteiler"
                    + "|désabonne(r|ment|z)|désinscri(re|ption)|darse de baja|dar de baja|baja\\b|cancelar suscripci[oó]n"
                    + "|disiscri\\S{0,6}|cancell\\S{0,6} iscrizione|cancelar (a )?inscrição|descadastrar|uitschrijven|afmelden"
                    + "|wypis\\S{0,4}|odhlásit|отпис\\S{0,6}|配信停止|退会|退订|取消订阅)\\W*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** So much of a text as the wish stands in. */
    private static String beginning(String text) {
        return text.length() > 2 * SHORT ? text.substring(0, 2 * SHORT) : text;
    }

    @Override
    public String name() {
        return "unsubscribe-request";
    }

    @Override
    public Optional<Understanding.ForPerson> read(Content content) {
        return content.mail()
                .filter(mail -> {
                    var inSubject = SUBJECT.matcher(mail.subject().orElse("")).lookingAt();
                    if (!inSubject && !SUBJECT.matcher(beginning(mail.text())).lookingAt()) {
                        return false;
                    }
                    var said = QuotedText.strip(mail.text());
                    return said.length() < SHORT
                            && (inSubject || SUBJECT.matcher(said).matches());
                })
                .filter(mail -> MailKind.of(mail, Envelope.asWritten(mail), Destination.INTAKE) == MailKind.REPORT)
                .map(_ -> new Understanding.ForPerson(name(), "somebody wants to be taken off a list"));
    }
}

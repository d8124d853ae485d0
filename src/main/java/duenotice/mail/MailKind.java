package duenotice.mail;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a mail is, by structure first and words last. It says who should read it, not what it is worth. */
public enum MailKind {
    /** A complaint, or anything else that is none of the others. */
    REPORT,
    /** A person's answer to a mail of ours. */
    REPLY,
    /** A mail server's word about a mail of ours, late or never delivered. */
    BOUNCE,
    /** A robot's answer: vacation note, ticket receipt, read receipt. Never an answer of a customer (R42). */
    AUTOMATIC;

    private static final Pattern ANSWER = Pattern.compile(
            "^\\s*(re|aw|antw|antwort|sv|vs|ref|rif|odp|res|rv|tr|ynt|yan|ha|回复|回覆|答复|答覆|返信|отв|ответ)(\\[\\d+])?\\s*[:：]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A token in the address, as ticket systems and we put it. */
    private static final Pattern TAGGED = Pattern.compile("\\+[\\w.=-]{8,}$");

    public static MailKind of(Mail mail, Envelope envelope, Destination destination) {
        if (isComplaintByForm(mail)) {
            return REPORT;
        }
        boolean nullPath = envelope.hasNullPath();
        var bounce = Bounce.of(mail, nullPath);
        if (bounce.isPresent()) {
            return bounce.get().isReceipt() ? AUTOMATIC : BOUNCE;
        }
        boolean robot = Automation.of(mail, nullPath) == Automation.STRONG;
        return switch (destination) {
            case REPLY -> robot ? AUTOMATIC : REPLY;
            case INTAKE -> robot && !isOtherReport(mail) && Automation.answersByItself(mail) ? AUTOMATIC : REPORT;
        };
    }

    /**
     * The same for a mail that lies there as a file, where nobody knows which of our addresses it came to: an answer is
     * what looks like one.
     */
    public static MailKind asWritten(Mail mail) {
        boolean reply = answers(mail) || isToTag(mail);
        return of(mail, Envelope.asWritten(mail), reply ? Destination.REPLY : Destination.INTAKE);
    }

    /** Whether it goes to an address that somebody made up for its answer, as ticket systems and we do. */
    public static boolean isToTag(Mail mail) {
        return mail.addresses("to").stream()
                .anyMatch(to -> TAGGED.matcher(to.localPart()).find());
    }

    /**
     * Whether it is a person's answer, although it holds what a mail server says of a mail: that is enclosed. A notice of
     * a server itself is a report by its form (RFC 6522), has no sender, or has a robot's.
     */
    public static boolean enclosesNotice(Mail mail, Envelope envelope) {
        return !isComplaintByForm(mail)
                && !envelope.hasNullPath()
                && answers(mail)
                && mail.contentType().equals("multipart/mixed")
                && mail.part("message/delivery-status").isPresent()
                && !Bounce.isOfRobot(mail)
                && Automation.of(mail, false) != Automation.STRONG;
    }

    /** Whether it answers nothing and is no receipt, so that a robot may have written it to complain. */
    public static boolean isUnasked(Mail mail) {
        return !answers(mail)
                && !Automation.isReceipt(mail)
                && !mail.contentType().equals("multipart/report")
                && Bounce.of(mail, true).isEmpty();
    }

    /** Whether a mail of somebody comes back with it, however it was sent: then its words complain of nothing. */
    public static boolean bringsBack(Mail mail) {
        return !isComplaintByForm(mail) && Bounce.of(mail, false).isPresent();
    }

    /** Whether it says that it stands in an exchange of mails: by its subject, or by the ids of others. */
    public static boolean saysThatItAnswers(Mail mail) {
        return answers(mail) || !mail.references().isEmpty();
    }

    /** Whether it says that it answers another mail: by its subject, or by the id of that mail. */
    private static boolean answers(Mail mail) {
        return mail.subject()
                        .map(subject -> ANSWER.matcher(subject).find() || Automation.saysAutomatic(subject))
                        .orElse(false)
                || !mail.inReplyTo().isEmpty();
    }

    /** A feedback report (RFC 5965) or an X-ARF mail is a complaint, however automatic, wherever it arrives. */
    private static boolean isComplaintByForm(Mail mail) {
        boolean feedback = mail.part("message/feedback-report").isPresent()
                || "feedback-report"
                        .equals(mail.parameters()
                                .getOrDefault("report-type", "")
                                .toLowerCase(Locale.ROOT));
        return feedback
                || mail.header("x-arf").isPresent()
                || mail.header("x-xarf").isPresent();
    }

    /** Reports in the form of RFC 6522 that are neither bounces nor read receipts: DMARC and its kin. */
    private static boolean isOtherReport(Mail mail) {
        return mail.contentType().equals("multipart/report")
                && !"disposition-notification"
                        .equalsIgnoreCase(mail.parameters().get("report-type"));
    }
}

package duenotice.intake.format;

import duenotice.mail.Bounce;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.mail.QuotedText;

/** Whatever arrives as mail, taken through everything that reads mail; the target of {@code ./duenotice test fuzz mail}. */
public final class FuzzedMail {
    private FuzzedMail() {}

    /** Called by the fuzzer; anything thrown is a find. */
    public static void fuzzerTestOneInput(byte[] raw) {
        FuzzCost.within(raw.length, () -> check(raw));
    }

    private static void check(byte[] raw) {
        var mail = Mail.parse(raw);
        var envelope = Envelope.asWritten(mail);
        MailKind.asWritten(mail);
        Bounce.of(mail, envelope.hasNullPath());
        QuotedText.strip(mail.text());
        FuzzedDocument.check(new Submission.ByMail(mail));
    }
}

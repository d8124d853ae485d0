package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.mail.OrganisationalDomain;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A registry asks whether the mailbox for complaints is read (RIPE-705, ARIN's yearly validation of contacts, APNIC
 * prop-125, LACNIC). Networks are marked, or lost, where nobody answers; robots must not: a person follows the link.
 */
final class MailboxValidation implements ReportFormat {
    private static final int LOOKED_AT = 4_000;

    private static final Set<String> REGISTRIES = Set.of(
            "ripe.net",
            "arin.net",
            "apnic.net",
            "lacnic.net",
            "afrinic.net",
            "registro.br",
            "nic.br",
            "nic.ad.jp",
            "twnic.tw",
            "twnic.net.tw",
            "krnic.or.kr",
            "kisa.or.kr",
            "cnnic.cn",
            "irinn.in",
            "idnic.net",
            "vnnic.vn",
            "nic.mx");

    private static final Pattern CONTACT = Pattern.compile(
            "\\babuse[- ]?(c\\b|contact|mailbox|e-?mail|address|poc\\b)|\\birt\\b|\\bpocs?\\b|points? of contact"
                    + "|\\b(registry|whois|resource|network|technical|administrative|org) contact|contacto de abuso|contato de abuso",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ASKED = Pattern.compile(
            "\\b(re-?)?validat(e|es|ed|ion|ing)\\b|\\bverif(y|ication|ying)\\b|\\bconfirm(ation|ing)?\\b|validaci[oó]n|validação"
                    + "|verificaci[oó]n",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "mailbox-validation";
    }

    @Override
    public Optional<Understanding.ForPerson> read(Content content) {
        return content.mail()
                .filter(MailboxValidation::asks)
                .map(_ -> new Understanding.ForPerson(
                        name(), "a registry asks whether this mailbox is read; a person has to confirm it"));
    }

    /** A cheap look before the careful one. */
    private static boolean mayAsk(String subject) {
        var lower = subject.toLowerCase(Locale.ROOT);
        return lower.contains("valida") || lower.contains("verif") || lower.contains("confirm");
    }

    private static boolean asks(Mail mail) {
        var subject = mail.subject().orElse("");
        if (mayAsk(subject)
                && CONTACT.matcher(subject).find()
                && ASKED.matcher(subject).find()) {
            return true;
        }
        var registry = mail.from()
                .map(Address::domain)
                .map(OrganisationalDomain::of)
                .filter(REGISTRIES::contains)
                .isPresent();
        if (!registry) {
            return false;
        }
        var text = mail.text();
        var beginning = subject + "\n" + text.substring(0, Math.min(text.length(), LOOKED_AT));
        return CONTACT.matcher(beginning).find() && ASKED.matcher(beginning).find();
    }
}

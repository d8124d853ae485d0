package duenotice.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail server's word that something could not be delivered, or not yet. Which of our mails it was is told by the
 * address it came to, never by its text: anyone can write a bounce.
 *
 * @param recipients as far as they are named; a bounce in free words may name none
 */
public record Bounce(List<BouncedRecipient> recipients) {
    private static final int LOOKED_AT = 8_192;

    private static final Set<String> ROBOTS = Set.of(
            "mailer-daemon",
            "postmaster",
            "post_master",
            "mail-daemon",
            "mailerdaemon",
            "mdaemon",
            "sysadmin",
            "mail-delivery-system",
            "maildaemon",
            "mail_daemon",
            "mailer_daemon");

    /** In small letters. */
    private static final Pattern SUBJECT =
            Pattern.compile("undeliver|unzustellbar|returned mail|return(ed|ing) (message )?to sender|failure notice"
                    + "|deliver\\w* (status|fail|has failed|error|problem|delay|is delayed|has been delayed)|mail (delivery|system error)|mail failed"
                    + "|non.?(delivery|remis)|could not (be delivered|send)|bounce notification|nicht zugestellt"
                    + "|delayed \\d+ hours|mail delivery|^\\[?bounce|message delivery|delivery notification|undelivered"
                    + "|unable to deliver|(was|has) not (been )?delivered|not delivered|rejected( mail|:)|email not sent"
                    + "|unzustellbar|unzugestellt|zustellung fehlgeschlagen|zustellbenachrichtigung|konnte nicht zugestellt"
                    + "|non (remis|distribu|délivré|recapitabile|consegnat)|échec de (la )?(remise|livraison|distribution)"
                    + "|mancato recapito|mancata consegna|no (se (puede|pudo|ha podido) entregar|entregad[oa]|entregable)"
                    + "|error de entrega|fall[oó] (de|en la) entrega|não (foi )?(entregue|entregável|é possível entregar)"
                    + "|falha n[ao] entrega|onbestelbaar|niet (afgeleverd|bezorgd)|kan ikke leveres|ikke leveret|olevererbart"
                    + "|ej leveransbar|kunde inte levereras|niedostarcz|nie (można|udało się) dostarczyć|zwrot (wiadomości|poczty)"
                    + "|nedoruč|nelze doručit|kézbesíthetetlen|недостав|не доставлено|ошибка доставки|teslim edileme|iletileme"
                    + "|配信不能|配送不能|送信エラー|エラーメール|送信できません|退信|无法投递|投递失败|未送达|반송");

    /** A mailing list's robot that would not take a mail: nobody got it. */
    private static final Pattern LIST_REFUSAL = Pattern.compile(
            "(are|is) not (a )?(member|subscriber|subscribed|allowed to post|authorized to)|post(ing)? (to|by) .{1,80} (was |is )?(rejected|denied)"
                    + "|duplicated message-id|message (was |has been )?rejected|non-members? (are|is) not allowed",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TEXT = Pattern.compile(
            "undeliver|could ?n[o']t be delivered|not be delivered|did not reach the following"
                    + "|returned to sender|delivery (has )?failed|permanent (fatal )?error|user unknown|unknown user"
                    + "|no such user|has not been delivered|delivery to (the following|these recipients)|unable to deliver|delivery attempt|nicht zugestellt",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DELAY = Pattern.compile(
            "delay|warning|will (be )?retr|still trying|not yet been delivered", Pattern.CASE_INSENSITIVE);

    /** Most servers begin a line with the address that failed, with or without brackets and a reason behind it. */
    private static final Pattern ADDRESS_LINE =
            Pattern.compile("(?m)^[\\t ]{0,8}[<\"]?([^\\s<>\"',;:()]{1,64}@[A-Za-z0-9._-]{1,255}[A-Za-z0-9])[>\"]?"
                    + "(?=:|[\\t ]*$|[\\t ]+[\\[(]|[\\t ]+on )");

    private static final Pattern ENHANCED = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    public Bounce {
        recipients = List.copyOf(recipients);
    }

    /** The bounce that this mail is, if it is one. */
    public static Optional<Bounce> of(Mail mail, boolean nullPath) {
        return mail.bounce(nullPath);
    }

    /** Asked by way of {@link Mail#bounce}, which keeps it. */
    static Optional<Bounce> read(Mail mail, boolean nullPath) {
        List<Part> statuses = statuses(mail);
        if (!statuses.isEmpty()) {
            return Optional.of(new Bounce(recipients(statuses)));
        }
        return ServiceNotice.recipients(mail.text()).map(Bounce::new).or(() -> inWords(mail, nullPath));
    }

    private static List<Part> statuses(Mail mail) {
        return mail.parts().stream()
                .filter(part -> part.contentType().equals("message/delivery-status")
                        || part.contentType().equals("message/global-delivery-status"))
                .toList();
    }

    private static List<BouncedRecipient> recipients(List<Part> statuses) {
        return statuses.stream()
                .flatMap(part -> recipients(part.text()).stream())
                .distinct()
                .toList();
    }

    /** Whether nothing failed and nothing is late: a receipt rather than a bounce. */
    public boolean isReceipt() {
        return !recipients.isEmpty()
                && recipients.stream().noneMatch(recipient -> recipient.failed() || recipient.delayed());
    }

    private static Optional<Bounce> inWords(Mail mail, boolean nullPath) {
        String subject = mail.subject().orElse("");
        boolean robot = isOfRobot(mail);
        boolean report = "delivery-status".equalsIgnoreCase(mail.parameters().get("report-type"));
        Optional<String> failed = mail.header("x-failed-recipients");
        if (isListRefusal(mail, subject)) {
            return Optional.of(new Bounce(List.of()));
        }
        if (!report && !(robot || nullPath)) {
            return Optional.empty();
        }
        boolean worded = report
                || failed.isPresent()
                || SUBJECT.matcher(subject.toLowerCase(Locale.ROOT)).find()
                || robot && TEXT.matcher(beginning(mail)).find();
        if (!worded) {
            return Optional.empty();
        }
        String action = failed.isEmpty() && DELAY.matcher(subject).find() ? "delayed" : "failed";
        String text = beginning(mail);
        List<String> named = failed.map(Bounce::bare).orElseGet(() -> named(text));
        if (named.isEmpty()) {
            return Optional.of(new Bounce(fromReturned(mail, action, statusIn(text))));
        }
        return Optional.of(new Bounce(named.stream()
                .map(address -> new BouncedRecipient(address, Optional.empty(), action, statusIn(text)))
                .toList()));
    }

    /** Whether a mail server's robot says that it wrote it. */
    static boolean isOfRobot(Mail mail) {
        return mail.from()
                .map(from -> ROBOTS.contains(from.localPart().toLowerCase(Locale.ROOT)))
                .orElseGet(() -> mail.header("from")
                        .map(from -> from.strip().equals("<>")
                                || from.toLowerCase(Locale.ROOT).contains("mailer-daemon"))
                        .orElse(false));
    }

    private static boolean isListRefusal(Mail mail, String subject) {
        boolean list = !mail.headers("x-mlserver").isEmpty()
                || !mail.headers("x-mailman-version").isEmpty()
                || !mail.headers("x-sympa-from").isEmpty()
                || !mail.headers("mailing-list").isEmpty()
                        && mail.from().isPresent()
                        && isListRobot(mail.from().get());
        return list
                && (LIST_REFUSAL.matcher(subject).find()
                        || LIST_REFUSAL.matcher(beginning(mail)).find());
    }

    private static boolean isListRobot(Address from) {
        String local = from.localPart().toLowerCase(Locale.ROOT);
        return local.endsWith("-admin")
                || local.endsWith("-owner")
                || local.endsWith("-bounces")
                || local.endsWith("-request")
                || local.equals("majordomo")
                || local.equals("listserv");
    }

    /** The returned mail tells more than the words around it: its own status report, or the one it was meant for. */
    private static List<BouncedRecipient> fromReturned(Mail mail, String action, String status) {
        Optional<Mail> returned =
                mail.parts().stream().flatMap(part -> part.embedded().stream()).findFirst();
        List<BouncedRecipient> reported =
                returned.map(Bounce::statuses).map(Bounce::recipients).orElse(List.of());
        List<Address> to = returned.map(inner -> inner.addresses("to")).orElse(List.of());
        if (!reported.isEmpty() || to.size() != 1) {
            return reported;
        }
        return List.of(new BouncedRecipient(to.getFirst().bare(), Optional.empty(), action, status));
    }

    private static List<String> bare(String header) {
        return Address.list(header).stream().map(Address::bare).distinct().toList();
    }

    private static List<String> named(String text) {
        List<String> found = new ArrayList<>();
        Matcher line = ADDRESS_LINE.matcher(text);
        while (line.find() && found.size() < 20) {
            if (!found.contains(line.group(1))) {
                found.add(line.group(1));
            }
        }
        return found;
    }

    /** The words of the robot: before the mail it returns. */
    private static String beginning(Mail mail) {
        String text = mail.text();
        String bounded = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        Matcher returned = RETURNED.matcher(bounded);
        return returned.find() ? bounded.substring(0, returned.start()) : bounded;
    }

    private static final Pattern RETURNED = Pattern.compile(
            "(?mi)^(-{2,}.{0,40}(original|copy|unsent|returned).{0,80}|Received: .{0,200}|Return-Path: .{0,200})$");

    private static String statusIn(String text) {
        Matcher status = ENHANCED.matcher(text);
        return status.find() ? status.group(1) : "";
    }

    /** The groups of fields that name a recipient (RFC 3464 §2.1); blank lines between them are often missing. */
    private static List<BouncedRecipient> recipients(String text) {
        List<BouncedRecipient> found = new ArrayList<>();
        Map<String, String> group = new LinkedHashMap<>();
        String last = "";
        for (String line : (text + "\n\n").split("\r?\n|\r", -1)) {
            if (line.isBlank()) {
                recipient(group).ifPresent(found::add);
                group.clear();
                last = "";
            } else if (Character.isWhitespace(line.charAt(0)) && !last.isEmpty()) {
                group.merge(last, line.strip(), (body, more) -> body + " " + more);
            } else if (line.indexOf(':') > 0) {
                last = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                if (last.equals("final-recipient") && group.containsKey(last)) {
                    recipient(group).ifPresent(found::add);
                    group.clear();
                }
                group.putIfAbsent(last, line.substring(line.indexOf(':') + 1).strip());
            }
            if (found.size() >= 1_000) {
                break;
            }
        }
        return found;
    }

    private static Optional<BouncedRecipient> recipient(Map<String, String> group) {
        String original = typed(group.getOrDefault("original-recipient", ""));
        String end = typed(group.getOrDefault("final-recipient", ""));
        String address = end.isEmpty() ? original : end;
        if (address.isEmpty()) {
            return Optional.empty();
        }
        String action = group.getOrDefault("action", "failed").split("[\\s(;]", 2)[0];
        return Optional.of(new BouncedRecipient(
                address, Optional.of(original).filter(text -> text.contains("@")), action, status(group)));
    }

    /** {@code 5.0.0} says nothing; the diagnostic often knows better. */
    private static String status(Map<String, String> group) {
        String stated = statusIn(group.getOrDefault("status", ""));
        String diagnosed = statusIn(group.getOrDefault("diagnostic-code", ""));
        boolean vague = stated.isEmpty() || stated.endsWith(".0.0");
        boolean sameClass = stated.isEmpty() || (!diagnosed.isEmpty() && stated.charAt(0) == diagnosed.charAt(0));
        return vague && sameClass && !diagnosed.isEmpty() ? diagnosed : stated;
    }

    /** {@code rfc822; <a@b>} without type and brackets. */
    private static String typed(String value) {
        String address = value.substring(value.indexOf(';') + 1).strip();
        if (address.startsWith("\"") && address.indexOf("\"@", 1) > 0 && address.indexOf(' ') < 0) {
            return address; // quotation marks that this address cannot do without (RFC 5321 §4.1.2)
        }
        List<Address> read = address.contains("@") ? Address.list(address) : List.of();
        return read.isEmpty() ? address.replaceAll("[<>]", "") : read.getFirst().bare();
    }
}

package duenotice.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the quotation out of an answer: our own warning, with the server's address and the log, would otherwise be read
 * as the customer's words. What stands between quoted lines stays; what is in doubt stays.
 */
public final class QuotedText {
    /** Our mails begin with this line; whatever a mail program leaves of them below it is quotation. */
    public static final String REPLY_ABOVE = "-- reply above this line --";

    /** The same in German. */
    public static final String REPLY_ABOVE_GERMAN = "-- Antwort bitte oberhalb dieser Zeile --";

    private static final int LONGEST = 200_000;
    private static final int LONGEST_LINE = 1_000;

    private static final Pattern SEPARATOR = Pattern.compile(
            "^[\\s>*-]*(reply above this line|antwort bitte oberhalb dieser zeile)[\\s*-]*$", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORWARD_LINE = Pattern.compile(
            "^\\s*-{2,}\\s*(original|ursprüngliche|message d'origine|mensaje original|messaggio originale|original-?nachricht"
                    + "|oorspronkelijk bericht|mensagem original|weitergeleitete nachricht|forwarded message|reply message"
                    + "|pierwotna wiadomość|oryginalna wiadomość|originalmeddelande|originalmelding|исходное сообщение|пересылаемое сообщение"
                    + "|původní (zpráva|e-mail)|eredeti üzenet|alkuperäinen viesti|özgün ileti|orijinal mesaj|mesaj original"
                    + "|原始邮件|原始郵件|转发邮件|元のメッセージ|원본 메[시세]지)[^-]{0,60}-{2,}\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FROM_LINE = Pattern.compile(
            "^\\s*\\*?(from|von|de|da|van|från|fra|od|от( кого)?|kimden|odesílatel|feladó|lähettäjä|发件人|寄件者|差出人|보낸 사람)"
                    + "\\s?[:：]\\*?\\s?.{0,300}$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern OTHER_HEADER_LINE = Pattern.compile(
            "^\\s*\\*?(sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|à|objet|date|enviado|para|asunto|inviato|a|oggetto"
                    + "|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|wysłano|do|temat|отправлено|кому|тема|копия|дата"
                    + "|gönderildi|kime|konu|tarih|odesláno|komu|předmět|elküldve|címzett|tárgy|lähetetty|vastaanottaja|aihe"
                    + "|发送时间|发件时间|日期|收件人|主题|主旨|傳送時間|送信日時|日時|宛先|件名|보낸 날짜|받는 사람|제목)\\s?[:：]\\*?\\s?.{0,300}$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** "On … wrote:" in the languages of common mail programs, as one line. */
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "^\\s*(on|am|le|el|il|op|w dniu|em|den|dnia|pada|a|em|il giorno)\\s.{4,300}"
                    + "(wrote|schrieb|a écrit|escribió|ha scritto|schreef|napisał\\(a\\)|napisał|escreveu|skrev|menulis|napsala?|napsal\\(a\\)|kirjoitti|írta|yazdı|scris)"
                    + ".{0,100}:?\\s*$"
                    + "|^.{0,200}< ?[^<>\\s]{1,100}@[^<>\\s]{1,100} ?>[^:]{0,60}"
                    + "(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|пишет|написал\\w*)?.{0,60}[:：]\\s*$"
                    + "|^.{0,200}(пишет|писал(а|\\(а\\))?|写道|寫道|さんは?書きました|님이 (작성|썼습니다)|şunları yazdı|şöyle yazdı)\\s?[:：]\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** How the first line of a wrapped attribution looks; the customer's own last line must not be taken for one. */
    private static final Pattern MAY_WRAP = Pattern.compile(
            "^(on|am|le|el|il|op|w dniu|em|den|dnia|pada|il giorno)\\s|<|\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern MOBILE = Pattern.compile(
            "^\\s*(sent from (my )?[\\p{L}\\d ]{1,30}|sent from (outlook|mail|yahoo).{0,40}|get outlook for .{1,40}"
                    + "|von meinem [^,.]{1,40} gesendet|gesendet (von|mit) [^,.]{1,40}|envoyé de mon [^,.]{1,30}"
                    + "|enviado desde mi [^,.]{1,30}|inviato da[^,.]{1,30})\\.?\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private QuotedText() {}

    /** The new words of an answer, stripped; empty when there are none. Never throws. */
    public static String strip(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        List<String> lines = bounded.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace('\u00a0', ' ')
                .lines()
                .toList();
        List<String> kept = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at);
            if (isQuoted(line)) {
                at++;
            } else if (beginsQuotationToTheEnd(lines, at)) {
                break;
            } else {
                int attribution = attributionLength(lines, at);
                if (attribution > 0 && !quotedFollows(lines, at + attribution)) {
                    break;
                }
                if (attribution > 0) {
                    at += attribution;
                } else if (isSignature(line)) {
                    at = nextQuoted(lines, at + 1);
                } else {
                    if (!MOBILE.matcher(bounded(line)).matches()) {
                        kept.add(line.stripTrailing());
                    }
                    at++;
                }
            }
        }
        return String.join("\n", kept).replaceAll("\n{3,}", "\n\n").strip();
    }

    private static boolean isQuoted(String line) {
        String text = line.stripLeading();
        return text.startsWith(">") && !text.startsWith(">From ");
    }

    private static boolean beginsQuotationToTheEnd(List<String> lines, int at) {
        String line = bounded(lines.get(at));
        if (SEPARATOR.matcher(line).matches() || FORWARD_LINE.matcher(line).matches()) {
            return true;
        }
        if (line.strip().matches("_{10,}") && at + 1 < lines.size()) {
            return isHeaderBlock(lines, nextWords(lines, at + 1));
        }
        return isHeaderBlock(lines, at);
    }

    /** Outlook's block: From, and at least two of Sent, To, Subject right below it. */
    private static boolean isHeaderBlock(List<String> lines, int at) {
        if (at >= lines.size() || !FROM_LINE.matcher(bounded(lines.get(at))).matches()) {
            return false;
        }
        int others = 0;
        for (int i = at + 1; i < Math.min(lines.size(), at + 7); i++) {
            others += OTHER_HEADER_LINE.matcher(bounded(lines.get(i)) + " ").matches() ? 1 : 0;
        }
        return others >= 2;
    }

    /** How many lines from here on are an attribution, which mail programs wrap; 0 when it is none. */
    private static int attributionLength(List<String> lines, int at) {
        StringBuilder joined = new StringBuilder();
        for (int length = 1; length <= 3 && at + length <= lines.size(); length++) {
            String line = bounded(lines.get(at + length - 1)).strip();
            if (line.isEmpty()
                    || isQuoted(line)
                    || (length == 2 && !MAY_WRAP.matcher(joined).find())) {
                return 0;
            }
            joined.append(length > 1 ? " " : "").append(line);
            if ((line.endsWith(":") || line.endsWith("："))
                    && ATTRIBUTION.matcher(joined).matches()) {
                return length;
            }
        }
        return 0;
    }

    private static boolean quotedFollows(List<String> lines, int at) {
        int next = nextWords(lines, at);
        return next < lines.size() && isQuoted(lines.get(next));
    }

    private static int nextWords(List<String> lines, int at) {
        int next = at;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next;
    }

    /** The delimiter of RFC 3676 §4.3; mail programs lose its trailing blank. */
    private static boolean isSignature(String line) {
        return line.equals("-- ") || line.equals("--");
    }

    private static int nextQuoted(List<String> lines, int at) {
        int next = at;
        while (next < lines.size()
                && !isQuoted(lines.get(next))
                && attributionLength(lines, next) == 0
                && !beginsQuotationToTheEnd(lines, next)) {
            next++;
        }
        return next;
    }

    private static String bounded(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }
}

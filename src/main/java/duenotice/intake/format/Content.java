package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.mail.Once;
import duenotice.mail.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What was handed in, opened once for all formats: the mail if it is one, and every document that lies in it, taken out
 * of archives and of what is signed, however they are packed.
 */
final class Content {
    /** Mails within a mail that are opened, all together. */
    private static final int MOST_MAILS = 20;

    /** Mails within mails. */
    private static final int DEPTH = 3;

    private final Submission submission;
    private final int depth;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> unopened = new LinkedHashSet<>();
    private final SignedContent signed = new SignedContent(unopened::add);
    private final Once<List<Document>> documents = new Once<>(this::open);
    private final Once<List<JsonDocument>> json = new Once<>(() -> JsonDocument.in(this));
    private final Once<String> lower = new Once<>(this::beginning);
    private final Once<Boolean> newsletter =
            new Once<>(() -> mail().filter(mail -> Newsletter.is(mail, this)).isPresent());
    private final Once<CoveringText> covering = new Once<>(() -> CoveringText.of(this));

    Content(Submission submission) {
        this(submission, 0);
    }

    private Content(Submission submission, int depth) {
        this.depth = depth;
        this.submission = submission instanceof Submission.ByMail(Mail mail)
                ? new Submission.ByMail(signed.open(mail))
                : submission;
    }

    /** As it came, but for signatures: their text stands there as if it had not been signed. */
    Submission submission() {
        return submission;
    }

    Optional<Mail> mail() {
        return submission instanceof Submission.ByMail(Mail mail) ? Optional.of(mail) : Optional.empty();
    }

    /** What a person would read of the mail ({@link Mail#text}); empty where it is none. */
    String text() {
        return mail().map(Mail::text).orElse("");
    }

    /** The beginning of {@link #text} in small letters, {@link HumanText#LONGEST} characters at most. */
    String lower() {
        return lower.get();
    }

    private String beginning() {
        var whole = text();
        return whole.substring(0, Math.min(whole.length(), HumanText.LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** Whether it is a mail to a list of readers, see {@link Newsletter}. */
    boolean isNewsletter() {
        return newsletter.get();
    }

    /** The JSON texts among {@link #documents}, and those within the text of a mail. */
    List<JsonDocument> json() {
        return json.get();
    }

    /** The words around the reports in it; read once, however many reports ask for them. */
    CoveringText covering() {
        return covering.get();
    }

    /**
     * Every document in the order it lies there: the body of an API call or the file itself, or each part of the mail,
     * texts included and messages within it left out. In the place of an archive stand its members. Those of an
     * embedded message are evidence and not among them.
     */
    List<Document> documents() {
        return documents.get();
    }

    private List<Document> open() {
        var unpacking = new Unpacking(warnings::add, unopened::add);
        var documents = switch (submission) {
            case Submission.Document whole -> List.of(signed.open(Document.of(whole)));
            case Submission.ByMail(Mail mail) ->
                mail.parts().stream()
                        .filter(part -> !part.contentType().startsWith("message/"))
                        .map(Document::of)
                        .toList();
        };
        return documents.stream()
                .flatMap(document -> unpacking.open(document).stream())
                .map(document -> document.within().isEmpty() ? document : signed.open(document))
                .toList();
    }

    /** Whether {@link #mails} has any, which is cheaper to know than to open them. */
    boolean holdsMails() {
        return mail().filter(mail -> mail.parts().stream().anyMatch(Content::isMail))
                        .isPresent()
                || documents().stream().anyMatch(Content::isMail);
    }

    private static boolean isMail(Part part) {
        return part.contentType().equals("message/rfc822") || part.contentType().equals("message/global");
    }

    private static boolean isMail(Document document) {
        return document.name().toLowerCase(Locale.ROOT).endsWith(".eml");
    }

    /**
     * The mails that were handed on in this one, as attachments or in an archive, each opened like this. Only what no
     * format has read is looked for there: what is attached to a complaint is its evidence.
     */
    List<Content> mails() {
        List<Content> mails = new ArrayList<>();
        if (depth >= DEPTH) {
            return mails;
        }
        mail().ifPresent(mail -> mail.parts().stream()
                .filter(Content::isMail)
                .flatMap(part -> part.embedded().stream())
                .forEach(inner -> add(inner, mails)));
        for (var document : documents()) {
            if (isMail(document) && mails.size() < MOST_MAILS) {
                add(Mail.parse(document.content()), mails);
            }
        }
        return mails;
    }

    private void add(Mail inner, List<Content> mails) {
        if (mails.size() < MOST_MAILS) {
            mails.add(new Content(new Submission.ByMail(inner), depth + 1));
        } else {
            unopened.add("more than " + MOST_MAILS + " mails within this one: the rest was not opened");
        }
    }

    /** What was strange when it was opened, with where. */
    List<String> warnings() {
        documents();
        return List.copyOf(warnings);
    }

    /** Files of a kind that nothing here reads and that may hold what a letter speaks of: a PDF, a workbook. */
    List<String> unread() {
        return documents().stream()
                .filter(Content::isClosed)
                .map(document -> document.where() + ": a document of a kind that is not read here")
                .toList();
    }

    private static boolean isClosed(Document document) {
        var type = document.contentType();
        var head = document.head(4096);
        return !document.body()
                && !type.startsWith("image/")
                && !type.startsWith("audio/")
                && !type.startsWith("video/")
                && !type.endsWith("-signature")
                && (head.startsWith("%PDF") || head.startsWith("PK") || head.indexOf('\0') >= 0);
    }

    /** What could not be opened, a sentence each with where: it waits for people. */
    List<String> unopened() {
        documents();
        return List.copyOf(unopened);
    }
}

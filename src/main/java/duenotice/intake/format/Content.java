package duenotice.intake.format;

import duenotice.mail.Mail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was handed in, opened once for all formats: the mail if it is one, and every document that lies in it. */
final class Content {
    private final Submission submission;
    private @Nullable List<Document> documents;
    private @Nullable String text;

    Content(Submission submission) {
        this.submission = submission;
    }

    /** As it came. */
    Submission submission() {
        return submission;
    }

    Optional<Mail> mail() {
        return submission instanceof Submission.ByMail(Mail mail) ? Optional.of(mail) : Optional.empty();
    }

    /** What a person would read of the mail ({@link Mail#text}); empty where it is none. */
    String text() {
        var read = text;
        if (read == null) {
            read = mail().map(Mail::text).orElse("");
            text = read;
        }
        return read;
    }

    /**
     * Every document in the order it lies there: the body of an API call or the file itself, or each part of the mail,
     * texts included and messages within it left out. Those of an embedded message are evidence and not among them.
     */
    List<Document> documents() {
        var opened = documents;
        if (opened == null) {
            opened = switch (submission) {
                case Submission.Document whole -> List.of(Document.of(whole));
                case Submission.ByMail(Mail mail) ->
                    mail.parts().stream()
                            .filter(part -> !part.contentType().startsWith("message/"))
                            .map(Document::of)
                            .toList();
            };
            documents = opened;
        }
        return opened;
    }
}

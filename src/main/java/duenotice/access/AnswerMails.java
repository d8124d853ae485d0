package duenotice.access;

import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.Snapshot;
import duenotice.casework.StoredMessage;
import duenotice.incident.Answer;
import duenotice.incident.Verdict;
import duenotice.mail.Mail;
import duenotice.mail.Part;
import java.util.List;

/** The mails in which answers came, with what lay beside their texts: kept as they came and never opened by us. */
public final class AnswerMails {
    /** So many attachments of a mail can be fetched; the rest stays in its original. */
    private static final int MOST = 50;

    private final Casework casework;
    private final Drop drop;

    public AnswerMails(Casework casework, Drop drop) {
        this.casework = casework;
        this.drop = drop;
    }

    /**
     * Something beside the text of an answer.
     *
     * @param number counts from 1 within the mail
     * @param name chosen by the sender; for showing, never for opening
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to one reader, never compared
    public record Attachment(int number, String name, String contentType, byte[] bytes) {}

    /** What there is to be had without a look that is written down: nothing of a sealed mail. */
    public List<Attachment> listed(Person person, Snapshot snapshot, Answer answer) {
        return answer.message().isEmpty()
                        || snapshot.incident().sealedMailOf(answer).isPresent()
                        || !maySee(person, snapshot)
                ? List.of()
                : stored(answer) instanceof Drop.Look.Shown(byte[] bytes) ? attachments(bytes) : List.of();
    }

    private static boolean maySee(Person person, Snapshot snapshot) {
        return Rights.maySeeMaterial(person.role(), snapshot.incident().types());
    }

    /** The mail as it came. Of a sealed one the look is on the timeline (R25). */
    public Drop.Look original(Person person, Snapshot snapshot, Answer answer) {
        if (!maySee(person, snapshot)) {
            return new Drop.Look.Refused(Verdict.Reason.FORBIDDEN, "child-abuse material is shown to leads only");
        }
        if (answer.message().isEmpty()) {
            return new Drop.Look.Refused(Verdict.Reason.CONFLICT, "this answer did not come by mail");
        }
        return snapshot.incident()
                .sealedMailOf(answer)
                .map(secret -> drop.look(person, snapshot, secret.number()))
                .orElseGet(() -> stored(answer));
    }

    private Drop.Look stored(Answer answer) {
        return MessageId.parse(answer.message())
                .flatMap(casework.inbox()::message)
                .map(StoredMessage::body)
                .<Drop.Look>map(Drop.Look.Shown::new)
                .orElseGet(() -> new Drop.Look.Refused(Verdict.Reason.CONFLICT, "the mail is not kept any more"));
    }

    /** In their order. */
    public static List<Attachment> attachments(byte[] mail) {
        var parts = Mail.parse(mail).attachments();
        return java.util.stream.IntStream.range(0, Math.min(parts.size(), MOST))
                .mapToObj(at -> attachment(at + 1, parts.get(at)))
                .toList();
    }

    private static Attachment attachment(int number, Part part) {
        return new Attachment(
                number, part.fileName().orElse("attachment-" + number), part.contentType(), part.content());
    }
}

package duenotice.incident;

import duenotice.incident.IncidentEvent.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One mail of an incident to one address, and how it fared, as far as its timeline tells.
 *
 * @param mail key of the step it belongs to, such as {@code warning-1}
 * @param what the kind of mail in a word, such as {@code warning} or {@code reminder}
 * @param sentAt when it was first offered to the relay, or asked for
 * @param at when its state became what it is
 * @param detail what a mail server said last; from outside
 * @param arrivedAt when a server said that it reached its mailbox; most say nothing
 */
public record SentMail(
        String mail,
        String what,
        String address,
        String name,
        State state,
        Instant sentAt,
        Instant at,
        String detail,
        Optional<Instant> arrivedAt) {

    /** How far it has come. */
    public enum State {
        /** With us: the relay has not taken it yet, or it came back and is tried again. */
        QUEUED,
        /** The relay has it, and nothing else was heard. */
        ACCEPTED,
        /** A mail server holds it and goes on trying. */
        DELAYED,
        /** Refused, or came back for good. */
        BOUNCED,
        /** It was read, and reported as unwanted. */
        COMPLAINED;

        /** The word used in the API and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private SentMail now(State state, Instant at, String detail, Optional<Instant> arrivedAt) {
        return new SentMail(mail, what, address, name, state, sentAt, at, detail, arrivedAt);
    }

    /** Those of the whole timeline, oldest first; of an address that was offered the same mail again the last try. */
    public static List<SentMail> of(List<Entry> timeline) {
        var book = new Book();
        timeline.forEach(book::read);
        return List.copyOf(book.mails);
    }

    /** Those that were written to the present owner's contacts. */
    public static List<SentMail> ofPresentOwner(List<Entry> timeline) {
        var book = new Book();
        timeline.forEach(book::read);
        return List.copyOf(book.mails.subList(Math.min(book.former, book.mails.size()), book.mails.size()));
    }

    private static final class Book {
        private static final String WARNING = "warning";

        private final List<SentMail> mails = new ArrayList<>();
        private int epoch = 1;

        /** So many of them were written to those it was moved away from. */
        private int former;

        void read(Entry entry) {
            var at = entry.at();
            switch (entry.event()) {
                case IncidentEvent.Moved ignored -> {
                    epoch++;
                    former = mails.size();
                }
                case IncidentEvent.CustomerWarned warned ->
                    warned.to().forEach(told -> told(Step.Warn.keyFor(epoch), WARNING, told, at));
                case IncidentEvent.AddressWarned warned -> told(Step.Warn.keyFor(epoch), WARNING, warned.to(), at);
                case IncidentEvent.Informed informed ->
                    informed.to()
                            .forEach(told ->
                                    told(informed.key(), informed.notice().word(), told, at));
                case IncidentEvent.Messaged message ->
                    mails.add(new SentMail(
                            "message-" + entry.seq(),
                            "message",
                            message.to(),
                            "",
                            State.QUEUED,
                            at,
                            at,
                            "",
                            Optional.empty()));
                case IncidentEvent.MessageSent sent -> {
                    var key = "message-" + sent.entry();
                    mails.removeIf(mail -> mail.mail().equals(key) && mail.state() == State.QUEUED);
                    sent.to().forEach(told -> told(key, "message", told, at));
                }
                case IncidentEvent.ResendAsked again ->
                    mails.add(new SentMail(
                            "resend-" + entry.seq(),
                            what(again.mail()),
                            again.to(),
                            "",
                            State.QUEUED,
                            at,
                            at,
                            "",
                            Optional.empty()));
                case IncidentEvent.Resent again ->
                    again.to().forEach(told -> {
                        var key = "resend-" + again.entry();
                        told(key, last(told.address(), key).map(SentMail::what).orElse("message"), told, at);
                    });
                case IncidentEvent.AddressBounced bounced ->
                    change(bounced.address(), bounced.mail(), State.BOUNCED, at, bounced.detail());
                case IncidentEvent.MailReturned back ->
                    change(
                            back.address(),
                            back.mail(),
                            isWarning(back.mail()) ? State.QUEUED : State.BOUNCED,
                            at,
                            back.detail());
                case IncidentEvent.MailDelayed late ->
                    last(late.address(), late.mail())
                            .filter(mail -> mail.state() == State.ACCEPTED
                                    && mail.arrivedAt().isEmpty())
                            .ifPresent(
                                    ignored -> change(late.address(), late.mail(), State.DELAYED, at, late.detail()));
                case IncidentEvent.MailArrived arrived ->
                    arrive(arrived.address(), arrived.mail(), at, arrived.detail());
                case IncidentEvent.MailComplained read ->
                    change(read.address(), read.mail(), State.COMPLAINED, at, "reported as unwanted");
                default -> {}
            }
        }

        private String what(String mail) {
            return mails.stream()
                    .filter(one -> one.mail().equals(mail))
                    .map(SentMail::what)
                    .findFirst()
                    .orElse("message");
        }

        private boolean isWarning(String mail) {
            return mail.isEmpty() || mail.equals(Step.Warn.keyFor(epoch));
        }

        private void told(String key, String what, Told told, Instant at) {
            var state = switch (told.handed()) {
                case ACCEPTED -> State.ACCEPTED;
                case DEFERRED -> State.QUEUED;
                case REFUSED -> State.BOUNCED;
            };
            var before = last(told.address(), key);
            before.ifPresent(mails::remove);
            mails.add(new SentMail(
                    key,
                    what,
                    told.address(),
                    told.name(),
                    state,
                    before.map(SentMail::sentAt).orElse(at),
                    at,
                    told.reply(),
                    Optional.empty()));
        }

        /** Where a notice does not tell which mail it means, it is the last one to that address. */
        private Optional<SentMail> last(String address, String key) {
            return mails.stream()
                    .filter(mail -> mail.address().equalsIgnoreCase(address)
                            && (key.isEmpty() || mail.mail().equals(key)))
                    .reduce((first, last) -> last);
        }

        private void change(String address, String key, State state, Instant at, String detail) {
            last(address, key).ifPresent(mail -> replace(mail, mail.now(state, at, detail, mail.arrivedAt())));
        }

        private void arrive(String address, String key, Instant at, String detail) {
            last(address, key).ifPresent(mail -> {
                var state = mail.state() == State.DELAYED ? State.ACCEPTED : mail.state();
                replace(mail, mail.now(state, at, detail, Optional.of(at)));
            });
        }

        private void replace(SentMail before, SentMail now) {
            mails.set(mails.indexOf(before), now);
        }
    }
}

package duenotice.contact;

import duenotice.inventory.Contact;
import duenotice.inventory.ContactEntry;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of R31 against taking over somebody's contacts. Whoever asks only proposes: nothing holds until somebody
 * has said yes by way of what was on file before: a mail, an account or a telephone. Pure.
 */
public final class ChangeJudge {
    /** So long a proposal waits for somebody who confirms it. */
    public static final Duration PROPOSAL_LIFE = Duration.ofDays(7);

    /** After all old channels were told, so that they can object, where none of them has confirmed it. */
    public static final Duration BEFORE_AUTHORITY = Duration.ofHours(24);

    /** A name is shown in mails to the old channels: it must not carry somebody's link or address there. */
    private static final Pattern NO_NAME =
            Pattern.compile("[<>@]|://|[\\p{L}\\p{N}]\\.\\p{L}{2,}(?=[/\\s:?#,)]|$)", Pattern.CASE_INSENSITIVE);

    private ChangeJudge() {}

    // ---- what is asked for

    /** What a wish comes to. */
    public sealed interface Drafted {
        /** @param name as it stands on the list, or shall stand there */
        record Draft(String name, Optional<Contact> before, Optional<Contact> after) implements Drafted {}

        record Refused(Why why, List<String> sentences) implements Drafted {
            public Refused {
                sentences = List.copyOf(sentences);
            }

            Refused(Why why) {
                this(why, List.of());
            }
        }
    }

    /** Why something is not done; the pages and the API have the sentences. */
    public enum Why {
        /** Nobody can tell which contact is meant. */
        WHOM("whom", "say which contact is meant: by its name, or by the address it has now"),
        /** Everything already is as asked for. */
        NOTHING_NEW("nothing-new", "all of this is on file already"),
        /** An address, number or name cannot be used. */
        UNSOUND("unsound", "this cannot be used"),
        /** Somebody must stay who can be written to. */
        LAST("last", "somebody must stay who can be written to: add another contact first"),
        /** Too many proposals wait already. */
        TOO_MANY("too-many", "five changes of this list wait to be confirmed already: confirm or refuse those first"),
        /** Asked for again and again. */
        TOO_OFTEN(
                "too-often",
                "twenty changes of this list were asked for within a day: staff can still enter one on the page of contacts"),
        /** Confirmed, refused or expired already. */
        OVER("over", "it has been decided already, or is over"),
        /** Not an old channel, or not one that may decide this. */
        NO_OLD_CHANNEL("no-old-channel", "this channel may not decide about it: about an owner an owner decides"),
        /** The number was not on file before, or proved wrong. */
        NOT_ON_FILE("not-on-file", "this number was not on file before the change, or it proved wrong");

        private final String word;
        private final String sentence;

        Why(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }

        /** For staff, in English. */
        public String sentence() {
            return sentence;
        }

        /** The word that the pages' sentences are kept under. */
        public String word() {
            return word;
        }
    }

    /**
     * @param onList as they stand now, also those that wait for their authority
     * @param proposer address of whoever asks, whose own entry is meant where nobody is named; may be unknown
     * @param ownDomain of the provider: mail to it would come back to us
     */
    public static Drafted draft(ContactWish wish, List<FiledContact> onList, String proposer, String ownDomain) {
        var meant = meant(wish, onList, proposer);
        if (meant.isEmpty() && (wish.name().isEmpty() || wish.oldEmail().isPresent() || wish.removed())) {
            return new Drafted.Refused(Why.WHOM);
        }
        var before = meant.map(FiledContact::contact);
        if (wish.removed()) {
            return onList.stream().noneMatch(other -> !isSame(other, before.orElseThrow()))
                    ? new Drafted.Refused(Why.LAST)
                    : new Drafted.Draft(before.orElseThrow().name(), before, Optional.empty());
        }
        var name = before.map(Contact::name).orElseGet(() -> wish.name().orElseThrow());
        if (before.isEmpty() && NO_NAME.matcher(name).find()) {
            return new Drafted.Refused(
                    Why.UNSOUND, List.of("The name of a contact holds no address and no link: only a name."));
        }
        var entry = ContactEntry.read(
                name,
                wish.email().or(() -> before.map(Contact::email)).orElse(""),
                wish.phones().or(() -> before.map(Contact::phones)).orElse(List.of()),
                wish.roles().or(() -> before.map(Contact::roles)).orElse(Set.of(Role.ABUSE)));
        return switch (entry) {
            case ContactEntry.Wrong wrong -> new Drafted.Refused(Why.UNSOUND, wrong.sentences());
            case ContactEntry.Sound sound
            when before.filter(sound.contact()::saysTheSameAs).isPresent() -> new Drafted.Refused(Why.NOTHING_NEW);
            case ContactEntry.Sound sound
            when isOurs(sound.contact().email(), ownDomain) ->
                new Drafted.Refused(
                        Why.UNSOUND,
                        List.of("The address " + sound.contact().email() + " is one of ours: give one of your own."));
            case ContactEntry.Sound sound -> new Drafted.Draft(name, before, Optional.of(sound.contact()));
        };
    }

    private static Optional<FiledContact> meant(ContactWish wish, List<FiledContact> onList, String proposer) {
        // One that waits for its authority is what the list says now: a further change goes on from it.
        var newest = onList.stream()
                .sorted(Comparator.comparing(one -> one.contact().authorized()))
                .toList();
        if (wish.oldEmail().isPresent()) {
            return newest.stream()
                    .filter(one -> one.isAt(wish.oldEmail().get()))
                    .findFirst();
        }
        return wish.name().isPresent()
                ? newest.stream()
                        .filter(one -> one.contact()
                                .name()
                                .equalsIgnoreCase(wish.name().get().strip()))
                        .findFirst()
                : onList.stream().filter(one -> one.isAt(proposer)).findFirst();
    }

    private static boolean isSame(FiledContact other, Contact contact) {
        return other.contact().name().equals(contact.name());
    }

    private static boolean isOurs(String email, String ownDomain) {
        var domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        var own = ownDomain.toLowerCase(Locale.ROOT);
        return domain.equals(own) || domain.endsWith("." + own);
    }

    // ---- confirming

    /** What a confirmation comes to. */
    public sealed interface Judged {
        /** @param authorityAt when its word counts; empty: a day after all old channels were told */
        record InForce(Optional<Instant> authorityAt) implements Judged {}

        record Refused(Why why) implements Judged {}
    }

    /**
     * @param channels contacts whose word counts now, none of which this change has brought
     * @param wrongNumbers numbers at which somebody else was found
     */
    public static Judged confirm(
            ContactChange change,
            Confirmation confirmation,
            List<FiledContact> channels,
            Set<String> wrongNumbers,
            Instant now) {
        if (!change.isOpen() || !now.isBefore(change.expiresAt())) {
            return new Judged.Refused(Why.OVER);
        }
        return switch (confirmation) {
            case Confirmation.OldChannel old ->
                decides(change, at(channels, old.address()), channels)
                        ? new Judged.InForce(Optional.of(now))
                        : new Judged.Refused(Why.NO_OLD_CHANNEL);
            case Confirmation.Login login ->
                decides(change, at(channels, login.address()), channels)
                        ? new Judged.InForce(Optional.empty())
                        : new Judged.Refused(Why.NO_OLD_CHANNEL);
            case Confirmation.CallBack call -> {
                var rung = channels.stream()
                        .filter(one -> one.contact().phones().contains(call.number()))
                        .toList();
                yield rung.isEmpty() || wrongNumbers.contains(call.number())
                        ? new Judged.Refused(Why.NOT_ON_FILE)
                        : decides(change, rung, channels)
                                ? new Judged.InForce(Optional.empty())
                                : new Judged.Refused(Why.NO_OLD_CHANNEL);
            }
        };
    }

    private static List<FiledContact> at(List<FiledContact> channels, String address) {
        return channels.stream().filter(one -> one.isAt(address)).toList();
    }

    /** Whether this address may decide about the change, so that its mail can offer it. */
    public static boolean mayDecide(ContactChange change, String address, List<FiledContact> channels) {
        return decides(change, at(channels, address), channels);
    }

    /**
     * An owner decides everything; a contact its own entry, as long as it gains no role by it, and who else gets abuse
     * notices; about owners owners alone, where there are any (R41: the owner delegates).
     */
    private static boolean decides(ContactChange change, List<FiledContact> asked, List<FiledContact> channels) {
        var touched = EnumSet.noneOf(Role.class);
        change.before().ifPresent(before -> touched.addAll(before.roles()));
        change.after().ifPresent(after -> touched.addAll(after.roles()));
        var ownerless = channels.stream().noneMatch(one -> one.contact().roles().contains(Role.OWNER));
        return asked.stream()
                .anyMatch(one -> ownerless
                        || !touched.contains(Role.OWNER)
                        || one.contact().roles().contains(Role.OWNER)
                        || isOwnEntry(change, one) && gainsNothing(change));
    }

    private static boolean isOwnEntry(ContactChange change, FiledContact asked) {
        return asked.owner().equals(change.owner()) && asked.contact().name().equals(change.name());
    }

    private static boolean gainsNothing(ContactChange change) {
        var held = change.before().map(Contact::roles).orElse(Set.of());
        return change.after().map(Contact::roles).orElse(Set.of()).stream().allMatch(held::contains);
    }

    // ---- afterwards

    /** An old channel may refuse what waits, and object to what is in force. */
    public static boolean mayRefuse(ContactChange change, Instant now) {
        return change.isOpen() ? now.isBefore(change.expiresAt()) : change.state() == ContactChange.State.CONFIRMED;
    }

    /** Whether its word may count from now on: the time is over, and no old channel has objected. */
    public static boolean mayHaveAuthority(ContactChange change, Instant now) {
        return change.state() == ContactChange.State.CONFIRMED
                && change.objectedBy().isEmpty()
                && change.authorityAt().filter(at -> !now.isBefore(at)).isPresent();
    }

    /** @param toldAt when the last of the old channels was told */
    public static Instant authorityAt(Instant toldAt) {
        return toldAt.plus(BEFORE_AUTHORITY);
    }
}

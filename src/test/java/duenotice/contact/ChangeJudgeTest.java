package duenotice.contact;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.contact.ChangeJudge.Drafted;
import duenotice.contact.ChangeJudge.Judged;
import duenotice.contact.ChangeJudge.Why;
import duenotice.contact.ContactChange.State;
import duenotice.contact.ContactChange.Way;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R31, rule by rule. */
class ChangeJudgeTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ContactOwner KITE = ContactOwner.customer("kite");
    private static final Contact ADA =
            new Contact("Ada", "ada@kite.example", List.of("+442079460001"), Set.of(Role.ABUSE));
    private static final Contact BO =
            new Contact("Bo", "bo@kite.example", List.of("+442079460002"), Set.of(Role.ABUSE));
    private static final Contact OWNER =
            new Contact("Olga", "olga@kite.example", List.of("+442079460003"), Set.of(Role.OWNER));
    private static final Contact NEW_ADA = new Contact("Ada", "ada@new.example", ADA.phones(), ADA.roles());
    private static final List<FiledContact> ALL = filed(ADA, BO, OWNER);

    private static List<FiledContact> filed(Contact... contacts) {
        return List.of(contacts).stream()
                .map(one -> new FiledContact(KITE, one, NOON))
                .toList();
    }

    private static ContactChange change(Optional<Contact> before, Optional<Contact> after) {
        return new ContactChange(
                7,
                KITE,
                after.or(() -> before).orElseThrow().name(),
                before,
                after,
                Way.PAGE,
                "ada@kite.example",
                Optional.empty(),
                NOON,
                NOON.plus(ChangeJudge.PROPOSAL_LIFE),
                State.PROPOSED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ContactChange move() {
        return change(Optional.of(ADA), Optional.of(NEW_ADA));
    }

    private static Judged judged(ContactChange change, Confirmation by) {
        return ChangeJudge.confirm(change, by, ALL, Set.of(), NOON.plusSeconds(60));
    }

    private static void refused(Judged judged, Why why) {
        assertThat(judged).isEqualTo(new Judged.Refused(why));
    }

    // ---- confirming

    @Test
    void an_old_channel_gives_authority_at_once() {
        assertThat(judged(move(), new Confirmation.OldChannel("Ada@Kite.example")))
                .isEqualTo(new Judged.InForce(Optional.of(NOON.plusSeconds(60))));
        assertThat(judged(move(), new Confirmation.OldChannel("bo@kite.example")))
                .isInstanceOf(Judged.InForce.class);
    }

    @Test
    void a_login_or_a_call_back_alone_gives_it_a_day_after_all_old_channels_were_told() {
        assertThat(judged(move(), new Confirmation.Login("ada@kite.example")))
                .isEqualTo(new Judged.InForce(Optional.empty()));
        assertThat(judged(move(), new Confirmation.CallBack("+442079460001", "mara")))
                .isEqualTo(new Judged.InForce(Optional.empty()));
        assertThat(ChangeJudge.authorityAt(NOON)).isEqualTo(NOON.plus(Duration.ofHours(24)));
    }

    @Test
    void the_new_address_itself_confirms_nothing() {
        refused(judged(move(), new Confirmation.OldChannel("ada@new.example")), Why.NO_OLD_CHANNEL);
        refused(judged(move(), new Confirmation.Login("ada@new.example")), Why.NO_OLD_CHANNEL);
        refused(judged(move(), new Confirmation.OldChannel("stranger@elsewhere.example")), Why.NO_OLD_CHANNEL);
    }

    @Test
    void only_a_number_that_was_on_file_before_confirms() {
        var moved = new Contact("Ada", "ada@new.example", List.of("+442079460099"), ADA.roles());
        var change = change(Optional.of(ADA), Optional.of(moved));

        refused(judged(change, new Confirmation.CallBack("+442079460099", "mara")), Why.NOT_ON_FILE);
        refused(
                ChangeJudge.confirm(
                        change, new Confirmation.CallBack("+442079460001", "mara"), ALL, Set.of("+442079460001"), NOON),
                Why.NOT_ON_FILE);
    }

    @Test
    void a_proposal_is_over_after_a_week_and_counts_once() {
        var by = new Confirmation.OldChannel("ada@kite.example");
        refused(ChangeJudge.confirm(move(), by, ALL, Set.of(), NOON.plus(Duration.ofDays(7))), Why.OVER);
        assertThat(ChangeJudge.confirm(
                        move(), by, ALL, Set.of(), NOON.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isInstanceOf(Judged.InForce.class);
    }

    @Test
    void about_an_owner_owners_decide() {
        var takeOver = change(
                Optional.of(OWNER),
                Optional.of(new Contact("Olga", "ada@kite.example", OWNER.phones(), OWNER.roles())));
        refused(judged(takeOver, new Confirmation.OldChannel("ada@kite.example")), Why.NO_OLD_CHANNEL);
        refused(judged(takeOver, new Confirmation.CallBack("+442079460001", "mara")), Why.NO_OLD_CHANNEL);
        assertThat(judged(takeOver, new Confirmation.OldChannel("olga@kite.example")))
                .isInstanceOf(Judged.InForce.class);

        var promotion = change(
                Optional.of(ADA),
                Optional.of(new Contact("Ada", ADA.email(), ADA.phones(), Set.of(Role.ABUSE, Role.OWNER))));
        refused(judged(promotion, new Confirmation.OldChannel("ada@kite.example")), Why.NO_OLD_CHANNEL);
        assertThat(judged(promotion, new Confirmation.OldChannel("olga@kite.example")))
                .isInstanceOf(Judged.InForce.class);
    }

    @Test
    void where_nobody_is_the_owner_whoever_is_on_file_decides() {
        var change = change(
                Optional.empty(), Optional.of(new Contact("Eve", "eve@kite.example", List.of(), Set.of(Role.OWNER))));
        assertThat(ChangeJudge.confirm(
                        change, new Confirmation.OldChannel("ada@kite.example"), filed(ADA, BO), Set.of(), NOON))
                .isInstanceOf(Judged.InForce.class);
    }

    // ---- authority

    @Test
    void its_word_counts_when_the_day_is_over_and_nobody_has_objected() {
        var confirmed = inForce(Optional.of(NOON), Optional.empty());
        assertThat(ChangeJudge.mayHaveAuthority(confirmed, NOON.minusSeconds(1)))
                .isFalse();
        assertThat(ChangeJudge.mayHaveAuthority(confirmed, NOON)).isTrue();
        assertThat(ChangeJudge.mayHaveAuthority(inForce(Optional.empty(), Optional.empty()), NOON))
                .as("not all old channels are told")
                .isFalse();
        assertThat(ChangeJudge.mayHaveAuthority(inForce(Optional.of(NOON), Optional.of("bo@kite.example")), NOON))
                .as("staff decide")
                .isFalse();
    }

    private static ContactChange inForce(Optional<Instant> authorityAt, Optional<String> objectedBy) {
        var change = move();
        return new ContactChange(
                change.id(),
                change.owner(),
                change.name(),
                change.before(),
                change.after(),
                change.way(),
                change.proposedBy(),
                change.incident(),
                change.proposedAt(),
                change.expiresAt(),
                State.CONFIRMED,
                Optional.of("call-back"),
                Optional.of(NOON.minus(Duration.ofHours(24))),
                authorityAt,
                authorityAt,
                objectedBy);
    }

    // ---- what is asked for

    private static ContactWish wish(String name, String email, String... phones) {
        return new ContactWish(
                Optional.empty(),
                Optional.of(name).filter(text -> !text.isEmpty()),
                Optional.of(email).filter(text -> !text.isEmpty()),
                phones.length == 0 ? Optional.empty() : Optional.of(List.of(phones)),
                Optional.empty(),
                false);
    }

    private static Drafted drafted(ContactWish wish) {
        return ChangeJudge.draft(wish, ALL, "ada@kite.example", "provider.example");
    }

    private static Why whyNot(ContactWish wish) {
        assertThat(drafted(wish)).isInstanceOf(Drafted.Refused.class);
        return drafted(wish) instanceof Drafted.Refused refused ? refused.why() : Why.OVER;
    }

    @Test
    void whoever_names_nobody_means_himself_and_keeps_what_he_does_not_name() {
        assertThat(drafted(wish("", "ada@new.example")))
                .isEqualTo(new Drafted.Draft("Ada", Optional.of(ADA), Optional.of(NEW_ADA)));
        assertThat(drafted(wish("bo", "", "+442079460055")))
                .isEqualTo(new Drafted.Draft(
                        "Bo",
                        Optional.of(BO),
                        Optional.of(new Contact("Bo", BO.email(), List.of("+442079460055"), BO.roles()))));
    }

    @Test
    void a_name_that_is_not_on_the_list_is_a_new_contact() {
        assertThat(drafted(wish("Eve", "eve@kite.example")))
                .isEqualTo(new Drafted.Draft(
                        "Eve",
                        Optional.empty(),
                        Optional.of(new Contact("Eve", "eve@kite.example", List.of(), Set.of(Role.ABUSE)))));
    }

    @Test
    void what_cannot_be_used_is_refused_with_the_reason() {
        assertThat(whyNot(wish("", "ada@kite.example"))).isEqualTo(Why.NOTHING_NEW);
        assertThat(whyNot(wish("", "no address"))).isEqualTo(Why.UNSOUND);
        assertThat(whyNot(wish("", "", "0900 123"))).isEqualTo(Why.UNSOUND);
        assertThat(whyNot(wish("", "us@provider.example")))
                .as("mail to ourselves")
                .isEqualTo(Why.UNSOUND);
        for (var name : List.of(
                "See http://evil.example now",
                "Please confirm at evil.example/x",
                "www.evil.example",
                "Ada (evil.example)",
                "eve@evil.example")) {
            assertThat(whyNot(wish(name, "eve@kite.example"))).as(name).isEqualTo(Why.UNSOUND);
        }
        for (var name : List.of("Dr.med. Ada Kite", "J.R. Kite", "NOC / Abuse", "Ada")) {
            assertThat(drafted(wish(name, "eve@kite.example"))).as(name).isInstanceOf(Drafted.Draft.class);
        }
        assertThat(ChangeJudge.draft(
                        wish("", "eve@kite.example"), ALL, "stranger@elsewhere.example", "provider.example"))
                .isEqualTo(new Drafted.Refused(Why.WHOM, List.of()));
    }

    @Test
    void the_last_one_cannot_be_removed() {
        var gone = new ContactWish(
                Optional.of("ada@kite.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        assertThat(drafted(gone)).isEqualTo(new Drafted.Draft("Ada", Optional.of(ADA), Optional.empty()));
        assertThat(ChangeJudge.draft(gone, filed(ADA), "ada@kite.example", "provider.example"))
                .isEqualTo(new Drafted.Refused(Why.LAST, List.of()));
    }
}

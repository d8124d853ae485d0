package duenotice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.incident.IncidentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final IncidentId INCIDENT = new IncidentId(4711);
    private static final String NILA = "nila@mandor.example";

    private final Tokens tokens = new Tokens("0123456789abcdef0123456789abcdef");

    @Test
    void a_reply_address_names_incident_owner_and_contact() {
        var address = tokens.replyAddress(INCIDENT, 2, NILA, "provider.example", NOW);

        var owner = tokens.ofAddress(address).orElseThrow();

        assertThat(address).startsWith("reply+").endsWith("@provider.example");
        assertThat(owner.kind()).isEqualTo(TokenKind.REPLY);
        assertThat(owner.incident()).isEqualTo(INCIDENT);
        assertThat(owner.epoch()).isEqualTo(2);
        assertThat(owner.issued()).isEqualTo("2026-03-01");
        assertThat(owner.among(List.of("ravi@mandor.example", "Nila@Mandor.example")))
                .contains("Nila@Mandor.example");
        assertThat(owner.among(List.of("ravi@mandor.example"))).isEmpty();
    }

    @Test
    void a_return_path_names_the_address_that_failed() {
        var owner = tokens.ofAddress(tokens.bounceAddress(INCIDENT, 1, NILA, "provider.example", NOW))
                .orElseThrow();

        assertThat(owner.kind()).isEqualTo(TokenKind.BOUNCE);
        assertThat(owner.among(List.of("ravi@mandor.example", NILA))).contains(NILA);
    }

    @Test
    void largest_numbers_fit_and_come_back() {
        var incident = new IncidentId((1L << 48) - 1);
        var address = tokens.bounceAddress(incident, 255, NILA, "provider.example", NOW);

        assertThat(address.substring(0, address.indexOf('@'))).hasSizeLessThanOrEqualTo(64);
        assertThat(tokens.ofAddress(address)).hasValueSatisfying(owner -> {
            assertThat(owner.incident()).isEqualTo(incident);
            assertThat(owner.epoch()).isEqualTo(255);
        });
        assertThatThrownBy(() -> tokens.link(new IncidentId(1L << 48), 1, NILA, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_link_about_contacts_opens_nothing_else_and_ends() {
        var link = tokens.contactLink(TokenKind.CONTACT_CHANGE, 7, NILA, NOW);
        var owner = tokens.ofContactLink(link, NOW).orElseThrow();

        assertThat(owner.kind()).isEqualTo(TokenKind.CONTACT_CHANGE);
        assertThat(owner.number()).isEqualTo(7);
        assertThat(owner.contact().test("Nila@mandor.example")).isTrue();
        assertThat(owner.contact().test("ravi@mandor.example")).isFalse();
        assertThat(tokens.ofLink(link, NOW)).isEmpty();
        assertThat(tokens.ofContactLink(link, NOW.plus(Duration.ofDays(92)))).isEmpty();
        assertThat(tokens.ofContactLink(tokens.link(INCIDENT, 1, NILA, NOW), NOW))
                .isEmpty();
    }

    @Test
    void the_return_path_of_a_mail_about_contacts_is_no_incidents() {
        var address = tokens.contactReturnPath(9, NILA, "provider.example", NOW);

        assertThat(address.substring(0, address.indexOf('@'))).hasSizeLessThanOrEqualTo(64);
        assertThat(tokens.ofContactReturnPath(address).orElseThrow().number()).isEqualTo(9);
        assertThat(tokens.ofAddress(address)).isEmpty();
        assertThat(tokens.ofContactReturnPath(tokens.bounceAddress(INCIDENT, 1, NILA, "provider.example", NOW)))
                .isEmpty();
    }

    @Test
    void case_does_not_matter() {
        var address = tokens.replyAddress(INCIDENT, 1, NILA, "provider.example", NOW);
        var link = tokens.link(INCIDENT, 1, NILA, NOW);

        assertThat(address).isEqualTo(address.toLowerCase(Locale.ROOT));
        assertThat(tokens.ofAddress(address.toUpperCase(Locale.ROOT))).isPresent();
        assertThat(tokens.ofLink(link.toUpperCase(Locale.ROOT), NOW)).isPresent();
    }

    @Test
    void a_token_with_any_character_changed_is_none() {
        var link = tokens.link(INCIDENT, 1, NILA, NOW);

        for (var i = 0; i < link.length(); i++) {
            for (var other : "ab7-. \u212a".toCharArray()) {
                if (link.charAt(i) != other) {
                    var changed = link.substring(0, i) + other + link.substring(i + 1);
                    assertThat(tokens.ofLink(changed, NOW)).as(changed).isEmpty();
                }
            }
        }
        assertThat(tokens.ofLink(link + "a", NOW)).isEmpty();
        assertThat(tokens.ofLink(link.substring(1), NOW)).isEmpty();
        assertThat(tokens.ofLink("", NOW)).isEmpty();
    }

    @Test
    void a_token_for_one_use_is_refused_for_another() {
        var link = tokens.link(INCIDENT, 1, NILA, NOW);
        var reply = tokens.replyAddress(INCIDENT, 1, NILA, "provider.example", NOW);

        assertThat(tokens.ofAddress("reply+" + link + "@provider.example")).isEmpty();
        assertThat(tokens.ofLink(reply.substring(6, reply.indexOf('@')), NOW)).isEmpty();
        assertThat(tokens.ofAddress(reply.replace("reply+", "bounce+"))).isEmpty();
        assertThat(tokens.ofAddress("abuse@provider.example")).isEmpty();
    }

    @Test
    void a_token_signed_with_another_secret_is_none() {
        var foreign = new Tokens("fedcba9876543210fedcba9876543210").link(INCIDENT, 1, NILA, NOW);

        assertThat(tokens.ofLink(foreign, NOW)).isEmpty();
    }

    @Test
    void a_link_ends_after_ninety_days_and_a_reply_address_does_not() {
        var link = tokens.link(INCIDENT, 1, NILA, NOW);
        var reply = tokens.replyAddress(INCIDENT, 1, NILA, "provider.example", NOW);

        assertThat(tokens.ofLink(link, NOW.plus(Duration.ofDays(90)))).isPresent();
        assertThat(tokens.ofLink(link, NOW.plus(Duration.ofDays(92)))).isEmpty();
        assertThat(tokens.ofAddress(reply)).isPresent();
    }

    @Test
    void the_same_contact_gets_the_same_token_all_day() {
        assertThat(tokens.link(INCIDENT, 1, NILA, NOW.plusSeconds(3600)))
                .isEqualTo(tokens.link(INCIDENT, 1, NILA, NOW));
    }
}

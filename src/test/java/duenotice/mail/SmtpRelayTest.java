package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our sending against our listening. */
class SmtpRelayTest extends RelayContract {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-07T09:12:44Z"));

    private final List<Handed> arrived = new ArrayList<>();
    private boolean storeIsAway;
    private SmtpListener peer;

    @BeforeEach
    void listen() {
        peer = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailAcceptor() {
                    @Override
                    public Optional<String> refuse(String recipient) {
                        if (recipient.equals(LATER)) {
                            throw new IllegalStateException("cannot look it up now");
                        }
                        return recipient.equals(GONE) ? Optional.of("no such mailbox") : Optional.empty();
                    }

                    @Override
                    public void accept(Envelope envelope, byte[] raw, Instant at) throws StoreUnavailableException {
                        if (storeIsAway) {
                            throw new StoreUnavailableException("away", new IllegalStateException());
                        }
                        arrived.add(new Handed(envelope.sender(), envelope.recipients(), Mail.parse(raw)));
                    }
                },
                CLOCK);
        peer.start();
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Override
    protected Relay relay() {
        return new SmtpRelay(RelaySettings.plain("127.0.0.1", peer.port()), CLOCK);
    }

    private Relay relay(RelaySettings.Security security, Optional<RelaySettings.Login> login) {
        return new SmtpRelay(
                new RelaySettings("127.0.0.1", peer.port(), security, login, Duration.ofSeconds(5)), CLOCK);
    }

    @Override
    protected void goAway() {
        peer.close();
    }

    @Override
    protected List<Handed> handed(int count) {
        assertThat(arrived).hasSize(count);
        return arrived;
    }

    @Test
    void a_mail_that_is_put_off_at_its_end_is_deferred() {
        storeIsAway = true;

        assertThat(relay().hand(mailTo(REACHABLE))).isInstanceOf(Delivery.Deferred.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void a_mail_with_the_null_path_has_it() {
        OutgoingMail mail = new OutgoingMail(
                "",
                REACHABLE,
                "",
                "abuse@provider.example",
                "",
                Optional.empty(),
                "x",
                "y",
                Optional.empty(),
                "<a@provider.example>",
                Map.of(),
                Optional.empty());

        assertThat(relay().hand(mail)).isInstanceOf(Delivery.Accepted.class);
        assertThat(handed(1).getFirst().envelopeFrom()).isEmpty();
    }

    @Test
    void a_relay_without_the_protection_asked_for_gets_nothing() {
        assertThat(relay(RelaySettings.Security.STARTTLS, Optional.empty()).hand(mailTo(REACHABLE)))
                .isInstanceOfSatisfying(
                        Delivery.RelayAway.class, away -> assertThat(away.why()).contains("STARTTLS"));
        assertThat(relay(RelaySettings.Security.TLS, Optional.empty()).hand(mailTo(REACHABLE)))
                .isInstanceOf(Delivery.RelayAway.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void a_relay_that_does_not_let_us_in_is_away_and_the_password_is_not_told() {
        var login = Optional.of(new RelaySettings.Login("duenotice", "s3cret"));

        assertThat(relay(RelaySettings.Security.NONE, login).hand(mailTo(REACHABLE)))
                .isInstanceOf(Delivery.RelayAway.class)
                .asString()
                .doesNotContain("s3cret");
        assertThat(login.toString()).doesNotContain("s3cret");
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Relay} does, the real one and its stand-ins. */
public abstract class RelayContract {
    protected static final String REACHABLE = "nila@mandor.example";
    protected static final String GONE = "gone@mandor.example";
    protected static final String LATER = "later@mandor.example";

    /** One mail as the other side got it. */
    public record Handed(String envelopeFrom, List<String> recipients, Mail mail) {}

    /** A relay that refuses {@link #GONE} with 550, puts {@link #LATER} off with 4xx and takes the rest. */
    protected abstract Relay relay();

    /** From now on the whole relay is away. */
    protected abstract void goAway();

    /** Waits for that many mails and returns all that the other side has got. */
    protected abstract List<Handed> handed(int count);

    protected static OutgoingMail mailTo(String address) {
        return new OutgoingMail(
                "bounces+t0k3n@provider.example",
                address,
                "Nila Rao",
                "abuse@provider.example",
                "Missbrauchsstelle für Kunden",
                Optional.of("reply+t0k3n@provider.example"),
                "Mißbrauch von 198.51.100.7",
                "Guten Tag,\n.\nIhr Server 198.51.100.7\n",
                Optional.of("<p>Guten Tag,</p><p>Ihr Server 198.51.100.7</p>"),
                "<warning-1.t0k3n@provider.example>",
                Map.of("Auto-Submitted", "auto-generated"),
                Optional.empty());
    }

    @Test
    void a_mail_arrives_with_its_return_path_and_its_words() {
        assertThat(relay().hand(mailTo(REACHABLE))).isInstanceOf(Delivery.Accepted.class);

        Handed handed = handed(1).getFirst();
        assertThat(handed.envelopeFrom()).isEqualTo("bounces+t0k3n@provider.example");
        assertThat(handed.recipients()).containsExactly(REACHABLE);
        assertThat(handed.mail().messageId()).contains("<warning-1.t0k3n@provider.example>");
        assertThat(handed.mail().subject()).contains("Mißbrauch von 198.51.100.7");
        assertThat(handed.mail().header("Auto-Submitted")).contains("auto-generated");
        assertThat(handed.mail().replyTo().orElseThrow().bare()).isEqualTo("reply+t0k3n@provider.example");
        assertThat(handed.mail().text().lines()).containsExactly("Guten Tag,", ".", "Ihr Server 198.51.100.7");
        assertThat(handed.mail().part("text/html").orElseThrow().text()).contains("<p>Ihr Server 198.51.100.7</p>");
    }

    @Test
    void a_refused_recipient_is_refused_with_the_words_of_the_relay() {
        assertThat(relay().hand(mailTo(GONE)))
                .isInstanceOfSatisfying(
                        Delivery.Refused.class,
                        refused -> assertThat(refused.reply()).startsWith("550"));
    }

    @Test
    void a_recipient_put_off_is_deferred() {
        assertThat(relay().hand(mailTo(LATER)))
                .isInstanceOfSatisfying(
                        Delivery.Deferred.class,
                        deferred -> assertThat(deferred.reply()).startsWith("4"));
    }

    @Test
    void one_refusal_says_nothing_about_the_next_mail() {
        Relay relay = relay();
        relay.hand(mailTo(GONE));

        assertThat(relay.hand(mailTo(REACHABLE))).isInstanceOf(Delivery.Accepted.class);
    }

    @Test
    void a_relay_that_is_away_is_told_from_a_refusal() {
        Relay relay = relay();
        goAway();

        assertThat(relay.hand(mailTo(REACHABLE))).isInstanceOf(Delivery.RelayAway.class);
    }
}

package duenotice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static String masked(String excerpt) {
        return Masking.mask(
                excerpt, Set.of("trap@watch.example", "watch.example"), Optional.of(Prefix.of("198.51.100.7")));
    }

    @Test
    void the_customer_sees_his_own_mail_and_neither_recipient_nor_reporter() {
        var excerpt = masked("""
                Received: from host (198.51.100.7) by mx.watch.example (192.0.2.9)
                From: news@kite.example
                To: "Vera"
                 <vera@victim.example>
                Return-Path: <bounce-vera=victim.example@kite.example>
                List-Unsubscribe: <https://kite.example/u?k=secret>
                Subject: buy now

                Hello vera@victim.example, see https://kite.example/offer?to=vera-key and
                https://kite.example/unsubscribe/9
                Seen by the team of Watch.example.
                """);

        assertThat(excerpt)
                .contains("198.51.100.7", "From: news@kite.example", "Subject: buy now", "offer?[masked]")
                .contains("[masked]@victim.example", "[masked link]", "the team of [reporter]", "To: [masked]")
                .doesNotContainIgnoringCase("vera", "watch.example", "192.0.2.9", "secret");
    }

    @Test
    void masking_again_changes_nothing() {
        var once = masked("To: a@b.example\nSee https://x.example/y?z=1 from trap@watch.example, c@d.example");

        assertThat(masked(once)).isEqualTo(once);
    }
}

package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One person phones at a time, and nobody keeps a call for ever. */
class CallClaimsTest {
    private final DeskUnderTest desk = new DeskUnderTest();
    private final CallClaims claims = desk.casework.callClaims();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void whose_call_it_is_nobody_else_takes_until_it_is_given_back_or_its_time_is_over() {
        var incident = desk.spamOnServerOne();
        var now = DeskUnderTest.START;

        assertThat(claims.claim(incident, 1, "mira", now).isOf("mira")).isTrue();
        assertThat(claims.claim(incident, 1, "tom", now.plusSeconds(1)).isOf("mira"))
                .isTrue();

        var again = now.plus(CallClaims.TERM).minusSeconds(1);
        assertThat(claims.claim(incident, 1, "mira", again).until()).isEqualTo(again.plus(CallClaims.TERM));
        assertThat(claims.claim(incident, 1, "tom", now.plus(CallClaims.TERM)).isOf("mira"))
                .isTrue();

        var over = again.plus(CallClaims.TERM);
        assertThat(claims.of(incident, over)).isEmpty();
        assertThat(claims.claim(incident, 1, "tom", over).isOf("tom")).isTrue();

        claims.release(incident, "mira");
        assertThat(claims.of(incident, over))
                .hasValueSatisfying(claim -> assertThat(claim.isOf("tom")).isTrue());
        claims.release(incident, "tom");
        assertThat(claims.of(incident, over)).isEmpty();
    }

    @Test
    void another_round_is_anybodys() {
        var incident = desk.spamOnServerOne();
        var now = DeskUnderTest.START;
        claims.claim(incident, 1, "mira", now);

        assertThat(claims.claim(incident, 2, "tom", now.plus(Duration.ofMinutes(1))))
                .satisfies(claim -> {
                    assertThat(claim.isOf("tom")).isTrue();
                    assertThat(claim.round()).isEqualTo(2);
                });
    }
}

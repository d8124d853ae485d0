package duenotice.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Votes as they lie in PostgreSQL. */
class VotesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    private static final String SECRET = "only the desk knows";
    private static final Viewer ADA = Viewer.contact("ada@kite.example", SECRET);

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final Votes votes = new Votes(database.transactions());

    @BeforeEach
    void empty() {
        database.jdbc().sql("delete from article_vote").update();
    }

    private void cast(String article, Locale language, String viewer, boolean helpful) {
        votes.cast(article, language, Viewer.staff(viewer), helpful, NOW);
    }

    @Test
    void a_viewer_has_one_vote_for_an_article_and_may_change_it() {
        votes.cast("open-redis", Locale.ENGLISH, ADA, true, NOW);
        votes.cast("open-redis", Locale.GERMAN, ADA, false, NOW.plusSeconds(60));
        votes.cast("open-ntp", Locale.ENGLISH, ADA, true, NOW);

        assertThat(votes.of(ADA)).isEqualTo(Map.of("open-redis", false, "open-ntp", true));
        var tally = votes.tallies().get("open-redis");
        assertThat(tally.all()).isEqualTo(new Score(0, 1));
        assertThat(tally.in(Locale.forLanguageTag("de-AT"))).isEqualTo(new Score(0, 1));
        assertThat(tally.in(Locale.ENGLISH)).isEqualTo(Score.NONE);
        assertThat(votes.tallies()).doesNotContainKey("open-ssdp");
    }

    @Test
    void viewers_are_told_apart_and_none_is_known() {
        votes.cast("open-redis", Locale.ENGLISH, ADA, true, NOW);
        votes.cast("open-redis", Locale.ENGLISH, Viewer.contact("Ada@Kite.example", SECRET), true, NOW);
        votes.cast("open-redis", Locale.ENGLISH, Viewer.contact("joerg@moewe.example", SECRET), true, NOW);
        votes.cast("open-redis", Locale.ENGLISH, Viewer.visitor("198.51.100.7", SECRET), true, NOW);
        cast("open-redis", Locale.ENGLISH, "mara", false);

        assertThat(votes.tallies().get("open-redis").all()).isEqualTo(new Score(3, 4));
        assertThat(database.jdbc()
                        .sql("select string_agg(viewer, ' ') from article_vote")
                        .query(String.class)
                        .single())
                .doesNotContain("kite")
                .doesNotContain("ada")
                .doesNotContain("198.51");
        assertThat(Viewer.contact("ada@kite.example", "another secret")).isNotEqualTo(ADA);
    }

    @Test
    void an_article_that_most_did_not_find_helpful_is_to_be_rewritten() {
        cast("open-redis", Locale.GERMAN, "mara", false);
        cast("open-redis", Locale.GERMAN, "jan", false);
        assertThat(votes.tallies().get("open-redis").isLow())
                .as("two voices are too few")
                .isFalse();

        cast("open-redis", Locale.GERMAN, "kim", true);
        for (var reader = 0; reader < 9; reader++) {
            cast("open-redis", Locale.ENGLISH, "reader-" + reader, true);
        }

        var tally = votes.tallies().get("open-redis");
        assertThat(tally.all()).isEqualTo(new Score(10, 12));
        assertThat(tally.isLow()).as("its German is").isTrue();
        assertThat(new Score(2, 4).isLow()).as("half were helped").isFalse();
    }
}

package duenotice.knowledge;

import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What readers think of articles: helpful or not, one vote for each viewer, who may change it (R38). */
public final class Votes {
    private final JdbcClient jdbc;

    public Votes(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * All votes on one article.
     *
     * @param byLanguage of what was read, by the language it was read in
     */
    public record Tally(Map<String, Score> byLanguage) {
        public static final Tally NONE = new Tally(Map.of());

        public Tally {
            byLanguage = Map.copyOf(byLanguage);
        }

        public Score all() {
            return byLanguage.values().stream().reduce(Score.NONE, Score::plus);
        }

        public Score in(Locale language) {
            return byLanguage.getOrDefault(language.getLanguage(), Score.NONE);
        }

        /** In one language at least, most readers were not helped. */
        public boolean isLow() {
            return all().isLow() || byLanguage.values().stream().anyMatch(Score::isLow);
        }
    }

    /**
     * Takes the place of this viewer's earlier vote on the article.
     *
     * @param language in which it was read
     */
    public void cast(String article, Locale language, Viewer viewer, boolean helpful, Instant now) {
        jdbc.sql("""
                insert into article_vote (article, viewer, language, helpful, at)
                values (:article, :viewer, :language, :helpful, :now)
                on conflict (article, viewer)
                do update set language = excluded.language, helpful = excluded.helpful, at = excluded.at
                """)
                .param("article", article)
                .param("viewer", viewer.key())
                .param("language", language.getLanguage())
                .param("helpful", helpful)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** By article; what this viewer has not voted on is missing. */
    public Map<String, Boolean> of(Viewer viewer) {
        var votes = new HashMap<String, Boolean>();
        jdbc.sql("select article, helpful from article_vote where viewer = :viewer")
                .param("viewer", viewer.key())
                .query((ResultSet row) -> {
                    votes.put(row.getString("article"), row.getBoolean("helpful"));
                });
        return votes;
    }

    /** By article; what nobody has voted on is missing. */
    public Map<String, Tally> tallies() {
        var counted = new TreeMap<String, Map<String, Score>>();
        jdbc.sql("""
                select article, language, count(*) filter (where helpful) as helpful, count(*) as votes
                from article_vote group by article, language
                """).query((ResultSet row) -> {
            counted.computeIfAbsent(row.getString("article"), unseen -> new HashMap<>())
                    .put(row.getString("language"), new Score(row.getInt("helpful"), row.getInt("votes")));
        });
        var tallies = new HashMap<String, Tally>();
        counted.forEach((article, scores) -> tallies.put(article, new Tally(scores)));
        return tallies;
    }
}

package duenotice.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArticleFileTest {
    private static final String GOOD = """
            ---
            title: A thing
            serves:
              - types: [messaging/spam]
            ---
            What it is.

            ## See
            ```
            ## not a heading
            ```
            ## Mend
            b
            ## Keep
            c
            ## Prove
            d
            """;

    private static Article article(String text) {
        return ArticleFile.parse("knowledge/en/thing.md", text).article("thing", Locale.ENGLISH, Optional.empty());
    }

    @Test
    void a_file_becomes_an_article() {
        var article = article(GOOD);

        assertThat(article.title()).isEqualTo("A thing");
        assertThat(article.lead().source()).isEqualTo("What it is.");
        assertThat(article.detect().text().commands()).containsExactly("## not a heading");
        assertThat(article.verify().title()).isEqualTo("Prove");
        assertThat(article.types()).hasToString("[messaging/spam]");
        assertThat(article.references()).isEmpty();
    }

    @Test
    void what_is_wrong_is_said_with_the_file() {
        assertThatThrownBy(() -> article(GOOD.replace("## Keep", "Keep"))).hasMessageContaining("four sections");
        assertThatThrownBy(() -> article(GOOD.replace("serves", "servs")))
                .hasMessageContaining("knowledge/en/thing.md")
                .hasMessageContaining("servs");
        assertThatThrownBy(() -> article(GOOD.replace("messaging/spam", "spam")))
                .hasMessageContaining("knowledge/en/thing.md: not a type: spam");
        assertThatThrownBy(() -> article("no front matter")).hasMessageContaining("between two lines of ---");
        assertThatThrownBy(() -> article(GOOD.replace("serves:\n  - types: [messaging/spam]\n", "")))
                .hasMessageContaining("serves nothing");
    }
}

package duenotice.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void html_shows_tags_and_obeys_none() {
        var html = new Markdown("a <script>alert(1)</script> *b* [c](javascript:alert(1)) [d](https://docs.example/)")
                .html();

        assertThat(html)
                .contains("&lt;script&gt;", "<em>b</em>", "href=\"https://docs.example/\"")
                .doesNotContain("<script", "javascript:");
    }

    @Test
    void plain_text_sets_commands_off() {
        var text = new Markdown("""
                Look at **this**:

                ```
                ss -s
                ss -lnt
                ```

                1. First `this`
                2. then that

                - and [more](https://docs.example/)
                """).plainText();

        assertThat(text).isEqualTo("""
                Look at this:

                    ss -s
                    ss -lnt

                1. First "this"
                2. then that

                - and "more" (https://docs.example/)""");
    }

    @Test
    void commands_are_found() {
        assertThat(new Markdown("```\nss -s\n```\n\ntext\n\n```\nid\nwho\n```").commands())
                .containsExactly("ss -s", "id\nwho");
    }
}

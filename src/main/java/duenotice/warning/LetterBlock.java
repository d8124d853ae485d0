package duenotice.warning;

import duenotice.knowledge.Article;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One part of a letter, ready to be set as text or as HTML. Its strings are inert but not escaped. */
sealed interface LetterBlock {
    /** A run of words; a link of ours is one by itself. */
    record Span(String text, boolean strong, boolean link) {}

    record Heading(String text) implements LetterBlock {}

    record Paragraph(List<Span> spans) implements LetterBlock {}

    record Items(List<List<Span>> items) implements LetterBlock {}

    record Facts(List<Row> rows) implements LetterBlock {}

    record Row(String label, String value) {}

    /** What stands out: the deadline, or the instant until which something holds. */
    record Box(String label, String moment, String below) implements LetterBlock {}

    /** @param all where the rest stands; empty where there is no page */
    record Excerpts(String label, List<List<String>> excerpts, Optional<Link> all) implements LetterBlock {}

    record Quote(List<String> lines) implements LetterBlock {}

    /** One of many servers: what it is called, what is said of it, and where its page is. */
    record Listing(String name, List<String> lines, Link page) {}

    record Listings(List<Listing> listings) implements LetterBlock {}

    /** Lines at the very end. */
    record Small(List<String> lines) implements LetterBlock {}

    record Button(String label, URI link) implements LetterBlock {}

    /** Lines to be copied and filled in. */
    record Form(List<String> labels) implements LetterBlock {}

    record Link(String label, URI link) {}

    /** @param onlyInEnglish said where it is not in the letter's language; empty where it is */
    record Remedy(Article article, String readOn, String onlyInEnglish) implements LetterBlock {}
}

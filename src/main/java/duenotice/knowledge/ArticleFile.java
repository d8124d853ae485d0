package duenotice.knowledge;

import duenotice.knowledge.Article.Reference;
import duenotice.knowledge.Article.Section;
import duenotice.knowledge.Article.Serves;
import duenotice.report.Category;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One article as it lies in a file: front matter in YAML between two lines of {@code ---}, some sentences on what the
 * trouble is, then four sections under headings of the second level, in the order detect, mend, prevent, verify.
 */
record ArticleFile(String path, FrontMatter front, Markdown lead, List<Section> sections) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A translation leaves out what it has in common with the original: whom it serves, and perhaps the references. */
    record FrontMatter(
            @Nullable String title,
            @Nullable List<Rule> serves,
            @Nullable List<Reference> references) {}

    record Rule(
            @Nullable List<String> categories,
            @Nullable List<String> types,
            @Nullable List<String> evidence) {
        Serves serves() {
            return new Serves(
                    orNone(categories).stream()
                            .map(word -> Category.ofWord(word)
                                    .orElseThrow(() -> new IllegalArgumentException("no category: " + word)))
                            .collect(Collectors.toSet()),
                    orNone(types).stream().map(Type::of).collect(Collectors.toSet()),
                    orNone(evidence).stream().map(EvidenceWord::new).toList());
        }
    }

    /** @throws IllegalArgumentException where the file is no article, with what is wrong */
    static ArticleFile parse(String path, String text) {
        var end = text.indexOf("\n---\n", 3);
        if (!text.startsWith("---\n") || end < 0) {
            throw new IllegalArgumentException(path + ": an article begins with front matter between two lines of ---");
        }
        FrontMatter front;
        try {
            front = YAML.readValue(text.substring(4, end + 1), FrontMatter.class);
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(path + ": " + wrong.getOriginalMessage(), wrong);
        }
        var body = text.substring(end + 5);
        var sections = sections(body);
        if (front.title() == null || sections.size() != 4) {
            throw new IllegalArgumentException(
                    path + ": an article has a title and four sections: detect, mend, prevent, verify");
        }
        return new ArticleFile(path, front, lead(body), sections);
    }

    /** The article, taking from the original what a translation leaves out. */
    Article article(String id, Locale language, Optional<ArticleFile> original) {
        var rules =
                shared(front.serves(), original.map(file -> orNone(file.front().serves())));
        if (rules.isEmpty() || front.title() == null) {
            throw new IllegalArgumentException(path + ": the article serves nothing");
        }
        try {
            return new Article(
                    id,
                    language,
                    front.title(),
                    rules.stream().map(Rule::serves).toList(),
                    lead,
                    sections.get(0),
                    sections.get(1),
                    sections.get(2),
                    sections.get(3),
                    shared(
                            front.references(),
                            original.map(file -> orNone(file.front().references()))));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(path + ": " + wrong.getMessage(), wrong);
        }
    }

    private static <T> List<T> shared(@Nullable List<T> own, Optional<List<T>> originals) {
        return own != null ? own : originals.orElse(List.of());
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Markdown lead(String body) {
        return new Markdown(body.lines()
                .takeWhile(line -> !line.startsWith("## "))
                .collect(Collectors.joining("\n"))
                .strip());
    }

    private static List<Section> sections(String body) {
        var sections = new ArrayList<Section>();
        var title = "";
        var text = new StringBuilder();
        var inCommands = false;
        for (var line : body.lines().toList()) {
            if (line.startsWith("```")) {
                inCommands = !inCommands;
            }
            if (!inCommands && line.startsWith("## ")) {
                if (!title.isEmpty()) {
                    sections.add(new Section(title, new Markdown(text.toString().strip())));
                }
                title = line.substring(3).strip();
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        if (!title.isEmpty()) {
            sections.add(new Section(title, new Markdown(text.toString().strip())));
        }
        return sections;
    }
}

package duenotice.knowledge;

import duenotice.report.Category;
import duenotice.report.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The shipped articles, read once. An article that exists in English only is given in English, and says so (R39). */
public final class Knowledge {
    private static final String ORIGINAL = "en";

    /** By language, then by id. */
    private final Map<String, Map<String, Article>> articles;

    private Knowledge(Map<String, Map<String, Article>> articles) {
        this.articles = articles;
    }

    /** Reads {@code knowledge/<language>/<id>.md} from the program itself. */
    public static Knowledge shipped() {
        var files = files();
        var originals = files.getOrDefault(ORIGINAL, Map.of());
        var articles = new TreeMap<String, Map<String, Article>>();
        files.forEach((language, ofLanguage) -> {
            var read = new TreeMap<String, Article>();
            ofLanguage.forEach((id, file) -> read.put(
                    id, file.article(id, Locale.forLanguageTag(language), Optional.ofNullable(originals.get(id)))));
            articles.put(language, read);
        });
        return new Knowledge(articles);
    }

    /**
     * The articles that fit an incident (R14). Those that the evidence names stand alone; where it names none, those
     * that the type suffices for. Empty where nothing fits: a notice then does not pretend.
     *
     * @param evidence words or texts from the reports: services, ports as {@code port 53}, lines
     * @param language the reader's; see {@link Article#language()} for what it became
     */
    public List<Article> forTypes(
            Category category, Collection<Type> types, Collection<String> evidence, Locale language) {
        var fitting = articles(language).stream()
                .filter(article -> fits(article, category, types, evidence, false))
                .toList();
        var named = fitting.stream()
                .filter(article -> fits(article, category, types, evidence, true))
                .toList();
        return named.isEmpty() ? fitting : named;
    }

    /** The languages that articles are written in, English first. */
    public List<Locale> languages() {
        return Stream.concat(
                        Stream.of(ORIGINAL), articles.keySet().stream().filter(language -> !language.equals(ORIGINAL)))
                .map(Locale::forLanguageTag)
                .toList();
    }

    /** One article, in the language or else in English; empty where there is none of that id. */
    public Optional<Article> article(String id, Locale language) {
        return articles(language).stream()
                .filter(article -> article.id().equals(id))
                .findFirst();
    }

    /** All articles, each in the language or else in English, ordered by id. */
    public List<Article> articles(Locale language) {
        var chosen = new TreeMap<>(articles.getOrDefault(ORIGINAL, Map.of()));
        chosen.putAll(articles.getOrDefault(language.getLanguage(), Map.of()));
        return List.copyOf(chosen.values());
    }

    private static boolean fits(
            Article article,
            Category category,
            Collection<Type> types,
            Collection<String> evidence,
            boolean byEvidence) {
        return article.serves().stream()
                .anyMatch(rule -> (!byEvidence || rule.isNamedByEvidence()) && rule.fits(category, types, evidence));
    }

    private static Map<String, Map<String, ArticleFile>> files() {
        var files = new TreeMap<String, Map<String, ArticleFile>>();
        try {
            for (var resource : new PathMatchingResourcePatternResolver(Knowledge.class.getClassLoader())
                    .getResources("classpath*:knowledge/*/*.md")) {
                var parts = resource.getURL().getPath().split("/");
                var language = parts[parts.length - 2];
                var name = parts[parts.length - 1];
                files.computeIfAbsent(language, any -> new TreeMap<>())
                        .put(
                                name.substring(0, name.length() - ".md".length()),
                                ArticleFile.parse(
                                        "knowledge/" + language + "/" + name,
                                        resource.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }
}

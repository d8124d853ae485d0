package duenotice.desk;

import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.desk.Frames.NothingHere;
import duenotice.knowledge.Article;
import duenotice.knowledge.Knowledge;
import duenotice.knowledge.Score;
import duenotice.knowledge.Viewer;
import duenotice.knowledge.Votes;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The articles that customers get, what readers think of them, and which are to be rewritten (R38). */
@Controller
public final class KnowledgeController {
    private final Frames frames;
    private final Casework casework;
    private final Knowledge knowledge;
    private final Votes votes;

    KnowledgeController(Frames frames, Casework casework, Knowledge knowledge, Votes votes) {
        this.frames = frames;
        this.casework = casework;
        this.knowledge = knowledge;
        this.votes = votes;
    }

    /**
     * An article in one of its languages.
     *
     * @param tag of the language, {@code name} its English name
     */
    record Version(String tag, String name, String path, Score score, boolean here) {}

    /** @param low to be rewritten */
    record Row(String id, String title, String path, List<Version> versions, String fits, Score score, boolean low) {}

    @GetMapping("/desk/knowledge")
    public ModelAndView all(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        var tallies = votes.tallies();
        var rows = knowledge.articles(Locale.ENGLISH).stream()
                .map(article -> row(article, tallies.getOrDefault(article.id(), Votes.Tally.NONE)))
                .sorted(Comparator.comparing((Row row) -> !row.low())
                        .thenComparing(row -> row.low() ? share(row.score()) : 0)
                        .thenComparing(Row::title))
                .toList();
        return frames.page("knowledge", person, "knowledge", 200).addObject("rows", rows);
    }

    private Row row(Article article, Votes.Tally tally) {
        return new Row(
                article.id(),
                article.title(),
                path(article.id()),
                versions(article.id(), tally, Optional.empty()),
                String.join(", ", fits(article)),
                tally.all(),
                tally.isLow());
    }

    private static double share(Score score) {
        return score.votes() == 0 ? 0 : (double) score.helpful() / score.votes();
    }

    private List<Version> versions(String id, Votes.Tally tally, Optional<Locale> shown) {
        return knowledge.languages().stream()
                .filter(language -> knowledge
                        .article(id, language)
                        .filter(article -> article.language().equals(language))
                        .isPresent())
                .map(language -> new Version(
                        language.getLanguage(),
                        language.getDisplayLanguage(Locale.ENGLISH),
                        path(id) + "?language=" + language.getLanguage(),
                        tally.in(language),
                        shown.filter(language::equals).isPresent()))
                .toList();
    }

    private static List<String> fits(Article article) {
        return article.serves().stream()
                .flatMap(rule -> Stream.concat(
                        rule.categories().stream().map(Object::toString),
                        rule.types().stream().map(Object::toString)))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * When an article comes with a notice.
     *
     * @param evidence words of which one must be in it; empty: the types say enough
     */
    record Rule(String types, String evidence) {}

    @GetMapping("/desk/knowledge/{id}")
    public ModelAndView article(
            Principal principal, @PathVariable("id") String id, @RequestParam("language") Optional<String> language) {
        var person = frames.allowed(principal, Task.SEE);
        var article = named(id, language.orElse("en"));
        var tally = votes.tallies().getOrDefault(id, Votes.Tally.NONE);
        return frames.page("article", person, "knowledge", 200)
                .addObject("article", article)
                .addObject(
                        "rules",
                        article.serves().stream().map(KnowledgeController::rule).toList())
                .addObject("versions", versions(id, tally, Optional.of(article.language())))
                .addObject("score", tally.all())
                .addObject("low", tally.isLow())
                .addObject(
                        "mine",
                        Optional.ofNullable(
                                votes.of(Viewer.staff(person.name())).get(id)));
    }

    private static Rule rule(Article.Serves serves) {
        var types = Stream.concat(
                        serves.categories().stream().map(Object::toString),
                        serves.types().stream().map(Object::toString).sorted())
                .toList();
        return new Rule(
                types.isEmpty() ? "every type" : String.join(", ", types),
                String.join(
                        ", ",
                        serves.evidence().stream()
                                .map(word -> word.phrase().strip())
                                .toList()));
    }

    @PostMapping("/desk/knowledge/{id}/vote")
    public ModelAndView vote(
            Principal principal,
            @PathVariable("id") String id,
            @RequestParam("language") String language,
            @RequestParam("helpful") String helpful) {
        var person = frames.allowed(principal, Task.SEE);
        var article = named(id, language);
        if (!helpful.equals("yes") && !helpful.equals("no")) {
            throw new NothingHere();
        }
        votes.cast(id, article.language(), Viewer.staff(person.name()), helpful.equals("yes"), casework.now());
        return Frames.seeOther(path(id) + "?language=" + article.language().getLanguage() + "#vote");
    }

    private Article named(String id, String language) {
        return knowledge.article(id, Locale.forLanguageTag(language)).orElseThrow(NothingHere::new);
    }

    private static String path(String id) {
        return "/desk/knowledge/" + id;
    }
}

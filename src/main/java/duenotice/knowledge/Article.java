package duenotice.knowledge;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What to do about one kind of trouble, in one language: how to see it, mend it, keep it from coming back, and prove
 * that it is gone.
 *
 * @param id the same in every language
 * @param language the language it is really written in, which may not be the one that was asked for (R39)
 * @param serves what it fits; at least one
 * @param lead what the trouble is, before its four parts; may be empty
 */
public record Article(
        String id,
        Locale language,
        String title,
        List<Serves> serves,
        Markdown lead,
        Section detect,
        Section mend,
        Section prevent,
        Section verify,
        List<Reference> references) {
    public Article {
        serves = List.copyOf(serves);
        references = List.copyOf(references);
    }

    /** One of the four parts, under its heading in the article's language. */
    public record Section(String title, Markdown text) {}

    /** Where to read on. */
    public record Reference(String title, String url) {}

    /**
     * One kind of incident that an article fits.
     *
     * @param categories empty: all where the customer is not the victim
     * @param types empty: all of the categories
     * @param evidence words of which one must be in the evidence; empty: the type says enough
     */
    public record Serves(Set<Category> categories, Set<Type> types, List<EvidenceWord> evidence) {
        public Serves {
            categories = Set.copyOf(categories);
            types = Set.copyOf(types);
            evidence = List.copyOf(evidence);
        }

        /** The wording is known to be of this trouble, not only its type. */
        boolean isNamedByEvidence() {
            return !evidence.isEmpty();
        }

        boolean fits(Category category, Collection<Type> reported, Collection<String> evidenceTexts) {
            var ofCategory =
                    categories.isEmpty() ? category != Category.SERVER_UNDER_ATTACK : categories.contains(category);
            return ofCategory
                    && (types.isEmpty() || reported.stream().anyMatch(types::contains))
                    && (evidence.isEmpty()
                            || evidenceTexts.stream()
                                    .anyMatch(text -> evidence.stream().anyMatch(word -> word.isIn(text))));
        }
    }

    /** The types it is written for; empty where it fits all types of its categories. */
    public List<Type> types() {
        return serves.stream().flatMap(rule -> rule.types().stream()).distinct().toList();
    }

    /** The four parts in the order in which they are read. */
    public List<Section> sections() {
        return List.of(detect, mend, prevent, verify);
    }
}

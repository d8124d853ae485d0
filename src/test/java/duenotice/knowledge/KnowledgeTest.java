package duenotice.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which articles stand in which notice. */
class KnowledgeTest {
    private static final Knowledge knowledge = Knowledge.shipped();

    private static List<String> ids(Category category, String type, String... evidence) {
        return knowledge.forTypes(category, List.of(Type.of(type)), List.of(evidence), Locale.ENGLISH).stream()
                .map(Article::id)
                .toList();
    }

    @Test
    void an_open_memcached_has_steps() {
        assertThat(ids(Category.SYSTEM_COMPROMISE, "vulnerability/open_service", "{\"service\": \"memcached\"}"))
                .containsExactly("open-memcached");
        assertThat(ids(Category.SYSTEM_COMPROMISE, "vulnerability/open_service", "\"service_port\": 11211"))
                .containsExactly("open-memcached");
    }

    @ParameterizedTest
    @CsvSource({
        "vulnerability/open_service, a service on port 50001",
        "vulnerability/open_service, host 198.51.100.53 has port 5353 open",
        "connection/vulnerability_scan, many requests",
        "connection/reconnaissance, ''",
        "connection/ddos, 40 Gbit/s UDP",
        "reputation/blocklist, listed",
        "content/csam, memcached dns wordpress",
        "other/unknown, something"
    })
    void what_nobody_can_name_has_none(String type, String evidence) {
        assertThat(ids(Type.of(type).category(), type, evidence)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "vulnerability/open_service, open DNS resolver (recursion available), open-dns-resolver",
        "connection/ddos, DNS amplification seen from it, open-dns-resolver",
        "connection/login_attack, sshd: failed password, ssh-brute-force",
        "connection/port_scan, '', port-scan",
        "content/phishing, '', phishing-page",
        "content/malware, '', compromised-cms",
        "infrastructure/compromised_server, WordPress site with a web shell, compromised-cms"
    })
    void known_trouble_has_its_article(String type, String evidence, String article) {
        assertThat(ids(Type.of(type).category(), type, evidence)).containsExactly(article);
    }

    @Test
    void spam_of_unknown_origin_has_both_usual_causes_and_evidence_tells_them_apart() {
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "Subject: cheap watches"))
                .containsExactly("spam-script", "stolen-mail-account");
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "X-PHP-Originating-Script: 33:x.php"))
                .containsExactly("spam-script");
        assertThat(ids(Category.EMAIL_COMPROMISE, "messaging/spam", "(Authenticated sender: info@shop.example)"))
                .containsExactly("stolen-mail-account");
    }

    @Test
    void a_victim_is_helped_as_a_victim() {
        assertThat(ids(Category.SERVER_UNDER_ATTACK, "connection/ddos", "DNS amplification against it"))
                .containsExactly("ddos-target");
        assertThat(ids(Category.SERVER_UNDER_ATTACK, "other/unknown")).containsExactly("ddos-target");
    }

    @Test
    void a_language_without_the_article_gets_english_and_is_told_so() {
        var german = knowledge
                .article("open-memcached", Locale.forLanguageTag("de-AT"))
                .orElseThrow();
        var hindi =
                knowledge.article("open-memcached", Locale.forLanguageTag("hi")).orElseThrow();

        assertThat(german.language()).isEqualTo(Locale.GERMAN);
        assertThat(german.detect().title()).isEqualTo("Erkennen");
        assertThat(hindi.language()).isEqualTo(Locale.ENGLISH);
        assertThat(knowledge.article("no-such-thing", Locale.ENGLISH)).isEmpty();
    }

    static List<Article> everyArticle() {
        var all = new ArrayList<>(knowledge.articles(Locale.ENGLISH));
        all.addAll(knowledge.articles(Locale.GERMAN));
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyArticle")
    void every_article_is_whole(Article article) {
        assertThat(article.title()).isNotBlank();
        assertThat(article.serves()).isNotEmpty();
        assertThat(article.sections()).allSatisfy(section -> {
            assertThat(section.title()).isNotBlank();
            assertThat(section.text().plainText()).hasSizeGreaterThan(60);
        });
        assertThat(article.detect().text().commands()).as("a command to see it").isNotEmpty();
        assertThat(article.verify().text().commands())
                .as("a command to prove it")
                .isNotEmpty();
        assertThat(article.references())
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(reference.url()).startsWith("https://"));
        // Bare small numbers would be found in every address and date.
        assertThat(article.serves().stream().flatMap(rule -> rule.evidence().stream()))
                .noneMatch(word -> word.phrase().strip().matches("[0-9]{1,5}"));
    }

    @Test
    void every_article_is_there_in_both_languages_with_the_same_commands() {
        var english = knowledge.articles(Locale.ENGLISH);
        var german = knowledge.articles(Locale.GERMAN);

        assertThat(english).hasSizeGreaterThanOrEqualTo(8);
        assertThat(german).allMatch(article -> article.language().equals(Locale.GERMAN));
        assertThat(german.stream().map(Article::id))
                .isEqualTo(english.stream().map(Article::id).toList());
        for (var index = 0; index < english.size(); index++) {
            assertThat(commands(german.get(index))).isEqualTo(commands(english.get(index)));
            assertThat(german.get(index).title())
                    .isNotEqualTo(english.get(index).title());
        }
    }

    private static List<String> commands(Article article) {
        return article.sections().stream()
                .flatMap(section -> section.text().commands().stream())
                .toList();
    }
}

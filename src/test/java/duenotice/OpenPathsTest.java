package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** What a reverse proxy has to let through is written down for operators: a path that is missing there is a door that is shut. */
class OpenPathsTest {
    private static final Path DOCUMENT = Path.of("docs/operating.md");
    private static final Pattern LIST =
            Pattern.compile("pass on what begins with one of these[^\\n]*\\n\\n +(/[^\\n]+)\\n");

    /** For this machine alone: a watchdog and the trainer's calls. */
    private static final Set<String> OF_THIS_MACHINE = Set.of("/health", "/rehearsal");

    /** Answered by what no controller says: the framework's leaving, and the files that pages need. */
    private static final List<String> WITHOUT_A_CONTROLLER = List.of("/logout", "/assets", "/webjars");

    /** A path of the settings with the value it has where they do not say. */
    private static final Pattern SETTING = Pattern.compile("\\$\\{[^:}]+:([^}]*)}");

    @Test
    void the_paths_that_a_proxy_has_to_let_through_are_those_that_are_served_to_others() throws IOException {
        var document = LIST.matcher(Files.readString(DOCUMENT));
        assertThat(document.find()).isTrue();
        var written = List.of(document.group(1).split(" "));
        assertThat(written).isSorted().doesNotHaveDuplicates();

        var uncovered = new TreeSet<>(mappings());
        uncovered.removeIf(path -> OF_THIS_MACHINE.stream().anyMatch(open -> begins(path, open)));
        uncovered.addAll(WITHOUT_A_CONTROLLER);
        var needed = written.stream()
                .filter(open -> uncovered.stream().anyMatch(path -> begins(path, open)))
                .toList();
        uncovered.removeIf(path -> written.stream().anyMatch(open -> begins(path, open)));

        assertThat(uncovered).as("served, and missing in " + DOCUMENT).isEmpty();
        assertThat(needed).as("needed of the list in " + DOCUMENT).isEqualTo(written);
        assertThat(written).noneMatch(open -> OF_THIS_MACHINE.stream().anyMatch(own -> begins(own, open)));
    }

    @Test
    void the_files_that_pages_need_are_there() {
        assertThat(getClass().getResource("/static/assets/duenotice.css")).isNotNull();
    }

    /** Of all controllers, but for the front door, which only leads to the desk. */
    private static Collection<String> mappings() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        var paths = scan.findCandidateComponents("duenotice").stream()
                .map(found -> ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), OpenPathsTest.class.getClassLoader()))
                .flatMap(OpenPathsTest::mappings)
                .filter(path -> !path.equals("/"))
                .toList();
        assertThat(paths).hasSizeGreaterThan(100);
        return paths;
    }

    private static Stream<String> mappings(Class<?> controller) {
        var shared = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        var before = shared == null ? List.of("") : List.of(shared.path());
        return Arrays.stream(controller.getDeclaredMethods())
                .flatMap(
                        method -> AnnotatedElementUtils.findAllMergedAnnotations(method, RequestMapping.class).stream())
                .flatMap(mapping -> before.stream()
                        .flatMap(prefix -> mapping.path().length == 0
                                ? Stream.of(prefix)
                                : Arrays.stream(mapping.path()).map(path -> prefix + path)))
                .map(path -> SETTING.matcher(path).replaceAll("$1"));
    }

    private static boolean begins(String path, String open) {
        return path.equals(open) || path.startsWith(open + "/");
    }
}

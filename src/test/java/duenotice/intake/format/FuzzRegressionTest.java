package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer once stumbled over, kept as files, and every sample of our own as it starts from. */
class FuzzRegressionTest {
    static Stream<Path> finds() throws IOException, URISyntaxException {
        return Stream.concat(
                files("/fuzz"),
                files("/reports").filter(file -> !file.toString().endsWith(".expected.json")));
    }

    private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
        var root = Path.of(Objects.requireNonNull(FuzzRegressionTest.class.getResource(folder))
                .toURI());
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    static Stream<Path> kept() throws IOException, URISyntaxException {
        return files("/fuzz");
    }

    @ParameterizedTest
    @MethodSource("finds")
    void nothing_makes_a_reader_stumble(Path file) throws IOException {
        assertIsRead(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void what_was_too_dear_once_is_not_at_a_megabyte(Path file) throws IOException {
        var content = Files.readAllBytes(file);
        var grown = new ByteArrayOutputStream();
        grown.writeBytes(content);
        while (grown.size() + content.length / 2 < 1024 * 1024) {
            grown.write(content, content.length / 2, content.length - content.length / 2);
        }
        assertIsRead(grown.toByteArray());
    }

    private static void assertIsRead(byte[] content) {
        for (var target : FuzzReplay.TARGETS) {
            assertThatCode(() -> FuzzReplay.target(target).accept(content))
                    .as(target)
                    .doesNotThrowAnyException();
        }
    }
}

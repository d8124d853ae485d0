package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LettersCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        var line = Duenotice.commandLine();
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        return line.execute(arguments);
    }

    private Path settings() throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), """
                duenotice:
                  provider:
                    name: Example Hosting
                    domain: provider.example
                    signature: Example Hosting Ltd, registered in Exampletown
                  brands:
                    - id: kite
                      name: Kite Servers
                      from: abuse@kite.example
                      base-url: https://abuse.kite.example
                """);
    }

    @Test
    void every_letter_is_listed_and_printed_in_the_words_of_its_type() {
        assertThat(run("letters", "list")).isZero();
        assertThat(said.toString().lines()).contains("warning", "half-time", "victim", "cut-network-off", "receipt");

        assertThat(run("letters", "preview", "warning", "--language", "de", "--type", "connection/login_attack"))
                .isZero();
        assertThat(said.toString()).contains("probiert Passwörter an fremden Systemen aus");
    }

    @Test
    void a_brand_shows_its_own_name_and_pages_and_the_signature_of_the_provider() throws IOException {
        assertThat(run("letters", "preview", "--settings", settings().toString(), "--brand", "kite"))
                .isZero();
        assertThat(said.toString())
                .contains("the abuse desk of Kite Servers")
                .contains("https://abuse.kite.example/c/")
                .contains("Example Hosting Ltd, registered in Exampletown");

        assertThat(run("letters", "preview", "--settings", settings().toString(), "--brand", "gull"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("the settings have no brand \"gull\"");
    }

    @Test
    void all_of_them_are_written_into_a_folder_in_every_language() throws IOException {
        assertThat(run("letters", "preview", "--all", folder.resolve("all").toString()))
                .isZero();
        try (var files = Files.list(folder.resolve("all"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("en-warning.txt", "de-warning.html", "de-receipt.txt")
                    .allMatch(name -> name.matches("(en|de)-[a-z-]+\\.(txt|html)"));
        }
    }

    @Test
    void what_is_missing_is_said() throws IOException {
        assertThat(run("letters", "preview", "nonsense")).isEqualTo(1);
        assertThat(said.toString()).contains("there is no letter \"nonsense\"");
        assertThat(run("letters", "send", "--to", "me@example.org")).isEqualTo(2);
        assertThat(said.toString()).contains("--settings is missing");
        assertThat(run(
                        "letters",
                        "send",
                        "--to",
                        "me@example.org",
                        "--settings",
                        settings().toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("the settings name no relay");
    }
}

package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps the program from starting is told in one sentence that helps.
class StartRefusedTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path data;

    @Test
    void a_taken_port_is_named_with_the_option_that_chooses_another() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(said("rehearse", "--http-port", port, "--smtp-port", "0"))
                    .isEqualTo("duenotice: Port " + port
                            + " for pages and API is taken by another program: choose another with --http-port.");
            assertThat(said("rehearse", "--http-port", "0", "--smtp-port", port))
                    .startsWith("duenotice: Port " + port + " for mail is taken by another program: ")
                    .contains("--smtp-port");
        }
    }

    @Test
    void wrong_settings_are_named() throws IOException {
        var settings = Files.writeString(folder.resolve("settings.yaml"), "duenotice: {providr: {name: Brook}}\n");
        assertThat(said("up", "--data", data.toString(), "--settings", settings.toString()))
                .isEqualTo(
                        "duenotice: No such setting: duenotice.providr.name. docs/settings.sample.yaml has them all.");
        assertThat(said("up", "--data", data.toString(), "--settings", "nowhere.yaml"))
                .contains("--settings nowhere.yaml: there is no such file");
    }

    private static String said(String... arguments) {
        var said = new StringWriter();
        var status = Duenotice.commandLine().setErr(new PrintWriter(said)).execute(arguments);
        assertThat(status).isNotZero();
        return said.toString().strip();
    }
}

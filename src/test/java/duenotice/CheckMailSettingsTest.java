package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `check` says what is wrong with the settings themselves, and does not die of it.
class CheckMailSettingsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail  | {relay: {tls: sometimes}}                                                    | duenotice.relay.tls is none, starttls or implicit
            mail  | {relay: {dkim: {selector: desk, key-file: FOLDER/none.pem}}}                 | none.pem
            mail  | {relay: {dkim: {selector: desk, key-file: FOLDER/settings.yaml}}}            | settings.yaml
            mail  | {relay: {user: desk, password-file: FOLDER/none}}                            | cannot be read
            mail  | {relay: {user: desk}}                                                        | needs duenotice.relay.password-file
            mail  | {rellay: {port: 25}}                                                         | rellay
            mail  | {relay: {port: many}}                                                        | many
            mail  | [                                                                            | settings
            phone | {phone: {back-end: twilio}}                                                  | needs duenotice.phone.twilio
            phone | [                                                                            | settings
            """)
    void what_is_wrong_is_a_line_and_not_a_crash(String what, String settings, String said) throws IOException {
        var file = Files.writeString(
                folder.resolve("settings.yaml"), "duenotice: " + settings.replace("FOLDER", folder.toString()) + "\n");
        assertThat(check(what, file)).contains("WRONG    settings").contains(said);
    }

    @ParameterizedTest
    @CsvSource({"mail", "phone"})
    void settings_that_are_not_there_are_said_too(String what) {
        assertThat(check(what, folder.resolve("nowhere.yaml")))
                .contains("WRONG    settings")
                .contains("nowhere.yaml");
    }

    private static String check(String what, Path file) {
        var out = new StringWriter();
        var code = Duenotice.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("check", what, "--settings", file.toString());
        assertThat(code).as(out.toString()).isEqualTo(1);
        assertThat(out.toString().lines()).as("no trace").noneMatch(line -> line.startsWith("\tat "));
        return out.toString();
    }
}

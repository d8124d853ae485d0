package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DuenoticeTest {

    @Test
    void help_says_what_the_program_is_for() {
        var said = new StringWriter();
        int status = Duenotice.commandLine().setOut(new PrintWriter(said)).execute("--help");

        assertThat(status).isZero();
        assertThat(said.toString()).contains("Nobody is cut off without due notice");
    }
}

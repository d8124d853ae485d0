package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.ApiKeys;
import duenotice.access.DeskRole;
import duenotice.access.FixedKeys;
import duenotice.access.Person;
import duenotice.access.StaffAccounts;
import duenotice.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessCommandsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of(arguments));
        var address = database.address();
        all.add("--database-url=" + address.url() + "?user=" + address.user() + "&password=" + address.password());
        return Duenotice.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void an_account_is_made_with_a_password_from_the_input() {
        var staff = new StaffAccounts(database.transactions(), FixedKeys.NONE);
        var input = System.in;
        try {
            System.setIn(new ByteArrayInputStream("correct horse battery\n".getBytes(Charset.defaultCharset())));
            assertThat(run("staff", "add", "anna", "--role", "lead", "--password-stdin"))
                    .as(said.toString())
                    .isZero();
        } finally {
            System.setIn(input);
        }
        assertThat(staff.authenticate("anna", "correct horse battery")).contains(new Person("anna", DeskRole.LEAD));
        assertThat(run("staff", "disable", "anna")).isZero();
        assertThat(staff.named("anna")).isEmpty();
        assertThat(run("staff", "disable", "anna")).isEqualTo(1);
        assertThat(run("staff", "add", "bert", "--role", "king", "--password-stdin"))
                .isEqualTo(2);
        assertThat(said.toString()).contains("there is no account of this name", "--role must be agent");
    }

    @Test
    void a_key_is_printed_once() {
        assertThat(run("key", "add", "detector", "--role", "reporter"))
                .as(said.toString())
                .isZero();
        var key = said.toString().strip();
        var keys = new ApiKeys(database.transactions(), FixedKeys.NONE);
        assertThat(keys.holder(key)).contains(new Person("detector", DeskRole.REPORTER));
        assertThat(run("key", "add", "detector", "--role", "reporter")).isEqualTo(1);
        assertThat(run("key", "end", "detector")).isZero();
        assertThat(keys.holder(key)).isEmpty();
    }
}

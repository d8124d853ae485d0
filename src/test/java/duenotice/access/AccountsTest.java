package duenotice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.database.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final StaffAccounts staff = new StaffAccounts(database.transactions(), FixedKeys.NONE);
    private final ApiKeys keys = new ApiKeys(database.transactions(), FixedKeys.NONE);

    @Test
    void a_person_comes_in_with_the_password_until_the_account_ends() {
        staff.put("anna", DeskRole.LEAD, "correct horse battery", NOW);

        assertThat(staff.authenticate("anna", "correct horse battery")).contains(new Person("anna", DeskRole.LEAD));
        assertThat(staff.authenticate("anna", "correct horse")).isEmpty();
        assertThat(staff.authenticate("anna", "x".repeat(100))).isEmpty();
        assertThat(staff.authenticate("bert", "correct horse battery")).isEmpty();
        assertThat(staff.named("anna")).contains(new Person("anna", DeskRole.LEAD));

        assertThat(staff.disable("anna", NOW)).isTrue();
        assertThat(staff.authenticate("anna", "correct horse battery")).isEmpty();
        assertThat(staff.named("anna")).isEmpty();
    }

    @Test
    void weak_passwords_and_odd_names_are_refused_with_a_sentence() {
        assertThatThrownBy(() -> staff.put("cora", DeskRole.AGENT, "short", NOW))
                .hasMessage("a password has at least 10 characters");
        assertThat(StaffAccounts.refusal("cora", "ü".repeat(40))).contains("a password has at most 72 bytes");
        assertThat(StaffAccounts.refusal("<b>", "long enough password")).isPresent();
    }

    @Test
    void no_password_or_key_is_readable_in_the_database() {
        staff.put("dora", DeskRole.AGENT, "correct horse battery", NOW);
        var key = keys.add("monitoring", DeskRole.REPORTER, NOW).orElseThrow();

        var kept = database.jdbc()
                .sql("select password_hash from staff union all select hash from api_key")
                .query(String.class)
                .list();

        assertThat(kept).noneMatch(one -> one.contains("correct horse") || one.contains(key));
    }

    @Test
    void a_key_is_told_once_and_works_until_it_is_taken_away() {
        var key = keys.add("detector", DeskRole.REPORTER, NOW).orElseThrow();

        assertThat(keys.add("detector", DeskRole.LEAD, NOW)).isEmpty();
        assertThat(keys.holder(key)).contains(new Person("detector", DeskRole.REPORTER));
        assertThat(keys.holder(key + "x")).isEmpty();
        assertThat(keys.end("detector", NOW)).isTrue();
        assertThat(keys.holder(key)).isEmpty();
    }

    @Test
    void the_keys_of_rehearsals_count_in_rehearsals_only() {
        var rehearsalKeys = new ApiKeys(database.transactions(), FixedKeys.REHEARSAL);
        var rehearsalStaff = new StaffAccounts(database.transactions(), FixedKeys.REHEARSAL);

        assertThat(rehearsalKeys.holder("rehearsal-agent-2")).contains(new Person("agent-2", DeskRole.AGENT));
        assertThat(rehearsalStaff.authenticate("lead", "rehearsal-lead")).contains(new Person("lead", DeskRole.LEAD));
        assertThat(rehearsalStaff.authenticate("lead", "rehearsal-agent")).isEmpty();
        assertThat(keys.holder("rehearsal-lead")).isEmpty();
        assertThat(staff.authenticate("lead", "rehearsal-lead")).isEmpty();
    }
}

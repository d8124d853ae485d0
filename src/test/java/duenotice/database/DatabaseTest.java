package duenotice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @Test
    void work_that_fails_leaves_nothing_behind() {
        Transactions transactions = database.transactions();
        transactions.run(
                () -> transactions.jdbc().sql("create table seen (what text)").update());

        assertThatThrownBy(() -> transactions.run(() -> {
                    transactions.jdbc().sql("insert into seen values ('half')").update();
                    throw new IllegalArgumentException("broken off");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        int left = transactions.call(() -> transactions
                .jdbc()
                .sql("select count(*) from seen")
                .query(Integer.class)
                .single());
        assertThat(left).isZero();
    }

    @Test
    void every_test_class_has_a_database_of_its_own() {
        try (TestDatabase other = TestDatabase.fresh()) {
            other.jdbc().sql("create table only_here (what text)").update();

            assertThat(database.jdbc()
                            .sql("select to_regclass('only_here') is null")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        }
    }

    @Test
    void an_address_never_prints_its_password() {
        var address = new DatabaseAddress("jdbc:postgresql://db.example/duenotice?password=hush", "duenotice", "hush");

        assertThat(address.toString()).doesNotContain("hush").contains("db.example");
        assertThat(address.named("other").url()).isEqualTo("jdbc:postgresql://db.example/other?password=hush");
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        var nowhere = new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/duenotice", "duenotice", "none");

        assertThatThrownBy(() -> Database.external(nowhere))
                .isInstanceOf(DatabaseNotReady.class)
                .hasMessageContaining("127.0.0.1:1");
    }
}

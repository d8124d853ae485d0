package duenotice.access;

import duenotice.database.Transactions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets that all nodes over one database share; each is made when it is first asked for. */
public final class DeskSecrets {
    private static final int BYTES = 32;

    private final JdbcClient jdbc;

    public DeskSecrets(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** @return 64 hexadecimal digits, the same on every node and at every start */
    public String secret(String name) {
        var fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into desk_secret (name, value) values (:name, :value) on conflict do nothing")
                .param("name", name)
                .param("value", HexFormat.of().formatHex(fresh))
                .update();
        return jdbc.sql("select value from desk_secret where name = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }
}

package duenotice.database;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs work in a transaction of the current thread; an exception rolls it back and goes on to the caller.
///
/// Work begun inside a transaction joins it. Isolation is the server's READ COMMITTED: each statement sees what was
/// committed before it. Statements given to {@link #jdbc()} outside of a transaction commit one by one.
public final class Transactions {

    private final JdbcClient jdbc;
    private final PlatformTransactionManager transactionManager;
    private final TransactionTemplate template;

    public Transactions(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactionManager = new JdbcTransactionManager(dataSource);
        this.template = new TransactionTemplate(transactionManager);
    }

    /// Does the work and commits it.
    public void run(Runnable work) {
        template.executeWithoutResult(status -> work.run());
    }

    /// Does the work, commits it, and gives its result.
    @SuppressWarnings("NullAway") // The template gives back exactly what the work gave.
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return template.execute(status -> work.get());
    }

    /// Statements that take part in the current thread's transaction.
    public JdbcClient jdbc() {
        return jdbc;
    }

    /// For Spring's own parts that want to take part in the same transactions.
    public PlatformTransactionManager transactionManager() {
        return transactionManager;
    }
}

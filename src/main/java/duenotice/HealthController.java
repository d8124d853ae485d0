package duenotice;

import duenotice.database.Transactions;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells a watchdog whether the desk works: 200 when mail is taken and the database answers, else 503.
@RestController
final class HealthController {
    private final Transactions transactions;
    private final Program program;

    HealthController(Transactions transactions, Program program) {
        this.transactions = transactions;
        this.program = program;
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, String>> health() {
        var database = databaseAnswers();
        var up = database && program.isRunning();
        return ResponseEntity.status(up ? 200 : 503)
                .body(Map.of(
                        "status", up ? "UP" : "DOWN",
                        "database", database ? "UP" : "DOWN",
                        "mail", program.isRunning() ? "UP" : "DOWN"));
    }

    private boolean databaseAnswers() {
        try {
            return transactions.jdbc().sql("select true").query(Boolean.class).single();
        } catch (DataAccessException | TransactionException away) {
            return false;
        }
    }
}

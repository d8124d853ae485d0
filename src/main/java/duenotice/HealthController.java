package duenotice;

import duenotice.database.Transactions;
import duenotice.mail.WayIn;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells a watchdog whether the desk works: 200 when mail is taken and the database answers, else 503. A mailbox that
/// cannot
/// be read is told in it and changes nothing of that.
@RestController
final class HealthController {
    private final Transactions transactions;
    private final Program program;
    private final WayIn.All ways;

    HealthController(Transactions transactions, Program program, WayIn.All ways) {
        this.transactions = transactions;
        this.program = program;
        this.ways = ways;
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, Object>> health() {
        var database = databaseAnswers();
        var up = database && program.isRunning();
        return ResponseEntity.status(up ? 200 : 503)
                .body(Map.of(
                        "status", up ? "UP" : "DOWN",
                        "database", database ? "UP" : "DOWN",
                        "mail", program.isRunning() ? "UP" : "DOWN",
                        "channels", channels()));
    }

    /// Whether each works and when it last did; what is wrong with it is for the console, which asks who looks.
    private Map<String, Map<String, String>> channels() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        for (var way : ways.now()) {
            var one = new LinkedHashMap<String, String>();
            one.put("status", way.trouble().isEmpty() ? "UP" : "DOWN");
            way.lastSuccess().ifPresent(at -> one.put("lastSuccess", at.toString()));
            way.trouble()
                    .ifPresent(
                            trouble -> one.put("failingSince", trouble.since().toString()));
            all.put(way.name(), one);
        }
        return all;
    }

    private boolean databaseAnswers() {
        try {
            return transactions.jdbc().sql("select true").query(Boolean.class).single();
        } catch (DataAccessException | TransactionException away) {
            return false;
        }
    }
}

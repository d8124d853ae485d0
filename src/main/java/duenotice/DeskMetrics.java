package duenotice;

import duenotice.database.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.dao.DataAccessException;

/// What a watchdog should know of the desk, counted when it is asked: never more than a look at an index each.
final class DeskMetrics implements MeterBinder {
    private final Transactions transactions;

    DeskMetrics(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "duenotice.messages.unread",
                "Accepted messages that no reader has finished",
                "select count(*) from message where state = 'accepted'");
        gauge(
                registry,
                "duenotice.queue.waiting",
                "Messages in the human queue",
                "select count(*) from message where state = 'queued' or left_over");
        gauge(
                registry,
                "duenotice.incidents.open",
                "Open incidents",
                "select count(*) from incident where closed_at is null");
        gauge(
                registry,
                "duenotice.calls.due",
                "Incidents whose call is due or begun",
                "select count(*) from incident where state = 'calling'");
        gauge(
                registry,
                "duenotice.measures.standing",
                "Measures that stand or may stand on the network",
                "select count(*) from measure where ended_at is null");
        gauge(
                registry,
                "duenotice.alarms.open",
                "Alarms that nobody has acknowledged",
                "select count(*) from alarm where acknowledged_at is null");
        gauge(
                registry,
                "duenotice.feeds.failing",
                "Feeds whose last look was an error",
                "select count(*) from feed where failures > 0");
        gauge(
                registry,
                "duenotice.feeds.listed",
                "Entries of ours that stand on the lists of others",
                "select count(*) from feed_entry where gone_at is null");
    }

    private void gauge(MeterRegistry registry, String name, String description, String sql) {
        Gauge.builder(name, () -> count(sql)).description(description).register(registry);
    }

    private double count(String sql) {
        try {
            return transactions.jdbc().sql(sql).query(Long.class).single();
        } catch (DataAccessException away) {
            return Double.NaN;
        }
    }
}

package duenotice;

import duenotice.mail.WayIn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the ways in of this program fare, for a watchdog.
final class WaysInMetrics implements MeterBinder {
    private final WayIn.All ways;

    WaysInMetrics(WayIn.All ways) {
        this.ways = ways;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var way : ways.now()) {
            gauge(
                    registry,
                    "duenotice.channel.last.success",
                    "When something was last kept or looked for without fault, in seconds since 1970",
                    way.name(),
                    one -> one.lastSuccess()
                            .map(at -> (double) at.getEpochSecond())
                            .orElse(Double.NaN));
            gauge(
                    registry,
                    "duenotice.channel.failing",
                    "1 while it cannot be read",
                    way.name(),
                    one -> one.trouble().isPresent() ? 1 : 0);
        }
    }

    private void gauge(
            MeterRegistry registry, String name, String description, String channel, ToDoubleFunction<WayIn> value) {
        Gauge.builder(name, () -> find(channel).map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .tag("channel", channel)
                .register(registry);
    }

    private Optional<WayIn> find(String channel) {
        return ways.now().stream().filter(way -> way.name().equals(channel)).findFirst();
    }
}

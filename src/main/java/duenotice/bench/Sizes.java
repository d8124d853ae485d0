package duenotice.bench;

import java.time.Duration;

/// How much is measured.
///
/// @param servers of the sample provider
/// @param warming how long the program is warmed up at most, before the first measurement
/// @param warmUp mails before the measured ones of each scenario
/// @param measure how long each measurement of a rate goes on
/// @param backlog mails in the backlog
/// @param pending incidents whose timers are due
/// @param steady how long reports are offered at a steady pace
/// @param first mails after a cold start that are compared with as many later ones
record Sizes(
        int servers,
        Duration warming,
        int warmUp,
        Duration measure,
        int backlog,
        int pending,
        Duration steady,
        int first) {
    static final Sizes USUAL = new Sizes(
            10_000,
            Duration.ofSeconds(90),
            1_000,
            Duration.ofSeconds(8),
            12_000,
            100_000,
            Duration.ofSeconds(20),
            3_000);

    static final Sizes FULL = new Sizes(
            10_000,
            Duration.ofMinutes(2),
            1_000,
            Duration.ofSeconds(10),
            20_000,
            1_000_000,
            Duration.ofMinutes(1),
            3_000);
}

package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.Optional;

/**
 * A connection from elsewhere to one of our addresses is about a victim at our place (contracts, part 5; R6): XARF and
 * its relatives always name the attacker as the source.
 */
record AttackedServer(Optional<Prefix> destination, Optional<Integer> port) {
    Optional<Finding> finding(Networks networks, Optional<Type> type, Subject source, Optional<EventTime> at) {
        var ours = destination.filter(networks::isOurs);
        var attack = type.filter(known -> known.group().equals("connection")).isPresent();
        if (!attack || ours.isEmpty() || source.ip().filter(networks::isOurs).isPresent()) {
            return Optional.empty();
        }
        var victim = Subject.ofIp(ours.get());
        return Optional.of(new Finding(
                Category.SERVER_UNDER_ATTACK, type, port.map(victim::withPort).orElse(victim), at));
    }
}

package duenotice.enforcement;

import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.util.Optional;

/**
 * What a measure acts on.
 *
 * @param address the one address of a null route; empty for measures on the whole machine
 */
public record Target(ServerId server, Optional<Prefix> address) {
    public static Target of(ServerId server) {
        return new Target(server, Optional.empty());
    }
}

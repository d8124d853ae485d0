package duenotice.verification.probe;

import duenotice.mail.DomainNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How looks from outside are made.
 *
 * @param name what open resolvers are asked for
 * @param source where they come from over IPv4, {@code source6} over IPv6; empty where the system chooses
 * @param canary name servers of our own; see {@link Canary}
 * @param patience for each try
 * @param names where names of pages point; without it that is not asked
 * @param listener what a proxy is asked to connect to; without it none is looked at
 * @param mostOfServer looks at one server within an hour
 * @param mostInMinute looks of all nodes within a minute
 */
public record ProbeSettings(
        String name,
        Optional<InetAddress> source,
        Optional<InetAddress> source6,
        List<InetSocketAddress> canary,
        Duration patience,
        int tries,
        Optional<DomainNames> names,
        Optional<ProxyListener> listener,
        int mostOfServer,
        int mostInMinute) {
    public ProbeSettings {
        canary = List.copyOf(canary);
    }
}

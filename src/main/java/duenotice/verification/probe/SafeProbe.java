package duenotice.verification.probe;

import duenotice.casework.Evidence;
import duenotice.casework.Retestable;
import duenotice.database.Transactions;
import duenotice.incident.Incident;
import duenotice.incident.Persistence;
import duenotice.inventory.Inventory;
import duenotice.report.Type;
import duenotice.verification.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Safe retests by looking from outside at what was reported (R45): open services of a server of ours. One that found nothing
 * out says so, and is no observation.
 */
public final class SafeProbe implements Probe, Retestable {
    private final ProbeSettings settings;
    private final Reach reach;
    private final ProbeLog log;
    private final Looker looker;
    private final Name name;
    private final InstantSource clock;

    private SafeProbe(ProbeSettings settings, Reach reach, Transactions transactions, InstantSource clock) {
        this.settings = settings;
        this.reach = reach;
        this.clock = clock;
        log = new ProbeLog(transactions);
        looker = new Looker(
                new Wire(settings.source(), settings.source6(), settings.patience(), settings.tries()),
                new Canary(settings.canary()));
        try {
            name = Name.fromString(settings.name(), Name.root);
        } catch (TextParseException wrong) {
            throw new IllegalArgumentException("duenotice.probes.name is no name: " + settings.name(), wrong);
        }
    }

    public static SafeProbe of(
            ProbeSettings settings, Inventory inventory, Transactions transactions, InstantSource clock) {
        return new SafeProbe(settings, new Reach(inventory, false), transactions, clock);
    }

    /** For tests, whose servers stand on loopback. */
    static SafeProbe onThisMachine(
            ProbeSettings settings, Inventory inventory, Transactions transactions, InstantSource clock) {
        return new SafeProbe(settings, new Reach(inventory, true), transactions, clock);
    }

    // ---- for which incidents

    @Override
    public boolean mayBe(Type type) {
        return Places.mayFit(type);
    }

    @Override
    public boolean dependsOnReports() {
        return true;
    }

    @Override
    public boolean is(Incident incident, List<Evidence> reports) {
        return !Places.of(incident, reports).all().isEmpty();
    }

    // ---- the look itself

    @Override
    public Found ask(Question question) {
        if (question.isFlowCheck()) {
            return nothing("no flow check is set up");
        }
        var places = Places.of(question.incident(), question.reports());
        if (places.all().isEmpty()) {
            return nothing("no safe retest exists for what was reported");
        }
        var seen = new ArrayList<Seen>();
        for (var place : places.all().stream().limit(Places.MOST).toList()) {
            var at = look(question, place);
            seen.add(at);
            if (at.value() == Persistence.YES) {
                return new Found(Persistence.YES, at.words());
            }
        }
        var words = seen.stream().map(Seen::words).collect(Collectors.joining("; "));
        if (seen.stream().anyMatch(at -> at.value() == Persistence.UNKNOWN)) {
            return nothing(words);
        }
        return places.tellAll() && places.all().size() <= Places.MOST
                ? new Found(Persistence.NO, words)
                : nothing(words + "; but more was reported than can be looked at");
    }

    private record Seen(Persistence value, String words) {}

    private Seen look(Question question, Place place) {
        var incident = question.incident();
        var now = clock.instant();
        var refusal = reach.refusal(place.address(), incident, now)
                .or(() -> log.refusal(incident.server().text(), settings.mostOfServer(), settings.mostInMinute(), now));
        if (refusal.isPresent()) {
            return new Seen(Persistence.UNKNOWN, place + " was not looked at: " + refusal.get());
        }
        var at = new InetSocketAddress(InetAddress.ofLiteral(place.address().text()), place.port());
        var looks = place.service().look(at, looker, name);
        looks.forEach(look -> log.add(question, place, look, now, clock.instant()));
        return together(place, looks);
    }

    /** Open where one way in is; gone where all are. */
    private static Seen together(Place place, List<Look> looks) {
        for (var value : List.of(Persistence.YES, Persistence.UNKNOWN)) {
            var first = looks.stream().filter(look -> look.value() == value).findFirst();
            if (first.isPresent()) {
                return new Seen(value, place + ": " + first.get().came());
            }
        }
        return new Seen(
                Persistence.NO,
                place + ": " + looks.stream().map(Look::came).distinct().collect(Collectors.joining(", ")));
    }

    private static Found nothing(String why) {
        return new Found(Persistence.UNKNOWN, why);
    }
}

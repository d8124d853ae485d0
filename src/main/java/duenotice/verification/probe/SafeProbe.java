package duenotice.verification.probe;

import duenotice.casework.Evidence;
import duenotice.casework.Retestable;
import duenotice.database.Transactions;
import duenotice.incident.Answer;
import duenotice.incident.Incident;
import duenotice.incident.Persistence;
import duenotice.inventory.Inventory;
import duenotice.mail.DomainNames;
import duenotice.report.Prefix;
import duenotice.report.Type;
import duenotice.verification.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Service.Means means;
    private final WebLook web;
    private final InstantSource clock;

    private SafeProbe(ProbeSettings settings, Reach reach, Transactions transactions, InstantSource clock) {
        this.settings = settings;
        this.reach = reach;
        this.clock = clock;
        log = new ProbeLog(transactions);
        var wire = new Wire(settings.source(), settings.source6(), settings.patience(), settings.tries());
        var canary = new Canary(settings.canary());
        web = new WebLook(wire);
        Name name;
        try {
            name = Name.fromString(settings.name(), Name.root);
        } catch (TextParseException wrong) {
            throw new IllegalArgumentException("duenotice.probes.name is no name: " + settings.name(), wrong);
        }
        means = new Service.Means(
                new Looker(wire, canary),
                name,
                settings.listener().map(listener -> new ProxyLook(wire, canary, listener)));
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
        return !places(incident, reports).all().isEmpty();
    }

    private Places.Fitting places(Incident incident, List<Evidence> reports) {
        return Places.of(incident, reports, means.proxies().isPresent());
    }

    // ---- the look itself

    @Override
    public Found ask(Question question) {
        if (question.isFlowCheck()) {
            return nothing("no flow check is set up");
        }
        var places = places(question.incident(), question.reports());
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
        return places.tellAll() && question.all() && places.all().size() <= Places.MOST
                ? new Found(Persistence.NO, words)
                : nothing(words + "; but more was reported than can be looked at");
    }

    private record Seen(Persistence value, String words) {}

    private Seen look(Question question, Place place) {
        var incident = question.incident();
        var now = clock.instant();
        var refusal = reach.refusal(place.address(), incident, now)
                .or(() -> log.refusal(question, settings.mostOfServer(), settings.mostInMinute(), now));
        if (refusal.isPresent()) {
            return new Seen(Persistence.UNKNOWN, place + " was not looked at: " + refusal.get());
        }
        var at = new InetSocketAddress(InetAddress.ofLiteral(place.address().text()), place.port());
        if (place.page().isPresent()) {
            return page(question, place, place.page().get(), at.getAddress(), now);
        }
        var looks = place.ofFlood()
                ? place.service().lookForFlood(at, means)
                : place.service().look(at, means);
        looks.forEach(look -> log.add(question, place, look, Optional.empty(), now, clock.instant()));
        var seen = together(place, looks);
        // Closed it floods nobody; open it may flood somebody, and whether it does cannot be seen from here (R45).
        return place.ofFlood() && seen.value() == Persistence.YES
                ? new Seen(Persistence.UNKNOWN, seen.words() + ", which lets others make it flood, and shows no flood")
                : seen;
    }

    private Seen page(Question question, Place place, WebPage page, InetAddress address, Instant now) {
        if (pointsElsewhere(page, place)) {
            return new Seen(Persistence.UNKNOWN, place + " was not looked at: the name points elsewhere by now");
        }
        var incident = question.incident();
        var key = WebLook.digest(page + " " + page.target());
        var first = log.firstContent(incident, key);
        var claimed = incident.claimedFix().map(Answer::receivedAt);
        var firstAt = first.map(ProbeLog.FirstContent::at).orElse(now);
        var served = web.page(
                page,
                address,
                first.map(ProbeLog.FirstContent::content),
                claimed.filter(fix -> !firstAt.isBefore(fix)).isPresent());
        log.add(
                question,
                place,
                served.look(),
                served.content().map(content -> key + ":" + content),
                now,
                clock.instant());
        return new Seen(served.look().value(), place + ": " + served.look().came());
    }

    /** Whoever asks for the page by its name gets it from somewhere else: what is on this server proves nothing. */
    private boolean pointsElsewhere(WebPage page, Place place) {
        var literal = Prefix.parse(page.host()).filter(Prefix::isAddress);
        if (literal.isPresent()) {
            return !literal.get().equals(place.address());
        }
        var question = new DomainNames.Question(
                page.host(), place.address().isV6() ? DomainNames.Sort.IPV6 : DomainNames.Sort.IPV4);
        return settings.names()
                .map(names -> names.of(List.of(question), any -> true))
                .flatMap(answers -> Optional.ofNullable(answers.get(question)))
                .filter(addresses -> addresses.stream()
                        .flatMap(text -> Prefix.parse(text).stream())
                        .noneMatch(place.address()::equals))
                .isPresent();
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

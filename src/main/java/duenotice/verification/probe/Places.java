package duenotice.verification.probe;

import duenotice.casework.Evidence;
import duenotice.casework.Further.Named;
import duenotice.incident.Incident;
import duenotice.report.Category;
import duenotice.report.Prefix;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which look fits which report. Reports are hostile: of what they say only ports and a few words choose among the looks
 * there are, and nothing of them is sent anywhere. Pure.
 */
final class Places {
    static final int MOST = 8;

    private static final Set<Type> SERVICES =
            Set.of(Type.of("vulnerability/open_service"), Type.of("vulnerability/misconfiguration"));
    private static final Type FLOOD = Type.of("connection/ddos");

    /** A flood that another forged out of an open service of this server ends when the service does. */
    private static final List<String> REFLECTED = List.of(
            "amplification",
            "amplifier",
            "amplified",
            "reflection",
            "reflector",
            "reflected",
            "open resolver",
            "monlist");

    private Places() {}

    private static boolean isContent(Type type) {
        return type.group().equals("content") && !type.isChildAbuse();
    }

    /** Of these types some have a look that fits. */
    static boolean mayFit(Type type) {
        return SERVICES.contains(type) || type.equals(FLOOD) || isContent(type);
    }

    /**
     * @param all each place once, in the order of the reports; there may be more than are looked at
     * @param tellAll nothing else was reported, be it that no look fits it, that nobody stands behind it, or that a report
     *     names more than is kept: only then can "gone" be said of the whole
     */
    record Fitting(List<Place> all, boolean tellAll) {
        Fitting {
            all = List.copyOf(all);
        }
    }

    /** @param proxies a proxy can be looked at */
    static Fitting of(Incident incident, List<Evidence> reports, boolean proxies) {
        if (incident.isChildAbuse() || incident.category() == Category.SERVER_UNDER_ATTACK) {
            return new Fitting(List.of(), false);
        }
        var looked = new LinkedHashSet<Place>();
        var named = new HashSet<Place>();
        var tellAll = true;
        for (var report : reports) {
            // The same report again says nothing new of a service; of a page it may be its name, known only later.
            if (report.duplicate() && !isContent(report.type())) {
                continue;
            }
            tellAll &= !report.further().more();
            for (var one : named(report)) {
                var fitting = one.address()
                        .or(report::address)
                        .or(incident::address)
                        .flatMap(Prefix::parse)
                        .filter(Prefix::isAddress)
                        .map(address -> isContent(report.type())
                                ? pages(address, one)
                                : places(address, one.ports(), report, proxies))
                        .orElse(List.of());
                tellAll &= !fitting.isEmpty();
                (isContent(report.type()) && !isVouchedFor(report) ? named : looked).addAll(fitting);
            }
        }
        return new Fitting(List.copyOf(looked), tellAll && looked.containsAll(named));
    }

    private static List<Named> named(Evidence report) {
        var all = new ArrayList<Named>();
        all.add(new Named(report.address(), report.url(), report.ports()));
        all.addAll(report.further().named());
        return all;
    }

    /**
     * A page is only asked for when the report that names it counts by itself (R40): the address of a page can itself be an
     * attack, which a stranger would have us carry out, and he may have made the page that is found there.
     */
    private static boolean isVouchedFor(Evidence report) {
        return report.weight().equals("trusted") || report.weight().equals("telemetry");
    }

    private static List<Place> pages(Prefix address, Named named) {
        return named.url().flatMap(WebPage::of).map(page -> new Place(page, address)).stream()
                .toList();
    }

    private static List<Place> places(Prefix address, List<Integer> ports, Evidence report, boolean proxies) {
        if (!mayFit(report.type())) {
            return List.of();
        }
        var words = Service.words(report.excerpt());
        var flood = report.type().equals(FLOOD);
        if (flood && REFLECTED.stream().noneMatch(word -> words.contains(" " + word + " "))) {
            return List.of();
        }
        var named = Service.in(words).stream()
                .filter(service -> fits(service, flood, proxies))
                .toList();
        var places = new ArrayList<Place>();
        for (var port : ports) {
            Service.at(port).stream()
                    .filter(service -> fits(service, flood, proxies))
                    .forEach(service -> places.add(place(service, address, port, flood)));
        }
        // A list of everything that could be open names nothing.
        if (places.isEmpty() && named.size() <= 2) {
            for (var service : named) {
                var port = named.size() == 1 && ports.size() == 1 ? ports.getFirst() : service.usualPort();
                places.add(place(service, address, port, flood));
            }
        }
        return places;
    }

    private static Place place(Service service, Prefix address, int port, boolean flood) {
        return flood ? Place.ofFlood(service, address, port) : Place.of(service, address, port);
    }

    private static boolean fits(Service service, boolean flood, boolean proxies) {
        return (!flood || service.isAmplifier()) && (proxies || !service.isProxy());
    }
}

package duenotice.verification.probe;

import duenotice.casework.Evidence;
import duenotice.incident.Incident;
import duenotice.report.Category;
import duenotice.report.Prefix;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which look fits which report. Reports are hostile: of what they say only ports and a few words choose among the looks
 * there are, and nothing of them is sent anywhere. Pure.
 */
final class Places {
    static final int MOST = 4;

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
     * @param all each place once, the newest report's first; there may be more than are looked at
     * @param tellAll no report is about something that no look fits: only then can "gone" be said of the whole
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
        var places = new LinkedHashSet<Place>();
        var tellAll = true;
        for (var report : reports) {
            if (report.duplicate()) {
                continue;
            }
            var fitting = report.address()
                    .or(incident::address)
                    .flatMap(Prefix::parse)
                    .filter(Prefix::isAddress)
                    .map(address -> isContent(report.type())
                            ? pages(address, report, incident)
                            : places(address, report, proxies))
                    .orElse(List.of());
            tellAll &= !fitting.isEmpty();
            places.addAll(fitting);
        }
        return new Fitting(List.copyOf(places), tellAll);
    }

    /**
     * A page is only asked for when somebody whose word counts has reported it: the address of a page can itself be an
     * attack, which a stranger would have us carry out.
     */
    private static List<Place> pages(Prefix address, Evidence report, Incident incident) {
        var vouchedFor = incident.ascertainedAt().isPresent()
                || report.weight().equals("trusted")
                || report.weight().equals("telemetry");
        return vouchedFor
                ? report.url().flatMap(WebPage::of).map(page -> new Place(page, address)).stream()
                        .toList()
                : List.of();
    }

    private static List<Place> places(Prefix address, Evidence report, boolean proxies) {
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
        for (var port : report.ports()) {
            Service.at(port).stream()
                    .filter(service -> fits(service, flood, proxies))
                    .forEach(service -> places.add(new Place(service, address, port)));
        }
        // A list of everything that could be open names nothing.
        if (places.isEmpty() && named.size() <= 2) {
            for (var service : named) {
                var port = named.size() == 1 && report.ports().size() == 1
                        ? report.ports().getFirst()
                        : service.usualPort();
                places.add(new Place(service, address, port));
            }
        }
        return places;
    }

    private static boolean fits(Service service, boolean flood, boolean proxies) {
        return (!flood || service.isAmplifier()) && (proxies || !service.isProxy());
    }
}

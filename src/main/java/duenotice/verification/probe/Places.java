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

    /** Of these types some have a look that fits. */
    static boolean mayFit(Type type) {
        return SERVICES.contains(type) || type.equals(FLOOD);
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

    static Fitting of(Incident incident, List<Evidence> reports) {
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
                    .map(address -> places(address, report))
                    .orElse(List.of());
            tellAll &= !fitting.isEmpty();
            places.addAll(fitting);
        }
        return new Fitting(List.copyOf(places), tellAll);
    }

    private static List<Place> places(Prefix address, Evidence report) {
        if (!mayFit(report.type())) {
            return List.of();
        }
        var words = Service.words(report.excerpt());
        var flood = report.type().equals(FLOOD);
        if (flood && REFLECTED.stream().noneMatch(word -> words.contains(" " + word + " "))) {
            return List.of();
        }
        var named = Service.in(words).stream()
                .filter(service -> !flood || service.isAmplifier())
                .toList();
        var places = new ArrayList<Place>();
        for (var port : report.ports()) {
            Service.at(port).stream()
                    .filter(service -> !flood || service.isAmplifier())
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
}

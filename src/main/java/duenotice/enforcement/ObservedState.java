package duenotice.enforcement;

import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the infrastructure shows a target.
 *
 * @param nullRouted addresses of the target that are null-routed
 * @param raw what the driver itself needs to restore exactly this; opaque
 */
public record ObservedState(Seen network, Seen power, List<Prefix> nullRouted, String raw) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ObservedState {
        nullRouted = List.copyOf(nullRouted);
    }

    /** Nothing can be said. */
    public static ObservedState unknown() {
        return new ObservedState(Seen.UNKNOWN, Seen.UNKNOWN, List.of(), "");
    }

    /** As it is saved with a measure before the cut. */
    public String text() {
        var node = JSON.createObjectNode().put("network", network.word()).put("power", power.word());
        var routes = node.putArray("nullRouted");
        nullRouted.forEach(address -> routes.add(address.text()));
        return node.put("raw", raw).toString();
    }

    /** Reads {@link #text}, and what drivers report; anything else is unknown. */
    public static ObservedState parse(String text) {
        try {
            return of(JSON.readTree(text));
        } catch (JacksonException notJson) {
            return unknown();
        }
    }

    static ObservedState of(JsonNode node) {
        var routes = new ArrayList<Prefix>();
        for (var each : node.path("nullRouted")) {
            Prefix.parse(each.asString("")).ifPresent(routes::add);
        }
        return new ObservedState(
                Seen.ofWord(node.path("network").asString("")),
                Seen.ofWord(node.path("power").asString("")),
                routes,
                node.path("raw").asString(""));
    }

    /** Whether a measure is in effect. */
    public Seen shows(MeasureKind kind, Target target) {
        return switch (kind) {
            case NETWORK_OFF -> opposite(network);
            case POWER_OFF -> opposite(power);
            case NULL_ROUTE -> knowsNothing() ? Seen.UNKNOWN : routed(target) ? Seen.ON : Seen.OFF;
            case REPAIR ->
                power == Seen.UNKNOWN || network == Seen.UNKNOWN
                        ? Seen.UNKNOWN
                        : power == Seen.ON && network == Seen.OFF ? Seen.ON : Seen.OFF;
        };
    }

    private static Seen opposite(Seen seen) {
        return switch (seen) {
            case ON -> Seen.OFF;
            case OFF -> Seen.ON;
            case UNKNOWN -> Seen.UNKNOWN;
        };
    }

    private boolean knowsNothing() {
        return network == Seen.UNKNOWN && power == Seen.UNKNOWN && nullRouted.isEmpty();
    }

    private boolean routed(Target target) {
        return target.address().filter(nullRouted::contains).isPresent();
    }

    /** Whether a measure is undone: everything that {@code back} knows stands so again. The network of a machine without
     * power is not looked at. */
    Seen isBack(MeasureKind kind, Target target, ObservedState back) {
        if (kind == MeasureKind.NULL_ROUTE) {
            return back.routed(target) ? Seen.ON : opposite(shows(kind, target));
        }
        var powerBack = compare(power, back.power);
        return back.power == Seen.OFF ? powerBack : both(powerBack, compare(network, back.network));
    }

    private static Seen compare(Seen seen, Seen wanted) {
        if (wanted == Seen.UNKNOWN || seen == wanted) {
            return Seen.ON;
        }
        return seen == Seen.UNKNOWN ? Seen.UNKNOWN : Seen.OFF;
    }

    private static Seen both(Seen one, Seen other) {
        if (one == Seen.OFF || other == Seen.OFF) {
            return Seen.OFF;
        }
        return one == Seen.UNKNOWN || other == Seen.UNKNOWN ? Seen.UNKNOWN : Seen.ON;
    }

    ObservedState with(Seen newNetwork, Seen newPower) {
        return new ObservedState(newNetwork, newPower, nullRouted, raw);
    }

    /** For people. */
    String sentence() {
        return "network " + network.word() + ", power " + power.word()
                + (nullRouted.isEmpty() ? "" : ", null-routed " + nullRouted);
    }
}

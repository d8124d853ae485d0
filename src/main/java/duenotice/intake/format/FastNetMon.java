package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What FastNetMon tells of a flood: the text that its notify script gets and its mails quote, and the JSON of its web
 * callback. The one address it names is ours. Traffic to it makes it the victim, traffic from it a machine that is
 * misused. The peers of the flows are forged or victims elsewhere, so nothing is ever said of them.
 */
final class FastNetMon implements ReportFormat {
    private static final Type FLOOD = Type.of("connection/ddos");
    private static final String DETECTOR = "FastNetMon";

    /** Characters; samples of packets follow the figures. */
    private static final int LONGEST = 64 * 1024;

    private static final int MOST_LINES = 400;
    private static final int MOST_EVENTS = 100;
    private static final int LONGEST_ID = 100;

    private static final Pattern SUBJECT = Pattern.compile(
            "(?i)\\bIP ([0-9a-fx.:]{2,45}) (blocked|unblocked)\\b(?: because (incoming|outgoing|other|unknown) attack)?");

    /** Labels that nothing but its report has together. */
    private static final List<String> TELLING = List.of(
            "attack direction",
            "initial attack power",
            "peak attack power",
            "attack type",
            "attack protocol",
            "total incoming pps",
            "incoming pps",
            "average incoming pps");

    private enum Direction {
        INCOMING,
        OUTGOING,
        UNKNOWN;

        static Direction of(String word) {
            return switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "incoming" -> INCOMING;
                case "outgoing" -> OUTGOING;
                default -> UNKNOWN;
            };
        }
    }

    @Override
    public String name() {
        return "fastnetmon";
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        var json = callbacks(content);
        if (json.isPresent()) {
            return json;
        }
        var subject = content.mail().flatMap(Mail::subject).orElse("");
        var announced = SUBJECT.matcher(bounded(subject, 500));
        var isAnnounced = subject.toLowerCase(Locale.ROOT).contains("blocked") && announced.find();
        for (var document : content.documents()) {
            var words = document.body()
                    || content.mail().isEmpty() && document.contentType().startsWith("text/plain");
            if (words && (document.mentions("ttack") || document.mentions("NetMon"))) {
                var text = document.text(LONGEST);
                var fields = fields(text);
                if (isReport(fields)) {
                    return Optional.of(report(
                            content,
                            fields,
                            text,
                            isAnnounced ? Direction.of(word(announced.group(3))) : Direction.UNKNOWN));
                }
            }
        }
        if (!isAnnounced) {
            return Optional.empty();
        }
        var said = content.mail().map(Mail::text).orElse("").strip();
        if (announced.group(2).equalsIgnoreCase("unblocked")) {
            // When a block ends, it sends a subject and nothing else.
            return said.length() < 200 ? Optional.of(over()) : Optional.empty();
        }
        return announced.group(3) == null
                ? Optional.empty()
                : Optional.of(report(
                        content,
                        Map.of("ip", announced.group(1)),
                        subject + "\n" + said,
                        Direction.of(announced.group(3))));
    }

    private Understanding over() {
        return new Understanding.FiledAway(
                name(), "the detector ends its block; whether the attack is over, it does not say");
    }

    // ---- text

    /** {@code Key: value} lines up to the flows; the first of a name counts. */
    private static Map<String, String> fields(String text) {
        var fields = new HashMap<String, String>();
        text.lines().limit(MOST_LINES).forEach(line -> {
            var colon = line.indexOf(':');
            if (colon > 1 && colon < 60) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        bounded(line.substring(colon + 1).strip(), 200));
            }
        });
        return fields;
    }

    private static boolean isReport(Map<String, String> fields) {
        return fields.containsKey("ip")
                && (TELLING.stream().filter(fields::containsKey).count() >= 2
                        || fields.containsKey("fastnetmon action"));
    }

    /** The notify script puts four fields of its own before what the detector wrote. */
    private Understanding report(Content content, Map<String, String> fields, String text, Direction announced) {
        var action = field(fields, "fastnetmon action").toLowerCase(Locale.ROOT);
        if (isEnd(action)) {
            return over();
        }
        var incoming = number(fields, "total incoming pps", "incoming pps", "average incoming pps");
        var outgoing = number(fields, "total outgoing pps", "outgoing pps", "average outgoing pps");
        var stated = Direction.of(fields.getOrDefault("attack direction", field(fields, "fastnetmon direction")));
        var draft = new Draft(name());
        var direction = direction(stated, announced, incoming, outgoing, draft);
        text.lines()
                .limit(MOST_LINES)
                .takeWhile(line -> !isFlow(line))
                .filter(line -> !line.startsWith("FastNetMon "))
                .forEach(draft.excerpt()::add);
        var at = Optional.of(field(fields, "fastnetmon time"))
                .filter(time -> !time.isEmpty())
                .flatMap(EventTimes::parse)
                .or(() -> content.mail().flatMap(Mail::date).map(date -> new EventTime(date, false)));
        var event = new Event(Prefix.parse(field(fields, "ip")), direction, at);
        return reading(List.of(event), Optional.empty(), draft);
    }

    private static boolean isEnd(String action) {
        return action.equals("unban") || action.equals("unblock") || action.equals("partial_unblock");
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    /** A flow: {@code address:port < address:port}; from there on strangers are named. */
    private static boolean isFlow(String line) {
        return line.contains(" < ") || line.contains(" > ");
    }

    private static double number(Map<String, String> fields, String... names) {
        for (var name : names) {
            var value = field(fields, name);
            var end = 0;
            while (end < value.length()
                    && end < 18
                    && (Character.isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
                end++;
            }
            if (end > 0) {
                try {
                    return Double.parseDouble(value.substring(0, end));
                } catch (NumberFormatException notANumber) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /** Subject and text have contradicted each other: the counters know. Where they keep silent, the text is believed. */
    private static Direction direction(
            Direction stated, Direction announced, double incoming, double outgoing, Draft draft) {
        var counted =
                incoming > outgoing ? Direction.INCOMING : outgoing > incoming ? Direction.OUTGOING : Direction.UNKNOWN;
        var said = stated == Direction.UNKNOWN ? announced : stated;
        var contradictory = announced != Direction.UNKNOWN && stated != Direction.UNKNOWN && announced != stated
                || counted != Direction.UNKNOWN && said != Direction.UNKNOWN && counted != said;
        if (contradictory) {
            draft.warn("the directions contradict each other, the counters decide");
            return counted == Direction.UNKNOWN ? said : counted;
        }
        return said == Direction.UNKNOWN ? counted : said;
    }

    // ---- JSON

    private Optional<Understanding> callbacks(Content content) {
        for (var document : content.json()) {
            if (!document.mentions("\"action\"")
                    || !document.mentions("\"attack_details\"") && !document.mentions("\"alert_scope\"")) {
                continue;
            }
            try {
                var events = document.objects(MOST_EVENTS + 1).stream()
                        .filter(FastNetMon::isCallback)
                        .toList();
                if (!events.isEmpty()) {
                    return Optional.of(callback(events));
                }
            } catch (JacksonException broken) {
                // told by whoever reads JSON last
            }
        }
        return Optional.empty();
    }

    private static boolean isCallback(JsonNode event) {
        return event.path("action").isString()
                && (event.path("ip").isString()
                        || event.path("network").isString()
                        || event.path("alert_scope").isString())
                && (event.path("attack_details").isObject()
                        || event.path("alert_scope").isString());
    }

    private Understanding callback(List<JsonNode> callbacks) {
        var running = callbacks.stream()
                .filter(event -> !isEnd(text(event, "action")))
                .toList();
        if (running.isEmpty()) {
            return over();
        }
        var draft = new Draft(name());
        var events = new ArrayList<Event>();
        for (var event : draft.first(MOST_EVENTS, running, "events")) {
            var details = event.path("attack_details");
            var direction = direction(
                    Direction.of(details.path("attack_direction").asString("")),
                    Direction.UNKNOWN,
                    counted(details, "incoming"),
                    counted(details, "outgoing"),
                    draft);
            var named = text(event, "ip").isEmpty() ? text(event, "network") : text(event, "ip");
            events.add(new Event(Prefix.parse(named), direction, Optional.empty()));
            draft.excerpt().add("ip: " + named);
            details.properties().stream()
                    .filter(field -> field.getValue().isValueNode())
                    .limit(60)
                    .forEach(field -> draft.excerpt()
                            .add(field.getKey() + ": " + field.getValue().asString()));
        }
        var id = running.stream()
                .map(event -> event.path("attack_details").path("attack_uuid").asString(""))
                .filter(uuid -> !uuid.isBlank())
                .map(uuid -> bounded(uuid, LONGEST_ID))
                .findFirst();
        return reading(events, running.size() == 1 ? id : Optional.empty(), draft);
    }

    /** The total where it is there, else the protocols together. */
    private static double counted(JsonNode details, String way) {
        for (var measure : List.of("pps", "traffic_bits", "traffic")) {
            var total = details.path("total_" + way + "_" + measure).asDouble(0);
            if (total > 0) {
                return total;
            }
            var sum = 0.0;
            for (var protocol : List.of("tcp", "udp", "icmp", "ip_fragmented")) {
                sum += details.path(way + "_" + protocol + "_" + measure).asDouble(0);
            }
            if (sum > 0) {
                return sum;
            }
        }
        return 0;
    }

    // ---- what comes of it

    /** @param address empty where it was masked or is none */
    private record Event(Optional<Prefix> address, Direction direction, Optional<EventTime> at) {}

    private Understanding reading(List<Event> events, Optional<String> id, Draft draft) {
        draft.reporter(Optional.of(DETECTOR));
        draft.id(id);
        for (var event : events) {
            if (event.address().isEmpty()) {
                draft.warn("the address is masked or none");
                continue;
            }
            if (event.direction() == Direction.UNKNOWN) {
                draft.warn("it does not say whether the traffic comes or goes: taken for an attack on the server");
            }
            var category =
                    event.direction() == Direction.OUTGOING ? Category.SYSTEM_COMPROMISE : Category.SERVER_UNDER_ATTACK;
            draft.found(new Finding(
                    category, Optional.of(FLOOD), Subject.ofIp(event.address().get()), event.at()));
        }
        return draft.understood();
    }

    private static String text(JsonNode event, String field) {
        return bounded(event.path(field).asString("").strip(), 100).toLowerCase(Locale.ROOT);
    }

    private static String word(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }

    private static String bounded(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}

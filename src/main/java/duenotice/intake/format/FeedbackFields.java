package duenotice.intake.format;

import duenotice.mail.Part;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of a {@code message/feedback-report} part (RFC 5965 §3), read line by line as senders really write them. */
final class FeedbackFields {
    /** Bytes; a feedback part has a dozen lines. */
    static final int LONGEST = 64 * 1024;

    private static final int MOST = 200;

    private final Map<String, List<String>> values = new HashMap<>();

    private FeedbackFields() {}

    /** Empty where the part names no feedback type. */
    static Optional<FeedbackFields> of(Part part) {
        var text = part.text();
        if (text.length() > LONGEST) {
            text = text.substring(0, LONGEST);
        }
        var fields = parse(text);
        if (fields.first("feedback-type").isEmpty()) {
            fields = parse(unwrapped(text));
        }
        return fields.first("feedback-type").isPresent() ? Optional.of(fields) : Optional.empty();
    }

    /** Some senders encode the part and do not say so. */
    private static String unwrapped(String text) {
        try {
            var body = text.substring(Math.max(0, text.indexOf("\n\n")));
            return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static FeedbackFields parse(String text) {
        var fields = new FeedbackFields();
        var name = "";
        var value = new StringBuilder();
        var count = 0;
        for (var line : (Iterable<String>) text.lines()::iterator) {
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                value.append(' ').append(line.strip());
                continue;
            }
            fields.add(name, value);
            if (++count > MOST) {
                return fields;
            }
            var colon = line.indexOf(':');
            name = colon > 0 && colon < 60 ? line.substring(0, colon).strip().toLowerCase(Locale.ROOT) : "";
            value.setLength(0);
            value.append(line.substring(colon + 1).strip());
        }
        fields.add(name, value);
        return fields;
    }

    private void add(String name, StringBuilder value) {
        if (!name.isEmpty() && !value.isEmpty()) {
            values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value.toString());
        }
    }

    Optional<String> first(String name) {
        return all(name).findFirst();
    }

    private Stream<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream();
    }

    /** Lower case: {@code abuse}, {@code auth-failure} … */
    String kind() {
        var value = first("feedback-type").orElse("").toLowerCase(Locale.ROOT);
        var end = 0;
        while (end < value.length()
                && (Character.isLetterOrDigit(value.charAt(end)) || "-_".indexOf(value.charAt(end)) >= 0)) {
            end++;
        }
        return end > 40 ? value.substring(0, 40) : value.substring(0, end);
    }

    /** Empty also where the reporter masked it ({@code x.x.x.x}). */
    Optional<Prefix> sourceIp() {
        return Stream.concat(all("source-ip"), all("source"))
                .flatMap(value -> Place.in(value).stream())
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .findFirst();
    }

    /** RFC 6692. */
    Optional<Integer> sourcePort() {
        return first("source-port")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .filter(port -> port >= 1 && port <= 65535);
    }

    Optional<EventTime> arrival() {
        return Stream.of("arrival-date", "received-date")
                .flatMap(this::all)
                .map(EventTimes::parse)
                .flatMap(Optional::stream)
                .findFirst();
    }

    Optional<String> reportedDomain() {
        return all("reported-domain")
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(Hosts::isName)
                .findFirst();
    }

    Optional<String> reportedUrl() {
        return all("reported-uri")
                .flatMap(value -> Place.in(value).stream())
                .filter(place -> place.kind() == Place.Kind.URL)
                .map(Place::text)
                .findFirst();
    }

    List<String> recipientDomains() {
        return all("original-rcpt-to")
                .map(value -> value.substring(value.lastIndexOf('@') + 1)
                        .replace(">", "")
                        .strip()
                        .toLowerCase(Locale.ROOT))
                .filter(Hosts::isName)
                .toList();
    }

    /** The server that wrote {@code Authentication-Results} (RFC 8601 §2.5). */
    Optional<String> checker() {
        return first("authentication-results")
                .map(value -> value.strip().split("[\\s;]", 2)[0].toLowerCase(Locale.ROOT))
                .filter(Hosts::isName);
    }

    /** Our own user whose password was used, where the reporter is our own outgoing mail filter (RFC 8601 §2.7.4). */
    Optional<String> authenticatedAccount() {
        return all("authentication-results")
                .filter(value -> value.contains("auth=pass"))
                .map(value -> {
                    var start = value.indexOf("smtp.auth=");
                    if (start < 0) {
                        return "";
                    }
                    var rest = value.substring(start + "smtp.auth=".length());
                    var end = 0;
                    while (end < rest.length() && " ;,\t".indexOf(rest.charAt(end)) < 0) {
                        end++;
                    }
                    return rest.substring(0, Math.min(end, 254));
                })
                .filter(account -> !account.isEmpty())
                .findFirst();
    }
}

package duenotice.portal;

import duenotice.report.Prefix;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody typed into the public form: the elements of a notice under DSA Art. 16(2), of which (c), name and e-mail
 * address, may be left out about offences under Art. 3 to 7 of Directive 2011/93/EU.
 *
 * @param fields as typed, by name; a field that was not sent is missing
 */
record PublicNotice(Map<String, String> fields, Optional<Attached> attached) {
    static final String CONTENT_TYPE = "application/vnd.duenotice.web-form+json";
    static final List<String> FIELDS =
            List.of("reason", "location", "seen", "child-abuse", "name", "email", "good-faith");

    static final int MOST_LOCATIONS = 50;
    static final int LONGEST_ATTACHMENT = 10 * 1024 * 1024;

    private static final int LONGEST_REASON = 16_000;
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_LOCATION = 2000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\"(),:;\\[\\]\\\\]{1,64}@[^\\s@<>\"(),:;\\[\\]\\\\]+");

    /** A name with a dot in it, however harmless somebody has made it. */
    private static final Pattern NAMED =
            Pattern.compile("[\\p{L}\\p{N}_-]{1,253}(?:\\.|\\[\\.]|\\(\\.\\)|\\{\\.})[\\p{L}\\p{N}_]");

    /** Words by which the offences are called whose reporters may stay unnamed. */
    private static final List<String> CHILD_ABUSE = List.of(
            "csam",
            "csem",
            "child sexual",
            "child porn",
            "child abuse",
            "child exploitation",
            "sexual abuse of child",
            "sexual abuse of minor",
            "abuse of children",
            "kinderporno",
            "kindesmissbrauch",
            "missbrauch von kindern",
            "missbrauchsdarstellung");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A file, kept inert.
     *
     * @param name as the sender calls it
     * @param type as the sender declares it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Attached(String name, String type, byte[] content) {}

    PublicNotice {
        fields = Map.copyOf(fields);
    }

    String text(String field) {
        return fields.getOrDefault(field, "").strip();
    }

    private boolean ticked(String field) {
        return switch (text(field).toLowerCase(Locale.ROOT)) {
            case "", "false", "no", "off", "0" -> false;
            default -> true;
        };
    }

    /** Ticked, or said in words by somebody who gives no name. */
    boolean childAbuse() {
        return ticked("child-abuse") || text("name").isEmpty() && text("email").isEmpty() && saysChildAbuse();
    }

    private boolean saysChildAbuse() {
        var reason = text("reason").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return CHILD_ABUSE.stream().anyMatch(reason::contains);
    }

    /** One a line. */
    List<String> locations() {
        return text("location")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Whether a line holds anything that can be an address, a URL, a name or a mail account. */
    private static boolean names(String line) {
        return NAMED.matcher(line).find()
                || List.of(line.split("[\\s,;]+")).stream()
                        .anyMatch(word -> Prefix.parse(
                                        word.replace("[:]", ":").replaceAll("^.*//\\[?|^\\[|](?:[:/].*)?$", ""))
                                .isPresent());
    }

    // ---- what is wrong with it

    /** Why it cannot be taken, by field, in the order of the form; empty where it can. */
    Map<String, String> problems(Words words) {
        var problems = new LinkedHashMap<String, String>();
        reason(words).ifPresent(why -> problems.put("reason", why));
        location(words).ifPresent(why -> problems.put("location", why));
        if (!text("seen").isEmpty() && seen().isEmpty()) {
            problems.put("seen", words.say("report.refused.seen"));
        }
        if (!childAbuse()) {
            if (text("name").isEmpty()) {
                problems.put("name", words.say("report.refused.name"));
            }
            if (text("email").isEmpty()) {
                problems.put("email", words.say("report.refused.email"));
            }
        }
        if (text("name").length() > LONGEST_NAME) {
            problems.put("name", words.say("report.refused.long", LONGEST_NAME));
        }
        if (!text("email").isEmpty() && !isEmail(text("email"))) {
            problems.put("email", words.say("report.refused.no-email"));
        }
        if (!ticked("good-faith")) {
            problems.put("good-faith", words.say("report.refused.good-faith"));
        }
        attached.ifPresent(file -> {
            if (file.content().length > LONGEST_ATTACHMENT) {
                problems.put("attachment", words.say("report.refused.attachment", LONGEST_ATTACHMENT / 1024 / 1024));
            } else if (childAbuse()) {
                problems.put("attachment", words.say("report.refused.material"));
            }
        });
        return problems;
    }

    private Optional<String> reason(Words words) {
        var reason = text("reason");
        if (reason.length() < SHORTEST_REASON) {
            return Optional.of(words.say(reason.isEmpty() ? "report.refused.reason" : "report.refused.short"));
        }
        return reason.length() > LONGEST_REASON
                ? Optional.of(words.say("report.refused.long", LONGEST_REASON))
                : Optional.empty();
    }

    private Optional<String> location(Words words) {
        var locations = locations();
        if (locations.isEmpty()) {
            return Optional.of(words.say("report.refused.location"));
        }
        if (locations.size() > MOST_LOCATIONS) {
            return Optional.of(words.say("report.refused.locations", MOST_LOCATIONS));
        }
        if (locations.stream().anyMatch(line -> line.length() > LONGEST_LOCATION)) {
            return Optional.of(words.say("report.refused.long-location", LONGEST_LOCATION));
        }
        return locations.stream().anyMatch(PublicNotice::names)
                ? Optional.empty()
                : Optional.of(words.say("report.refused.no-location"));
    }

    private static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL
                && EMAIL.matcher(text).matches()
                && text.indexOf('.', text.indexOf('@')) > 0
                && !text.endsWith(".");
    }

    /** As a browser sends a date and a time; no zone is asked for, as nobody knows how to spell it. */
    private Optional<LocalDateTime> seen() {
        try {
            return Optional.of(LocalDateTime.parse(text("seen").replace(' ', 'T')))
                    .filter(at -> at.getYear() >= 1970 && at.getYear() < 2200);
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    // ---- as it is kept

    /** What the {@code web-form} reader reads; the file comes last, so that people see the words first. */
    byte[] json(String language) {
        var json = JSON.createObjectNode().put("web_form", "1").put("language", language);
        json.put("reason", text("reason"));
        var locations = json.putArray("location");
        locations().forEach(locations::add);
        seen().ifPresent(at -> json.put("seen", at.toString()));
        json.put("child_abuse", childAbuse());
        json.put("name", text("name"));
        json.put("email", text("email"));
        json.put("good_faith", ticked("good-faith"));
        attached.ifPresent(file -> json.putObject("attachment")
                .put("name", file.name())
                .put("content_type", file.type())
                .put("size", file.content().length)
                .put("payload", Base64.getEncoder().encodeToString(file.content())));
        return JSON.writeValueAsBytes(json);
    }
}

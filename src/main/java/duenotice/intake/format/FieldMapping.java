package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Where in another program's JSON everything stands, by JSON pointers (RFC 6901). A pointer is looked up in the item
 * first and in the whole document second. Texts that do not begin with a slash are meant as they stand.
 *
 * @param items the array that holds one event each; empty means the document, or each object of the array that it is
 * @param type {@code connection/ddos} and so on, or a pointer to a word, which {@code types} may translate
 * @param category one of our four, or a pointer to a word, which {@code categories} may translate; empty means as the type
 *     tells
 * @param time a pointer to a time with its zone, or to seconds or milliseconds since 1970; {@code receipt} means that
 *     events are told as they happen
 * @param evidence pointers to what people should read
 * @param id pointer to the sender's own id of the event: the same one again is a repetition
 * @param over pointer to a word that is one of {@code overWords} where an event has ended: such a one opens nothing
 */
public record FieldMapping(
        String items,
        String ip,
        String port,
        String url,
        String domain,
        String account,
        String type,
        Map<String, String> types,
        String category,
        Map<String, String> categories,
        String time,
        List<String> evidence,
        String id,
        String over,
        Set<String> overWords) {
    /** Short name of what is read this way. */
    public static final String FORMAT = "webhook";

    private static final String RECEIPT = "receipt";
    private static final int MOST_ITEMS = 100_000;
    private static final int MOST_ADDRESSES = 1_000;
    private static final int LONGEST_EVIDENCE = 300;

    public FieldMapping {
        types = lowerCase(types);
        categories = lowerCase(categories);
        evidence = List.copyOf(evidence);
        overWords = Set.copyOf(
                overWords.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList());
        var pointers = new ArrayList<>(evidence);
        pointers.addAll(List.of(items, ip, port, url, domain, account, id, over));
        pointers.add(time.equals(RECEIPT) ? "" : time);
        pointers.stream().filter(pointer -> !pointer.isEmpty()).forEach(FieldMapping::requirePointer);
        requireKnown(type, types, text -> Formats.types().contains(text), "a type, such as connection/ddos");
        requireKnown(
                category,
                categories,
                text -> Category.ofWord(text).isPresent(),
                "a category, such as server-under-attack");
        if (List.of(ip, url, domain, account).stream().allMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a mapping needs a pointer to an ip, url, domain or account");
        }
    }

    private static Map<String, String> lowerCase(Map<String, String> words) {
        return words.entrySet().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        word -> word.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (one, other) -> one));
    }

    private static void requirePointer(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(text + " is no JSON pointer: it must begin with a slash");
        }
        JsonPointer.compile(text);
    }

    private static void requireKnown(
            String said, Map<String, String> words, java.util.function.Predicate<String> known, String what) {
        if (!said.isEmpty() && !said.startsWith("/") && !known.test(said)) {
            throw new IllegalArgumentException(said + " is neither a JSON pointer nor " + what);
        }
        words.values().stream().filter(known.negate()).findFirst().ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong + " is not " + what);
        });
    }

    /** Whether events are told as they happen, so that our receipt is their time. */
    public boolean isLive() {
        return time.equals(RECEIPT);
    }

    /** Reads what was posted. Never throws; what the mapping does not fit waits for people. */
    public Understanding read(Submission submission) {
        for (var document : new Content(submission).json()) {
            try {
                return read(document.objects(MOST_ITEMS + 1));
            } catch (JacksonException broken) {
                return new Understanding.Unreadable("not valid JSON: " + JsonDocument.reason(broken));
            }
        }
        return new Understanding.Unreadable("no JSON object or array of objects");
    }

    /** One event with the document around it. */
    private record Item(JsonNode item, JsonNode whole) {
        JsonNode at(String pointer) {
            if (pointer.isEmpty()) {
                return MissingNode.getInstance();
            }
            var inItem = item.at(pointer);
            return inItem.isMissingNode() ? whole.at(pointer) : inItem;
        }

        String text(String pointer) {
            var value = at(pointer);
            return value.isValueNode() && !value.isNull() ? value.asString().strip() : "";
        }
    }

    private Understanding read(List<JsonNode> documents) {
        var draft = new Draft(FORMAT);
        var items = items(documents);
        if (items.isEmpty()) {
            return new Understanding.Unreadable(
                    "the mapping finds no events at " + (items().isEmpty() ? "/" : items()));
        }
        var ended = 0;
        for (var item : draft.first(MOST_ITEMS, items, "events")) {
            if (overWords.contains(item.text(over).toLowerCase(Locale.ROOT))) {
                ended++;
            } else {
                event(item, draft);
            }
        }
        if (ended == items.size()) {
            return new Understanding.FiledAway(FORMAT, "it tells the end of what it told before");
        }
        if (items.size() == 1) {
            draft.id(Optional.of(items.getFirst().text(id)).filter(text -> !text.isEmpty()));
        }
        return draft.understood();
    }

    private List<Item> items(List<JsonNode> documents) {
        var items = new ArrayList<Item>();
        for (var document : documents) {
            if (items().isEmpty()) {
                items.add(new Item(document, document));
                continue;
            }
            var found = document.at(items());
            if (found.isObject()) {
                items.add(new Item(found, document));
            } else {
                for (var one : found) {
                    if (items.size() <= MOST_ITEMS) {
                        items.add(new Item(one, document));
                    }
                }
            }
        }
        return items;
    }

    private void event(Item item, Draft draft) {
        draft.begin();
        var what = what(item, draft);
        var category = word(item, category(), categories)
                .flatMap(Category::ofWord)
                .or(() -> what.map(Type::category))
                .orElse(Category.OTHER);
        var at = isLive() ? Optional.<EventTime>empty() : observedAt(item);
        var subjects = subjects(item, draft);
        if (subjects.isEmpty()) {
            draft.warn("an event names no address, URL, domain or account where the mapping looks for them");
        }
        subjects.forEach(subject -> draft.found(new Finding(category, what, subject, at)));
        for (var pointer : evidence) {
            var value = item.at(pointer);
            if (!value.isMissingNode() && !value.isNull()) {
                var text = value.isValueNode() ? value.asString() : value.toString();
                draft.excerpt()
                        .add(pointer.substring(pointer.lastIndexOf('/') + 1) + ": "
                                + text.substring(0, Math.min(LONGEST_EVIDENCE, text.length()))
                                        .replaceAll("\\s+", " "));
            }
        }
    }

    private Optional<Type> what(Item item, Draft draft) {
        var said = word(item, type, types);
        var known = said.filter(Formats.types()::contains).map(Type::of);
        if (said.isPresent() && known.isEmpty()) {
            draft.warn("the mapping has no type for \"%s\"".formatted(Draft.shortened(said.get())));
        }
        return known;
    }

    /** As it stands, or what is found where it points to, translated where there is a word for it. */
    private static Optional<String> word(Item item, String said, Map<String, String> words) {
        if (!said.startsWith("/")) {
            return Optional.of(said).filter(text -> !text.isEmpty());
        }
        var found = item.text(said);
        return Optional.of(words.getOrDefault(found.toLowerCase(Locale.ROOT), found))
                .filter(text -> !text.isEmpty());
    }

    private Optional<EventTime> observedAt(Item item) {
        var value = item.at(time);
        if (value.isNumber()) {
            return ofNumber(value.asDouble(0));
        }
        var text = item.text(time);
        return text.matches("[0-9]{9,13}") ? ofNumber(Double.parseDouble(text)) : EventTimes.parse(text);
    }

    /** Seconds up to the year 5138, milliseconds beyond. */
    private static Optional<EventTime> ofNumber(double number) {
        if (!(number > 0 && number < 1e14)) {
            return Optional.empty();
        }
        var millis = number < 1e11 ? number * 1000 : number;
        return Optional.of(new EventTime(Instant.ofEpochMilli((long) millis), true));
    }

    // ---- what it is about

    private List<Subject> subjects(Item item, Draft draft) {
        var page =
                Optional.of(Refang.line(item.text(url))).filter(text -> text.contains("://") && text.length() < 2000);
        var name = Optional.of(Refang.line(item.text(domain)).toLowerCase(Locale.ROOT))
                .filter(Hosts::isName);
        var login = Optional.of(item.text(account)).filter(text -> !text.isEmpty() && text.length() <= 320);
        var number = Place.port(item.text(port));
        var addresses = addresses(item, draft);
        if (addresses.isEmpty() && page.isEmpty() && name.isEmpty() && login.isEmpty()) {
            return List.of();
        }
        if (addresses.isEmpty()) {
            var ofPage = page.flatMap(Hosts::ofUrl).flatMap(Prefix::parse);
            return List.of(new Subject(ofPage, number, name, page, login));
        }
        return addresses.stream()
                .map(place -> new Subject(Prefix.parse(place.text()), number.or(place::port), name, page, login))
                .toList();
    }

    private List<Place> addresses(Item item, Draft draft) {
        var value = item.at(ip);
        var texts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(one -> texts.add(one.asString("")));
        } else {
            texts.add(item.text(ip));
        }
        return draft.first(MOST_ADDRESSES, texts, "addresses of one event").stream()
                .flatMap(text -> Place.in(Refang.line(text)).stream())
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .toList();
    }
}

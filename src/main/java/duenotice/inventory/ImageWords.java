package duenotice.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Says in words how two images of a row differ. */
final class ImageWords {
    /** Told by other words, or by the row's being new or gone. */
    private static final Set<String> UNTOLD =
            Set.of("id", "match", "given_by", "gone_at", "verified_at", "customer", "server");

    private ImageWords() {}

    static List<String> details(JsonNode was, JsonNode is) {
        var details = new ArrayList<String>();
        if (!was.has("row")) {
            fields("", was, is, details);
            return details;
        }
        fields("", was.path("row"), is.path("row"), details);
        parts("contact", byName(was.path("contacts")), byName(is.path("contacts")), details);
        if (details.isEmpty() && !was.path("contacts").equals(is.path("contacts"))) {
            details.add("contacts in another order");
        }
        listed("host name", texts(was.path("hostnames")), texts(is.path("hostnames")), details);
        var owner = owner(was);
        if (!owner.equals(owner(is))) {
            details.add("customer " + owner + " → " + owner(is));
        }
        listed("address", addresses(was), addresses(is), details);
        return details;
    }

    private static void fields(String of, JsonNode was, JsonNode is, List<String> details) {
        var names = new TreeSet<String>();
        was.propertyNames().forEach(names::add);
        is.propertyNames().forEach(names::add);
        names.removeAll(UNTOLD);
        for (var name : names) {
            if (!was.path(name).equals(is.path(name))) {
                details.add(of + name.replace('_', ' ') + " " + text(was.path(name)) + " → " + text(is.path(name)));
            }
        }
    }

    private static void parts(String what, Map<String, JsonNode> was, Map<String, JsonNode> is, List<String> details) {
        was.forEach((name, before) -> {
            if (is.containsKey(name)) {
                fields(what + " " + name + ": ", before, is.get(name), details);
            } else {
                details.add(what + " " + name + " removed");
            }
        });
        is.keySet().stream()
                .filter(name -> !was.containsKey(name))
                .forEach(name -> details.add(what + " " + name + " added"));
    }

    private static Map<String, JsonNode> byName(JsonNode contacts) {
        var byName = new LinkedHashMap<String, JsonNode>();
        contacts.forEach(contact -> byName.put(contact.path("name").asString(""), contact));
        return byName;
    }

    private static void listed(String what, Set<String> was, Set<String> is, List<String> details) {
        was.stream().filter(one -> !is.contains(one)).forEach(one -> details.add(what + " " + one + " removed"));
        is.stream().filter(one -> !was.contains(one)).forEach(one -> details.add(what + " " + one + " added"));
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new TreeSet<String>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static Set<String> addresses(JsonNode image) {
        var texts = new TreeSet<String>();
        image.path("addresses")
                .forEach(one -> texts.add(one.path("ip").asString("") + " from " + time(one.path("from"))
                        + (one.path("until").isNull() ? "" : " until " + time(one.path("until")))));
        return texts;
    }

    private static String time(JsonNode time) {
        return time.asString("").replace("+00:00", "Z");
    }

    /** The present one: periods are told in order of time. */
    private static String owner(JsonNode image) {
        var owner = "";
        for (var one : image.path("owners")) {
            owner = one.path("customer").asString("");
        }
        return owner;
    }

    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "none";
        }
        if (value.isArray()) {
            return value.isEmpty() ? "none" : String.join(", ", texts(value));
        }
        return value.asString("");
    }
}

package duenotice.desk;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What somebody typed into a form; every field asked for is checked, the refusal names it. */
record Typed(Map<String, String> fields) {
    private static final int LONGEST = 64 * 1024;

    /** Something typed cannot be used; the sentence says what. */
    static final class NotUsable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotUsable(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    static Typed of(HttpServletRequest request) {
        var fields = new HashMap<String, String>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 0 && !name.startsWith("_")) {
                var value = values[0].replace('\0', '\uFFFD');
                fields.put(name, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
            }
        });
        return new Typed(Map.copyOf(fields));
    }

    String text(String field) {
        return fields.getOrDefault(field, "").strip();
    }

    /** Where something must be there before anybody is asked about it. */
    String needed(String field, String what) {
        var text = text(field);
        if (text.isEmpty()) {
            throw new NotUsable(what + " is missing");
        }
        return text;
    }

    boolean isChecked(String field) {
        return !text(field).isEmpty();
    }

    <W> W word(String field, Function<String, Optional<W>> reader, String what) {
        return reader.apply(text(field)).orElseThrow(() -> new NotUsable("choose " + what));
    }

    int number(String field) {
        var text = text(field);
        if (!text.matches("[0-9]{1,6}")) {
            throw new NotUsable(field + " must be a number");
        }
        return Integer.parseInt(text);
    }

    Instant instant(String field, String what) {
        return optionalInstant(field)
                .orElseThrow(() -> new NotUsable(what + " is missing: a time in UTC, as in 2026-03-01T12:00"));
    }

    /** As a browser sends it, without zone and meant as UTC, or with a zone. */
    Optional<Instant> optionalInstant(String field) {
        var text = text(field).replace(' ', 'T');
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var instant = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            if (instant.isAfter(Instant.parse("1970-01-01T00:00:00Z"))
                    && instant.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
                return Optional.of(instant);
            }
        } catch (DateTimeException notATime) {
            // told below
        }
        throw new NotUsable("the time '" + (text.length() > 40 ? text.substring(0, 40) : text)
                + "' cannot be read; write it in UTC, as in 2026-03-01T12:00");
    }
}

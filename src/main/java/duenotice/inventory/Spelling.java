package duenotice.inventory;

import duenotice.report.Prefix;
import duenotice.report.SourceType;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the values of an inventory file are spelled; each method returns the normal spelling or says why there is none. */
final class Spelling {
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:@+-]{0,99}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    /** In ASCII (RFC 1035 §2.3.4); any other spelling is shorter. */
    private static final int LONGEST_DOMAIN = 253;

    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Set<String> LANGUAGES = Set.copyOf(Arrays.asList(Locale.getISOLanguages()));
    private static final int WIDEST_V4 = 8;
    private static final int WIDEST_V6 = 16;

    private Spelling() {}

    static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new Implausible("The id " + quoted(text)
                    + " must begin with a letter or digit, and go on with letters, digits and . _ : @ + - only.");
        }
        return text;
    }

    static String name(String text) {
        var name = text.strip();
        if (name.isEmpty() || name.length() > 200 || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new Implausible("The name " + quoted(text) + " must have 1 to 200 characters on one line.");
        }
        return name;
    }

    /** The name of a policy, a brand, or the like. */
    static String word(String text) {
        if (!WORD.matcher(text).matches()) {
            throw new Implausible(quoted(text) + " must be a word of small letters, digits and . _ - only.");
        }
        return text;
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new Implausible(quoted(text) + " must be true or false.");
        };
    }

    /** RFC 5321 §4.1.2 without quoted local parts and address literals, which no contact of a provider needs. */
    static String email(String text) {
        var at = text.lastIndexOf('@');
        if (at > 0 && at <= 64 && LOCAL_PART.matcher(text.substring(0, at)).matches()) {
            var domain = domain(text.substring(at + 1));
            if (domain.indexOf('.') > 0 && at + 1 + domain.length() <= 254) {
                return text.substring(0, at) + "@" + domain;
            }
        }
        throw new Implausible(quoted(text) + " is no e-mail address.");
    }

    /** RFC 5646 with a language of two or three letters that exists. */
    static String language(String text) {
        try {
            var locale = new Locale.Builder().setLanguageTag(text).build();
            var language = locale.getLanguage();
            if (LANGUAGES.contains(language) || language.length() == 3) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException illformed) {
            // told below
        }
        throw new Implausible(quoted(text) + " is no BCP 47 language tag such as en or de-AT.");
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new Implausible(quoted(text) + " is no time zone such as Asia/Kolkata or UTC.");
        }
    }

    static Instant instant(String text) {
        try {
            var instant = OffsetDateTime.parse(text);
            if (instant.getYear() >= 1 && instant.getYear() <= 9999) {
                return instant.toInstant();
            }
        } catch (DateTimeException notAnInstant) {
            // told below
        }
        throw new Implausible(quoted(text) + " is no instant such as 2026-01-01T00:00:00Z.");
    }

    static Prefix address(String text) {
        var prefix = Prefix.parse(text)
                .orElseThrow(() -> new Implausible(
                        quoted(text) + " is no address or prefix (bits behind the prefix length must be zero)."));
        if (prefix.length() < (prefix.isV6() ? WIDEST_V6 : WIDEST_V4)) {
            throw new Implausible(prefix + " is too wide for one server.");
        }
        return prefix;
    }

    static String hostname(String text) {
        var domain = domain(text);
        if (domain.isEmpty()) {
            throw new Implausible(quoted(text) + " is no host name.");
        }
        return domain;
    }

    static URI console(String text) {
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme();
            if (("https".equals(scheme) || "http".equals(scheme)) && uri.getHost() != null && text.length() <= 2000) {
                return uri;
            }
        } catch (URISyntaxException broken) {
            // told below
        }
        throw new Implausible(quoted(text) + " is no web address that begins with https://.");
    }

    static Role role(String text) {
        return Role.ofWord(text)
                .orElseThrow(() -> new Implausible(
                        "The role " + quoted(text) + " is unknown; there are " + words(Role.values()) + "."));
    }

    static SourceType source(String text) {
        return SourceType.ofWord(text)
                .orElseThrow(() -> new Implausible(
                        "The source " + quoted(text) + " is unknown; there are " + words(SourceType.values()) + "."));
    }

    /** A domain, or the name of an API key. */
    static String match(String text) {
        var match = text.toLowerCase(Locale.ROOT);
        if (WORD.matcher(match).matches()) {
            return match;
        }
        var domain = domain(text);
        if (domain.isEmpty()) {
            throw new Implausible(quoted(text) + " is neither a domain nor the name of an API key.");
        }
        return domain;
    }

    /** A domain in lower case and ASCII; the empty text where it is none. */
    static String domain(String text) {
        var ascii = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (ascii.length() > LONGEST_DOMAIN) {
            return "";
        }
        try {
            ascii = IDN.toASCII(ascii, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return "";
        }
        return ascii.length() <= LONGEST_DOMAIN
                        && Arrays.stream(ascii.split("\\.", -1))
                                .allMatch(label -> LABEL.matcher(label).matches())
                ? ascii
                : "";
    }

    /** The text in quotes, fit to stand in a sentence. */
    static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }

    /** The text without control characters and not too long to read. */
    static String shown(String text) {
        var clean = text.codePoints()
                .limit(80)
                .map(each -> Character.isISOControl(each) || Character.getType(each) == Character.FORMAT ? '?' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.length() < text.length() ? clean + "…" : clean;
    }

    private static String words(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
    }
}

package duenotice.access;

import duenotice.report.WordTable;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes passwords out of what a customer wrote, before anybody reads it (R25). Rather one word too many than a password
 * left: the mail itself is kept, sealed.
 */
public final class Passwords {
    /** Stands in place of what was taken out. */
    public static final String MASK = "[masked]";

    /** Each has a file {@code password-words_LANGUAGE.txt}. */
    private static final List<String> LANGUAGES = List.of("en", "de");

    private static final WordTable WORDS = WordTable.of(Passwords.class, "password-words", LANGUAGES);

    private static final String END = "(?![\\p{L}\\p{N}_-])[)\\]*\"']{0,2}";

    private static final String LABEL = "(?<![\\p{L}\\p{N}_-])(?:" + any("label") + ")" + END;

    /** Also as the end of a setting's name, such as {@code DB_PASSWORD}. */
    private static final String SETTING = "(?<![\\p{L}\\p{N}])(?:" + any("label") + ")" + END;

    private static final String PLURAL = "(?<![\\p{L}\\p{N}_-])(?:" + any("plural") + ")" + END;

    /** The name that the password is for. */
    private static final String NAMED = "(?:[ \\t]{1,3}(?:" + any("of") + ")(?:[ \\t]{1,3}[^\\s:=]{1,60}){1,3}?){0,2}"
            + "(?:[ \\t]{0,3}\\([^()\\n]{1,60}\\))?";

    private static final String QUOTED =
            "\"[^\"\\n]{1,200}\"|'[^'\\n]{1,200}'|„[^“”\\n]{1,200}[“”]|“[^”\\n]{1,200}”|`[^`\\n]{1,200}`";

    /** A label, a sign and the password, which may stand in the next line: whatever it looks like. */
    private static final Pattern SIGN = Pattern.compile(
            "(" + SETTING + NAMED + "[ \\t]{0,8}(?:[:=：]|->|=>|→)[*_]{0,2}+[ \\t]{0,8}+(?:\\r?\\n[ \\t>]{0,8}+)?+)("
                    + QUOTED + "|(?!\\[masked])[^\\s]{1,400})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A label, a verb, and something that no word of a language looks like. */
    private static final Pattern SAID = Pattern.compile(
            "(" + LABEL + NAMED + "[ \\t]{1,8}(?:" + any("is") + ")(?:[ \\t]{1,3}now|[ \\t]{1,3}jetzt)?[: \\t]{1,8}+)("
                    + QUOTED + "|[^\\s]{4,400})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** The same without a verb, or behind many. */
    private static final Pattern BESIDE = Pattern.compile(
            "((?:" + LABEL + "|" + PLURAL + "[ \\t]{0,3}[:=]?+)[ \\t]{0,40}+(?:\\r?\\n[ \\t>]{0,8}+)?+)"
                    + "((?!https?:)[^\\s\"'`„“]{4,400})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** {@code login: root / secret} and the same with a bar or a comma. */
    private static final Pattern PAIR = Pattern.compile(
            "((?<![\\p{L}\\p{N}])(?:" + any("pair") + ")" + NAMED
                    + "[ \\t]{0,8}[:=][ \\t]{0,8}(?:\\r?\\n[ \\t>]{0,8})?[^\\s/|,:]{1,64}[ \\t]{0,3}[/|,:][ \\t]{0,3})([^\\s]{4,200})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern IN_ADDRESS =
            Pattern.compile("(\\b[a-z][a-z0-9+.-]{1,15}://[^\\s:/@]{1,64}:)([^\\s@/]{1,200})(?=@)");

    private static final Pattern KEY =
            Pattern.compile("(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)([^-]{1,20000})(?=-----END|\\z)");

    /** A program's line that asks for a password itself, or a short number, as of an answer of HTTP. */
    private static final Pattern ASKED = Pattern.compile("(?:[a-zA-Z]{1,40}\\(\\)|\\d{1,3})[.,;)]{0,3}");

    private Passwords() {}

    /**
     * @param text what is left to be read
     * @param any something was taken out
     */
    public record Masked(String text, boolean any) {}

    /** @param text of at most some ten thousand characters */
    public static Masked mask(String text) {
        var left = text;
        left = replaced(left, KEY, value -> true);
        left = replaced(left, SIGN, value -> !ASKED.matcher(value).matches());
        left = replaced(left, SAID, Passwords::looksLikeOne);
        left = replaced(left, BESIDE, Passwords::looksLikeOne);
        left = replaced(left, PAIR, Passwords::looksLikeOne);
        left = replaced(left, IN_ADDRESS, value -> true);
        return new Masked(left, !left.equals(text));
    }

    private static String replaced(String text, Pattern pattern, Predicate<String> isPassword) {
        return pattern.matcher(text)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        isPassword.test(found.group(2)) ? found.group(1) + MASK : found.group()));
    }

    /** Quoted, or of letters and digits, or of letters and odd signs. */
    private static boolean looksLikeOne(String value) {
        var bare = value.replaceAll("[.,;!?)]+$", "");
        if (bare.equals(MASK) || bare.contains("@") && bare.contains(".")) {
            return false;
        }
        if (!bare.isEmpty() && "\"'„“`".indexOf(bare.charAt(0)) >= 0) {
            return true;
        }
        var letters = bare.chars().filter(Character::isLetter).count();
        var digits = bare.chars().filter(Character::isDigit).count();
        var signs = bare.chars().filter(one -> "!#$%&*+?^_~@".indexOf(one) >= 0).count();
        return bare.length() >= 4 && letters > 0 && digits + signs > 0;
    }

    private static String any(String section) {
        return WORDS.section(section).stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(word -> Pattern.quote(word).replace(" ", "\\E[ \\t-]{1,3}\\Q"))
                .collect(Collectors.joining("|"));
    }
}

package duenotice.intake.format;

import java.util.regex.Pattern;

/** Undoes what people do to addresses so that nobody clicks on them: {@code hxxp}, {@code [.]}, {@code (dot)}. */
final class Refang {
    private static final Pattern SCHEME =
            Pattern.compile("(?i)\\b(?:h(?:xx|tt|\\*\\*|__)p|meow)(s?)\\s?[\\[({]?\\s?:\\s?[\\])}]?\\s?//\\s?");
    private static final Pattern SCHEME_BRACKETED = Pattern.compile("(?i)\\b(?:h(?:xx|tt)p|meow)(s?)\\[://\\]");
    private static final Pattern DOT =
            Pattern.compile("(?i) ?(?:[\\[({<] ?(?:\\.|dot|punkt|point) ?[\\])}>]|\\\\\\.) ?");
    private static final Pattern COLON = Pattern.compile("[\\[({]:[\\])}]");
    private static final Pattern TWO_COLONS = Pattern.compile("[\\[({]::[\\])}]");
    private static final Pattern SLASH = Pattern.compile("[\\[({]/[\\])}]");
    private static final Pattern AT = Pattern.compile("(?i) ?[\\[({] ?(?:@|at) ?[\\])}] ?");
    private static final Pattern SPACED_ADDRESS =
            Pattern.compile("(?<![\\d.])(\\d{1,3}) ?\\. ?(\\d{1,3}) ?\\. ?(\\d{1,3}) ?\\. ?(\\d{1,3})(?![\\d.]*\\d)");
    private static final Pattern SPACED_HOST = Pattern.compile(
            "(?i)(https?://[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,5}+) ?\\. ?(?=[a-z0-9-]{2,63}(?:[/ .]|$))");

    private static final char[] BRACKETS = {'[', '(', '{', '<', '\\'};

    private Refang() {}

    /** The line as it was before; nearly all lines come back as they are. */
    static String line(String line) {
        var text = line;
        if (text.indexOf('\u00ad') >= 0 || text.indexOf('\u200b') >= 0 || text.indexOf('\u00a0') >= 0) {
            text = text.replace("\u00ad", "").replace("\u200b", "").replace('\u00a0', ' ');
        }
        var bracketed = false;
        var spaced = false;
        var schemed = false;
        for (var bracket : BRACKETS) {
            for (var i = text.indexOf(bracket); i >= 0; i = text.indexOf(bracket, i + 1)) {
                bracketed |= ".:/@dDaApP".indexOf(visibleAfter(text, i)) >= 0;
            }
        }
        for (var i = text.indexOf('.'); i >= 0; i = text.indexOf('.', i + 1)) {
            spaced |= isBetweenBlanks(text, i);
        }
        for (var i = text.indexOf('/', 1); i >= 0; i = text.indexOf('/', i + 1)) {
            schemed |= (text.charAt(i - 1) == '/' || text.charAt(i - 1) == '[') && !isOrdinary(text, i);
        }
        if (bracketed) {
            text = DOT.matcher(text).replaceAll(".");
            text = TWO_COLONS.matcher(text).replaceAll("::");
            text = COLON.matcher(text).replaceAll(":");
            text = SLASH.matcher(text).replaceAll("/");
            text = AT.matcher(text).replaceAll("@");
        }
        if (schemed) {
            text = SCHEME_BRACKETED.matcher(text).replaceAll("http$1://");
            text = SCHEME.matcher(text).replaceAll("http$1://");
        }
        if (spaced) {
            text = SPACED_ADDRESS.matcher(text).replaceAll("$1.$2.$3.$4");
            if (schemed) {
                text = SPACED_HOST.matcher(text).replaceAll("$1.");
            }
        }
        return text.contains("&amp;") && text.contains("://") ? text.replace("&amp;", "&") : text;
    }

    private static char visibleAfter(String text, int at) {
        var next = at + 1;
        while (next < text.length() && next < at + 3 && text.charAt(next) == ' ') {
            next++;
        }
        return next < text.length() ? text.charAt(next) : ' ';
    }

    /** A dot with a blank beside it that does not end a sentence: what follows goes on in small letters or digits. */
    private static boolean isBetweenBlanks(String text, int dot) {
        var before = dot > 0 && text.charAt(dot - 1) == ' ';
        var after = dot + 1 < text.length() && text.charAt(dot + 1) == ' ';
        var next = visibleAfter(text, dot);
        return (before || after) && (next >= '0' && next <= '9' || before && Character.isLetter(next));
    }

    /** The slashes of a {@code http://} or {@code https://} that nobody touched. */
    private static boolean isOrdinary(String text, int secondSlash) {
        return text.startsWith("http://", secondSlash - 6) && visibleAfter(text, secondSlash) == next(text, secondSlash)
                || text.startsWith("https://", secondSlash - 7)
                        && visibleAfter(text, secondSlash) == next(text, secondSlash);
    }

    private static char next(String text, int at) {
        return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    }

    /** Whether somebody had made the line harmless, which nobody does to a link that is meant to be followed. */
    static boolean wasDefanged(String line) {
        return DEFANGED.matcher(line).find();
    }

    private static final Pattern DEFANGED =
            Pattern.compile("(?i)\\bhxxps?\\b|\\w\\[\\.\\]\\w|\\w\\(\\.\\)\\w|\\w ?\\[dot\\] ?\\w");
}

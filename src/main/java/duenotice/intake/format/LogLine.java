package duenotice.intake.format;

import duenotice.report.Prefix;
import java.util.Locale;
import java.util.Set;

/**
 * A line of a log, taken apart as far as programs agree: time, machine, program with its process, message.
 *
 * @param text the line, bounded: what is longer than {@link #LONGEST} lost its middle
 * @param timed whether it begins with a time
 * @param machine that wrote it, lower case; empty where the line does not tell
 * @param program lower case; empty where the line does not tell
 * @param session what lines of one conversation have in common: process, connection or queue id; empty without
 * @param message where the message begins in the text
 */
record LogLine(String text, boolean timed, String machine, String program, String session, int message) {
    /** Characters; nobody writes more than that in good faith. */
    static final int LONGEST = 4000;

    /** The end is kept, because what a client chose may push the client's own address far to the right. */
    private static final int END = 1000;

    private static final int LONGEST_HEAD = 200;

    private static final Set<String> TIME_WORDS = Set.of(
            "mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm", "utc", "gmt", "cet", "cest", "est", "edt",
            "cst", "cdt", "mst", "mdt", "pst", "pdt", "msk", "z", "t");

    private static final Set<String> MONTHS =
            Set.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    static LogLine of(String line) {
        var text = line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST - END) + " … " + line.substring(line.length() - END);
        var at = 0;
        if (text.startsWith("<")) {
            // syslog's priority (RFC 5424 §6.2.1) and version, or a severity in letters
            var close = text.indexOf('>');
            if (close > 1 && close < 6 && text.chars().limit(close).skip(1).allMatch(Character::isLetterOrDigit)) {
                at = close + 1;
                if (text.startsWith("1 ", at)) {
                    at += 2;
                }
            }
        }
        var time = afterTime(text, at);
        var start = time < 0 ? at : time;
        return head(text, time >= 0, start);
    }

    /** Where what follows the time begins; -1 where the line begins with none. */
    private static int afterTime(String text, int from) {
        var at = from;
        var clock = false;
        var tokens = 0;
        while (at < text.length() && tokens < 9) {
            var start = at;
            while (start < text.length() && isGap(text.charAt(start))) {
                start++;
            }
            var end = start;
            while (end < text.length() && end < start + 60 && !isGap(text.charAt(end))) {
                end++;
                if (end < text.length() && text.charAt(end - 1) == ']') {
                    break;
                }
            }
            var token = bare(text.substring(start, end));
            if (token.isEmpty() && start < end) {
                at = end;
                tokens++;
                continue;
            }
            if (token.isEmpty() || !isTime(token)) {
                if (tokens == 0 && token.length() == 1 && end < text.length()) {
                    at = end;
                    tokens++;
                    continue;
                }
                break;
            }
            if (clock && isPlainNumber(token) && !isYear(token) && (start == 0 || text.charAt(start - 1) != ',')) {
                // digits behind a comma are thousandths; a number further on belongs to the message
                break;
            }
            clock |= isClock(token) || isEpoch(token);
            at = end;
            tokens++;
        }
        if (!clock) {
            return -1;
        }
        while (at < text.length() && (isGap(text.charAt(at)) || text.charAt(at) == ':' || text.charAt(at) == ']')) {
            at++;
        }
        return at;
    }

    private static boolean isGap(char character) {
        return character == ' ' || character == '\t' || character == ',' || character == ';' || character == '|';
    }

    private static String bare(String token) {
        var start = 0;
        var end = token.length();
        while (start < end && "[](){}<>\"'=*-:".indexOf(token.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "[](){}<>\"'=*-:.".indexOf(token.charAt(end - 1)) >= 0) {
            end--;
        }
        return token.substring(start, end);
    }

    private static boolean isTime(String token) {
        var lower = token.toLowerCase(Locale.ROOT);
        if (TIME_WORDS.contains(lower) || isMonth(lower) || lower.length() > 3 && isWeekday(lower)) {
            return true;
        }
        if (lower.length() > 45) {
            return false;
        }
        var digits = 0;
        var dots = 0;
        var marks = 0;
        var i = 0;
        while (i < lower.length()) {
            var character = lower.charAt(i);
            if (character >= '0' && character <= '9') {
                digits++;
                i++;
            } else if (character == '.') {
                dots++;
                i++;
            } else if (":/-+_".indexOf(character) >= 0) {
                marks++;
                i++;
            } else if (character >= 'a' && character <= 'z') {
                var end = i;
                while (end < lower.length() && Character.isLetter(lower.charAt(end))) {
                    end++;
                }
                var word = lower.substring(i, end);
                if (!word.equals("t") && !word.equals("z") && !isMonth(word)) {
                    return false;
                }
                i = end;
            } else {
                return false;
            }
        }
        if (digits == 0
                || dots == 3 && marks <= 1 && Prefix.parse(withoutPort(lower)).isPresent()) {
            return false;
        }
        return marks + dots > 0 || digits <= 13;
    }

    private static String withoutPort(String token) {
        var colon = token.indexOf(':');
        return colon < 0 ? token : token.substring(0, colon);
    }

    /** {@code jan}, {@code january}, {@code sept.}, also the beginnings that other languages share. */
    private static boolean isMonth(String word) {
        return word.length() >= 3
                && word.length() <= 9
                && (MONTHS.contains(word)
                        || MONTHS.contains(word.substring(0, 3))
                                && ("january february march april june july august september october november december"
                                                .contains(word)
                                        || word.equals("sept")));
    }

    private static boolean isWeekday(String word) {
        return "monday tuesday wednesday thursday friday saturday sunday".contains(word);
    }

    private static boolean isPlainNumber(String token) {
        return isNumber(token, 0, token.length());
    }

    private static boolean isYear(String token) {
        return token.length() == 4 && (token.startsWith("19") || token.startsWith("20"));
    }

    private static boolean isEpoch(String token) {
        var dot = token.indexOf('.');
        var whole = dot < 0 ? token.length() : dot;
        return (whole == 10 || whole == 13) && token.charAt(0) == '1' && isNumber(token, 0, whole);
    }

    private static boolean isNumber(String text, int from, int to) {
        if (from >= to) {
            return false;
        }
        for (var i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isClock(String token) {
        for (var colon = token.indexOf(':'); colon > 0; colon = token.indexOf(':', colon + 1)) {
            if (colon + 2 < token.length()
                    && Character.isDigit(token.charAt(colon - 1))
                    && Character.isDigit(token.charAt(colon + 1))
                    && Character.isDigit(token.charAt(colon + 2))) {
                return true;
            }
        }
        return false;
    }

    private static LogLine head(String text, boolean timed, int from) {
        var at = from;
        var machine = "";
        for (var tokens = 0; tokens < 4; tokens++) {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            var end = at;
            while (end < text.length() && end < at + LONGEST_HEAD && text.charAt(end) > ' ') {
                end++;
            }
            var token = text.substring(at, end);
            var open = token.indexOf('[');
            var close = token.indexOf(']', open + 1);
            if (open > 0 && close > open + 1 && isNumber(token, open + 1, close) && isName(token, open)) {
                return line(text, timed, machine, token.substring(0, open), token.substring(0, close + 1), end);
            }
            var next = end;
            while (next < text.length() && text.charAt(next) == ' ') {
                next++;
            }
            if (open < 0 && isName(token, token.length()) && next < text.length() && text.charAt(next) == '[') {
                var end2 = text.indexOf(']', next);
                if (end2 > next + 1 && end2 < next + 9 && isNumber(text, next + 1, end2)) {
                    return line(text, timed, machine, token, token + text.substring(next, end2 + 1), end2 + 1);
                }
            }
            if (tokens > 0 && timed && isPlainNumber(token)) {
                // RFC 5424 §6: machine, program, process, message id
                var before = text.substring(from, at).strip().split("\\s+");
                var program = before[before.length - 1];
                if (text.startsWith(" - ", end) && isName(program, program.length())) {
                    return line(text, timed, machine, program, program + "[" + token + "]", end);
                }
            }
            if (tokens < 2 && timed && token.endsWith(":") && isPlainName(token)) {
                // without a process it may as well be the message's first words, so the message begins before it
                return line(text, timed, machine, token.substring(0, token.length() - 1), "", from);
            }
            if (token.startsWith("[")
                    && tokens == 0
                    && close == token.length() - 1
                    && isName(token.substring(1), close - 1)
                    && timed) {
                return line(text, timed, machine, token.substring(1, close), "", at);
            }
            if (token.isEmpty() || !isMachine(token)) {
                break;
            }
            if (machine.isEmpty() && !token.startsWith("<")) {
                machine = token.toLowerCase(Locale.ROOT);
            }
            at = end;
        }
        return line(text, timed, "", "", "", from);
    }

    private static LogLine line(
            String text, boolean timed, String machine, String program, String process, int message) {
        var at = Math.min(message, text.length());
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == ':' && !text.startsWith("::", at))) {
            at++;
        }
        return new LogLine(
                text,
                timed,
                machine,
                program.toLowerCase(Locale.ROOT),
                session(text, at, machine + "/" + process, !process.isEmpty()),
                at);
    }

    /** A connection or queue id tells conversations apart better than a process that holds many. */
    private static String session(String text, int message, String process, boolean hasProcess) {
        var end = Math.min(text.length(), message + 80);
        var conn = text.indexOf("conn", message);
        if (conn >= 0 && conn < end) {
            var digits = conn + 4;
            if (digits < text.length() && text.charAt(digits) == '=') {
                digits++;
            }
            var stop = digits;
            while (stop < text.length() && Character.isDigit(text.charAt(stop))) {
                stop++;
            }
            if (stop > digits) {
                return process + text.substring(conn, stop);
            }
        }
        var colon = text.indexOf(':', message);
        if (hasProcess && colon >= message + 8 && colon < message + 24) {
            var digits = 0;
            for (var i = message; i < colon; i++) {
                if (!Character.isLetterOrDigit(text.charAt(i))) {
                    return process;
                }
                digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
            }
            if (digits >= 3) {
                return process + text.substring(message, colon);
            }
        }
        return hasProcess ? process : "";
    }

    private static boolean isName(String token, int end) {
        if (end <= 0 || end > 60) {
            return false;
        }
        var letters = 0;
        for (var i = 0; i < end; i++) {
            var character = token.charAt(i);
            if (!Character.isLetterOrDigit(character) && "_-./@()#".indexOf(character) < 0) {
                return false;
            }
            letters += Character.isLetter(character) ? 1 : 0;
        }
        return letters > 0;
    }

    private static boolean isPlainName(String token) {
        return isName(token, token.length() - 1) && token.indexOf('(') < 0 && token.indexOf('#') < 0;
    }

    private static boolean isMachine(String token) {
        for (var i = 0; i < token.length(); i++) {
            var character = token.charAt(i);
            if (!Character.isLetterOrDigit(character) && "_-.:<>#".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }
}

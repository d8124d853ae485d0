package duenotice.intake.format;

import duenotice.report.Prefix;
import duenotice.report.Type;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A line of a web server's access log: who asked for what, and how it was answered.
 *
 * @param client an address in its normal spelling, or a host name
 * @param request the quoted request line; empty where there was none
 * @param status 0 where the line names none
 * @param rest what stands behind the request: referrer, program
 */
record AccessLine(String client, boolean name, String request, int status, String rest) {
    private static final Type LOGIN = Type.of("connection/login_attack");
    private static final Type SCAN = Type.of("connection/vulnerability_scan");
    private static final Type INJECTION = Type.of("connection/sql_injection");
    private static final Type FLOOD = Type.of("connection/ddos");

    private static final Set<String> METHODS = Set.of(
            "get", "post", "head", "put", "delete", "options", "patch", "propfind", "connect", "trace", "report");

    /** What no honest request holds, whatever it was answered. */
    private static final Set<String> HOSTILE = Set.of(
            "../..",
            "..%2f",
            "%2e%2e",
            "() {",
            "${jndi",
            "%00",
            "/etc/passwd",
            "<script",
            "%3cscript",
            "union+select",
            "union%20select",
            "union select",
            "php://",
            "/.env",
            "/.git/",
            "/.aws",
            "eval-stdin",
            "wget+http",
            "wget%20http",
            "allow_url_include",
            "sleep(",
            "benchmark(",
            "/bin/sh",
            "cmd.exe",
            "\\x16\\x03",
            "\\x03\\x00");

    /** Reads a line that has the form of an access log; empty where it has not. */
    static Optional<AccessLine> of(String text) {
        var open = text.indexOf('[');
        while (open >= 0 && open < 400 && !isDate(text, open + 1)) {
            open = text.indexOf('[', open + 1);
        }
        if (open < 3 || open >= 400) {
            return Optional.empty();
        }
        var close = text.indexOf(']', open);
        if (close < 0) {
            return Optional.empty();
        }
        var head = text.substring(0, open).strip().split("\\s+", 6);
        if (head.length > 5) {
            return Optional.empty();
        }
        var second = head.length > 1 ? head[1] : "";
        // HAProxy writes the client's port and nothing else before the time
        var first = head.length == 1
                ? client(head[0].substring(0, Math.max(0, head[0].lastIndexOf(':'))))
                : client(head[0]);
        var client = first.or(() -> client(second)).orElse(head[0].toLowerCase(Locale.ROOT));
        var name = Prefix.parse(client).isEmpty();
        if (name && !(Hosts.isName(client) && second.equals("-"))) {
            return Optional.empty();
        }
        var quote = text.indexOf('"', close);
        var end = quote < 0 ? -1 : closingQuote(text, quote + 1);
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(new AccessLine(
                client,
                name,
                text.substring(quote + 1, end),
                status(text, close, quote, end + 1),
                text.substring(end + 1)));
    }

    private static Optional<String> client(String token) {
        var bare = token.endsWith(",") ? token.substring(0, token.length() - 1) : token;
        var colon = bare.indexOf(':');
        return Prefix.parse(bare)
                .or(() -> colon > 0 ? Prefix.parse(bare.substring(0, colon)) : Optional.empty())
                .filter(Prefix::isAddress)
                .map(Prefix::text);
    }

    private static boolean isDate(String text, int at) {
        return at + 12 < text.length()
                && Character.isDigit(text.charAt(at))
                && Character.isDigit(text.charAt(at + 1))
                && text.charAt(at + 2) == '/'
                && Character.isLetter(text.charAt(at + 3));
    }

    private static int closingQuote(String text, int from) {
        for (var i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    /** Three digits behind the request, or alone before it. */
    private static int status(String text, int close, int quote, int after) {
        var behind = number(text.substring(after, Math.min(text.length(), after + 6))
                .strip()
                .split(" ", 2)[0]);
        if (behind > 0) {
            return behind;
        }
        for (var token : text.substring(close + 1, Math.min(quote, close + 400)).split(" ")) {
            if (number(token) > 0) {
                return number(token);
            }
        }
        return 0;
    }

    private static int number(String token) {
        return token.length() == 3 && token.chars().allMatch(Character::isDigit) ? Integer.parseInt(token) : 0;
    }

    /** What the request tried; empty where it accuses nobody. */
    Optional<Type> deed() {
        var lower = request.toLowerCase(Locale.ROOT);
        var said = LogWords.in(request);
        if (said.type().filter(INJECTION::equals).isPresent()) {
            return Optional.of(INJECTION);
        }
        if (HOSTILE.stream().anyMatch(lower::contains)
                || includesFromElsewhere(lower)
                || LogWords.in(rest).says(LogWords.Sense.SCANNER)) {
            return Optional.of(lower.contains("select") ? INJECTION : SCAN);
        }
        var blank = lower.indexOf(' ');
        if (!METHODS.contains(blank < 0 ? lower : lower.substring(0, blank)) && !lower.equals("-") && status >= 400) {
            return Optional.of(SCAN);
        }
        var logsIn = lower.startsWith("post ")
                && (lower.contains("login") || lower.contains("xmlrpc") || lower.contains("signin"));
        return switch (status) {
            case 401, 407 -> Optional.of(LOGIN);
            case 429 -> Optional.of(FLOOD);
            case 400, 405, 414, 431, 444, 501 -> Optional.of(SCAN);
            case 403, 404, 406, 410, 500, 503 ->
                logsIn ? Optional.of(LOGIN) : said.says(LogWords.Sense.PROBE) ? Optional.of(SCAN) : Optional.empty();
            case 200 ->
                logsIn && (lower.contains("wp-login") || lower.contains("xmlrpc"))
                        ? Optional.of(LOGIN)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A parameter that is a page elsewhere, cut off by a question mark: to be run by a script that adds an ending. */
    private static boolean includesFromElsewhere(String request) {
        for (var from = request.indexOf("=http"); from >= 0; from = request.indexOf("=http", from + 1)) {
            var end = from + 1;
            while (end < request.length() && " &".indexOf(request.charAt(end)) < 0) {
                end++;
            }
            var value = request.substring(from + 1, end);
            if (value.contains("://") && (value.endsWith("?") || value.endsWith(".txt"))) {
                return true;
            }
        }
        return false;
    }
}

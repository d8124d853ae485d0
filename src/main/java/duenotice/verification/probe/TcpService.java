package duenotice.verification.probe;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A service that strangers should not reach over TCP. Pure.
 *
 * @param question one line that changes nothing; empty where the open port alone is what was complained of
 * @param reader what an answer means; an empty one is read too
 */
record TcpService(String name, String question, Function<String, Meaning> reader) {
    /** What was complained of is that it can be reached at all. */
    static TcpService reachable(String name) {
        return new TcpService(name, "", ignored -> Meaning.OPEN);
    }

    /** It may want a login by now, which nobody can see without knocking harder than is safe. */
    static TcpService reachableIsUnclear(String name) {
        return new TcpService(name, "", ignored -> Meaning.UNCLEAR);
    }

    /** Without protection it answers a ping; with it, it says that it wants a login, or whom it serves. */
    static TcpService redis() {
        return new TcpService("Redis", "PING\r\n", answer -> {
            if (answer.startsWith("+PONG")) {
                return Meaning.OPEN;
            }
            return answer.startsWith("-NOAUTH") || answer.startsWith("-DENIED") || answer.startsWith("-NOPERM")
                    ? Meaning.CLOSED
                    : Meaning.UNCLEAR;
        });
    }

    /**
     * A page that it shows to strangers only where it wants no login.
     *
     * @param mark by which the page's body, as far as it was read, is known for this service's
     */
    static TcpService page(String name, String path, Predicate<String> mark) {
        return new TcpService(name, "GET " + path + " HTTP/1.0\r\n\r\n", answer -> {
            var status = answer.startsWith("HTTP/1.") && answer.length() >= 12 ? answer.substring(9, 12) : "";
            return switch (status) {
                case "200" -> mark.test(body(answer)) ? Meaning.OPEN : Meaning.UNCLEAR;
                case "401", "403" -> Meaning.CLOSED;
                default -> Meaning.UNCLEAR;
            };
        });
    }

    private static String body(String answer) {
        var end = answer.indexOf("\r\n\r\n");
        return end < 0 ? "" : answer.substring(end).strip();
    }
}

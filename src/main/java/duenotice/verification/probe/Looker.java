package duenotice.verification.probe;

import duenotice.incident.Persistence;
import duenotice.verification.probe.Heard.Bytes;
import duenotice.verification.probe.Heard.HungUp;
import duenotice.verification.probe.Heard.Refused;
import duenotice.verification.probe.Heard.Silence;
import duenotice.verification.probe.Heard.Trouble;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Puts a service's questions to a place and says what the answers prove. No answer at all proves that a service is gone
 * only while our own canary answers; else it proves nothing.
 */
final class Looker {
    private static final int LONGEST_ANSWER = 2048;
    private static final int LONGEST_QUOTE = 60;

    private final Wire wire;
    private final Canary canary;

    Looker(Wire wire, Canary canary) {
        this.wire = wire;
        this.canary = canary;
    }

    Look udp(InetSocketAddress place, UdpService service) {
        var asked = new ArrayList<String>();
        var closed = false;
        var unclear = new ArrayList<String>();
        var silent = new ArrayList<String>();
        for (var ask : service.asks()) {
            asked.add(ask.words());
            switch (wire.udp(place, ask.packet())) {
                case Bytes answer -> {
                    switch (ask.reader().read(answer.first())) {
                        case OPEN -> {
                            return new Look(
                                    Persistence.YES,
                                    String.join(", ", asked),
                                    "it answers anybody: " + factor(ask.packet().length(), answer));
                        }
                        case CLOSED -> closed = true;
                        case UNCLEAR -> unclear.add("it answered what no " + service.name() + " says to strangers");
                    }
                }
                case HungUp ignored -> unclear.add("it hung up");
                case Refused ignored -> {
                    return new Look(Persistence.NO, String.join(", ", asked), "nothing listens there any more");
                }
                case Silence(int tries) -> silent.add(tries + " questions without an answer");
                case Trouble(String why) -> {
                    return new Look(Persistence.UNKNOWN, String.join(", ", asked), "it could not be asked: " + why);
                }
            }
        }
        var sent = String.join(", ", asked);
        if (!unclear.isEmpty()) {
            return new Look(Persistence.UNKNOWN, sent, unclear.getFirst());
        }
        if (closed) {
            return new Look(Persistence.NO, sent, "it refuses strangers");
        }
        return canary.hearsUdp(wire, place)
                ? new Look(Persistence.NO, sent, silent.getFirst() + ", while our own name server answered")
                : new Look(Persistence.UNKNOWN, sent, silent.getFirst() + ", which proves nothing without a canary");
    }

    /** What makes an open service worth forging questions for. */
    private static String factor(int question, Bytes answer) {
        return String.format(
                Locale.ROOT,
                "%d bytes in %d %s to a question of %d, %.1f times as much",
                answer.bytes(),
                answer.packets(),
                answer.packets() == 1 ? "packet" : "packets",
                question,
                (double) answer.bytes() / question);
    }

    Look tcp(InetSocketAddress place, TcpService service) {
        var question = service.question();
        var sent = question.isEmpty() ? "a connection" : quoted(question);
        return switch (wire.tcp(place, question, LONGEST_ANSWER)) {
            case HungUp ignored -> new Look(Persistence.UNKNOWN, sent, "it takes connections and ends them at once");
            case Bytes answer -> {
                var text = answer.first();
                yield switch (service.reader().apply(text)) {
                    case OPEN -> new Look(Persistence.YES, sent, "it is open to anybody" + said(text));
                    case CLOSED -> new Look(Persistence.NO, sent, "it refuses strangers" + said(text));
                    case UNCLEAR ->
                        new Look(
                                Persistence.UNKNOWN,
                                sent,
                                "the port is open, and whether to anybody cannot be seen" + said(text));
                };
            }
            case Refused ignored -> new Look(Persistence.NO, sent, "nothing listens there any more");
            case Silence ignored ->
                canary.hearsTcp(wire, place)
                        ? new Look(Persistence.NO, sent, "no connection, while our own name server could be reached")
                        : new Look(Persistence.UNKNOWN, sent, "no connection, which proves nothing without a canary");
            case Trouble(String why) -> new Look(Persistence.UNKNOWN, sent, "it could not be asked: " + why);
        };
    }

    private static String said(String answer) {
        var quoted = quoted(answer);
        return quoted.isEmpty() ? "" : ": \"" + quoted + "\"";
    }

    /** The first line, as far as it is plain text; what a hostile server says gets no further. */
    static String quoted(String text) {
        var line = text.strip().lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7E]", "?");
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line;
    }
}

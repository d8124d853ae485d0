package duenotice.verification.probe;

import duenotice.verification.probe.Heard.Bytes;
import duenotice.verification.probe.Wire.Connected;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Name servers of our own, reached the way customers' servers are. Silence of another proves something only while one of
 * these answers: else our own network may have swallowed the question.
 */
final class Canary {
    private final List<InetSocketAddress> servers;

    Canary(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    /** Any answer will do, a refusal too. */
    boolean hearsUdp(Wire wire, InetSocketAddress like) {
        return servers.stream().filter(server -> isSameFamily(server, like)).anyMatch(server -> hears(wire, server));
    }

    private static boolean hears(Wire wire, InetSocketAddress server) {
        var question = question();
        return wire.udp(server, question) instanceof Bytes answer && isAnswer(answer.first(), question);
    }

    boolean hearsTcp(Wire wire, InetSocketAddress like) {
        return servers.stream().filter(server -> isSameFamily(server, like)).anyMatch(server -> {
            if (wire.connect(server) instanceof Connected(var socket)) {
                try (socket) {
                    return true;
                } catch (IOException closedAnyway) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isSameFamily(InetSocketAddress server, InetSocketAddress like) {
        return server.getAddress() instanceof Inet6Address == like.getAddress() instanceof Inet6Address;
    }

    static String question() {
        var message = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        return Octets.text(message.toWire());
    }

    /** Under the id of this question: anybody can send an answer to another (RFC 5452 §4.3). */
    static boolean isAnswer(String answer, String question) {
        return answer.length() >= 12 && answer.startsWith(question.substring(0, 2)) && (answer.charAt(2) & 0x80) != 0;
    }
}

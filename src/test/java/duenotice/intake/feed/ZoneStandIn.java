package duenotice.intake.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Stands in for the name server of a DNS blocklist, for what a sound one never does. */
final class ZoneStandIn implements AutoCloseable {
    static final String ZONE = "list.example";

    private final DatagramSocket socket;
    private volatile Answer answer = Answer.LISTS;
    private volatile Set<String> listed = Set.of();

    enum Answer {
        /** Its test entry and what is listed. */
        LISTS,
        EMPTY,
        EVERYTHING,
        FAILS,
        REFUSES,
        /** By the code that stands for it. */
        ASKED_TOO_MUCH,
        /** What the owner of an ended domain answers to everything. */
        SOLD,
        CUT,
        BYTES
    }

    ZoneStandIn() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Thread.ofVirtual().start(this::serve);
    }

    String place() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void answers(Answer how) {
        answer = how;
    }

    /** @param reversed addresses as they are asked for, such as {@code 7.2.0.192} */
    void lists(String... reversed) {
        listed = Set.of(reversed);
        answer = Answer.LISTS;
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[2000], 2000);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                var said = said(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
                socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // the next question, if any, is another one
            }
        }
    }

    private byte[] said(Message question) throws IOException {
        var asked = question.getQuestion().getName();
        var labels = asked.toString().replace("." + ZONE + ".", "");
        var message = new Message(question.getHeader().getID());
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(question.getQuestion(), Section.QUESTION);
        var code = code(labels);
        message.getHeader()
                .setRcode(
                        switch (answer) {
                            case FAILS -> Rcode.SERVFAIL;
                            case REFUSES -> Rcode.REFUSED;
                            default -> code.isPresent() ? Rcode.NOERROR : Rcode.NXDOMAIN;
                        });
        if (code.isPresent() && question.getQuestion().getType() == Type.A) {
            message.addRecord(
                    new ARecord(Name.fromString(asked.toString()), DClass.IN, 300, InetAddress.ofLiteral(code.get())),
                    Section.ANSWER);
        }
        var wire = message.toWire();
        return switch (answer) {
            case CUT -> Arrays.copyOf(wire, wire.length - 3);
            case BYTES -> {
                Arrays.fill(wire, 2, wire.length, (byte) 0xee);
                yield wire;
            }
            default -> wire;
        };
    }

    private Optional<String> code(String labels) {
        return switch (answer) {
            case LISTS, CUT, BYTES ->
                labels.equals("2.0.0.127") || listed.contains(labels) ? Optional.of("127.0.0.4") : Optional.empty();
            case EVERYTHING -> Optional.of("127.0.0.4");
            case ASKED_TOO_MUCH -> Optional.of("127.255.255.255");
            case SOLD -> Optional.of("198.51.100.80");
            case EMPTY, FAILS, REFUSES -> Optional.empty();
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}

package duenotice.crash;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Mail servers that bring complaints and keep every mail until they hear 250 for it, as mail servers do: a mail in
/// doubt is brought again (RFC 5321 §4.5.4).
final class Sender {
    private static final int LINES = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Complaints complaints;
    private final Deque<byte[]> kept = new ConcurrentLinkedDeque<>();
    private final Queue<byte[]> acknowledged = new ConcurrentLinkedQueue<>();

    Sender(Complaints complaints) {
        this.complaints = complaints;
    }

    /// Each mail as often as it was acknowledged.
    List<byte[]> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /// Sends on all lines until the other side dies.
    Sending start(int port, InstantSource now) {
        return new Sending(port, now);
    }

    final class Sending {
        private final List<Thread> lines = new ArrayList<>();

        private Sending(int port, InstantSource now) {
            for (var line = 0; line < LINES; line++) {
                lines.add(Thread.ofVirtual().start(() -> send(port, now)));
            }
        }

        /// Returns when nothing is under way any more.
        void join() throws InterruptedException {
            for (var line : lines) {
                line.join();
            }
        }

        private void send(int port, InstantSource now) {
            try (var talk = new Talk(port)) {
                while (true) {
                    var mail = kept.pollFirst();
                    bring(talk, mail == null ? complaints.next(now.instant()) : mail);
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (IOException dead) {
                // What was under way is kept.
            }
        }
    }

    /// Brings whatever is in doubt once more.
    void bringWhatIsKept(int port) throws IOException {
        try (var talk = new Talk(port)) {
            for (var mail = kept.pollFirst(); mail != null; mail = kept.pollFirst()) {
                bring(talk, mail);
            }
        }
    }

    private void bring(Talk talk, byte[] mail) throws IOException {
        var taken = false;
        try {
            taken = talk.send(mail);
        } finally {
            if (taken) {
                acknowledged.add(mail);
            } else {
                kept.add(mail);
            }
        }
    }

    /// One SMTP connection.
    private static final class Talk implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Talk(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            expect("220");
            say("EHLO mx.reporters.example", "250");
        }

        /// True for 250 after the mail's end.
        boolean send(byte[] mail) throws IOException {
            say("MAIL FROM:<>", "250");
            say("RCPT TO:<abuse@provider.example>", "250");
            say("DATA", "354");
            var out = socket.getOutputStream();
            out.write(stuffed(mail));
            out.write(".\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return reply().startsWith("250");
        }

        /// A dot at the start of a line is doubled (RFC 5321 §4.5.2).
        private static byte[] stuffed(byte[] mail) {
            var out = new ByteArrayOutputStream(mail.length + 16);
            var lineStarts = true;
            for (var one : mail) {
                if (lineStarts && one == '.') {
                    out.write('.');
                }
                out.write(one);
                lineStarts = one == '\n';
            }
            return out.toByteArray();
        }

        private void say(String line, String code) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            expect(code);
        }

        private void expect(String code) throws IOException {
            var reply = reply();
            if (!reply.startsWith(code)) {
                throw new IOException("expected " + code + ", heard " + reply);
            }
        }

        private String reply() throws IOException {
            String line;
            do {
                line = in.readLine();
                if (line == null) {
                    throw new IOException("hung up");
                }
            } while (line.length() > 3 && line.charAt(3) == '-');
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A server of the old kind: it says no length, and the end of the connection is the end of its answer (RFC 9112 §6.3). */
final class ClosingServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String toQuestions;
    private volatile String list = "";

    /** @param toQuestions what a POST is answered with */
    ClosingServer(String toQuestions) {
        this.toQuestions = toQuestions;
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Thread.ofVirtual().start(this::answer);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/feed");
    }

    void serves(String text) {
        list = text;
    }

    private void answer() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                answer(connection);
            } catch (IOException closed) {
                // the next one, if any, is another connection
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        var post = String.valueOf(reader.readLine()).startsWith("POST");
        var length = 0;
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (var i = 0; i < length; i++) {
            reader.read();
        }
        var answer =
                "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n" + (post ? toQuestions : list);
        connection.getOutputStream().write(answer.getBytes(UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

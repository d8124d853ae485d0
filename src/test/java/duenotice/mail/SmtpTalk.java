package duenotice.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks SMTP by hand, rightly or wrongly. */
final class SmtpTalk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    final String greeting;

    SmtpTalk(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            greeting = reply();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The last line of the answer; {@code "closed"} when there is none any more. */
    String say(String command) {
        send(command + "\r\n");
        return reply();
    }

    void send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    String reply() {
        try {
            StringBuilder lines = new StringBuilder();
            while (true) {
                String line = in.readLine();
                if (line == null) {
                    return "closed";
                }
                lines.append(line);
                if (line.length() < 4 || line.charAt(3) != '-') {
                    return lines.toString();
                }
                lines.append('\n');
            }
        } catch (IOException gone) {
            return "closed";
        }
    }

    /** Everything up to the answer to {@code DATA}. */
    SmtpTalk upToData(String... recipients) {
        say("EHLO client.example");
        say("MAIL FROM:<sender@reporter.example>");
        for (String recipient : recipients) {
            say("RCPT TO:<" + recipient + ">");
        }
        String go = say("DATA");
        if (!go.startsWith("354")) {
            throw new IllegalStateException(go);
        }
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}

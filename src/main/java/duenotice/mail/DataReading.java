package duenotice.mail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads what follows {@code DATA} (RFC 5321 §4.1.1.4, §4.5.2).
 *
 * <p>Only CR LF, a dot, CR LF ends it, and only CR LF makes a line: a server that is less strict can be made to see a
 * second mail where the one before it saw none (SMTP smuggling). A bare CR or LF is data.
 */
final class DataReading implements AutoCloseable {
    private enum At {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR
    }

    /** Bytes; what is longer is rare. */
    private static final int USUAL = 1024 * 1024;

    /** Shorter than a mail server waits while it sends (RFC 5321 §4.5.3.2.5). */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final InputStream in;
    private final int limit;
    private byte[] bytes = new byte[8_192];
    private int length;
    private long seen;
    private final Semaphore large;
    private boolean isLarge;

    /** @param large gives leave to read more than a usual mail has; who gets none waits, and the client with him */
    DataReading(InputStream in, int limit, Semaphore large) {
        this.in = in;
        this.limit = limit;
        this.large = large;
    }

    /**
     * The message without its end, the stuffed dots taken out; empty when it is longer than the limit. Read to its end
     * all the same, or its rest would be taken for commands.
     *
     * @throws EOFException when the client went away before the end
     * @throws IOException also when the client goes on far beyond the limit
     */
    Optional<byte[]> message() throws IOException {
        At at = At.LINE_START;
        while (true) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("connection lost before the end of the message");
            }
            if (at == At.DOT_CR && read == '\n') {
                return length > limit ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, length));
            }
            if (at == At.DOT_CR) {
                keep('\r');
                at = At.CR;
            }
            if (at == At.LINE_START && read == '.') {
                at = At.DOT;
            } else if (at == At.DOT && read == '\r') {
                at = At.DOT_CR;
            } else {
                keep(read);
                at = next(at, read);
            }
        }
    }

    private static At next(At at, int read) {
        if (read == '\r') {
            return At.CR;
        }
        return at == At.CR && read == '\n' ? At.LINE_START : At.TEXT;
    }

    private void keep(int read) throws IOException {
        seen++;
        if (seen > 4L * limit) {
            throw new IOException("message goes on far beyond the limit");
        }
        if (length > limit) {
            return;
        }
        if (length == bytes.length) {
            if (length >= USUAL && !isLarge) {
                waitForLeave();
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit + 1L, 2L * length));
        }
        bytes[length++] = (byte) read;
    }

    /** The message is kept, or nobody wants it any more. */
    @Override
    public void close() {
        if (isLarge) {
            large.release();
        }
    }

    private void waitForLeave() throws IOException {
        try {
            isLarge = large.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (!isLarge) {
            throw new IOException("too many long mails at once");
        }
    }
}

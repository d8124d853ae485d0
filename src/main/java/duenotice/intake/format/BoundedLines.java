package duenotice.intake.format;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lines of a text, of which none may fill the memory: what is longer than the limit is cut and says so. */
final class BoundedLines {
    /** Characters. The widest rows of real tables, with certificates in them, have about 4,000. */
    static final int LONGEST = 128 * 1024;

    private final Reader reader;
    private final char[] buffer = new char[32 * 1024];
    private final Deque<Line> back = new ArrayDeque<>();
    private int at;
    private int length;
    private int number;
    private boolean afterReturn;

    /** @param number counted from 1 */
    record Line(String text, int number, boolean cut) {}

    BoundedLines(Reader reader) {
        this.reader = reader;
    }

    /** The next line without its end; null behind the last. */
    @Nullable
    Line next() {
        var before = back.poll();
        return before != null ? before : read();
    }

    /** Gives a line back, to come next. */
    void giveBack(Line line) {
        back.push(line);
    }

    private @Nullable Line read() {
        StringBuilder begun = null;
        var cut = false;
        while (true) {
            if (at == length && !fill()) {
                return begun == null ? null : new Line(begun.toString(), ++number, cut);
            }
            if (afterReturn && buffer[at] == '\n') {
                at++;
                afterReturn = false;
                continue;
            }
            afterReturn = false;
            var end = at;
            while (end < length && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            var room = begun == null ? LONGEST : LONGEST - begun.length();
            var taken = Math.min(end - at, room);
            cut |= taken < end - at;
            if (end < length) {
                afterReturn = buffer[end] == '\r';
                var text = begun == null
                        ? new String(buffer, at, taken)
                        : begun.append(buffer, at, taken).toString();
                at = end + 1;
                return new Line(text, ++number, cut);
            }
            begun = (begun == null ? new StringBuilder() : begun).append(buffer, at, taken);
            at = end;
        }
    }

    private boolean fill() {
        try {
            at = 0;
            length = Math.max(0, reader.read(buffer));
            return length > 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

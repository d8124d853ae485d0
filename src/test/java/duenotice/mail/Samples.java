package duenotice.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Whole mails kept as files under {@code src/test/resources/mail}. */
final class Samples {
    private Samples() {}

    static byte[] bytes(String file) {
        try (InputStream stream = Samples.class.getResourceAsStream("/mail/" + file)) {
            return Objects.requireNonNull(stream, file).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Mail mail(String file) {
        return Mail.parse(bytes(file));
    }

    static Mail of(String text) {
        return Mail.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}

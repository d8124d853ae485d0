package duenotice.verification.probe;

import java.util.Locale;
import java.util.Optional;

/**
 * What a web server said. Pure.
 *
 * @param location where it sends one on to
 * @param body a character for each byte, as far as it was read
 */
record WebAnswer(int status, Optional<String> location, String body) {
    static Optional<WebAnswer> of(String text) {
        var status = ProxyLook.status(text);
        var end = text.indexOf("\r\n\r\n");
        if (status == 0 || end < 0) {
            return Optional.empty();
        }
        var location = text.substring(0, end)
                .lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .findFirst();
        return Optional.of(new WebAnswer(status, location, text.substring(end + 4)));
    }

    boolean isGone() {
        return status == 404 || status == 410;
    }

    boolean sendsOn() {
        return status >= 300 && status < 400 && location.isPresent();
    }
}

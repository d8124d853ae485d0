package duenotice.verification.probe;

import duenotice.report.Prefix;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A reported page, as far as it may be asked for: of hostile making, so that only its own parts are ever sent, to an address
 * that was guarded before.
 *
 * @param host in lower case, without the last dot; a name that names have room for, or an address
 * @param target path and query, printable ASCII without blanks
 */
record WebPage(boolean secure, String host, int port, String target) {
    private static final int LONGEST = 2000;

    /** RFC 1035 §2.3.4. */
    private static final int LONGEST_NAME = 253;

    private static final int LONGEST_LABEL = 63;

    static Optional<WebPage> of(String url) {
        if (url.length() > LONGEST || !url.chars().allMatch(one -> one > 0x20 && one < 0x7F)) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
        var secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || !isName(withoutLastDot(uri.getHost()))
                || uri.getRawUserInfo() != null
                || uri.getPort() == 0
                || uri.getPort() > 65_535) {
            return Optional.empty();
        }
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Optional.of(new WebPage(
                secure,
                withoutLastDot(uri.getHost()).toLowerCase(Locale.ROOT),
                uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()));
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isName(String host) {
        return host.startsWith("[")
                || host.length() <= LONGEST_NAME
                        && Arrays.stream(host.split("\\.", -1))
                                .allMatch(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL);
    }

    /** A name, and not an address: what a server of TLS may be asked for (RFC 6066 §3). */
    boolean hasName() {
        return Prefix.parse(host).isEmpty();
    }

    /** The host as it stands in a request. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    String path() {
        var query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The front page is always there, whoever made it. */
    boolean isFrontPage() {
        return path().equals("/") || path().matches("(?i)/(index|default)\\.[a-z]{1,5}");
    }

    /** Something beside it that nobody has. */
    WebPage beside(String name) {
        var path = path();
        return new WebPage(secure, host, port, path.substring(0, path.lastIndexOf('/') + 1) + name);
    }

    /** Without its query, in which people's addresses may stand. */
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + path();
    }
}

package duenotice.verification.probe;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A reported page, as far as it may be asked for: of hostile making, so that only its own parts are ever sent, to an address
 * that was guarded before.
 *
 * @param host in lower case; a name or an address
 * @param target path and query, printable ASCII without blanks
 */
record WebPage(boolean secure, String host, int port, String target) {
    private static final int LONGEST = 2000;

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
                || uri.getRawUserInfo() != null
                || uri.getPort() == 0
                || uri.getPort() > 65_535) {
            return Optional.empty();
        }
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Optional.of(new WebPage(
                secure,
                uri.getHost().toLowerCase(Locale.ROOT),
                uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()));
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

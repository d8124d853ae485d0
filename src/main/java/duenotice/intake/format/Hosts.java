package duenotice.intake.format;

import duenotice.mail.OrganisationalDomain;
import duenotice.report.Prefix;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Host names: what counts as one, and which belong together. */
final class Hosts {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{4,253}$)(?:[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?+\\.){1,20}+(?:[A-Za-z]{2,24}|[\\p{L}&&[^\\x00-\\x{24F}]]{1,24}|xn--[a-z0-9-]{2,59})");

    /** Endings that are far more often files than countries or trades. */
    private static final Set<String> FILE_ENDINGS = Set.of(
            "txt",
            "log",
            "html",
            "htm",
            "php",
            "asp",
            "aspx",
            "jsp",
            "js",
            "css",
            "json",
            "xml",
            "csv",
            "gz",
            "zip",
            "rar",
            "tar",
            "exe",
            "dll",
            "bin",
            "pdf",
            "doc",
            "docx",
            "xls",
            "xlsx",
            "png",
            "jpg",
            "jpeg",
            "gif",
            "svg",
            "eml",
            "msg",
            "conf",
            "cfg",
            "ini",
            "yml",
            "yaml",
            "py",
            "pl",
            "sh",
            "rb",
            "rs",
            "md",
            "java",
            "class",
            "jar",
            "service",
            "local",
            "localdomain",
            "lan",
            "internal",
            "localhost",
            "apk",
            "iso",
            "img",
            "sql",
            "db",
            "bak",
            "tmp",
            "pcap");

    private Hosts() {}

    /** Masked addresses ({@code 192.0.xxx.xx}) are no names. */
    static boolean isName(String text) {
        var dot = text.lastIndexOf('.');
        return dot > 0
                && dot + 1 < text.length()
                && Character.isLetter(text.charAt(dot + 1))
                && NAME.matcher(text).matches()
                && text.chars()
                        .anyMatch(character -> Character.isLetter(character) && character != 'x' && character != 'X');
    }

    /** A name that nobody would take for a file, a program or an abbreviation, even where no label announces it. */
    static boolean isPlausibleAlone(String name) {
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        var first = name.substring(0, name.indexOf('.'));
        return !FILE_ENDINGS.contains(ending) && (first.length() > 1 || name.indexOf('.') != name.lastIndexOf('.'));
    }

    static boolean sameOrganisation(String one, String other) {
        return !one.isEmpty() && OrganisationalDomain.of(one).equals(OrganisationalDomain.of(other));
    }

    /** The host of a URL, lower case, without user, port and brackets. */
    static Optional<String> ofUrl(String url) {
        var start = url.indexOf("://");
        if (start < 0) {
            return Optional.empty();
        }
        var end = start + 3;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        var authority = url.substring(start + 3, end);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        if (authority.startsWith("[")) {
            var close = authority.indexOf(']');
            return close < 0 ? Optional.empty() : Optional.of(authority.substring(1, close));
        }
        var colon = authority.indexOf(':');
        // an IPv6 literal without the brackets that RFC 3986 §3.2.2 asks for
        if (colon != authority.lastIndexOf(':') && Prefix.parse(authority).isPresent()) {
            return Prefix.parse(authority).map(Prefix::text);
        }
        var host = colon < 0 ? authority : authority.substring(0, colon);
        while (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.isEmpty() ? Optional.empty() : Optional.of(host.toLowerCase(Locale.ROOT));
    }
}

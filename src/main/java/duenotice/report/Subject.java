package duenotice.report;

import java.util.Optional;

/**
 * What a finding is about; at least one part is present.
 *
 * @param port of the subject's side, 1 to 65535
 * @param domain a host or domain name in lower case, punycode kept
 * @param url as reported after re-fanging; never fetched to find out what it is
 * @param account a login or mail account named as misused
 */
public record Subject(
        Optional<Prefix> ip,
        Optional<Integer> port,
        Optional<String> domain,
        Optional<String> url,
        Optional<String> account) {
    public static Subject ofIp(Prefix ip) {
        return new Subject(Optional.of(ip), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Subject ofDomain(String domain) {
        return new Subject(Optional.empty(), Optional.empty(), Optional.of(domain), Optional.empty(), Optional.empty());
    }

    public static Subject ofUrl(String url) {
        return new Subject(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(url), Optional.empty());
    }

    public Subject withPort(int port) {
        return new Subject(ip, Optional.of(port), domain, url, account);
    }

    /** The part a person would name first: address, else URL, domain or account. */
    public String named() {
        return ip.map(Prefix::text)
                .or(() -> url)
                .or(() -> domain)
                .or(() -> account)
                .orElse("nothing");
    }
}

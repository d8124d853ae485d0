package duenotice.warning;

import duenotice.mail.DomainNames;
import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asks the domain name system: the mail servers of best preference, or without any the domain itself (RFC 5321 §5.1). */
public final class DnsMailHomes implements MailHomes {
    private static final int MOST_DOMAINS = 20;

    private final DomainNames names;

    public DnsMailHomes(DomainNames names) {
        this.names = names;
    }

    @Override
    public Map<String, List<Prefix>> of(Collection<String> domains) {
        var hosts = new HashMap<String, List<String>>();
        var asked = domains.stream()
                .distinct()
                .limit(MOST_DOMAINS)
                .map(domain -> new Question(domain, Sort.MAIL))
                .toList();
        names.of(asked, any -> true)
                .forEach((question, servers) -> hosts.put(question.name(), first(question, servers)));
        var addresses = names.of(
                hosts.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .flatMap(host -> questions(host).stream())
                        .toList(),
                any -> true);
        var homes = new HashMap<String, List<Prefix>>();
        hosts.forEach((domain, servers) -> {
            var found = new ArrayList<Prefix>();
            var whole = true;
            for (var question :
                    servers.stream().flatMap(host -> questions(host).stream()).toList()) {
                var said = addresses.get(question);
                whole &= said != null;
                Stream.ofNullable(said)
                        .flatMap(List::stream)
                        .flatMap(address -> Prefix.parse(address).stream())
                        .forEach(found::add);
            }
            if (whole || !found.isEmpty()) {
                homes.put(domain, found);
            }
        });
        return homes;
    }

    private static List<Question> questions(String host) {
        return List.of(new Question(host, Sort.IPV4), new Question(host, Sort.IPV6));
    }

    private static List<String> first(Question domain, List<String> servers) {
        if (servers.isEmpty()) {
            return List.of(domain.name());
        }
        var best = servers.stream().mapToInt(DnsMailHomes::preference).min().orElseThrow();
        return servers.stream()
                .filter(server -> preference(server) == best)
                .map(server -> server.substring(server.indexOf(' ') + 1))
                .filter(host -> !host.equals("."))
                .limit(5)
                .toList();
    }

    private static int preference(String server) {
        return Integer.parseInt(server.substring(0, server.indexOf(' ')));
    }
}

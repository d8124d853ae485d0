package duenotice.mail;

import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether our mails go out and what is said of them comes back: a line for each thing that has to be right. Asks and looks
 * only; a mail goes out where {@link #send} is called.
 */
public final class MailCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_SERVERS = 5;

    private final Setup setup;
    private final List<Line> lines = new ArrayList<>();

    public MailCheck(Setup setup) {
        this.setup = setup;
    }

    /**
     * What is set.
     *
     * @param relay empty where none is
     * @param names a resolver; empty where none is set
     * @param from bare address our mails come from
     * @param domain of replies and return paths
     * @param mailbox one of ours that takes complaints
     * @param addresses from which our relay reaches the world; empty to take the relay's own
     * @param mxPort where mail servers listen, 25 outside of tests
     */
    public record Setup(
            Optional<RelaySettings> relay,
            Optional<DomainNames> names,
            String from,
            String domain,
            String mailbox,
            List<String> addresses,
            int mxPort) {}

    /** How one thing stands. */
    public enum Verdict {
        GOOD,
        /** It works, and could be better. */
        POOR,
        BAD,
        /** It could not be found out from here. */
        UNKNOWN
    }

    /** @param what the thing in a word or two */
    public record Line(String what, Verdict verdict, String says) {}

    public List<Line> look() {
        lines.clear();
        relay();
        alignment();
        key();
        spf();
        names();
        wayBack();
        return List.copyOf(lines);
    }

    private void say(String what, Verdict verdict, String says) {
        lines.add(new Line(what, verdict, says));
    }

    // ---- the way out

    private void relay() {
        if (setup.relay().isEmpty()) {
            say("relay", Verdict.BAD, "none is set (duenotice.relay): warnings wait");
            return;
        }
        var settings = setup.relay().get();
        var seen = new SmtpRelay(settings, InstantSource.system()).look();
        say("relay", seen.open() ? Verdict.GOOD : Verdict.BAD, seen.says());
        if (seen.open()) {
            say(
                    "delivery notices",
                    seen.notices() ? Verdict.GOOD : Verdict.POOR,
                    seen.notices()
                            ? "the relay offers them: arrivals and delays are told"
                            : "the relay offers none (DSN): only bounces are told");
            if (settings.security() == RelaySettings.Security.NONE && !isLoopback(settings.host())) {
                say("relay TLS", Verdict.POOR, "the line to " + settings.host() + " is open: set duenotice.relay.tls");
            }
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private void alignment() {
        var from = domainOf(setup.from());
        var same = OrganisationalDomain.same(from, setup.domain());
        say(
                "From",
                same ? Verdict.GOOD : Verdict.POOR,
                same
                        ? setup.from() + " and return paths of " + setup.domain() + " are of one organisation (DMARC)"
                        : setup.from() + " is not of the organisation of the return paths, " + setup.domain()
                                + ": SPF is not aligned (DMARC)");
    }

    private void key() {
        var key = setup.relay().flatMap(RelaySettings::key);
        if (key.isEmpty()) {
            say(
                    "DKIM",
                    Verdict.POOR,
                    "no key is set (duenotice.relay.dkim): mails go out unsigned unless the relay signs");
            return;
        }
        var name = key.get().recordName();
        if (!OrganisationalDomain.same(domainOf(setup.from()), key.get().domain())) {
            say(
                    "DKIM",
                    Verdict.BAD,
                    "the key is of " + key.get().domain() + ", which is not aligned with " + setup.from());
        }
        var publish = "publish  " + name + ". TXT " + quoted(key.get().record());
        ask(name, Sort.TEXT)
                .ifPresentOrElse(
                        found -> {
                            if (found.stream().anyMatch(key.get()::isPublishedBy)) {
                                say("DKIM", Verdict.GOOD, name + " carries our key");
                            } else {
                                say(
                                        "DKIM",
                                        Verdict.BAD,
                                        (found.isEmpty() ? name + " does not exist: " : name + " carries another key: ")
                                                + publish);
                            }
                        },
                        () -> say("DKIM", Verdict.UNKNOWN, unasked(name) + "; " + publish));
    }

    /** In pieces that fit into one (RFC 6376 §3.6.2.2). */
    private static String quoted(String record) {
        return "\"" + String.join("\" \"", record.split("(?<=\\G.{250})")) + "\"";
    }

    // ---- who we seem to be

    private void spf() {
        var addresses = addresses();
        var domain = domainOf(setup.from());
        if (addresses.isEmpty() || setup.names().isEmpty()) {
            say(
                    "SPF",
                    Verdict.UNKNOWN,
                    addresses.isEmpty()
                            ? "from which address mail leaves is not known here: say it with --address"
                            : unasked(domain));
            return;
        }
        for (var of : domain.equalsIgnoreCase(setup.domain()) ? List.of(domain) : List.of(domain, setup.domain())) {
            for (var address : addresses) {
                var result = new SpfLook(setup.names().get()).of(of, address);
                say(
                        "SPF",
                        switch (result) {
                            case PASS -> Verdict.GOOD;
                            case SOFTFAIL, NEUTRAL, NONE -> Verdict.POOR;
                            case FAIL, PERMERROR -> Verdict.BAD;
                            case TEMPERROR -> Verdict.UNKNOWN;
                        },
                        of + " says " + result.name().toLowerCase(Locale.ROOT) + " of " + address
                                + (result == SpfLook.Result.PASS ? "" : ": its record should name it"));
            }
        }
    }

    private void names() {
        for (var address : addresses()) {
            var reverse = reverse(address);
            ask(reverse, Sort.NAME)
                    .ifPresentOrElse(
                            found -> say("PTR", pointsBack(found, address), address + sentence(found, address)),
                            () -> say("PTR", Verdict.UNKNOWN, unasked(reverse)));
        }
        setup.relay().map(RelaySettings::ownName).ifPresent(name -> {
            if (!name.contains(".")) {
                say(
                        "HELO",
                        Verdict.POOR,
                        "we greet as \"" + name + "\", which is no full name: set duenotice.relay.name");
                return;
            }
            var four = ask(name, Sort.IPV4);
            var six = ask(name, Sort.IPV6);
            var found = four.map(List::size).orElse(0) + six.map(List::size).orElse(0);
            say(
                    "HELO",
                    four.isEmpty() && six.isEmpty() ? Verdict.UNKNOWN : found > 0 ? Verdict.GOOD : Verdict.POOR,
                    found > 0
                            ? "we greet as " + name + ", which exists"
                            : four.isEmpty() && six.isEmpty()
                                    ? unasked(name)
                                    : "we greet as " + name + ", which has no address");
        });
    }

    private Verdict pointsBack(List<String> names, String address) {
        return names.stream().anyMatch(name -> isOf(name, address)) ? Verdict.GOOD : Verdict.POOR;
    }

    private String sentence(List<String> names, String address) {
        return names.isEmpty()
                ? " has no name: many servers take no mail from it"
                : names.stream()
                        .filter(name -> isOf(name, address))
                        .findFirst()
                        .map(name -> " is " + name + ", there and back")
                        .orElse(" is " + names.getFirst() + ", which does not lead back to it");
    }

    private boolean isOf(String name, String address) {
        return ask(name, address.contains(":") ? Sort.IPV6 : Sort.IPV4)
                .filter(found -> found.contains(address))
                .isPresent();
    }

    private List<String> addresses() {
        if (!setup.addresses().isEmpty()) {
            return setup.addresses();
        }
        return setup.relay()
                .filter(relay -> !isLoopback(relay.host()))
                .map(relay -> resolved(relay.host()))
                .orElse(List.of());
    }

    private List<String> resolved(String host) {
        try {
            return List.of(InetAddress.ofLiteral(host).getHostAddress());
        } catch (IllegalArgumentException name) {
            return ask(host, Sort.IPV4).orElse(List.of());
        }
    }

    // ---- the way back

    private void wayBack() {
        var servers = ask(setup.domain(), Sort.MAIL);
        if (servers.isEmpty()) {
            say("way back", Verdict.UNKNOWN, unasked(setup.domain()));
            return;
        }
        var named = servers.get().stream()
                .sorted(Comparator.comparingInt(server -> Integer.parseInt(server.substring(0, server.indexOf(' ')))))
                .map(server -> server.substring(server.indexOf(' ') + 1))
                .limit(MOST_SERVERS)
                .toList();
        var hosts = named.isEmpty() ? List.of(setup.domain()) : named;
        if (hosts.equals(List.of("."))) {
            say(
                    "way back",
                    Verdict.BAD,
                    setup.domain() + " takes no mail at all (null MX): bounces and replies are lost");
            return;
        }
        for (var host : hosts) {
            var addresses = ask(host, Sort.IPV4).orElse(List.of());
            if (addresses.isEmpty()) {
                say("way back", Verdict.BAD, host + ", mail server of " + setup.domain() + ", has no address");
                continue;
            }
            try {
                var reply = offer(addresses.getFirst());
                say(
                        "way back",
                        reply.startsWith("2") ? Verdict.GOOD : Verdict.BAD,
                        host + (reply.startsWith("2") ? " takes mail for " : " takes no mail for ") + setup.mailbox()
                                + ": " + reply);
            } catch (IOException silent) {
                say("way back", Verdict.BAD, host + " cannot be reached: " + silent.getMessage());
            }
        }
    }

    /** What a mail server says to a bounce for us, without one. */
    private String offer(String address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(literal(address), setup.mxPort()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var last = reply(in);
            var name = setup.relay().map(RelaySettings::ownName).orElse("duenotice");
            for (var command : List.of("EHLO " + name, "MAIL FROM:<>", "RCPT TO:<" + setup.mailbox() + ">")) {
                if (!last.startsWith("2")) {
                    return last;
                }
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                last = reply(in);
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return last;
        }
    }

    private static InetAddress literal(String address) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException wrong) {
            throw new UnknownHostException(address);
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        for (var number = 0; number < 100; number++) {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("it hung up");
            }
            if (line.length() < 4 || line.charAt(3) != '-') {
                return line.length() > 200 ? line.substring(0, 200) : line;
            }
        }
        throw new IOException("it talks without end");
    }

    // ---- a test mail

    /** Hands one mail over as a warning is, so that its headers can be looked at where it arrives. */
    public Line send(String to) {
        if (setup.relay().isEmpty()) {
            return new Line("test mail", Verdict.BAD, "no relay is set");
        }
        var now = InstantSource.system().instant();
        var mail = new OutgoingMail(
                setup.mailbox(),
                to,
                "",
                setup.from(),
                "",
                Optional.of(setup.mailbox()),
                "A test of the abuse desk's mail",
                "This mail was sent by hand to see whether the abuse desk's mail arrives. Nothing is wrong.\n\n"
                        + "Its header Authentication-Results should say dkim=pass and spf=pass.\n",
                Optional.empty(),
                "<check-" + now.toEpochMilli() + "@" + setup.domain() + ">",
                Map.of("Auto-Submitted", "auto-generated"),
                Optional.empty());
        return switch (new SmtpRelay(setup.relay().get(), InstantSource.system()).hand(mail)) {
            case Delivery.Accepted taken -> new Line("test mail", Verdict.GOOD, "taken: " + taken.reply());
            case Delivery.Refused refused -> new Line("test mail", Verdict.BAD, "refused: " + refused.reply());
            case Delivery.Deferred later -> new Line("test mail", Verdict.POOR, "put off: " + later.reply());
            case Delivery.OutOfTurn waits -> new Line("test mail", Verdict.POOR, waits.why());
            case Delivery.RelayAway away -> new Line("test mail", Verdict.BAD, away.why());
        };
    }

    // ---- names

    private Optional<List<String>> ask(String name, Sort sort) {
        var question = new Question(name, sort);
        return setup.names()
                .flatMap(names -> Optional.ofNullable(
                        names.of(List.of(question), any -> true).get(question)));
    }

    private String unasked(String name) {
        return setup.names().isEmpty()
                ? "no resolver is set (duenotice.resolver), so " + name + " was not asked for"
                : name + " could not be looked up now";
    }

    private static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** RFC 1035 §3.5, RFC 3596 §2.5. */
    static String reverse(String address) {
        var bytes = InetAddress.ofLiteral(address).getAddress();
        var name = new StringBuilder();
        for (var at = bytes.length - 1; at >= 0; at--) {
            var one = bytes[at] & 255;
            if (bytes.length == 4) {
                name.append(one).append('.');
            } else {
                name.append(Integer.toHexString(one & 15)).append('.');
                name.append(Integer.toHexString(one >> 4)).append('.');
            }
        }
        return name.append(bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
    }
}

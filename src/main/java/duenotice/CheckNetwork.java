package duenotice;

import duenotice.mail.DnsResolver;
import duenotice.mail.DomainNames;
import duenotice.report.Prefix;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What of the network works and what does not, in one screen: how measures get there, our prefixes, the resolver, and
/// what keeps retests from being turned on others. No measure is asked for.
final class CheckNetwork {
    private static final int PATIENCE = 5_000;

    private final Settings settings;
    private final CheckLines lines;

    CheckNetwork(Settings settings, PrintWriter out) {
        this.settings = settings;
        this.lines = new CheckLines(out);
    }

    /// @return false where something does not work
    boolean run() {
        driver();
        prefixes();
        resolver();
        retests();
        return lines.well();
    }

    // ---- how measures get there

    private void driver() {
        var network = settings.network();
        switch (network.driver()) {
            case "manual" -> lines.poor("measures", "driver manual: each is a task for an engineer, nothing to reach");
            case "command" -> command(network.command());
            case "webhook" ->
                network.panel()
                        .ifPresentOrElse(
                                panel -> webhook("measures", panel),
                                () -> lines.wrong("measures", "driver webhook needs duenotice.network.webhook"));
            default -> lines.wrong("measures", "driver is manual, command or webhook, not " + network.driver());
        }
        if (network.dryRun()) {
            lines.poor("dry run", "it is said what would be done, and nothing is: network.dry-run is true");
        }
        lines.none(
                "other drivers",
                "OpenStack, libvirt, Proxmox, IPMI, BGP and switches are not built in; command and webhook lead there");
    }

    private void command(List<String> command) {
        if (command.isEmpty() || !Path.of(command.getFirst()).isAbsolute()) {
            lines.wrong("measures", "driver command needs the absolute path of a program");
            return;
        }
        var program = Path.of(command.getFirst());
        if (Files.isExecutable(program) && Files.isRegularFile(program)) {
            lines.ok("measures", program + " can be started; whether it reaches the network it alone knows");
        } else {
            lines.wrong(
                    "measures",
                    program + (Files.exists(program) ? " cannot be started by this user" : " is not there"));
        }
        if (Files.isExecutable(program) && writableByOthers(program)) {
            lines.wrong("measures", program + " may be changed by other users");
        }
    }

    private static boolean writableByOthers(Path program) {
        try {
            return Files.getPosixFilePermissions(program)
                    .contains(java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private void webhook(String what, Settings.Webhook webhook) {
        if (!Files.isReadable(webhook.secretFile())) {
            lines.wrong(what, "the secret in " + webhook.secretFile() + " cannot be read");
        }
        var host = String.valueOf(webhook.url().getHost());
        if (reached(webhook.url())) {
            lines.ok(what, host + " takes connections on port " + port(webhook.url()) + "; nothing was asked of it");
        } else {
            lines.wrong(what, host + " takes no connection on port " + port(webhook.url()));
        }
        if (!"https".equals(webhook.url().getScheme())) {
            lines.poor(what, webhook.url().getScheme() + ": what is asked is signed, but can be read on its way");
        }
    }

    private static int port(URI url) {
        return url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    private static boolean reached(URI url) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port(url)), PATIENCE);
            return true;
        } catch (IOException | IllegalArgumentException away) {
            return false;
        }
    }

    // ---- what is ours

    private void prefixes() {
        var own = settings.ownNetworks();
        if (own.isEmpty()) {
            lines.poor("own networks", "none is set: only what the inventory names counts as ours");
        }
        var wrong = own.stream().filter(text -> Prefix.parse(text).isEmpty()).toList();
        if (!wrong.isEmpty()) {
            lines.wrong("own networks", "no prefixes: " + String.join(", ", wrong));
        } else if (!own.isEmpty()) {
            lines.ok("own networks", String.join(", ", own));
        }
        lines.none("announced", "whether the world sees them announced is not looked at: no BGP session is built in");
    }

    // ---- names

    private void resolver() {
        try {
            var resolver = settings.resolverAddress();
            if (resolver.isEmpty()) {
                lines.poor(
                        "resolver",
                        "none is set: signatures of mail past our own server count for nothing, reported names wait for people");
                return;
            }
            var address = resolver.get().getAddress().getHostAddress();
            var asked = new DomainNames.Question(settings.provider().domain(), DomainNames.Sort.TEXT);
            if (DnsResolver.at(resolver.get()).of(List.of(asked), any -> true).containsKey(asked)) {
                lines.ok("resolver", address + " answers, asked for " + asked.name());
            } else {
                lines.wrong("resolver", address + " gave no answer, asked for " + asked.name());
            }
        } catch (RuntimeException wrong) {
            lines.wrong("resolver", String.valueOf(wrong.getMessage()));
        }
    }

    // ---- retests

    private void retests() {
        var probes = settings.probes();
        if (!probes.enabled()) {
            lines.none("retests", "switched off: whether abuse goes on is found out by people and reports");
            return;
        }
        lines.ok(
                "retests",
                "at most %d of one server an hour and %d a minute; never at what the inventory does not name as that server's"
                        .formatted(probes.mostOfAServerInAnHour(), probes.mostInAMinute()));
        for (var source : probes.sources()) {
            if (isHere(source)) {
                lines.ok("retests from", source + " is an address of this machine");
            } else {
                lines.wrong("retests from", source + " is no address of this machine");
            }
        }
        if (probes.sources().isEmpty()) {
            lines.poor(
                    "retests from",
                    "the system chooses the address: tell customers none, and look from outside your network");
        }
        if (probes.canary().isEmpty()) {
            lines.poor("canary", "none is set: silence of a name server proves nothing");
        } else {
            lines.ok("canary", String.join(", ", probes.canary()));
        }
        if (probes.proxyListener().isEmpty()) {
            lines.none("proxies", "no proxy-listener is set: open proxies are not looked at");
        } else {
            lines.ok(
                    "proxies",
                    "open proxies are asked to connect to "
                            + probes.proxyListener().get());
        }
    }

    private static boolean isHere(String address) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(one -> one.getHostAddress().replaceAll("%.*", ""))
                    .map(Prefix::parse)
                    .flatMap(java.util.Optional::stream)
                    .collect(Collectors.toSet())
                    .contains(Prefix.parse(address).orElse(null));
        } catch (SocketException unknown) {
            return false;
        }
    }
}

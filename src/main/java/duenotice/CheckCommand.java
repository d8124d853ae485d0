package duenotice;

import duenotice.database.DataFolder;
import duenotice.mail.DnsResolver;
import duenotice.mail.DomainNames;
import duenotice.mail.MailCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says of what is set what works and what does not, in one screen. Changes nothing.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        description = "Says of what is set what works and what does not, in one screen.",
        subcommands = {
            CheckCommand.Mail.class,
            CheckCommand.Phone.class,
            CheckCommand.Inventory.class,
            CheckCommand.Network.class
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /// Something that the settings name: looked at, and told of line by line.
    abstract static class OfSettings implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--settings", paramLabel = "FILE", required = true, description = "The settings of the desk.")
        private Path settings = Path.of("");

        /// Made from settings that are right; what is thrown here is their fault.
        abstract Look look(Settings read, PrintWriter out) throws IOException;

        @Override
        public Integer call() throws IOException, InterruptedException {
            var out = spec.commandLine().getOut();
            Look look;
            try {
                look = look(SettingsFile.read(settings), out);
            } catch (IOException | RuntimeException wrong) {
                return wrong(settings, wrong, out);
            }
            var well = look.isWell();
            out.flush();
            return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    @FunctionalInterface
    interface Look {
        /// Prints a line for each thing; false where something does not work.
        boolean isWell() throws IOException, InterruptedException;
    }

    /// Whether mail goes out and comes back.
    @Command(
            name = "mail",
            mixinStandardHelpOptions = true,
            description = {
                "The relay, its TLS and login, the DKIM key and its record, SPF, the names of our addresses,",
                "and the way back of bounces and replies; with --to it sends one test mail."
            })
    static final class Mail extends OfSettings {
        @Option(names = "--to", paramLabel = "ADDRESS", description = "Sends a test mail there.")
        private @Nullable String to;

        @Option(
                names = "--address",
                paramLabel = "IP",
                description = "From where the relay reaches the world; default: the relay's own address.")
        private List<String> addresses = new ArrayList<>();

        @Option(names = "--mx-port", hidden = true, defaultValue = "25")
        private int mxPort = 25;

        @Override
        Look look(Settings read, PrintWriter out) {
            var check = new MailCheck(setup(read));
            return () -> isWell(check, out);
        }

        private boolean isWell(MailCheck check, PrintWriter out) {
            var lines = new ArrayList<>(check.look());
            if (to != null) {
                lines.add(check.send(to));
            }
            lines.forEach(
                    line -> out.println("%-8s %-17s %s".formatted(word(line.verdict()), line.what(), line.says())));
            return lines.stream().noneMatch(line -> line.verdict() == MailCheck.Verdict.BAD);
        }

        private MailCheck.Setup setup(Settings read) {
            var provider = read.provider();
            return new MailCheck.Setup(
                    read.outgoing().map(outgoing -> Outside.relaySettings(outgoing, provider)),
                    read.resolverAddress().<DomainNames>map(DnsResolver::at),
                    provider.from(),
                    provider.domain(),
                    provider.complaints().getFirst(),
                    addresses,
                    mxPort);
        }

        private static String word(MailCheck.Verdict verdict) {
            return switch (verdict) {
                case GOOD -> "ok";
                case POOR -> "poor";
                case BAD -> "WRONG";
                case UNKNOWN -> "unknown";
            };
        }
    }

    /// Whether the program can ring anybody.
    @Command(
            name = "phone",
            mixinStandardHelpOptions = true,
            description = "The telephone: settings, account, caller id, and a test call where one is asked for.")
    static final class Phone extends OfSettings {
        @Option(names = "--call", paramLabel = "NUMBER", description = "Rings that number and says that it is a test.")
        private @Nullable String call;

        @Override
        Look look(Settings read, PrintWriter out) {
            return () -> new CheckPhone(read, InstantSource.system(), out).run(Optional.ofNullable(call));
        }
    }

    /// One line on settings that cannot be used.
    private static int wrong(Path settings, Exception wrong, PrintWriter out) {
        var said = switch (wrong) {
            case NoSuchFileException ignored -> "there is no such file, or it cannot be read";
            case BindException unbound -> unbound.getMessage() + ": " + innermost(unbound);
            default -> String.valueOf(wrong.getMessage());
        };
        out.printf("%-8s %-17s %s: %s%n", "WRONG", "settings", settings, said.replaceAll("\\p{Cntrl}+", " "));
        out.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String innermost(Throwable wrong) {
        var reason = wrong;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return String.valueOf(reason.getMessage());
    }

    /// Whether we learn whose an address is.
    @Command(
            name = "inventory",
            mixinStandardHelpOptions = true,
            description = {
                "Each source of the inventory: reached, let in, what it holds and would change, overlaps;",
                "servers without contacts, contacts without numbers. Reads the sources, changes nothing."
            })
    static final class Inventory extends OfSettings {
        @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
        private @Nullable Path data;

        @Override
        Look look(Settings read, PrintWriter out) {
            var check = new CheckInventory(read.inventory().checked(), InstantSource.system(), out);
            return () -> check.run(data == null ? DataFolder.usual() : data);
        }
    }

    /// Whether measures get there, and looks from outside stay with us.
    @Command(
            name = "network",
            mixinStandardHelpOptions = true,
            description = {
                "How measures reach the network, our own prefixes, the name resolver, and what keeps retests from",
                "being turned on others. Asks for no measure."
            })
    static final class Network extends OfSettings {
        @Override
        Look look(Settings read, PrintWriter out) {
            return new CheckNetwork(read, out)::run;
        }
    }
}

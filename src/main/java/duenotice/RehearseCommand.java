package duenotice;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The whole desk with the outside world played, to learn it and to see what a policy does.
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole desk with stand-ins for mail relay, telephone and network, and a clock that stands",
            "still until it is moved. Does not return; GET /health answers 200 once it is ready."
        })
final class RehearseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "8080", description = "Default: 8080; 0 is any.")
    private int httpPort = 8080;

    @Option(names = "--smtp-port", paramLabel = "PORT", defaultValue = "2525", description = "Default: 2525; 0 is any.")
    private int smtpPort = 2525;

    @Option(names = "--lmtp-port", paramLabel = "PORT", description = "Takes mail by LMTP too. Default: it does not.")
    private @Nullable Integer lmtpPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data stay. Without it they are temporary; with it a restart goes on where it was.")
    private @Nullable Path data;

    @Option(
            names = "--inventory",
            paramLabel = "FILE",
            description = "YAML, JSON, or a folder or zip of CSV tables; read at the first start. Default: a sample.")
    private @Nullable Path inventory;

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            description = "Further policies; one with the name of a shipped one replaces it.")
    private @Nullable Path policies;

    @Option(
            names = "--clock",
            paramLabel = "INSTANT",
            description =
                    "Where the clock stands at first, such as 2026-03-01T03:00:00Z. Default: where the data left off, else now.")
    private @Nullable Instant clock;

    @Option(
            names = "--phone",
            paramLabel = "BACK-END",
            defaultValue = "operator",
            description = "operator: people call. automatic: an exchange stands in, and the program rings it.")
    private String phone = "operator";

    @Override
    public Integer call() throws InterruptedException {
        if (!phone.equals("operator") && !phone.equals("automatic")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--phone is operator or automatic, not " + phone);
        }
        var folder = data == null ? DataFolder.temporary() : DataFolder.open(data);
        var mode = new Mode.Rehearsal(
                httpPort,
                smtpPort,
                Optional.ofNullable(lmtpPort),
                Optional.ofNullable(inventory),
                Optional.ofNullable(policies),
                Optional.ofNullable(clock),
                phone.equals("automatic"));
        var program = start(folder, mode);
        program.endOnSignal();
        var out = spec.commandLine().getOut();
        out.println("The rehearsal runs: console http://127.0.0.1:" + program.httpPort()
                + "/ (user agent, password rehearsal-agent), mail on port " + program.smtpPort() + ". Ctrl-C ends it.");
        out.flush();
        Thread.currentThread().join();
        return CommandLine.ExitCode.OK;
    }

    static Start start(DataFolder folder, Mode mode) {
        return Start.program(folder, () -> Database.embedded(folder), mode, Optional.empty());
    }
}

package duenotice;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.database.DatabaseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The desk for real.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the desk for real, with a PostgreSQL of its own where settings name none.",
            "People carry out measures and make calls where no driver is set."
        })
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data stay. Default: /var/lib/duenotice for root.")
    private @Nullable Path data;

    @Option(names = "--settings", paramLabel = "FILE", description = "Settings in YAML; see docs/settings.sample.yaml.")
    private @Nullable Path settings;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "8080", description = "Default: 8080; 0 is any.")
    private int httpPort = 8080;

    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Default: 127.0.0.1.")
    private String httpHost = "127.0.0.1";

    @Option(names = "--database-url", paramLabel = "URL", description = "jdbc:postgresql://… of a server of your own.")
    private @Nullable String databaseUrl;

    @Option(names = "--database-user", paramLabel = "NAME", description = "Its user.")
    private @Nullable String databaseUser;

    @Override
    public Integer call() throws InterruptedException {
        if (settings != null && !Files.isReadable(settings)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--settings " + settings + ": there is no such file, or it cannot be read");
        }
        var folder = DataFolder.open(data == null ? DataFolder.usual() : data);
        var program = start(folder);
        program.endOnSignal();
        var out = spec.commandLine().getOut();
        out.println("Duenotice runs: http://" + httpHost + ":" + program.httpPort() + "/, mail on port "
                + program.smtpPort() + ", data in " + folder.path() + ".");
        var unset = program.part(Settings.class).unset();
        if (!unset.isEmpty()) {
            out.println("Not set yet:");
            unset.forEach(line -> out.println("  - " + line));
            out.println(Start.HOW_TO_SET);
        }
        out.flush();
        Thread.currentThread().join();
        return CommandLine.ExitCode.OK;
    }

    private Start start(DataFolder folder) {
        return Start.program(
                folder,
                () -> open(folder),
                new Mode.Up(httpPort, httpHost, databaseUrl == null),
                Optional.ofNullable(settings));
    }

    private Database open(DataFolder folder) {
        return databaseUrl == null
                ? Database.embedded(folder)
                : Database.external(
                        new DatabaseAddress(databaseUrl, databaseUser == null ? "" : databaseUser, password()));
    }

    /// Never an argument, which every user of the machine can read.
    private static String password() {
        var password = System.getenv("DUENOTICE_DATABASE_PASSWORD");
        return password == null ? "" : password;
    }
}

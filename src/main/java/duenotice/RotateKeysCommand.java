package duenotice;

import duenotice.access.SealingKeys;
import duenotice.access.Secrets;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Changes the key that seals customers' passwords.
@Command(
        name = "rotate-keys",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a fresh key for customers' passwords, seals everything that is kept anew with it, and forgets the",
            "older keys. Where the program runs it is asked to do it, else the data folder is opened. Keep a copy of the",
            "key file apart from copies of the database, and renew it afterwards: see docs/sealing.md."
        })
final class RotateKeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
    private @Nullable Path data;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The key file, where the program does not run. Default: the one in the data folder.")
    private @Nullable Path keyFile;

    @Override
    public Integer call() throws IOException {
        var path = data == null ? DataFolder.usual() : data;
        var running = RunningProgram.at(path);
        return running.isPresent() ? ask(running.get()) : here(path);
    }

    private int ask(RunningProgram program) throws IOException {
        var answer = program.send("POST", "/api/v1/sealing/rotate", "", new byte[0]);
        if (answer.statusCode() != 200) {
            throw new IOException("the running program answered " + answer.statusCode());
        }
        var json = JsonMapper.shared().readTree(answer.body());
        return tell(
                new Secrets.Rotated(
                        json.path("resealed").asInt(), json.path("shut").asInt()),
                json.path("keys").asString(""));
    }

    private int here(Path path) {
        try (var folder = DataFolder.open(path);
                var database = Database.embedded(folder)) {
            var file = keyFile == null ? folder.path().resolve(Wiring.SEALING_KEYS) : keyFile;
            var secrets = new Secrets(database.transactions(), SealingKeys.in(file), Secrets.USUAL);
            return tell(secrets.rotate(), secrets.place());
        }
    }

    private int tell(Secrets.Rotated rotated, String place) {
        var out = spec.commandLine().getOut();
        out.printf("%d sealed anew with a fresh key in %s%n", rotated.resealed(), place);
        if (rotated.shut() > 0) {
            out.printf("%d could not be opened by any key of that file and stay as they are%n", rotated.shut());
        }
        out.flush();
        return rotated.shut() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}

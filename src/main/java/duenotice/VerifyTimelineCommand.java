package duenotice;

import duenotice.casework.TimelineProof;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Tells whether anybody tampered with a timeline.
@Command(
        name = "verify-timeline",
        mixinStandardHelpOptions = true,
        description = {
            "Walks all timelines and their checkpoints and tells of every entry that was changed, is missing or was",
            "swapped, of cut-off tails and of removed incidents. Status 0 when all is whole, 1 when not."
        })
final class VerifyTimelineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        var path = data == null ? DataFolder.usual() : data;
        var running = RunningProgram.at(path);
        return running.isPresent() ? ask(running.get()) : look(path);
    }

    private int ask(RunningProgram program) throws IOException {
        var answer = program.send("GET", "/api/v1/timeline/verification", "", new byte[0]);
        if (answer.statusCode() != 200) {
            throw new IOException("the running program answered " + answer.statusCode());
        }
        var json = JsonMapper.shared().readTree(answer.body());
        List<String> wrong = new ArrayList<>();
        json.path("wrong").forEach(sentence -> wrong.add(sentence.asString()));
        return tell(new TimelineProof.Result(
                json.path("incidents").asLong(),
                json.path("entries").asLong(),
                json.path("checkpoints").asLong(),
                wrong));
    }

    private int look(Path path) {
        try (var folder = DataFolder.open(path);
                var database = Database.embedded(folder)) {
            return tell(new TimelineProof(database.transactions()).verify());
        }
    }

    private int tell(TimelineProof.Result result) {
        var out = spec.commandLine().getOut();
        result.wrong().forEach(out::println);
        out.println(result.incidents() + " incidents, " + result.entries() + " entries, " + result.checkpoints()
                + " checkpoints: "
                + (result.wrong().isEmpty() ? "all whole" : result.wrong().size() + " defects"));
        out.flush();
        return result.wrong().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}

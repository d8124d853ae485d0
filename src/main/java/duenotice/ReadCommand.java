package duenotice;

import duenotice.intake.format.Networks;
import duenotice.report.Prefix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Reads reports from files and prints what it understood, one JSON object a line. Needs no database, changes nothing.
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = {
            "Reads reports and prints what it understood of each, one JSON object a line.",
            "Folders are read recursively. No database is needed and nothing is changed."
        })
final class ReadCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--networks",
            paramLabel = "FILE",
            description = "A file with one prefix of ours in each line; else any address is taken for ours.")
    private @Nullable Path networksFile;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Mails, JSON documents or text files, or folders of them.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        var networks = networksFile == null ? Networks.UNKNOWN : networks(networksFile);
        var reading = new FileReading(networks);
        PrintWriter out = spec.commandLine().getOut();
        for (var file : files) {
            for (var single : FileReading.singleFiles(file)) {
                out.println(JSON.writeValueAsString(reading.read(single)));
            }
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Networks networks(Path file) throws IOException {
        List<Prefix> prefixes = new ArrayList<>();
        var lines = Files.readAllLines(file);
        for (var i = 0; i < lines.size(); i++) {
            var text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                var number = i + 1;
                prefixes.add(Prefix.parse(text)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(),
                                file + ", line " + number + ": not an address or prefix: " + text)));
            }
        }
        return Networks.of(prefixes);
    }
}

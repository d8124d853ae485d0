package duenotice;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.InventoryRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes the provider's servers, customers and contacts in.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports an inventory: YAML, JSON, one CSV table, or a folder or zip of CSV tables (docs/inventory.md).",
            "Works through the running program if there is one. A wrong line is named, and nothing is half imported."
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
    private @Nullable Path data;

    @Parameters(paramLabel = "FILE", description = "The inventory.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        InventoryFile inventory;
        try {
            inventory = InventoryFile.read(file);
        } catch (InventoryRefused refused) {
            refused.defects().forEach(defect -> out.println(defect));
            out.println("nothing was imported");
            out.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        var path = data == null ? DataFolder.usual() : data;
        var running = RunningProgram.at(path);
        if (running.isPresent()) {
            return send(running.get());
        }
        try (var folder = DataFolder.open(path);
                var database = Database.embedded(folder)) {
            var result =
                    new Inventory(database.transactions(), List.of()).importFile(inventory, "import", Instant.now());
            out.println(result);
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (InventoryRefused refused) {
            refused.defects().forEach(defect -> out.println(defect));
            out.println("nothing was imported");
            out.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private int send(RunningProgram program) throws IOException {
        var upload = InventoryUpload.of(file);
        var answer = program.send("PUT", "/api/v1/inventory", upload.mediaType(), upload.bytes());
        var out = spec.commandLine().getOut();
        out.println(answer.body());
        out.flush();
        return answer.statusCode() / 100 == 2 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}

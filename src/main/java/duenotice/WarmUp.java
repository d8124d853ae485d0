package duenotice;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Starts what every start needs and ends at once: the launcher records which classes that takes.
@Command(name = "warm-up", hidden = true, description = "Starts and stops once, for the launcher's cache.")
final class WarmUp implements Callable<Integer> {

    @Override
    public Integer call() {
        try (DataFolder folder = DataFolder.temporary();
                Database database = Database.embedded(folder)) {
            database.transactions()
                    .run(() ->
                            database.jdbc().sql("select 1").query(Integer.class).single());
        }
        return CommandLine.ExitCode.OK;
    }
}

package duenotice;

import duenotice.database.DataFolder;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Starts what every start needs and ends at once: the launcher records which classes that takes.
@Command(name = "warm-up", hidden = true, description = "Starts and stops once, for the launcher's cache.")
final class WarmUp implements Callable<Integer> {

    @Override
    public Integer call() {
        var mode = new Mode.Rehearsal(0, 0, Optional.empty(), Optional.empty(), Optional.empty());
        RehearseCommand.start(DataFolder.temporary(), mode).close();
        return CommandLine.ExitCode.OK;
    }
}

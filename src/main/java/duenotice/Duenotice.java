package duenotice;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program's front door: the command line, as `./duenotice` hands it on.
@Command(
        name = "./duenotice",
        mixinStandardHelpOptions = true,
        version = "Duenotice 0.1.0",
        description = {
            "The abuse desk of a hosting provider.",
            "Nobody is cut off without due notice, and nothing that was reported is lost."
        })
public final class Duenotice implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Duenotice() {}

    /// Runs one command and ends the process with its status: 0 when it did what was asked, 1 when not, 2 for wrong
    /// usage.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Duenotice());
    }

    /// Without a command there is nothing to do but to say what could be done.
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        return CommandLine.ExitCode.OK;
    }
}

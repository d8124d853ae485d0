package duenotice;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands that the launcher does by itself; here only so that help lists them.
abstract sealed class LauncherCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("This is done by the launcher: run ./duenotice " + spec.name() + ".");
        return CommandLine.ExitCode.USAGE;
    }

    @Command(
            name = "build",
            description = "Builds the program now; every other command builds by itself when sources are newer.")
    static final class Build extends LauncherCommand {}

    @Command(
            name = "test",
            description = {
                "Runs all tests, and fetches before what they need.",
                "With a word: the group crash, property-full or browser, or the test classes so named.",
                "fuzz mail [MINUTES], or fuzz document: throws made-up input at the readers, guided by coverage."
            })
    static final class Test extends LauncherCommand {}
}

package duenotice;

import ch.qos.logback.classic.Level;
import duenotice.bench.BenchCommand;
import duenotice.database.DatabaseNotReady;
import duenotice.inventory.InventoryRefused;
import duenotice.policy.PolicyRefused;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program's front door: the command line, as `./duenotice` hands it on.
@Command(
        name = "./duenotice",
        mixinStandardHelpOptions = true,
        version = "Duenotice 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The abuse desk of a hosting provider.",
            "Nobody is cut off without due notice, and no report goes missing."
        },
        commandListHeading = "%nCommands:%n",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            RehearseCommand.class,
            InventoryCommand.Import.class,
            InventoryCommand.class,
            RereadCommand.class,
            VerifyTimelineCommand.class,
            RotateKeysCommand.class,
            CheckCommand.class,
            LettersCommand.class,
            BenchCommand.class,
            AccessCommands.Staff.class,
            AccessCommands.Key.class,
            ReadCommand.class,
            ScoreCommand.class,
            LauncherCommand.Build.class,
            LauncherCommand.Test.class,
            WarmUp.class
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./duenotice test       run all tests"})
public final class Duenotice implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Duenotice() {}

    /// Runs one command and ends the process with its status: 0 when it did what was asked, 1 when not, 2 for wrong
    /// usage.
    public static void main(String[] arguments) {
        quietUntilStarted();
        System.exit(commandLine().execute(arguments));
    }

    /// Before the settings of the log are read nobody wants to hear of connection pools.
    private static void quietUntilStarted() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Duenotice()).setExecutionExceptionHandler(Duenotice::tell);
    }

    /// What the operator can mend is told in its own sentence; a trace is for what only we can.
    private static int tell(Exception failure, CommandLine commandLine, CommandLine.ParseResult arguments) {
        Throwable cause = cause(failure);
        switch (cause) {
            case DatabaseNotReady refused -> sentence(commandLine, refused);
            case PolicyRefused refused -> sentence(commandLine, refused);
            case InventoryRefused refused -> sentence(commandLine, refused);
            case PortTaken taken -> sentence(commandLine, taken);
            case PortInUseException taken ->
                sentence(
                        commandLine,
                        new PortTaken("pages and API", taken.getPort(), "choose another with --http-port", taken));
            case BindValidationException wrong -> sentence(commandLine, wrong);
            case UnboundConfigurationPropertiesException wrong ->
                sentence(
                        commandLine,
                        new IllegalArgumentException(wrong.getUnboundProperties().stream()
                                .map(property -> property.getName().toString())
                                .collect(Collectors.joining(
                                        ", ", "No such setting: ", ". docs/settings.sample.yaml has them all."))));
            case IllegalArgumentException wrong -> sentence(commandLine, wrong);
            case NoSuchFileException missing ->
                sentence(commandLine, new IllegalArgumentException("there is no file " + missing.getMessage()));
            default -> failure.printStackTrace(commandLine.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void sentence(CommandLine commandLine, Throwable refused) {
        commandLine.getErr().println("duenotice: " + refused.getMessage());
    }

    /// What lies under the wrappings of whoever put the parts together.
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && !(cause instanceof DatabaseNotReady)
                && !(cause instanceof PortTaken)
                && !(cause instanceof PortInUseException)
                && !(cause instanceof PolicyRefused)
                && !(cause instanceof InventoryRefused)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// Without a command there is nothing to do but to say what could be done.
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        return CommandLine.ExitCode.OK;
    }
}

package duenotice;

import duenotice.database.DataFolder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The main job in front of your eyes.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Plays the whole story with a sample provider and a fast clock: real complaint mails by SMTP, warning,",
            "silence, calls, network off, statement, network on. Then the console and the portal keep serving."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--exit", description = "End with the story; the status is 0 where all of it came true.")
    private boolean exit;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "8080", description = "Default: 8080; 0 is any.")
    private int httpPort = 8080;

    @Option(names = "--smtp-port", paramLabel = "PORT", defaultValue = "2525", description = "Default: 2525; 0 is any.")
    private int smtpPort = 2525;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        out.println("Starting a rehearsal with a sample provider …");
        out.flush();
        var clock = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var mode = new Mode.Rehearsal(httpPort, smtpPort, Optional.empty(), Optional.empty(), Optional.of(clock));
        var program = RehearseCommand.start(DataFolder.temporary(), mode);
        var told = new DemoStory(out, program.httpPort(), program.smtpPort(), clock).play();
        if (exit || !told) {
            program.close();
            return told ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
        program.endOnSignal();
        out.println("The console keeps serving at http://127.0.0.1:" + program.httpPort()
                + "/ (user agent, password rehearsal-agent). Ctrl-C ends it.");
        out.flush();
        Thread.currentThread().join();
        return CommandLine.ExitCode.OK;
    }
}

package duenotice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures the program, a line per figure.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what reports and timers cost, each beside what PostgreSQL alone needs in the same run.",
            "Prints a line per figure: name value unit limit ratio. Lines that begin with # explain."
        },
        footer = {
            "",
            "P1   one mail to a durable incident, a commit each     P9   100 reports a second, steadily",
            "P2   a backlog, up to 100 reports a commit             P10  cold start, and memory when idle",
            "P3   reading alone, beside Mime4j                      P6   due timers of many silent incidents",
            "P4   the worst single mail                             P5   a row of a long table"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final List<String> SCENARIOS = List.of("P1", "P2", "P3", "P4", "P5", "P6", "P9", "P10");
    private static final Set<String> WITHOUT_DATABASE = Set.of("P3", "P4", "P10");
    private static final int STEADY_RATE = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", paramLabel = "P1,P2", split = ",", description = "Only these scenarios.")
    private List<String> only = SCENARIOS;

    @Option(names = "--gate", description = "Fail where a ratio or processor time misses its mark by more than 30 %%.")
    private boolean gate;

    @Option(names = "--full", description = "A million pending incidents, a minute of steady reports; takes longer.")
    private boolean full;

    @Option(
            names = "--mails",
            paramLabel = "DIR",
            description =
                    "Take these mails instead of our own samples (P3 and P4: instead of the real ones beside the project).")
    private @Nullable Path mails;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var unknown = new TreeSet<>(only);
        unknown.removeAll(SCENARIOS);
        if (!unknown.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "no such scenario: " + unknown + "; there are " + SCENARIOS);
        }
        var figures = new Figures(spec.commandLine().getOut());
        run(only, full ? Sizes.FULL : Sizes.USUAL, figures);
        var closed = figures.verdict();
        if (gate && !closed.isEmpty()) {
            spec.commandLine().getErr().println("duenotice: the gate closes on " + String.join(", ", closed));
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    void run(List<String> scenarios, Sizes sizes, Figures figures) throws IOException, InterruptedException {
        figures.remark("%d processors; every floor was taken in this run, right before and after what stands beside it"
                .formatted(Runtime.getRuntime().availableProcessors()));
        if (scenarios.contains("P10")) {
            new ColdStart(this::mails, sizes, figures).run();
        }
        if (scenarios.contains("P3") || scenarios.contains("P4")) {
            var reading = new ReadingCost(mailsToRead(new Provider(sizes.servers(), false)), sizes, figures);
            if (scenarios.contains("P3")) {
                reading.ordinary();
            }
            if (scenarios.contains("P4")) {
                reading.worst();
            }
        }
        if (WITHOUT_DATABASE.containsAll(scenarios)) {
            return;
        }
        try (var server = new Server()) {
            var mailScenarios = new Mails(server, this::mails, sizes, figures);
            if (scenarios.contains("P1")) {
                mailScenarios.oneByOne();
            }
            if (scenarios.contains("P2")) {
                mailScenarios.backlog();
            }
            if (scenarios.contains("P5")) {
                new Tables(server, sizes, figures).run();
            }
            if (scenarios.contains("P6")) {
                new Timers(server, sizes, figures).run();
            }
            if (scenarios.contains("P9")) {
                mailScenarios.steady(STEADY_RATE);
            }
        }
    }

    /// Marks of reading are for real mails; our own samples are simpler to take apart, and fuller of logs.
    private MailSet mailsToRead(Provider provider) {
        var project = Path.of(System.getProperty("duenotice.root", ""));
        return mails == null ? MailSet.beside(project, provider).orElseGet(() -> mails(provider)) : mails(provider);
    }

    private MailSet mails(Provider provider) {
        return mails == null ? MailSet.generated(provider, Instant.now()) : MailSet.from(mails, provider);
    }
}

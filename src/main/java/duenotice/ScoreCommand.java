package duenotice;

import duenotice.Score.Question;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a folder of labelled reports and says how many of them were read rightly.
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a folder of labelled reports and says how much of them was read rightly.",
            "The labels are its expected.jsonl and expected-log-lines.jsonl, an object a line.",
            "Status 0 when every mark is reached."
        })
final class ScoreCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--misses", description = "Also name every wrong answer.")
    private boolean misses;

    @Option(names = "--folders", description = "Also count by folder.")
    private boolean folders;

    @Parameters(paramLabel = "FOLDER", description = "Folder with expected.jsonl.")
    private Path corpus = Path.of(".");

    @Override
    public Integer call() throws IOException {
        var labels = corpus.resolve("expected.jsonl");
        if (!Files.isRegularFile(labels)) {
            throw new ParameterException(spec.commandLine(), labels + " is not there: nothing to compare with");
        }
        var score = of(corpus);
        print(score, spec.commandLine().getOut());
        return score.reachesMarks() ? 0 : 1;
    }

    /// Reads and compares the whole folder.
    static Score of(Path corpus) throws IOException {
        var reading = new FileReading(Networks.UNKNOWN);
        var score = new Score(Formats.types());
        for (var line : Files.readAllLines(corpus.resolve("expected.jsonl"))) {
            var label = JSON.readTree(line);
            score.file(label, reading.read(corpus.resolve(label.path("file").asString())));
        }
        var logs = corpus.resolve("expected-log-lines.jsonl");
        if (Files.isRegularFile(logs)) {
            Map<String, Map<Integer, Set<String>>> named = new HashMap<>();
            for (var line : Files.readAllLines(logs)) {
                var label = JSON.readTree(line);
                var file = label.path("file").asString();
                var lines = named.computeIfAbsent(file, unread -> byLine(reading.read(corpus.resolve(unread))));
                var number = label.path("line").asInt();
                score.logLine(
                        file,
                        number,
                        label.path("match").asBoolean() ? label.path("host").asString() : null,
                        lines.getOrDefault(number, Set.of()));
            }
        }
        return score;
    }

    private static Map<Integer, Set<String>> byLine(JsonNode reading) {
        Map<Integer, Set<String>> lines = new HashMap<>();
        for (var finding : reading.path("findings")) {
            var named = finding.path("ip").asString(finding.path("domain").asString(""));
            if (!named.isEmpty()) {
                lines.computeIfAbsent(finding.path("line").asInt(0), unseen -> new HashSet<>())
                        .add(named);
            }
        }
        return lines;
    }

    private void print(Score score, PrintWriter out) {
        if (folders) {
            score.folders()
                    .forEach((folder, tallies) -> tallies.forEach((question, tally) -> out.printf(
                            Locale.ROOT,
                            "%-20s %-40s %5.1f %%  %d of %d%n",
                            folder,
                            question.words(),
                            tally.percent(),
                            tally.right(),
                            tally.asked())));
            out.println();
        }
        if (misses) {
            score.misses()
                    .forEach(miss -> out.println(miss.question().words() + ": " + miss.file() + ": " + miss.how()));
            out.println();
        }
        for (var question : Question.values()) {
            var tally = score.of(question);
            if (tally.asked() > 0) {
                out.printf(
                        Locale.ROOT,
                        "%-40s %5.1f %%  %d of %d, mark %.0f %%%s%n",
                        question.words(),
                        tally.percent(),
                        tally.right(),
                        tally.asked(),
                        question.mark(),
                        tally.percent() < question.mark() ? ": NOT REACHED" : "");
            }
        }
        out.flush();
    }
}

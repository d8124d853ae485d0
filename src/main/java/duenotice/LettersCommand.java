package duenotice;

import duenotice.knowledge.Knowledge;
import duenotice.report.Type;
import duenotice.warning.Letter;
import duenotice.warning.LetterPreview;
import duenotice.warning.ProviderIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Letters to be looked at before a customer gets them, with invented data. Needs no database.
@Command(
        name = "letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        description = {
            "Shows our letters, or sends one as a test, with invented data and the settings' names and addresses.",
            "With the data of an incident: in the console, under Knowledge, Letters."
        },
        subcommands = {LettersCommand.Names.class, LettersCommand.Preview.class, LettersCommand.Send.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./duenotice letters list",
            "  ./duenotice letters preview warning --language de --type connection/login_attack",
            "  ./duenotice letters preview --settings FILE --brand kite --all FOLDER",
            "  ./duenotice letters send victim --settings FILE --to me@example.org"
        })
final class LettersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /// What is looked at, and as whose.
    static final class What {
        @Option(names = "--settings", paramLabel = "FILE", description = "The settings of the desk; default: none.")
        private @Nullable Path settings;

        @Option(names = "--language", paramLabel = "TAG", defaultValue = "en", description = "Such as de; default: en.")
        private String language = "en";

        @Option(names = "--brand", paramLabel = "ID", description = "One of the settings' brands.")
        private @Nullable String brand;

        @Option(names = "--type", paramLabel = "TYPE", description = "What was reported, such as content/phishing.")
        private @Nullable String type;

        Letter letter(String name) throws IOException {
            var provider = provider();
            if (brand != null && !provider.brands().containsKey(brand)) {
                throw new IllegalArgumentException("the settings have no brand \"" + brand + "\"");
            }
            return new LetterPreview(Knowledge.shipped(), provider)
                    .sample(
                            new LetterPreview.Choice(
                                    name,
                                    language,
                                    Optional.ofNullable(brand),
                                    Optional.ofNullable(type).map(Type::of)),
                            InstantSource.system().instant());
        }

        private ProviderIdentity provider() throws IOException {
            return Wiring.identity(
                    settings == null ? SettingsFile.none() : SettingsFile.read(settings),
                    URI.create("http://127.0.0.1:8080"));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The names of all letters.")
    static final class Names implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            var out = spec.commandLine().getOut();
            LetterPreview.letters().forEach(out::println);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "preview",
            mixinStandardHelpOptions = true,
            description = "Prints a letter, or writes all of them into a folder, as text and as HTML.")
    static final class Preview implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "LETTER",
                arity = "0..1",
                description = "One of those that list names; default: warning.")
        private String letter = "warning";

        @Option(names = "--html", description = "Prints the HTML part instead of the text.")
        private boolean html;

        @Option(names = "--all", paramLabel = "FOLDER", description = "Writes every letter in every language there.")
        private @Nullable Path folder;

        @ArgGroup(exclusive = false)
        private What what = new What();

        @Override
        public Integer call() throws IOException {
            var out = spec.commandLine().getOut();
            if (folder != null) {
                out.println(written(folder) + " files in " + folder);
            } else {
                var shown = what.letter(letter);
                out.print(html ? shown.html() : "Subject: " + shown.subject() + "\n\n" + shown.text());
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        }

        private int written(Path into) throws IOException {
            Files.createDirectories(into);
            var files = 0;
            for (var language : LetterPreview.languages()) {
                what.language = language;
                for (var name : LetterPreview.letters()) {
                    var shown = what.letter(name);
                    Files.writeString(
                            into.resolve(language + "-" + name + ".txt"),
                            "Subject: " + shown.subject() + "\n\n" + shown.text());
                    Files.writeString(into.resolve(language + "-" + name + ".html"), shown.html());
                    files += 2;
                }
            }
            return files;
        }
    }

    @Command(
            name = "send",
            mixinStandardHelpOptions = true,
            description = "Sends a letter through the relay of the settings, marked as a test.")
    static final class Send implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "LETTER",
                arity = "0..1",
                description = "One of those that list names; default: warning.")
        private String letter = "warning";

        @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "Who gets it.")
        private String to = "";

        @ArgGroup(exclusive = false)
        private What what = new What();

        @Override
        public Integer call() throws IOException {
            if (what.settings == null) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--settings is missing: it says through which relay mail goes out");
            }
            var settings = SettingsFile.read(what.settings);
            var outgoing = settings.outgoing()
                    .orElseThrow(() -> new IllegalArgumentException("the settings name no relay, so no mail goes out"));
            var sent = LetterPreview.send(
                    what.letter(letter), to, Outside.relay(outgoing, settings.provider(), InstantSource.system()));
            var out = spec.commandLine().getOut();
            out.println(sent.said());
            out.flush();
            return sent.taken() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}

package duenotice;

import duenotice.database.DataFolder;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.InventoryRefused;
import duenotice.inventory.source.SourceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// Imports with a look before and a way back, and the sources that are read again and again.
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        description = {
            "The inventory: shows what an import would change, imports, undoes the last one, and tells of its sources.",
            "Where the program runs it is asked to do it, else the data folder is opened."
        },
        subcommands = {
            InventoryCommand.Preview.class,
            InventoryCommand.Import.class,
            InventoryCommand.Undo.class,
            InventoryCommand.Imports.class,
            InventoryCommand.Sources.class,
            InventoryCommand.Read.class,
            InventoryCommand.LetThrough.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./duenotice inventory preview customers-and-servers.yaml",
            "  ./duenotice inventory preview --source netbox",
            "  ./duenotice inventory import tables/",
            "  ./duenotice inventory undo --reason \"last week's file\"",
            "  ./duenotice inventory let-through netbox --reason \"the old hall is closed\""
        })
final class InventoryCommand implements Callable<Integer> {
    /// Rows of a difference shown by a command that does not ask for all.
    private static final int MOST_SHOWN = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /// What all of them take.
    abstract static class Part implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
        private @Nullable Path data;

        @Option(
                names = "--settings",
                paramLabel = "FILE",
                description = "The settings with the sources; needed where no program runs.")
        private @Nullable Path settings;

        abstract void with(InventoryDesk desk, PrintWriter out)
                throws InventoryDesk.Refused, IOException, InterruptedException;

        @Override
        public Integer call() throws IOException, InterruptedException {
            var out = spec.commandLine().getOut();
            var sources = settings == null
                    ? List.<SourceSettings>of()
                    : SettingsFile.read(settings).inventory().checked();
            try (var desk =
                    InventoryDesk.at(data == null ? DataFolder.usual() : data, sources, InstantSource.system())) {
                with(desk, out);
                return CommandLine.ExitCode.OK;
            } catch (InventoryDesk.Refused refused) {
                out.println(refused.getMessage());
                out.println("nothing was changed");
                return CommandLine.ExitCode.SOFTWARE;
            } finally {
                out.flush();
            }
        }
    }

    private static InventoryUpload upload(Path file) throws InventoryDesk.Refused, IOException {
        try {
            InventoryFile.read(file); // names the tables of a folder, which a zip would hide
            return InventoryUpload.of(file);
        } catch (InventoryRefused refused) {
            throw new InventoryDesk.Refused(String.valueOf(refused.getMessage()));
        } catch (NoSuchFileException missing) {
            throw new InventoryDesk.Refused(file + " is not there");
        }
    }

    static void print(JsonNode difference, PrintWriter out, int most) {
        if (difference.has("trouble")) {
            out.println(
                    "cannot be taken in: " + clean(difference.path("trouble").asString("")));
            return;
        }
        if (difference.has("holds")) {
            out.println("holds " + difference.path("holds").asString(""));
        }
        difference.path("remarks").forEach(remark -> out.println("left out: " + clean(remark.asString(""))));
        if (difference.has("doubt")) {
            out.println("not believed: " + clean(difference.path("doubt").asString("")));
            return;
        }
        var shown = 0;
        for (var change : difference.path("changes")) {
            if (++shown > most) {
                out.println("… and more; --all shows them");
                break;
            }
            var details = change.path("details");
            out.println("%-8s %-9s %s%s"
                    .formatted(
                            change.path("change").asString(""),
                            change.path("what").asString(""),
                            clean(change.path("id").asString("")),
                            details.isEmpty()
                                    ? ""
                                    : ": "
                                            + clean(details.valueStream()
                                                    .map(one -> one.asString(""))
                                                    .collect(java.util.stream.Collectors.joining("; ")))));
        }
        var leftOff = difference.path("leftOff").asInt(0);
        if (leftOff > 0 && shown <= most) {
            out.println("… and %d more, which are counted and not listed".formatted(leftOff));
        }
        out.println(difference.path("summary").asString(""));
    }

    /// What came from outside cannot move the terminal's cursor.
    static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ");
    }

    /// What an import would change.
    @Command(
            name = "preview",
            mixinStandardHelpOptions = true,
            description = "Shows row by row what a file, or a source read now, would change; nothing does.")
    static final class Preview extends Part {
        @Option(names = "--source", paramLabel = "NAME", description = "Reads that source instead of a file.")
        private @Nullable String source;

        @Option(names = "--all", description = "Shows every row, up to the first thousand.")
        private boolean all;

        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "YAML, JSON, one CSV table, or a folder or zip of CSV tables (docs/inventory.md).")
        private @Nullable Path file;

        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException, InterruptedException {
            if ((source == null) == (file == null)) {
                throw new InventoryDesk.Refused("name either a file or --source NAME");
            }
            var difference = source == null
                    ? desk.preview(upload(java.util.Objects.requireNonNull(file)))
                    : desk.previewSource(source)
                            .orElseThrow(() -> new InventoryDesk.Refused("no source of that name is set there"));
            print(difference, out, all ? Integer.MAX_VALUE : MOST_SHOWN);
            out.println("nothing was changed");
        }
    }

    /// Takes a file in.
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Imports an inventory: YAML, JSON, one CSV table, or a folder or zip of CSV tables (docs/inventory.md).",
                "Works through the running program if there is one. A wrong line is named, and nothing is half imported.",
                "`inventory undo` takes it back."
            })
    static final class Import extends Part {
        @Parameters(paramLabel = "FILE", description = "As for preview.")
        private Path file = Path.of("");

        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            var answer = desk.take(upload(file));
            out.println(
                    answer.path("unchanged").asBoolean(false)
                            ? "this file was imported last: nothing changes"
                            : answer.path("summary").asString(""));
        }
    }

    /// Takes the last import back.
    @Command(
            name = "undo",
            mixinStandardHelpOptions = true,
            description = {
                "Puts back what the last import changed; again, what the one before it changed.",
                "A source brings back by itself nothing that was undone, until it holds something else or it is let through."
            })
    static final class Undo extends Part {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            out.println("undone, which was:");
            print(desk.undo(reason), out, MOST_SHOWN);
        }
    }

    /// The imports there were.
    @Command(
            name = "imports",
            mixinStandardHelpOptions = true,
            description = "The imports there were, the newest first.")
    static final class Imports extends Part {
        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            desk.imports()
                    .forEach(one -> out.println("%-6s %-25s %-12s %s +%d ~%d -%d%s%s"
                            .formatted(
                                    one.path("id").asString(""),
                                    one.path("at").asString(""),
                                    one.path("source").asString(""),
                                    one.path("kind").asString(""),
                                    one.path("added").asInt(),
                                    one.path("changed").asInt(),
                                    one.path("removed").asInt(),
                                    one.path("undone").asBoolean(false) ? ", undone" : "",
                                    one.path("reason").isString()
                                            ? ": " + clean(one.path("reason").asString(""))
                                            : "")));
        }
    }

    static void print(JsonNode sources, PrintWriter out) {
        if (sources.isEmpty()) {
            out.println("no source is set up: files are imported by hand");
        }
        sources.forEach(one -> out.println("%-12s %-9s %s, last success %s%s%s"
                .formatted(
                        one.path("name").asString(""),
                        one.path("kind").asString(""),
                        !one.path("scheduled").asBoolean(false)
                                ? "no longer set"
                                : one.path("wouldRemove").isNumber()
                                        ? "STOPPED"
                                        : one.path("failures").asInt() > 0 ? "FAILS" : "in order",
                        one.path("lastSuccessAt").asString("never"),
                        one.path("failures").asInt() > 0
                                ? ": " + clean(one.path("lastError").asString(""))
                                : "",
                        one.path("remarkCount").asInt() > 0
                                ? " (" + one.path("remarkCount").asInt() + " rows left out)"
                                : "")));
    }

    /// How the sources stand.
    @Command(name = "sources", mixinStandardHelpOptions = true, description = "How each source stands.")
    static final class Sources extends Part {
        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            print(desk.sources(), out);
        }
    }

    /// Reads a source sooner.
    @Command(name = "read", mixinStandardHelpOptions = true, description = "Has the running program read a source now.")
    static final class Read extends Part {
        @Parameters(paramLabel = "NAME", description = "The source.")
        private String name = "";

        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            print(desk.readNow(name), out);
        }
    }

    /// Believes a source once.
    @Command(
            name = "let-through",
            mixinStandardHelpOptions = true,
            description =
                    "Lets through, once, what a stopped source would remove; if it is more by then, it stops again.")
    static final class LetThrough extends Part {
        @Parameters(paramLabel = "NAME", description = "The source.")
        private String name = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        @Override
        void with(InventoryDesk desk, PrintWriter out) throws InventoryDesk.Refused, IOException {
            print(desk.letThrough(name, reason), out);
        }
    }
}

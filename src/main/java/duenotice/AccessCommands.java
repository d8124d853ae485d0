package duenotice;

import duenotice.access.ApiKeys;
import duenotice.access.DeskRole;
import duenotice.access.FixedKeys;
import duenotice.access.StaffAccounts;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// The commands that let people and programs in. Where the program runs they ask it, else they do it themselves.
abstract sealed class AccessCommands implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
    private @Nullable Path data;

    @Option(names = "--database-url", paramLabel = "URL", description = "jdbc:postgresql://… of a server of your own.")
    private @Nullable String databaseUrl;

    @Option(names = "--database-user", paramLabel = "NAME", description = "Its user.")
    private @Nullable String databaseUser;

    @Parameters(paramLabel = "NAME", description = "As it stands on timelines.")
    String name = "";

    /// What is asked of the running program, or done on the database.
    ///
    /// @param answered makes the sentence to print from the program's answer
    /// @param direct does it at that instant, and gives the sentence to print
    record Deed(
            String path,
            String body,
            Function<String, String> answered,
            BiFunction<Database, Instant, String> direct) {}

    abstract Deed deed() throws IOException;

    @Override
    public Integer call() throws IOException {
        var deed = deed();
        try {
            say(databaseUrl == null ? inFolder(deed) : onServer(deed, databaseUrl));
            return CommandLine.ExitCode.OK;
        } catch (Refused refused) {
            spec.commandLine().getErr().println("duenotice: " + refused.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private String inFolder(Deed deed) throws IOException {
        var path = data == null ? DataFolder.usual() : data;
        var running = RunningProgram.at(path);
        if (running.isPresent()) {
            var answer = running.get()
                    .send("POST", deed.path(), "application/json", deed.body().getBytes(StandardCharsets.UTF_8));
            if (answer.statusCode() / 100 != 2) {
                throw new Refused(JSON.readTree(answer.body()).path("detail").asString("refused"));
            }
            return deed.answered().apply(answer.body());
        }
        try (var folder = DataFolder.open(path);
                var database = Database.embedded(folder)) {
            return deed.direct().apply(database, InstantSource.system().instant());
        }
    }

    private String onServer(Deed deed, String url) {
        var password = System.getenv("DUENOTICE_DATABASE_PASSWORD");
        try (var database = Database.external(
                new DatabaseAddress(url, databaseUser == null ? "" : databaseUser, password == null ? "" : password))) {
            return deed.direct().apply(database, InstantSource.system().instant());
        }
    }

    private void say(String sentence) {
        spec.commandLine().getOut().println(sentence);
        spec.commandLine().getOut().flush();
    }

    DeskRole role(String word) {
        return DeskRole.ofWord(word)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(), "--role must be agent, lead, engineer, auditor or reporter, not " + word));
    }

    static String json(String... pairs) {
        var object = JSON.createObjectNode();
        for (var i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i], pairs[i + 1]);
        }
        return object.toString();
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// What the operator can mend.
    static final class Refused extends RuntimeException {
        Refused(String sentence) {
            super(sentence);
        }
    }

    @Command(
            name = "staff",
            mixinStandardHelpOptions = true,
            subcommands = {AddStaff.class, DisableStaff.class},
            description = "Accounts of people who work at the desk.")
    static final class Staff {}

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            subcommands = {AddKey.class, EndKey.class},
            description = "Keys of programs that use the REST API.")
    static final class Key {}

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes an account, or gives one a new role and password.")
    static final class AddStaff extends AccessCommands {
        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "agent, lead, engineer or auditor.")
        private String role = "";

        @Option(names = "--password-stdin", description = "Reads the password from the first line of the input.")
        private boolean fromInput;

        @Override
        Deed deed() throws IOException {
            var chosen = role(role);
            var password = password();
            StaffAccounts.refusal(name, password).ifPresent(why -> {
                throw new CommandLine.ParameterException(spec.commandLine(), why);
            });
            var done = name + " is " + chosen + " now.";
            return new Deed(
                    "/api/v1/staff",
                    json("name", name, "role", chosen.word(), "password", password),
                    answer -> done,
                    (database, now) -> {
                        new StaffAccounts(database.transactions(), FixedKeys.NONE).put(name, chosen, password, now);
                        return done;
                    });
        }

        /// Never an argument, which every user of the machine can read.
        private String password() throws IOException {
            if (fromInput) {
                var line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
                return line == null ? "" : line;
            }
            var console = Objects.requireNonNull(System.console());
            if (!console.isTerminal()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "there is no terminal to ask for the password: use --password-stdin");
            }
            var first = new String(console.readPassword("Password for %s: ", name));
            var again = new String(console.readPassword("Again: "));
            if (!first.equals(again)) {
                throw new CommandLine.ParameterException(spec.commandLine(), "the two passwords differ");
            }
            return first;
        }
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Ends an account; its deeds stay.")
    static final class DisableStaff extends AccessCommands {
        @Override
        Deed deed() {
            var done = name + " may not come in any more.";
            return new Deed("/api/v1/staff/" + encoded(name) + "/disable", "{}", answer -> done, (database, now) -> {
                if (!new StaffAccounts(database.transactions(), FixedKeys.NONE).disable(name, now)) {
                    throw new Refused("there is no account of this name");
                }
                return done;
            });
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it, this once. A reporter's key goes with a row in the inventory.")
    static final class AddKey extends AccessCommands {
        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "agent, lead, engineer, auditor or reporter.")
        private String role = "";

        @Override
        Deed deed() {
            var chosen = role(role);
            ApiKeys.refusal(name).ifPresent(why -> {
                throw new CommandLine.ParameterException(spec.commandLine(), why);
            });
            return new Deed(
                    "/api/v1/keys",
                    json("name", name, "role", chosen.word()),
                    answer -> JSON.readTree(answer).path("key").asString(""),
                    (database, now) -> new ApiKeys(database.transactions(), FixedKeys.NONE)
                            .add(name, chosen, now)
                            .orElseThrow(() -> new Refused("a key of this name exists or existed; choose another")));
        }
    }

    @Command(name = "end", mixinStandardHelpOptions = true, description = "Takes a key away.")
    static final class EndKey extends AccessCommands {
        @Override
        Deed deed() {
            var done = "The key " + name + " opens nothing any more.";
            return new Deed("/api/v1/keys/" + encoded(name) + "/end", "{}", answer -> done, (database, now) -> {
                if (!new ApiKeys(database.transactions(), FixedKeys.NONE).end(name, now)) {
                    throw new Refused("there is no key of this name");
                }
                return done;
            });
        }
    }
}

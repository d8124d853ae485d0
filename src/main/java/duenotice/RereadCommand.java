package duenotice;

import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.Openings;
import duenotice.casework.Rereading;
import duenotice.casework.Rereading.Changed;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.intake.IntakeSettings;
import duenotice.intake.Reread;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads stored reports again with today's readers.
@Command(
        name = "reread",
        mixinStandardHelpOptions = true,
        description = {
            "Reads stored reports again with today's readers and shows what would change; with --apply it is applied.",
            "What waited unread is offered again; to what has joined, facts are added. No clock that runs is moved, and",
            "nothing is done twice: it may be broken off and run again. Applying needs the running program."
        })
final class RereadCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant EVER = Instant.parse("2199-01-01T00:00:00Z");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: the usual one.")
    private @Nullable Path data;

    @Option(
            names = "--since",
            required = true,
            paramLabel = "INSTANT",
            description = "Received from then on: 2026-05-04T09:00:00Z, or a date (its beginning, UTC).")
    private String since = "";

    @Option(names = "--until", paramLabel = "INSTANT", description = "Received before then. Default: now.")
    private @Nullable String until;

    @Option(names = "--format", paramLabel = "NAME", description = "Only what was, or is now, of that format.")
    private @Nullable String format;

    @Option(names = "--apply", description = "Apply it; without this nothing changes.")
    private boolean apply;

    @Option(names = "--json", description = "One JSON object a line instead of the table.")
    private boolean json;

    /// One page after another, wherever it comes from.
    private interface Pages {
        Rereading.Page after(Optional<MessageId> last) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        var from = instant("--since", since);
        var to = until == null ? EVER : instant("--until", until);
        var path = data == null ? DataFolder.usual() : data;
        var running = RunningProgram.at(path);
        if (running.isPresent()) {
            return all(last -> ask(running.get(), from, to, last));
        }
        if (apply) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no program runs on " + path
                            + ": start it, for --apply goes through it; without --apply it is not needed");
        }
        try (var folder = DataFolder.open(path);
                var database = Database.embedded(folder)) {
            var rereading = on(database);
            return all(last ->
                    rereading.page(new Rereading.Asked(from, to, Optional.ofNullable(format), false, last, "reread")));
        }
    }

    private Instant instant(String option, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException noTime) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    option + " is an instant such as 2026-05-04T09:00:00Z or a date such as 2026-05-04, not " + text,
                    noTime);
        }
    }

    /// Looks only: nothing of it moves an incident.
    private static Rereading on(Database database) {
        var transactions = database.transactions();
        var inventory = new Inventory(transactions, List.of());
        var policies = PolicyBook.shipped();
        var casework = Casework.create(
                transactions,
                InstantSource.system(),
                inventory,
                new PolicyStore(database.jdbc())::byVersion,
                tools -> new Casework.Parts(List.of(), List.of(), List.of(), List.of(), type -> false));
        return new Reread(
                transactions,
                casework,
                new Openings(transactions, casework, inventory, policies),
                inventory,
                new IntakeSettings(Set.of(), Set.of()));
    }

    private Rereading.Page ask(RunningProgram program, Instant from, Instant to, Optional<MessageId> last)
            throws IOException {
        var body = JSON.createObjectNode().put("since", from.toString()).put("until", to.toString());
        body.put("apply", apply);
        if (format != null) {
            body.put("format", format);
        }
        last.ifPresent(id -> body.put("after", id.toString()));
        var answer = program.send("POST", "/api/v1/reread", "application/json", JSON.writeValueAsBytes(body));
        if (answer.statusCode() != 200) {
            throw new IOException("the running program answered " + answer.statusCode() + ": " + answer.body());
        }
        var page = JSON.readTree(answer.body());
        var changes = new ArrayList<Changed>();
        page.path("changes").forEach(one -> changes.add(changed(one)));
        return new Rereading.Page(
                page.path("read").asInt(),
                changes,
                MessageId.parse(page.path("next").asString("")));
    }

    private static Changed changed(JsonNode one) {
        return new Changed(
                MessageId.parse(one.path("report").asString("")).orElseThrow(),
                Instant.parse(one.path("receivedAt").asString("")),
                one.path("format").asString(""),
                one.path("change").asString(""),
                one.path("what").asString(""),
                one.path("before").asString(""),
                one.path("after").asString(""),
                one.path("effect").asString(""));
    }

    private int all(Pages pages) throws IOException {
        var out = spec.commandLine().getOut();
        var progress = spec.commandLine().getErr();
        var read = 0;
        var messages = 0;
        var last = Optional.<MessageId>empty();
        if (!json) {
            out.println(line("REPORT", "RECEIVED", "FORMAT", "CHANGE", "WHAT", "BEFORE", "AFTER", "EFFECT"));
        }
        for (var page = pages.after(last); page.next().isPresent(); page = pages.after(last)) {
            page.changes().forEach(one -> out.println(json ? object(one) : row(one)));
            out.flush();
            read += page.read();
            messages += (int)
                    page.changes().stream().map(Changed::message).distinct().count();
            last = page.next();
            progress.println(read + " read, " + messages + " differ, up to report " + last.get());
            progress.flush();
        }
        if (!json) {
            out.println(read + " reports read again, " + messages
                    + (apply ? " differed: applied" : " would change; nothing was changed"));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static String row(Changed one) {
        return line(
                one.message().toString(),
                one.receivedAt().toString(),
                one.format(),
                one.change(),
                one.what(),
                one.before(),
                one.after(),
                one.effect());
    }

    /// What came from outside cannot move the terminal's cursor.
    private static String line(String... cells) {
        return String.join(
                "  ", java.util.Arrays.stream(cells).map(RereadCommand::cell).toList());
    }

    private static String cell(String text) {
        var visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ").strip();
        return visible.isEmpty() ? "-" : visible.length() > 60 ? visible.substring(0, 59) + "…" : visible;
    }

    private static String object(Changed one) {
        return JSON.createObjectNode()
                .put("report", one.message().toString())
                .put("receivedAt", one.receivedAt().toString())
                .put("format", one.format())
                .put("change", one.change())
                .put("what", one.what())
                .put("before", one.before())
                .put("after", one.after())
                .put("effect", one.effect())
                .toString();
    }
}

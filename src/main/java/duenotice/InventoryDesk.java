package duenotice;

import duenotice.api.InventoryJson;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.inventory.Imports;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.InventoryRefused;
import duenotice.inventory.source.Rounds;
import duenotice.inventory.source.SourceSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The inventory as commands reach it: through the running program where there is one, else on the data folder. Answers
/// are the API's.
sealed interface InventoryDesk extends AutoCloseable {
    /// The command could not do it; the message says why, for people.
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    JsonNode preview(InventoryUpload file) throws Refused, IOException;

    JsonNode take(InventoryUpload file) throws Refused, IOException;

    JsonNode undo(String reason) throws Refused, IOException;

    JsonNode imports() throws Refused, IOException;

    JsonNode gaps() throws Refused, IOException;

    JsonNode sources() throws Refused, IOException;

    /// Empty where no source of this name is set there.
    Optional<JsonNode> previewSource(String name) throws Refused, IOException, InterruptedException;

    JsonNode letThrough(String name, String reason) throws Refused, IOException;

    JsonNode readNow(String name) throws Refused, IOException;

    @Override
    void close();

    /// @param sources of the settings, for a data folder without a program
    static InventoryDesk at(Path data, List<SourceSettings> sources, InstantSource clock) {
        return RunningProgram.at(data)
                .<InventoryDesk>map(Running::new)
                .orElseGet(() -> Local.open(data, sources, clock));
    }

    /// Asks the program that holds the folder.
    record Running(RunningProgram program) implements InventoryDesk {
        private static final JsonMapper JSON = JsonMapper.shared();
        private static final String PATH = "/api/v1/inventory";

        private Optional<JsonNode> send(String method, String path, String type, byte[] body)
                throws Refused, IOException {
            return said(program.send(method, PATH + path, type, body));
        }

        private static Optional<JsonNode> said(HttpResponse<String> answer) throws Refused {
            var json = JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
            if (answer.statusCode() == 404) {
                return Optional.empty();
            }
            if (answer.statusCode() / 100 != 2) {
                throw new Refused(json.path("detail").asString("the running program answered " + answer.statusCode()));
            }
            return Optional.of(json);
        }

        private JsonNode known(String method, String path, String type, byte[] body) throws Refused, IOException {
            return send(method, path, type, body)
                    .orElseThrow(() -> new Refused("the running program knows nothing of it"));
        }

        private static byte[] reason(String reason) {
            return JSON.writeValueAsBytes(JSON.createObjectNode().put("reason", reason));
        }

        @Override
        public JsonNode preview(InventoryUpload file) throws Refused, IOException {
            return known("POST", "/preview", file.mediaType(), file.bytes());
        }

        @Override
        public JsonNode take(InventoryUpload file) throws Refused, IOException {
            return known("PUT", "", file.mediaType(), file.bytes());
        }

        @Override
        public JsonNode undo(String reason) throws Refused, IOException {
            return known("POST", "/undo", "application/json", reason(reason));
        }

        @Override
        public JsonNode imports() throws Refused, IOException {
            return known("GET", "/imports", "", new byte[0]);
        }

        @Override
        public JsonNode gaps() throws Refused, IOException {
            return known("GET", "/gaps", "", new byte[0]);
        }

        @Override
        public JsonNode sources() throws Refused, IOException {
            return known("GET", "/sources", "", new byte[0]);
        }

        @Override
        public Optional<JsonNode> previewSource(String name) throws Refused, IOException {
            return said(program.sendAndWait("POST", PATH + "/sources/" + name + "/preview"));
        }

        @Override
        public JsonNode letThrough(String name, String reason) throws Refused, IOException {
            return known("POST", "/sources/" + name + "/let-through", "application/json", reason(reason));
        }

        @Override
        public JsonNode readNow(String name) throws Refused, IOException {
            return known("POST", "/sources/" + name + "/read", "", new byte[0]);
        }

        @Override
        public void close() {}
    }

    /// No program runs: the folder is this command's until it ends.
    record Local(DataFolder folder, Database database, Imports imported, Rounds rounds, InstantSource clock)
            implements InventoryDesk {
        private static final String BY = "command";
        private static final int MOST_PAST = 100;
        private static final int SOME = 5;

        static Local open(Path data, List<SourceSettings> sources, InstantSource clock) {
            var folder = DataFolder.open(data);
            try {
                return open(folder, Database.embedded(folder), sources, clock);
            } catch (RuntimeException failure) {
                folder.close();
                throw failure;
            }
        }

        private static Local open(
                DataFolder folder, Database database, List<SourceSettings> sources, InstantSource clock) {
            try {
                return new Local(
                        folder,
                        database,
                        new Imports(database.transactions()),
                        new Rounds(database.transactions(), sources, () -> 0),
                        clock);
            } catch (RuntimeException failure) {
                database.close();
                throw failure;
            }
        }

        private static Refused refused(InventoryRefused refused) {
            return new Refused(String.valueOf(refused.getMessage()));
        }

        @Override
        public JsonNode preview(InventoryUpload file) throws Refused {
            try {
                return InventoryJson.outcome(imported.preview(file(file), clock.instant()));
            } catch (InventoryRefused refused) {
                throw refused(refused);
            }
        }

        @Override
        public JsonNode take(InventoryUpload file) throws Refused {
            try {
                return InventoryJson.taken(imported.take(file(file), BY, clock.instant()));
            } catch (InventoryRefused refused) {
                throw refused(refused);
            }
        }

        private static InventoryFile file(InventoryUpload file) {
            return InventoryFile.of(file.name(), file.bytes());
        }

        @Override
        public JsonNode undo(String reason) throws Refused {
            return switch (imported.undoLast(reason, BY, clock.instant())) {
                case Imports.Undone.Done done -> InventoryJson.undone(done);
                case Imports.Undone.Refused refused -> throw new Refused(refused.why());
            };
        }

        @Override
        public JsonNode imports() {
            return InventoryJson.past(imported.past(MOST_PAST));
        }

        @Override
        public JsonNode gaps() {
            return InventoryJson.gaps(imported.gaps(SOME));
        }

        @Override
        public JsonNode sources() {
            return InventoryJson.standings(rounds.standings());
        }

        @Override
        public Optional<JsonNode> previewSource(String name) throws InterruptedException {
            return rounds.preview(name, clock.instant()).map(InventoryJson::seen);
        }

        @Override
        public JsonNode letThrough(String name, String reason) throws Refused {
            if (!rounds.letThrough(name, reason, BY, clock.instant())) {
                throw new Refused("no inventory source " + name + " is stopped in doubt");
            }
            return sources();
        }

        @Override
        public JsonNode readNow(String name) throws Refused {
            throw new Refused("no program runs here that would read " + name);
        }

        @Override
        public void close() {
            database.close();
            folder.close();
        }
    }
}

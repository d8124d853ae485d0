package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.DataFolder;
import duenotice.inventory.Inventory;
import duenotice.report.ServerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program as it is started, and other commands that work through it.
class RunningProgramTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path files;

    private static Start program;

    @BeforeAll
    static void start() {
        program = RehearseCommand.start(
                DataFolder.open(data),
                new Mode.Rehearsal(
                        0, 0, Optional.empty(), Optional.empty(), Optional.of(Instant.parse("2026-03-01T03:00:00Z"))));
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static String imported(Path file, int status) {
        var said = new StringWriter();
        var ended = Duenotice.commandLine()
                .setOut(new PrintWriter(said))
                .execute("import", "--data", data.toString(), file.toString());
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private Path tables(String server) throws IOException {
        var folder = Files.createDirectories(files.resolve("tables"));
        Files.writeString(folder.resolve("customers.csv"), "id,name\nlinden,Linden\n");
        Files.writeString(folder.resolve("contacts.csv"), "customer,name,email\nlinden,Lia,lia@linden.example\n");
        Files.writeString(folder.resolve("servers.csv"), "id,customer\n" + server + ",linden\n");
        Files.writeString(folder.resolve("addresses.csv"), "server,ip,from\n");
        return folder;
    }

    private static boolean knows(String server) {
        return program.part(Inventory.class).server(new ServerId(server)).isPresent();
    }

    @Test
    void who_comes_through_a_proxy_of_this_machine_is_not_taken_for_it() throws Exception {
        assertThat(metrics(Optional.empty())).isEqualTo(200);
        assertThat(metrics(Optional.of("198.51.100.9"))).isIn(401, 403);
        assertThat(metrics(Optional.of("127.0.0.1, 198.51.100.9"))).isIn(401, 403);
    }

    private static int metrics(Optional<String> forwardedFor) throws Exception {
        var asked =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.httpPort() + "/actuator/prometheus"));
        forwardedFor.ifPresent(client -> asked.header("X-Forwarded-For", client));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(asked.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void a_folder_of_tables_is_imported_through_the_running_program() throws IOException {
        imported(tables("linden-1"), 0);

        assertThat(knows("linden-1")).isTrue();
    }

    @Test
    void stored_reports_are_read_again_through_the_running_program() {
        var casework = program.part(duenotice.casework.Casework.class);
        var mail =
                "From: a@reporter.example\r\nSubject: Prices\r\nMessage-ID: <prices@reporter.example>\r\n\r\nHello?\r\n";
        var id = casework.inbox()
                .accept(
                        "a@reporter.example",
                        java.util.List.of("abuse@provider.example"),
                        mail.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Instant.parse("2026-02-28T09:00:00Z"));
        casework.workAll();
        assertThat(reread(0, "--since", "2026-02-28", "--apply")).contains("reports read again, 0 differed");
        program.part(duenotice.database.Transactions.class)
                .jdbc()
                .sql(
                        "update message set report = '{\"kind\":\"report\",\"format\":\"plain-text\",\"findings\":[{\"category\":\"other\",\"ip\":\"192.0.2.1\"}]}' where id = :id")
                .param("id", id.number())
                .update();
        assertThat(reread(0, "--since", "2026-02-28", "--until", "2026-02-27")).contains("0 reports read again");
        assertThat(reread(0, "--since", "2026-02-28", "--format", "arf")).contains(", 0 would change");
        assertThat(reread(0, "--since", "2026-02-28", "--json"))
                .contains("\"report\":\"" + id + "\"", "\"change\":\"removed\"", "\"what\":\"192.0.2.1\"");
        assertThat(reread(0, "--since", "2026-02-28")).contains("removed", "192.0.2.1", "nothing was changed");
        reread(2, "--since", "yesterday");
    }

    private static String reread(int status, String... options) {
        var said = new StringWriter();
        var line = new java.util.ArrayList<>(java.util.List.of("reread", "--data", data.toString()));
        line.addAll(java.util.List.of(options));
        var ended = Duenotice.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(line.toArray(String[]::new));
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    @Test
    void a_zip_of_tables_is_known_by_its_content() throws IOException {
        var zip = files.resolve("inventory");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip));
                var tables = Files.list(tables("linden-2"))) {
            for (var table : tables.toList()) {
                out.putNextEntry(new ZipEntry(table.getFileName().toString()));
                out.write(Files.readAllBytes(table));
            }
        }
        imported(zip, 0);

        assertThat(knows("linden-2")).isTrue();
    }

    @Test
    void a_wrong_table_is_refused_with_file_and_line_and_nothing_is_imported() throws IOException {
        var folder = tables("linden-3");
        Files.writeString(folder.resolve("servers.csv"), "id,customer\nlinden-3,linden\nlinden-4,nobody\n");

        assertThat(imported(folder, 1)).contains("servers.csv:3");
        assertThat(knows("linden-3")).isFalse();
    }
}

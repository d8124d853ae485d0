package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shipped script, called as FastNetMon calls it, against the running program.
class FastNetMonNotifyTest {
    private static final Path SCRIPT = Path.of("scripts/fastnetmon-notify").toAbsolutePath();

    private static final String REPORT = """
            IP: %s
            Attack type: udp_flood
            Initial attack power: 90118 packets per second
            Peak attack power: 91003 packets per second
            Attack direction: %s
            Attack protocol: udp
            Total incoming pps: %d packets per second
            Total outgoing pps: %d packets per second
            """;

    @TempDir
    Path folder;

    private RunningRehearsal rehearsal;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is missing");
        // The script tells the time of its machine, so the desk's clock has to be there too.
        rehearsal = RunningRehearsal.start(Instant.now());
        Files.writeString(folder.resolve("key"), "rehearsal-reporter\n");
    }

    @AfterEach
    void stop() {
        http.close();
        if (rehearsal != null) {
            rehearsal.close();
        }
    }

    private int call(String url, String input, String... arguments) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("conf"), """
                DUENOTICE_URL=%s
                DUENOTICE_KEY_FILE=%s/key
                DUENOTICE_SPOOL=%s/spool
                DUENOTICE_RETRY=0
                """.formatted(url, folder, folder));
        var command = Stream.concat(Stream.of("sh", SCRIPT.toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DUENOTICE_CONF", folder.resolve("conf").toString());
        var process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private List<String> spooled() throws IOException {
        try (var files = Files.list(folder.resolve("spool"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private JsonNode asked(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(rehearsal.address() + "/api/v1" + path))
                .header("Authorization", "Bearer rehearsal-agent")
                .build();
        return JsonMapper.shared()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /// Waits until everything sent was read: the same instant again is a step.
    private JsonNode incidents() throws IOException, InterruptedException {
        rehearsal.pass(Duration.ZERO);
        return asked("/incidents").path("items");
    }

    @Test
    void an_attack_is_one_incident_of_a_victim_however_often_it_is_told() throws Exception {
        var report = REPORT.formatted("192.0.2.11", "incoming", 90_118, 12);

        assertThat(call(rehearsal.address(), report, "192.0.2.11", "incoming", "90118", "ban"))
                .isZero();
        assertThat(call(rehearsal.address(), report + """

                        2026-03-04 07:12:08.123456 203.0.113.9:123 > 192.0.2.11:27015 protocol: udp packets: 1 size: 468 bytes
                        """, "192.0.2.11", "incoming", "90118", "attack_details"))
                .isZero();
        assertThat(call(rehearsal.address(), "", "192.0.2.11", "incoming", "90118", "unban"))
                .isZero();

        var incidents = incidents();
        assertThat(incidents.size()).isEqualTo(1);
        assertThat(incidents.get(0).path("category").asString()).isEqualTo("server-under-attack");
        assertThat(incidents.get(0).path("types").get(0).asString()).isEqualTo("connection/ddos");
        assertThat(incidents.get(0).path("reports").asInt()).isEqualTo(2);
        assertThat(asked("/queue").size()).isZero();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void what_cannot_be_sent_is_kept_and_sent_by_the_next_call_once() throws Exception {
        var report = REPORT.formatted("192.0.2.11", "outgoing", 12, 90_118);

        assertThat(call("http://127.0.0.1:1", report, "192.0.2.11", "outgoing", "90118", "ban"))
                .isEqualTo(1);
        assertThat(spooled()).hasSize(1);
        assertThat(call(rehearsal.address(), "{\"ip\":\"192.0.2.11\",\"action\":\"unban\",\"alert_scope\":\"host\"}"))
                .isZero();

        assertThat(spooled()).isEmpty();
        var incidents = incidents();
        assertThat(incidents.size()).isEqualTo(1);
        assertThat(incidents.get(0).path("category").asString()).isEqualTo("system-compromise");
    }

    @Test
    void a_wrong_key_loses_nothing() throws Exception {
        Files.writeString(folder.resolve("key"), "nobody's");

        assertThat(call(
                        rehearsal.address(),
                        REPORT.formatted("192.0.2.11", "outgoing", 12, 90_118),
                        "192.0.2.11",
                        "outgoing",
                        "90118",
                        "ban"))
                .isEqualTo(1);
        assertThat(spooled()).hasSize(1);
    }
}

package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.report.ServerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandCutoffTest extends CutoffContract {
    /** A provider's script: the state of one server in three files. */
    private static final String SCRIPT = """
            #!/bin/sh
            set -e
            cd "$1"; in=$(cat)
            case "$2:$in" in
                inspect:*) printf '{"network":"%s","power":"%s","nullRouted":[%s]}' \\
                    "$(cat network)" "$(cat power)" "$(cat routes)";;
                cut:*'"action":"network-off"'*) echo off > network;;
                cut:*'"action":"power-off"'*) echo off > power;;
                cut:*'"action":"repair"'*) echo on > power; echo off > network;;
                cut:*'"action":"null-route"'*) printf '%s' "$in" | sed 's/.*"address":\\("[^"]*"\\).*/\\1/' > routes;;
                restore:*'"action":"null-route"'*) : > routes;;
                restore:*)
                    for part in network power; do
                        state=$(printf '%s' "$in" | sed 's/.*"back":{[^}]*"'$part'":"\\([a-z]*\\)".*/\\1/')
                        [ "$state" = unknown ] || echo "$state" > $part
                    done;;
                *) exit 65;;
            esac
            """;

    private static final Order ORDER = new Order(
            new IncidentId(4711),
            MeasureKind.NETWORK_OFF,
            Target.of(new ServerId("srv-1")),
            "cut-4711-m1",
            Instant.parse("2026-03-01T03:00:00Z"));

    @TempDir
    Path folder;

    @BeforeEach
    void serverIsOn() throws IOException {
        Files.writeString(folder.resolve("network"), "on");
        Files.writeString(folder.resolve("power"), "on");
        Files.writeString(folder.resolve("routes"), "");
    }

    @Override
    protected Cutoff driver() {
        return new CommandCutoff(
                List.of(script("driver", SCRIPT), folder.toString()), Map.of(), Duration.ofSeconds(10));
    }

    private String script(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file.toString();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private CommandCutoff running(String body, Duration limit) {
        return new CommandCutoff(List.of(script("own", "#!/bin/sh\n" + body)), Map.of("ZONE", "fra"), limit);
    }

    private CommandCutoff running(String body) {
        return running(body, Duration.ofSeconds(10));
    }

    @Test
    void it_gets_the_order_on_its_standard_input_and_only_the_environment_it_was_given() throws IOException {
        var told = folder.resolve("told");
        var seen = folder.resolve("seen");
        running("cat > " + told + "; env > " + seen).cut(ORDER);
        assertThat(Files.readString(told))
                .isEqualTo("{\"event\":\"cut\",\"target\":\"srv-1\",\"incidentRef\":\"4711\","
                        + "\"action\":\"network-off\",\"idempotencyKey\":\"cut-4711-m1\","
                        + "\"issuedAt\":\"2026-03-01T03:00:00Z\"}");
        assertThat(Files.readAllLines(seen))
                .contains("ZONE=fra")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA_HOME="));
    }

    @Test
    void its_exit_code_tells_later_from_never() {
        assertThat(running("echo no route >&2; exit 1").cut(ORDER))
                .isEqualTo(new Outcome.Later("the command ended with 1: no route"));
        assertThat(running("exit 65").cut(ORDER)).isInstanceOf(Outcome.Never.class);
        assertThat(running("exit 77").cut(ORDER)).isInstanceOf(Outcome.Never.class);
        assertThat(new CommandCutoff(List.of("/nowhere/driver"), Map.of(), Duration.ofSeconds(10)).cut(ORDER))
                .isInstanceOf(Outcome.Later.class);
    }

    @Test
    void past_its_time_it_is_killed_with_what_it_started_and_leaves_a_doubt() throws IOException {
        var child = folder.resolve("child");
        var slow = running("sleep 600 & echo $! > " + child + "; wait", Duration.ofMillis(500));
        assertThat(slow.cut(ORDER)).isEqualTo(new Outcome.InDoubt("the command did not end within 500 ms"));
        var process = ProcessHandle.of(Long.parseLong(Files.readString(child).strip()));
        process.ifPresent(left -> left.onExit()
                .orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                .join());
        assertThat(process.filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void what_it_prints_is_only_believed_as_far_as_it_makes_sense() {
        assertThat(running("echo fine").inspect(ORDER.target())).isEqualTo(ObservedState.unknown());
        assertThat(running("echo '{}'; exit 1").inspect(ORDER.target())).isEqualTo(ObservedState.unknown());
        assertThat(running("head -c 3000000 /dev/zero").inspect(ORDER.target())).isEqualTo(ObservedState.unknown());
        assertThat(running("echo '{\"network\":\"off\",\"power\":7}'").inspect(ORDER.target()))
                .isEqualTo(new ObservedState(Seen.OFF, Seen.UNKNOWN, List.of(), ""));
    }

    @Test
    void a_command_without_an_absolute_path_is_refused() {
        assertThatThrownBy(() -> new CommandCutoff(List.of("driver"), Map.of(), Duration.ofSeconds(1)))
                .hasMessageContaining("absolute path");
    }
}

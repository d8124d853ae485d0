package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.fetch.ListServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What `check inventory` and `check network` print. With a desk beside it the page and the API tests say the same.
class CheckInventoryTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    private int check(String what, String settings, String... more) throws IOException {
        var file = Files.writeString(folder.resolve("settings.yaml"), settings);
        var command = new CommandLine(new CheckCommand());
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        var arguments = new java.util.ArrayList<>(java.util.List.of(what, "--settings", file.toString()));
        arguments.addAll(java.util.List.of(more));
        return command.execute(arguments.toArray(String[]::new));
    }

    private int inventory(String sources) throws IOException {
        return check(
                "inventory",
                "duenotice:\n  inventory:\n    sources:\n" + sources,
                "--data",
                folder.resolve("nobody-ran-here").toString());
    }

    @Test
    void each_source_says_what_it_holds_or_why_not() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "s3cret");
        var file = Files.writeString(folder.resolve("hall.yaml"), """
                customers: [{id: fern, name: Fern, contacts: []}]
                servers: [{id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z}]}]
                """);
        try (var server = new ListServer()) {
            server.fails(401);
            var status = inventory("""
                          - {name: hall, kind: yaml, path: %s}
                          - {name: netbox, kind: netbox, url: "%s", secret-file: %s}
                    """.formatted(file, server.uri("/"), secret));
            assertThat(said.toString())
                    .contains(
                            "ok       hall              reached, let in, read whole: 1 customers, 1 servers, 1 addresses")
                    .contains("WRONG    netbox            HTTP 401: we are not let in; look at its key")
                    .contains("unknown  desk")
                    .doesNotContain("s3cret");
            assertThat(status).isEqualTo(1);
        }
    }

    @Test
    void wrong_settings_are_told_in_a_sentence() throws IOException {
        assertThat(
                        inventory(
                                "      - {name: cloud, kind: openstack, url: \"http://cloud.example\", user: a, secret-file: /b}\n"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("its url begins with https://, for a secret goes there");
    }

    @Test
    void the_network_check_says_what_is_there_and_what_is_not() throws IOException {
        var program = Files.writeString(folder.resolve("cutoff"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var status = check("network", """
                duenotice:
                  own-networks: [192.0.2.0/24]
                  network: {driver: command, command: [%s], dry-run: true}
                  probes: {sources: [127.0.0.1, 198.51.100.5], canary: [127.0.0.1]}
                """.formatted(program));
        assertThat(said.toString())
                .contains("ok       measures")
                .contains("poor     dry run")
                .contains("ok       own networks      192.0.2.0/24")
                .contains("none     announced")
                .contains("poor     resolver")
                .contains("ok       retests from      127.0.0.1 is an address of this machine")
                .contains("WRONG    retests from      198.51.100.5 is no address of this machine")
                .contains("none     proxies");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void a_driver_that_is_not_there_is_wrong() throws IOException {
        var status = check("network", """
                duenotice:
                  network: {driver: command, command: [%s]}
                """.formatted(folder.resolve("nothing")));
        assertThat(said.toString()).contains("WRONG    measures").contains("is not there");
        assertThat(status).isEqualTo(1);
    }
}

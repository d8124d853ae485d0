package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckPhoneTest {
    private static final String ACCOUNT = "/2010-04-01/Accounts/AC1/";

    @TempDir
    private Path folder;

    private final Map<String, String> answers = new HashMap<>(Map.of(
            "/2010-04-01/Accounts/AC1.json",
            "{\"status\": \"active\"}",
            ACCOUNT + "IncomingPhoneNumbers.json",
            "{\"incoming_phone_numbers\": [{}]}",
            ACCOUNT + "OutgoingCallerIds.json",
            "{\"outgoing_caller_ids\": []}",
            ACCOUNT + "Calls.json",
            "{\"sid\": \"CA7\"}"));
    private String ordered = "";
    private HttpServer exchange;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void open() throws IOException {
        exchange = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exchange.createContext("/", request -> {
            var body = answers.getOrDefault(request.getRequestURI().getPath(), "{}")
                    .getBytes(StandardCharsets.UTF_8);
            if (request.getRequestMethod().equals("POST")) {
                ordered = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            }
            request.sendResponseHeaders(body.length == 2 ? 404 : 200, body.length);
            request.getResponseBody().write(body);
            request.close();
        });
        exchange.start();
    }

    @AfterEach
    void close() {
        exchange.stop(0);
    }

    private int check(String... more) throws IOException {
        var token = Files.writeString(folder.resolve("token"), "secret-of-the-account");
        var settings = Files.writeString(folder.resolve("settings.yaml"), """
                duenotice:
                  provider: {name: Example Hosting, base-url: "https://abuse.provider.example"}
                  phone:
                    back-end: twilio
                    twilio: {base-url: "http://127.0.0.1:%d", account: AC1, token-file: %s, from: "+442079460999"}
                """.formatted(
                        exchange.getAddress().getPort(), token));
        var arguments = new java.util.ArrayList<>(java.util.List.of("phone", "--settings", settings.toString()));
        arguments.addAll(java.util.List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
    }

    @Test
    void what_works_is_said_in_one_screen_and_the_token_is_not() throws IOException {
        assertThat(check()).isZero();
        assertThat(said.toString())
                .contains("ok       settings")
                .contains("ok       account           active")
                .contains("ok       caller id         +442079460999 belongs to the account")
                .contains("ok       callbacks         https://abuse.provider.example/phone/callback")
                .doesNotContain("secret-of-the-account");
        assertThat(ordered).isEmpty();
    }

    @Test
    void a_test_call_is_placed_where_one_is_asked_for() throws IOException {
        assertThat(check("--call", "+493023125111")).isZero();
        assertThat(said.toString()).contains("ok       test call         placed as CA7");
        assertThat(ordered).contains("To=%2B493023125111").contains("Twiml=").contains("test+call");
    }

    @Test
    void what_does_not_work_is_said_too() throws IOException {
        answers.put(ACCOUNT + "IncomingPhoneNumbers.json", "{\"incoming_phone_numbers\": []}");
        answers.remove("/2010-04-01/Accounts/AC1.json");
        assertThat(check("--call", "+19005550123")).isEqualTo(1);
        assertThat(said.toString())
                .contains("WRONG    account           HTTP 404")
                .contains("WRONG    caller id         +442079460999 neither belongs")
                .contains("WRONG    number")
                .contains("is a premium number");
        assertThat(ordered).isEmpty();
    }

    @Test
    void without_an_exchange_people_call() throws IOException {
        var settings = Files.writeString(folder.resolve("none.yaml"), "duenotice: {}\n");
        assertThat(run("phone", "--settings", settings.toString())).isZero();
        assertThat(said.toString()).contains("ok       settings          back end operator: people call");
    }

    @Test
    void a_trunk_is_checked_too() throws IOException {
        var settings = Files.writeString(folder.resolve("sip.yaml"), """
                duenotice:
                  phone:
                    back-end: sip
                    sip: {server: 127.0.0.1, server-port: %d, transport: tcp, from: "+442079460999",
                          listen: 127.0.0.1, port: %d, speaker: /nonexistent}
                """.formatted(FreePort.any(), FreePort.any()));
        assertThat(run("phone", "--settings", settings.toString())).isEqualTo(1);
        assertThat(said.toString())
                .contains("ok       settings          back end sip, trunk 127.0.0.1")
                .contains("ok       listening         on 127.0.0.1")
                .contains("WRONG    trunk")
                .contains("cannot be reached")
                .contains("WRONG    speech de         nothing can be spoken: /nonexistent does not start")
                .contains("unknown  test call");
    }

    @Test
    void a_trunk_whose_settings_are_wrong_is_not_tried() throws IOException {
        var settings = Files.writeString(
                folder.resolve("sip.yaml"),
                "duenotice: {phone: {back-end: sip, sip: {server: trunk.example, listen: 0.0.0.0, from: \"+442079460999\"}}}\n");
        assertThat(run("phone", "--settings", settings.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("WRONG    settings").contains("not 0.0.0.0");
    }

    @Test
    void settings_that_are_wrong_are_refused_with_the_reason() throws IOException {
        var settings = Files.writeString(folder.resolve("wrong.yaml"), "duenotice: {phone: {back-end: twilio}}\n");
        assertThat(run("phone", "--settings", settings.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("duenotice.phone.back-end twilio needs duenotice.phone.twilio");
    }
}

package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.DkimKey;
import duenotice.mail.Envelope;
import duenotice.mail.MailAcceptor;
import duenotice.mail.SmtpListener;
import duenotice.mail.SmtpSettings;
import duenotice.mail.Unbound;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `check mail` says of a relay and names that are right, and of ones that are not.
@Tag("peer")
class CheckMailTest {
    @TempDir
    Path folder;

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private String said = "";

    private SmtpListener listener() {
        var listener = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailAcceptor() {
                    @Override
                    public Optional<String> refuse(String recipient) {
                        return recipient.startsWith("gone@") ? Optional.of("no such mailbox") : Optional.empty();
                    }

                    @Override
                    public void accept(Envelope envelope, byte[] raw, Instant at) {
                        arrived.add(raw);
                    }
                },
                InstantSource.system());
        listener.start();
        return listener;
    }

    private Path key() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return Files.writeString(
                folder.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        generator.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private int check(SmtpListener peer, Unbound names, Path key, String mailbox, String... more) throws Exception {
        var settings = Files.writeString(
                folder.resolve("settings.yaml"), """
                duenotice:
                  provider:
                    domain: desk.example
                    from: abuse@desk.example
                    complaints: [%s]
                  relay:
                    port: %d
                    name: out.desk.example
                    dkim: {selector: desk, key-file: %s}
                  resolver: 127.0.0.1:%d
                """.formatted(mailbox, peer.port(), key, names.address.getPort()));
        var out = new StringWriter();
        var arguments = new java.util.ArrayList<>(List.of(
                "check",
                "mail",
                "--settings",
                settings.toString(),
                "--mx-port",
                Integer.toString(peer.port()),
                "--address",
                "198.51.100.25"));
        arguments.addAll(List.of(more));
        var code = Duenotice.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        said = out.toString();
        return code;
    }

    private String line(String what) {
        return said.lines()
                .filter(line -> line.length() > 9 && line.substring(9).startsWith(what))
                .findFirst()
                .orElse("nothing of " + what);
    }

    @Test
    void what_is_right_is_said_in_one_screen_and_a_test_mail_goes_out_signed() throws Exception {
        var file = key();
        var key = DkimKey.of("desk.example", "desk", file);
        try (var peer = listener();
                var names = Unbound.with(
                        folder,
                        Map.of(
                                key.recordName(),
                                key.record(),
                                "desk.example",
                                "v=spf1 include:_spf.desk.example -all",
                                "_spf.desk.example",
                                "v=spf1 ip4:198.51.100.16/28 ?all"),
                        List.of(
                                "desk.example. 60 IN MX 10 mx.desk.example.",
                                "mx.desk.example. 60 IN A 127.0.0.1",
                                "out.desk.example. 60 IN A 198.51.100.25",
                                "25.100.51.198.in-addr.arpa. 60 IN PTR out.desk.example."))) {
            assertThat(check(peer, names, file, "abuse@desk.example", "--to", "someone@mandor.example"))
                    .as(said)
                    .isZero();
            assertThat(said).doesNotContain("WRONG").doesNotContain("unknown");
            assertThat(said.lines().count()).isLessThan(25);
            assertThat(line("relay")).startsWith("ok").contains("without TLS");
            assertThat(line("DKIM")).startsWith("ok");
            assertThat(line("SPF")).startsWith("ok").contains("pass");
            assertThat(line("PTR")).startsWith("ok").contains("there and back");
            assertThat(line("HELO")).startsWith("ok");
            assertThat(line("way back")).startsWith("ok").contains("mx.desk.example");
            assertThat(line("test mail")).startsWith("ok");
            assertThat(new String(arrived.take(), StandardCharsets.UTF_8)).contains("DKIM-Signature:");
        }
    }

    @Test
    void what_is_wrong_is_named_with_what_to_publish() throws Exception {
        var file = key();
        var key = DkimKey.of("desk.example", "desk", file);
        try (var peer = listener();
                var names = Unbound.with(
                        folder,
                        Map.of("desk.example", "v=spf1 mx -all", key.recordName(), "v=DKIM1; k=rsa; p=AAAA"),
                        List.of("desk.example. 60 IN MX 10 mx.desk.example.", "mx.desk.example. 60 IN A 127.0.0.1"))) {
            assertThat(check(peer, names, file, "gone@desk.example")).isEqualTo(1);
            assertThat(line("DKIM")).startsWith("WRONG").contains("another key").contains(key.recordName());
            assertThat(said.replace("\" \"", "")).contains(key.record());
            assertThat(line("SPF")).startsWith("WRONG").contains("fail");
            assertThat(line("HELO")).startsWith("poor");
            assertThat(line("way back")).startsWith("WRONG").contains("no such mailbox");
            assertThat(line("test mail")).startsWith("nothing");
        }
    }

    @Test
    void a_relay_that_is_away_is_wrong() throws Exception {
        var file = key();
        var key = DkimKey.of("desk.example", "desk", file);
        try (var names = Unbound.with(folder, Map.of(key.recordName(), key.record()), List.of())) {
            var gone = listener();
            gone.close();
            assertThat(check(gone, names, file, "abuse@desk.example")).isEqualTo(1);
            assertThat(line("relay")).startsWith("WRONG");
        }
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.mail.Signatures.Look;
import duenotice.mail.Signatures.Signed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Our mails are signed so that whoever gets them can tell that they are ours, whatever a relay does to them. */
@Tag("peer")
class SignedMailTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

    static Path key(Path folder, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        var encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return Files.writeString(
                folder.resolve("dkim-" + bits + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private SmtpListener listener() {
        var listener = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailAcceptor() {
                    @Override
                    public Optional<String> refuse(String recipient) {
                        return Optional.empty();
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

    @Test
    void a_signed_mail_still_holds_behind_a_real_postfix_and_a_changed_one_does_not(@TempDir Path relay)
            throws Exception {
        PostfixUnderTest.assumeInstalled();
        var key = DkimKey.of("provider.example", "desk", key(folder, 2048));
        var names = Files.createDirectory(folder.resolve("unbound"));
        try (var behind = listener();
                var unbound = Unbound.with(names, Map.of(key.recordName(), key.record()));
                var postfix = PostfixUnderTest.start(
                        relay,
                        "relayhost = [127.0.0.1]:" + behind.port(),
                        "smtpd_recipient_restrictions = permit_mynetworks, reject")) {
            var settings = RelaySettings.plain("127.0.0.1", postfix.port).signingWith(key);
            assertThat(new SmtpRelay(settings, InstantSource.system()).hand(mail()))
                    .isInstanceOf(Delivery.Accepted.class);
            var raw = arrived.poll(20, TimeUnit.SECONDS);
            assertThat(raw).isNotNull();

            var text = new String(raw, StandardCharsets.UTF_8);
            assertThat(text).contains("Received: from");
            var signatures =
                    DkimSignatures.by(new DnsResolver(unbound.address, Duration.ofSeconds(5), System::nanoTime));
            var changed = text.replace("198.51.100.7", "198.51.100.8").getBytes(StandardCharsets.UTF_8);
            var looks = signatures.of(List.of(signed(raw), signed(changed)));
            assertThat(looks.getFirst())
                    .isInstanceOfSatisfying(
                            Look.Found.class,
                            found -> assertThat(found.results()).isNotEqualTo(AuthenticationResults.NONE));
            assertThat(looks.getLast()).isEqualTo(Look.Found.NOTHING);
        }
    }

    /** The signature was made by the machine's clock, on the way through Postfix. */
    private static Signed signed(byte[] raw) {
        return new Signed(Mail.parse(raw), raw, Instant.now(), "");
    }

    private static OutgoingMail mail() {
        return new OutgoingMail(
                "bounce+t0k3n@provider.example",
                "nila@mandor.example",
                "Nila Rao",
                "abuse@provider.example",
                "Missbrauchsstelle für Kunden",
                Optional.of("reply+t0k3n@provider.example"),
                "Mißbrauch von 198.51.100.7, und ein Betreff, der so lang ist, dass er über eine Zeile hinausgeht",
                "Guten Tag,\n.\nIhr Server 198.51.100.7  \n\n" + "lang ".repeat(300) + "\n\n\n",
                Optional.of("<p>Guten Tag,</p>\n<p>Ihr Server 198.51.100.7</p>" + "<b>x</b>".repeat(200)),
                "<warning-1.t0k3n@provider.example>",
                Map.of("Auto-Submitted", "auto-generated", "X-Duenotice-Incident", "7"),
                Optional.of("<first@provider.example>"));
    }

    @Test
    void what_has_to_be_published_is_told_and_recognised() throws Exception {
        var key = DkimKey.of("Provider.example", "desk", key(folder, 2048));
        assertThat(key.recordName()).isEqualTo("desk._domainkey.provider.example");
        assertThat(key.isPublishedBy(key.record())).isTrue();
        assertThat(key.isPublishedBy(key.record().replace("; ", ";") + "; t=s")).isTrue();
        assertThat(key.isPublishedBy(key.record().replace("p=M", "p=N"))).isFalse();
    }

    @Test
    void a_key_that_would_prove_nothing_stops_the_start_with_a_sentence() throws Exception {
        var weak = key(folder, 1024);
        assertThatThrownBy(() -> DkimKey.of("provider.example", "desk", weak)).hasMessageContaining("2048");
        var none = Files.writeString(folder.resolve("none.pem"), "secret");
        assertThatThrownBy(() -> DkimKey.of("provider.example", "desk", none)).hasMessageContaining("openssl genpkey");
        assertThatThrownBy(() -> DkimKey.of("provider.example", "a b", weak)).hasMessageContaining("selector");
        assertThatThrownBy(() -> DkimKey.of("provider.example", "desk", folder.resolve("gone")))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void a_mail_server_of_a_domain_is_found_with_its_preference() throws IOException, InterruptedException {
        try (var unbound = Unbound.with(
                folder,
                Map.of("any.example", "x"),
                List.of("mail.example. 60 IN MX 10 mx1.example.", "none.example. 60 IN MX 0 ."))) {
            var resolver = new DnsResolver(unbound.address, Duration.ofSeconds(5), System::nanoTime);
            var mail = new DomainNames.Question("mail.example", DomainNames.Sort.MAIL);
            var none = new DomainNames.Question("none.example", DomainNames.Sort.MAIL);
            assertThat(resolver.of(List.of(mail, none), any -> true))
                    .containsEntry(mail, List.of("10 mx1.example"))
                    .containsEntry(none, List.of("0 ."));
        }
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Mails that we sign ourselves, against a real resolver. */
class DkimSignaturesTest {
    private static final Instant RECEIVED = Instant.parse("2090-01-01T00:00:00Z");
    private static final DkimSigner SIGNER = new DkimSigner(2048);
    private static final DkimSigner WEAK = new DkimSigner(768);

    @TempDir
    private static Path folder;

    private static Unbound unbound;
    private static DkimSignatures signatures;

    @BeforeAll
    static void publish() throws IOException, InterruptedException {
        unbound = Unbound.with(
                folder,
                Map.of(
                        "key._domainkey.reporter.example",
                        SIGNER.record(),
                        "key._domainkey.mail.reporter.example",
                        SIGNER.record(),
                        "key._domainkey.elsewhere.example",
                        SIGNER.record(),
                        "weak._domainkey.reporter.example",
                        WEAK.record(),
                        "test._domainkey.reporter.example",
                        SIGNER.record() + "; t=y",
                        "gone._domainkey.reporter.example",
                        "v=DKIM1; k=rsa; p="));
        signatures = DkimSignatures.by(unbound.address);
    }

    @AfterAll
    static void stop() {
        if (unbound != null) {
            unbound.close();
        }
    }

    private static final String MAIL = """
            From: Watch <team@reporter.example>\r
            To: abuse@desk.example\r
            Subject: Spam from\r
             your network\r
            Date: Mon, 4 May 2026 09:00:00 +0000\r
            Message-ID: <1@reporter.example>\r
            \r
            Source: 192.0.2.7\r
            \r
            Please stop it.\r
            """;

    private static String template(String domain) {
        return DkimSigner.ORDINARY.formatted(domain);
    }

    private static byte[] signed() {
        return SIGNER.sign(MAIL, template("reporter.example"));
    }

    private static Set<String> proven(byte[] raw) {
        return proven(raw, RECEIVED);
    }

    private static Set<String> proven(byte[] raw, Instant receivedAt) {
        return signatures
                .of(List.of(new Signatures.Signed(Mail.parse(raw), raw, receivedAt)))
                .getFirst()
                .dkimDomains();
    }

    private static byte[] changed(byte[] raw, String from, String to) {
        var text = new String(raw, StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    // ---- what holds

    @Test
    void a_good_signature_proves_its_domain() {
        assertThat(proven(signed())).containsExactly("reporter.example");
    }

    @Test
    void so_does_one_of_another_host_of_the_same_organisation() {
        assertThat(proven(SIGNER.sign(MAIL, template("mail.reporter.example"))))
                .containsExactly("mail.reporter.example");
    }

    @Test
    void it_holds_for_simple_canonicalisation_and_for_bare_line_feeds() {
        assertThat(proven(SIGNER.sign(MAIL, template("reporter.example").replace("relaxed/relaxed", "simple/simple"))))
                .isNotEmpty();
        assertThat(proven(changed(signed(), "\r\n", "\n"))).isNotEmpty();
    }

    @Test
    void a_broken_signature_beside_a_good_one_does_no_harm() {
        var forwarded = "DKIM-Signature: v=1; a=rsa-sha256; d=elsewhere.example; s=key; h=from; bh=AA==; b=AA==\r\n";
        assertThat(proven((forwarded + new String(signed(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)))
                .containsExactly("reporter.example");
    }

    // ---- what does not

    @Test
    void nothing_is_proven_by_no_signature() {
        assertThat(proven(MAIL.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void another_body_or_another_signed_field_breaks_it() {
        assertThat(proven(changed(signed(), "192.0.2.7", "192.0.2.8"))).isEmpty();
        assertThat(proven(changed(signed(), "Subject: Spam", "Subject: Phishing")))
                .isEmpty();
    }

    @Test
    void a_signature_of_another_organisation_proves_nothing_of_the_sender() {
        assertThat(proven(SIGNER.sign(MAIL, template("elsewhere.example")))).isEmpty();
    }

    @Test
    void a_key_that_is_missing_revoked_weak_or_for_testing_proves_nothing() {
        for (var selector : List.of("nobody", "gone", "test")) {
            assertThat(proven(SIGNER.sign(MAIL, template("reporter.example").replace("s=key", "s=" + selector))))
                    .as(selector)
                    .isEmpty();
        }
        assertThat(proven(WEAK.sign(MAIL, template("reporter.example").replace("s=key", "s=weak"))))
                .isEmpty();
    }

    @Test
    void a_signature_of_a_part_of_the_body_proves_nothing_because_anybody_can_add_the_rest() {
        var length = MAIL.length() - MAIL.indexOf("\r\n\r\n") - 4;
        var partly = SIGNER.sign(MAIL, template("reporter.example").replace("bh=", "l=" + length + "; bh="));
        assertThat(proven(partly)).isEmpty();
        assertThat(proven((new String(partly, StandardCharsets.UTF_8) + "Source: 192.0.2.99\r\n")
                        .getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void two_senders_are_none() {
        assertThat(proven(changed(signed(), "From: Watch", "From: Boss <boss@reporter.example>\r\nFrom: Watch")))
                .isEmpty();
        assertThat(proven(changed(signed(), "Message-ID:", "From : boss@reporter.example\r\nMessage-ID:")))
                .isEmpty();
    }

    @Test
    void an_expired_signature_proves_nothing_and_one_that_was_good_at_receipt_does() {
        var soon = RECEIVED.plus(Duration.ofHours(1)).getEpochSecond();
        var raw = SIGNER.sign(MAIL, template("reporter.example").replace("bh=", "x=" + soon + "; bh="));
        assertThat(proven(raw)).isNotEmpty();
        assertThat(proven(raw, RECEIVED.plus(Duration.ofHours(2)))).isEmpty();
        var over = RECEIVED.minus(Duration.ofHours(1)).getEpochSecond();
        assertThat(over).isPositive();
        var late = changed(raw, "x=" + soon, "x=" + over);
        assertThat(proven(late)).isEmpty();
    }

    @Test
    void sha1_counts_for_nothing() {
        assertThat(proven(SIGNER.sign(MAIL, template("reporter.example").replace("rsa-sha256", "rsa-sha1"))))
                .isEmpty();
    }

    @Test
    void a_signature_that_leaves_the_sender_out_proves_nothing() {
        var without = changed(signed(), "h=from:", "h=");
        assertThat(proven(without)).isEmpty();
    }

    @Test
    void hostile_signatures_are_read_in_no_time() {
        var begin = System.nanoTime();
        for (var odd : List.of(
                "DKIM-Signature: " + "a=".repeat(4_000),
                "DKIM-Signature: v=1; h=" + "from:".repeat(1_500),
                "DKIM-Signature: v=1; a=rsa-sha256; d=reporter.example; s=" + "a".repeat(7_000) + "; h=from; bh=A; b=A",
                "DKIM-Signature: v=1; a=rsa-sha256; d=reporter.example; s=key; l=x; x=y; h=from; bh=A; b=A",
                "DKIM-Signature:" + " \t".repeat(4_000))) {
            var raw = ((odd + "\r\n").repeat(20) + MAIL + "x".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
            assertThat(proven(raw)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    // ---- looking up

    @Test
    void a_key_may_stand_under_an_alias_and_other_names_texts_do_not_count() throws IOException {
        var asked = Name.fromString("key._domainkey.reporter.example.");
        var target = Name.fromString("key.keys.example.");
        var message = Message.newQuery(Record.newRecord(asked, Type.TXT, DClass.IN));
        message.addRecord(new CNAMERecord(asked, DClass.IN, 600, target), Section.ANSWER);
        message.addRecord(new TXTRecord(target, DClass.IN, 600, List.of("v=DKIM1; ", "p=AA")), Section.ANSWER);
        message.addRecord(
                new TXTRecord(Name.fromString("other.example."), DClass.IN, 600, "v=DKIM1; p=BB"), Section.ANSWER);
        assertThat(DnsTextRecords.texts(message)).containsExactly("v=DKIM1; p=AA");
    }

    @Test
    void a_resolver_that_says_nothing_costs_a_bounded_time_and_is_then_left_alone() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            var records = new DnsTextRecords(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), silent.getLocalPort()),
                    Duration.ofMillis(300),
                    1_000,
                    System::nanoTime);
            var begin = System.nanoTime();
            var names = java.util.stream.IntStream.range(0, 50)
                    .mapToObj(number -> "key._domainkey.n" + number + ".example")
                    .toList();
            assertThat(records.of(names)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            begin = System.nanoTime();
            assertThat(records.of(names)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void answers_are_kept_and_only_so_many_are_asked_for_in_a_minute() {
        var now = new AtomicLong(System.nanoTime());
        var records = new DnsTextRecords(unbound.address, Duration.ofSeconds(5), 2, now::get);
        assertThat(records.of(List.of("key._domainkey.reporter.example"))).hasSize(1);
        assertThat(records.of(List.of("nothing._domainkey.reporter.example")))
                .containsEntry("nothing._domainkey.reporter.example", List.of());
        assertThat(records.of(List.of("key._domainkey.elsewhere.example"))).isEmpty();
        assertThat(records.of(List.of("key._domainkey.reporter.example", "nothing._domainkey.reporter.example")))
                .hasSize(2);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(records.of(List.of("key._domainkey.elsewhere.example"))).hasSize(1);
    }
}

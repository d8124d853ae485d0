package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import duenotice.mail.Signatures.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        signatures = DkimSignatures.by(DnsResolver.at(unbound.address));
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
        return switch (look(raw, receivedAt)) {
            case Look.Found(var results) -> results.dkimDomains();
            case Look.CouldNotLook() -> fail("a look that found nothing out");
        };
    }

    private static Look look(byte[] raw, Instant receivedAt) {
        return signatures.of(List.of(signed(raw, receivedAt))).getFirst();
    }

    private static Signatures.Signed signed(byte[] raw, Instant receivedAt) {
        return new Signatures.Signed(Mail.parse(raw), raw, receivedAt, "203.0.113.25");
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

    // ---- what nobody could look at

    private static final String FAILING = MAIL.replace("reporter.example", "failing.refused.example");

    @Test
    void a_key_that_cannot_be_had_now_is_neither_a_pass_nor_a_failure() {
        for (var zone : List.of("refused.example", "silent.example")) {
            var domain = "reporter." + zone;
            var raw = SIGNER.sign(MAIL.replace("reporter.example", domain), template(domain));
            assertThat(look(raw, RECEIVED)).as(zone).isEqualTo(new Look.CouldNotLook());
        }
    }

    @Test
    void what_is_not_signed_by_its_sender_needs_no_second_look() {
        assertThat(look(FAILING.getBytes(StandardCharsets.UTF_8), RECEIVED)).isEqualTo(Look.Found.NOTHING);
        assertThat(look(SIGNER.sign(MAIL, template("failing.refused.example")), RECEIVED))
                .isEqualTo(Look.Found.NOTHING);
    }

    @Test
    void one_signature_that_holds_is_enough_and_one_that_breaks_is_not_the_last_word() {
        var lost = SIGNER.sign(MAIL, template("keys.reporter.example"));
        var field = new String(lost, StandardCharsets.UTF_8);
        field = field.substring(0, field.indexOf("From: Watch"));
        var names = new StandInNames();
        var looking = new DkimSignatures(names, LookUpBudget.of(100));
        var both = (field + new String(signed(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);

        names.texts.put("key._domainkey.reporter.example", SIGNER.record());
        names.away.add("key._domainkey.keys.reporter.example");
        assertThat(looking.of(List.of(signed(both, RECEIVED)))).singleElement().isInstanceOf(Look.Found.class);
        names.texts.put("key._domainkey.reporter.example", WEAK.record());
        assertThat(looking.of(List.of(signed(both, RECEIVED)))).containsExactly(new Look.CouldNotLook());
        names.away.clear();
        assertThat(looking.of(List.of(signed(both, RECEIVED)))).containsExactly(Look.Found.NOTHING);
    }

    /** Mails of made-up selectors, so that each costs a look-up. */
    private static List<Signatures.Signed> flood(
            int mails, java.util.function.IntFunction<String> domain, String peer) {
        return IntStream.range(0, mails)
                .mapToObj(number -> {
                    var signature =
                            "DKIM-Signature: v=1; a=rsa-sha256; d=%s; s=s%d; h=from; bh=AA==; b=AA==\r\nFrom: a@%s\r\n\r\n"
                                    .formatted(domain.apply(number), number, domain.apply(number));
                    var raw = signature.getBytes(StandardCharsets.UTF_8);
                    return new Signatures.Signed(Mail.parse(raw), raw, RECEIVED, peer);
                })
                .toList();
    }

    @Test
    void a_flood_of_one_domain_or_of_one_machine_takes_no_look_ups_from_others() {
        var names = new StandInNames();
        names.texts.put("key._domainkey.reporter.example", SIGNER.record());
        var looking = DkimSignatures.by(names);

        looking.of(flood(200, ignored -> "flood.example", "203.0.113.1"));
        assertThat(names.asked).as("of one domain").hasSize(30);
        looking.of(flood(400, number -> "flood-" + number + ".example", "203.0.113.2"));
        assertThat(names.asked).as("and of one machine").hasSize(30 + 150);
        assertThat(looking.of(flood(1, ignored -> "other.example", "203.0.113.2")))
                .containsExactly(new Look.CouldNotLook());
        assertThat(looking.of(List.of(signed(signed(), RECEIVED))))
                .singleElement()
                .isInstanceOf(Look.Found.class);
    }

    @Test
    void a_mail_server_of_our_own_hands_over_everybodys_mail_and_has_all() {
        for (var peer : List.of("127.0.0.1", "::1", "10.1.2.3", "fd00::25")) {
            var names = new StandInNames();
            DkimSignatures.by(names).of(flood(400, number -> "sender-" + number + ".example", peer));
            assertThat(names.asked).as(peer).hasSize(300);
        }
    }

    /** Nobody's name server; what is not in it does not exist. */
    private static final class StandInNames implements DomainNames {
        final Map<String, String> texts = new HashMap<>();
        final Set<String> away = new HashSet<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public Map<Question, List<String>> kept(java.util.Collection<Question> questions) {
            return Map.of();
        }

        @Override
        public Map<Question, List<String>> of(
                java.util.Collection<Question> questions, java.util.function.Predicate<Question> affordable) {
            var answers = new HashMap<Question, List<String>>();
            for (var question : questions) {
                if (affordable.test(question)) {
                    asked.add(question.name());
                    if (!away.contains(question.name())) {
                        answers.put(
                                question,
                                Optional.ofNullable(texts.get(question.name())).stream()
                                        .toList());
                    }
                }
            }
            return answers;
        }
    }
}

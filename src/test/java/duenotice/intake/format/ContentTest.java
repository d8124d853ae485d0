package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.Mail;
import duenotice.report.Finding;
import duenotice.report.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

/** Reports in archives, in signed mails and in mails that were handed on. */
class ContentTest {
    private static final String TABLE = """
            "timestamp","ip","protocol","port","hostname","tag","asn","geo"
            "2026-05-04 00:12:34","192.0.2.17","udp",11211,,"memcached",64500,"DE"
            """;
    private static final String NAME = "2026-05-04-scan_memcached-fern-asn.csv";

    // ---- archives

    @Test
    void a_table_is_found_in_an_archive_within_an_archive() throws IOException {
        var understanding = read("outer.zip", zip("inner.zip", zip(NAME, TABLE)));

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding)).isEmpty();
    }

    @Test
    void gzip_and_a_packed_tar_are_opened_too() throws IOException {
        assertThat(addresses(read(NAME + ".gz", gzip(bytes(TABLE))))).containsExactly("192.0.2.17");
        var tar = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(tar)) {
            var entry = new TarArchiveEntry("reports/" + NAME);
            entry.setSize(bytes(TABLE).length);
            out.putArchiveEntry(entry);
            out.write(bytes(TABLE));
            out.closeArchiveEntry();
        }

        assertThat(addresses(read("reports.tgz", gzip(tar.toByteArray())))).containsExactly("192.0.2.17");
    }

    @Test
    void archives_are_opened_to_a_depth_and_what_lies_deeper_waits_for_a_person() throws IOException {
        var packed = zip(NAME, TABLE);
        for (var i = 0; i < Unpacking.DEPTH; i++) {
            packed = zip("inner.zip", packed);
        }

        assertThat(read("outer.zip", packed))
                .isInstanceOfSatisfying(
                        Understanding.Unreadable.class,
                        it -> assertThat(it.reason()).contains("nested deeper"));
    }

    @Test
    void a_zip_bomb_is_left_while_the_table_before_it_is_read() throws IOException {
        var before = Runtime.getRuntime().totalMemory();
        var packed = zip(NAME, bytes(TABLE), "bomb.csv", new byte[80 * 1024 * 1024]);

        var understanding = read("report.zip", packed);

        assertThat(packed.length).isLessThan(200_000);
        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding)).singleElement().asString().contains("times as large");
        assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(400L * 1024 * 1024);
    }

    @Test
    void many_small_members_burst_no_less_than_one_large_one() throws IOException {
        var members = new ArrayList<Object>(List.of(NAME, TABLE));
        for (var i = 0; i < 60; i++) {
            members.add("table" + i + ".csv");
            members.add(new byte[1024 * 1024]);
        }

        var understanding = read("report.zip", zip(members.toArray()));

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding)).singleElement().asString().contains("times as large");
    }

    @Test
    void a_bomb_of_bombs_is_counted_together() throws IOException {
        var inner = zip("zeros", new byte[1024 * 1024]);
        var members = new Object[400];
        for (var i = 0; i < 400; i += 2) {
            members[i] = "inner" + i + ".zip";
            members[i + 1] = inner;
        }

        var understanding = read("outer.zip", zip(members));

        assertThat(understanding).isInstanceOf(Understanding.Unreadable.class);
    }

    @Test
    void too_many_members_are_not_all_opened() throws IOException {
        var members = new ArrayList<Object>(List.of(NAME, TABLE));
        for (var i = 0; i < 300; i++) {
            members.add("note" + i + ".txt");
            members.add("nothing");
        }

        var understanding = read("report.zip", zip(members.toArray()));

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding)).singleElement().asString().contains("members");
    }

    @Test
    void an_encrypted_archive_waits_for_a_person() throws IOException {
        var packed = zip(NAME, TABLE);
        packed[6] |= 1; // general purpose flag, bit 0: encrypted (APPNOTE 4.4.4)

        assertThat(read("report.zip", packed))
                .isInstanceOfSatisfying(
                        Understanding.Unreadable.class,
                        it -> assertThat(it.reason()).contains("encrypted"));
    }

    @Test
    void beside_an_encrypted_archive_the_rest_of_a_mail_is_read() throws IOException {
        var packed = zip("more.csv", TABLE);
        packed[6] |= 1;
        var mail = mail(attachment(NAME, bytes(TABLE)), attachment("more.zip", packed));

        var understanding = new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail));

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding))
                .singleElement()
                .asString()
                .startsWith("more.zip")
                .contains("encrypted");
    }

    @Test
    void a_name_that_leads_out_of_the_archive_is_cut_down_to_a_name() throws IOException {
        var packed = zip("../../../etc/cron.d/" + NAME, TABLE);

        var understanding = read("report.zip", packed);

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(reading(understanding).orElseThrow().warnings()).anyMatch(said -> said.contains("leads out"));
        var document = new Content(new Submission.Document(packed, "", "report.zip"))
                .documents()
                .getFirst();
        assertThat(document.name()).isEqualTo(NAME);
    }

    @Test
    void a_broken_archive_gives_what_came_before_the_break() throws IOException {
        var packed = zip(NAME, bytes(TABLE), "rest.csv", noise(20_000));

        var understanding = read("report.zip", java.util.Arrays.copyOf(packed, packed.length - 10_000));

        assertThat(addresses(understanding)).containsExactly("192.0.2.17");
        assertThat(unopened(understanding)).singleElement().asString().contains("broken");
    }

    @Test
    void office_documents_are_no_archives() throws IOException {
        var content = new Content(new Submission.Document(
                zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>"), "", "letter.bin"));

        assertThat(content.documents()).hasSize(1);
        assertThat(content.unopened()).isEmpty();
    }

    @Test
    void archives_of_other_kinds_are_named() {
        var rar = new byte[100];
        System.arraycopy(new byte[] {'R', 'a', 'r', '!', 0x1A, 7}, 0, rar, 0, 6);

        assertThat(read("evidence.rar", rar))
                .isInstanceOfSatisfying(
                        Understanding.Unreadable.class,
                        it -> assertThat(it.reason()).startsWith("evidence.rar"));
    }

    // ---- signatures

    @Test
    void a_clear_signed_text_is_read_without_its_signature_and_its_escapes() {
        var content = new Content(new Submission.ByMail(Mail.parse(bytes("""
                From: cert@watch.example
                Subject: signed

                -----BEGIN PGP SIGNED MESSAGE-----
                Hash: SHA256

                - -- a rule
                10.0.0.1
                -----BEGIN PGP SIGNATURE-----

                iQEzBAEBCAAdFiEE
                -----END PGP SIGNATURE-----
                --
                a list
                """))));

        assertThat(new String(content.documents().getFirst().content(), StandardCharsets.UTF_8))
                .isEqualTo("-- a rule\n10.0.0.1\n--\na list\n");
    }

    @Test
    void a_packed_openpgp_message_is_read_without_a_key() throws Exception {
        var mail = mail(attachment(NAME + ".asc", armored(compressed(bytes(TABLE)))));

        assertThat(addresses(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail))))
                .containsExactly("192.0.2.17");
    }

    @Test
    void an_encrypted_openpgp_message_waits_for_a_person() throws Exception {
        var mail = mail(attachment("report.csv.asc", armored(encrypted(bytes(TABLE)))));

        assertThat(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail)))
                .isInstanceOfSatisfying(
                        Understanding.Unreadable.class,
                        it -> assertThat(it.reason()).contains("OpenPGP").contains("report.csv.asc"));
    }

    @Test
    void a_broken_openpgp_message_is_named() {
        var mail = mail(
                attachment("report.asc", bytes("-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n")));

        assertThat(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail)))
                .isInstanceOf(Understanding.Unreadable.class);
    }

    @Test
    void an_opaque_smime_mail_is_read_like_the_mail_it_holds() throws Exception {
        var mail =
                Mail.parse(bytes("From: reports@watch.example\nSubject: signed\nContent-Type: application/pkcs7-mime; "
                        + "smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
                        + base64(signed(bytes("Content-Type: text/csv; name=\"" + NAME + "\"\n\n" + TABLE)))));

        assertThat(addresses(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail))))
                .containsExactly("192.0.2.17");
    }

    @Test
    void an_encrypted_smime_mail_waits_for_a_person() throws Exception {
        var mail =
                Mail.parse(bytes("From: reports@watch.example\nSubject: sealed\nContent-Type: application/pkcs7-mime; "
                        + "smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
                        + base64(enveloped(bytes(TABLE)))));

        assertThat(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(mail)))
                .isInstanceOfSatisfying(
                        Understanding.Unreadable.class,
                        it -> assertThat(it.reason()).contains("S/MIME"));
    }

    // ---- handed on

    private static final String FEEDBACK = """
            From: loop@watch.example
            Subject: feedback
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary=in

            --in
            Content-Type: text/plain

            A report.
            --in
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: Teller/1
            Version: 1
            Source-IP: %s
            Arrival-Date: Mon, 04 May 2026 08:00:00 +0000

            --in
            Content-Type: message/rfc822

            %s
            --in--
            """;

    @Test
    void a_feedback_report_that_somebody_hands_on_is_read() {
        var understanding = handedOn(FEEDBACK.formatted("192.0.2.30", "From: a@fern.example\nSubject: buy\n\nnow"));

        assertThat(addresses(understanding)).containsExactly("192.0.2.30");
        assertThat(reading(understanding).orElseThrow().format()).isEqualTo("arf");
        assertThat(reading(understanding).orElseThrow().reporter()).contains("colleague@hoster.example");
    }

    @Test
    void the_mail_in_a_feedback_report_is_evidence_even_where_it_looks_like_a_report() {
        var mail = FEEDBACK.formatted(
                "192.0.2.30",
                FEEDBACK.replace("=in", "=deep").replace("--in", "--deep").formatted("192.0.2.31", "x"));

        assertThat(addresses(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(Mail.parse(bytes(mail))))))
                .containsExactly("192.0.2.30");
    }

    @Test
    void several_reports_handed_on_together_keep_each_its_own_evidence() {
        var understanding = handedOn(
                FEEDBACK.formatted("192.0.2.30", "From: a@fern.example\nSubject: first\n\nnow"),
                FEEDBACK.formatted("192.0.2.31", "From: a@moss.example\nSubject: second\n\nnow"));

        assertThat(addresses(understanding)).containsExactly("192.0.2.30", "192.0.2.31");
        var findings = reading(understanding).orElseThrow().findings();
        assertThat(findings.get(0).excerpt().orElseThrow()).contains("first").doesNotContain("second");
        assertThat(findings.get(1).excerpt().orElseThrow()).contains("second").doesNotContain("first");
    }

    @Test
    void spam_that_somebody_attaches_is_no_report() {
        var understanding = handedOn("From: a@fern.example\nSubject: buy\n\nReport abuse from 192.0.2.30 here.");

        assertThat(addresses(understanding)).doesNotContain("192.0.2.30");
    }

    @Test
    void mails_are_opened_to_a_depth() {
        var mail = FEEDBACK.formatted("192.0.2.30", "x");
        for (var i = 0; i < 12; i++) {
            mail = "From: a@fern.example\nSubject: fwd\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + mail;
        }

        assertThat(addresses(new Formats(Networks.UNKNOWN).read(new Submission.ByMail(Mail.parse(bytes(mail))))))
                .isEmpty();
    }

    private static Understanding handedOn(String... mails) {
        var text = new StringBuilder("""
                From: colleague@hoster.example
                To: abuse@hoster.example
                Subject: Fwd
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=out

                --out
                Content-Type: text/plain

                see attached
                """);
        for (var mail : mails) {
            text.append("--out\nContent-Type: message/rfc822\n\n").append(mail);
        }
        return new Formats(Networks.UNKNOWN).read(new Submission.ByMail(Mail.parse(bytes(text + "--out--\n"))));
    }

    // ---- making them

    private static Understanding read(String name, byte[] content) {
        return new Formats(Networks.UNKNOWN).read(new Submission.Document(content, "application/octet-stream", name));
    }

    private static Optional<Reading> reading(Understanding understanding) {
        return understanding instanceof Understanding.Report(var reading) ? Optional.of(reading) : Optional.empty();
    }

    private static List<String> addresses(Understanding understanding) {
        return reading(understanding).map(Reading::findings).orElse(List.of()).stream()
                .map(Finding::subject)
                .flatMap(subject -> subject.ip().stream())
                .map(Object::toString)
                .toList();
    }

    private static List<String> unopened(Understanding understanding) {
        return reading(understanding).orElseThrow().unopened();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        new java.util.Random(7).nextBytes(noise);
        return noise;
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            for (var i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write(
                        namesAndContents[i + 1] instanceof byte[] content
                                ? content
                                : bytes((String) namesAndContents[i + 1]));
                zip.closeEntry();
            }
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static String base64(byte[] content) {
        return Base64.getMimeEncoder().encodeToString(content);
    }

    private static String attachment(String name, byte[] content) {
        return "Content-Type: application/octet-stream; name=\"" + name
                + "\"\nContent-Disposition: attachment; filename=\"" + name
                + "\"\nContent-Transfer-Encoding: base64\n\n" + base64(content) + "\n";
    }

    private static Mail mail(String... attachments) {
        var text = new StringBuilder("From: reports@watch.example\nSubject: report\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain\n\nattached\n");
        for (var attachment : attachments) {
            text.append("--cut\n").append(attachment);
        }
        return Mail.parse(bytes(text.append("--cut--\n").toString()));
    }

    private static byte[] armored(byte[] packets) throws IOException {
        var text = new ByteArrayOutputStream();
        try (var armor = new ArmoredOutputStream(text)) {
            armor.write(packets);
        }
        return text.toByteArray();
    }

    private static byte[] literal(byte[] content) throws IOException {
        var packets = new ByteArrayOutputStream();
        try (OutputStream out = new PGPLiteralDataGenerator()
                .open(packets, PGPLiteralData.BINARY, "x", content.length, PGPLiteralData.NOW)) {
            out.write(content);
        }
        return packets.toByteArray();
    }

    private static byte[] compressed(byte[] content) throws Exception {
        var packets = new ByteArrayOutputStream();
        try (OutputStream out = new PGPCompressedDataGenerator(PGPCompressedData.ZIP).open(packets)) {
            out.write(literal(content));
        }
        return packets.toByteArray();
    }

    private static byte[] encrypted(byte[] content) throws Exception {
        var generator = new PGPEncryptedDataGenerator(
                new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_128).setWithIntegrityPacket(true));
        generator.addMethod(new BcPBEKeyEncryptionMethodGenerator("a password".toCharArray()));
        var packets = new ByteArrayOutputStream();
        var inner = literal(content);
        try (OutputStream out = generator.open(packets, inner.length)) {
            out.write(inner);
        }
        return packets.toByteArray();
    }

    private record Identity(java.security.KeyPair keys, X509CertificateHolder certificate) {
        static Identity fresh() throws Exception {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var keys = generator.generateKeyPair();
            var name = new X500Name("CN=watch.example");
            var certificate = new X509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(Instant.EPOCH),
                            Date.from(Instant.EPOCH.plus(Duration.ofDays(30_000))),
                            name,
                            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
            return new Identity(keys, certificate);
        }
    }

    private static byte[] signed(byte[] content) throws Exception {
        var identity = Identity.fresh();
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .build(
                                new JcaContentSignerBuilder("SHA256withRSA")
                                        .build(identity.keys().getPrivate()),
                                identity.certificate()));
        return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
    }

    private static byte[] enveloped(byte[] content) throws Exception {
        var generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(
                new byte[] {1}, Identity.fresh().keys().getPublic()));
        return generator
                .generate(
                        new CMSProcessableByteArray(content),
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES128_CBC).build())
                .getEncoded();
    }
}

package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whatever arrives is read within bounds and never throws. */
class HostileMailTest {
    private static final Path CORPUS = Path.of("..", "shared", "corpus");

    private static void readEverything(byte[] raw) {
        read(Mail.parse(raw));
    }

    private static void read(Mail mail) {
        assertThat(mail.text()).isNotNull();
        assertThat(mail.from()).isNotNull();
        assertThat(mail.subject()).isNotNull();
        assertThat(mail.date()).isNotNull();
        assertThat(mail.references()).isNotNull();
        assertThat(mail.fromIsAmbiguous()).isIn(true, false);
        for (Part part : mail.parts()) {
            assertThat(part.text()).isNotNull();
            part.embedded().ifPresent(HostileMailTest::read);
        }
    }

    @Test
    void bytes_without_sense_are_read_as_far_as_they_go() {
        Random random = new Random(4711);
        for (int i = 0; i < 2_000; i++) {
            byte[] raw = new byte[random.nextInt(600)];
            random.nextBytes(raw);
            readEverything(raw);
        }
        readEverything(new byte[0]);
    }

    @Test
    void mails_broken_anywhere_are_read_as_far_as_they_go() {
        Random random = new Random(4712);
        for (String file : List.of("feedback-report.eml", "attachments.eml", "html-only.eml", "boundary-missing.eml")) {
            byte[] whole = Samples.bytes(file);
            for (int i = 0; i < 1_000; i++) {
                byte[] broken = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
                for (int bite = random.nextInt(8); bite > 0; bite--) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                readEverything(broken);
            }
        }
    }

    @Test
    void a_thousand_nested_multiparts_stop_at_the_limit() {
        StringBuilder text = new StringBuilder("From: a@b.example\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        Mail mail = Samples.of(text + "\nend");

        assertThat(mail.warnings()).anyMatch(warning -> warning.contains("nested deeper"));
        assertThat(mail.text()).contains("boundary=b999");
    }

    @Test
    void messages_within_messages_stop_at_the_limit() {
        Mail mail = Samples.of("Content-Type: message/rfc822\n\n".repeat(100) + "end");
        int levels = 0;
        while (mail.parts().getFirst().embedded().isPresent()) {
            mail = mail.parts().getFirst().embedded().get();
            levels++;
        }

        assertThat(levels).isEqualTo(MailLimits.EMBEDDED);
    }

    @Test
    void too_many_parts_are_not_all_read() {
        Mail mail = Samples.of("Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\ny\n".repeat(100_000));

        assertThat(mail.parts()).hasSize(MailLimits.PARTS);
        assertThat(mail.warnings()).anyMatch(warning -> warning.contains("parts"));
    }

    @Test
    void too_many_and_too_long_headers_are_cut_and_the_body_is_still_read() {
        Mail many = Samples.of("X-Noise: y\n".repeat(90_000) + "\nbody");
        assertThat(many.headers("x-noise")).hasSize(MailLimits.HEADERS);
        assertThat(many.text()).isEqualTo("body");

        Mail wide = Samples.of("Subject: " + "a".repeat(1_000_000) + "\nFrom: a@b.example\n\nbody");
        assertThat(wide.subject().orElseThrow()).hasSizeLessThan(MailLimits.HEADER_LENGTH);
        assertThat(wide.from().orElseThrow().bare()).isEqualTo("a@b.example");
        assertThat(wide.text()).isEqualTo("body");
        assertThat(wide.warnings()).hasSize(1);
    }

    @Test
    void html_nested_without_end_is_reduced() {
        Mail mail = Samples.of("Content-Type: text/html\n\n" + "<div><b>".repeat(100_000) + "end");

        assertThat(mail.text()).isNotNull();
    }

    @Test
    void file_names_lose_their_folders() {
        Mail mail = Samples.of("Content-Disposition: attachment; filename=\"..\\\\..\\\\evil\u202e.exe\"\n\nx");

        assertThat(mail.attachments().getFirst().fileName()).contains("evil.exe");
    }

    @Test
    void every_mail_of_the_collection_is_read() throws IOException {
        assertThat(readAll(Path.of("src/test/resources/mail/hostile"))).isGreaterThan(10);
    }

    /** Real mails of others, which are not shipped: only where a copy of them lies beside the project. */
    @Test
    void every_mail_of_others_is_read() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CORPUS), "no collection of mails beside the project");
        assertThat(readAll(CORPUS)).isPositive();
    }

    private static int readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> mails = files.filter(Files::isRegularFile).toList();
            for (Path mail : mails) {
                readEverything(Files.readAllBytes(mail));
            }
            return mails.size();
        }
    }
}

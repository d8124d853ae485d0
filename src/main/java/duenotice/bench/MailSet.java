package duenotice.bench;

import duenotice.intake.format.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Complaint mails, each with a Message-ID of its own and an address of its own, as long as addresses last.
final class MailSet {
    private static final String NUMBER = "@@number@@";
    private static final String ADDRESS = "@@address@@";

    /// So many different texts; what makes each mail another one is filled in.
    private static final int TEXTS = 200;

    private static final List<String> KINDS = List.of(
            "arf",
            "acns",
            "netcraft",
            "shadowserver-mail",
            "xarf-mail",
            "spamcop",
            "free-text",
            "malformed-mail",
            "customer-reply",
            "bounce");

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*");
    private static final Pattern IPV4 = Pattern.compile("(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])");

    private final List<List<String>> texts;
    private final Provider provider;

    private MailSet(List<String> texts, Provider provider) {
        this.texts = texts.stream().map(MailSet::split).toList();
        this.provider = provider;
    }

    /// Our own samples: two of five feedback loop, one XARF, two plain text; 5 KB on average.
    static MailSet generated(Provider provider, Instant now) {
        var random = new Random(7);
        var texts = new ArrayList<String>();
        for (var i = 0; i < TEXTS; i++) {
            var at = now.minus(Duration.ofMinutes(5 + random.nextInt(50)));
            texts.add(
                    switch (i % 5) {
                        case 0, 2 -> feedbackLoop(i, at, random);
                        case 1 -> xarf(i, at, random);
                        default -> plainText(i, at, random);
                    });
        }
        return new MailSet(texts, provider);
    }

    /// Real mails from a folder; files that are none are passed over. The address that a mail names most often is
    /// replaced by one of the provider's; where
    /// it names none in clear text, only the Message-ID is new.
    static MailSet from(Path folder, Provider provider) {
        try {
            var texts = texts(folder, 1);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("no mails in " + folder);
            }
            return new MailSet(texts, provider);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Real mails of the kinds that others measured theirs with, a third of the bounces, where real reports lie beside
    /// the project; empty where none do.
    static Optional<MailSet> beside(Path project, Provider provider) {
        var reports = project.resolve(Path.of("..", "shared", "corpus"));
        try {
            var texts = new ArrayList<String>();
            for (var kind : KINDS) {
                if (Files.isDirectory(reports.resolve(kind))) {
                    texts.addAll(texts(reports.resolve(kind), kind.equals("bounce") ? 3 : 1));
                }
            }
            return texts.isEmpty() ? Optional.empty() : Optional.of(new MailSet(texts, provider));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// @param every one of so many files is taken
    private static List<String> texts(Path folder, int every) throws IOException {
        List<Path> all;
        try (var files = Files.walk(folder)) {
            all = files.filter(Files::isRegularFile).sorted().toList();
        }
        var texts = new ArrayList<String>();
        for (var i = 0; i < all.size(); i += every) {
            var content = Files.readAllBytes(all.get(i));
            if (Submission.ofFile(content, "") instanceof Submission.ByMail) {
                texts.add(slotted(new String(content, StandardCharsets.ISO_8859_1)));
            }
        }
        return texts;
    }

    private static String slotted(String mail) {
        var fresh = "Message-ID: <" + NUMBER + "@bench.example>\n";
        var matcher = MESSAGE_ID.matcher(mail);
        var named = matcher.find() ? matcher.replaceFirst(fresh) : fresh + mail;
        return IPV4
                .matcher(named)
                .results()
                .map(match -> match.group())
                .collect(java.util.stream.Collectors.groupingBy(
                        address -> address, java.util.LinkedHashMap::new, java.util.stream.Collectors.counting()))
                .entrySet()
                .stream()
                .max(java.util.Map.Entry.comparingByValue())
                .map(most -> named.replace(most.getKey(), ADDRESS))
                .orElse(named);
    }

    private static List<String> split(String text) {
        var pieces = new ArrayList<String>();
        var from = 0;
        while (from < text.length()) {
            var number = text.indexOf(NUMBER, from);
            var address = text.indexOf(ADDRESS, from);
            var next = number < 0 ? address : address < 0 ? number : Math.min(number, address);
            if (next < 0) {
                break;
            }
            pieces.add(text.substring(from, next));
            var slot = next == number ? NUMBER : ADDRESS;
            pieces.add(slot);
            from = next + slot.length();
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    byte[] mail(int number) {
        var text = new StringBuilder(8192);
        for (var piece : texts.get(number % texts.size())) {
            switch (piece) {
                case NUMBER -> text.append(number);
                case ADDRESS -> text.append(provider.address(number));
                default -> text.append(piece);
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Each text once.
    List<byte[]> all() {
        return IntStream.range(0, texts.size()).mapToObj(this::mail).toList();
    }

    String sender(int number) {
        return "abuse@" + Provider.reporter(number % texts.size());
    }

    /// In bytes.
    double meanSize() {
        var sum = 0L;
        for (var i = 0; i < texts.size(); i++) {
            sum += mail(i).length;
        }
        return (double) sum / texts.size();
    }

    // ---- our own samples

    private static String header(int text, Instant at, String contentType) {
        var reporter = Provider.reporter(text);
        return """
                Authentication-Results: mx.provider.example; dkim=pass header.d=%1$s
                Received: from out.%1$s (out.%1$s [192.0.2.25])
                \tby mx.provider.example with ESMTPS id @@number@@; %2$s
                From: Abuse desk <abuse@%1$s>
                To: abuse@provider.example
                Subject: Abuse from @@address@@
                Date: %2$s
                Message-ID: <@@number@@@%1$s>
                MIME-Version: 1.0
                Content-Type: %3$s

                """.formatted(reporter, DATE.format(at), contentType);
    }

    private static String feedbackLoop(int text, Instant at, Random random) {
        return header(text, at, "multipart/report; report-type=feedback-report; boundary=\"part\"")
                + """
                --part
                Content-Type: text/plain; charset=us-ascii

                This is an email abuse report for a message received from @@address@@ on %1$s.

                --part
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Loop/2
                Version: 1
                Source-IP: @@address@@
                Arrival-Date: %1$s
                Original-Mail-From: <offers@sender.example>

                --part
                Content-Type: message/rfc822

                Received: from host.sender.example (host.sender.example [@@address@@])
                \tby mx1.%2$s with ESMTP id 12AB; %1$s
                From: Offers <offers@sender.example>
                To: somebody@%2$s
                Subject: %3$s
                Date: %1$s
                Message-ID: <original-@@number@@@sender.example>

                %4$s
                --part--
                """.formatted(DATE.format(at), Provider.reporter(text), words(random, 40), words(random, 4_200));
    }

    private static String xarf(int text, Instant at, Random random) {
        var evidence = Base64.getEncoder().encodeToString(words(random, 1_900).getBytes(StandardCharsets.US_ASCII));
        return header(text, at, "multipart/mixed; boundary=\"part\"")
                + """
                --part
                Content-Type: text/plain; charset=us-ascii

                Failed logins were seen from a server of yours; details are attached in XARF.

                %1$s
                --part
                Content-Type: application/json; name="xarf.json"
                Content-Disposition: attachment; filename="xarf.json"

                {"xarf_version": "4.2.0", "report_id": "%2$s-@@number@@", "timestamp": "%3$s",
                 "reporter": {"org": "Watch", "contact": "abuse@%4$s", "domain": "%4$s"},
                 "sender": {"org": "Watch", "contact": "abuse@%4$s", "domain": "%4$s"},
                 "source_identifier": "@@address@@", "source_port": 51022, "category": "connection",
                 "type": "login_attack", "protocol": "tcp", "first_seen": "%3$s", "evidence_source": "honeypot",
                 "evidence": [{"content_type": "text/plain", "description": "log", "payload": "%5$s"}]}
                --part--
                """.formatted(
                                words(random, 600),
                                new UUID(random.nextLong(), random.nextLong())
                                        .toString()
                                        .substring(0, 23),
                                at,
                                Provider.reporter(text),
                                evidence);
    }

    private static String plainText(int text, Instant at, Random random) {
        var lines = new StringBuilder();
        for (var line = 0; line < 36; line++) {
            lines.append("%s sshd[%d]: Failed password for invalid user %s from @@address@@ port %d ssh2\n"
                    .formatted(
                            at.plusSeconds(line),
                            1000 + random.nextInt(30_000),
                            word(random),
                            1024 + random.nextInt(60_000)));
        }
        return header(text, at, "text/plain; charset=us-ascii") + """
                Hello,

                the server @@address@@ in your network tries to log in to our machines by guessing passwords.
                Please look into it. All times are UTC.

                %s

                %s
                """.formatted(lines, words(random, 600));
    }

    private static String words(Random random, int length) {
        var text = new StringBuilder();
        var line = 0;
        while (text.length() < length) {
            var word = word(random);
            line += word.length() + 1;
            text.append(word).append(line > 70 ? '\n' : ' ');
            line = line > 70 ? 0 : line;
        }
        return text.toString().strip();
    }

    private static String word(Random random) {
        var length = 3 + random.nextInt(7);
        var word = new StringBuilder();
        for (var letter = 0; letter < length; letter++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}

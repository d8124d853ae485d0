package duenotice.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Mails up to a megabyte that somebody made to keep a reader busy.
final class Nasties {
    private static final int MEGABYTE = 1024 * 1024;

    private Nasties() {}

    static Map<String, byte[]> all() {
        Map<String, String> mails = new LinkedHashMap<>();
        mails.put("one line of digits and dots", text("Attack from " + repeated("1.2.3.", MEGABYTE)));
        mails.put("one line of words", text("abuse " + repeated("phishing attack from your server ", MEGABYTE)));
        mails.put("one word", text("abuse" + repeated("a", MEGABYTE)));
        mails.put("one line of spaces", text("abuse from" + repeated(" ", MEGABYTE) + "192.0.2.1"));
        mails.put("only addresses", text("Attacks:\n" + addresses(MEGABYTE)));
        mails.put("only IPv6 look-alikes", text("Attack from " + repeated("a:b:c:d::", MEGABYTE)));
        mails.put("only URLs", text("Phishing:\n" + repeated("http://host.example/a?b=c&d=%20 ", MEGABYTE)));
        mails.put("only at signs", text("spam " + repeated("a@b.", MEGABYTE)));
        mails.put("only brackets", text("spam " + repeated("[(<{", MEGABYTE)));
        mails.put("defanged without end", text("phishing " + repeated("hxxp[:]//a[.]b(.)c ", MEGABYTE)));
        mails.put("only labels", text(repeated("Source IP: Source: IP: ", MEGABYTE)));
        mails.put("lines of labels", text(repeated("Source IP: 192.0.2.300\n", MEGABYTE)));
        mails.put(
                "quoted deep",
                text(repeated("> ", MEGABYTE / 2) + "\n" + repeated("> > > > 192.0.2.1\n", MEGABYTE / 2)));
        mails.put("empty lines", text("abuse 192.0.2.1" + repeated("\n", MEGABYTE)));
        mails.put("login failures", text(logs(MEGABYTE)));
        mails.put("packet filter lines", text(packets(MEGABYTE)));
        mails.put("a table", text("ip;port;time\n" + repeated("192.0.2.7;25;2026-03-01 10:00\n", MEGABYTE)));
        mails.put("pasted headers", text("spam\n" + repeated("Received: from a (b [192.0.2.9]) by c; x\n", MEGABYTE)));
        mails.put("one header without end", "Subject: abuse" + repeated("\n x", MEGABYTE) + "\n\nabuse 192.0.2.1\n");
        mails.put("many headers", repeated("X-A: b\n", MEGABYTE) + "\nabuse 192.0.2.1\n");
        mails.put("encoded words", "Subject: " + repeated("=?utf-8?q?a?= ", MEGABYTE) + "\n\nabuse 192.0.2.1\n");
        mails.put("recipients", "To: " + repeated("a@b.example, ", MEGABYTE) + "\n\nabuse 192.0.2.1\n");
        mails.put("HTML nested deep", html(repeated("<div>", MEGABYTE)));
        mails.put("HTML table", html("<table>" + repeated("<tr><td>192.0.2.1<td>a", MEGABYTE)));
        mails.put("HTML entities", html(repeated("&#49;&amp;&lt;", MEGABYTE)));
        mails.put("quoted-printable", part("text/plain", "quoted-printable", repeated("=31=39=32=\n", MEGABYTE)));
        mails.put(
                "base64 of letters",
                part("text/plain", "base64", base64(repeated("spam 192.0.2.1 ", MEGABYTE * 3 / 4))));
        mails.put("boundaries", multipart(repeated("--part\n\n", MEGABYTE)));
        mails.put("multiparts within multiparts", nested());
        mails.put(
                "feedback fields",
                multipart("--part\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
                        + repeated("Source-IP: 192.0.2.1\nReported-URI: http://a.example/\n", MEGABYTE)));
        mails.put("JSON nested deep", part("application/json", "7bit", repeated("[", MEGABYTE)));
        mails.put("JSON of many members", json());
        mails.put("YAML nested deep", yaml(repeated("[", MEGABYTE)));
        mails.put("YAML of many keys", yaml(repeated("Source: 192.0.2.1\n", MEGABYTE)));
        mails.put(
                "XML nested deep",
                part("application/xml", "7bit", "<?xml version=\"1.0\"?>" + repeated("<a>", MEGABYTE)));
        mails.put(
                "XML entities",
                part(
                        "application/xml",
                        "7bit",
                        "<!DOCTYPE a [<!ENTITY b \"" + repeated("c", 1000) + "\">]><Infringement>"
                                + repeated("&b;", MEGABYTE) + "</Infringement>"));
        mails.put("a list of small entries in XML", part("application/xml", "7bit", cleanMx(MEGABYTE)));
        mails.put(
                "a list of broken entries in XML",
                part("application/xml", "7bit", "<output><entries>" + repeated("<entry><ip>192.0.2.1\n", MEGABYTE)));
        mails.put(
                "a list in XML that ends again and again",
                part("application/xml", "7bit", repeated("<entries><entry><ip/></entry></entries>\n", MEGABYTE)));
        mails.put("small X-ARF reports", reports(MEGABYTE));
        mails.put(
                "X-ARF of many reports in one part",
                yaml(repeated("---\nReport-Type: spam\nCategory: abuse\nSource: 192.0.2.1\n", MEGABYTE)));
        mails.put("rows of quotation marks", text("ip,time\n" + repeated("\"192.0.2.7,\"\n", MEGABYTE)));
        mails.put("one line of quotation marks", text("ip,time\n192.0.2.7," + repeated("\"", MEGABYTE)));
        mails.put(
                "OpenPGP messages",
                text(repeated("-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n", MEGABYTE)));
        mails.put("pipes", text("|date|ip|url|\n" + repeated("|1 Mar|192.0.2.1|http: //a.example/|\n", MEGABYTE)));
        mails.put("CSV of one row", part("text/csv", "7bit", "timestamp,ip," + repeated("x,", MEGABYTE)));
        mails.put("CSV with an open quote", part("text/csv", "7bit", "timestamp,ip\n\"" + repeated("x,\n", MEGABYTE)));
        mails.put(
                "packed zeros",
                part(
                        "application/zip\nContent-Disposition: attachment; filename=\"a.zip\"",
                        "base64",
                        base64(zip(400 * MEGABYTE / 10))));
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        mails.forEach((name, mail) -> bytes.put(name, mail.getBytes(StandardCharsets.ISO_8859_1)));
        return bytes;
    }

    private static String repeated(String piece, int length) {
        return piece.repeat(Math.max(1, (length - 1000) / piece.length()));
    }

    private static String head(String type) {
        return "From: Watch <watch@reporter.example>\nTo: abuse@provider.example\nSubject: Abuse\n"
                + "Date: Sun, 1 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: " + type + "\n";
    }

    private static String text(String text) {
        return head("text/plain; charset=utf-8") + "\n" + text + "\n";
    }

    private static String html(String html) {
        return head("text/html; charset=utf-8") + "\n<html><body>abuse from 192.0.2.1 " + html;
    }

    private static String part(String type, String encoding, String content) {
        return head(type) + "Content-Transfer-Encoding: " + encoding + "\n\n" + content + "\n";
    }

    private static String multipart(String parts) {
        return head("multipart/report; report-type=feedback-report; boundary=part") + "\n" + parts + "\n--part--\n";
    }

    private static String yaml(String yaml) {
        return head("multipart/mixed; boundary=part").replace("MIME-Version", "X-XARF: PLAIN\nMIME-Version")
                + "\n--part\n\nabuse\n--part\nContent-Type: text/plain; name=report.txt\n\n---\n" + yaml
                + "\n--part--\n";
    }

    private static String cleanMx(int length) {
        var entries = new StringBuilder("<?xml version=\"1.0\"?><output><entries>\n");
        for (var i = 0; entries.length() < length - 2000; i++) {
            entries.append("<entry><virusname>a</virusname><url/><ip>198.18.")
                    .append(i / 250 % 250)
                    .append('.')
                    .append(i % 250)
                    .append("</ip></entry>\n");
        }
        return entries + "</entries></output>";
    }

    private static String reports(int length) {
        var parts = new StringBuilder("--part\n\nbrute force attack\n");
        for (var i = 0; parts.length() < length - 2000; i++) {
            parts.append("--part\nContent-Type: text/plain; name=report.txt\n\n---\nReport-Type: login-attack\n")
                    .append("Category: abuse\nSource: 198.18.")
                    .append(i / 250 % 250)
                    .append('.')
                    .append(i % 250)
                    .append("\n");
        }
        return head("multipart/mixed; boundary=part").replace("MIME-Version", "X-XARF: BULK\nMIME-Version") + "\n"
                + parts + "--part--\n";
    }

    private static String nested() {
        var mail = new StringBuilder(head("multipart/mixed; boundary=b0")).append('\n');
        for (var level = 1; level < 12_000; level++) {
            mail.append("--b")
                    .append(level - 1)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(level)
                    .append("\n\n");
        }
        return mail + "--b11999\n\nabuse 192.0.2.1\n";
    }

    private static String json() {
        var members = new StringBuilder("{\"xarf_version\": \"4.2.0\"");
        for (var i = 0; members.length() < MEGABYTE - 2000; i++) {
            members.append(", \"k").append(i).append("\": ").append(i);
        }
        return part("application/json", "7bit", members + "}");
    }

    private static String addresses(int length) {
        var random = new Random(3);
        var text = new StringBuilder();
        while (text.length() < length - 1000) {
            text.append("198.18.")
                    .append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append('\n');
        }
        return text.toString();
    }

    private static String logs(int length) {
        var random = new Random(5);
        var text = new StringBuilder("Your server attacks us:\n");
        while (text.length() < length - 1000) {
            text.append("Mar  1 10:00:01 host sshd[")
                    .append(random.nextInt(30_000))
                    .append("]: Failed password for root from 198.18.")
                    .append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append(" port 51022 ssh2\n");
        }
        return text.toString();
    }

    private static String packets(int length) {
        return repeated(
                "Mar  1 10:00:01 host kernel: IN=eth0 OUT= SRC=198.18.0.9 DST=192.0.2.1 LEN=40 PROTO=TCP SPT=4 DPT=22\n",
                length);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String base64(byte[] content) {
        return Base64.getMimeEncoder().encodeToString(content);
    }

    private static byte[] zip(int length) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("2026-03-01-scan_ntp-provider.csv"));
            zip.write(new byte[length]);
            zip.closeEntry();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}

package duenotice.intake.format;

import duenotice.mail.Mail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Formats of one syntax, read by their own readers alone, so that most of the fuzzer's time goes into them; the targets of
 * {@code ./duenotice test fuzz}, by their names in lower case.
 */
enum FuzzedFamily {
    ARF(
            true,
            "complaint.eml",
            "arf spamcop",
            networks -> List.of(new Arf(), new MicrosoftComplaint(), new DmarcFailureText())),
    XARF(
            false,
            "report.json",
            "x-arf xarf-v3 xarf-v4",
            networks -> List.of(new XarfV4(networks), new XarfV3(networks), new XArf(networks))),
    XML(
            false,
            "notice.xml",
            "acns dmarc-aggregate safe-browsing cleanmx",
            networks -> List.of(
                    new Acns(new PlainText(networks)),
                    new DmarcAggregate(),
                    new SafeBrowsing(),
                    new CleanMx(),
                    new CleanMxFeed(networks))),
    CSV(
            false,
            "2026-03-01-scan_ntp-provider.csv",
            "shadowserver abusehub snds list address-list table log-lines",
            networks -> List.of(
                    new AbuseHub(networks),
                    new Shadowserver(networks),
                    new TableReport(networks),
                    new Snds(networks),
                    new ListTable(networks),
                    new AddressList(networks),
                    new LogLines())),
    JSON(
            false,
            "2026-03-01-event4_honeypot_brute_force-provider.json",
            "shadowserver json-list abuseipdb tlsrpt web-form fastnetmon",
            networks -> List.of(
                    new WebForm(),
                    new FastNetMon(),
                    new Shadowserver(networks),
                    new TlsReport(),
                    new AbuseIpdb(networks),
                    new ListedInJson(networks))),
    ARCHIVE(false, "reports.zip", "shadowserver dmarc-aggregate tlsrpt acns", networks -> List.of()),
    LETTER(
            true,
            "letter.eml",
            "spamcop spamhaus-sbl projecthoneypot cleanmx cloudflare webiron netcraft haveibeenpwned mailbox-validation"
                    + " unsubscribe-request fastnetmon",
            networks -> List.of(
                    new FastNetMon(),
                    new SpamCop(),
                    new SpamhausListing(),
                    new HoneyPotDigest(),
                    new CleanMx(),
                    new CloudflareForward(),
                    new WebIron(),
                    new TakedownNotice(),
                    new BreachNotice(),
                    new MailboxValidation(),
                    new Unsubscribing())),
    TEXT(
            false,
            "complaint.txt",
            "plain-text free-text log-lines fail2ban newsletter",
            networks -> List.of(new LogLines(), new PlainText(networks), new Newsletter()));

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{2,24}\\b(?:: |[:=])?");
    private static final int MOST_WORDS = 500;

    private final boolean mail;
    private final String file;
    private final String samples;

    @SuppressWarnings("ImmutableEnumChecker") // readers keep nothing of what they read
    private final List<ReportFormat> readers;

    /**
     * @param mail whether its formats are mails, else whatever the content looks like
     * @param file what a document is called
     * @param samples folders of our own samples, to start from
     */
    FuzzedFamily(boolean mail, String file, String samples, Function<Networks, List<ReportFormat>> readers) {
        this.mail = mail;
        this.file = file;
        this.samples = samples;
        this.readers = FuzzedDocument.NETWORKS.stream()
                .map(readers)
                .flatMap(List::stream)
                .toList();
    }

    static FuzzedFamily named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Anything thrown is a find. */
    void bounded(byte[] input) {
        FuzzCost.within(input.length, () -> check(input));
    }

    private void check(byte[] input) {
        var content = content(input);
        content.documents();
        for (var reader : readers) {
            reader.read(content).ifPresent(FuzzedDocument::check);
        }
    }

    private Content content(byte[] input) {
        return new Content(mail ? new Submission.ByMail(Mail.parse(input)) : Submission.ofFile(input, file));
    }

    /** Writes what the fuzzer starts from: {@code FuzzedFamily arf src/test/resources/reports target/fuzz/arf}. */
    public static void main(String[] arguments) throws IOException {
        var family = named(arguments[0]);
        var seeds = Files.createDirectories(Path.of(arguments[2], "seeds"));
        Map<String, Integer> words = new TreeMap<>();
        for (var folder : family.samples.split(" ", -1)) {
            try (var files = Files.list(Path.of(arguments[1], folder))) {
                for (var sample : files.filter(file -> !file.toString().endsWith(".expected.json"))
                        .toList()) {
                    var content = Files.readAllBytes(sample);
                    write(seeds, content, words);
                    // what lies in a mail or an archive too: nobody guesses base64
                    for (var document : family.content(content).documents()) {
                        write(seeds, document.content(), words);
                    }
                }
            }
        }
        Files.write(
                Path.of(arguments[2], "words"),
                words.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(MOST_WORDS)
                        .map(word -> '"' + word.getKey() + '"')
                        .toList());
    }

    private static void write(Path seeds, byte[] content, Map<String, Integer> words) throws IOException {
        Files.write(seeds.resolve(Integer.toHexString(Arrays.hashCode(content))), content);
        WORD.matcher(new String(content, StandardCharsets.US_ASCII))
                .results()
                .forEach(word -> words.merge(word.group(), 1, Integer::sum));
    }
}

package duenotice;

import duenotice.intake.FindingJson;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Networks;
import duenotice.intake.format.Submission;
import duenotice.intake.format.Understanding;
import duenotice.mail.Address;
import duenotice.mail.Bounce;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.mail.QuotedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is understood of a file, as the JSON object that `read` prints.
final class FileReading {
    /// Bytes; longer files are named and left alone.
    private static final long LONGEST = 64L * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Formats formats;
    private final Networks networks;

    /// @param networks our own; findings outside are told as warnings
    FileReading(Networks networks) {
        this.formats = new Formats(networks);
        this.networks = networks;
    }

    /// The file itself, or all files below the folder, sorted.
    static List<Path> singleFiles(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (var all = Files.walk(file)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// Never throws for what stands in the file; what cannot be read is named so.
    ObjectNode read(Path file) {
        var line = JSON.createObjectNode().put("file", file.toString());
        byte[] content;
        try {
            if (Files.size(file) > LONGEST) {
                return finish(line, "unreadable", List.of("longer than " + LONGEST + " bytes"));
            }
            content = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            return finish(line, "unreadable", List.of("cannot be read: " + unreadable));
        }
        var submission = Submission.ofFile(content, file.getFileName().toString());
        var understanding = formats.read(submission);
        var kind = submission instanceof Submission.ByMail(Mail mail) && !isStructured(understanding)
                ? kind(mail, understanding)
                : MailKind.REPORT;
        return switch (kind) {
            case BOUNCE -> bounce(line, submission);
            case AUTOMATIC ->
                isReceipt(submission)
                        ? finish(
                                reporter(line, submission),
                                "not-a-report",
                                List.of("a receipt: what was sent has been delivered"))
                        : finish(reporter(line, submission), "automatic-reply", List.of());
            case REPLY -> finish(reporter(line, submission), "customer-reply", List.of());
            case REPORT -> report(line, submission, understanding);
        };
    }

    private MailKind kind(Mail mail, Understanding understanding) {
        var kind = MailKind.asWritten(mail);
        var complains = switch (kind) {
            case AUTOMATIC -> accuses(understanding) && MailKind.isUnasked(mail);
            case REPLY -> accuses(understanding) && !MailKind.isToTag(mail) && tellsWhen(inOwnWords(mail));
            case BOUNCE, REPORT -> false;
        };
        return complains ? MailKind.REPORT : kind;
    }

    private static boolean accuses(Understanding understanding) {
        return understanding instanceof Understanding.Report(var reading)
                && !reading.findings().isEmpty();
    }

    /// A customer speaks of what we wrote to him; who complains says when it happened.
    private static boolean tellsWhen(Understanding understanding) {
        return understanding instanceof Understanding.Report(var reading)
                && reading.findings().stream()
                        .anyMatch(finding -> finding.observedAt().isPresent());
    }

    /// Without what it quotes, which complains of nothing new.
    private Understanding inOwnWords(Mail mail) {
        var words = QuotedText.strip(mail.text()).getBytes(StandardCharsets.UTF_8);
        return formats.read(new Submission.Document(words, "text/plain", ""));
    }

    /// A report in a format made for reports is one, whatever its headers say of robots.
    private static boolean isStructured(Understanding understanding) {
        return understanding instanceof Understanding.FiledAway
                || understanding instanceof Understanding.ForPerson
                || understanding instanceof Understanding.Report(var reading)
                        && !reading.format().equals("plain-text");
    }

    private ObjectNode report(ObjectNode line, Submission submission, Understanding understanding) {
        return switch (understanding) {
            case Understanding.Report(var reading) -> {
                List<String> warnings = new ArrayList<>(reading.warnings());
                line.put("kind", "report");
                line.put("format", reading.format());
                line.put("reporter", reading.reporter().orElse(null));
                var findings = line.putArray("findings");
                for (var finding : reading.findings()) {
                    if (finding.subject()
                            .ip()
                            .filter(ip -> !networks.mayBeOurs(ip))
                            .isPresent()) {
                        warnings.add("not ours: " + finding.subject().named());
                    } else {
                        FindingJson.write(finding, findings.addObject());
                    }
                }
                line.putArray("recipients");
                yield finish(line, "report", warnings);
            }
            case Understanding.Unreadable(String reason) ->
                finish(reporter(line, submission), "unreadable", List.of(reason));
            case Understanding.FiledAway(String format, String reason) ->
                finish(reporter(line, submission).put("format", format), "not-a-report", List.of(reason));
            case Understanding.ForPerson(String format, String reason) ->
                finish(reporter(line, submission).put("format", format), "not-a-report", List.of(reason));
            case Understanding.NoReport() ->
                finish(
                        reporter(line, submission),
                        "not-a-report",
                        troubles(submission, "nothing in it complains of an address or a name"));
        };
    }

    private static boolean isReceipt(Submission submission) {
        return submission instanceof Submission.ByMail(Mail mail)
                && Bounce.of(mail, Envelope.asWritten(mail).hasNullPath())
                        .filter(Bounce::isReceipt)
                        .isPresent();
    }

    private static ObjectNode bounce(ObjectNode line, Submission submission) {
        reporter(line, submission);
        var recipients = line.putArray("recipients");
        if (submission instanceof Submission.ByMail(Mail mail)) {
            Bounce.of(mail, Envelope.asWritten(mail).hasNullPath())
                    .map(Bounce::recipients)
                    .orElse(List.of())
                    .forEach(recipient -> recipients
                            .addObject()
                            .put("address", recipient.address())
                            .put("final", recipient.hard()));
        }
        return finish(line, "bounce", List.of());
    }

    /// Why nothing was understood, with what could not be read of the mail.
    private static List<String> troubles(Submission submission, String reason) {
        List<String> all = new ArrayList<>();
        all.add(reason);
        if (submission instanceof Submission.ByMail(Mail mail)) {
            all.addAll(mail.warnings());
        }
        return all;
    }

    private static ObjectNode reporter(ObjectNode line, Submission submission) {
        Optional<String> reporter =
                submission instanceof Submission.ByMail(Mail mail) ? mail.from().map(Address::bare) : Optional.empty();
        return line.put("kind", "").putNull("format").put("reporter", reporter.orElse(null));
    }

    /// Fills in what the contract wants in every line.
    private static ObjectNode finish(ObjectNode line, String kind, List<String> warnings) {
        line.put("kind", kind);
        if (!line.has("reporter")) {
            line.putNull("format").putNull("reporter");
        }
        if (!line.has("findings")) {
            line.putArray("findings");
        }
        if (!line.has("recipients")) {
            line.putArray("recipients");
        }
        var array = line.putArray("warnings");
        warnings.forEach(array::add);
        return line;
    }
}

package duenotice.warning;

import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.NoticeKind;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.StatementPart;
import duenotice.knowledge.Knowledge;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One letter of each kind, about one spamming server. */
final class LetterSamples {
    static final Instant NOW = Instant.parse("2026-08-06T14:30:00Z");
    static final ProviderIdentity PROVIDER = new ProviderIdentity(
            "Example Hosting",
            "provider.example",
            "abuse@provider.example",
            "+49 30 23125000, day and night",
            URI.create("https://desk.provider.example/"),
            "Example Hosting");
    static final String EXCERPT = """
            Received: from srv-a ([203.0.113.10])
            \tby mx.example.net
            To: trap-7f3a@example.net
            List-Unsubscribe: <https://bad.example/u?who=trap-7f3a>
            Subject: You have won

            Click http://bad.example/win?id=7f3a now
            """;

    /** Those that the program writes to reporters by itself. */
    private static final List<String> TO_REPORTERS = List.of("receipt", "outcome", "digest", "not-ours");

    private LetterSamples() {}

    /** Templates by name: every notice, the cut in both wordings, free messages. */
    static List<String> letters() {
        var letters = new ArrayList<String>();
        for (var kind : NoticeKind.values()) {
            if (kind == NoticeKind.CUT) {
                letters.add("cut-network-off");
                letters.add("cut-power-off");
            } else {
                letters.add(kind.word());
            }
        }
        letters.add("message");
        letters.add("message-reporter");
        letters.addAll(TO_REPORTERS);
        return letters;
    }

    static LetterContent sample(String letter, String language) {
        return sample(letter, language, EXCERPT, "Nila Raman", "srv-a");
    }

    static LetterContent sample(String letter, String language, String excerpt, String name, String server) {
        var victim = letter.startsWith("protect") || letter.equals("victim");
        var type = Type.of(
                victim
                        ? "connection/ddos"
                        : letter.equals("information") ? "vulnerability/open_service" : "messaging/spam");
        var category = victim ? Category.SERVER_UNDER_ATTACK : type.category();
        var about = new LetterContent.About(
                new ServerId(server),
                Optional.of("203.0.113.10"),
                category,
                List.of(type),
                Optional.of(new LetterContent.Seen(NOW.minus(Duration.ofMinutes(90)), NOW.minusSeconds(600), true)),
                List.of(excerpt));
        var power = letter.equals("cut-power-off") || letter.startsWith("repair");
        var deed = new LetterContent.Deed(
                victim ? MeasureKind.NULL_ROUTE : power ? MeasureKind.POWER_OFF : MeasureKind.NETWORK_OFF,
                victim ? "203.0.113.10" : server,
                Optional.of(NOW),
                letter.equals("restored") ? Optional.of(LiftReason.STATEMENT_ACCEPTED) : Optional.empty(),
                Set.of(power ? RestoreNeed.VERIFICATION : RestoreNeed.STATEMENT),
                power ? CleanUp.EITHER : CleanUp.CUSTOMER,
                Optional.of(URI.create("https://console.example/srv-a")));
        var toReporter =
                letter.equals("message-reporter") || letter.equals("withdrawn") || TO_REPORTERS.contains(letter);
        return new LetterContent(
                letter,
                Locale.forLanguageTag(language),
                ZoneId.of(language.equals("de") ? "Europe/Berlin" : "Asia/Kolkata"),
                name,
                PROVIDER,
                letter.equals("digest") || letter.equals("not-ours")
                        ? Optional.empty()
                        : Optional.of(new IncidentId(1001)),
                toReporter ? Optional.empty() : Optional.of(about),
                Optional.of(new LetterContent.Deadline(
                        NOW.plus(Duration.ofHours(2)),
                        letter.equals("warning") ? Optional.of(Duration.ofHours(2)) : Optional.empty())),
                Optional.of(new LetterContent.NextMeasures(
                        Optional.of(Duration.ofHours(2)), Optional.of(MeasureKind.NETWORK_OFF), false)),
                Optional.of(deed),
                Optional.of(NOW.plus(Duration.ofHours(24))),
                Knowledge.shipped()
                        .forTypes(
                                category,
                                List.of(type),
                                List.of(letter.equals("information") ? "memcached on port 11211" : "queue"),
                                Locale.forLanguageTag(language))
                        .stream()
                        .limit(1)
                        .toList(),
                letter.equals("statement-refused") ? List.of(StatementPart.CAUSE, StatementPart.PREVENTION) : List.of(),
                letter.equals("dispute-rejected")
                        ? Optional.of("The samples carry your server's own queue numbers.")
                        : letter.equals("not-ours")
                                ? Optional.of("203.0.113.77")
                                : letter.equals("outcome")
                                        ? Optional.of(LetterWords.of(language).word("outcome.resolved"))
                                        : Optional.empty(),
                Optional.of(message(letter)),
                toReporter
                        ? Optional.empty()
                        : Optional.of(new LetterContent.Page(
                                URI.create("https://desk.provider.example/c/" + "a2b3c4d5".repeat(6) + "a2b3"),
                                LocalDate.parse("2026-11-04"))),
                Optional.empty());
    }

    private static String message(String letter) {
        return switch (letter) {
            case "digest" -> "#1001: received, we look into it\n#1002: it was dealt with, and nothing more was seen.";
            case "not-ours" -> "By the registries' public records: abuse@other-net.example (OTHER-NET)";
            default -> "We moved your backup to tonight.\nTell us if that does not suit you.";
        };
    }
}

package duenotice.warning;

import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.StatementPart;
import duenotice.knowledge.Article;
import duenotice.knowledge.Knowledge;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a letter may be about when it is only looked at: invented people, documentation addresses, and every part that the
 * letter knows filled in.
 *
 * @param type what was reported; empty: one that fits the letter
 * @param excerpt of a report
 * @param name of the reader
 */
record Specimen(
        String letter,
        String language,
        ProviderIdentity provider,
        Optional<Type> type,
        String excerpt,
        String name,
        String server,
        Instant now) {
    private static final IncidentId INCIDENT = new IncidentId(1001);
    private static final String ADDRESS = "203.0.113.10";

    LetterContent content(Knowledge knowledge) {
        var about = about();
        var power = letter.equals("cut-power-off") || letter.startsWith("repair");
        var toNobodyOfOurs = LetterPreview.TO_REPORTERS.contains(letter);
        return new LetterContent(
                letter,
                Locale.forLanguageTag(language),
                ZoneId.of(
                        Locale.forLanguageTag(language).getLanguage().equals("de") ? "Europe/Berlin" : "Asia/Kolkata"),
                name,
                provider,
                letter.equals("digest") || letter.equals("not-ours") || letter.equals(IncidentLetters.MANY)
                        ? Optional.empty()
                        : Optional.of(INCIDENT),
                toNobodyOfOurs || letter.equals("withdrawn") ? Optional.empty() : Optional.of(about),
                Optional.of(new LetterContent.Deadline(
                        now.plus(Duration.ofHours(2)),
                        letter.equals("warning") ? Optional.of(Duration.ofHours(2)) : Optional.empty())),
                Optional.of(new LetterContent.NextMeasures(
                        Optional.of(Duration.ofHours(2)), Optional.of(MeasureKind.NETWORK_OFF), false)),
                Optional.of(deed(power)),
                Optional.of(now.plus(Duration.ofHours(24))),
                remedies(knowledge, about),
                letter.equals("statement-refused") ? List.of(StatementPart.CAUSE, StatementPart.PREVENTION) : List.of(),
                reason(),
                Optional.of(message()),
                toNobodyOfOurs || letter.equals("withdrawn")
                        ? Optional.empty()
                        : Optional.of(new LetterContent.Page(provider.page("a2b3c4d5".repeat(6) + "a2b3"), lastDay())),
                Optional.empty(),
                letter.equals(IncidentLetters.MANY) ? servers(about) : List.of());
    }

    private List<LetterContent.Listed> servers(LetterContent.About about) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new LetterContent.Listed(
                        new IncidentId(INCIDENT.number() + number),
                        new LetterContent.About(
                                new ServerId(server + "-" + number),
                                Optional.of("203.0.113." + (10 + number)),
                                about.category(),
                                about.types(),
                                about.seen(),
                                List.of()),
                        new LetterContent.Page(provider.page(("a2b3c4d" + number).repeat(6) + "a2b3"), lastDay())))
                .toList();
    }

    private LocalDate lastDay() {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(90);
    }

    private boolean isOfAnAttack() {
        return letter.startsWith("protect") || letter.equals("victim");
    }

    private LetterContent.About about() {
        var told = type.orElseGet(() -> Type.of(
                isOfAnAttack()
                        ? "connection/ddos"
                        : letter.startsWith("information") ? "vulnerability/open_service" : "messaging/spam"));
        return new LetterContent.About(
                new ServerId(server),
                Optional.of(ADDRESS),
                isOfAnAttack() ? Category.SERVER_UNDER_ATTACK : told.category(),
                List.of(told),
                Optional.of(new LetterContent.Seen(now.minus(Duration.ofMinutes(90)), now.minusSeconds(600), true)),
                List.of(excerpt));
    }

    private LetterContent.Deed deed(boolean power) {
        return new LetterContent.Deed(
                isOfAnAttack() ? MeasureKind.NULL_ROUTE : power ? MeasureKind.POWER_OFF : MeasureKind.NETWORK_OFF,
                isOfAnAttack() ? ADDRESS : server,
                Optional.of(now),
                letter.equals("restored") ? Optional.of(LiftReason.STATEMENT_ACCEPTED) : Optional.empty(),
                false,
                Set.of(power ? RestoreNeed.VERIFICATION : RestoreNeed.STATEMENT),
                power ? CleanUp.EITHER : CleanUp.CUSTOMER,
                Optional.of(URI.create("https://console.example/srv-a")));
    }

    /** Where the type alone chooses many, the first is enough to look at. */
    private List<Article> remedies(Knowledge knowledge, LetterContent.About about) {
        return knowledge
                .forTypes(
                        about.category(),
                        about.types(),
                        List.of(letter.startsWith("information") ? "memcached on port 11211" : "queue"),
                        Locale.forLanguageTag(LetterWriter.writtenFor(Locale.forLanguageTag(language))))
                .stream()
                .limit(1)
                .toList();
    }

    private Optional<String> reason() {
        return switch (letter) {
            case "dispute-rejected" -> Optional.of("The samples carry your server's own queue numbers.");
            case "not-ours" -> Optional.of("203.0.113.77");
            case "outcome" -> Optional.of(words().word("outcome.resolved"));
            default -> Optional.empty();
        };
    }

    private LetterWords words() {
        return LetterWords.of(LetterWriter.writtenFor(Locale.forLanguageTag(language)));
    }

    private String message() {
        return switch (letter) {
            case "digest" ->
                "#1001: " + words().word("digest.received") + "\n#1002: " + words().word("outcome.resolved");
            case "not-ours" -> "By the registries' public records: abuse@other-net.example (OTHER-NET)";
            default -> "We moved your backup to tonight.\nTell us if that does not suit you.";
        };
    }
}

package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Answers of AbuseIPDB's API, version 2. Its blacklist lists; a look-up of one address tells a reputation, which is a
 * finding only where people have reported it and the score is high; the answer to a report of one's own is a receipt.
 */
final class AbuseIpdb implements ReportFormat {
    private static final Type LISTED = Type.of("reputation/blocklist");

    /** Below this score AbuseIPDB itself advises against believing. */
    private static final int TELLING_SCORE = 25;

    private static final int MOST = 100_000;

    private final Networks networks;

    AbuseIpdb(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "abuseipdb";
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        for (var json : content.json()) {
            if (!json.mentions("\"abuseConfidenceScore\"") || !json.mentions("\"ipAddress\"")) {
                continue;
            }
            try {
                for (var root : json.objects(1)) {
                    var data = root.path("data");
                    if (data.isArray()) {
                        return Optional.of(list(root, data));
                    }
                    if (data.has("ipAddress")) {
                        return Optional.of(lookUp(data));
                    }
                }
            } catch (JacksonException broken) {
                return Optional.of(new Understanding.Unreadable(
                        json.where() + " is not valid JSON: " + JsonDocument.reason(broken)));
            }
        }
        return Optional.empty();
    }

    private Understanding list(JsonNode root, JsonNode data) {
        var generated = EventTimes.parse(root.path("meta").path("generatedAt").asString(""));
        var findings = new ArrayList<Finding>();
        List<String> unopened = new ArrayList<>();
        var strangers = 0;
        for (var item : data) {
            var address = ListRow.address(item.path("ipAddress").asString(""));
            if (address.isEmpty()) {
                continue;
            }
            if (findings.size() == MOST) {
                unopened.add("more than %d entries, the rest was left out".formatted(MOST));
                break;
            }
            if (!networks.mayBeOurs(address.get())) {
                strangers++;
                continue;
            }
            var reported = EventTimes.parse(item.path("lastReportedAt").asString(""));
            findings.add(finding(address.map(Subject::ofIp).orElseThrow(), reported.or(() -> generated)));
        }
        return report(
                findings,
                "",
                strangers == 0 ? List.of() : List.of("%d entries are about addresses of others".formatted(strangers)),
                unopened);
    }

    private Understanding lookUp(JsonNode data) {
        var address = ListRow.address(data.path("ipAddress").asString(""));
        var score = data.path("abuseConfidenceScore").asInt(0);
        if (!data.has("totalReports")) {
            return new Understanding.FiledAway(name(), "the receipt for a report that somebody made to AbuseIPDB");
        }
        if (address.isEmpty() || data.path("isWhitelisted").asBoolean(false) || score < TELLING_SCORE) {
            return new Understanding.FiledAway(
                    name(), "a look-up that complains of nothing: the score is %d of 100".formatted(score));
        }
        var reported = EventTimes.parse(data.path("lastReportedAt").asString(""));
        var told = "%d reports at AbuseIPDB, score %d of 100"
                .formatted(data.path("totalReports").asInt(0), score);
        return report(List.of(finding(Subject.ofIp(address.get()), reported)), told, List.of(), List.of());
    }

    private static Finding finding(Subject subject, Optional<EventTime> at) {
        return new Finding(LISTED.category(), Optional.of(LISTED), subject, at);
    }

    private Understanding report(List<Finding> findings, String excerpt, List<String> warnings, List<String> unopened) {
        return new Understanding.Report(
                new Reading(name(), Optional.of("AbuseIPDB"), Optional.empty(), findings, excerpt, warnings, unopened));
    }
}

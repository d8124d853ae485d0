package duenotice.intake;

import duenotice.intake.format.Understanding;
import duenotice.mail.Address;
import duenotice.report.Reading;
import tools.jackson.databind.json.JsonMapper;

/** What was understood of a message, as the API shows it: JSON. */
final class ReportText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Findings beyond this number are counted, not listed. */
    private static final int MOST = 200;

    private ReportText() {}

    static String write(Complaint complaint, Provenance from) {
        var json = JSON.createObjectNode();
        switch (complaint.understanding()) {
            case Understanding.Report(Reading reading) -> {
                json.put("kind", "report");
                json.put("format", reading.format());
            }
            case Understanding.Unreadable ignored -> json.put("kind", "unreadable");
            case Understanding.FiledAway(String format, String ignored) ->
                json.put("kind", "not-a-report").put("format", format);
            case Understanding.ForPerson(String format, String ignored) ->
                json.put("kind", "not-a-report").put("format", format);
            case Understanding.NoReport ignored -> json.put("kind", "not-a-report");
        }
        json.put("sourceType", from.sourceType().word());
        json.put("trust", from.trust());
        json.put(
                "reporter",
                complaint
                        .reading()
                        .flatMap(Reading::reporter)
                        .orElseGet(() -> complaint.from().map(Address::bare).orElse(from.reporter())));
        var findings = json.putArray("findings");
        complaint
                .reading()
                .map(Reading::findings)
                .ifPresent(all ->
                        all.stream().limit(MOST).forEach(finding -> FindingJson.write(finding, findings.addObject())));
        var warnings = json.putArray("warnings");
        complaint.warnings().forEach(warnings::add);
        return json.toString();
    }

    /** A message that is no report at all. */
    static String kind(String kind, Provenance from) {
        var json = JSON.createObjectNode()
                .put("kind", kind)
                .put("sourceType", from.sourceType().word())
                .put("reporter", from.reporter());
        json.putArray("findings");
        return json.toString();
    }
}

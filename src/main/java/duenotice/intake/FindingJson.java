package duenotice.intake;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import tools.jackson.databind.node.ObjectNode;

/** A finding as {@code read} prints it and the API shows it (contracts of both); what is unknown is null. */
public final class FindingJson {
    private FindingJson() {}

    /** Fills in the fields of an object made for it. */
    public static void write(Finding finding, ObjectNode json) {
        var subject = finding.subject();
        json.put("category", finding.category().word());
        json.put("type", finding.type().map(Object::toString).orElse(null));
        json.put("ip", subject.ip().map(Prefix::text).orElse(null));
        json.put("port", subject.port().orElse(null));
        json.put("domain", subject.domain().orElse(null));
        json.put("url", subject.url().orElse(null));
        json.put("account", subject.account().orElse(null));
        json.put(
                "observedAt", finding.observedAt().map(at -> at.at().toString()).orElse(null));
        json.put("line", finding.line().orElse(null));
    }
}

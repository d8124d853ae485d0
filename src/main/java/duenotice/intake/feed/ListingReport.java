package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import duenotice.report.Prefix;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A DNS answer leaves no document behind; XARF 4.2's {@code reputation/blocklist} is the one that says the same. */
final class ListingReport {
    static final String CONTENT_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private ListingReport() {}

    static Entry of(String zone, Prefix address, DnsblAnswer.Listed listed, Instant now) {
        var codes = String.join(", ", listed.codes());
        var why = String.join("; ", listed.texts());
        var report = JSON.createObjectNode()
                .put("xarf_version", "4.2.0")
                .put("report_id", id(zone, address, now))
                .put("timestamp", now.toString());
        for (var party : new String[] {"reporter", "sender"}) {
            report.putObject(party)
                    .put("org", zone)
                    .put("contact", "postmaster@" + zone)
                    .put("domain", zone);
        }
        report.put("source_identifier", address.text())
                .put("category", "reputation")
                .put("type", "blocklist")
                .put("threat_type", "blocklisted")
                .put("evidence_source", "dns")
                .put(
                        "description",
                        "%s is listed in %s (%s)%s".formatted(address, zone, codes, why.isEmpty() ? "" : ": " + why));
        report.putArray("evidence")
                .addObject()
                .put("content_type", "text/plain")
                .put("description", "answer of the blocklist")
                .put("payload", Base64.getEncoder().encodeToString((codes + "\n" + why + "\n").getBytes(UTF_8)));
        var text = address.text();
        return new Entry(text, text, text, JSON.writeValueAsBytes(report));
    }

    /** A listing that comes back is another report. */
    private static String id(String zone, Prefix address, Instant now) {
        return UUID.nameUUIDFromBytes((zone + "\n" + address + "\n" + now).getBytes(UTF_8))
                .toString();
    }
}

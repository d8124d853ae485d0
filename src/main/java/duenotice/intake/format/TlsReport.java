package duenotice.intake.format;

import java.util.Optional;

/** Statistics on encrypted mail transport (RFC 8460): they complain of nobody. */
final class TlsReport implements ReportFormat {
    private static final String DECLARED = "application/tlsrpt+";
    private static final int LOOKED_AT = 8 * 1024;

    @Override
    public String name() {
        return "tlsrpt";
    }

    @Override
    public Optional<Understanding.FiledAway> read(Content content) {
        var statistics = content.documents().stream().anyMatch(TlsReport::isStatistics);
        var declared = content.mail()
                .filter(mail -> "tlsrpt".equalsIgnoreCase(mail.parameters().get("report-type"))
                        || mail.parts().stream()
                                .anyMatch(part -> part.contentType().startsWith(DECLARED)))
                .isPresent();
        return statistics || declared
                ? Optional.of(new Understanding.FiledAway(
                        name(), "statistics on encrypted mail transport, which complain of nobody"))
                : Optional.empty();
    }

    private static boolean isStatistics(Document document) {
        if (document.contentType().startsWith(DECLARED)) {
            return true;
        }
        var head = document.head(LOOKED_AT);
        return head.stripLeading().startsWith("{")
                && head.contains("\"organization-name\"")
                && head.contains("\"date-range\"")
                && head.contains("\"report-id\"");
    }
}

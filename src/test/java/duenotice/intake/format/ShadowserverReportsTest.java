package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of Shadowserver report has its meaning. */
class ShadowserverReportsTest {
    private static final Path SCHEMA = Path.of("../shared/shadowserver-types.csv");

    @ParameterizedTest
    @CsvSource({
        "scan_memcached, OPEN_SERVICE, IP, high",
        "scan_telnet, OPEN_SERVICE, IP, medium",
        "scan_of_something_new, OPEN_SERVICE, IP, medium",
        "scan6_ssl_poodle, WEAK_ENCRYPTION, IP, low",
        "scan6_elasticsearch, OPEN_SERVICE, IP, low",
        "scan6_smtp_vulnerable, VULNERABLE, IP, critical",
        "population6_http_proxy, OPEN_SERVICE, IP, low",
        "compromised_website6, COMPROMISED_PAGE, PAGE, critical",
        "event6_sinkhole_http, INFECTED, SOURCE, critical",
        "event6_sinkhole_http_referer, INFECTED, REFERRER, critical",
        "event4_honeypot_rdp_scan, ATTACK_PROBE, SOURCE, high",
        "event4_honeypot_ddos_target, FLOODED, DESTINATION, info",
        "event4_honeypot_ddos_amp, FLOODED, SOURCE, info",
        "device_id6, NOTED, IP, info",
        "sinkhole_http_drone, INFECTED, IP, critical",
        "sandbox_dns, NOBODY, NONE, info",
    })
    void a_report_is_known_by_its_name(
            String name, ShadowserverMeaning meaning, ShadowserverReport.Subject subject, String severity) {
        assertThat(ShadowserverReports.named(name)).contains(new ShadowserverReport(name, severity, meaning, subject));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-04-scan_ntp-fern_hosting-asn.csv, scan_ntp",
        "2026-05-04-scan_ntp-123-fern-asn-delayed.csv.zip, scan_ntp",
        "2026-05-04-EVENT4_SINKHOLE-fern.csv, event4_sinkhole",
        "scan_ntp.csv, scan_ntp",
        "table.csv,",
        "2026-05-04.csv,",
        "report of scan_ntp.csv,",
    })
    void its_name_stands_in_the_name_of_the_file(String file, String report) {
        assertThat(ShadowserverReports.ofFile(file).map(ShadowserverReport::name))
                .isEqualTo(java.util.Optional.ofNullable(report));
    }

    /** The published schema, where a copy lies beside the project. */
    @Test
    void every_report_of_the_published_schema_is_known_with_its_column_and_severity() throws IOException {
        assumeTrue(Files.exists(SCHEMA));
        var subjects = Map.of(
                "ip", List.of("IP", "PAGE"),
                "src_ip", List.of("SOURCE"),
                "dst_ip", List.of("DESTINATION"),
                "http_referer_ip", List.of("REFERRER"),
                "", List.of("ACCOUNT", "NONE"));
        List<String> wrong = new ArrayList<>();
        for (var line : Files.readAllLines(SCHEMA).stream().skip(1).toList()) {
            var fields = line.split(",", -1);
            var known = ShadowserverReports.named(fields[0]);
            if (known.isEmpty()) {
                wrong.add(fields[0] + " is unknown");
            } else if (!subjects.getOrDefault(fields[4], List.of())
                    .contains(known.get().subject().name())) {
                wrong.add(fields[0] + " is about " + known.get().subject());
            } else if (!fields[1].isEmpty() && !fields[1].equals(known.get().severity())) {
                wrong.add(fields[0] + " is " + known.get().severity());
            }
        }
        assertThat(wrong).isEmpty();
    }
}

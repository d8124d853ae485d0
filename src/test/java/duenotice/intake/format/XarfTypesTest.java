package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import duenotice.report.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XarfTypesTest {
    @ParameterizedTest
    @CsvSource({
        "messaging/spam, email-compromise",
        "messaging/bulk_messaging, email-compromise",
        "connection/ddos, system-compromise",
        "connection/login_attack, system-compromise",
        "connection/port_scan, system-compromise",
        "connection/sql_injection, system-compromise",
        "connection/vulnerability_scan, system-compromise",
        "connection/reconnaissance, system-compromise",
        "connection/scraping, system-compromise",
        "connection/infected_host, system-compromise",
        "infrastructure/botnet, system-compromise",
        "infrastructure/compromised_server, system-compromise",
        "vulnerability/cve, system-compromise",
        "vulnerability/open_service, system-compromise",
        "vulnerability/misconfiguration, system-compromise",
        "content/malware, system-compromise",
        "content/remote_compromise, system-compromise",
        "content/phishing, other",
        "content/fraud, other",
        "content/brand_infringement, other",
        "content/exposed_data, other",
        "content/suspicious_registration, other",
        "content/csam, other",
        "content/csem, other",
        "copyright/copyright, other",
        "copyright/cyberlocker, other",
        "copyright/link_site, other",
        "copyright/ugc_platform, other",
        "copyright/p2p, other",
        "copyright/usenet, other",
        "reputation/blocklist, other",
        "reputation/threat_intelligence, other"
    })
    void each_type_of_today_is_read_with_its_category(String type, String category) {
        var slash = type.indexOf('/');
        var report = """
                {"xarf_version": "4.2.0", "report_id": "6f1c2a54-8d0e-4b7a-9c55-0a1b2c3d4e5f",
                 "timestamp": "2026-03-05T20:01:02Z", "source_identifier": "192.0.2.7", "source_port": 40122,
                 "category": "%s", "type": "%s"}""".formatted(type.substring(0, slash), type.substring(slash + 1));

        var finding = only(report);

        assertThat(finding.type().map(Object::toString)).contains(type);
        assertThat(finding.category().word()).isEqualTo(category);
        assertThat(finding.subject().ip().map(Object::toString)).contains("192.0.2.7");
    }

    @Test
    void there_are_no_other_types() {
        assertThat(XarfTypes.all()).hasSize(32);
    }

    @ParameterizedTest
    @CsvSource({
        "Activity, Spam, messaging/spam, email-compromise",
        "Activity, LoginAttack, connection/login_attack, system-compromise",
        "Activity, PortScan, connection/port_scan, system-compromise",
        "Activity, DOS, connection/ddos, system-compromise",
        "Activity, Exploit, connection/vulnerability_scan, system-compromise",
        "Activity, WebCrawler, connection/scraping, system-compromise",
        "Content, Botnet, infrastructure/botnet, system-compromise",
        "Content, ChildAbuse, content/csam, other",
        "Content, Copyright, copyright/copyright, other",
        "Content, Trademark, content/brand_infringement, other",
        "Content, Malware, content/malware, system-compromise",
        "Content, Phishing, content/phishing, other",
        "Vulnerability, OpenService, vulnerability/open_service, system-compromise",
        "Activity, Harassment, , other",
        "Vulnerability, Whatever, , system-compromise"
    })
    void each_type_of_version_3_is_read_as_one_of_today(
            String reportClass, String reportType, @Nullable String type, String category) {
        var report = """
                {"Version": "3", "ReporterInfo": {"ReporterOrg": "Watchtower"}, "Report": {"ReportClass": "%s",
                 "ReportType": "%s", "Date": "2026-03-05T20:01:02Z", "SourceIp": "192.0.2.7"}}""".formatted(reportClass, reportType);

        var finding = only(report);

        assertThat(finding.type().map(Object::toString)).isEqualTo(Optional.ofNullable(type));
        assertThat(finding.category().word()).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({
        "login-attack, connection/login_attack",
        "Brute_Force, connection/login_attack",
        "regbot, connection/infected_host",
        "malware-attack, content/malware",
        "rfi-attack, connection/vulnerability_scan",
        "dnsbl, reputation/blocklist",
        "LoginAttack, connection/login_attack"
    })
    void names_of_other_formats_are_known_in_any_spelling(String name, String type) {
        assertThat(AbuseNames.type(name).map(Object::toString)).contains(type);
    }

    @Test
    void a_word_that_says_nothing_is_no_type() {
        assertThat(AbuseNames.type("abuse")).isEmpty();
        assertThat(AbuseNames.type("info")).isEmpty();
        assertThat(AbuseNames.type("")).isEmpty();
    }

    private static Finding only(String report) {
        var understood = new Formats(Networks.UNKNOWN)
                .read(new Submission.Document(report.getBytes(StandardCharsets.UTF_8), "application/json", ""));
        assertThat(understood).isInstanceOf(Understanding.Report.class);
        var findings = ((Understanding.Report) understood).reading().findings();
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "connection, login_attack, connection/login_attack",
        "connection, auth_failure, connection/login_attack",
        "connection, ip_spoof, connection/ddos",
        "connection, bot, connection/infected_host",
        "infrastructure, bot, infrastructure/botnet",
        "infrastructure, cve, vulnerability/cve",
        "content, phishing_site, content/phishing",
        "messaging, phishing, messaging/spam",
        "copyright, trademark, content/brand_infringement",
        "vulnerability, open, vulnerability/open_service",
        "vulnerability, SSL-Poodle, vulnerability/misconfiguration",
        "reputation, trap, reputation/threat_intelligence"
    })
    void older_names_are_read_as_those_of_today(String group, String name, String type) {
        assertThat(XarfTypes.of(group, name).map(Object::toString)).contains(type);
    }

    @Test
    void a_name_that_would_change_the_category_is_not_followed() {
        assertThat(XarfTypes.of("messaging", "ddos")).isEmpty();
        assertThat(XarfTypes.of("reputation", "botnet_cc")).isEmpty();
    }

    @Test
    void an_unknown_name_keeps_the_category_of_its_group() {
        assertThat(XarfTypes.category("messaging", "unknown")).isEqualTo(Category.EMAIL_COMPROMISE);
        assertThat(XarfTypes.category("vulnerability", "unknown")).isEqualTo(Category.SYSTEM_COMPROMISE);
        assertThat(XarfTypes.category("content", "unknown")).isEqualTo(Category.OTHER);
        assertThat(XarfTypes.category("nonsense", "unknown")).isEqualTo(Category.OTHER);
    }
}

package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XarfTypesTest {
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

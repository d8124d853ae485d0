package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisationalDomainTest {
    @ParameterizedTest
    @CsvSource({
        "mx.mail.example.co.uk, example.co.uk",
        "example.com, example.com",
        "MX.Example.COM., example.com",
        "com, com",
        "co.uk, co.uk",
        "mail.reporter.example, reporter.example",
        "one.github.io, one.github.io",
        "a.b.c.kobe.jp, b.c.kobe.jp",
        "city.kobe.jp, city.kobe.jp",
        "www.city.kobe.jp, city.kobe.jp",
        "mail.bücher.example, xn--bcher-kva.example",
        "198.51.100.7, 198.51.100.7",
        "localhost, localhost"
    })
    void the_registered_domain_is_found(String domain, String expected) {
        assertThat(OrganisationalDomain.of(domain)).isEqualTo(expected);
    }

    @Test
    void nonsense_is_its_own_domain() {
        for (String domain : new String[] {
            "", ".", "..", "a..b", "-", "\u0000", "xn--\u00e4", "a".repeat(5_000), "\u00e4".repeat(2_000)
        }) {
            assertThat(OrganisationalDomain.of(domain)).isNotNull();
        }
        assertThat(OrganisationalDomain.same("", "")).isFalse();
    }

    @Test
    void free_mail_is_known_below_any_host() {
        assertThat(OrganisationalDomain.isFreeMail("gmail.com")).isTrue();
        assertThat(OrganisationalDomain.isFreeMail("Mail.Yahoo.co.uk")).isTrue();
        assertThat(OrganisationalDomain.isFreeMail("reporter.example")).isFalse();
    }
}

package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Prefix;
import duenotice.report.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskableNameTest {
    @ParameterizedTest
    @CsvSource({
        "Shop.Example,shop.example",
        "shop.example.,shop.example",
        "_x.a-b.example,_x.a-b.example",
        "bücher.example,xn--bcher-kva.example",
        "bücher。example,xn--bcher-kva.example",
        "a.xn--p1ai,a.xn--p1ai",
    })
    void ordinary_and_international_names_are_asked_in_ascii(String host, String name) {
        assertThat(AskableName.ofHost(host)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "shop",
                "localhost",
                "a.localhost",
                "printer.local",
                "db.internal",
                "router.lan",
                "nas.home.arpa",
                "7.100.51.198.in-addr.arpa",
                "abcdef.onion",
                "192.0.2.7",
                "[2001:db8::7]",
                "2001:db8::7",
                "192.0.2",
                "0x7f.1",
                "3221225991",
                "a..example",
                "-a.example",
                "a b.example",
                "a;rm.example",
                "shop.example:80",
            })
    void what_is_no_public_name_is_not(String host) {
        assertThat(AskableName.ofHost(host)).isEmpty();
    }

    @Test
    void too_long_a_name_or_label_is_none() {
        assertThat(AskableName.ofHost("a".repeat(64) + ".example")).isEmpty();
        assertThat(AskableName.ofHost("a.".repeat(130) + "example")).isEmpty();
        assertThat(AskableName.ofHost("ü".repeat(100_000) + ".example")).isEmpty();
    }

    @Test
    void the_host_of_the_page_goes_before_the_domain_and_an_address_before_both() {
        assertThat(AskableName.of(Subject.ofUrl("https://user@Login.shop.example:8443/a?b@c")))
                .contains("login.shop.example");
        assertThat(AskableName.of(Subject.ofUrl("https://192.0.2.7/a"))).isEmpty();
        assertThat(AskableName.of(Subject.ofDomain("shop.example"))).contains("shop.example");
        assertThat(AskableName.of(new Subject(
                        Optional.of(Prefix.of("192.0.2.7")),
                        Optional.empty(),
                        Optional.of("shop.example"),
                        Optional.of("https://shop.example/"),
                        Optional.empty())))
                .isEmpty();
        assertThat(List.of("ada@shop.example", "root").stream()
                        .map(account -> new Subject(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(account)))
                        .map(AskableName::of))
                .as("where its mailboxes lie")
                .allMatch(Optional::isEmpty);
    }
}

package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.DnsResolver;
import duenotice.mail.Unbound;
import duenotice.report.Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where mail is taken, asked of a real resolver. */
@Tag("peer")
class DnsMailHomesTest {
    @Test
    void the_first_mail_servers_count_or_the_domain_itself_and_what_is_unknown_is_missing(@TempDir Path folder)
            throws Exception {
        try (var unbound = Unbound.with(
                folder,
                Map.of("any.example", "x"),
                List.of(
                        "kite.example. 60 IN MX 10 mx1.kite.example.",
                        "kite.example. 60 IN MX 20 backup.example.",
                        "mx1.kite.example. 60 IN A 198.51.100.7",
                        "mx1.kite.example. 60 IN AAAA 2001:db8::7",
                        "backup.example. 60 IN A 198.51.100.99",
                        "bare.example. 60 IN A 198.51.100.8",
                        "null.example. 60 IN MX 0 ."))) {
            var homes = new DnsMailHomes(DnsResolver.at(unbound.address));
            assertThat(homes.of(List.of(
                            "kite.example", "bare.example", "null.example", "none.example", "a.refused.example")))
                    .containsOnly(
                            Map.entry("kite.example", List.of(Prefix.of("198.51.100.7"), Prefix.of("2001:db8::7"))),
                            Map.entry("bare.example", List.of(Prefix.of("198.51.100.8"))),
                            Map.entry("null.example", List.of()),
                            Map.entry("none.example", List.of()));
        }
    }
}

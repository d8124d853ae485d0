package duenotice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.ByteArrayResource;

/// The sample is what operators copy: it passes the check as it is, and with everything in it that is commented out.
class SettingsTest {
    private static final Path SAMPLE = Path.of("docs/settings.sample.yaml");

    @Test
    void the_sample_passes_the_check() throws IOException {
        var settings = bound(Files.readString(SAMPLE));
        assertThat(settings.provider().name()).isEqualTo("Example Hosting");
        assertThat(settings.mailboxes()).isEmpty();
        assertThat(settings.smtp().maxBytes()).isEqualTo(50 * 1024 * 1024);
        assertThat(settings.names()).isEqualTo(new Settings.Names(true, 20, 300));
    }

    @Test
    void so_it_does_with_everything_in_it_that_is_commented_out() throws IOException {
        var settings = bound(Files.readString(SAMPLE).replaceAll("(?m)^( +)# ", "$1"));
        assertThat(settings.smtp().lmtpPort()).contains(2424);
        assertThat(settings.spool()).contains(Path.of("/var/spool/duenotice"));
        assertThat(settings.outgoing().orElseThrow().passwordFile()).contains(Path.of("/etc/duenotice/relay-password"));
        assertThat(settings.outgoing().orElseThrow().signing().orElseThrow().selector())
                .isEqualTo("desk2026");
        assertThat(settings.pager().orElseThrow().secretFile()).isEqualTo(Path.of("/etc/duenotice/alarm-secret"));
        assertThat(settings.network().panel()).isPresent();
        assertThat(settings.policies()).contains(Path.of("/etc/duenotice/policies"));
        assertThat(settings.mailboxes()).singleElement().satisfies(mailbox -> {
            assertThat(mailbox.source()).contains("mailing-list");
            assertThat(mailbox.authorityFile()).contains(Path.of("/etc/duenotice/authority.pem"));
            assertThat(mailbox.lookEvery()).isEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void the_sample_has_every_key_there_is() throws IOException {
        var sample = new TreeSet<String>();
        var yaml = uncommented(uncommented(Files.readString(SAMPLE)));
        keys(
                "duenotice",
                ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml)).get("duenotice"),
                sample);
        var known = new TreeSet<String>();
        keys("duenotice", Settings.class, known);
        assertThat(known).hasSizeGreaterThan(100);
        assertThat(sample).isEqualTo(known);
    }

    /** A line that is commented out, and one within such a block that is once more. */
    private static String uncommented(String yaml) {
        return yaml.replaceAll("(?m)^( +)# (?! )(?=\\S+:|- )", "$1")
                .replaceAll("(?m)^( +)# ( +)(?=\\S+:|- |# )", "$1$2");
    }

    private static void keys(String path, @Nullable Object value, Set<String> found) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> keys(path + "." + key, inner, found));
            case List<?> list
            when list.stream().anyMatch(Map.class::isInstance) -> list.forEach(inner -> keys(path, inner, found));
            case null, default -> found.add(path);
        }
    }

    /** Of a record all that can be set in it; what is a list of records has their keys. */
    private static void keys(String path, Type type, Set<String> found) {
        if (type instanceof ParameterizedType of && of.getRawType() != Set.class) {
            keys(path, of.getActualTypeArguments()[0], found);
        } else if (type instanceof Class<?> record && record.isRecord()) {
            for (var part : record.getRecordComponents()) {
                keys(path + "." + DataObjectPropertyName.toDashedForm(part.getName()), part.getGenericType(), found);
            }
        } else {
            found.add(path);
        }
    }

    @Test
    void every_inventory_source_of_the_sample_has_what_its_kind_needs() throws IOException {
        var sources = bound(Files.readString(SAMPLE).replaceAll("(?m)^( +)# ", "$1"))
                .inventory()
                .checked();
        assertThat(sources)
                .extracting(source -> source.kind().word())
                .containsExactly("yaml", "csv", "netbox", "openstack", "whmcs");
    }

    @Test
    void every_feed_of_the_sample_has_what_its_kind_needs() throws IOException {
        var feeds =
                bound(Files.readString(SAMPLE).replaceAll("(?m)^( +)# ", "$1")).feeds();
        assertThat(feeds.stream()
                        .map(feed -> feed.checked(Optional.empty()).kind().word()))
                .containsExactly("dnsbl", "urlhaus", "drop", "asn-drop", "shadowserver", "snds", "snds-status", "list");
        assertThat(feeds.getFirst().resolver()).contains("127.0.0.1:53");
        assertThat(feeds.get(1).asns()).containsExactly(64500L);
        assertThat(feeds.get(4).secretFile()).contains(Path.of("/etc/duenotice/shadowserver-secret"));
    }

    @Test
    void a_feed_that_lacks_something_is_refused_with_a_sentence() {
        var yaml = """
                duenotice:
                  feeds:
                    - {name: ours, kind: shadowserver, key-file: /etc/key}
                """;
        assertThatThrownBy(() -> bound(yaml).feeds().getFirst().checked(Optional.empty()))
                .hasMessage("feed \"ours\": shadowserver needs a secret-file");
        assertThatThrownBy(() -> bound(yaml.replace("shadowserver", "gossip"))
                        .feeds()
                        .getFirst()
                        .checked(Optional.empty()))
                .hasMessageStartingWith("there is no kind of feed \"gossip\"");
    }

    @Test
    void addresses_that_are_probably_mistyped_are_named() throws IOException {
        assertThat(bound("duenotice: { rota: [] }").doubtfulAddresses()).isEmpty();
        var provider = """
                duenotice:
                  provider:
                    name: Example Hosting
                    domain: example-hosting.example
                    from: abuse@example-hosting.example
                    contact-changes: contacts@desk.example-hosting.example
                    complaints: [abuse@xample-hosting.example, help@kite.example]
                """;
        assertThat(bound(provider).doubtfulAddresses())
                .containsExactly(
                        "please check: abuse@xample-hosting.example is not an address of example-hosting.example, the provider's domain");
        assertThat(bound(provider.replace("@xample", "@example") + """
                  brands:
                    - {id: kite, name: Kite, from: abuse@kite.example, support: help@kite.example, base-url: "https://abuse.kite.example/"}
                    - {id: gull, name: Gull, from: abuse@gull.example, support: help@ull.example}
                """).doubtfulAddresses())
                .containsExactly(
                        "please check: help@ull.example is not an address of gull.example, the domain of the brand gull",
                        "help@ull.example, the support address of the brand gull, is none of provider.complaints, so no mail to it is taken");
    }

    @Test
    void a_brand_without_a_proper_id_is_refused() {
        assertThatThrownBy(() -> bound("duenotice: { brands: [ { id: 'Kite & Co', name: Kite } ] }"))
                .rootCause()
                .hasMessageContaining("an id is of small letters, digits and hyphens");
    }

    private static Settings bound(String yaml) throws IOException {
        return SettingsFile.read(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}

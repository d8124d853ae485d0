package duenotice.warning;

import duenotice.knowledge.Knowledge;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One letter of each kind, about one spamming server. */
final class LetterSamples {
    static final Instant NOW = Instant.parse("2026-08-06T14:30:00Z");
    static final ProviderIdentity PROVIDER = new ProviderIdentity(
            "Example Hosting",
            "provider.example",
            "abuse@provider.example",
            "+49 30 23125000, day and night",
            URI.create("https://desk.provider.example/"),
            "Example Hosting",
            "",
            Map.of());
    static final String EXCERPT = """
            Received: from srv-a ([203.0.113.10])
            \tby mx.example.net
            To: trap-7f3a@example.net
            List-Unsubscribe: <https://bad.example/u?who=trap-7f3a>
            Subject: You have won

            Click http://bad.example/win?id=7f3a now
            """;

    private LetterSamples() {}

    static List<String> letters() {
        return LetterPreview.letters();
    }

    static LetterContent sample(String letter, String language) {
        return sample(letter, language, EXCERPT, "Nila Raman", "srv-a");
    }

    static LetterContent sample(String letter, String language, String excerpt, String name, String server) {
        return new Specimen(letter, language, PROVIDER, Optional.empty(), excerpt, name, server, NOW)
                .content(Knowledge.shipped());
    }
}

package duenotice;

import duenotice.api.Webhooks;
import duenotice.intake.format.FieldMapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings of webhooks, as the door and the reader need them.
final class InboundWebhooks {
    private InboundWebhooks() {}

    static Webhooks doors(List<Settings.Inbound> webhooks) {
        return new Webhooks(webhooks.stream()
                .map(webhook -> new Webhooks.Door(
                        webhook.name(),
                        Stream.concat(Stream.of(webhook.tokenFile()), webhook.nextTokenFile().stream())
                                .map(Outside::secret)
                                .toList(),
                        webhook.header(),
                        webhook.signatureHeader()))
                .toList());
    }

    static Set<String> trusted(List<Settings.Inbound> webhooks) {
        return webhooks.stream()
                .filter(Settings.Inbound::trusted)
                .map(Settings.Inbound::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @throws IllegalArgumentException for a mapping that could never find anything, naming its webhook
    static Map<String, FieldMapping> mappings(List<Settings.Inbound> webhooks) {
        var mappings = new HashMap<String, FieldMapping>();
        for (var webhook : webhooks) {
            webhook.mapping().ifPresent(map -> {
                try {
                    mappings.put(webhook.name(), mapping(map));
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(
                            "duenotice.webhooks, %s: %s".formatted(webhook.name(), wrong.getMessage()), wrong);
                }
            });
        }
        return mappings;
    }

    private static FieldMapping mapping(Settings.Mapping map) {
        return new FieldMapping(
                map.items(),
                map.ip(),
                map.port(),
                map.url(),
                map.domain(),
                map.account(),
                map.type(),
                words(map.types()),
                map.category(),
                words(map.categories()),
                map.time(),
                map.evidence(),
                map.id(),
                map.over(),
                new HashSet<>(map.overWords()));
    }

    /// Not a map of YAML: the binder drops underscores and blanks from its keys.
    private static Map<String, String> words(List<String> lines) {
        var words = new HashMap<String, String>();
        for (var line : lines) {
            var equals = line.lastIndexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(line + " must be a word, an equals sign and what it means");
            }
            words.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return words;
    }
}

package duenotice.bench;

import duenotice.inventory.InventoryFile;
import java.nio.charset.StandardCharsets;

/// A provider of invented servers, eight addresses each, in the network that is kept free for benchmarks (RFC 2544).
///
/// @param servers at most 16,384
/// @param trusted its reporters are trusted, so that what they report is warned of at once
record Provider(int servers, boolean trusted) {
    /// All its addresses.
    static final String RANGE = "198.18.0.0/15";

    private static final int ADDRESSES = 8;
    private static final int SERVERS_OF_ONE = 10;
    private static final int REPORTERS = 200;
    private static final int NETWORK = 198 << 24 | 18 << 16;

    Provider {
        if (servers < 1 || servers > 16_384) {
            throw new IllegalArgumentException("1 to 16,384 servers");
        }
    }

    /// One server after the other is complained of, each time by another of its addresses.
    String address(int number) {
        return dotted(NETWORK + number % servers * ADDRESSES + number / servers % ADDRESSES);
    }

    static String reporter(int number) {
        return "reporter-" + number % REPORTERS + ".example";
    }

    int customers() {
        return (servers + SERVERS_OF_ONE - 1) / SERVERS_OF_ONE;
    }

    InventoryFile inventory() {
        return InventoryFile.of("bench.yaml", inventoryText());
    }

    /// As YAML.
    byte[] inventoryText() {
        var text = new StringBuilder("customers:\n");
        for (var customer = 0; customer < customers(); customer++) {
            text.append("""
                    - id: customer-%1$d
                      name: Customer %1$d
                      contacts:
                      - {name: Desk, email: desk@customer-%1$d.example, phones: ["+4930%2$08d"], roles: [abuse, owner]}
                    """.formatted(customer, 23_000_000 + customer));
        }
        text.append("servers:\n");
        for (var server = 0; server < servers; server++) {
            text.append("""
                    - id: server-%d
                      customer: customer-%d
                      addresses: [{ip: %s/29, from: 2025-01-01T00:00:00Z}]
                    """.formatted(server, server / SERVERS_OF_ONE, dotted(NETWORK + server * ADDRESSES)));
        }
        text.append("reporters:\n");
        for (var number = 0; number < REPORTERS; number++) {
            text.append("- {match: %s, trusted: %s}\n".formatted(reporter(number), trusted));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String dotted(int bits) {
        return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 255, bits >>> 8 & 255, bits & 255);
    }
}

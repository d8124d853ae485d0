package duenotice.crash;

import duenotice.inventory.InventoryFile;
import java.nio.charset.StandardCharsets;

/// The provider that the desk under test works for: servers 1 to {@link #SERVERS}, each with a customer of its own.
final class Provider {
    static final int SERVERS = 40;

    private Provider() {}

    static String address(int server) {
        return "198.51.100." + server;
    }

    static InventoryFile inventory() {
        var customers = new StringBuilder("customers:\n");
        var servers = new StringBuilder("servers:\n");
        for (var number = 1; number <= SERVERS; number++) {
            customers.append("""
                      - id: customer-%1$d
                        name: Customer %1$d
                        contacts:
                          - {name: Owner %1$d, email: owner@customer-%1$d.example, phones: ["+49302312%2$d"], roles: [abuse, owner]}
                    """.formatted(number, 5000 + number));
            servers.append("""
                      - id: srv-%1$d
                        customer: customer-%1$d
                        addresses: [{ip: %2$s, from: 2025-01-01T00:00:00Z}]
                    """.formatted(number, address(number)));
        }
        return InventoryFile.of("inventory.yaml", (customers.toString() + servers).getBytes(StandardCharsets.UTF_8));
    }
}

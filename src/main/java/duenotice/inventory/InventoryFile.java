package duenotice.inventory;

import duenotice.report.Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An inventory file that was read whole and found in order by itself; whether it fits what is stored shows on import.
 * Written as YAML (JSON is YAML too) or as a folder or zip of CSV tables; {@code docs/inventory.md} describes both.
 */
public final class InventoryFile {
    /** Enough for some 100,000 servers with room to spare; what is larger is refused unread. */
    public static final int MOST_BYTES = 64 * 1024 * 1024;

    private final List<Row<Customer>> customers;
    private final List<Row<Server>> servers;
    private final List<AddressRow> addresses;
    private final List<Reporter> reporters;
    private final Map<String, String> numbers;
    private final List<Prefix> networks;
    private final String digest;

    InventoryFile(
            List<Row<Customer>> customers,
            List<Row<Server>> servers,
            List<AddressRow> addresses,
            List<Reporter> reporters,
            Map<String, String> numbers,
            List<Prefix> networks,
            String digest) {
        this.customers = List.copyOf(customers);
        this.servers = List.copyOf(servers);
        this.addresses = List.copyOf(addresses);
        this.reporters = List.copyOf(reporters);
        this.numbers = Map.copyOf(numbers);
        this.networks = List.copyOf(networks);
        this.digest = digest;
    }

    /**
     * Reads a YAML file, a zip of CSV tables, a folder of them, or one table of everything.
     *
     * @throws InventoryRefused with everything that is wrong
     */
    public static InventoryFile read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ofTables(String.valueOf(path.getFileName()), CsvTables.ofFolder(path));
        }
        var name = String.valueOf(path.getFileName());
        if (Files.size(path) > MOST_BYTES) {
            throw tooLarge(name);
        }
        return of(name, Files.readAllBytes(path));
    }

    /**
     * Reads YAML, a zip of CSV tables, or one table of everything.
     *
     * @param name what defects call the file; a zip is known by its first bytes, a table by the name's end, {@code .csv}
     * @throws InventoryRefused with everything that is wrong
     */
    public static InventoryFile of(String name, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw tooLarge(name);
        }
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            return ofTables(name, CsvTables.ofZip(name, bytes));
        }
        var defects = new Defects();
        var digest = digest(Map.of("", bytes));
        if (name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return new InventoryReader(defects).read(CsvTables.readFlat(name, bytes, defects), digest);
        }
        var root = text(name, bytes, defects).flatMap(text -> YamlTree.read(name, text, defects));
        defects.refuseIfAny();
        return new InventoryReader(defects).read(root.orElse(new Field.Nothing(new Place(name, 1))), digest);
    }

    /** The shipped sample: an invented provider for demonstration and rehearsal. */
    public static InventoryFile sample() {
        try (var sample = InventoryFile.class.getResourceAsStream("/sample/inventory.yaml")) {
            return of(
                    "inventory.yaml",
                    Objects.requireNonNull(sample, "the sample is part of the program")
                            .readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static InventoryFile ofTables(String name, Map<String, byte[]> tables) {
        var defects = new Defects();
        var digest = digest(tables);
        var root = CsvTables.read(name, tables, defects);
        return new InventoryReader(defects).read(root, digest);
    }

    /** The bytes as UTF-8 without a byte order mark; empty, and a defect, where they are none. */
    static Optional<String> text(String name, byte[] bytes, Defects defects) {
        var buffer = ByteBuffer.wrap(bytes);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException broken) {
            var line = 1;
            for (var i = 0; i < buffer.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            defects.add(new Place(name, line), "The text is not UTF-8 from this line on.");
            return Optional.empty();
        }
    }

    static InventoryRefused tooLarge(String name) {
        return new InventoryRefused(
                List.of(new Defect(name, 1, "The inventory is larger than " + MOST_BYTES / 1024 / 1024 + " MiB.")));
    }

    static String digest(Map<String, byte[]> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            parts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(part -> {
                digest.update(part.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(Long.BYTES)
                        .putLong(part.getValue().length)
                        .flip());
                digest.update(part.getValue());
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    public List<Customer> customers() {
        return customers.stream().map(Row::value).toList();
    }

    public List<Server> servers() {
        return servers.stream().map(Row::value).toList();
    }

    public List<Reporter> reporters() {
        return reporters;
    }

    /** SHA-256 of what was handed in, in hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** By the telephone number's text, as it was given. */
    Map<String, String> numbers() {
        return numbers;
    }

    /** Rows of addresses, of all servers. */
    public int addressCount() {
        return addresses.size();
    }

    /** Networks that are ours beside the addresses of servers. */
    List<Prefix> networks() {
        return networks;
    }

    /** The same with other servers and addresses. */
    InventoryFile with(List<Row<Server>> otherServers, List<AddressRow> otherAddresses) {
        return new InventoryFile(customers, otherServers, otherAddresses, reporters, numbers, networks, digest);
    }

    List<Row<Customer>> customerRows() {
        return customers;
    }

    List<Row<Server>> serverRows() {
        return servers;
    }

    List<AddressRow> addressRows() {
        return addresses;
    }

    /** A value with where it begins. */
    record Row<T>(T value, Place place) {}

    /** One address of one server, as the file lists it. */
    record AddressRow(Server server, Assignment assignment, Place place) {}
}

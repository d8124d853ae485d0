package duenotice.inventory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the inventory from CSV (RFC 4180), a file per table; columns are named like the keys of the YAML file, and
 * several values in one cell are parted by semicolons.
 */
final class CsvTables {
    private static final String CUSTOMERS = "customers.csv";
    private static final String CONTACTS = "contacts.csv";
    private static final String SERVERS = "servers.csv";
    private static final String ADDRESSES = "addresses.csv";
    private static final String REPORTERS = "reporters.csv";
    private static final Map<String, Set<String>> COLUMNS = Map.of(
            CUSTOMERS, without(InventoryReader.CUSTOMER_KEYS, "contacts"),
            CONTACTS, with(InventoryReader.CONTACT_KEYS, "customer", "server"),
            SERVERS, without(InventoryReader.SERVER_KEYS, "contacts", "addresses"),
            ADDRESSES, with(InventoryReader.ADDRESS_KEYS, "server"),
            REPORTERS, InventoryReader.REPORTER_KEYS);
    private static final Set<String> LISTS = Set.of("phones", "roles", "hostnames", "emails");
    private static final int MOST_ZIP_ENTRIES = 100;

    private final String name;
    private final Map<String, byte[]> tables;
    private final Defects defects;

    private CsvTables(String name, Map<String, byte[]> tables, Defects defects) {
        this.name = name;
        this.tables = tables;
        this.defects = defects;
    }

    /** The tables in a folder; other than {@code .csv} files are left alone. */
    static Map<String, byte[]> ofFolder(Path folder) throws IOException {
        var tables = new TreeMap<String, byte[]>();
        long size = 0;
        try (var files = Files.newDirectoryStream(folder, "*.csv")) {
            for (var file : files) {
                size += Files.size(file);
                if (size > InventoryFile.MOST_BYTES) {
                    throw InventoryFile.tooLarge(String.valueOf(folder.getFileName()));
                }
                tables.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return tables;
    }

    /** The tables in a zip; counts the unpacked bytes, whatever the zip says of itself. */
    static Map<String, byte[]> ofZip(String name, byte[] bytes) {
        var tables = new TreeMap<String, byte[]>();
        var defects = new Defects();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            var left = InventoryFile.MOST_BYTES;
            var entries = 0;
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MOST_ZIP_ENTRIES) {
                    defects.add(new Place(name, 1), "The zip has more than " + MOST_ZIP_ENTRIES + " entries.");
                    break;
                }
                var content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw InventoryFile.tooLarge(name);
                }
                var file = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (!entry.isDirectory()
                        && !file.startsWith(".")
                        && file.endsWith(".csv")
                        && tables.put(file, content) != null) {
                    defects.add(new Place(name, 1), "The zip holds the table " + Spelling.shown(file) + " twice.");
                }
            }
        } catch (ZipException | IllegalArgumentException broken) {
            defects.add(new Place(name, 1), "The zip is broken.");
        } catch (IOException broken) {
            defects.add(new Place(name, 1), "The zip ends too early.");
        }
        defects.refuseIfAny();
        return tables;
    }

    /** One table of everything, a row for each address. */
    static Field readFlat(String name, byte[] bytes, Defects defects) {
        var table = new CsvTables(name, Map.of(name, bytes), defects);
        return new FlatTable(name, defects).read(table.rows(name, FlatTable.COLUMNS));
    }

    static Field read(String name, Map<String, byte[]> tables, Defects defects) {
        return new CsvTables(name, tables, defects).read();
    }

    private Field read() {
        for (var table : tables.keySet()) {
            if (!COLUMNS.containsKey(table)) {
                defects.add(
                        new Place(table, 1),
                        "The table " + Spelling.quoted(table) + " is unknown; there are "
                                + String.join(", ", new TreeSet<>(COLUMNS.keySet())) + ".");
            }
        }
        // A forgotten table would read as "no contacts any more" or "no addresses any more".
        together(CUSTOMERS, CONTACTS);
        together(SERVERS, ADDRESSES);
        var customers = byId(CUSTOMERS);
        var servers = byId(SERVERS);
        for (var contact : rows(CONTACTS)) {
            if (contact.fields().containsKey("customer") == contact.fields().containsKey("server")) {
                defects.add(contact.place(), "A contact names either its customer or its server.");
            } else if (contact.fields().containsKey("customer")) {
                hang(contact, "customer", customers, CUSTOMERS, "contacts");
            } else {
                hang(contact, "server", servers, SERVERS, "contacts");
            }
        }
        for (var address : rows(ADDRESSES)) {
            hang(address, "server", servers, SERVERS, "addresses");
        }
        var root = new LinkedHashMap<String, Field>();
        section("customers", CUSTOMERS, customers.inOrder, root);
        section("servers", SERVERS, servers.inOrder, root);
        section("reporters", REPORTERS, rows(REPORTERS), root);
        return new Field.Keyed(new Place(name, 1), root);
    }

    private void together(String table, String second) {
        if (tables.containsKey(table) != tables.containsKey(second)) {
            var there = tables.containsKey(table) ? table : second;
            var missing = tables.containsKey(table) ? second : table;
            defects.add(
                    new Place(there, 1),
                    "The table " + there + " needs " + missing + " beside it, if only with its header line.");
        }
    }

    private Owners byId(String table) {
        var owners = new Owners(new ArrayList<>(), new HashMap<>());
        for (var row : rows(table)) {
            owners.inOrder.add(row);
            if (row.fields().get("id") instanceof Field.Text id) {
                owners.byId.putIfAbsent(id.text(), row); // the reader complains of a second one
            }
        }
        if (table.equals(CUSTOMERS)) {
            owners.inOrder.forEach(row -> row.fields().put("contacts", new Field.Many(row.place(), List.of())));
        }
        return owners;
    }

    /** Puts the row into the list of the customer or server it belongs to. */
    private void hang(Field.Keyed row, String column, Owners owners, String ownersTable, String list) {
        if (!(row.fields().remove(column) instanceof Field.Text id)) {
            defects.add(row.place(), "The column " + column + " is empty.");
            return;
        }
        var owner = owners.byId.get(id.text());
        if (owner == null) {
            defects.add(
                    row.place(),
                    "The " + column + " " + Spelling.quoted(id.text()) + " does not stand in " + ownersTable + ".");
            return;
        }
        if (owner.fields().get(list) instanceof Field.Many many && !many.items().isEmpty()) {
            many.items().add(row);
        } else {
            owner.fields().put(list, new Field.Many(owner.place(), new ArrayList<>(List.of(row))));
        }
    }

    private void section(String section, String table, List<Field.Keyed> rows, Map<String, Field> root) {
        if (tables.containsKey(table)) {
            root.put(section, new Field.Many(new Place(table, 1), List.copyOf(rows)));
        }
    }

    private List<Field.Keyed> rows(String table) {
        return COLUMNS.containsKey(table) ? rows(table, COLUMNS.get(table)) : List.of();
    }

    private List<Field.Keyed> rows(String table, Set<String> columns) {
        var bytes = tables.get(table);
        if (bytes == null) {
            return List.of();
        }
        List<Field.Keyed> rows = new ArrayList<>();
        var text = InventoryFile.text(table, bytes, defects).orElse("");
        var line = 1;
        try (var parser = CSVParser.parse(new StringReader(text), CSVFormat.RFC4180)) {
            List<String> header = List.of();
            for (var record : parser) {
                var place = new Place(table, line);
                line = (int) parser.getCurrentLineNumber() + 1;
                var blank = record.size() == 1 && record.get(0).isBlank();
                if (header.isEmpty() && !blank) {
                    header = header(place, record, columns);
                } else if (record.size() != header.size() && !blank) {
                    defects.add(place, "The line has " + record.size() + " cells, the header " + header.size() + ".");
                } else if (!blank) {
                    rows.add(row(place, header, record));
                }
            }
            if (header.isEmpty()) {
                defects.add(new Place(table, 1), "The table has no header line.");
            }
        } catch (UncheckedIOException | IOException broken) {
            defects.add(new Place(table, line), "This is no CSV: a quoted cell is not closed, or text follows it.");
        }
        return rows;
    }

    private List<String> header(Place place, CSVRecord record, Set<String> columns) {
        var header = record.stream().map(String::strip).toList();
        for (var column : new TreeSet<>(header)) {
            if (!columns.contains(column)) {
                defects.add(
                        place,
                        "The column " + Spelling.quoted(column) + " is unknown in " + place.file() + "; there are "
                                + String.join(", ", new TreeSet<>(columns)) + ".");
            }
            if (header.indexOf(column) != header.lastIndexOf(column)) {
                defects.add(place, "The column " + Spelling.quoted(column) + " stands there twice.");
            }
        }
        return header;
    }

    private static Field.Keyed row(Place place, List<String> header, CSVRecord record) {
        var fields = new LinkedHashMap<String, Field>();
        for (var i = 0; i < header.size(); i++) {
            var cell = record.get(i).strip();
            if (!cell.isEmpty()) {
                fields.put(header.get(i), LISTS.contains(header.get(i)) ? list(place, cell) : text(place, cell));
            }
        }
        return new Field.Keyed(place, fields);
    }

    private static Field list(Place place, String cell) {
        return new Field.Many(
                place,
                Arrays.stream(cell.split(";"))
                        .filter(value -> !value.isBlank())
                        .map(value -> text(place, value.strip()))
                        .toList());
    }

    private static Field text(Place place, String value) {
        return new Field.Text(place, value);
    }

    private static Set<String> with(Set<String> keys, String... more) {
        var all = new HashSet<>(keys);
        all.addAll(Arrays.asList(more));
        return Set.copyOf(all);
    }

    private static Set<String> without(Set<String> keys, String... fewer) {
        var all = new HashSet<>(keys);
        Arrays.asList(fewer).forEach(all::remove);
        return Set.copyOf(all);
    }

    /** The rows of a table that others belong to. */
    private record Owners(List<Field.Keyed> inOrder, Map<String, Field.Keyed> byId) {}
}

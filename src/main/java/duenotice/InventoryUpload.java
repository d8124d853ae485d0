package duenotice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// An inventory as it is handed on: a folder of tables becomes a zip.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record InventoryUpload(String name, String mediaType, byte[] bytes) {
    static InventoryUpload of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new InventoryUpload("inventory.zip", "application/zip", zipped(path));
        }
        var bytes = Files.readAllBytes(path);
        var name = String.valueOf(path.getFileName());
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            return new InventoryUpload(name, "application/zip", bytes);
        }
        return name.toLowerCase(Locale.ROOT).endsWith(".csv")
                ? new InventoryUpload(name, "text/csv", bytes)
                : new InventoryUpload(name, "application/yaml", bytes);
    }

    private static byte[] zipped(Path folder) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var tables = Files.newDirectoryStream(folder, "*.csv")) {
            for (var table : tables) {
                zip.putNextEntry(new ZipEntry(String.valueOf(table.getFileName())));
                Files.copy(table, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}

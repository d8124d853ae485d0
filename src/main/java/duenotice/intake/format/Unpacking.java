package duenotice.intake.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Takes documents out of ZIP, gzip and tar, within limits for one message: members, depth, bytes, how much larger they
 * become, and time (R70). Nothing touches the disk and a member's folders are dropped, so that no name leads anywhere.
 * What is beyond the limits, encrypted or broken is named; what came before it stands.
 */
final class Unpacking {
    /** Archives within archives. */
    static final int DEPTH = 3;

    /** Members of all archives of a message, folders included. */
    static final int MEMBERS = 200;

    /** Bytes of all members together. The widest table of 50,000 rows needs about half of it. */
    static final long BYTES = 128L * 1024 * 1024;

    /**
     * What becomes larger than this many times the archives that came is made to burst, in one member or in many. Tables
     * of like rows reach 50; what is packed twice counts twice.
     */
    static final int RATIO = 100;

    /** Little in all may be as regular as it likes. */
    private static final long ALWAYS_OPENED = 2L * 1024 * 1024;

    private static final Duration TIME = Duration.ofSeconds(10);

    /** ZIP by form, documents by nature: of those nobody expects a table. */
    private static final Set<String> PACKAGES = Set.of(
            "docx", "docm", "xlsx", "xlsm", "pptx", "odt", "ods", "odp", "jar", "apk", "epub", "xpi", "kmz", "vsix");

    private static final Set<String> PACKAGE_BEGINNINGS = Set.of("[content_types].xml", "mimetype", "meta-inf/");

    private final Consumer<String> warn;
    private final Consumer<String> unopened;
    private final long end = System.nanoTime() + TIME.toNanos();
    private int members;
    private long bytes;
    private long bytesWorth = ALWAYS_OPENED;

    /**
     * @param warn told of what is strange
     * @param unopened told of what nobody has read
     */
    Unpacking(Consumer<String> warn, Consumer<String> unopened) {
        this.warn = warn;
        this.unopened = unopened;
    }

    /** What lies in the document, however deep; the document itself where it is no archive or nothing came out of it. */
    List<Document> open(Document document) {
        List<Document> opened = new ArrayList<>();
        open(document, 0, opened);
        return opened.isEmpty() ? List.of(document) : opened;
    }

    /** It is to be read no further. */
    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1;

        Enough(String why) {
            super(why);
        }
    }

    private void open(Document document, int depth, List<Document> opened) {
        var kind = Kind.of(document);
        if (kind == Kind.NONE) {
            opened.add(document);
            return;
        }
        if (kind == Kind.FOREIGN) {
            unopened.accept(document.where() + ": an archive of a kind that is not opened here");
            return;
        }
        if (depth == 0) {
            bytesWorth += (long) RATIO * document.content().length;
        }
        if (depth == DEPTH) {
            unopened.accept(document.where() + ": archives nested deeper than " + DEPTH + " were not opened");
            return;
        }
        try {
            switch (kind) {
                case ZIP -> unzip(document, depth, opened);
                case GZIP -> gunzip(document, depth, opened);
                case TAR -> untar(document, depth, opened);
                case NONE, FOREIGN -> {}
            }
        } catch (Enough enough) {
            unopened.accept(document.where() + ": " + enough.getMessage());
        } catch (IOException | RuntimeException broken) {
            unopened.accept(document.where() + ": broken, the rest of it could not be read");
        }
    }

    private void unzip(Document document, int depth, List<Document> opened) throws IOException {
        // in the order of its bytes: a directory at its end may claim the same bytes for many members
        try (var zip = new ZipArchiveInputStream(document.open(), "UTF-8", true, true)) {
            var first = true;
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (first && isPackage(entry.getName())) {
                    opened.add(document);
                    return;
                }
                if (first
                        && entry.getMethod() != ZipArchiveEntry.STORED
                        && entry.getMethod() != ZipArchiveEntry.DEFLATED
                        && !zip.canReadEntryData(entry)) {
                    throw new Enough("packed or encrypted in a way that is not opened here");
                }
                first = false;
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new Enough("encrypted, and nobody knows the password");
                }
                member(document, entry, zip, depth, opened);
            }
            if (first) {
                throw new Enough("holds nothing that could be read");
            }
        }
    }

    private void untar(Document document, int depth, List<Document> opened) throws IOException {
        try (var tar = new TarArchiveInputStream(document.open(), "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    member(document, entry, tar, depth, opened);
                }
            }
        }
    }

    private <E extends ArchiveEntry> void member(
            Document archive, E entry, ArchiveInputStream<E> stream, int depth, List<Document> opened)
            throws IOException {
        if (++members > MEMBERS) {
            throw new Enough("more than " + MEMBERS + " members: the rest was not opened");
        }
        if (entry.isDirectory()) {
            return;
        }
        var name = safe(entry.getName());
        if (leadsAway(entry.getName())) {
            warn.accept(archive.where() + ": a member's name leads out of the archive; it was read as " + name);
        }
        if (!stream.canReadEntryData(entry)) {
            unopened.accept(archive.where() + "/" + name + ": packed or encrypted in a way that is not opened here");
            return;
        }
        open(archive.holding(name, bounded(stream)), depth + 1, opened);
    }

    private void gunzip(Document document, int depth, List<Document> opened) throws IOException {
        if (++members > MEMBERS) {
            throw new Enough("more than " + MEMBERS + " members: it was not opened");
        }
        try (var gzip = GzipCompressorInputStream.builder()
                .setInputStream(document.open())
                .setDecompressConcatenated(true)
                .get()) {
            open(document.holding(unpackedName(document.name()), bounded(gzip)), depth + 1, opened);
        }
    }

    private byte[] bounded(InputStream stream) throws IOException {
        var content = new ByteArrayOutputStream();
        var portion = new byte[64 * 1024];
        for (var read = stream.read(portion); read >= 0; read = stream.read(portion)) {
            bytes += read;
            if (bytes > BYTES) {
                throw new Enough("larger than " + BYTES / 1024 / 1024 + " MB in all: the rest was not read");
            }
            if (bytes > bytesWorth) {
                throw new Enough("becomes more than " + RATIO + " times as large: the rest was not read");
            }
            content.write(portion, 0, read);
            if (System.nanoTime() > end) {
                throw new Enough("takes longer than " + TIME.toSeconds() + " s: the rest was not read");
            }
        }
        return content.toByteArray();
    }

    private static boolean isPackage(String firstMember) {
        var name = firstMember.toLowerCase(Locale.ROOT);
        return PACKAGE_BEGINNINGS.stream().anyMatch(name::startsWith);
    }

    /** The last part of a path, visible characters only, bounded. */
    private static String safe(String name) {
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var visible = new StringBuilder();
        last.codePoints()
                .filter(character ->
                        !Character.isISOControl(character) && Character.getType(character) != Character.FORMAT)
                .limit(255)
                .forEach(visible::appendCodePoint);
        return visible.toString().strip();
    }

    private static boolean leadsAway(String name) {
        return name.startsWith("/")
                || name.startsWith("\\")
                || name.contains("../")
                || name.contains("..\\")
                || name.length() > 2 && name.charAt(1) == ':';
    }

    private static String unpackedName(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz")
                ? name.substring(0, name.length() - 3)
                : lower.endsWith(".tgz") ? name.substring(0, name.length() - 4) + ".tar" : name;
    }

    private enum Kind {
        ZIP,
        GZIP,
        TAR,
        /** An archive, but nobody here opens that kind. */
        FOREIGN,
        NONE;

        /** By its first bytes; names and types lie. */
        static Kind of(Document document) {
            var content = document.content();
            if (content.length < 4) {
                return NONE;
            }
            var beginning =
                    (content[0] & 255) << 24 | (content[1] & 255) << 16 | (content[2] & 255) << 8 | content[3] & 255;
            return switch (beginning) {
                case 0x504B0304, 0x504B0506, 0x504B0708, 0x504B3030 ->
                    PACKAGES.contains(ending(document.name())) ? NONE : ZIP;
                case 0x377ABCAF, 0x52617221, 0x28B52FFD -> FOREIGN;
                default -> {
                    if (beginning >>> 8 == 0x1F8B08) {
                        yield GZIP;
                    }
                    if (beginning >>> 8 == 0x425A68 || beginning == 0xFD377A58) {
                        yield FOREIGN;
                    }
                    yield content.length > 512
                                    && new String(content, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")
                            ? TAR
                            : NONE;
                }
            };
        }

        private static String ending(String name) {
            return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
    }
}

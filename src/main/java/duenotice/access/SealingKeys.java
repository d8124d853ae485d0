package duenotice.access;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The keys by which passwords are sealed: AES-256-GCM by Google Tink, in a file outside the database that only the
 * program's user may read. The first key of the file seals; older ones only open what they have sealed.
 */
public final class SealingKeys {
    /** Tink begins what it seals with a 1 and the number of the key. */
    private static final int KEY_MARK = 1;

    private static final int HEAD = 5;

    private final Optional<Path> file;
    private volatile KeysetHandle keys;
    private volatile FileTime readAt = FileTime.fromMillis(0);

    private SealingKeys(Optional<Path> file, KeysetHandle keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads the file, and makes it with a fresh key where there is none.
     *
     * @throws IllegalArgumentException where it is there and is no such file, or others may read it, with a sentence
     */
    public static SealingKeys in(Path file) {
        try {
            if (!Files.exists(file)) {
                var fresh = fresh();
                write(file, fresh);
                return new SealingKeys(Optional.of(file), fresh);
            }
            return new SealingKeys(Optional.of(file), read(file));
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "the keys that seal passwords cannot be read or written in " + file + ": " + failure, failure);
        }
    }

    /** Keys that are gone when the program ends. */
    public static SealingKeys ofThisRun() {
        return new SealingKeys(Optional.empty(), fresh());
    }

    private static KeysetHandle fresh() {
        try {
            AeadConfig.register();
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static KeysetHandle read(Path file) throws IOException {
        if (isOpenToOthers(file)) {
            throw new IllegalArgumentException(
                    "%s holds the keys that seal passwords, and others may read it: chmod 600 it".formatted(file));
        }
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw new IllegalArgumentException(
                    "%s is no file of keys that seal passwords: put it back from your backup, or take it away and a new one is made; what was sealed before stays shut then"
                            .formatted(file),
                    broken);
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        try {
            var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            open.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            return !open.isEmpty();
        } catch (UnsupportedOperationException otherSystem) {
            return false;
        }
    }

    private static void write(Path file, KeysetHandle keys) throws IOException {
        var target = file.toAbsolutePath();
        var draft = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException rare) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where the keys lie, for people. */
    public String place() {
        return file.map(Path::toString).orElse("memory");
    }

    // ---- sealing

    /** @param about what it belongs to: it opens for nothing else */
    byte[] seal(byte[] plain, String about) {
        try {
            return aead().encrypt(plain, about.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("could not seal " + about, broken);
        }
    }

    /** Empty where none of the keys opens it. */
    Optional<byte[]> open(byte[] sealed, String about) {
        try {
            return Optional.of(aead().decrypt(sealed, about.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException shut) {
            return Optional.empty();
        }
    }

    /** Another node over the same file may have begun with another key. */
    private KeysetHandle keys() {
        file.ifPresent(path -> {
            try {
                if (Files.exists(path)) {
                    var changed = Files.getLastModifiedTime(path);
                    if (!changed.equals(readAt)) {
                        keys = read(path);
                        readAt = changed;
                    }
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("the keys cannot be read from " + path, failure);
            }
        });
        return keys;
    }

    private Aead aead() throws GeneralSecurityException {
        return keys().getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Number of the key that sealed it, as it stands in the file. */
    static long keyOf(byte[] sealed) {
        return sealed.length > HEAD && sealed[0] == KEY_MARK
                ? Integer.toUnsignedLong(
                        ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt())
                : 0;
    }

    boolean holdsKeyOf(byte[] sealed) {
        var wanted = keyOf(sealed);
        var held = keys();
        for (var at = 0; at < held.size(); at++) {
            if (Integer.toUnsignedLong(held.getAt(at).getId()) == wanted) {
                return true;
            }
        }
        return false;
    }

    // ---- rotation

    /** Whether the key that seals now has sealed it. */
    boolean isOfPresentKey(byte[] sealed) {
        return keyOf(sealed) == Integer.toUnsignedLong(keys().getPrimary().getId());
    }

    /** From here on a fresh key seals; the older ones still open. */
    void begin() {
        try {
            keep(KeysetHandle.newBuilder(keys())
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Forgets all keys but the one that seals. */
    void forgetOlder() {
        try {
            var builder = KeysetHandle.newBuilder(keys());
            for (var at = builder.size() - 1; at >= 0; at--) {
                if (!builder.getAt(at).isPrimary()) {
                    builder.deleteAt(at);
                }
            }
            keep(builder.build());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void keep(KeysetHandle changed) {
        file.ifPresent(path -> {
            try {
                write(path, changed);
            } catch (IOException failure) {
                throw new UncheckedIOException("the keys could not be written to " + path, failure);
            }
        });
        keys = changed;
    }
}

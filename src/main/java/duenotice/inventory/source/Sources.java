package duenotice.inventory.source;

import duenotice.inventory.Found;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.InventoryRefused;
import duenotice.inventory.InventorySource;
import duenotice.inventory.Reading;
import duenotice.inventory.Sifting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Makes the source that settings ask for. */
public final class Sources {
    private Sources() {}

    public static InventorySource of(SourceSettings settings) {
        return switch (settings.kind()) {
            case YAML, CSV -> now -> file(settings.path().orElseThrow());
            case NETBOX -> now -> asked(settings, now, (secret, api) -> new NetBox(settings, secret, api).read());
            case OPENSTACK -> now -> asked(settings, now, (secret, api) -> new OpenStack(settings, secret, api).read());
            case WHMCS -> now -> asked(settings, now, (secret, api) -> new Whmcs(settings, secret, api).read());
        };
    }

    private interface Asking {
        Found with(String secret, JsonApi api) throws NoReading, InterruptedException;
    }

    private static Reading asked(SourceSettings settings, Instant now, Asking asking) throws InterruptedException {
        try {
            var found = asking.with(secret(settings.secretFile().orElseThrow()), new JsonApi(settings, now));
            return Sifting.of(settings.name(), found, settings.privateToo());
        } catch (NoReading none) {
            return new Reading.Trouble(none.trouble().reason(), none.trouble().retryAfter());
        }
    }

    private static String secret(Path file) throws NoReading {
        try {
            return Files.readString(file).strip();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new NoReading("the secret in " + file + " cannot be read");
        }
    }

    /** A file that is being written is left alone until the next time. */
    private static Reading file(Path path) {
        try {
            var before = Files.getLastModifiedTime(path);
            var file = InventoryFile.read(path);
            return before.equals(Files.getLastModifiedTime(path))
                    ? new Reading.Whole(file, false, List.of(), List.of())
                    : new Reading.Trouble(path + " was written while it was read");
        } catch (InventoryRefused refused) {
            return Reading.refused(refused);
        } catch (NoSuchFileException missing) {
            return new Reading.Trouble(path + " is not there");
        } catch (AccessDeniedException denied) {
            return new Reading.Trouble(path + " may not be read by this user");
        } catch (IOException broken) {
            return new Reading.Trouble(path + " cannot be read: " + broken.getMessage());
        }
    }
}

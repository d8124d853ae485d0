package duenotice.access;

import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Hands out a stranger's file so that no browser shows, runs or keeps it. */
public final class InertDownload {
    private static final int LONGEST_NAME = 120;

    private InertDownload() {}

    /** @param name as its sender called it */
    public static ResponseEntity<byte[]> of(String name, byte[] bytes) {
        var safe = name.replaceAll("[^\\p{L}\\p{N} ._-]", "_").strip();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(
                                        safe.isEmpty()
                                                ? "attachment"
                                                : safe.substring(0, Math.min(safe.length(), LONGEST_NAME)),
                                        StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Download-Options", "noopen")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(bytes);
    }
}

package duenotice.call.sip;

import duenotice.FreePort;
import duenotice.call.Telephone.Course;
import duenotice.call.Telephone.Order;
import duenotice.casework.CallScript;
import duenotice.incident.IncidentId;
import duenotice.inventory.PhoneNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A telephone of ours on 127.0.0.1, and what it told. */
public final class OurPhone implements AutoCloseable {
    static final CallScript.Spoken WORDS = new CallScript.Spoken(
            "Hello. Example Hosting is calling with a message about reference 12. Please press 1.",
            "Thank you. This is about your server oak, reference 12. Goodbye.",
            "Please call Example Hosting back about reference 12. Goodbye.");

    final SipTelephone telephone;
    final List<Course> ends = new CopyOnWriteArrayList<>();
    final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    OurPhone(SipSettings settings) {
        this(settings, InstantSource.system());
    }

    OurPhone(SipSettings settings, InstantSource clock) {
        telephone = new SipTelephone(settings, clock, new SipTelephone.Memory() {
            @Override
            public void acknowledge(long call) {
                acknowledged.add(call);
            }

            @Override
            public boolean isAcknowledged(long call) {
                return acknowledged.contains(call);
            }
        });
        telephone.whenOver((call, end) -> ends.add(end));
    }

    public static SipSettings settings(int server, Optional<SipSettings.Login> login, Optional<Path> recordings) {
        return settings(server, "udp", login, recordings);
    }

    static SipSettings settings(
            int server, String transport, Optional<SipSettings.Login> login, Optional<Path> recordings) {
        return new SipSettings(
                "127.0.0.1",
                server,
                transport,
                "trunk.example",
                login,
                "+442079460999",
                "127.0.0.1",
                FreePort.any(),
                16_384,
                17_383,
                Optional.empty(),
                Duration.ofSeconds(5),
                recordings,
                Path.of("/usr/bin/espeak-ng"));
    }

    static Order order(long id) {
        return order(id, "+493023125111");
    }

    static Order order(long id, String number) {
        return new Order(
                id,
                new IncidentId(12),
                PhoneNumber.of(number),
                "en",
                WORDS,
                Instant.parse("2026-06-01T09:00:00Z"),
                Set.of());
    }

    Course rings() {
        return rings("+493023125111");
    }

    /** The end of a call to that number. */
    Course rings(String number) {
        var placed = telephone.place(order(1, number));
        if (!(placed instanceof Course.Ringing)) {
            return placed;
        }
        Peer.await(Duration.ofSeconds(60), "the end of the call", () -> !ends.isEmpty());
        return ends.getFirst();
    }

    /** Half a second of a tone for each piece, so that a test need not listen to whole sentences. */
    public static Path shortRecordings(Path folder) {
        try {
            var language = Files.createDirectories(folder.resolve("recordings/en"));
            for (var part : Map.of("open", 400, "told", 600, "stranger", 800).entrySet()) {
                tone(language.resolve(part.getKey() + ".wav"), part.getValue());
            }
            return language.getParent();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void tone(Path file, int hertz) throws IOException {
        var rate = 16_000;
        var samples = new ArrayList<Byte>();
        for (var sample = 0; sample < rate / 2; sample++) {
            var value = (short) (10_000 * Math.sin(2 * Math.PI * hertz * sample / rate));
            samples.add((byte) value);
            samples.add((byte) (value >> 8));
        }
        var bytes = new byte[samples.size()];
        for (var at = 0; at < bytes.length; at++) {
            bytes[at] = samples.get(at);
        }
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(bytes), new AudioFormat(rate, 16, 1, true, false), bytes.length / 2),
                AudioFileFormat.Type.WAVE,
                file.toFile());
    }

    @Override
    public void close() {
        telephone.close();
    }
}

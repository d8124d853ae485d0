package duenotice.call.sip;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Words as they are heard: the recording of that part in that language where there is one, else the text, spoken by
 * espeak-ng, which is called as a program of its own and gets the text on its standard input.
 */
final class Voice {
    /** 16 bits, a minute at 48 kHz in stereo. */
    private static final int MOST_BYTES = 12 << 20;

    private static final int LONGEST_SECONDS = 60;
    private static final int MOST_TEXT = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Optional<Path> recordings;
    private final Path speaker;

    Voice(Optional<Path> recordings, Path speaker) {
        this.recordings = recordings;
        this.speaker = speaker;
    }

    /** Why something cannot be said: our own failure. */
    static final class Mute extends Exception {
        private static final long serialVersionUID = 1L;

        Mute(String why) {
            super(why);
        }

        Mute(String why, Throwable cause) {
            super(why, cause);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /** Speech of one piece, as it was recorded or spoken. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares sounds
    record Sound(byte[] wave) {
        /** Samples of that codec, a byte each. */
        byte[] in(Codec codec) throws Mute {
            try (var wave = AudioSystem.getAudioInputStream(new ByteArrayInputStream(this.wave));
                    var plain = AudioSystem.getAudioInputStream(plain(wave.getFormat()), wave);
                    var slow = AudioSystem.getAudioInputStream(SPOKEN, plain);
                    var coded = AudioSystem.getAudioInputStream(codec.format(), slow)) {
                var samples = coded.readNBytes(LONGEST_SECONDS * Codec.SAMPLES_A_SECOND);
                if (samples.length == 0) {
                    throw new Mute("the speech is empty");
                }
                return samples;
            } catch (IOException | UnsupportedAudioFileException | IllegalArgumentException unreadable) {
                throw new Mute("the speech is no WAV that can be read", unreadable);
            }
        }

        private static AudioFormat plain(AudioFormat format) {
            return new AudioFormat(
                    AudioFormat.Encoding.PCM_SIGNED,
                    format.getSampleRate(),
                    16,
                    format.getChannels(),
                    2 * format.getChannels(),
                    format.getSampleRate(),
                    false);
        }
    }

    /** What is too high for a telephone is taken out, not folded down. */
    private static final AudioFormat SPOKEN = new AudioFormat(
            AudioFormat.Encoding.PCM_SIGNED,
            Codec.SAMPLES_A_SECOND,
            16,
            1,
            2,
            Codec.SAMPLES_A_SECOND,
            false,
            Map.of("interpolation", "sinc"));

    /**
     * @param language as {@link duenotice.casework.CallScript} has it
     * @param part such as {@code open}
     */
    Sound say(String language, String part, String text) throws Mute {
        var recording = recording(language, part);
        return recording.isPresent() ? recorded(recording.get()) : spoken(language, text);
    }

    /** The recording that is played instead of a text; empty where there is none. */
    Optional<Path> recording(String language, String part) {
        return recordings
                .map(folder -> folder.resolve(language).resolve(part + ".wav"))
                .filter(Files::isRegularFile);
    }

    private static Sound recorded(Path file) throws Mute {
        try (var stream = Files.newInputStream(file)) {
            return new Sound(bounded(stream));
        } catch (IOException unreadable) {
            throw new Mute("the recording " + file.getFileName() + " cannot be read", unreadable);
        }
    }

    private Sound spoken(String language, String text) throws Mute {
        Process process;
        try {
            process = start(language);
        } catch (IOException missing) {
            throw new Mute("nothing can be spoken: " + speaker + " does not start", missing);
        }
        try {
            var wave = CompletableFuture.supplyAsync(() -> taken(process), Thread::startVirtualThread);
            try (var words = process.getOutputStream()) {
                words.write(plain(text).getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new Mute(speaker.getFileName() + " did not speak");
            }
            return new Sound(wave.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException failed) {
            throw new Mute(speaker.getFileName() + " did not speak", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Mute("the program was stopped", stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String language) throws IOException {
        var voice = language.equals("en") ? "en-gb" : language;
        var builder = new ProcessBuilder(
                        List.of(speaker.toString(), "-v", voice, "-s", "150", "-b", "1", "--stdin", "--stdout"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder.start();
    }

    /** Brackets would be taken for sounds to be made, not for words. */
    private static String plain(String text) {
        var words = text.replaceAll("[\\[\\]<>\\p{Cntrl}]", " ");
        return words.length() > MOST_TEXT ? words.substring(0, MOST_TEXT) : words;
    }

    private static byte[] taken(Process process) {
        try (var stream = new BufferedInputStream(process.getInputStream())) {
            return bounded(stream);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private static byte[] bounded(InputStream stream) throws IOException {
        var wave = stream.readNBytes(MOST_BYTES + 1);
        if (wave.length > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes of sound");
        }
        return wave;
    }
}

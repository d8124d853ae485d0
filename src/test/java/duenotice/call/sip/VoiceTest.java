package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VoiceTest {
    private static final Path NOBODY = Path.of("/nonexistent/speaker");

    @TempDir
    private Path folder;

    private Voice recorded() {
        return new Voice(Optional.of(OurPhone.shortRecordings(folder)), NOBODY);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void a_recording_is_heard_as_it_was_made(Codec codec) throws Exception {
        var samples = recorded().say("en", "open", "not spoken").in(codec);
        assertThat(samples).as("half a second").hasSizeBetween(3900, 4100);
        var plain = new AudioFormat(8000, 16, 1, true, false);
        var back = AudioSystem.getAudioInputStream(
                        plain, new AudioInputStream(new ByteArrayInputStream(samples), codec.format(), samples.length))
                .readAllBytes();
        var crossings = 0;
        for (var at = 2; at < back.length; at += 2) {
            if (back[at + 1] < 0 != back[at - 1] < 0) {
                crossings++;
            }
        }
        assertThat(crossings)
                .as("400 Hz for half a second, twice through zero each")
                .isBetween(390, 410);
    }

    @Test
    void what_is_not_recorded_is_spoken() throws Exception {
        var espeak = Path.of(Peer.program("espeak-ng"));
        var voice = new Voice(Optional.of(OurPhone.shortRecordings(folder)), espeak);
        var english = voice.say("de", "open", "Guten Tag. Bitte drücken Sie die Eins.")
                .in(Codec.PCMA);
        assertThat(english.length).as("some seconds").isBetween(8000, 60_000);
        assertThat(voice.say("en", "open", "a text that is longer than the recording by far")
                        .in(Codec.PCMA))
                .hasSizeLessThan(4100);
    }

    @Test
    void a_text_is_spoken_and_never_run() throws Exception {
        var espeak = Path.of(Peer.program("espeak-ng"));
        var file = folder.resolve("run");
        var spoken = new Voice(Optional.empty(), espeak)
                .say("en", "open", "-w " + file + " `touch " + file + "` $(touch " + file + ") ; [[h@]] <break/>");
        assertThat(spoken.in(Codec.PCMU)).isNotEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void without_a_voice_there_is_a_reason() {
        assertThatThrownBy(() -> new Voice(Optional.empty(), NOBODY).say("en", "open", "words"))
                .isInstanceOf(Voice.Mute.class)
                .hasMessageContaining("does not start");
    }

    @Test
    void a_recording_that_is_none_is_said_to_be_so() throws IOException {
        var recordings = OurPhone.shortRecordings(folder);
        Files.writeString(recordings.resolve("en/open.wav"), "no sound at all");
        assertThatThrownBy(() -> new Voice(Optional.of(recordings), NOBODY)
                        .say("en", "open", "words")
                        .in(Codec.PCMA))
                .isInstanceOf(Voice.Mute.class);
    }

    @Test
    void a_speaker_that_says_nothing_is_our_failure() throws IOException {
        var speaker = Files.writeString(folder.resolve("speaker"), "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(speaker, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> new Voice(Optional.empty(), speaker).say("en", "open", "words"))
                .isInstanceOf(Voice.Mute.class);
    }
}

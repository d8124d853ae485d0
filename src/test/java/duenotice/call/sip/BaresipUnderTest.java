package duenotice.call.sip;

import duenotice.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A real telephone, baresip, that picks up by itself, keeps what it hears, and presses keys when it is told to. */
final class BaresipUnderTest implements AutoCloseable {
    static final String NUMBER = "+493023125111";
    private static final String MODULES = "/usr/lib/baresip/modules";

    final int port;
    private final Path folder;
    private final Peer process;
    private final Socket control;
    private volatile String events = "";

    private BaresipUnderTest(int port, Path folder, Peer process, Socket control) {
        this.port = port;
        this.folder = folder;
        this.process = process;
        this.control = control;
        Thread.ofVirtual().start(this::listen);
    }

    /** @param codec {@code pcma} or {@code pcmu} */
    static BaresipUnderTest start(Path folder, String codec) {
        var program = Peer.program("baresip");
        var port = FreePort.any();
        var controlPort = FreePort.any();
        try {
            quiet(folder.resolve("quiet.wav"));
            Files.writeString(folder.resolve("contacts"), "");
            Files.writeString(
                    folder.resolve("accounts"),
                    "<sip:%s@127.0.0.1:%d>;regint=0;answermode=auto;audio_codecs=%s;dtmfmode=rtpevent\n"
                            .formatted(NUMBER, port, codec));
            Files.writeString(folder.resolve("config"), """
                    sip_listen 127.0.0.1:%1$d
                    net_interface 127.0.0.1
                    audio_source aufile,%2$s/quiet.wav
                    rtp_ports 32100-32500
                    module_path %3$s
                    module g711.so
                    module aufile.so
                    module sndfile.so
                    module_tmp account.so
                    module_app menu.so
                    module_app ctrl_tcp.so
                    ctrl_tcp_listen 127.0.0.1:%4$d
                    snd_path %2$s
                    """.formatted(port, folder, MODULES, controlPort));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var process = Peer.start(folder, List.of(program, "-f", folder.toString()));
        Peer.await("baresip", () -> Peer.listens(controlPort));
        try {
            return new BaresipUnderTest(
                    port, folder, process, new Socket(InetAddress.getLoopbackAddress(), controlPort));
        } catch (IOException failed) {
            process.close();
            throw new UncheckedIOException(failed);
        }
    }

    /** It hangs up at the end of what it says. */
    private static void quiet(Path file) throws IOException {
        var format = new AudioFormat(8000, 16, 1, true, false);
        var nothing = new byte[60 * 8000 * 2];
        try (var stream = new AudioInputStream(new java.io.ByteArrayInputStream(nothing), format, nothing.length / 2)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }

    private void listen() {
        try (var from = control.getInputStream()) {
            var told = new StringBuilder();
            for (var read = from.read(); read >= 0; read = from.read()) {
                events = told.append((char) read).toString();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    void awaitEvent(String event) {
        Peer.await(event, () -> events.contains(event));
    }

    void press(char key) {
        tell("{\"command\":\"sndcode\",\"params\":\"" + key + "\",\"token\":\"x\"}");
    }

    void hangUp() {
        tell("{\"command\":\"hangup\",\"token\":\"y\"}");
    }

    /** A netstring. */
    private void tell(String told) {
        try {
            control.getOutputStream().write((told.length() + ":" + told + ",").getBytes(StandardCharsets.US_ASCII));
            control.getOutputStream().flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What it heard: samples of 16 bits, 8000 a second. */
    short[] heard() {
        try (var files = Files.list(folder)) {
            var file = files.filter(one -> one.toString().endsWith("-dec.wav"))
                    .findFirst()
                    .orElseThrow();
            try (var stream = AudioSystem.getAudioInputStream(file.toFile())) {
                return samples(stream.readAllBytes());
            }
        } catch (IOException | UnsupportedAudioFileException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static short[] samples(byte[] bytes) {
        var samples = new short[bytes.length / 2];
        for (var at = 0; at < samples.length; at++) {
            samples[at] = (short) (bytes[2 * at] & 0xff | bytes[2 * at + 1] << 8);
        }
        return samples;
    }

    /** So many seconds in all in which something is to be heard. */
    static double loudSeconds(short[] samples) {
        var loud = 0;
        for (var from = 0; from + 160 <= samples.length; from += 160) {
            var peak = 0;
            for (var sample : Arrays.copyOfRange(samples, from, from + 160)) {
                peak = Math.max(peak, Math.abs(sample));
            }
            loud += peak > 1000 ? 1 : 0;
        }
        return loud / 50.0;
    }

    @Override
    public void close() {
        try {
            control.close();
        } catch (IOException gone) {
            // all the better
        }
        process.close();
    }
}

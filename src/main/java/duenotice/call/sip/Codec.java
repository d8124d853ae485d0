package duenotice.call.sip;

import java.util.Arrays;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;

/** The two forms of telephone speech that every exchange has, ITU-T G.711: 8000 samples a second, a byte each. */
enum Codec {
    /** Europe's. */
    PCMA(8, (byte) 0xd5),
    PCMU(0, (byte) 0xff);

    static final int SAMPLES_A_SECOND = 8000;

    /** 20 ms. */
    static final int FRAME = 160;

    private final int type;
    private final byte silence;

    Codec(int type, byte silence) {
        this.type = type;
        this.silence = silence;
    }

    /** The payload type of RFC 3551 §6, which is fixed. */
    int type() {
        return type;
    }

    static Optional<Codec> ofType(int type) {
        return Arrays.stream(values()).filter(codec -> codec.type == type).findFirst();
    }

    AudioFormat format() {
        var encoding = switch (this) {
            case PCMA -> AudioFormat.Encoding.ALAW;
            case PCMU -> AudioFormat.Encoding.ULAW;
        };
        return new AudioFormat(encoding, SAMPLES_A_SECOND, 8, 1, 1, SAMPLES_A_SECOND, false);
    }

    byte[] silence(int samples) {
        var nothing = new byte[samples];
        Arrays.fill(nothing, silence);
        return nothing;
    }
}

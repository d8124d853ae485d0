package duenotice.call.sip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;

/**
 * What is said once somebody has answered, frame by frame: the reference and the question for a key, twice, each with time
 * to press one; then, without the key, who should be called back. Only the key opens the rest.
 */
final class Conversation {
    static final char YES = '1';

    private static final Duration LISTEN = Duration.ofSeconds(8);
    private static final Duration AFTER_ANSWER = Duration.ofMillis(500);
    private static final Duration BEFORE_HANGING_UP = Duration.ofMillis(400);

    /** A switchboard speaks first. */
    private static final Duration BEFORE_EXTENSION = Duration.ofSeconds(2);

    private static final int FRAMES_A_SECOND = 50;
    private static final int LONGEST = (int) SipSettings.LONGEST_TALK.toSeconds() * FRAMES_A_SECOND;

    /** What goes out in 20 ms. */
    sealed interface Frame {
        @SuppressWarnings("ArrayRecordComponent") // made once, sent once
        record Speech(byte[] samples) implements Frame {}

        /**
         * A key that is held down (RFC 4733 §2.3).
         *
         * @param event its number
         * @param age samples since it was pressed, at the end of this frame
         * @param since samples since it was pressed, at the beginning of this frame
         * @param released told three times
         */
        record Key(int event, int age, int since, boolean released) implements Frame {}
    }

    private final Codec codec;
    private final byte[] open;
    private final byte[] told;
    private final byte[] stranger;
    private final Deque<Frame> next = new ArrayDeque<>();
    private int said;
    private boolean acknowledged;

    Conversation(Codec codec, byte[] open, byte[] told, byte[] stranger, String extension) {
        this.codec = codec;
        this.open = open;
        this.told = told;
        this.stranger = stranger;
        pause(AFTER_ANSWER);
        if (!extension.isEmpty()) {
            pause(BEFORE_EXTENSION);
            extension.chars().forEach(key -> press((char) key));
        }
        ask();
    }

    private void ask() {
        for (var time = 0; time < 2; time++) {
            speak(open);
            pause(LISTEN);
        }
        speak(stranger);
        pause(BEFORE_HANGING_UP);
    }

    /** Empty once everything is said, or too much. */
    synchronized Optional<Frame> next() {
        return ++said > LONGEST ? Optional.empty() : Optional.ofNullable(next.poll());
    }

    /** Another key than the one asked for begins the question anew. */
    synchronized void pressed(char key) {
        if (acknowledged) {
            return;
        }
        next.clear();
        if (key == YES) {
            acknowledged = true;
            speak(told);
            pause(BEFORE_HANGING_UP);
        } else {
            ask();
        }
    }

    synchronized boolean isAcknowledged() {
        return acknowledged;
    }

    private void speak(byte[] samples) {
        for (var from = 0; from < samples.length; from += Codec.FRAME) {
            var frame = codec.silence(Codec.FRAME);
            System.arraycopy(samples, from, frame, 0, Math.min(Codec.FRAME, samples.length - from));
            next.add(new Frame.Speech(frame));
        }
    }

    private void pause(Duration time) {
        var quiet = new Frame.Speech(codec.silence(Codec.FRAME));
        next.addAll(Collections.nCopies((int) (time.toMillis() * FRAMES_A_SECOND / 1000), quiet));
    }

    /** Held for 100 ms, with as much before the next one. */
    private void press(char key) {
        var event = Keys.event(key);
        if (event < 0) {
            return;
        }
        for (var frame = 0; frame < 5; frame++) {
            next.add(new Frame.Key(event, (frame + 1) * Codec.FRAME, frame * Codec.FRAME, false));
        }
        for (var frame = 5; frame < 8; frame++) {
            next.add(new Frame.Key(event, 5 * Codec.FRAME, frame * Codec.FRAME, true));
        }
        pause(Duration.ofMillis(100));
    }
}

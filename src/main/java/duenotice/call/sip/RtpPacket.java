package duenotice.call.sip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A packet of RFC 3550 §5.1, without contributing sources.
 *
 * @param timestamp in samples; 32 bits, as is {@code source}
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record RtpPacket(int type, boolean marked, int sequence, long timestamp, long source, byte[] payload) {
    private static final int HEADER = 12;
    private static final int VERSION = 2;

    /** What is no packet of version 2 is none: anybody can send anything to an open port. */
    static Optional<RtpPacket> of(byte[] data, int length) {
        if (length < HEADER || length > data.length || (data[0] & 0xff) >> 6 != VERSION) {
            return Optional.empty();
        }
        var from = HEADER + 4 * (data[0] & 0x0f);
        if ((data[0] & 0x10) != 0) {
            if (length < from + 4) {
                return Optional.empty();
            }
            from += 4 + 4 * ((data[from + 2] & 0xff) << 8 | data[from + 3] & 0xff);
        }
        var to = length - ((data[0] & 0x20) == 0 ? 0 : data[length - 1] & 0xff);
        if (from > to) {
            return Optional.empty();
        }
        var header = ByteBuffer.wrap(data);
        return Optional.of(new RtpPacket(
                data[1] & 0x7f,
                (data[1] & 0x80) != 0,
                header.getShort(2) & 0xffff,
                header.getInt(4) & 0xffffffffL,
                header.getInt(8) & 0xffffffffL,
                Arrays.copyOfRange(data, from, to)));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) (VERSION << 6))
                .put((byte) (type | (marked ? 0x80 : 0)))
                .putShort((short) sequence)
                .putInt((int) timestamp)
                .putInt((int) source)
                .put(payload)
                .array();
    }
}

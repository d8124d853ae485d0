package duenotice.verification.probe;

import java.util.List;

/** A time server that tells strangers more than the time: mode 6 (RFC 9327) and the old mode 7 {@code monlist}. */
final class NtpService implements UdpService {
    private static final int CONTROL = 6;
    private static final int PRIVATE = 7;

    /** Version 2, mode 6; operation 2 reads the system's variables; sequence 1. */
    private static final byte[] READVAR = {0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    /** Version 2, mode 7; implementation 3 (ntpd), request 42: the last 600 who asked for the time. */
    private static final byte[] MONLIST = {0x17, 0, 3, 42, 0, 0, 0, 0};

    @Override
    public String name() {
        return "NTP server";
    }

    @Override
    public List<Ask> asks() {
        return List.of(
                new Ask(Octets.text(READVAR), "mode 6 readvar", NtpService::readVariables),
                new Ask(Octets.text(MONLIST), "mode 7 monlist", NtpService::readList));
    }

    /** RFC 9327 §2: the response bit, and the error bit of one who refuses. */
    static Meaning readVariables(String text) {
        var answer = Octets.bytes(text);
        if (answer.length < 12 || (answer[0] & 7) != CONTROL || (answer[1] & 0x80) == 0) {
            return Meaning.UNCLEAR;
        }
        return (answer[1] & 0x40) == 0 ? Meaning.OPEN : Meaning.CLOSED;
    }

    static Meaning readList(String text) {
        var answer = Octets.bytes(text);
        if (answer.length < 8 || (answer[0] & 7) != PRIVATE || (answer[0] & 0x80) == 0) {
            return Meaning.UNCLEAR;
        }
        var error = (answer[4] & 0xF0) >> 4;
        var items = (answer[4] & 0x0F) << 8 | answer[5] & 0xFF;
        return error == 0 && items > 0 ? Meaning.OPEN : Meaning.CLOSED;
    }
}

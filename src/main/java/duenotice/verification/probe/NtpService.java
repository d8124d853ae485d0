package duenotice.verification.probe;

import java.security.SecureRandom;
import java.util.List;

/** A time server that tells strangers more than the time: mode 6 (RFC 9327) and the old mode 7 {@code monlist}. */
final class NtpService implements UdpService {
    private static final int CONTROL = 6;
    private static final int PRIVATE = 7;

    /** Version 2, mode 6; operation 2 reads the system's variables. */
    private static final byte[] READVAR = {0x16, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final int SEQUENCE = 2;

    /**
     * Version 2, mode 7; implementation 3 (ntpd), request 42: the last 600 who asked for the time. It has no number that an
     * answer repeats, so that only the port tells that one is meant for us.
     */
    private static final byte[] MONLIST = {0x17, 0, 3, 42, 0, 0, 0, 0};

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "NTP server";
    }

    @Override
    public List<Ask> asks() {
        var readvar = READVAR.clone();
        readvar[SEQUENCE] = (byte) RANDOM.nextInt(256);
        readvar[SEQUENCE + 1] = (byte) RANDOM.nextInt(256);
        var question = Octets.text(readvar);
        return List.of(
                new Ask(question, "mode 6 readvar", answer -> readVariables(answer, question)),
                new Ask(Octets.text(MONLIST), "mode 7 monlist", NtpService::readList));
    }

    /** RFC 9327 §2: the operation and sequence of the question, the response bit, and the error bit of one who refuses. */
    static Meaning readVariables(String text, String question) {
        var answer = Octets.bytes(text);
        if (answer.length < 12
                || (answer[0] & 7) != CONTROL
                || (answer[1] & 0x80) == 0
                || (answer[1] & 0x1F) != READVAR[1]
                || !text.startsWith(question.substring(SEQUENCE, SEQUENCE + 2), SEQUENCE)) {
            return Meaning.UNCLEAR;
        }
        return (answer[1] & 0x40) == 0 ? Meaning.OPEN : Meaning.CLOSED;
    }

    static Meaning readList(String text) {
        var answer = Octets.bytes(text);
        if (answer.length < 8
                || (answer[0] & 7) != PRIVATE
                || (answer[0] & 0x80) == 0
                || answer[2] != MONLIST[2]
                || answer[3] != MONLIST[3]) {
            return Meaning.UNCLEAR;
        }
        var error = (answer[4] & 0xF0) >> 4;
        var items = (answer[4] & 0x0F) << 8 | answer[5] & 0xFF;
        return error == 0 && items > 0 ? Meaning.OPEN : Meaning.CLOSED;
    }
}

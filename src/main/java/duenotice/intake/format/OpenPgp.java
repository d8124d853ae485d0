package duenotice.intake.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/** The packets of an OpenPGP message (RFC 9580 §5), as far as they can be read without a key. */
final class OpenPgp {
    /** Compressed within compressed, and packets of one message. */
    private static final int DEPTH = 3;

    private static final int PACKETS = 50;

    private OpenPgp() {}

    /** What a signed or merely packed message says; empty where it is encrypted. At most {@link Unpacking#BYTES}. */
    static Optional<byte[]> literal(byte[] armored) throws IOException {
        try (var packets = PGPUtil.getDecoderStream(new ByteArrayInputStream(armored))) {
            return literal(packets, 0);
        }
    }

    private static Optional<byte[]> literal(InputStream packets, int depth) throws IOException {
        if (depth > DEPTH) {
            throw new IOException("packed too often");
        }
        var factory = new BcPGPObjectFactory(packets);
        for (var number = 0; number < PACKETS; number++) {
            switch (factory.nextObject()) {
                case null -> throw new IOException("no message in it");
                case PGPLiteralData literal -> {
                    return Optional.of(bounded(literal.getInputStream()));
                }
                case PGPCompressedData packed -> {
                    try {
                        return literal(packed.getDataStream(), depth + 1);
                    } catch (PGPException unknownPacking) {
                        throw new IOException(unknownPacking);
                    }
                }
                case PGPEncryptedDataList ignored -> {
                    return Optional.empty();
                }
                default -> {
                    // signatures, which nobody looks at, and markers
                }
            }
        }
        throw new IOException("more packets than a message has");
    }

    private static byte[] bounded(InputStream stream) throws IOException {
        var content = stream.readNBytes(Math.toIntExact(Unpacking.BYTES));
        if (stream.read() >= 0) {
            throw new IOException("larger than " + Unpacking.BYTES + " bytes");
        }
        return content;
    }
}

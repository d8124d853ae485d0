package duenotice.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;

/**
 * One pass of Mime4j over one message, within {@link MailLimits}. Broken MIME is normal: whatever the parser cannot
 * take apart is handed on whole, as text, with a warning.
 */
final class MimeReading {
    /** No limits here: those of Mime4j throw, ours cut and go on. */
    private static final MimeConfig LENIENT = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(-1)
            .setMaxContentLen(-1)
            .build();

    private final int depth;
    private final byte[] raw;
    private final int start;
    private final List<String> warnings = new ArrayList<>();
    private final Headers top = new Headers();
    private final List<Part> parts = new ArrayList<>();
    private final Deque<Entity> entities = new ArrayDeque<>();
    private int begun;

    /** An entity whose end has not been reached. */
    private static final class Entity {
        private final Headers headers;
        private int partsBefore;
        private byte[] preamble = {};

        Entity(Headers headers) {
            this.headers = headers;
        }
    }

    MimeReading(byte[] raw, int depth) {
        this.depth = depth;
        this.raw = withLineFeeds(raw);
        this.start = firstHeader(this.raw);
    }

    Mail mail() {
        int length = Math.min(raw.length - start, MailLimits.BYTES);
        if (length < raw.length - start) {
            warn("message is longer than " + MailLimits.BYTES + " bytes: the rest was not read");
        }
        try {
            read(new ByteArrayInputStream(raw, start, length), Optional.empty());
            regroup(length);
        } catch (IOException | MimeException | RuntimeException broken) {
            warn("could not be taken apart: " + broken.getMessage());
            if (parts.isEmpty()) {
                addBody(length);
            }
        }
        return new Mail(top, type(), parts, warnings);
    }

    /** A message that calls itself multipart but has no usable boundary may still show it in its body. */
    private void regroup(int length) throws IOException, MimeException {
        if (parts.size() != 1 || !parts.getFirst().contentType().equals("text/plain")) {
            return;
        }
        ContentType type = type();
        if (!type.isMultipart()) {
            return;
        }
        Part whole = parts.getFirst();
        if (!whole.headers().equals(top.asMap())) {
            return;
        }
        Optional<String> boundary = boundaryShown(whole.content());
        if (boundary.isEmpty()) {
            warn(type.value() + " without a usable boundary: read as text");
            return;
        }
        warn(type.value() + " without a usable boundary: the one in its body was taken");
        parts.clear();
        int body = bodyStart(start + length);
        read(
                new ByteArrayInputStream(raw, body, start + length - body),
                Optional.of("multipart/mixed; boundary=\"" + boundary.get() + "\""));
    }

    private ContentType type() {
        return top.first("content-type").map(ContentType::of).orElse(ContentType.PLAIN);
    }

    private void read(InputStream bytes, Optional<String> headless) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(LENIENT, DecodeMonitor.SILENT, new EntityType.Builder());
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        entities.clear();
        if (headless.isPresent()) {
            tokens.parseHeadless(bytes, headless.get());
            entities.push(new Entity(new Headers()));
        } else {
            tokens.parse(bytes);
        }
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM) {
            if (!visit(tokens, state)) {
                return;
            }
            state = tokens.next();
        }
    }

    /** False when enough has been read. */
    private boolean visit(MimeTokenStream tokens, EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE, T_START_BODYPART -> {
                begun++;
                entities.push(new Entity(entities.isEmpty() ? top : new Headers()));
            }
            case T_END_MESSAGE, T_END_BODYPART -> entities.pop();
            case T_FIELD -> addField(tokens.getField());
            case T_START_MULTIPART -> {
                Entity multipart = entities.element();
                multipart.partsBefore = parts.size();
                if (entities.size() > MailLimits.DEPTH) {
                    warn("multiparts nested deeper than " + MailLimits.DEPTH + ": the inner ones were not opened");
                    addText(multipart.headers, tokens.getInputStream().readAllBytes());
                }
            }
            case T_PREAMBLE ->
                entities.element().preamble = tokens.getInputStream().readAllBytes();
            case T_END_MULTIPART -> {
                Entity multipart = entities.element();
                if (parts.size() == multipart.partsBefore && multipart.preamble.length > 0) {
                    warn("multipart without parts: its text was taken");
                    addText(multipart.headers, multipart.preamble);
                }
            }
            case T_BODY -> {
                Headers headers = entities.element().headers;
                TransferEncoding encoding = headers.first("content-transfer-encoding")
                        .map(TransferEncoding::of)
                        .orElse(TransferEncoding.IDENTITY);
                if (encoding == TransferEncoding.UNKNOWN) {
                    warn("unknown transfer encoding: the bytes were taken as they are");
                }
                ContentType type =
                        tokens.getBodyDescriptor() instanceof EntityType known ? known.type() : ContentType.PLAIN;
                addPart(headers, type, encoding.decode(tokens.getInputStream()));
            }
            case T_START_HEADER, T_END_HEADER, T_EPILOGUE, T_RAW_ENTITY, T_END_OF_STREAM -> {}
        }
        if (parts.size() >= MailLimits.PARTS || begun >= 2 * MailLimits.PARTS) {
            warn("more than " + MailLimits.PARTS + " parts: the rest was not read");
            return false;
        }
        return true;
    }

    private void addField(Field field) {
        Headers headers = entities.element().headers;
        if (headers.size() >= MailLimits.HEADERS) {
            warn("more than " + MailLimits.HEADERS + " header fields: the rest was not read");
            return;
        }
        ByteSequence bytes = field.getRaw();
        if (bytes == null) {
            return;
        }
        int from = field.getNameLowerCase().length();
        while (from < bytes.length() && bytes.byteAt(from) != ':') {
            from++;
        }
        int end = bytes.length();
        if (end - from > MailLimits.HEADER_LENGTH) {
            warn("header " + field.getName() + " is longer than " + MailLimits.HEADER_LENGTH + " bytes: it was cut");
            end = from + MailLimits.HEADER_LENGTH;
        }
        byte[] body = bytes.toByteArray();
        int length = 0;
        for (int i = from + 1; i < end; i++) {
            if (body[i] != '\r' && body[i] != '\n') {
                body[length++] = body[i];
            }
        }
        byte[] unfolded = Arrays.copyOf(body, length);
        headers.add(field.getNameLowerCase(), Characters.utf8OrWestern(unfolded).strip());
    }

    private void addPart(Headers headers, ContentType type, byte[] content) {
        if (type.isMultipart()) {
            addText(headers, content);
            return;
        }
        Optional<String> disposition = headers.first("content-disposition")
                .map(ContentType::ofDisposition)
                .map(value -> value.parameters().get("filename"));
        Optional<String> fileName = disposition
                .or(() -> Optional.ofNullable(type.parameters().get("name")))
                .map(Part::safeName)
                .filter(name -> !name.isEmpty());
        parts.add(new Part(type.value(), type.parameters(), fileName, headers.asMap(), content, depth));
    }

    private void addText(Headers headers, byte[] content) {
        parts.add(new Part(
                ContentType.PLAIN.value(),
                ContentType.PLAIN.parameters(),
                Optional.empty(),
                headers.asMap(),
                content,
                depth));
    }

    private void addBody(int length) {
        int body = bodyStart(start + length);
        addText(top, Arrays.copyOfRange(raw, body, start + length));
    }

    private void warn(String warning) {
        if (warnings.size() < MailLimits.WARNINGS && !warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    /** A first line {@code --something} with nothing unusual in it (RFC 2046 §5.1.1). */
    private static Optional<String> boundaryShown(byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, 4096), StandardCharsets.ISO_8859_1);
        return beginning
                .lines()
                .filter(line -> line.startsWith("--"))
                .map(line -> line.substring(2).stripTrailing())
                .filter(line -> line.length() >= 4 && line.length() <= 70 && line.matches("[\\w'()+,./:=?-]+"))
                .filter(line -> !line.matches("-+"))
                .findFirst();
    }

    /** Behind the first empty line. */
    private int bodyStart(int end) {
        for (int i = start; i < end; i++) {
            if (raw[i] == '\n' && i + 1 < end && raw[i + 1] == '\n') {
                return i + 2;
            }
            if (raw[i] == '\n' && i + 2 < end && raw[i + 1] == '\r' && raw[i + 2] == '\n') {
                return i + 3;
            }
        }
        return end;
    }

    /** Old Macintosh files end their lines with CR alone; nothing else has no LF at all. */
    private static byte[] withLineFeeds(byte[] raw) {
        boolean bare = false;
        for (byte value : raw) {
            if (value == '\n') {
                return raw;
            }
            bare |= value == '\r';
        }
        if (!bare) {
            return raw;
        }
        byte[] lines = raw.clone();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\r') {
                lines[i] = '\n';
            }
        }
        return lines;
    }

    /** Behind a byte order mark, empty lines and the {@code From } line of an mbox. */
    private static int firstHeader(byte[] raw) {
        int at = 0;
        if (raw.length >= 3 && raw[0] == (byte) 0xEF && raw[1] == (byte) 0xBB && raw[2] == (byte) 0xBF) {
            at = 3;
        }
        while (at < raw.length && (raw[at] == '\r' || raw[at] == '\n')) {
            at++;
        }
        String beginning =
                new String(raw, at, Math.min(6, raw.length - at), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean mbox = (beginning.startsWith("from ") && !beginning.startsWith("from :")) || beginning.equals(">from ");
        if (mbox) {
            while (at < raw.length && raw[at] != '\n') {
                at++;
            }
            at = Math.min(raw.length, at + 1);
        }
        return at;
    }
}

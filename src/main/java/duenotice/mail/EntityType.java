package duenotice.mail;

import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/**
 * Tells Mime4j what an entity is. Ours, so that the splitting into parts and the types we report come from one reading
 * of {@code Content-Type}: two readings of one header are how things are smuggled past a parser.
 */
record EntityType(ContentType type) implements BodyDescriptor {
    private boolean splits() {
        return type.isMultipart()
                && !type.parameters().getOrDefault("boundary", "").isBlank();
    }

    @Override
    public String getMimeType() {
        return type.isMultipart() && !splits() ? ContentType.PLAIN.value() : type.value();
    }

    @Override
    public String getMediaType() {
        return getMimeType().substring(0, getMimeType().indexOf('/'));
    }

    @Override
    public String getSubType() {
        return getMimeType().substring(getMimeType().indexOf('/') + 1);
    }

    @Override
    public @Nullable String getBoundary() {
        return splits() ? type.parameters().get("boundary") : null;
    }

    @Override
    public @Nullable String getCharset() {
        return type.parameters().get("charset");
    }

    @Override
    public String getTransferEncoding() {
        return "7bit";
    }

    @Override
    public long getContentLength() {
        return -1;
    }

    /** Takes the first {@code Content-Type}; a second one is somebody's mistake or trick. */
    static final class Builder implements BodyDescriptorBuilder {
        private final ContentType otherwise;
        private @Nullable ContentType type;

        Builder() {
            this(ContentType.PLAIN);
        }

        private Builder(ContentType otherwise) {
            this.otherwise = otherwise;
        }

        @Override
        public void reset() {
            type = null;
        }

        @Override
        public @Nullable Field addField(RawField field) {
            if (type == null && field.getNameLowerCase().equals("content-type")) {
                String body = field.getBody();
                if (body != null && body.length() <= MailLimits.HEADER_LENGTH) {
                    type = ContentType.of(body);
                }
            }
            return null;
        }

        private ContentType known() {
            return type != null ? type : otherwise;
        }

        @Override
        public BodyDescriptor build() {
            return new EntityType(known());
        }

        /** Children of a digest are messages unless they say otherwise (RFC 2046 §5.1.5). */
        @Override
        public BodyDescriptorBuilder newChild() {
            boolean digest = known().value().equals("multipart/digest");
            return new Builder(digest ? ContentType.of("message/rfc822") : ContentType.PLAIN);
        }
    }
}

package duenotice.access;

import duenotice.incident.IncidentId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed names of an incident and a contact, in reply addresses, return paths and links. Nothing is stored: a token is
 * true where its HMAC-SHA-256 (RFC 2104, cut to 128 bits) is. The same contact gets the same token all day long, so a mail
 * that is handed over again reads the same.
 *
 * <p>Spelled in lower-case letters and digits, read in any case: mail systems fold local parts. Local parts made here
 * have at most 64 characters (RFC 5321 §4.5.3.1.1).
 */
public final class Tokens {
    /** How long a link opens the customer's page, from the day it was made. Reply addresses and return paths do not end. */
    public static final Duration LINK_LIFE = Duration.ofDays(90);

    private static final String REPLY_PREFIX = "reply+";
    private static final String BOUNCE_PREFIX = "bounce+";
    private static final Set<TokenKind> CONTACT_LINKS =
            EnumSet.of(TokenKind.CONTACT_CHANGE, TokenKind.CONTACT_CASE, TokenKind.CONTACT_REVIEW);
    private static final int NAMED_BYTES = 16;
    private static final int CONTACT_BYTES = 6;
    private static final int SEAL_BYTES = 16;
    private static final long INCIDENTS = 1L << 48;
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

    private final SecretKeySpec key;

    /** @param secret at least 32 characters, from {@code DataFolder.secret("links")}; who has it can sign */
    public Tokens(String secret) {
        if (secret.length() < 32) {
            throw new IllegalArgumentException("the secret that signs links has fewer than 32 characters");
        }
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    // ---- making

    /** Address to which this contact's answer goes. */
    public String replyAddress(IncidentId incident, int epoch, String contact, String domain, Instant now) {
        return REPLY_PREFIX + token(TokenKind.REPLY, incident, epoch, contact, now) + "@" + domain;
    }

    /** Return path for a mail to this address: what comes back there says which address failed (VERP). */
    public String bounceAddress(IncidentId incident, int epoch, String address, String domain, Instant now) {
        return BOUNCE_PREFIX + token(TokenKind.BOUNCE, incident, epoch, address, now) + "@" + domain;
    }

    /** What stands behind {@code /c/} in this contact's link. */
    public String link(IncidentId incident, int epoch, String contact, Instant now) {
        return token(TokenKind.LINK, incident, epoch, contact, now);
    }

    /** What stands behind {@code /contacts/} in this contact's link. */
    public String contactLink(TokenKind kind, long number, String contact, Instant now) {
        if (!CONTACT_LINKS.contains(kind)) {
            throw new IllegalArgumentException("no link about contacts: " + kind);
        }
        return token(kind, new IncidentId(number), 1, contact, now);
    }

    /** Return path for a mail about contacts to this address. */
    public String contactReturnPath(long mail, String address, String domain, Instant now) {
        return BOUNCE_PREFIX + token(TokenKind.CONTACT_BOUNCE, new IncidentId(mail), 1, address, now) + "@" + domain;
    }

    private String token(TokenKind kind, IncidentId incident, int epoch, String contact, Instant now) {
        var day = now.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay() - FIRST_DAY.toEpochDay();
        if (incident.number() < 0 || incident.number() >= INCIDENTS || epoch < 1 || epoch > 255) {
            throw new IllegalArgumentException("no token can name incident " + incident + ", epoch " + epoch);
        }
        var named = ByteBuffer.allocate(NAMED_BYTES)
                .put(kind.code())
                .put((byte) epoch)
                .putShort((short) Math.clamp(day, 0, 0xffff))
                .putShort((short) (incident.number() >> 32))
                .putInt((int) incident.number())
                .put(mark(incident.number(), contact))
                .array();
        return Base32.spell(ByteBuffer.allocate(NAMED_BYTES + SEAL_BYTES)
                .put(named)
                .put(seal(named))
                .array());
    }

    /** A seal over the Message-ID of a mail of ours, by which it is known when it comes back. */
    public String ownMail(String messageId) {
        return Base32.spell(Arrays.copyOf(hmac(("mail " + messageId).getBytes(StandardCharsets.UTF_8)), SEAL_BYTES));
    }

    public boolean isOwnMail(String messageId, String seal) {
        return MessageDigest.isEqual(
                ownMail(messageId).getBytes(StandardCharsets.US_ASCII),
                seal.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    // ---- reading

    /** What an address of ours says; empty where it is none that carries a true token. */
    public Optional<TokenOwner> ofAddress(String address) {
        return behind(REPLY_PREFIX, address)
                .flatMap(token -> read(token, TokenKind.REPLY))
                .or(() -> behind(BOUNCE_PREFIX, address).flatMap(token -> read(token, TokenKind.BOUNCE)));
    }

    /** What stands in the local part behind a prefix, whose case does not count; empty where it is another. */
    private static Optional<String> behind(String prefix, String address) {
        var at = address.lastIndexOf('@');
        var local = at < 0 ? address : address.substring(0, at);
        return local.regionMatches(true, 0, prefix, 0, prefix.length())
                ? Optional.of(local.substring(prefix.length()))
                : Optional.empty();
    }

    /** What a link says; empty where it was not made here, or is over. */
    public Optional<TokenOwner> ofLink(String token, Instant now) {
        return read(token, TokenKind.LINK).filter(owner -> opens(owner, now));
    }

    private static boolean opens(TokenOwner link, Instant now) {
        return !now.isAfter(link.issued()
                .plusDays(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(LINK_LIFE));
    }

    /** What a link about contacts says; empty where it was not made here, or is over. */
    public Optional<ContactToken> ofContactLink(String token, Instant now) {
        return CONTACT_LINKS.stream()
                .flatMap(kind -> read(token, kind).stream())
                .filter(owner -> opens(owner, now))
                .map(Tokens::aboutContacts)
                .findFirst();
    }

    /** Which mail about contacts comes back; empty where the address is no return path of one. */
    public Optional<ContactToken> ofContactReturnPath(String address) {
        return behind(BOUNCE_PREFIX, address)
                .flatMap(token -> read(token, TokenKind.CONTACT_BOUNCE))
                .map(Tokens::aboutContacts);
    }

    private static ContactToken aboutContacts(TokenOwner owner) {
        return new ContactToken(owner.kind(), owner.incident().number(), owner.issued(), owner.contact());
    }

    private Optional<TokenOwner> read(String token, TokenKind wanted) {
        // 32 bytes are 52 characters; longer texts are not even looked at.
        return Optional.of(token)
                .filter(text -> text.length() == 52)
                .flatMap(Base32::read)
                .filter(bytes -> MessageDigest.isEqual(
                        seal(Arrays.copyOf(bytes, NAMED_BYTES)),
                        Arrays.copyOfRange(bytes, NAMED_BYTES, NAMED_BYTES + SEAL_BYTES)))
                .filter(bytes -> bytes[0] == wanted.code())
                .map(bytes -> named(wanted, bytes));
    }

    private TokenOwner named(TokenKind kind, byte[] bytes) {
        var named = ByteBuffer.wrap(bytes, 1, NAMED_BYTES - 1);
        var epoch = named.get() & 255;
        var issued = FIRST_DAY.plusDays(named.getShort() & 0xffff);
        var number = (named.getShort() & 0xffffL) << 32 | named.getInt() & 0xffffffffL;
        var mark = new byte[CONTACT_BYTES];
        named.get(mark);
        return new TokenOwner(
                kind,
                new IncidentId(number),
                epoch,
                issued,
                address -> MessageDigest.isEqual(mark, mark(number, address)));
    }

    /** Stands for the address: the address itself would not fit and should not be readable in logs of others. */
    private byte[] mark(long incident, String address) {
        var text = "contact " + incident + " " + address.strip().toLowerCase(Locale.ROOT);
        return Arrays.copyOf(hmac(text.getBytes(StandardCharsets.UTF_8)), CONTACT_BYTES);
    }

    private byte[] seal(byte[] named) {
        var prefixed = ByteBuffer.allocate(NAMED_BYTES + 6)
                .put("token ".getBytes(StandardCharsets.US_ASCII))
                .put(named);
        return Arrays.copyOf(hmac(prefixed.array()), SEAL_BYTES);
    }

    private byte[] hmac(byte[] text) {
        try {
            // A Mac keeps state: one for each call.
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

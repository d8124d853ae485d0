package duenotice.mail;

import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import duenotice.mail.LookUpBudget.Party;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Headers;
import org.apache.james.jdkim.api.PublicKeyRecord;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * Verifies DKIM signatures (RFC 6376) by ourselves. Only signatures of the organisation that stands in {@code From} are
 * looked at, for no other would prove anything; only {@code rsa-sha256} with keys of 1024 bits or more counts (RFC 8301),
 * and none that covers a part of the body only ({@code l=}), for anybody could add to it.
 */
public final class DkimSignatures implements Signatures {
    private static final int MOST_LOOK_UPS_A_MINUTE = 300;

    /** Of the keys of one organisation; an honest one has a handful. */
    private static final int MOST_OF_ONE_DOMAIN = 30;

    /** On account of one machine outside that hands mails over, so that it never takes all. */
    private static final int MOST_FOR_ONE_PEER = MOST_LOOK_UPS_A_MINUTE / 2;

    /** Of one mail; forwarders add theirs, which are not aligned. */
    private static final int MOST_SIGNATURES = 2;

    private static final int LONGEST_SIGNATURE = 8_192;
    private static final int SMALLEST_KEY = 1_024;
    private static final int LARGEST_KEY = 8_192;

    private final DomainNames names;
    private final LookUpBudget budget;

    DkimSignatures(DomainNames names, LookUpBudget budget) {
        this.names = names;
        this.budget = budget;
    }

    /** @param names by a resolver of our own, which asks the world for us */
    public static DkimSignatures by(DomainNames names) {
        return new DkimSignatures(names, LookUpBudget.of(MOST_LOOK_UPS_A_MINUTE));
    }

    /** A mail with those of its signatures that are worth a look. */
    private record Candidate(RawMail raw, List<Claim> claims) {
        static final Candidate NONE = new Candidate(RawMail.EMPTY, List.of());
    }

    private record Claim(String field, String domain, String keyName) {
        Question question() {
            return new Question(keyName.toLowerCase(Locale.ROOT), Sort.TEXT);
        }
    }

    @Override
    public List<Look> of(List<Signed> mails) {
        var candidates = mails.stream().map(DkimSignatures::candidate).toList();
        var payers = new LinkedHashMap<Question, List<Party>>();
        for (var i = 0; i < mails.size(); i++) {
            var peer = mails.get(i).peer();
            candidates.get(i).claims().forEach(claim -> payers.putIfAbsent(claim.question(), parties(claim, peer)));
        }
        var keys = payers.isEmpty()
                ? Map.<Question, List<String>>of()
                : names.of(payers.keySet(), question -> budget.take(payers.getOrDefault(question, List.of())));
        return candidates.stream().map(candidate -> look(candidate, keys)).toList();
    }

    private static List<Party> parties(Claim claim, String peer) {
        var domain = new Party("domain " + OrganisationalDomain.of(claim.domain()), MOST_OF_ONE_DOMAIN);
        return peer.isBlank() || isNearby(peer)
                ? List.of(domain)
                : List.of(domain, new Party("peer " + peer, MOST_FOR_ONE_PEER));
    }

    /** A mail server of our own hands over everybody's mail: a share for it would be a share for all. */
    private static boolean isNearby(String peer) {
        try {
            var address = InetAddress.ofLiteral(peer);
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    // ---- what is worth a look

    private static Candidate candidate(Signed signed) {
        var from = signed.mail().fromIsAmbiguous()
                ? Optional.<Address>empty()
                : signed.mail().from();
        if (from.isEmpty() || signed.mail().headers("dkim-signature").isEmpty()) {
            return Candidate.NONE;
        }
        var raw = RawMail.of(signed.raw());
        if (raw.fields("from").size() != 1) {
            return Candidate.NONE;
        }
        var claims = raw.fields("dkim-signature").stream()
                .filter(field -> field.length() <= LONGEST_SIGNATURE)
                .flatMap(field -> claim(field, from.get(), signed.receivedAt().getEpochSecond()).stream())
                .limit(MOST_SIGNATURES)
                .toList();
        return new Candidate(raw, claims);
    }

    private static Optional<Claim> claim(String field, Address from, long receivedAt) {
        try {
            var record = new Written(field.substring(field.indexOf(':') + 1));
            var domain = record.getDToken().toString().toLowerCase(Locale.ROOT);
            var whole = record.getBodyHashLimit() == -1;
            var strong = record.getHashKeyType().toString().equalsIgnoreCase("rsa")
                    && record.getHashMethod().toString().equalsIgnoreCase("sha256");
            var covered = record.getHeaders().stream()
                    .anyMatch(name -> name.toString().strip().equalsIgnoreCase("from"));
            return whole
                            && strong
                            && covered
                            && !record.isExpired(receivedAt)
                            && OrganisationalDomain.same(from.domain(), domain)
                    ? Optional.of(new Claim(field, domain, record.getSelector() + "._domainkey." + domain))
                    : Optional.empty();
        } catch (RuntimeException | StackOverflowError broken) {
            return Optional.empty();
        }
    }

    /** A signature as its field writes it down. */
    private static final class Written extends SignatureRecordImpl {
        Written(String value) {
            super(value);
        }

        /** The library compares with the clock on the wall; what counts is when we received it. */
        boolean isExpired(long receivedAt) {
            return getTags().contains("x") && Long.parseLong(getValue("x").toString()) < receivedAt;
        }
    }

    // ---- looking

    /** One that holds is enough; one that nobody could look at may hold. */
    private static Look look(Candidate candidate, Map<Question, List<String>> keys) {
        var passed = new LinkedHashSet<String>();
        var missed = false;
        for (var claim : candidate.claims()) {
            var found = keys.get(claim.question());
            if (found == null) {
                missed = true;
            } else if (holds(candidate.raw(), claim, found)) {
                passed.add(claim.domain());
            }
        }
        return !passed.isEmpty()
                ? new Look.Found(AuthenticationResults.ofDkim(passed))
                : missed ? new Look.CouldNotLook() : Look.Found.NOTHING;
    }

    /** @param keys of the only signature that is shown to the verifier */
    private static boolean holds(RawMail raw, Claim claim, List<String> keys) {
        var verifier = new DKIMVerifier((method, selector, domain) -> keys) {
            @Override
            protected PublicKeyRecord newPublicKeyRecord(String record) {
                return new StrongKey(record);
            }
        };
        try {
            var body = new ByteArrayInputStream(raw.body());
            var passed = verifier.verify(raw.withOnly(claim.field()), body);
            return passed != null
                    && passed.stream().map(SignatureRecord::getDToken).findAny().isPresent();
        } catch (FailException | IOException | RuntimeException | StackOverflowError doesNotHold) {
            return false;
        }
    }

    /** RFC 8301 §3.2; a domain that is only testing has not signed (RFC 6376 §3.6.1). */
    private static final class StrongKey extends PublicKeyRecordImpl {
        StrongKey(String record) {
            super(record);
        }

        @Override
        public PublicKey getPublicKey() {
            var key = super.getPublicKey();
            var bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
            if (bits < SMALLEST_KEY || bits > LARGEST_KEY || isTesting()) {
                throw new IllegalStateException("a key that proves nothing");
            }
            return key;
        }
    }

    /** Header fields with their folding, and the body, both with CR LF as they were signed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record RawMail(List<String> all, byte[] body) {
        static final RawMail EMPTY = new RawMail(List.of(), new byte[0]);
        private static final int LONGEST_HEADER = 256 * 1024;

        static RawMail of(byte[] bytes) {
            var raw = withCrLf(bytes);
            var end = endOfHeader(raw);
            if (end < 0 || end > LONGEST_HEADER) {
                return EMPTY;
            }
            var fields = new ArrayList<String>();
            for (var line : new String(raw, 0, end, StandardCharsets.UTF_8).split("\r\n", -1)) {
                if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t') && !fields.isEmpty()) {
                    fields.set(fields.size() - 1, fields.getLast() + "\r\n" + line);
                } else if (line.indexOf(':') > 0) {
                    fields.add(line);
                }
            }
            var start = Math.min(raw.length, end + 4);
            return new RawMail(List.copyOf(fields), java.util.Arrays.copyOfRange(raw, start, raw.length));
        }

        private static int endOfHeader(byte[] raw) {
            for (var i = 0; i + 3 < raw.length && i <= LONGEST_HEADER; i++) {
                if (raw[i] == '\r' && raw[i + 1] == '\n' && raw[i + 2] == '\r' && raw[i + 3] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private static byte[] withCrLf(byte[] bytes) {
            var bare = 0;
            for (var i = 0; i < bytes.length; i++) {
                bare += bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r') ? 1 : 0;
            }
            if (bare == 0) {
                return bytes;
            }
            var whole = new byte[bytes.length + bare];
            var at = 0;
            for (var i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) {
                    whole[at++] = '\r';
                }
                whole[at++] = bytes[i];
            }
            return whole;
        }

        List<String> fields(String name) {
            return all.stream().filter(field -> isNamed(field, name)).toList();
        }

        private static boolean isNamed(String field, String name) {
            return field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name);
        }

        /** The verifier looks at all signatures it sees: it is shown one. */
        Headers withOnly(String signature) {
            return new Headers() {
                @Override
                public List<String> getFields() {
                    return all;
                }

                @Override
                public List<String> getFields(String name) {
                    return name.equalsIgnoreCase("dkim-signature") ? List.of(signature) : fields(name.strip());
                }
            };
        }
    }
}

package duenotice.intake.feed;

import duenotice.intake.feed.DnsblAnswer.Listed;
import duenotice.intake.feed.DnsblAnswer.NotListed;
import duenotice.intake.feed.DnsblAnswer.Refused;
import duenotice.intake.feed.DnsblAnswer.Unknown;
import duenotice.report.Prefix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One question to a DNS blocklist, and what its answer means (RFC 5782 §2.1, §2.4). */
final class DnsblQuestions {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_TEXTS = 5;
    private static final int LONGEST_TEXT = 500;
    private static final String HEX = "0123456789abcdef";

    private final Resolver resolver;
    private final Name zone;

    private DnsblQuestions(Resolver resolver, Name zone) {
        this.resolver = resolver;
        this.zone = zone;
        resolver.setTimeout(TIME_LIMIT);
    }

    /** @param resolver {@code host} or {@code host:port}; empty means the machine's */
    static DnsblQuestions to(String zone, Optional<String> resolver) {
        try {
            return new DnsblQuestions(
                    resolver.isPresent() ? resolver(resolver.get()) : new ExtendedResolver(),
                    Name.fromString(zone.endsWith(".") ? zone : zone + "."));
        } catch (TextParseException | UnknownHostException wrong) {
            throw new IllegalArgumentException("DNSBL zone %s cannot be asked: %s".formatted(zone, wrong.getMessage()));
        }
    }

    private static Resolver resolver(String place) throws UnknownHostException {
        var colon = place.lastIndexOf(':');
        if (colon > 0 && place.indexOf(':') == colon || place.startsWith("[") && place.indexOf("]:") > 0) {
            var host = place.substring(0, colon).replace("[", "").replace("]", "");
            return new SimpleResolver(new InetSocketAddress(host, Integer.parseInt(place.substring(colon + 1))));
        }
        return new SimpleResolver(place);
    }

    /** @param address a single one */
    DnsblAnswer ask(Prefix address) throws InterruptedException {
        return ask(reversed(OwnSpace.bytes(address)));
    }

    /** @param number 1, which is never listed, or 2, which always is */
    DnsblAnswer askTestEntry(boolean six, int number) throws InterruptedException {
        var four = new byte[] {127, 0, 0, (byte) number};
        if (!six) {
            return ask(reversed(four));
        }
        var mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(four, 0, mapped, 12, 4);
        return ask(reversed(mapped));
    }

    /** Octets backwards, or nibbles backwards for IPv6, with a dot behind each. */
    static String reversed(byte[] address) {
        var name = new StringBuilder();
        for (var i = address.length - 1; i >= 0; i--) {
            if (address.length == 4) {
                name.append(address[i] & 255).append('.');
            } else {
                name.append(HEX.charAt(address[i] & 15)).append('.');
                name.append(HEX.charAt(address[i] >> 4 & 15)).append('.');
            }
        }
        return name.toString();
    }

    private DnsblAnswer ask(String labels) throws InterruptedException {
        try {
            var name = Name.fromString(labels + zone);
            var answer = send(name, Type.A);
            var code = answer.getRcode();
            if (code == Rcode.REFUSED) {
                return new Refused("the name server refuses our questions");
            }
            if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
                return new Unknown("the name server answers " + Rcode.string(code));
            }
            var addresses = new ArrayList<ARecord>();
            for (var record : answer.getSection(Section.ANSWER)) {
                if (record instanceof ARecord address) {
                    addresses.add(address);
                }
            }
            return addresses.isEmpty() ? new NotListed(negativeTtl(answer)) : meaning(addresses, name);
        } catch (IOException silence) {
            return new Unknown(said(silence));
        }
    }

    private Message send(Name name, int type) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }

    private DnsblAnswer meaning(List<ARecord> addresses, Name name) throws InterruptedException {
        var codes = new ArrayList<String>();
        var ttl = Long.MAX_VALUE;
        for (var record : addresses) {
            var octets = record.getAddress().getAddress();
            var text = record.getAddress().getHostAddress();
            var refusal = refusal(octets, text);
            if (refusal.isPresent()) {
                return new Refused(refusal.get());
            }
            codes.add(text);
            ttl = Math.min(ttl, record.getTTL());
        }
        return new Listed(codes.stream().sorted().toList(), texts(name), Duration.ofSeconds(ttl));
    }

    /** What no list lists anything with. Empty for a listing. */
    private static Optional<String> refusal(byte[] octets, String text) {
        if (octets[0] != 127) {
            return Optional.of("the zone answers %s, which no blocklist does: it may have ended".formatted(text));
        }
        if (text.startsWith("127.255.255.")) {
            return Optional.of(
                    switch (octets[3] & 255) {
                        case 252 -> "the list says that the zone's name is misspelt (" + text + ")";
                        case 254 ->
                            "the list does not answer questions that come through a public resolver (" + text + ")";
                        case 255 -> "the list says that we ask too much (" + text + ")";
                        default -> "the list refuses to answer (" + text + ")";
                    });
        }
        return text.equals("127.0.0.1")
                ? Optional.of("the zone answers 127.0.0.1, which stands for no listing")
                : Optional.empty();
    }

    /** RFC 2308 §5: the smaller of the SOA record's own time and its minimum. */
    private static Duration negativeTtl(Message answer) {
        for (var record : answer.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
            }
        }
        return Duration.ZERO;
    }

    /** Why, for people; a list that does not say lists all the same. */
    private List<String> texts(Name name) throws InterruptedException {
        try {
            var texts = new ArrayList<String>();
            for (var record : send(name, Type.TXT).getSection(Section.ANSWER)) {
                if (record instanceof TXTRecord text && texts.size() < MOST_TEXTS) {
                    var whole = String.join("", text.getStrings());
                    texts.add(whole.length() > LONGEST_TEXT ? whole.substring(0, LONGEST_TEXT) : whole);
                }
            }
            return texts;
        } catch (IOException silence) {
            return List.of();
        }
    }

    private static String said(IOException silence) {
        return Optional.ofNullable(silence.getMessage())
                .filter(text -> !text.isBlank())
                .orElse("no answer");
    }
}

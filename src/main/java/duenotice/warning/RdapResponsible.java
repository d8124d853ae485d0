package duenotice.warning;

import duenotice.report.Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the registries by RDAP (RFC 9082, RFC 9083), beginning at a server that knows which of them to ask. A registry may
 * send us on a few times, but never to a machine of our own network; answers are bounded and kept for a day.
 */
public final class RdapResponsible implements Responsible {
    private static final Logger log = LoggerFactory.getLogger(RdapResponsible.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int MOST_KEPT = 2_000;
    private static final int MOST_IN_A_MINUTE = 30;

    /** The rest is for letters. */
    private static final int MOST_FOR_PAGES = 15;

    private static final int MOST_HOPS = 4;
    private static final int LONGEST_ANSWER = 512 * 1024;
    private static final int DEEPEST = 4;

    private final URI base;
    private final LongSupplier nanoTime;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private long minute;
    private int asked;

    private record Known(Optional<Desk> desk, long until) {}

    /** @param base where to begin, such as {@code https://rdap.example/}; everything it asks stands below it */
    public RdapResponsible(URI base) {
        this(base, System::nanoTime);
    }

    RdapResponsible(URI base, LongSupplier nanoTime) {
        if (base.getHost() == null || !base.getScheme().matches("https?")) {
            throw new IllegalArgumentException(
                    "duenotice.rdap is an address such as https://rdap.example/, not " + base);
        }
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.nanoTime = nanoTime;
        minute = nanoTime.getAsLong();
    }

    @Override
    public Optional<Desk> of(String subject) {
        return of(subject, MOST_IN_A_MINUTE);
    }

    @Override
    public Responsible forPages() {
        return subject -> of(subject, MOST_FOR_PAGES);
    }

    /** @param most asked in this minute by anybody, with which no more is asked */
    private Optional<Desk> of(String subject, int most) {
        var address = Prefix.parse(subject).map(Prefix::text);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var before = before(address.get());
        if (before.isPresent()) {
            return before.get().desk();
        }
        if (!mayAsk(most)) {
            return Optional.empty();
        }
        try {
            var desk = ask(base.resolve("ip/" + address.get()));
            keep(address.get(), desk);
            return desk;
        } catch (IOException | JacksonException | IllegalArgumentException away) {
            log.info("the registries could not be asked: {}", away.getClass().getSimpleName());
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // ---- asking

    private Optional<Desk> ask(URI begin) throws IOException, InterruptedException {
        var end = nanoTime.getAsLong() + PATIENCE.multipliedBy(2).toNanos();
        var next = begin;
        for (var hop = 0; hop < MOST_HOPS && nanoTime.getAsLong() - end < 0; hop++) {
            requireForeign(next);
            var request = HttpRequest.newBuilder(next)
                    .timeout(PATIENCE)
                    .header("Accept", "application/rdap+json, application/json")
                    .GET()
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var status = answer.statusCode();
                if (status == 200) {
                    return desk(JSON.readTree(bounded(body, end)));
                }
                if (status == 404) {
                    return Optional.empty();
                }
                var location = answer.headers().firstValue("Location");
                if (status / 100 != 3 || location.isEmpty()) {
                    throw new IOException("answered " + status);
                }
                next = next.resolve(location.get());
            }
        }
        throw new IOException("sent on too often, or too slow");
    }

    /** Where we were sent on to must not be one of our own machines; what the operator has set may be. */
    private void requireForeign(URI address) throws IOException {
        var host = address.getHost();
        if (host == null || address.getScheme() == null || !address.getScheme().matches("https?")) {
            throw new IOException("sent on to no web address");
        }
        if (host.equalsIgnoreCase(base.getHost()) && address.getPort() == base.getPort()) {
            return;
        }
        if (!address.getScheme().equals("https")) {
            throw new IOException("sent on without encryption");
        }
        try {
            for (var one : InetAddress.getAllByName(host)) {
                var own = one.isLoopbackAddress()
                        || one.isSiteLocalAddress()
                        || one.isLinkLocalAddress()
                        || one.isAnyLocalAddress()
                        || one.isMulticastAddress()
                        || one.getAddress().length == 16 && (one.getAddress()[0] & 0xfe) == 0xfc;
                if (own) {
                    throw new IOException("sent on to an address that is not public");
                }
            }
        } catch (UnknownHostException nowhere) {
            throw new IOException("sent on to a name that does not exist", nowhere);
        }
    }

    private byte[] bounded(InputStream body, long end) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        var piece = new byte[8_192];
        for (var read = body.read(piece); read >= 0; read = body.read(piece)) {
            bytes.write(piece, 0, read);
            if (bytes.size() > LONGEST_ANSWER || nanoTime.getAsLong() - end > 0) {
                throw new IOException("too long an answer");
            }
        }
        return bytes.toByteArray();
    }

    // ---- reading

    private static Optional<Desk> desk(JsonNode network) {
        return mailbox(network, 0)
                .map(mailbox -> new Desk(mailbox, network.path("name").asString("")));
    }

    /** RFC 9083 §10.2.4: the entity whose role is {@code abuse}, however deep it stands. */
    private static Optional<String> mailbox(JsonNode holder, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        for (var entity : holder.path("entities")) {
            var roles = entity.path("roles").toString();
            var own = roles.contains("\"abuse\"") ? address(entity.path("vcardArray")) : Optional.<String>empty();
            var found = own.or(() -> mailbox(entity, depth + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A jCard (RFC 7095): {@code ["vcard", [["email", {}, "text", "abuse@..."], ...]]}. */
    private static Optional<String> address(JsonNode card) {
        for (var line : card.path(1)) {
            var value = line.path(3).asString("");
            if (line.path(0).asString("").equals("email")
                    && MAILBOX.matcher(value).matches()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    // ---- what several threads share

    private synchronized Optional<Known> before(String address) {
        return Optional.ofNullable(known.get(address)).filter(one -> one.until() - nanoTime.getAsLong() > 0);
    }

    private synchronized void keep(String address, Optional<Desk> desk) {
        known.put(address, new Known(desk, nanoTime.getAsLong() + KEPT.toNanos()));
    }

    private synchronized boolean mayAsk(int most) {
        var now = nanoTime.getAsLong();
        if (now - minute >= Duration.ofMinutes(1).toNanos()) {
            minute = now;
            asked = 0;
        }
        if (asked >= most) {
            return false;
        }
        asked++;
        return true;
    }
}

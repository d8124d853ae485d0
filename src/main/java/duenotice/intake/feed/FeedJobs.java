package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.RecurringJob;
import duenotice.database.Transactions;
import duenotice.fetch.BoundedHttp;
import duenotice.inventory.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Makes the recurring jobs of the feeds that an operator has set up. */
public final class FeedJobs {
    private static final String SHADOWSERVER_API = "https://transform.shadowserver.org/api2/";
    private static final String SHADOWSERVER_DOWNLOADS = "https://dl.shadowserver.org/";
    private static final String DROP = "https://www.spamhaus.org/drop/drop_v4.json";
    private static final String ASN_DROP = "https://www.spamhaus.org/drop/asndrop.json";
    private static final String SNDS = "https://sendersupport.olc.protection.outlook.com/snds/data.aspx?key=%s";
    private static final String SNDS_STATUS =
            "https://sendersupport.olc.protection.outlook.com/snds/ipStatus.aspx?key=%s";

    private final Transactions transactions;
    private final Casework casework;
    private final Inbox inbox;
    private final Inventory inventory;

    public FeedJobs(Transactions transactions, Casework casework, Inbox inbox, Inventory inventory) {
        this.transactions = transactions;
        this.casework = casework;
        this.inbox = inbox;
        this.inventory = inventory;
    }

    /** @throws IllegalArgumentException where two have one name, or a zone or address is none */
    public List<RecurringJob> jobs(List<FeedSettings> feeds) {
        var names = feeds.stream().map(FeedSettings::name).distinct().count();
        if (names < feeds.size()) {
            throw new IllegalArgumentException("two feeds have the same name");
        }
        return feeds.stream().map(this::poller).toList();
    }

    private RecurringJob poller(FeedSettings feed) {
        return new Poller(
                feed,
                source(feed),
                transactions,
                casework,
                inbox,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private FeedSource source(FeedSettings feed) {
        var http = new BoundedHttp(feed.maxBytes(), feed.timeLimit());
        Supplier<OwnSpace> own = () -> new OwnSpace(inventory.ownNetworks());
        return switch (feed.kind()) {
            case DNSBL ->
                new Dnsbl(feed, DnsblQuestions.to(feed.zone(), feed.resolver()), own, pause(feed.perSecond()));
            case URLHAUS -> {
                var url = feed.url()
                        .orElseGet(() -> URI.create("https://urlhaus.abuse.ch/feeds/asn/%d/"
                                .formatted(feed.asns().iterator().next())));
                yield new HttpList(http, () -> url, new UrlhausShape(own));
            }
            case DROP -> {
                var url = feed.url().orElse(URI.create(DROP));
                yield new HttpList(http, () -> url, new DropShape(own, feed.asns()));
            }
            case ASN_DROP -> {
                var url = feed.url().orElse(URI.create(ASN_DROP));
                yield new HttpList(http, () -> url, new DropShape(own, feed.asns()));
            }
            case SHADOWSERVER ->
                new Shadowserver(
                        http,
                        folder(feed.url().orElse(URI.create(SHADOWSERVER_API))),
                        feed.url()
                                .map(one -> folder(one).resolve("download/"))
                                .orElse(URI.create(SHADOWSERVER_DOWNLOADS)),
                        () -> secret(feed.keyFile().orElseThrow()),
                        () -> secret(feed.secretFile().orElseThrow()));
            case SNDS -> new DailyDocument(http, keyed(feed, SNDS));
            case SNDS_STATUS -> new HttpList(http, keyed(feed, SNDS_STATUS), new SndsStatusShape(own));
            case LIST -> {
                var url = feed.url().orElseThrow();
                yield new HttpList(http, () -> url, new RowsShape(own));
            }
        };
    }

    /** Between two questions, with a little chance so that they make no beat. */
    private static Dnsbl.Pause pause(int perSecond) {
        var millis = 1000.0 / perSecond;
        return () -> Thread.sleep(
                (long) (millis * (0.75 + ThreadLocalRandom.current().nextDouble() / 2)));
    }

    /** The operator's url, or the public one with his key, which is read for each look. */
    private static Supplier<URI> keyed(FeedSettings feed, String publicAddress) {
        return () -> {
            var key = feed.keyFile().map(FeedJobs::secret).map(text -> URLEncoder.encode(text, UTF_8));
            var url = feed.url().map(URI::toString);
            return URI.create(url.map(text -> key.map(one -> withKey(text, one)).orElse(text))
                    .orElseGet(() -> publicAddress.formatted(key.orElseThrow())));
        };
    }

    private static String withKey(String url, String key) {
        return url + (url.indexOf('?') < 0 ? "?key=" : "&key=") + key;
    }

    private static URI folder(URI url) {
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException("the file %s cannot be read".formatted(file), missing);
        }
    }
}

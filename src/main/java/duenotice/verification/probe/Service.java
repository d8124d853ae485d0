package duenotice.verification.probe;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;

/** What can be looked for: by the port that a report names, or by its words. */
@SuppressWarnings("ImmutableEnumChecker") // its sets and lists are unmodifiable
enum Service {
    DNS(Set.of(53), true, "open resolver", "openresolver", "open dns", "open recursive", "recursive resolver"),
    NTP(Set.of(123), true, "ntp", "monlist"),
    MEMCACHED(Set.of(11211), true, "memcached", "memcache"),
    SSDP(Set.of(1900), true, "ssdp", "upnp"),
    REDIS(Set.of(6379), false, "redis"),
    ELASTICSEARCH(Set.of(9200), false, "elasticsearch", "elastic search"),
    DOCKER(Set.of(2375), false, "docker"),
    TELNET(Set.of(23, 2323), false, "telnet"),
    RDP(Set.of(3389), false, "rdp", "remote desktop"),
    SMB(Set.of(445), false, "smb", "microsoft ds"),
    VNC(Set.of(5900, 5901), false, "vnc"),
    FTP(Set.of(21), false, "ftp"),
    RSYNC(Set.of(873), false, "rsync"),
    MYSQL(Set.of(3306), false, "mysql", "mariadb"),
    POSTGRESQL(Set.of(5432), false, "postgres", "postgresql"),
    MSSQL(Set.of(1433), false, "mssql", "sql server"),
    ADB(Set.of(5555), false, "adb", "android debug"),
    MONGODB(Set.of(27017), false, "mongodb"),
    COUCHDB(Set.of(5984), false, "couchdb"),
    MQTT(Set.of(1883), false, "mqtt"),
    KUBERNETES(Set.of(6443), false, "kubernetes"),
    HTTP_PROXY(Set.of(3128, 8080, 8118, 8123, 8888), false, "open proxy", "http proxy", "web proxy", "connect proxy"),
    SOCKS_PROXY(Set.of(1080), false, "socks", "socks4", "socks5", "socks proxy"),
    /** Named by a report's own field, never by port or words. */
    WEB_PAGE(Set.of(), false);

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Set<Integer> ports;
    private final boolean amplifier;
    private final List<String> words;

    Service(Set<Integer> ports, boolean amplifier, String... words) {
        this.ports = ports;
        this.amplifier = amplifier;
        this.words = List.of(words);
    }

    /** One who forges his questions floods others with its answers. */
    boolean isAmplifier() {
        return amplifier;
    }

    int usualPort() {
        return ports.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }

    static List<Service> at(int port) {
        return Arrays.stream(values())
                .filter(service -> service.ports.contains(port))
                .toList();
    }

    /** @param words as {@link #words} makes them */
    static List<Service> in(String words) {
        return Arrays.stream(values())
                .filter(service -> service.words.stream().anyMatch(word -> words.contains(" " + word + " ")))
                .toList();
    }

    /** In lower case with one blank around each word. */
    static String words(String text) {
        return " " + BETWEEN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ") + " ";
    }

    boolean isProxy() {
        return this == HTTP_PROXY || this == SOCKS_PROXY;
    }

    /**
     * What looks need.
     *
     * @param name what open resolvers are asked for
     * @param proxies empty where we have no listener that a proxy could be asked for
     */
    record Means(Looker looker, Name name, Optional<ProxyLook> proxies) {}

    /** Every look that belongs to it; it is open where one of them finds it so. */
    List<Look> look(InetSocketAddress place, Means means) {
        var looker = means.looker();
        return switch (this) {
            case DNS -> List.of(looker.udp(place, new DnsResolverService(means.name())));
            case NTP -> List.of(looker.udp(place, new NtpService()));
            case MEMCACHED ->
                List.of(looker.udp(place, new MemcachedService()), looker.tcp(place, MemcachedService.overTcp()));
            case HTTP_PROXY ->
                means.proxies().map(proxies -> proxies.http(place)).stream().toList();
            case SOCKS_PROXY ->
                means.proxies().map(proxies -> proxies.socks(place)).stream().toList();
            case WEB_PAGE -> List.of();
            case SSDP -> List.of(looker.udp(place, new SsdpService()));
            case REDIS -> List.of(looker.tcp(place, TcpService.redis()));
            case ELASTICSEARCH ->
                List.of(looker.tcp(place, TcpService.page("Elasticsearch", "/", body -> body.contains("\"cluster_"))));
            case DOCKER ->
                List.of(looker.tcp(
                        place, TcpService.page("Docker", "/version", body -> body.contains("\"ApiVersion\""))));
            case COUCHDB ->
                List.of(looker.tcp(place, TcpService.page("CouchDB", "/_all_dbs", body -> body.startsWith("["))));
            // What is complained of is that strangers can knock at all: remedy is that they cannot.
            case TELNET, RDP, SMB, VNC, FTP, RSYNC, MYSQL, POSTGRESQL, MSSQL, ADB ->
                List.of(looker.tcp(place, TcpService.reachable(toString())));
            // With a login they may stay reachable, and a login cannot be seen from here.
            case MONGODB, MQTT, KUBERNETES -> List.of(looker.tcp(place, TcpService.reachableIsUnclear(toString())));
        };
    }

    /** What of it can be made to flood others: only what answers over UDP, to whomever a forged question names. */
    List<Look> lookForFlood(InetSocketAddress place, Means means) {
        return this == MEMCACHED ? List.of(means.looker().udp(place, new MemcachedService())) : look(place, means);
    }

    @Override
    public String toString() {
        return switch (this) {
            case DNS -> "open DNS resolver";
            case MEMCACHED -> "memcached";
            case HTTP_PROXY -> "open proxy";
            case SOCKS_PROXY -> "open SOCKS proxy";
            case WEB_PAGE -> "page";
            case REDIS -> "Redis";
            case ELASTICSEARCH -> "Elasticsearch";
            case DOCKER -> "Docker";
            case TELNET -> "Telnet";
            case MYSQL -> "MySQL";
            case POSTGRESQL -> "PostgreSQL";
            case MONGODB -> "MongoDB";
            case COUCHDB -> "CouchDB";
            case KUBERNETES -> "Kubernetes";
            default -> name();
        };
    }
}

package duenotice;

import duenotice.intake.feed.FeedSettings;
import duenotice.inventory.source.SourceSettings;
import duenotice.mail.DomainNames;
import duenotice.mail.OrganisationalDomain;
import duenotice.verification.probe.ProbeSettings;
import duenotice.verification.probe.ProxyListener;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What an operator sets, in a YAML file under `duenotice:` (see `docs/settings.sample.yaml`). A wrong or unknown name
/// stops the start. Secrets are names of files that hold them, never values.
///
/// @param ownNetworks prefixes that are ours although no inventory row ever assigned all of them
/// @param spool folder whose files are taken as reports
/// @param relay where mail goes out; without it none does, and warnings wait
/// @param resolver address of a name resolver of our own, such as `127.0.0.1` or `127.0.0.1:53`, which finds the keys
/// of
///     mails' signatures; without it signatures count only where our own mail server has checked them
/// @param names how reported names are looked up by that resolver
/// @param probes how retests look at our own servers from outside
/// @param rdap where to ask who is responsible for an address that is not ours (RFC 9082); without it reporters are
/// told how
///     to find out themselves
/// @param rota addresses that alarms go to, first to last
/// @param brands names under which the provider appears to some of its customers, beside its own
/// @param webhooks where detectors and other programs post what they see: `/webhooks/NAME`
@ConfigurationProperties(prefix = "duenotice", ignoreUnknownFields = false)
record Settings(
        @DefaultValue Provider provider,
        @DefaultValue Listener smtp,
        @DefaultValue List<Mailbox> mailboxes,
        Optional<Path> spool,
        @Nullable Outgoing relay,
        @DefaultValue Network network,
        @DefaultValue Phone phone,
        @DefaultValue List<String> ownNetworks,
        Optional<String> resolver,
        @DefaultValue Names names,
        @DefaultValue Receipts receipts,
        @DefaultValue Sealing sealing,
        @DefaultValue Probes probes,
        Optional<URI> rdap,
        @DefaultValue List<String> rota,
        @Nullable Webhook alarmWebhook,
        @DefaultValue List<Inbound> webhooks,
        Optional<Path> policies,
        @DefaultValue List<Feed> feeds,
        @DefaultValue List<Brand> brands,
        @DefaultValue Inventories inventory) {

    /// Where the inventory is read again and again, beside the files that people hand in.
    record Inventories(@DefaultValue List<InventorySource> sources) {
        /// @throws IllegalArgumentException with a sentence on what is wrong or missing
        List<SourceSettings> checked() {
            return sources.stream().map(InventorySource::checked).toList();
        }
    }

    /// See {@link SourceSettings}, which checks it.
    ///
    /// @param kind `yaml`, `csv`, `netbox`, `openstack` or `whmcs`
    /// @param mostLost share of its rows that may go between two readings
    record InventorySource(
            String name,
            String kind,
            @DefaultValue("1h") Duration every,
            Optional<Path> path,
            Optional<URI> url,
            Optional<String> user,
            Optional<Path> secretFile,
            Optional<String> project,
            @DefaultValue("Default") String domain,
            Optional<String> region,
            @DefaultValue("public") String endpoints,
            @DefaultValue({"customers", "servers"}) Set<String> takes,
            @DefaultValue("") String prefix,
            @DefaultValue("number") String serverIds,
            @DefaultValue("") String filter,
            @DefaultValue Set<String> vrfs,
            @DefaultValue("false") boolean privateAddresses,
            @DefaultValue("0.2") double mostLost,
            @DefaultValue("32MB") DataSize maxSize,
            @DefaultValue("60s") Duration answerLimit,
            @DefaultValue("15m") Duration timeLimit,
            @DefaultValue("5000") int mostPages) {
        SourceSettings checked() {
            return new SourceSettings(
                    name,
                    SourceSettings.Kind.ofWord(kind),
                    every,
                    path,
                    url,
                    user,
                    secretFile,
                    project,
                    domain,
                    region,
                    endpoints,
                    takes,
                    prefix,
                    serverIds,
                    filter,
                    vrfs,
                    privateAddresses,
                    mostLost,
                    maxSize.toBytes(),
                    answerLimit,
                    timeLimit,
                    mostPages);
        }
    }

    /// A list of others that is looked at again and again; see {@link FeedSettings}, which checks it.
    ///
    /// @param kind `dnsbl`, `urlhaus`, `drop`, `asn-drop`, `shadowserver`, `snds`, `snds-status` or `list`
    /// @param mostLost share of its rows that a list may lose at once and still be believed
    /// @param perSecond questions to a DNSBL
    record Feed(
            String name,
            String kind,
            @DefaultValue("12h") Duration every,
            Optional<URI> url,
            @DefaultValue("") String zone,
            Optional<String> resolver,
            @DefaultValue Set<Long> asns,
            Optional<Path> keyFile,
            Optional<Path> secretFile,
            @DefaultValue("0.3") double mostLost,
            @DefaultValue("10") int perSecond,
            @DefaultValue("65536") int mostAddresses,
            @DefaultValue("64MB") DataSize maxSize,
            @DefaultValue("60s") Duration timeLimit) {
        /// @param usualResolver the one of the desk as a whole
        /// @throws IllegalArgumentException with a sentence on what is wrong or missing
        FeedSettings checked(Optional<String> usualResolver) {
            return new FeedSettings(
                    name,
                    FeedSettings.Kind.ofWord(kind),
                    every,
                    url,
                    zone,
                    resolver.or(() -> usualResolver),
                    asns,
                    keyFile,
                    secretFile,
                    mostLost,
                    perSecond,
                    mostAddresses,
                    maxSize.toBytes(),
                    timeLimit);
        }
    }

    // A part of several settings that may be left out is null where it is: the framework fills no Optional of it.

    Optional<Outgoing> outgoing() {
        return Optional.ofNullable(relay);
    }

    Optional<Webhook> pager() {
        return Optional.ofNullable(alarmWebhook);
    }

    /// Who we are towards customers and reporters.
    ///
    /// @param domain of the addresses that replies and bounces come back to
    /// @param complaints addresses that take complaints
    /// @param contactChanges address that takes contact changes
    /// @param baseUrl what links in mails begin with; empty means this program's own address
    /// @param signature further lines under each letter, such as what the law wants in business letters
    /// @param authservId our own mail server's name in `Authentication-Results`; no other is believed
    record Provider(
            @DefaultValue(NO_NAME) String name,
            @DefaultValue(NO_DOMAIN) String domain,
            @DefaultValue("abuse@provider.example") List<String> complaints,
            @DefaultValue("contacts@provider.example") String contactChanges,
            @DefaultValue("abuse@provider.example") String from,
            Optional<URI> baseUrl,
            @DefaultValue("mx.provider.example") String authservId,
            Optional<String> signature) {}

    /// A name under which the provider appears to those customers whose `brand` in the inventory is its id.
    ///
    /// @param from sender of its letters
    /// @param support address that its letters and pages name; one of the provider's `complaints`, which are taken
    /// @param baseUrl what links in its letters begin with, and by whose host its pages are known
    /// @param signature further lines under each letter
    /// @param language of its public page for readers of languages that we do not write
    /// @param policy the cut policy that its customers have; its public page shows no other of the same types
    record Brand(
            String id,
            String name,
            Optional<String> from,
            Optional<String> support,
            Optional<URI> baseUrl,
            Optional<String> signature,
            Optional<String> language,
            Optional<String> policy) {
        Brand {
            if (!id.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new IllegalArgumentException(
                        "duenotice.brands: an id is of small letters, digits and hyphens, not \"" + id + "\"");
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("duenotice.brands, " + id + ": a name is missing");
            }
        }
    }

    /// What is probably wrong with our own addresses, a line each: one letter too few in a domain, and answers go to
    /// strangers.
    List<String> doubtfulAddresses() {
        var lines = new ArrayList<String>();
        Stream.of(
                        provider.from(),
                        provider.contactChanges(),
                        provider.complaints().getFirst())
                .distinct()
                .filter(address -> !isOf(provider.domain(), address))
                .map(address -> "please check: %s is not an address of %s, the provider's domain"
                        .formatted(address, provider.domain()))
                .forEach(lines::add);
        for (var brand : brands) {
            var domain = brand.baseUrl().map(URI::getHost).or(() -> brand.from().map(Settings::domain));
            Stream.concat(brand.from().stream(), brand.support().stream())
                    .distinct()
                    .filter(address -> domain.filter(own -> !isOf(own, address)).isPresent())
                    .map(address -> "please check: %s is not an address of %s, the domain of the brand %s"
                            .formatted(address, domain.orElse(""), brand.id()))
                    .forEach(lines::add);
            brand.support()
                    .filter(address -> provider.complaints().stream().noneMatch(address::equalsIgnoreCase))
                    .map(address ->
                            "%s, the support address of the brand %s, is none of provider.complaints, so no mail to it is taken"
                                    .formatted(address, brand.id()))
                    .ifPresent(lines::add);
        }
        return lines;
    }

    private static boolean isOf(String host, String address) {
        return OrganisationalDomain.same(host, domain(address));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /// The values of {@link Provider} that nobody has in earnest.
    private static final String NO_NAME = "Provider";

    private static final String NO_DOMAIN = "provider.example";

    /// What is not set and why that matters, a line each.
    List<String> unset() {
        var lines = new ArrayList<String>();
        if (provider.name().equals(NO_NAME)) {
            lines.add("no provider name, so letters and pages say \"" + NO_NAME + "\"");
        }
        if (provider.domain().equals(NO_DOMAIN)) {
            lines.add("no provider domain, so addresses end in " + NO_DOMAIN);
        }
        if (relay == null) {
            lines.add("no mail relay, so warnings wait and the alarm relay-down rings");
        }
        lines.addAll(doubtfulAddresses());
        if (rota.isEmpty() && alarmWebhook == null) {
            lines.add("no rota, so alarms show in the console only");
        }
        return lines;
    }

    /// Where a reported page or domain points is asked for, of the resolver alone; no page is fetched.
    ///
    /// @param lookUp false leaves names that the inventory does not know to people
    /// @param mostOfOneReport names
    /// @param mostInAMinute names of all reports; of these a third may be one reporter's
    record Names(
            @DefaultValue("true") boolean lookUp,
            @DefaultValue("20") int mostOfOneReport,
            @DefaultValue("300") int mostInAMinute) {
        Names {
            if (mostOfOneReport < 1 || mostOfOneReport > 200) {
                throw new IllegalArgumentException(
                        "duenotice.names.most-of-one-report is 1 to 200, not " + mostOfOneReport);
            }
            if (mostInAMinute < 3 || mostInAMinute > 10_000) {
                throw new IllegalArgumentException(
                        "duenotice.names.most-in-a-minute is 3 to 10000, not " + mostInAMinute);
            }
        }
    }

    /// How retests look at our own servers from outside (R45).
    ///
    /// @param name what open resolvers are asked for; without it the provider's domain
    /// @param sources addresses of this machine that looks come from, at most one of each family
    /// @param proxyListener address and port of this machine that open proxies are asked to connect to; without it
    ///     none is looked at
    /// @param proxyListenerBind what it is bound to where that is another
    /// @param canary name servers of our own, such as `192.0.2.53`: silence proves something only while one answers
    record Probes(
            @DefaultValue("true") boolean enabled,
            Optional<String> name,
            @DefaultValue List<String> sources,
            @DefaultValue List<String> canary,
            @DefaultValue("2s") Duration patience,
            @DefaultValue("3") int tries,
            Optional<String> proxyListener,
            Optional<String> proxyListenerBind,
            @DefaultValue("20") int mostOfAServerInAnHour,
            @DefaultValue("60") int mostInAMinute) {
        Probes {
            if (patience.toMillis() < 100 || patience.toSeconds() > 30 || tries < 1 || tries > 5) {
                throw new IllegalArgumentException(
                        "duenotice.probes: patience is 100ms to 30s and tries 1 to 5, not %s and %d"
                                .formatted(patience, tries));
            }
        }

        /// @throws IllegalArgumentException with a sentence on what is wrong
        ProbeSettings checked(Provider provider, Optional<DomainNames> names) {
            return new ProbeSettings(
                    name.orElse(provider.domain().equals(NO_DOMAIN) ? "example.com" : provider.domain()),
                    source(false),
                    source(true),
                    canary.stream()
                            .map(text -> addressAndPort("duenotice.probes.canary", text))
                            .toList(),
                    patience,
                    tries,
                    names,
                    proxyListener.map(
                            announced -> listener(addressAndPort("duenotice.probes.proxy-listener", announced))),
                    mostOfAServerInAnHour,
                    mostInAMinute);
        }

        private ProxyListener listener(InetSocketAddress announced) {
            return ProxyListener.open(
                    proxyListenerBind
                            .map(text -> addressAndPort("duenotice.probes.proxy-listener-bind", text))
                            .orElse(announced),
                    announced);
        }

        private Optional<InetAddress> source(boolean six) {
            return sources.stream()
                    .map(text -> {
                        try {
                            return InetAddress.ofLiteral(text);
                        } catch (IllegalArgumentException noAddress) {
                            throw new IllegalArgumentException(
                                    "duenotice.probes.sources are IP addresses, not " + text, noAddress);
                        }
                    })
                    .filter(address -> address instanceof Inet6Address == six)
                    .findFirst();
        }
    }

    /// How reporters hear of their reports.
    ///
    /// @param singlesADay so many letters a day go to one reporter by themselves, the rest in one
    record Receipts(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("20") int singlesADay) {}

    /// How customers' passwords are kept (R25).
    ///
    /// @param keyFile the keys that seal them, made at the first start; without it one in the data folder
    /// @param keepFor what nothing ended before is wiped then
    record Sealing(
            Optional<Path> keyFile, @DefaultValue("7d") Duration keepFor) {
        Sealing {
            if (keepFor.compareTo(Duration.ofHours(1)) < 0 || keepFor.compareTo(Duration.ofDays(90)) > 0) {
                throw new IllegalArgumentException("duenotice.sealing.keep-for is 1h to 90d, not " + keepFor);
            }
        }
    }

    /// Where names are looked up.
    ///
    /// @throws IllegalArgumentException for what is no address of a machine
    Optional<InetSocketAddress> resolverAddress() {
        return resolver.map(text -> addressAndPort("duenotice.resolver", text));
    }

    private static InetSocketAddress addressAndPort(String setting, String text) {
        var colon = text.endsWith("]") || text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[")
                ? -1
                : text.lastIndexOf(':');
        var host = (colon < 0 ? text : text.substring(0, colon)).replaceAll("[\\[\\]]", "");
        try {
            var port = colon < 0 ? 53 : Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException noAddress) {
            throw new IllegalArgumentException(
                    setting + " is an IP address with or without a port, not " + text, noAddress);
        }
    }

    /// Where mail comes in.
    ///
    /// @param lmtpPort where it also comes in by LMTP (RFC 2033); without it it does not
    /// @param longestMail of all ways in but the API; a daily list of fifty thousand rows has room in 50MB
    record Listener(
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("2525") int port,
            Optional<Integer> lmtpPort,
            @DefaultValue("50MB") DataSize longestMail) {
        Listener {
            if (longestMail.toMegabytes() < 1 || longestMail.toGigabytes() >= 1) {
                throw new IllegalArgumentException(
                        "duenotice.smtp.longest-mail is at least 1MB and less than 1GB, not " + longestMail);
            }
        }

        int maxBytes() {
            return (int) longestMail.toBytes();
        }
    }

    /// A mailbox that mail is fetched from by IMAP.
    ///
    /// @param name what was fetched is remembered under it: it stays when the mailbox moves to another server
    /// @param address counts as the one that its mails were sent to; without it the first for complaints
    /// @param tls `none`, `starttls` or `implicit`
    /// @param authorityFile certificates in PEM that sign the server's; without it those the machine trusts
    /// @param source what it is for, such as `mailing-list` (R2)
    /// @param moveTo folder that mail is moved to once it is kept; without it it is flagged
    /// @param lookEvery also where the server says by itself that mail has come
    record Mailbox(
            String name,
            Optional<String> address,
            String host,
            @DefaultValue("993") int port,
            @DefaultValue("implicit") String tls,
            Optional<Path> authorityFile,
            String user,
            Path passwordFile,
            @DefaultValue("INBOX") String folder,
            Optional<String> source,
            Optional<String> moveTo,
            @DefaultValue("1m") Duration lookEvery) {}

    /// Where mail goes out.
    ///
    /// @param tls `none`, `starttls` or `implicit`
    /// @param name what we call ourselves towards the relay; without it the provider's domain
    /// @param dkim signs what goes out; without it the relay may
    /// @param mostInAMinute mails of all kinds; of one recipient domain at most `mostOfOneDomain`
    record Outgoing(
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("25") int port,
            @DefaultValue("none") String tls,
            Optional<String> user,
            Optional<Path> passwordFile,
            Optional<String> name,
            @Nullable Dkim dkim,
            @DefaultValue("300") int mostInAMinute,
            @DefaultValue("60") int mostOfOneDomain) {
        Outgoing {
            if (mostInAMinute < 1 || mostOfOneDomain < 1) {
                throw new IllegalArgumentException(
                        "duenotice.relay.most-in-a-minute and most-of-one-domain are 1 or more");
            }
        }

        Optional<Dkim> signing() {
            return Optional.ofNullable(dkim);
        }
    }

    /// @param domain without it that of the From
    /// @param keyFile a private RSA key in PEM of 2048 bits or more
    record Dkim(String selector, Path keyFile, Optional<String> domain) {}

    /// How measures reach the network.
    ///
    /// @param driver `manual` (a task for an engineer), `command` or `webhook`
    /// @param command program and arguments, no shell
    /// @param dryRun says what it would do and changes nothing
    record Network(
            @DefaultValue("manual") String driver,
            @DefaultValue List<String> command,
            @Nullable Webhook webhook,
            @DefaultValue("60s") Duration timeLimit,
            @DefaultValue("false") boolean dryRun) {
        Optional<Webhook> panel() {
            return Optional.ofNullable(webhook);
        }
    }

    /// How contacts are phoned.
    ///
    /// @param backEnd `operator` (people call), `twilio` or `sip`
    /// @param spacing least time between two calls of a round
    record Phone(
            @DefaultValue("operator") String backEnd,
            @DefaultValue("30s") Duration spacing,
            @DefaultValue("1") int mostInASecond,
            @DefaultValue("60") int mostInAnHour,
            @Nullable Twilio twilio,
            @Nullable Sip sip) {
        Phone {
            if (!Set.of("operator", "twilio", "sip").contains(backEnd)) {
                throw new IllegalArgumentException(
                        "duenotice.phone.back-end is operator, twilio or sip, not " + backEnd);
            }
            if (backEnd.equals("twilio") && twilio == null) {
                throw new IllegalArgumentException("duenotice.phone.back-end twilio needs duenotice.phone.twilio");
            }
            if (backEnd.equals("sip") && sip == null) {
                throw new IllegalArgumentException("duenotice.phone.back-end sip needs duenotice.phone.sip");
            }
        }

        boolean calls() {
            return !backEnd.equals("operator");
        }

        Optional<Twilio> exchange() {
            return Optional.ofNullable(twilio);
        }

        Optional<Sip> trunk() {
            return Optional.ofNullable(sip);
        }
    }

    /// A SIP trunk; see {@link duenotice.call.sip.SipSettings}.
    ///
    /// @param domain else the server
    /// @param user empty where the trunk knows us by our address
    /// @param listen address of this machine
    record Sip(
            @DefaultValue("") String server,
            @DefaultValue("5060") int serverPort,
            @DefaultValue("udp") String transport,
            Optional<String> domain,
            Optional<String> user,
            Optional<Path> passwordFile,
            @DefaultValue("") String from,
            @DefaultValue("") String listen,
            @DefaultValue("5060") int port,
            @DefaultValue("16384") int mediaFrom,
            @DefaultValue("16583") int mediaTo,
            Optional<String> publicAddress,
            @DefaultValue("30s") Duration ringFor,
            Optional<Path> recordings,
            @DefaultValue("/usr/bin/espeak-ng") Path speaker) {}

    /// An account with Twilio, or with a service that speaks its interface.
    ///
    /// @param account its SID
    /// @param tokenFile the account's auth token
    /// @param from number that the callee sees
    /// @param callbackPath below `provider.base-url`, where the service asks what to say and tells how calls stand
    record Twilio(
            @DefaultValue("https://api.twilio.com") URI baseUrl,
            String account,
            Path tokenFile,
            String from,
            @DefaultValue(CALLBACKS) String callbackPath,
            @DefaultValue("30s") Duration ringFor,
            @DefaultValue("15s") Duration timeLimit) {
        static final String CALLBACKS = "/phone/callback";

        Twilio {
            var host = String.valueOf(baseUrl.getHost());
            if (!"https".equals(baseUrl.getScheme())
                    && !Set.of("127.0.0.1", "localhost", "[::1]").contains(host)) {
                throw new IllegalArgumentException(
                        "duenotice.phone.twilio.base-url begins with https://: the token goes there");
            }
            if (!callbackPath.matches("/[a-z0-9-]+(/[a-z0-9-]+)*")) {
                throw new IllegalArgumentException("duenotice.phone.twilio.callback-path is a path such as " + CALLBACKS
                        + ", not " + callbackPath);
            }
        }
    }

    /// @param secretFile key of the signature; a second file may hold the next one, for rotation
    record Webhook(URI url, Path secretFile, Optional<Path> nextSecretFile) {}

    /// Where another program posts what it sees.
    ///
    /// @param name stands in the path, and is the reporter's name
    /// @param tokenFile the token, or the key of the signature; a second file may hold the next one, for rotation
    /// @param header that the token comes in; without it `Authorization: Bearer`
    /// @param signatureHeader that the body's HMAC-SHA256 comes in, instead of the token
    /// @param trusted counts as a trusted reporter without a row in the inventory
    /// @param map where everything stands in its JSON; without it it is read as whatever format it is
    record Inbound(
            String name,
            Path tokenFile,
            Optional<Path> nextTokenFile,
            Optional<String> header,
            Optional<String> signatureHeader,
            @DefaultValue("false") boolean trusted,
            @Nullable Mapping map) {
        Optional<Mapping> mapping() {
            return Optional.ofNullable(map);
        }
    }

    /// See {@link duenotice.intake.format.FieldMapping}. Words are translated by lines such as `synflood =
    /// connection/ddos`.
    record Mapping(
            @DefaultValue("") String items,
            @DefaultValue("") String ip,
            @DefaultValue("") String port,
            @DefaultValue("") String url,
            @DefaultValue("") String domain,
            @DefaultValue("") String account,
            @DefaultValue("") String type,
            @DefaultValue List<String> types,
            @DefaultValue("") String category,
            @DefaultValue List<String> categories,
            @DefaultValue("") String time,
            @DefaultValue List<String> evidence,
            @DefaultValue("") String id,
            @DefaultValue("") String over,
            @DefaultValue List<String> overWords) {}
}

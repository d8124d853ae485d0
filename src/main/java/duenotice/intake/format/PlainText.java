package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.mail.Once;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Complaints in words. Labelled lines are believed before sentences, sentences before logs, logs before addresses that
 * merely occur; an accusation of several that nothing tells apart is none.
 */
final class PlainText implements ReportFormat {
    private static final Type SPAM = Type.of("messaging/spam");

    private final Networks networks;

    PlainText(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "plain-text";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return switch (content.submission()) {
            case Submission.ByMail(Mail mail) ->
                MailKind.bringsBack(mail) ? Optional.empty() : report(Letter.of(mail, content.isNewsletter()), content);
            case Submission.Document(byte[] bytes, String type, String _) ->
                type.startsWith("text/plain") ? report(Letter.of(bytes), content) : Optional.empty();
        };
    }

    private Optional<Understanding.Report> report(Letter letter, Content content) {
        return read(letter, content).map(Understanding.Report::new);
    }

    private Optional<Reading> read(Letter letter, Content content) {
        var text = HumanText.of(letter.text());
        var words = ComplaintWords.in(letter.subject(), text.lines());
        var mentions = Mentions.in(letter.subject(), text);
        var complains = words.complains() && !letter.bulk() || letter.isShort();
        var accusation =
                Accusation.among(weighed(mentions, words), networks, letter.reporter(), letter.provider(), complains);
        var logs = new Once<>(() -> LogLines.attached(content, text.zone()));
        var type = words.type()
                .or(() -> logged(accusation, text))
                .or(() -> logged(accusation, logs).flatMap(Finding::type));
        var attacked = isAboutConnections(type) || type.isEmpty() && words.tellOfAttack() && complains
                ? attacked(accusation)
                : List.<Mention>of();
        var times = new TextTimes(
                text,
                letter.written(),
                () -> sender(letter, text)
                        .flatMap(SendingAddress::at)
                        .or(() -> logged(accusation, logs).flatMap(Finding::observedAt)));
        List<String> warnings = new ArrayList<>(accusation.doubts());
        List<String> unopened = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        if (!attacked.isEmpty() && networks.known()) {
            findings.addAll(victims(attacked, type, times));
        } else if (!accusation.isEmpty()) {
            findings.addAll(findings(accusation, type, times));
        } else {
            pasted(letter, text, type, words.complains()).ifPresent(findings::add);
            if (findings.isEmpty() && complains && letter.mail().isPresent()) {
                findings.addAll(ours(logs.get().findings()));
                unopened.addAll(logs.get().unopened());
            }
        }
        if (findings.isEmpty() && complains) {
            findings.addAll(victims(attacked, type, times));
        }
        if (findings.isEmpty() && !(words.complains() && !letter.bulk())) {
            return Optional.empty();
        }
        if (findings.isEmpty()) {
            warnings.add("the text complains, but names no address, URL or domain it complains of");
        }
        if (!findings.isEmpty() && times.isStandIn()) {
            warnings.add("no event time in the text, the date of the mail stands in for it");
        }
        if (findings.stream()
                        .anyMatch(finding -> finding.observedAt()
                                .filter(at -> !at.zoneKnown())
                                .isPresent())
                && !times.isStandIn()) {
            warnings.add("the event time has no zone");
        }
        return Optional.of(new Reading(
                name(),
                Optional.empty(),
                Optional.empty(),
                findings,
                excerpt(type, accusation, text),
                warnings,
                unopened));
    }

    /** A log may accuse all the world; only the lines about us are for us, where there are any. */
    private List<Finding> ours(List<Finding> logged) {
        var ours = logged.stream()
                .filter(finding ->
                        finding.subject().ip().filter(networks::isOurs).isPresent())
                .toList();
        return ours.isEmpty() ? logged : ours;
    }

    private List<Finding> findings(Accusation accusation, Optional<Type> type, TextTimes times) {
        var category = type.map(Type::category).orElse(Category.OTHER);
        List<Finding> findings = new ArrayList<>();
        Set<Mention> told = new HashSet<>();
        var pages =
                isAboutConnections(type) && !accusation.addresses().isEmpty() ? List.<Mention>of() : accusation.urls();
        for (var page : pages) {
            var address = accusation.addressOf(page);
            address.ifPresent(told::add);
            findings.add(new Finding(category, type, page(page, address), times.of(List.of(page))));
        }
        for (var address : accusation.addresses()) {
            if (!told.contains(address) && (pages.isEmpty() || address.standing() != Standing.LOOSE)) {
                findings.add(new Finding(
                        category,
                        type,
                        address(address, siteOn(address, accusation.sites(), type)),
                        times.of(List.of(address))));
            }
        }
        for (var name : accusation.names()) {
            findings.add(
                    new Finding(category, type, Subject.ofDomain(name.place().text()), times.of(List.of(name))));
        }
        return findings;
    }

    private static List<Finding> victims(List<Mention> attacked, Optional<Type> type, TextTimes times) {
        return attacked.stream()
                .map(victim -> new Finding(
                        Category.SERVER_UNDER_ATTACK,
                        type,
                        Subject.ofIp(Prefix.of(victim.place().text())),
                        times.of(List.of(victim))))
                .toList();
    }

    /**
     * Who is attacked at our place (R6): nothing of ours is accused, and ours stand on the other side. Where nobody at
     * all is accused, the words have to say so outright; where our networks are not known, that is all there is.
     */
    private List<Mention> attacked(Accusation accusation) {
        var nobody = accusation.addresses().isEmpty();
        if (networks.known() ? accusation.addresses().stream().anyMatch(this::isOurs) : !accusation.isEmpty()) {
            return List.of();
        }
        return accusation.victims().stream()
                .filter(victim -> !networks.known() || isOurs(victim))
                .filter(victim -> !nobody
                        || victim.standing() == Standing.ATTACKED
                        || !victim.label().isEmpty())
                .toList();
    }

    private static boolean isAddress(Mention mention) {
        return mention.place().kind() == Place.Kind.ADDRESS;
    }

    private boolean isOurs(Mention mention) {
        return networks.isOurs(Prefix.of(mention.place().text()));
    }

    /** What pasted logs say of those accused, where the words do not: what they tried most often. */
    private static Optional<Type> logged(Accusation accusation, HumanText text) {
        if (accusation.addresses().isEmpty()) {
            return Optional.empty();
        }
        var log = new LogReader();
        List<LogReader.Accused> told = new ArrayList<>();
        for (var i = 0; i < text.lines().size(); i++) {
            log.read(i, text.lines().get(i)).ifPresent(told::add);
        }
        told.addAll(log.finish());
        Map<Type, Integer> deeds = new LinkedHashMap<>();
        for (var accused : told) {
            if (accusation.addresses().stream()
                    .anyMatch(mention ->
                            mention.place().text().equals(accused.peer().text()))) {
                deeds.merge(accused.type(), 1, Integer::sum);
            }
        }
        return deeds.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** What an attached log says of those accused in the text. */
    private static Optional<Finding> logged(Accusation accusation, Once<LogLines.Attached> logs) {
        if (accusation.addresses().isEmpty()) {
            return Optional.empty();
        }
        return logs.get().findings().stream()
                .filter(finding -> accusation.addresses().stream()
                        .anyMatch(accused -> finding.subject()
                                .ip()
                                .filter(Prefix.of(accused.place().text())::equals)
                                .isPresent()))
                .findFirst();
    }

    /** What an attack happens on is attacked; what an open service or a page lies on is complained of. */
    private List<Mention> weighed(List<Mention> mentions, ComplaintWords words) {
        var type = words.type();
        var lying = type.filter(known ->
                        !known.group().equals("connection") && !known.group().equals("messaging"))
                .isPresent();
        var connection = type.isEmpty() || isAboutConnections(type);
        return mentions.stream()
                .map(mention -> switch (mention.standing()) {
                    case UPON -> mention.as(lying ? Standing.LOOSE : Standing.VICTIM);
                    case ATTACKED -> connection ? mention : mention.as(Standing.VICTIM);
                    case LABELLED, STATED, LOOSE ->
                        connection
                                        && words.tellOfIncoming()
                                        && isAddress(mention)
                                        && (!networks.known() || isOurs(mention))
                                ? mention.as(Standing.ATTACKED)
                                : mention;
                    case LABELLED_SOURCE, LOGGED, VICTIM, SPAN, BESIDE -> mention;
                })
                .toList();
    }

    private static boolean isAboutConnections(Optional<Type> type) {
        return type.filter(known -> known.group().equals("connection")).isPresent();
    }

    private static Subject page(Mention page, Optional<Mention> address) {
        var url = page.place().text();
        var ip = address.map(mention -> Prefix.of(mention.place().text()))
                .or(() -> Hosts.ofUrl(url).flatMap(Prefix::parse));
        return new Subject(ip, Optional.empty(), Optional.empty(), Optional.of(url), Optional.empty());
    }

    private static Subject address(Mention address, Optional<String> name) {
        var ip = Optional.of(Prefix.of(address.place().text()));
        return new Subject(ip, address.place().port(), name, Optional.empty(), Optional.empty());
    }

    /** The site on an address, where the complaint is about what lies there. */
    private static Optional<String> siteOn(Mention address, List<Mention> sites, Optional<Type> type) {
        var lying = type.filter(known ->
                        known.group().equals("content") || known.group().equals("copyright"))
                .isPresent();
        return sites.stream()
                .filter(site -> lying && site.line() == address.line())
                .map(site -> site.place().text())
                .findFirst();
    }

    /** No word says who, but the offending mail itself was pasted or attached: then who handed it over. */
    private static Optional<Finding> pasted(Letter letter, HumanText text, Optional<Type> type, boolean complains) {
        var aboutMail = type.isEmpty()
                || type.get().group().equals("messaging")
                || type.get().group().equals("content");
        if (!complains || !aboutMail) {
            return Optional.empty();
        }
        return sender(letter, text)
                .map(sender -> new Finding(
                        Category.EMAIL_COMPROMISE,
                        Optional.of(SPAM),
                        Subject.ofIp(sender.ip()),
                        sender.at().or(() -> letter.written().map(date -> new EventTime(date, false)))));
    }

    /** Who handed over the mail that was pasted or attached. */
    private static Optional<SendingAddress> sender(Letter letter, HumanText text) {
        var own = letter.reporter().isEmpty() ? Set.<String>of() : Set.of(letter.reporter());
        return text.pastedHeaders().or(letter::attachedHeaders).flatMap(headers -> SendingAddress.in(headers, own));
    }

    private static String excerpt(Optional<Type> type, Accusation accusation, HumanText text) {
        var excerpt = new Excerpt();
        if (type.filter(Type::isChildAbuse).isPresent()) {
            return "";
        }
        Set<String> named = new HashSet<>();
        for (var mentions : List.of(accusation.addresses(), accusation.urls(), accusation.names())) {
            mentions.forEach(mention -> named.add(mention.place().text()));
        }
        for (var i = 0; i < text.lines().size(); i++) {
            var line = text.lines().get(i);
            if (named.stream().anyMatch(line::contains)) {
                excerpt.add(text.original().get(i));
            }
        }
        return excerpt.text();
    }

    /** What of a mail or a text file matters here. */
    record Letter(
            String subject,
            String text,
            String reporter,
            String provider,
            Optional<Instant> written,
            boolean bulk,
            Optional<Mail> mail) {
        /** A bare address sent to an abuse desk complains without saying so. */
        private static final int SHORT = 60;

        static Letter of(Mail mail, boolean bulk) {
            return new Letter(
                    mail.subject().orElse(""),
                    mail.text(),
                    mail.from().map(Address::domain).orElse(""),
                    mail.addresses("to").stream()
                            .findFirst()
                            .map(Address::domain)
                            .orElse(""),
                    mail.date(),
                    bulk,
                    Optional.of(mail));
        }

        static Letter of(byte[] content) {
            var length = Math.min(content.length, HumanText.LONGEST);
            var text = new String(content, 0, length, java.nio.charset.StandardCharsets.UTF_8);
            return new Letter("", text, "", "", Optional.empty(), false, Optional.empty());
        }

        boolean isShort() {
            return text.strip().length() < SHORT && !bulk;
        }

        Optional<String> attachedHeaders() {
            return mail.flatMap(carrier -> carrier.parts().stream()
                    .filter(part -> part.embedded().isPresent())
                    .findFirst()
                    .map(Arf::head));
        }
    }
}

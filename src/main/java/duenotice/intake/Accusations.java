package duenotice.intake;

import duenotice.casework.Further;
import duenotice.casework.MessageId;
import duenotice.casework.StoredMessage.Hint;
import duenotice.intake.Accused.Basis;
import duenotice.intake.Accused.NotOurs;
import duenotice.intake.Accused.Owned;
import duenotice.intake.Accused.Unlooked;
import duenotice.intake.Accused.Why;
import duenotice.inventory.Inventory;
import duenotice.inventory.NameLookup.Pointing;
import duenotice.inventory.Question;
import duenotice.inventory.Whose;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.ServerId;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks the inventory whose everything was that a batch of messages names, in one statement for each portion. */
final class Accusations {
    /** R71: a later event time is kept, but is no knowledge. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /** Questions of one statement. */
    private static final int ASKED_AT_ONCE = 5_000;

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_EXCERPT = 1000;

    private final Inventory inventory;
    private final Optional<IntakeSettings.Names> names;
    private final NameLooks looks;

    Accusations(Inventory inventory, Optional<IntakeSettings.Names> names, NameLooks looks) {
        this.inventory = inventory;
        this.names = names;
        this.looks = looks;
    }

    private record Asked(Finding finding, Optional<EventTime> observedAt) {
        Optional<Instant> sureTime() {
            return observedAt.filter(EventTime::zoneKnown).map(EventTime::at);
        }
    }

    private record Answered(Asked asked, Whose whose, Optional<Basis> basis) {
        Answered(Asked asked, Whose whose) {
            this(asked, whose, Optional.empty());
        }

        Finding finding() {
            return asked.finding();
        }

        Optional<EventTime> observedAt() {
            return asked.observedAt();
        }

        /** What may turn out to be ours once it is known where it points. */
        Optional<String> nameToAsk() {
            return whose instanceof Whose.Foreign ? AskableName.of(finding().subject()) : Optional.empty();
        }
    }

    private record Kind(ServerId server, Category category, Type type) {}

    /** In the order of the complaints. */
    List<List<Accused>> of(List<Complaint> complaints, Instant now) {
        var asked = new ArrayList<Asked>();
        var questions = new ArrayList<Question>();
        for (var complaint : complaints) {
            var receivedAt = complaint.message().receivedAt();
            for (var finding : complaint.reading().map(Reading::findings).orElse(List.of())) {
                var observedAt = finding.observedAt().filter(time -> !time.at().isAfter(receivedAt.plus(AHEAD)));
                var one = new Asked(finding, observedAt);
                asked.add(one);
                questions.add(new Question(finding.subject().ip(), hostname(finding.subject()), one.sureTime()));
            }
        }
        var answers = answers(questions, now);
        var answered = new ArrayList<List<Answered>>();
        var next = 0;
        for (var complaint : complaints) {
            var own = new ArrayList<Answered>();
            for (var ignored : complaint.reading().map(Reading::findings).orElse(List.of())) {
                own.add(new Answered(asked.get(next), answers.get(next)));
                next++;
            }
            answered.add(own);
        }
        var pointed = names.isPresent() ? pointed(complaints, answered, now) : Map.<MessageId, Pointed>of();
        var accused = new ArrayList<List<Accused>>();
        for (var i = 0; i < complaints.size(); i++) {
            var message = complaints.get(i).message();
            var place = Optional.ofNullable(pointed.get(message.id()));
            var own = place.map(Pointed::answered).orElse(answered.get(i));
            var one = new ArrayList<>(
                    message.hint().isPresent() ? List.of(assigned(message.hint().get(), own, now)) : accused(own));
            place.ifPresent(names -> one.addAll(names.open()));
            accused.add(one);
        }
        return accused;
    }

    // ---- names

    /**
     * A report with names in the place of which stand the addresses they point to.
     *
     * @param open what is not known of names yet, or never will be
     */
    private record Pointed(List<Answered> answered, List<Accused> open) {}

    /** Only of reports that name something of which nobody has told us; the others are missing. Asks nobody. */
    private Map<MessageId, Pointed> pointed(List<Complaint> complaints, List<List<Answered>> answered, Instant now) {
        var asked = new LinkedHashMap<MessageId, Set<String>>();
        for (var i = 0; i < complaints.size(); i++) {
            var message = complaints.get(i).message();
            if (message.hint().isEmpty()) {
                var own = new LinkedHashSet<String>();
                answered.get(i).forEach(one -> one.nameToAsk().ifPresent(own::add));
                if (!own.isEmpty()) {
                    asked.put(message.id(), own);
                }
            }
        }
        if (asked.isEmpty()) {
            return Map.of();
        }
        var known = known(asked);
        var givenUp = looks.givenUp(asked.keySet());
        var pointed = new HashMap<MessageId, Pointed>();
        for (var i = 0; i < complaints.size(); i++) {
            var message = complaints.get(i).message().id();
            var names = asked.get(message);
            if (names != null) {
                var own = known.getOrDefault(message, Map.of());
                pointed.put(
                        message,
                        new Pointed(resolved(answered.get(i), own, now), open(names, own, givenUp.contains(message))));
            }
        }
        return pointed;
    }

    private Map<MessageId, Map<String, Pointing>> known(Map<MessageId, Set<String>> asked) {
        var settings = names.orElseThrow();
        var known = looks.known(asked.keySet());
        asked.forEach((message, own) -> {
            var before = known.computeIfAbsent(message, unseen -> new HashMap<>());
            var rest = own.stream()
                    .limit(settings.mostOfOneReport())
                    .filter(name -> !before.containsKey(name))
                    .toList();
            if (!rest.isEmpty()) {
                var kept = settings.lookup().kept(rest);
                looks.keep(message, kept);
                before.putAll(kept);
            }
        });
        return known;
    }

    private List<Accused> open(Set<String> asked, Map<String, Pointing> known, boolean givenUp) {
        var most = names.orElseThrow().mostOfOneReport();
        var open = new ArrayList<Accused>();
        asked.stream()
                .limit(most)
                .filter(name -> !known.containsKey(name))
                .forEach(name -> open.add(new Unlooked(name, givenUp)));
        if (asked.size() > most) {
            open.add(new NotOurs(
                    Why.NAME, "%d more names of one report are too many to look up".formatted(asked.size() - most)));
        }
        return open;
    }

    /** Each name that points to us gives way to our addresses; whoever shares it with us is none of our business. */
    private List<Answered> resolved(List<Answered> own, Map<String, Pointing> known, Instant now) {
        var bases = new ArrayList<Basis>();
        var questions = new ArrayList<Question>();
        var from = new ArrayList<Integer>();
        for (var i = 0; i < own.size(); i++) {
            var one = own.get(i);
            var name = one.nameToAsk();
            var pointing = name.flatMap(text -> Optional.ofNullable(known.get(text)));
            for (var address : pointing.map(Pointing::addresses).orElse(List.of())) {
                bases.add(new Basis(
                        name.orElseThrow(),
                        address,
                        pointing.orElseThrow().addresses().size() - 1,
                        pointing.orElseThrow().askedAt(),
                        one.observedAt().map(EventTime::at)));
                questions.add(
                        new Question(Optional.of(address), name, one.asked().sureTime()));
                from.add(i);
            }
        }
        var answers = answers(questions, now);
        var ours = new HashMap<Integer, List<Answered>>();
        for (var i = 0; i < answers.size(); i++) {
            if (!(answers.get(i) instanceof Whose.Foreign)) {
                var asked = own.get(from.get(i)).asked();
                ours.computeIfAbsent(from.get(i), unseen -> new ArrayList<>())
                        .add(new Answered(
                                new Asked(at(asked.finding(), bases.get(i).address()), asked.observedAt()),
                                answers.get(i),
                                Optional.of(bases.get(i))));
            }
        }
        var resolved = new ArrayList<Answered>();
        for (var i = 0; i < own.size(); i++) {
            var one = own.get(i);
            var place = ours.get(i);
            if (place != null) {
                resolved.addAll(place);
            } else if (one.nameToAsk().filter(name -> !known.containsKey(name)).isEmpty()) {
                resolved.add(one);
            }
        }
        return resolved;
    }

    private static Finding at(Finding finding, Prefix address) {
        var subject = finding.subject();
        return new Finding(
                finding.category(),
                finding.type(),
                new Subject(Optional.of(address), subject.port(), subject.domain(), subject.url(), subject.account()),
                finding.observedAt(),
                finding.line(),
                finding.excerpt());
    }

    // ---- whose

    private List<Whose> answers(List<Question> questions, Instant now) {
        if (questions.size() <= ASKED_AT_ONCE) {
            return inventory.whose(questions, now);
        }
        var answers = new ArrayList<Whose>(questions.size());
        for (var from = 0; from < questions.size(); from += ASKED_AT_ONCE) {
            answers.addAll(
                    inventory.whose(questions.subList(from, Math.min(questions.size(), from + ASKED_AT_ONCE)), now));
        }
        return answers;
    }

    private static List<Accused> accused(List<Answered> findings) {
        var owned = new LinkedHashMap<Kind, Owned>();
        var accused = new ArrayList<Accused>();
        for (var one : findings) {
            var subject = one.finding().subject();
            var named = shortened(
                    one.basis().isPresent() ? subject.url().or(subject::domain).orElse("") : subject.named());
            switch (one.whose()) {
                case Whose.Owned(var server, var customer, boolean certain) -> {
                    if (certain) {
                        var found = new Owned(
                                server,
                                customer,
                                one.finding().category(),
                                one.finding().typeOrUnknown(),
                                subject.ip(),
                                subject.url(),
                                places(subject, one.finding().typeOrUnknown()),
                                one.observedAt(),
                                named,
                                one.finding().excerpt(),
                                one.basis(),
                                one.basis().isPresent());
                        owned.merge(new Kind(server, found.category(), found.type()), found, Accusations::together);
                    } else {
                        accused.add(new NotOurs(
                                Why.UNCERTAIN, named + " has changed hands lately, and when it happened is not sure"));
                    }
                }
                case Whose.Shared(var servers) ->
                    accused.add(new NotOurs(
                            Why.SHARED,
                            "%s may be any of %d servers, and nothing tells which".formatted(named, servers.size())));
                case Whose.NoCustomer() ->
                    accused.add(new NotOurs(Why.NO_CUSTOMER, named + " was nobody's at that time"));
                case Whose.Foreign() ->
                    accused.add(
                            subject.ip().isEmpty() && hostname(subject).isEmpty()
                                    ? new NotOurs(Why.NO_SUBJECT, named + " is neither an address nor a name")
                                    : new NotOurs(Why.FOREIGN, named + " is not in our networks"));
            }
        }
        accused.addAll(owned.values());
        return accused;
    }

    /** Only of a page does it matter which: else each of a thousand lines of a log would be a place of its own. */
    private static Further places(Subject subject, Type type) {
        return Further.of(
                subject.ip().map(Prefix::text),
                type.group().equals("content") && !type.isChildAbuse() ? subject.url() : Optional.empty(),
                subject.port().stream().toList());
    }

    /** What needs no look-up stands before what does: its address, and when it happened. */
    private static Owned together(Owned one, Owned added) {
        var swap = one.resolved() && !added.resolved();
        var first = swap ? added : one;
        var other = swap ? one : added;
        var later = other.observedAt()
                .filter(at -> other.resolved() == first.resolved()
                        || first.observedAt().isEmpty())
                .filter(at -> first.observedAt()
                        .map(EventTime::at)
                        .filter(before -> !at.at().isAfter(before))
                        .isEmpty());
        return new Owned(
                first.server(),
                first.customer(),
                first.category(),
                first.type(),
                first.prefix().or(other::prefix),
                first.url().or(other::url),
                first.places().and(other.places()),
                later.or(first::observedAt),
                first.named(),
                together(first.excerpt(), other.excerpt()),
                basisOf(first, other),
                first.resolved());
    }

    /** What the report says itself needs none, and of two the one that was asked in time is the better. */
    private static Optional<Basis> basisOf(Owned first, Owned other) {
        if (first.basis().isEmpty() && first.prefix().isPresent()) {
            return Optional.empty();
        }
        return Stream.of(first, other).flatMap(one -> one.basis().stream()).min(Comparator.comparing(Basis::isLate));
    }

    /** Some lines of many tell enough. */
    private static Optional<String> together(Optional<String> first, Optional<String> other) {
        return first.isPresent()
                        && other.isPresent()
                        && first.get().length() + other.get().length() < LONGEST_EXCERPT
                ? Optional.of(first.get() + "\n" + other.get())
                : first.or(() -> other);
    }

    /** Staff have said which server it is about, whatever the message says. */
    private Accused assigned(Hint hint, List<Answered> findings, Instant now) {
        var observedAt = hint.observedAt()
                .map(at -> new EventTime(at, true))
                .or(() -> findings.stream()
                        .flatMap(one -> one.observedAt().stream())
                        .findFirst());
        var subject = findings.stream()
                .filter(one -> mayMean(one.whose(), hint.server()))
                .map(one -> one.finding().subject())
                .findFirst();
        var customer =
                inventory.ownerAt(hint.server(), observedAt.map(EventTime::at).orElse(now));
        if (customer.isEmpty()) {
            return new NotOurs(Why.NO_CUSTOMER, hint.server() + " was nobody's at that time");
        }
        return new Owned(
                hint.server(),
                customer.get(),
                hint.category(),
                hint.type(),
                subject.flatMap(Subject::ip),
                subject.flatMap(Subject::url),
                findings.stream()
                        .filter(one -> mayMean(one.whose(), hint.server()))
                        .map(one -> places(one.finding().subject(), hint.type()))
                        .reduce(Further.NONE, Further::and),
                observedAt,
                hint.server().text(),
                findings.stream()
                        .filter(one -> mayMean(one.whose(), hint.server()))
                        .flatMap(one -> one.finding().excerpt().stream())
                        .findFirst(),
                Optional.empty(),
                false);
    }

    private static boolean mayMean(Whose whose, ServerId server) {
        return switch (whose) {
            case Whose.Owned owned -> owned.server().equals(server);
            case Whose.Shared shared -> shared.servers().contains(server);
            case Whose.NoCustomer(), Whose.Foreign() -> false;
        };
    }

    /** The name by which a shared address is told apart: of the page, else the domain, else the account's domain. */
    private static Optional<String> hostname(Subject subject) {
        return subject.url()
                .flatMap(Accusations::host)
                .or(subject::domain)
                .or(() -> subject.account()
                        .filter(account -> account.indexOf('@') > 0)
                        .map(account -> account.substring(account.lastIndexOf('@') + 1)))
                .filter(name -> !name.isBlank() && name.length() <= 253);
    }

    static Optional<String> host(String url) {
        var start = url.indexOf("://");
        if (start < 0) {
            return Optional.empty();
        }
        var end = start + 3;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        var authority = url.substring(start + 3, end);
        var host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        var colon = host.lastIndexOf(':');
        var name = colon > 0 && host.indexOf(']') < 0 ? host.substring(0, colon) : host;
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }
}

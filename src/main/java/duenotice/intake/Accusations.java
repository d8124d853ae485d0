package duenotice.intake;

import duenotice.casework.StoredMessage.Hint;
import duenotice.intake.Accused.NotOurs;
import duenotice.intake.Accused.Owned;
import duenotice.intake.Accused.Why;
import duenotice.inventory.Inventory;
import duenotice.inventory.Question;
import duenotice.inventory.Whose;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import duenotice.report.ServerId;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks the inventory whose everything was that a batch of messages names, in one statement for each portion. */
final class Accusations {
    /** R71: a later event time is kept, but is no knowledge. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /** Questions of one statement. */
    private static final int ASKED_AT_ONCE = 5_000;

    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_EXCERPT = 1000;

    private final Inventory inventory;

    Accusations(Inventory inventory) {
        this.inventory = inventory;
    }

    private record Asked(Finding finding, Optional<EventTime> observedAt) {}

    private record Answered(Finding finding, Optional<EventTime> observedAt, Whose whose) {}

    private record Kind(ServerId server, Category category, Type type) {}

    /** In the order of the complaints. */
    List<List<Accused>> of(List<Complaint> complaints, Instant now) {
        var asked = new ArrayList<Asked>();
        var questions = new ArrayList<Question>();
        for (var complaint : complaints) {
            var receivedAt = complaint.message().receivedAt();
            for (var finding : complaint.reading().map(Reading::findings).orElse(List.of())) {
                var observedAt = finding.observedAt().filter(time -> !time.at().isAfter(receivedAt.plus(AHEAD)));
                asked.add(new Asked(finding, observedAt));
                questions.add(new Question(
                        finding.subject().ip(),
                        hostname(finding.subject()),
                        observedAt.filter(EventTime::zoneKnown).map(EventTime::at)));
            }
        }
        var answers = answers(questions, now);
        var accused = new ArrayList<List<Accused>>();
        var next = 0;
        for (var complaint : complaints) {
            var own = new ArrayList<Answered>();
            for (var ignored : complaint.reading().map(Reading::findings).orElse(List.of())) {
                own.add(new Answered(asked.get(next).finding(), asked.get(next).observedAt(), answers.get(next)));
                next++;
            }
            var hint = complaint.message().hint();
            accused.add(hint.isPresent() ? List.of(assigned(hint.get(), own, now)) : accused(own));
        }
        return accused;
    }

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
            var named = shortened(subject.named());
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
                                one.observedAt(),
                                named,
                                one.finding().excerpt());
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

    private static Owned together(Owned first, Owned other) {
        var later = other.observedAt()
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
                later.or(first::observedAt),
                first.named(),
                together(first.excerpt(), other.excerpt()));
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
                observedAt,
                hint.server().text(),
                findings.stream()
                        .filter(one -> mayMean(one.whose(), hint.server()))
                        .flatMap(one -> one.finding().excerpt().stream())
                        .findFirst());
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

    private static Optional<String> host(String url) {
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

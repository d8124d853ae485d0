package duenotice.intake;

import duenotice.inventory.NameLookup;
import duenotice.mail.DomainNames;
import duenotice.mail.DomainNames.Question;
import duenotice.mail.DomainNames.Sort;
import duenotice.mail.LookUpBudget;
import duenotice.mail.LookUpBudget.Party;
import duenotice.report.Prefix;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the domain name system for the addresses of both versions, through a resolver of our own. */
public final class DnsNames implements NameLookup {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST_KEPT = 5_000;
    private static final int QUESTIONS_FOR_A_NAME = 2;

    private final DomainNames names;
    private final LookUpBudget budget;
    private final int mostOfOneParty;
    private final InstantSource clock;

    private final Map<String, Pointing> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pointing> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param mostInAMinute names; of these one reporter has a third */
    public DnsNames(DomainNames names, int mostInAMinute, InstantSource clock) {
        this.names = names;
        budget = LookUpBudget.of(QUESTIONS_FOR_A_NAME * mostInAMinute);
        mostOfOneParty = Math.max(QUESTIONS_FOR_A_NAME, QUESTIONS_FOR_A_NAME * mostInAMinute / 3);
        this.clock = clock;
    }

    @Override
    public synchronized Map<String, Pointing> kept(Collection<String> asked) {
        var oldest = clock.instant().minus(KEPT);
        var known = new HashMap<String, Pointing>();
        for (var name : asked) {
            Optional.ofNullable(kept.get(name))
                    .filter(pointing -> pointing.askedAt().isAfter(oldest))
                    .ifPresent(pointing -> known.put(name, pointing));
        }
        return known;
    }

    @Override
    public Map<String, Pointing> of(Map<String, String> onAccountOf) {
        var answers = new HashMap<>(kept(onAccountOf.keySet()));
        var questions = new ArrayList<Question>();
        for (var name : onAccountOf.keySet()) {
            if (!answers.containsKey(name)) {
                questions.add(new Question(name, Sort.IPV4));
                questions.add(new Question(name, Sort.IPV6));
            }
        }
        if (questions.isEmpty()) {
            return answers;
        }
        var askedAt = clock.instant();
        var said = names.of(
                questions,
                question ->
                        budget.take(List.of(new Party(onAccountOf.getOrDefault(question.name(), ""), mostOfOneParty))));
        for (var question : questions) {
            if (question.sort() == Sort.IPV4) {
                addresses(question.name(), said)
                        .ifPresent(addresses -> answers.put(question.name(), new Pointing(addresses, askedAt)));
            }
        }
        keep(answers);
        return answers;
    }

    /** Servers of names are known that answer for one version only: its addresses are an answer, their absence is none. */
    private static Optional<List<Prefix>> addresses(String name, Map<Question, List<String>> said) {
        var four = Optional.ofNullable(said.get(new Question(name, Sort.IPV4)));
        var six = Optional.ofNullable(said.get(new Question(name, Sort.IPV6)));
        var addresses = Stream.of(four, six)
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .flatMap(text -> Prefix.parse(text).stream())
                .toList();
        return four.isPresent() && six.isPresent() || !addresses.isEmpty() ? Optional.of(addresses) : Optional.empty();
    }

    private synchronized void keep(Map<String, Pointing> answers) {
        kept.putAll(answers);
    }
}

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks the domain name system for the addresses of both versions, through a resolver of our own. */
public final class DnsNames implements NameLookup {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST_KEPT = 5_000;
    private static final int QUESTIONS_FOR_A_NAME = 2;

    /** Begins the account of whoever has proven nothing. */
    static final String UNPROVEN = "unproven";

    private final DomainNames names;
    private final Predicate<Prefix> ours;
    private final LookUpBudget budget;
    private final int mostOfOneParty;
    private final InstantSource clock;

    private final Map<String, Pointing> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pointing> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * @param mostInAMinute names; of these one account has a third, and all together of which nothing is proven two thirds
     * @param ours whether an address belongs to us
     */
    public DnsNames(DomainNames names, int mostInAMinute, Predicate<Prefix> ours, InstantSource clock) {
        this.names = names;
        this.ours = ours;
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
    public Found of(Map<String, String> onAccountOf) {
        var answers = new HashMap<>(kept(onAccountOf.keySet()));
        var questions = new ArrayList<Question>();
        for (var name : onAccountOf.keySet()) {
            if (!answers.containsKey(name)) {
                questions.add(new Question(name, Sort.IPV4));
                questions.add(new Question(name, Sort.IPV6));
            }
        }
        if (questions.isEmpty()) {
            return new Found(answers, Set.of());
        }
        var askedAt = clock.instant();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        var said = names.of(questions, question -> {
            var may = budget.take(parties(onAccountOf.getOrDefault(question.name(), "")));
            if (!may) {
                refused.add(question.name());
            }
            return may;
        });
        for (var question : questions) {
            if (question.sort() == Sort.IPV4) {
                addresses(question.name(), said)
                        .ifPresent(addresses -> answers.put(question.name(), new Pointing(addresses, askedAt)));
            }
        }
        keep(answers);
        refused.removeAll(answers.keySet());
        return new Found(answers, refused);
    }

    private List<Party> parties(String account) {
        var own = new Party(account, mostOfOneParty);
        return account.startsWith(UNPROVEN) ? List.of(own, new Party(UNPROVEN, 2 * mostOfOneParty)) : List.of(own);
    }

    /**
     * Servers of names are known that answer for one version only. What is ours among its addresses is an answer; of others
     * nobody knows whether the missing half would have been ours.
     */
    private Optional<List<Prefix>> addresses(String name, Map<Question, List<String>> said) {
        var four = Optional.ofNullable(said.get(new Question(name, Sort.IPV4)));
        var six = Optional.ofNullable(said.get(new Question(name, Sort.IPV6)));
        var addresses = Stream.of(four, six)
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .flatMap(text -> Prefix.parse(text).stream())
                .toList();
        var whole = four.isPresent() && six.isPresent();
        return whole || addresses.stream().anyMatch(ours) ? Optional.of(addresses) : Optional.empty();
    }

    private synchronized void keep(Map<String, Pointing> answers) {
        kept.putAll(answers);
    }
}

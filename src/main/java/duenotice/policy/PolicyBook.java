package duenotice.policy;

import duenotice.incident.Policy;
import duenotice.policy.PolicyRefused.Problem;
import duenotice.report.Category;
import duenotice.report.Type;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies in force: the shipped ones and the provider's own, read and checked once at the start. Immutable.
 * Versions that older incidents started with are in the {@link PolicyStore}.
 */
public final class PolicyBook {
    static final String NETWORK_OFF = "network-off";
    static final String POWER_OFF = "power-off";
    static final String CONTENT = "content";
    static final String VICTIM = "victim";
    static final String EMERGENCY = "emergency";
    static final String INFORMATION = "information";

    private static final List<String> SHIPPED =
            List.of(NETWORK_OFF, POWER_OFF, CONTENT, VICTIM, EMERGENCY, INFORMATION);

    private final Map<String, Entry> entries;

    private PolicyBook(Map<String, Entry> entries) {
        this.entries = entries;
    }

    private record Entry(Policy policy, PolicyDocument document, boolean own) {}

    /** The six shipped policies alone. */
    public static PolicyBook shipped() {
        return new PolicyBook(shippedEntries(new PolicySchema()));
    }

    /**
     * The shipped policies and every {@code *.yaml} and {@code *.yml} file of a folder; a file with the name of a
     * shipped policy replaces it.
     *
     * @throws PolicyRefused where a file cannot be used, with all that is wrong in all of them
     */
    public static PolicyBook with(Path folder) {
        var schema = new PolicySchema();
        var own = new LinkedHashMap<String, Entry>();
        var problems = new ArrayList<Problem>();
        for (var file : files(folder)) {
            try {
                var entry = entry(file.toString(), content(file), true, schema);
                var before = own.putIfAbsent(entry.policy().name(), entry);
                if (before != null) {
                    problems.add(entry.document()
                            .problem(
                                    "/policy",
                                    "the policy '%s' stands in %s already; two files cannot have one name"
                                            .formatted(
                                                    entry.policy().name(),
                                                    before.document().file())));
                }
            } catch (PolicyRefused refused) {
                problems.addAll(refused.problems());
            }
        }
        var entries = shippedEntries(schema);
        entries.putAll(own);
        if (problems.isEmpty()) {
            problems.addAll(doublyServed(entries));
        }
        if (!problems.isEmpty()) {
            throw new PolicyRefused(problems);
        }
        return new PolicyBook(entries);
    }

    /** @throws NoSuchElementException where no policy has that name */
    public Policy byName(String name) {
        return find(name).orElseThrow(() -> new NoSuchElementException("there is no policy '" + name + "'"));
    }

    /** The policy of that name; empty where none has it. */
    public Optional<Policy> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::policy);
    }

    /** The shipped policies in the order of the table, then the provider's own. */
    public Collection<Policy> policies() {
        return entries.values().stream().map(Entry::policy).toList();
    }

    /**
     * Which policy serves a new incident: the first row of the table in {@code docs/policies.md} that fits.
     *
     * @param ownTelemetryOrStaff seen by the provider's own detection or decided by staff, not merely reported (R59)
     * @param customersPolicy name in the inventory; replaces the default cut policy only
     */
    public Resolution resolve(
            Category category, Type type, boolean ownTelemetryOrStaff, Optional<String> customersPolicy) {
        if (type.isChildAbuse()) {
            return new Resolution(byName(CONTENT), true, Optional.empty());
        }
        if (serves(VICTIM, category, type)) {
            return new Resolution(byName(VICTIM), false, Optional.empty());
        }
        if (ownTelemetryOrStaff && serves(EMERGENCY, category, type)) {
            return new Resolution(byName(EMERGENCY), false, Optional.empty());
        }
        for (var name : List.of(INFORMATION, CONTENT)) {
            if (serves(name, category, type)) {
                return new Resolution(byName(name), false, Optional.empty());
            }
        }
        if (serves(NETWORK_OFF, category, type)) {
            return customersPolicy
                    .map(name -> customers(name, category, type))
                    .orElseGet(() -> new Resolution(byName(NETWORK_OFF), false, Optional.empty()));
        }
        return new Resolution(byName(INFORMATION), true, Optional.empty());
    }

    /** What is in force, for the {@link PolicyStore} to keep. */
    String source(Policy policy) {
        var entry = entries.get(policy.name());
        if (entry == null) {
            throw new NoSuchElementException("there is no policy '" + policy.name() + "'");
        }
        return entry.document().source();
    }

    private Resolution customers(String name, Category category, Type type) {
        var policy = find(name);
        var reason = Optional.<String>empty();
        if (policy.isEmpty()) {
            reason = Optional.of("does not exist");
        } else if (policy.get().cutsFirst()) {
            // R59: what somebody wrote never fires the emergency ladder, whoever named it.
            reason = Optional.of("cuts first and serves no customer by name");
        } else if (!serves(name, category, type)) {
            reason = Optional.of("does not serve " + type);
        }
        return reason.map(why -> new Resolution(
                        byName(NETWORK_OFF),
                        false,
                        Optional.of(
                                "the customer's policy '%s' %s; network-off serves in its place".formatted(name, why))))
                .orElseGet(() -> new Resolution(policy.orElseThrow(), false, Optional.empty()));
    }

    private boolean serves(String name, Category category, Type type) {
        return serves(byName(name), category, type);
    }

    private static boolean serves(Policy policy, Category category, Type type) {
        return policy.categories().contains(category) || policy.serves(type);
    }

    /** Reads and checks one file. */
    private static Entry entry(String file, String source, boolean own, PolicySchema schema) {
        var document = PolicyDocument.parse(file, source);
        var problems = schema.problems(document);
        if (!problems.isEmpty()) {
            throw new PolicyRefused(problems);
        }
        var policy = PolicyReader.read(document);
        problems = PolicyCheck.problems(policy, document);
        if (!problems.isEmpty()) {
            throw new PolicyRefused(problems);
        }
        return new Entry(policy, document, own);
    }

    private static Map<String, Entry> shippedEntries(PolicySchema schema) {
        var entries = new LinkedHashMap<String, Entry>();
        for (var name : SHIPPED) {
            var file = "policies/" + name + ".yaml";
            entries.put(name, entry(file, Resources.text("/" + file), false, schema));
        }
        return entries;
    }

    /** The rows of the table that serve everybody may not compete for a type; the emergency policy competes on purpose. */
    private static List<Problem> doublyServed(Map<String, Entry> entries) {
        var problems = new ArrayList<Problem>();
        for (var type : XarfTypes.ALL) {
            var serving = Stream.of(INFORMATION, CONTENT, NETWORK_OFF)
                    .map(entries::get)
                    .filter(entry -> serves(entry.policy(), type.category(), type))
                    .toList();
            if (serving.size() > 1 && !type.isChildAbuse()) {
                var last = serving.stream()
                        .filter(Entry::own)
                        .reduce((first, second) -> second)
                        .orElseThrow();
                problems.add(last.document()
                        .problem(
                                "/types",
                                "%s is served by %s; every type must have one policy that serves it"
                                        .formatted(
                                                type,
                                                String.join(
                                                        " and ",
                                                        serving.stream()
                                                                .map(entry -> entry.policy()
                                                                        .name())
                                                                .toList()))));
            }
        }
        return problems;
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(PolicyBook::isPolicyFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new PolicyRefused(folder.toString(), 0, "the folder of policies cannot be read: " + unreadable);
        }
    }

    private static boolean isPolicyFile(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new PolicyRefused(file.toString(), 0, "the file is not text in UTF-8");
        } catch (IOException unreadable) {
            throw new PolicyRefused(file.toString(), 0, "the file cannot be read: " + unreadable.getMessage());
        }
    }
}

package duenotice.policy;

import duenotice.incident.Policy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every version of every policy that was ever in force, so that an incident keeps the one it started with (R7). What
 * was once accepted is taken again without the checks, which may have become stricter since.
 */
public final class PolicyStore {
    private final JdbcClient jdbc;
    private final Map<Version, Policy> read = new ConcurrentHashMap<>();

    private record Version(String name, String version) {}

    public PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the policies of a book; to be called at the start, before an incident can begin with one of them. */
    public void keep(PolicyBook book, Instant now) {
        for (var policy : book.policies()) {
            jdbc.sql("""
                    insert into policy_version (name, version, source, loaded_at)
                    values (:name, :version, :source, :now)
                    on conflict (name, version) do nothing
                    """)
                    .param("name", policy.name())
                    .param("version", policy.version())
                    .param("source", book.source(policy))
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
            read.put(new Version(policy.name(), policy.version()), policy);
        }
    }

    /**
     * A policy as it was when an incident started, by this node or another.
     *
     * @throws NoSuchElementException where that version was never in force
     */
    public Policy byVersion(String name, String version) {
        return read.computeIfAbsent(new Version(name, version), this::read);
    }

    private Policy read(Version wanted) {
        var source = jdbc.sql("""
                        select source from policy_version where name = :name and version = :version
                        """)
                .param("name", wanted.name())
                .param("version", wanted.version())
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NoSuchElementException(
                        "the policy '%s' was never in force in version %s".formatted(wanted.name(), wanted.version())));
        return PolicyReader.read(
                PolicyDocument.parse("policy %s, version %s".formatted(wanted.name(), wanted.version()), source));
    }
}

package duenotice.inventory.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One source of the inventory.
 *
 * @param name how pages and commands call it, and whose its rows are
 * @param every between two readings
 * @param path of a file or a folder of tables
 * @param url where a program that is asked begins; for OpenStack Keystone's, with its version
 * @param user who asks, where a secret alone does not tell: OpenStack's user or id of an application credential, WHMCS' identifier
 * @param secretFile holds the token, password or secret; read for each reading
 * @param project OpenStack's to ask for; empty with an application credential
 * @param domain of OpenStack's user and project
 * @param region of OpenStack; empty where there is one
 * @param endpoints interface of OpenStack's catalog: {@code public}, {@code internal}, {@code admin}
 * @param takes what of it: {@code customers}, {@code servers}
 * @param prefix before all ids of customers and servers
 * @param serverIds {@code number} or {@code name} of NetBox' machines
 * @param filter further parameters for NetBox' machines, such as {@code tag=customer}
 * @param vrfs of NetBox whose addresses count beside the global ones
 * @param privateToo takes private addresses too
 * @param mostLost share of its rows, 0 to 1, that may go between two readings
 * @param maxBytes of one answer
 * @param answerLimit for one answer as a whole
 * @param timeLimit for one reading as a whole
 * @param mostPages of one reading
 */
public record SourceSettings(
        String name,
        Kind kind,
        Duration every,
        Optional<Path> path,
        Optional<URI> url,
        Optional<String> user,
        Optional<Path> secretFile,
        Optional<String> project,
        String domain,
        Optional<String> region,
        String endpoints,
        Set<String> takes,
        String prefix,
        String serverIds,
        String filter,
        Set<String> vrfs,
        boolean privateToo,
        double mostLost,
        long maxBytes,
        Duration answerLimit,
        Duration timeLimit,
        int mostPages) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** What is read. */
    public enum Kind {
        /** One file of YAML. */
        YAML,
        /** A folder or zip of tables, or one table of everything. */
        CSV,
        NETBOX,
        OPENSTACK,
        WHMCS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isFile() {
            return this == YAML || this == CSV;
        }

        /** @throws IllegalArgumentException with a sentence that names the kinds */
        public static Kind ofWord(String word) {
            for (var kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "there is no kind of inventory source \"" + word + "\": yaml, csv, netbox, openstack or whmcs");
        }
    }

    /** @throws IllegalArgumentException with a sentence on what is wrong or missing */
    public SourceSettings {
        vrfs = Set.copyOf(vrfs);
        takes = Set.copyOf(takes);
        if (!NAME.matcher(name).matches() || name.equals("file")) {
            throw wrong(name, "its name needs small letters, digits and hyphens, and is not file");
        }
        if (every.compareTo(Duration.ofMinutes(1)) < 0) {
            throw wrong(name, "every must be 1m or more");
        }
        if (kind.isFile() && path.isEmpty()) {
            throw wrong(name, "a " + kind.word() + " source needs its path");
        }
        if (!kind.isFile() && (url.isEmpty() || secretFile.isEmpty())) {
            throw wrong(name, kind.word() + " needs its url and a secret-file");
        }
        if ((kind == Kind.OPENSTACK || kind == Kind.WHMCS) && user.isEmpty()) {
            throw wrong(name, kind.word() + " needs its user");
        }
        if (url.filter(one -> one.getHost() == null
                        || !("https".equals(one.getScheme())
                                || "http".equals(one.getScheme()) && LOOPBACK.contains(one.getHost())))
                .isPresent()) {
            throw wrong(name, "its url begins with https://, for a secret goes there (http:// on this machine only)");
        }
        if (takes.isEmpty() || !Set.of("customers", "servers").containsAll(takes)) {
            throw wrong(name, "takes is customers, servers or both");
        }
        if (!Set.of("number", "name").contains(serverIds)) {
            throw wrong(name, "server-ids is number or name");
        }
        if (!Set.of("public", "internal", "admin").contains(endpoints)) {
            throw wrong(name, "endpoints is public, internal or admin");
        }
        if (mostLost < 0 || mostLost > 1) {
            throw wrong(name, "most-lost is a share from 0 to 1");
        }
        if (mostPages < 1 || maxBytes < 1 || answerLimit.toMillis() < 1 || timeLimit.toMillis() < 1) {
            throw wrong(name, "most-pages, max-size, answer-limit and time-limit are more than nothing");
        }
    }

    boolean takesCustomers() {
        return takes.contains("customers");
    }

    boolean takesServers() {
        return takes.contains("servers");
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("inventory source \"%s\": %s".formatted(name, what));
    }
}

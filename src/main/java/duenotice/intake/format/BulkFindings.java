package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a long table complains of, in bounded memory: rows that say the same of one subject on one day are one finding
 * with the latest time, rows about other people's networks are counted, rows that cannot be read are listed (R70).
 */
final class BulkFindings {
    /** Different findings of one message; what is beyond waits for people. */
    static final int MOST = 250_000;

    /** Of a short table every row stands for itself, so that people find each again. */
    private static final int SHORT = 1_000;

    /** So many rows that could not be read are told one by one. */
    private static final int MOST_TOLD = 20;

    /** Where nothing at all is ours, so many of others' are kept to say whose it may be. */
    private static final int MOST_STRANGERS = 3;

    private static final long SECONDS_OF_A_DAY = 86_400;

    private final Networks networks;
    private final Map<Key, Finding> findings = new LinkedHashMap<>();
    private final List<Finding> strangers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int rows;
    private int bad;
    private int foreign;
    private int repeated;
    private int tooMany;

    /** @param row 0 but for those of a short table that say again what another says */
    private record Key(Subject subject, Optional<Type> type, long day, int row) {}

    BulkFindings(Networks networks) {
        this.networks = networks;
    }

    void add(Finding finding) {
        rows++;
        var address = finding.subject().ip();
        if (networks.known() && address.isPresent() && address.get().isAddress() && !networks.isOurs(address.get())) {
            foreign++;
            if (strangers.size() < MOST_STRANGERS) {
                strangers.add(finding);
            }
            return;
        }
        var day = finding.observedAt()
                .map(at -> Math.floorDiv(at.at().getEpochSecond(), SECONDS_OF_A_DAY))
                .orElse(Long.MIN_VALUE);
        var key = new Key(finding.subject(), finding.type(), day, 0);
        var before = findings.get(key);
        if (before != null && findings.size() < SHORT) {
            findings.put(new Key(finding.subject(), finding.type(), day, rows), finding);
        } else if (before != null) {
            repeated++;
            if (isLater(finding, before)) {
                findings.put(key, finding);
            }
        } else if (findings.size() < MOST) {
            findings.put(key, finding);
        } else {
            tooMany++;
        }
    }

    private static boolean isLater(Finding finding, Finding before) {
        return finding.observedAt().map(EventTime::at).stream()
                .anyMatch(at -> before.observedAt()
                        .filter(other -> !at.isAfter(other.at()))
                        .isEmpty());
    }

    /** A row that could not be read. */
    void bad(String where, int line, String reason) {
        rows++;
        if (++bad <= MOST_TOLD) {
            told.add("%s, line %d: %s".formatted(where, line, reason));
        }
    }

    /** Nobody knows what else would have stood there. */
    void brokenOff(String where, String reason) {
        broken.add(where + ": " + reason + "; the rest was not read");
    }

    /** Good ones and bad ones. */
    int rows() {
        return rows;
    }

    /** @param warnings what else is to be told, first */
    Reading reading(String format, Optional<String> reporter, List<String> warnings) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(told);
        if (bad > MOST_TOLD) {
            all.add("and %d more rows that could not be read".formatted(bad - MOST_TOLD));
        }
        if (foreign > 0) {
            all.add("%d of %d rows are about addresses outside our networks".formatted(foreign, rows));
        }
        if (repeated > 0) {
            all.add("%d rows say of the same day what others say".formatted(repeated));
        }
        List<String> unopened = new ArrayList<>(broken);
        if (tooMany > 0) {
            unopened.add("more than %d findings: %d rows were left out".formatted(MOST, tooMany));
        }
        return new Reading(
                format,
                reporter,
                Optional.empty(),
                findings.isEmpty() ? strangers : List.copyOf(findings.values()),
                "",
                all,
                unopened);
    }
}

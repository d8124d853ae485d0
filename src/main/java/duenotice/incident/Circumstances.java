package duenotice.incident;

import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the timeline cannot hold: how the world around one incident stands at the moment of deciding. Gathered in the
 * deciding transaction.
 *
 * @param ownerUnchanged address, server and customer of the evidence belong together as they did then (R54)
 * @param warnable addresses of the contacts that a warning goes to, resellers' routing done; verified ones only
 * @param numbers numbers on file: of who was warned, as the file has them, then of the owners
 * @param evidence what speaks for the complaint (R40)
 * @param sightings reported events that may count as observations, after the last warning or claimed fix
 * @param lastSeen event time of the newest joined report, whatever its weight
 * @param oldestUnread receipt time of the oldest accepted message that no reader has finished (R50)
 * @param automationStopped the kill switch
 * @param automaticCuts automatic cuts of the last rolling hour, over all nodes (R64)
 * @param warningsFromSource warnings sent in the last 10 minutes on reports of the same source (R64)
 * @param source who reported first; empty for own detection and staff
 * @param earlier the last incident of the same server, customer and category that was closed as resolved before this one
 *     was opened; looked for until the warning is out (R62)
 * @param outages our own outages that are open or ended in the last two days (R75)
 * @param clockJump set while a jump of the wall clock is not yet settled
 * @param postponed by step key: an outer step that the outside could not take now, and when to try again
 * @param relay what our own relay made of this owner's warning at the last try
 * @param retestPossible a safe retest or flow check exists for this incident's types
 * @param inventoryStale a scheduled inventory source has not succeeded for 24 h
 * @param restsOnNames no report that counts names the resource: where a reported name points, by our own look-up, is all
 *     that led here
 * @param phones the program itself rings the numbers of a call round; otherwise people do
 */
public record Circumstances(
        boolean ownerUnchanged,
        boolean vip,
        boolean neverCut,
        boolean shared,
        List<String> warnable,
        List<IncidentEvent.Callee> numbers,
        Evidence evidence,
        List<Sighting> sightings,
        Optional<Instant> lastSeen,
        Optional<Instant> oldestUnread,
        boolean automationStopped,
        int automaticCuts,
        int warningsFromSource,
        Optional<String> source,
        Optional<Earlier> earlier,
        List<Outage> outages,
        Optional<ClockJump> clockJump,
        Map<String, Instant> postponed,
        RelayAtLastTry relay,
        boolean retestPossible,
        boolean inventoryStale,
        boolean restsOnNames,
        boolean phones) {

    /** R64: at most so many automatic cuts in a rolling hour. */
    public static final int CUT_CAP = 5;

    /** R64: warnings on one source's reports beyond this number in 10 minutes wait for a lead. */
    public static final int FLOOD = 20;

    public Circumstances {
        warnable = List.copyOf(warnable);
        numbers = List.copyOf(numbers);
        sightings = List.copyOf(sightings);
        outages = List.copyOf(outages);
        postponed = Map.copyOf(postponed);
    }

    /** What our own mail relay made of a step that had to be put off (R48). */
    public enum RelayAtLastTry {
        /** It was not tried, has taken everything, or something else went wrong. */
        NOT_TO_BLAME("not-to-blame"),
        /** It works, but puts off every recipient it did not refuse. */
        PUT_OFF("put-off"),
        /** It cannot be reached or takes nothing from us. */
        AWAY("away"),
        /** It was not asked: more mails are due than may go out in a minute. */
        PACED("paced");

        private final String word;

        RelayAtLastTry(String word) {
            this.word = word;
        }

        /** The word used in the database. */
        public String word() {
            return word;
        }

        public static Optional<RelayAtLastTry> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(value -> value.word.equals(word))
                    .findFirst();
        }
    }

    /**
     * What speaks for the complaint (R40).
     *
     * @param ownedAtEventTime the resource was ours and this customer's at event time
     * @param trusted a report of a trusted, authenticated reporter
     * @param independentDomains authenticated organisational domains, free mail apart, that reported within 72 h
     * @param ownTelemetry our own detectors saw it
     */
    public record Evidence(boolean ownedAtEventTime, boolean trusted, int independentDomains, boolean ownTelemetry) {
        public static final Evidence NONE = new Evidence(true, false, 0, false);
    }

    /**
     * An event of the warned type, or of another that the warning names, told by somebody whose word alone is enough (R40(3)).
     *
     * @param observedAt event time, its zone known, at most 5 minutes later than receipt
     * @param resolved where a reported name points is all that led here
     */
    public record Sighting(Type type, Instant observedAt, Instant receivedAt, boolean resolved) {
        /** Of a resource that was named. */
        public Sighting(Type type, Instant observedAt, Instant receivedAt) {
            this(type, observedAt, receivedAt, false);
        }
    }

    /** As they were, had nobody looked up where names point. */
    Circumstances withoutResolved() {
        return new Circumstances(
                ownerUnchanged,
                vip,
                neverCut,
                shared,
                warnable,
                numbers,
                evidence,
                sightings.stream().filter(sighting -> !sighting.resolved()).toList(),
                lastSeen,
                oldestUnread,
                automationStopped,
                automaticCuts,
                warningsFromSource,
                source,
                earlier,
                outages,
                clockJump,
                postponed,
                relay,
                retestPossible,
                inventoryStale,
                restsOnNames,
                phones);
    }

    /** An incident before this one. */
    public record Earlier(IncidentId id, Instant closedAt) {}

    /** A part of our own service that did not work. */
    public record Outage(OutagePart part, Instant from, Optional<Instant> until) {
        /** R75: outages up to this length bar nothing. */
        static final Duration TOLERATED = Duration.ofMinutes(5);

        /** R75: so long after service returned no automatic cut. */
        static final Duration GRACE = Duration.ofMinutes(60);
    }

    /** Which part of us was away. */
    public enum OutagePart {
        PHONE,
        MAIL_IN,
        MAIL_OUT,
        NETWORK_API
    }

    /**
     * The wall clock jumped.
     *
     * @param trusted the last instant before the jump
     * @param open true until the clock is set regularly or a lead starts the automation again; while open nothing that
     *     became due by the jump runs. Cuts wait for the lead even after that
     */
    public record ClockJump(Instant trusted, boolean open) {}
}

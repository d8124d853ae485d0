package duenotice.incident;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.Earlier;
import duenotice.incident.Circumstances.Evidence;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.IncidentEvent.Callee;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An imaginary world around one incident; a test sets it as it likes. */
final class World {
    static final String MAYA = "maya@customer.example";
    static final String NIGHT = "night@customer.example";
    static final String FIRST_NUMBER = "+12025550101";
    static final String SECOND_NUMBER = "+12025550102";

    /** What the network does with the next request. */
    enum Network {
        OBEYS,
        REFUSES,
        LEAVES_US_IN_DOUBT
    }

    boolean ownerUnchanged = true;
    boolean vip;
    boolean neverCut;
    boolean shared;
    List<String> warnable = new ArrayList<>(List.of(MAYA, NIGHT));
    List<Callee> numbers = new ArrayList<>(List.of(new Callee(FIRST_NUMBER, MAYA), new Callee(SECOND_NUMBER, NIGHT)));
    Evidence evidence = new Evidence(true, true, 1, false);
    List<Sighting> sightings = new ArrayList<>();
    Optional<Instant> lastSeen = Optional.empty();
    TreeSet<Instant> unread = new TreeSet<>();
    boolean automationStopped;
    int automaticCuts;
    int warningsFromSource;
    Optional<String> source = Optional.of("reports.example");
    Optional<Earlier> earlier = Optional.empty();
    List<Outage> outages = new ArrayList<>();
    Optional<ClockJump> clockJump = Optional.empty();
    Map<String, Instant> postponed = new HashMap<>();
    RelayAtLastTry relay = RelayAtLastTry.NOT_TO_BLAME;
    boolean retestPossible;
    boolean inventoryStale;
    boolean restsOnNames;
    boolean phones;

    /** How every call that the program places ends. */
    CallOutcome phone = CallOutcome.NO_ANSWER;

    Persistence probe = Persistence.UNKNOWN;
    Network network = Network.OBEYS;
    Set<String> refusedAddresses = new HashSet<>();

    Circumstances circumstances() {
        return new Circumstances(
                ownerUnchanged,
                vip,
                neverCut,
                shared,
                warnable,
                numbers,
                evidence,
                sightings,
                lastSeen,
                unread.isEmpty() ? Optional.empty() : Optional.of(unread.first()),
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
}

package duenotice.rehearsal;

import duenotice.casework.Casework;
import duenotice.casework.MeasureRows;
import duenotice.casework.Worker;
import duenotice.incident.CallOutcome;
import duenotice.incident.Persistence;
import duenotice.inventory.Inventory;
import duenotice.inventory.PhoneNumber;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The trainer's side of a rehearsal: moves the clock, sets faults, and shows what the stand-ins were asked. */
@RestController
@RequestMapping("/rehearsal")
public final class RehearsalController {
    private final Casework casework;
    private final Worker worker;
    private final RehearsalClock clock;
    private final RelayStandIn relay;
    private final NetworkStandIn network;
    private final PhoneStandIn phone;
    private final ProbeStandIn probes;
    private final NamesStandIn names;
    private final Inventory inventory;

    public RehearsalController(
            Casework casework,
            Worker worker,
            RehearsalClock clock,
            RelayStandIn relay,
            NetworkStandIn network,
            PhoneStandIn phone,
            ProbeStandIn probes,
            NamesStandIn names,
            Inventory inventory) {
        this.casework = casework;
        this.worker = worker;
        this.clock = clock;
        this.relay = relay;
        this.network = network;
        this.phone = phone;
        this.probes = probes;
        this.names = names;
        this.inventory = inventory;
    }

    // ---- the clock

    record Now(String now) {}

    record ClockSetting(@Nullable String now, @Nullable Boolean jump) {}

    @GetMapping("/clock")
    Now clock() {
        return new Now(clock.instant().toString());
    }

    @PutMapping("/clock")
    ResponseEntity<?> setClock(@RequestBody ClockSetting setting) {
        var asked = instant(setting.now());
        if (asked.isEmpty()) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "now is an instant such as 2026-03-01T05:00:00Z");
        }
        return worker.alone(() -> Boolean.TRUE.equals(setting.jump()) ? jump(asked.get()) : move(asked.get()));
    }

    private ResponseEntity<?> move(Instant target) {
        if (target.isBefore(clock.instant())) {
            return problem(
                    HttpStatus.CONFLICT,
                    "the clock stands at " + clock.instant() + " and goes back only with \"jump\": true");
        }
        casework.clockSettled();
        casework.runDueUntil(clock, target);
        return ResponseEntity.ok(clock());
    }

    /** The clock leaps, as it may on a broken host: what lay between was never there. */
    private ResponseEntity<?> jump(Instant target) {
        casework.workAll();
        var trusted = clock.instant();
        clock.set(target);
        casework.clockJumped(trusted);
        casework.workAll();
        return ResponseEntity.ok(clock());
    }

    private static Optional<Instant> instant(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }

    // ---- intake

    record IntakeSetting(@Nullable Boolean paused) {}

    @PutMapping("/intake")
    ResponseEntity<?> setIntake(@RequestBody IntakeSetting setting) {
        var paused = setting.paused();
        if (paused == null) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "paused is true or false");
        }
        worker.alone(() -> {
            casework.pauseReading(paused);
            casework.workAll();
            return true;
        });
        return ResponseEntity.ok(Map.of("paused", paused));
    }

    // ---- mail

    @GetMapping("/mail")
    List<Map<String, Object>> mail() {
        return relay.recorded().stream()
                .map(mail -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("id", Long.toString(mail.id()));
                    json.put("at", mail.at().toString());
                    json.put("envelopeFrom", mail.envelopeFrom());
                    json.put("to", mail.to());
                    json.put("from", mail.from());
                    json.put("subject", mail.subject());
                    json.put("headers", mail.headers());
                    json.put("text", mail.text());
                    json.put("html", mail.html());
                    json.put("incident", mail.incident());
                    return (Map<String, Object>) json;
                })
                .toList();
    }

    record MailFault(@Nullable String address, @Nullable String answer) {}

    @PutMapping("/mail/faults")
    ResponseEntity<?> setMailFault(@RequestBody MailFault fault) {
        if (fault.address() == null || fault.address().isBlank()) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "address is a recipient, or * for the whole relay");
        }
        if (fault.answer() != null && !fault.answer().matches("[45]\\d\\d.*")) {
            return problem(
                    HttpStatus.UNPROCESSABLE_CONTENT, "answer is an SMTP reply such as \"550 no such user\", or null");
        }
        relay.setFault(fault.address(), Optional.ofNullable(fault.answer()));
        return ResponseEntity.ok(fault);
    }

    // ---- calls

    /** Calls placed by the program itself, oldest first: with the operator back end people call, so there are none. */
    @GetMapping("/calls")
    List<Map<String, Object>> calls() {
        return phone.recorded().stream()
                .map(call -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("id", Long.toString(call.id()));
                    json.put("at", call.at().toString());
                    json.put("number", call.number());
                    json.put("incident", call.incident().toString());
                    json.put("language", call.language());
                    json.put("words", call.words());
                    json.put("outcome", call.outcome().word());
                    return (Map<String, Object>) json;
                })
                .toList();
    }

    record CallSetting(@Nullable String outcome) {}

    /** How calls to that number end from now on; {@code null} ends it. */
    @PutMapping("/calls/{number}")
    ResponseEntity<?> setCall(@PathVariable String number, @RequestBody CallSetting setting) {
        var outcome = Optional.ofNullable(setting.outcome()).flatMap(CallOutcome::ofWord);
        if (setting.outcome() != null && outcome.isEmpty()) {
            return problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "outcome is one of "
                            + Stream.of(CallOutcome.values())
                                    .map(CallOutcome::word)
                                    .collect(Collectors.joining(", "))
                            + ", or null");
        }
        // A plus sign of an address is sometimes read as a space.
        var text = number.strip();
        try {
            phone.set(PhoneNumber.of(text.startsWith("+") ? text : "+" + text).text(), outcome);
        } catch (IllegalArgumentException noNumber) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(noNumber.getMessage()));
        }
        return ResponseEntity.ok(setting);
    }

    // ---- network

    @GetMapping("/network")
    List<Map<String, Object>> network() {
        var measures = casework.measures().standing().stream()
                .filter(measure -> measure.state().equals("confirmed"))
                .collect(Collectors.groupingBy(MeasureRows.Standing::server));
        return servers().stream()
                .map(server -> {
                    var state = network.state(server);
                    var json = new LinkedHashMap<String, Object>();
                    json.put("server", server);
                    json.put("network", word(state.network()));
                    json.put("power", word(state.power()));
                    json.put("nullRoutes", state.nullRoutes());
                    json.put(
                            "measures",
                            measures.getOrDefault(server, List.of()).stream()
                                    .map(measure -> measure.kind().word())
                                    .distinct()
                                    .toList());
                    return (Map<String, Object>) json;
                })
                .toList();
    }

    private Set<String> servers() {
        var servers = new TreeSet<String>();
        inventory.serverIds().forEach(server -> servers.add(server.text()));
        return servers;
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    record ServerSetting(@Nullable String network, @Nullable String power) {}

    @PutMapping("/network/{server}")
    ResponseEntity<?> setServer(@PathVariable String server, @RequestBody ServerSetting setting) {
        if (inventory.server(new ServerId(server)).isEmpty()) {
            return problem(HttpStatus.NOT_FOUND, "there is no server " + server);
        }
        if (!isSwitch(setting.network()) || !isSwitch(setting.power())) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "network and power are \"on\" or \"off\"");
        }
        network.setBehindOurBack(new ServerId(server), isOn(setting.network()), isOn(setting.power()));
        return ResponseEntity.ok(setting);
    }

    private static boolean isSwitch(@Nullable String word) {
        return word == null || word.equals("on") || word.equals("off");
    }

    private static Optional<Boolean> isOn(@Nullable String word) {
        return Optional.ofNullable(word).map("on"::equals);
    }

    @GetMapping("/network/requests")
    List<Map<String, String>> requests() {
        return network.requests().stream()
                .map(request -> Map.of(
                        "at", request.at().toString(),
                        "server", request.server(),
                        "kind", request.kind(),
                        "key", request.key()))
                .toList();
    }

    record NetworkFault(@Nullable String kind, @Nullable Integer times) {}

    @PutMapping("/network/faults")
    ResponseEntity<?> setNetworkFault(@RequestBody NetworkFault fault) {
        if (fault.kind() == null || fault.times() == null || fault.times() < 0) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "kind and times are missing");
        }
        return network.setFault(fault.kind(), fault.times())
                ? ResponseEntity.ok(fault)
                : problem(HttpStatus.UNPROCESSABLE_CONTENT, "kind is timeout-after-acting, refuse or hang");
    }

    // ---- probes

    record ProbeSetting(@Nullable String persisting) {}

    @PutMapping("/probes/{server}")
    ResponseEntity<?> setProbe(@PathVariable String server, @RequestBody ProbeSetting setting) {
        var value = Optional.ofNullable(setting.persisting()).flatMap(Persistence::ofWord);
        if (value.isEmpty()) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "persisting is yes, no or unknown");
        }
        if (inventory.server(new ServerId(server)).isEmpty()) {
            return problem(HttpStatus.NOT_FOUND, "there is no server " + server);
        }
        probes.set(new ServerId(server), value.get());
        return ResponseEntity.ok(setting);
    }

    // ---- names

    record NameSetting(@Nullable List<String> addresses) {}

    /** Where a name points from now on. */
    @PutMapping("/names/{name}")
    ResponseEntity<?> setName(@PathVariable String name, @RequestBody NameSetting setting) {
        var addresses = Optional.ofNullable(setting.addresses()).orElse(List.of()).stream()
                .map(Prefix::parse)
                .toList();
        if (setting.addresses() == null
                || addresses.stream()
                        .anyMatch(address -> address.filter(Prefix::isAddress).isEmpty())) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "addresses are addresses, or none");
        }
        names.set(
                name.toLowerCase(Locale.ROOT),
                addresses.stream().flatMap(Optional::stream).toList());
        return ResponseEntity.ok(setting);
    }

    record ResolverSetting(@Nullable Boolean away) {}

    /** While it is away nobody can say where a name points. */
    @PutMapping("/resolver")
    ResponseEntity<?> setResolver(@RequestBody ResolverSetting setting) {
        var away = setting.away();
        if (away == null) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, "away is true or false");
        }
        names.setAway(away);
        return ResponseEntity.ok(setting);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
        return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
    }
}

package duenotice.api;

import duenotice.access.Person;
import duenotice.access.Task;
import duenotice.casework.Casework;
import duenotice.inventory.Defect;
import duenotice.inventory.Imports;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.InventoryRefused;
import duenotice.inventory.source.Rounds;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The inventory: importing, looking before, undoing, and its sources. */
@RestController
@RequestMapping("/api/v1/inventory")
final class InventoryCalls {
    private static final int MOST_DEFECTS = 20;
    private static final int MOST_PAST = 100;
    private static final int SOME = 5;

    /** By media type, what the file is called, by which it is told apart. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("", "inventory.yaml"),
            Map.entry("application/yaml", "inventory.yaml"),
            Map.entry("application/x-yaml", "inventory.yaml"),
            Map.entry("text/yaml", "inventory.yaml"),
            Map.entry("text/x-yaml", "inventory.yaml"),
            Map.entry("text/plain", "inventory.yaml"),
            Map.entry("application/json", "inventory.yaml"),
            Map.entry("application/zip", "inventory.zip"),
            Map.entry("application/x-zip-compressed", "inventory.zip"),
            Map.entry("application/octet-stream", "inventory.yaml"),
            Map.entry("text/csv", "inventory.csv"));

    private final Casework casework;
    private final Imports imports;
    private final Rounds rounds;

    InventoryCalls(Casework casework, Imports imports, Rounds rounds) {
        this.casework = casework;
        this.imports = imports;
        this.rounds = rounds;
    }

    private static InventoryFile file(HttpServletRequest request) {
        var name = NAMES.get(request.getContentType() == null ? "" : Body.mediaType(request.getContentType()));
        if (name == null) {
            throw CallRefused.otherMediaType(
                    "send the inventory as application/yaml, as a zip of its CSV tables, or as one table of text/csv");
        }
        return InventoryFile.of(name, Body.bytes(request, InventoryFile.MOST_BYTES));
    }

    private static CallRefused refused(InventoryRefused refused) {
        var more = refused.defects().size() - MOST_DEFECTS;
        return CallRefused.invalid(refused.defects().stream()
                        .limit(MOST_DEFECTS)
                        .map(Defect::toString)
                        .collect(Collectors.joining("\n"))
                + (more > 0 ? "\nand " + more + " more" : ""));
    }

    /** Answers when everything open is in line to be judged by it. */
    @PutMapping
    JsonNode take(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.INVENTORY);
        try {
            var taken = imports.take(file(request), person.name(), casework.now());
            casework.lookAtAllNow();
            return InventoryJson.taken(taken);
        } catch (InventoryRefused refused) {
            throw refused(refused);
        }
    }

    /** What the file would change; nothing does. */
    @PostMapping("/preview")
    JsonNode preview(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.INVENTORY);
        try {
            return InventoryJson.outcome(imports.preview(file(request), casework.now()));
        } catch (InventoryRefused refused) {
            throw refused(refused);
        }
    }

    @GetMapping("/imports")
    JsonNode past(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        return InventoryJson.past(imports.past(MOST_PAST));
    }

    @GetMapping("/imports/{id}")
    JsonNode difference(@AuthenticationPrincipal Person person, @PathVariable("id") String id) {
        Gate.require(person, Task.SEE);
        return Optional.of(id)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> InventoryJson.difference(imports.difference(Long.parseLong(text), Integer.MAX_VALUE)))
                .orElseThrow(() -> CallRefused.unknown("there is no import " + id));
    }

    @PostMapping("/undo")
    JsonNode undo(@AuthenticationPrincipal Person person, HttpServletRequest request) {
        Gate.require(person, Task.INVENTORY);
        return switch (imports.undoLast(Body.of(request).text("reason"), person.name(), casework.now())) {
            case Imports.Undone.Refused refused ->
                throw CallRefused.of(duenotice.incident.Verdict.Reason.CONFLICT, refused.why());
            case Imports.Undone.Done done -> {
                casework.lookAtAllNow();
                yield InventoryJson.undone(done);
            }
        };
    }

    /** Servers that warn nobody, contacts that nobody can ring. */
    @GetMapping("/gaps")
    JsonNode gaps(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        return InventoryJson.gaps(imports.gaps(SOME));
    }

    // ---- sources

    @GetMapping("/sources")
    JsonNode sources(@AuthenticationPrincipal Person person) {
        Gate.require(person, Task.SEE);
        return InventoryJson.standings(rounds.standings());
    }

    /** Reads it now and says what it would change. */
    @PostMapping("/sources/{name}/preview")
    JsonNode previewSource(@AuthenticationPrincipal Person person, @PathVariable("name") String name)
            throws InterruptedException {
        Gate.require(person, Task.INVENTORY);
        return rounds.preview(name, casework.now())
                .map(InventoryJson::seen)
                .orElseThrow(() -> CallRefused.unknown("the settings name no inventory source " + name));
    }

    @PostMapping("/sources/{name}/read")
    JsonNode read(@AuthenticationPrincipal Person person, @PathVariable("name") String name) {
        Gate.require(person, Task.INVENTORY);
        if (!rounds.readSoon(name, casework.now())) {
            throw CallRefused.unknown("the settings name no inventory source " + name);
        }
        return sources(person);
    }

    @PostMapping("/sources/{name}/let-through")
    JsonNode letThrough(
            @AuthenticationPrincipal Person person, @PathVariable("name") String name, HttpServletRequest request) {
        Gate.require(person, Task.INVENTORY);
        if (!rounds.letThrough(name, Body.of(request).text("reason"), person.name(), casework.now())) {
            throw CallRefused.of(
                    duenotice.incident.Verdict.Reason.CONFLICT, "no inventory source " + name + " is stopped in doubt");
        }
        return sources(person);
    }
}

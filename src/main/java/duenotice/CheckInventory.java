package duenotice;

import duenotice.inventory.Reading;
import duenotice.inventory.source.SourceSettings;
import duenotice.inventory.source.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What of the inventory works and what does not, in one screen. Reads every source, and changes nothing.
final class CheckInventory {
    private static final int SOME = 3;

    private final List<SourceSettings> sources;
    private final InstantSource clock;
    private final CheckLines lines;

    CheckInventory(List<SourceSettings> sources, InstantSource clock, PrintWriter out) {
        this.sources = sources;
        this.clock = clock;
        this.lines = new CheckLines(out);
    }

    /// @param data where the desk keeps its data; where nobody ever ran there, only the sources are looked at
    /// @return false where something does not work
    boolean run(Path data) throws IOException, InterruptedException {
        if (sources.isEmpty()) {
            lines.none("sources", "none is set up (inventory.sources): files are imported by hand");
        }
        if (!Files.isDirectory(data)) {
            for (var source : sources) {
                alone(source);
            }
            lines.unknown("desk", "no desk has run on " + data + " yet: what would change cannot be said");
            return lines.well();
        }
        try (var desk = InventoryDesk.at(data, sources, clock)) {
            for (var source : sources) {
                beside(desk, source);
            }
            standings(desk.sources());
            gaps(desk.gaps());
        } catch (InventoryDesk.Refused refused) {
            lines.wrong("desk", String.valueOf(refused.getMessage()));
        }
        return lines.well();
    }

    private void alone(SourceSettings source) throws InterruptedException {
        switch (Sources.of(source).read(clock.instant())) {
            case Reading.Trouble trouble -> lines.wrong(source.name(), trouble.reason());
            case Reading.Whole whole -> {
                if (whole.file().servers().isEmpty() && whole.file().customers().isEmpty()) {
                    lines.wrong(source.name(), "it can be read and names no customer and no server");
                } else {
                    lines.ok(source.name(), "reached, let in, read whole: " + whole.counts());
                }
                remarks(source.name(), whole.remarks());
            }
        }
    }

    private void beside(InventoryDesk desk, SourceSettings source)
            throws InventoryDesk.Refused, IOException, InterruptedException {
        var seen = desk.previewSource(source.name());
        if (seen.isEmpty()) {
            lines.poor(source.name(), "the running program does not know it: start it again with these settings");
            alone(source);
        } else if (seen.get().has("trouble")) {
            lines.wrong(source.name(), seen.get().path("trouble").asString(""));
        } else {
            lines.ok(
                    source.name(),
                    "reached, let in, read whole: " + seen.get().path("holds").asString(""));
            var remarks = seen.get()
                    .path("remarks")
                    .valueStream()
                    .map(one -> one.asString(""))
                    .toList();
            remarks(source.name(), remarks);
            changes(source.name(), seen.get());
        }
    }

    private void remarks(String name, List<String> remarks) {
        remarks.stream().limit(SOME).forEach(remark -> lines.poor(name, remark));
        if (remarks.size() > SOME) {
            lines.poor(
                    name,
                    "and " + (remarks.size() - SOME) + " more that could not be read; `inventory preview --source "
                            + name + "` shows them");
        }
    }

    private void changes(String name, JsonNode seen) {
        if (seen.has("doubt")) {
            lines.wrong(name, seen.path("doubt").asString(""));
        } else {
            lines.ok(name, "no overlaps; a reading now: " + seen.path("summary").asString(""));
        }
    }

    private void standings(JsonNode standings) {
        for (var one : standings) {
            var name = one.path("name").asString("");
            var known = Optional.of(one.path("lastSuccessAt").asString("")).filter(text -> !text.isEmpty());
            if (!one.path("scheduled").asBoolean(false)) {
                lines.poor(name, "the settings no longer name it; its rows stay as they are");
            } else if (one.path("wouldRemove").isNumber()) {
                lines.wrong(name, "stopped: " + one.path("lastError").asString(""));
            } else if (one.path("failures").asInt() > 0) {
                lines.wrong(
                        name,
                        "failed " + one.path("failures").asInt() + " times, last success " + known.orElse("never")
                                + ": " + one.path("lastError").asString(""));
            } else {
                lines.ok(name, known.map("last taken in at "::concat).orElse("not yet taken in"));
            }
        }
    }

    private void gaps(JsonNode gaps) {
        var servers = gaps.path("serversWithoutContacts").asInt();
        if (servers == 0) {
            lines.ok("contacts", "every server has somebody to warn");
        } else {
            lines.wrong(
                    "contacts",
                    servers + " servers have nobody to warn: "
                            + gaps.path("someServers").asString("") + (servers > 5 ? "; …" : ""));
        }
        var phones = gaps.path("contactsWithoutPhone").asInt();
        if (phones == 0) {
            lines.ok("numbers", "every contact has a number");
        } else {
            lines.poor(
                    "numbers",
                    phones + " contacts have no number: "
                            + gaps.path("someContacts").asString("") + (phones > 5 ? "; …" : ""));
        }
    }
}

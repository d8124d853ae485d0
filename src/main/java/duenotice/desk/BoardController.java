package duenotice.desk;

import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Board;
import duenotice.casework.Casework;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.inventory.Inventory;
import duenotice.report.Category;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The live board, and the queue of calls that are due. */
@Controller
public final class BoardController {
    static final int ROWS = 50;

    private final Frames frames;
    private final Casework casework;
    private final Inventory inventory;

    BoardController(Frames frames, Casework casework, Inventory inventory) {
        this.inventory = inventory;
        this.frames = frames;
        this.casework = casework;
    }

    /** A line as it is shown. */
    record Line(
            String id,
            String server,
            String customer,
            String category,
            String types,
            String state,
            String tone,
            String step,
            Optional<IncidentPage.Due> due,
            String block,
            Optional<IncidentPage.Due> deadline,
            String persisting,
            String assignedTo,
            String severity,
            String severityTone,
            int reports) {}

    /**
     * @param self address of this page with its filters, without place
     * @param next address of the next page
     */
    record Shown(
            List<Line> lines,
            String self,
            Optional<String> next,
            boolean first,
            Chosen chosen,
            List<String> states,
            List<String> categories) {}

    /** The filters as typed. */
    record Chosen(String state, String server, String customer, String category, boolean mine) {}

    @GetMapping("/")
    public ModelAndView root() {
        return Frames.seeOther("/desk");
    }

    @GetMapping("/desk")
    public ModelAndView board(
            Principal principal,
            @RequestParam(name = "state", defaultValue = "") String state,
            @RequestParam(name = "server", defaultValue = "") String server,
            @RequestParam(name = "customer", defaultValue = "") String customer,
            @RequestParam(name = "category", defaultValue = "") String category,
            @RequestParam(name = "mine", defaultValue = "false") boolean mine,
            @RequestParam(name = "after", defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean onlyRows) {
        var person = frames.allowed(principal, Task.SEE);
        var chosen = new Chosen(state.strip(), server.strip(), customer.strip(), category.strip(), mine);
        var filter = new Board.Filter(
                State.ofWord(chosen.state()),
                Optional.of(chosen.server()).filter(text -> !text.isEmpty()),
                Optional.of(chosen.customer()).filter(text -> !text.isEmpty()),
                Category.ofWord(chosen.category()),
                Optional.empty(),
                mine ? Optional.of(person.name()) : Optional.empty());
        var rows = casework.board().rows(filter, place(after), ROWS + 1);
        var now = casework.now();
        var self = "/desk" + query(chosen);
        var shown = rows.subList(0, Math.min(ROWS, rows.size()));
        var next = rows.size() > ROWS
                ? Optional.of(self + (self.contains("?") ? "&" : "?") + "after=" + spelled(shown.getLast()))
                : Optional.<String>empty();
        var page = frames.page(onlyRows ? "rows" : "board", person, "board", 200);
        page.addObject(
                "board",
                new Shown(
                        shown.stream().map(row -> line(row, now)).toList(),
                        self + (after.isEmpty() ? "" : (self.contains("?") ? "&" : "?") + "after=" + encoded(after)),
                        next,
                        after.isEmpty(),
                        chosen,
                        Arrays.stream(State.values()).map(State::word).toList(),
                        Arrays.stream(Category.values()).map(Category::word).toList()));
        return page;
    }

    @GetMapping("/desk/calls")
    public ModelAndView calls(Principal principal) {
        var person = frames.allowed(principal, Task.SEE);
        var filter = new Board.Filter(
                Optional.of(State.CALLING),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var now = casework.now();
        var rows = casework.board().rows(filter, Optional.empty(), ROWS);
        var calls = new ArrayList<Call>();
        var ids = rows.stream().map(Board.Row::id).toList();
        var views = casework.views(ids);
        var claims = casework.callClaims().of(ids, now);
        for (var row : rows) {
            views.stream()
                    .filter(view -> view.incident().id().equals(row.id()))
                    .findFirst()
                    .ifPresent(view -> calls.add(new Call(
                            line(row, now),
                            (int) view.call().numbers().stream()
                                    .filter(number -> number.outcome().isEmpty())
                                    .count(),
                            view.call().numbers().size(),
                            Optional.ofNullable(claims.get(row.id()))
                                    .map(claim -> claim.agent() + " until " + DeskWords.utc(claim.until()))
                                    .orElse(""),
                            Rights.may(person.role(), Task.WORK) && !claims.containsKey(row.id())
                                    ? Optional.of(Form.of(
                                                    "claim-" + row.id(),
                                                    Field.path(row.id(), "call/claim"),
                                                    "",
                                                    "I phone now")
                                            .quiet())
                                    : Optional.empty())));
        }
        return frames.page("calls", person, "calls", 200)
                .addObject("calls", calls)
                .addObject(
                        "anomalies",
                        inventory.anomalies().open().stream()
                                .map(one -> new Anomaly(
                                        one.value(),
                                        one.contact(),
                                        one.kind().word().replace('-', ' '),
                                        one.detail(),
                                        one.incident().isPresent()
                                                ? Long.toString(one.incident().getAsLong())
                                                : "",
                                        DeskWords.utc(one.openedAt())))
                                .toList());
    }

    /**
     * @param left numbers not tried yet
     * @param taken by whom and until when; empty where it is free
     */
    record Call(Line line, int left, int numbers, String taken, Optional<Form> claim) {}

    /** A number to be put right. */
    record Anomaly(String number, String contact, String kind, String detail, String incident, String since) {}

    static Line line(Board.Row row, Instant now) {
        return new Line(
                row.id().toString(),
                row.server(),
                row.customer(),
                row.category().word().replace('-', ' '),
                String.join(", ", row.types()),
                row.state().word(),
                DeskWords.tone(row.state()),
                row.step().map(DeskWords::step).orElse("Nothing to do"),
                row.dueAt().map(at -> DeskWords.due(now, at, row.block())),
                row.block().map(DeskWords::block).orElse(""),
                row.deadline().map(at -> DeskWords.due(now, at, Optional.empty())),
                row.persisting().word(),
                row.assignedTo().orElse(""),
                row.severity().word(),
                DeskWords.tone(row.severity()),
                row.reports());
    }

    private static String query(Chosen chosen) {
        var parts = new ArrayList<String>();
        add(parts, "state", chosen.state());
        add(parts, "server", chosen.server());
        add(parts, "customer", chosen.customer());
        add(parts, "category", chosen.category());
        add(parts, "mine", chosen.mine() ? "true" : "");
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + encoded(value));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String spelled(Board.Row row) {
        return encoded(row.dueAt().map(Instant::toString).orElse("") + "~" + row.id());
    }

    private static Optional<Board.After> place(String after) {
        var parts = after.split("~", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            var due = parts[0].isEmpty() ? Optional.<Instant>empty() : Optional.of(Instant.parse(parts[0]));
            return IncidentId.parse(parts[1]).map(id -> new Board.After(due, id));
        } catch (java.time.DateTimeException madeUp) {
            return Optional.empty();
        }
    }
}

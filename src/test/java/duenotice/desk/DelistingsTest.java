package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Further;
import duenotice.casework.Sighted;
import duenotice.incident.Act;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.inventory.InventoryFile;
import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list is slow to forget: once the server is mended, somebody has to ask it to. */
class DelistingsTest {
    private static final String ADDRESS = "198.51.100.7";

    private PagesUnderTest desk;

    @BeforeEach
    void start() {
        desk = DeskTest.withDesk();
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private Browser agent() {
        var browser = desk.browser();
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", "agent", "password", "rehearsal-agent"));
        return browser;
    }

    private List<String> tasks(Browser browser) {
        return browser.get("/desk/delistings").document().select("tbody tr").eachText();
    }

    /** @param feed one that looks at the list; empty where somebody has told us by mail */
    private IncidentId listed(Optional<String> feed) {
        var incident = desk.open("srv-1", "reputation/blocklist", Category.OTHER);
        told(incident, feed);
        return incident;
    }

    private void told(IncidentId incident, Optional<String> feed) {
        var message = desk.casework
                .inbox()
                .accept(
                        "list@lists.example",
                        List.of("abuse@provider.example"),
                        "Subject: listed\r\n\r\nx".getBytes(StandardCharsets.UTF_8),
                        desk.now());
        desk.casework.join(List.of(new Sighted(
                incident,
                message,
                Type.of("reputation/blocklist"),
                Optional.of(ADDRESS),
                Optional.empty(),
                Optional.of(new EventTime(desk.now(), true)),
                desk.now(),
                Sighted.Weight.AUTHENTICATED,
                "list@lists.example",
                Optional.of("lists.example"),
                SourceType.BLOCKLIST,
                true,
                false,
                List.of(),
                Further.NONE,
                "listed",
                "listed " + message,
                false)));
        feed.ifPresent(name -> {
            var now = desk.now().atOffset(ZoneOffset.UTC);
            desk.transactions()
                    .jdbc()
                    .sql(
                            "insert into feed (name, kind, every, next_at, round_from) values (:name, 'dnsbl', 'PT1H', :at, :at)")
                    .param("name", name)
                    .param("at", now)
                    .update();
            desk.transactions()
                    .jdbc()
                    .sql("""
                            insert into feed_entry (feed, key, subject, message, first_seen_at, last_seen_at)
                            values (:name, :address, :address, :message, :at, :at)
                            """)
                    .param("name", name)
                    .param("address", ADDRESS)
                    .param("message", message.number())
                    .param("at", now)
                    .update();
        });
    }

    @Test
    void who_is_restored_and_still_listed_is_a_task_until_the_list_forgets() {
        listed(Optional.of("zone"));
        var incident = desk.spam("srv-1");
        desk.cutOff(incident);
        var agent = agent();
        assertThat(tasks(agent)).isEmpty();

        var cut = desk.snapshot(incident).incident().cutInForce().orElseThrow().id();
        desk.act(incident, new Act.LiftMeasure(cut, "mended"));
        assertThat(desk.snapshot(incident).outlook().state()).isNotEqualTo(State.CUT);
        assertThat(tasks(agent)).singleElement().asString().contains("zone", ADDRESS, "still listed", "" + incident);
        assertThat(agent.get("/desk")
                        .document()
                        .select("nav a[href=/desk/delistings] .count")
                        .text())
                .isEqualTo("1");

        // R45: that it is listed says nothing of what goes on.
        assertThat(desk.snapshot(incident).outlook().persisting().basis()).doesNotContain("list");

        desk.transactions()
                .jdbc()
                .sql("update feed_entry set gone_at = last_seen_at")
                .update();
        assertThat(tasks(agent)).isEmpty();
    }

    @Test
    void what_somebody_has_asked_for_is_not_asked_for_again_until_it_is_listed_again() {
        var listing = listed(Optional.empty());
        var incident = desk.spam("srv-1");
        desk.act(incident, new Act.Close(CloseAs.RESOLVED, "mended"));
        var agent = agent();
        assertThat(tasks(agent)).singleElement().asString().contains("lists.example", ADDRESS, "as we were told");

        var page = agent.get("/desk/delistings");
        assertThat(agent.submit(page.form("form[name^=done-]"), Map.of()).status())
                .isEqualTo(303);
        assertThat(tasks(agent)).isEmpty();
        assertThat(agent.submit(page.form("form[name^=done-]"), Map.of()).status())
                .isEqualTo(404);

        desk.act(desk.spam("srv-1"), new Act.Close(CloseAs.RESOLVED, "again"));
        assertThat(tasks(agent)).isEmpty();

        desk.until(Duration.ofHours(1));
        told(listing, Optional.empty());
        desk.act(desk.spam("srv-1"), new Act.Close(CloseAs.NOT_OURS, "not this server"));
        assertThat(tasks(agent)).isEmpty();
        desk.act(desk.spam("srv-1"), new Act.Close(CloseAs.RESOLVED, "once more"));
        assertThat(tasks(agent)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PT2159H59M59S, true, 1", "PT2160H, true, 0", "PT9000H, false, 1"})
    void what_we_were_told_counts_for_ninety_days_and_what_a_feed_of_ours_sees_as_long_as_it_does(
            Duration before, boolean told, int tasks) {
        listed(told ? Optional.empty() : Optional.of("zone"));
        desk.transactions()
                .jdbc()
                .sql("update sighting set received_at = :at")
                .param("at", desk.now().minus(before).atOffset(ZoneOffset.UTC))
                .update();
        desk.act(desk.spam("srv-1"), new Act.Close(CloseAs.RESOLVED, "mended"));
        assertThat(tasks(agent())).hasSize(tasks);
    }

    @Test
    void what_was_listed_of_the_customer_before_is_no_task_after_the_next_one_s_incident() {
        listed(Optional.of("zone"));
        desk.inventory.importFile(
                InventoryFile.of(
                        "moved.yaml",
                        "servers: [{id: srv-1, customer: moewe, addresses: [{ip: 198.51.100.7, from: 2025-01-01T00:00:00Z}]}]"
                                .getBytes(StandardCharsets.UTF_8)),
                "test",
                desk.now());
        desk.act(desk.spam("srv-1"), new Act.Close(CloseAs.RESOLVED, "mended"));
        assertThat(tasks(agent())).isEmpty();
    }

    @Test
    void another_server_s_listing_is_none_of_this_one() {
        listed(Optional.of("zone"));
        desk.act(desk.spam("srv-2"), new Act.Close(CloseAs.RESOLVED, "mended"));
        assertThat(tasks(agent())).isEmpty();
    }
}

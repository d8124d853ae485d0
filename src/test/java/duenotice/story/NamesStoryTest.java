package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageOutcome;
import duenotice.incident.Block;
import duenotice.incident.IncidentEvent;
import duenotice.incident.State;
import duenotice.report.Prefix;
import duenotice.warning.Responsible;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A phishing page is reported by its URL alone, and its host points to a server of ours. */
class NamesStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-07-01T14:03:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        desk.names.setAway(false);
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    private static Draft phishing(String url) {
        return desk.mail()
                .from("team@watch.example")
                .signed()
                .subject("Phishing on your network")
                .saying("""
                        Hello,

                        this phishing site is hosted in your network:

                        URL: %s
                        Time: %s

                        Please take it down.
                        """.formatted(url.replace("http:", "hxxp:"), desk.now()));
    }

    private static void point(String name, String address) {
        desk.names.set(name, List.of(Prefix.of(address)));
    }

    @Test
    void the_customer_whose_server_it_is_is_warned_and_told_how_we_know() {
        var story = desk.customer("bakery");
        point("login-bank.example", story.address);
        var time = desk.now().toString().replace('T', ' ').substring(0, 16);
        var report = phishing("http://login-bank.example/secure/").arrives();
        assertThat(report.state()).isEqualTo(MessageOutcome.State.JOINED);
        assertThat(story.state()).isEqualTo(State.WARNED);
        assertThat(story.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("login-bank.example pointed to " + story.address + " at " + time + " UTC"));
    }

    private static final String ONLY_A_NAME = "only where a reported name points leads here";

    /** A page is cut off by no policy of ours without a person; this says what that person is told. */
    private static String whyACutIsProposed(Story story) {
        return story.snapshot().timeline().stream()
                .map(entry -> entry.event())
                .filter(IncidentEvent.MeasureProposed.class::isInstance)
                .map(event -> ((IncidentEvent.MeasureProposed) event).reason())
                .collect(Collectors.joining("; "));
    }

    @Test
    void whoever_points_a_listed_name_at_others_has_them_warned_and_not_cut_off() {
        var story = desk.customer("neighbour");
        point("evil.example", story.address);
        phishing("http://evil.example/a").arrives();
        assertThat(story.state()).isEqualTo(State.WARNED);
        story.at("2:10").phonedInVain();
        story.at("3:00");
        phishing("http://evil.example/b").arrives();
        story.at("5:00");
        assertThat(story.asked()).isEmpty();
        assertThat(story.block()).contains(Block.APPROVAL);
        assertThat(whyACutIsProposed(story)).endsWith(ONLY_A_NAME);
    }

    @Test
    void where_the_reporter_names_the_address_himself_the_ladder_goes_on() {
        var story = desk.customer("grocer");
        point("stolen-shop.example", story.address);
        phishing("http://stolen-shop.example/a").arrives();
        story.at("2:10").phonedInVain();
        story.at("3:00");
        desk.mail()
                .from("team@watch.example")
                .signed()
                .subject("Phishing on your network")
                .saying("""
                        Hello,

                        this phishing site is hosted in your network:

                        URL: hxxp://stolen-shop.example/b
                        IP: %s
                        Time: %s

                        Please take it down.
                        """.formatted(story.address, desk.now()))
                .arrives();
        assertThat(desk.incidentsOn(story.server)).hasSize(1);
        story.at("5:00");
        assertThat(whyACutIsProposed(story)).isNotEmpty().doesNotContain(ONLY_A_NAME);
    }

    @Test
    void a_name_that_the_inventory_gives_to_the_server_proves_as_much_as_its_address() {
        var story = desk.customer("tailor");
        desk.importInventory("""
                servers:
                  - {id: %s, customer: tailor, hostnames: [tailor.example], addresses: [{ip: %s, from: 2020-01-01T00:00:00Z}]}
                """.formatted(story.server, story.address));
        phishing("http://tailor.example/a").arrives();
        story.at("2:10").phonedInVain();
        story.at("3:00");
        phishing("http://tailor.example/b").arrives();
        story.at("5:00");
        assertThat(whyACutIsProposed(story)).isNotEmpty().doesNotContain(ONLY_A_NAME);
    }

    @Test
    void while_the_resolver_is_away_it_waits_and_then_goes_its_way() {
        var story = desk.customer("florist");
        point("parcel.example", story.address);
        desk.names.setAway(true);
        var report = phishing("http://parcel.example/track").arrives();
        assertThat(report.reason()).contains("held: where parcel.example points is being found out");
        assertThat(desk.incidentsOn(story.server)).isEmpty();
        story.at("0:10");
        assertThat(desk.item(report.id()).state()).isEqualTo(MessageOutcome.State.QUEUED);
        desk.names.setAway(false);
        story.at("0:20");
        assertThat(desk.item(report.id()).state()).isEqualTo(MessageOutcome.State.JOINED);
        assertThat(story.state()).isEqualTo(State.WARNED);
    }

    @Test
    void who_reports_a_page_of_others_is_told_where_to_go_and_the_report_is_closed() {
        var before = desk.relay.recorded().size();
        point("far-away.example", "203.0.113.40");
        desk.responsible.put("203.0.113.40", new Responsible.Desk("abuse@other-net.example", "OTHER"));
        var report = phishing("http://far-away.example/").arrives();
        assertThat(report.reason().orElseThrow()).startsWith("not-ours: ");
        desk.hoursLater(1);
        assertThat(desk.relay.recorded()).hasSize(before + 1);
        assertThat(desk.relay.recorded().getLast().text()).contains("203.0.113.40", "abuse@other-net.example");
        assertThat(desk.item(report.id()).state()).isEqualTo(MessageOutcome.State.CLOSED);
    }

    @Test
    void what_points_nowhere_waits_as_not_ours_and_nobody_is_sent_on() {
        var before = desk.relay.recorded().size();
        var report = phishing("http://nowhere.example/").arrives();
        assertThat(report.reason().orElseThrow()).startsWith("not-ours: ");
        desk.hoursLater(1);
        assertThat(desk.relay.recorded()).hasSize(before);
        assertThat(desk.item(report.id()).state()).isEqualTo(MessageOutcome.State.QUEUED);
    }
}

package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageOutcome;
import duenotice.incident.State;
import duenotice.report.Prefix;
import java.time.Instant;
import java.util.List;
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
    void what_points_elsewhere_waits_as_not_ours_and_nobody_is_sent_on() {
        var before = desk.relay.recorded().size();
        point("far-away.example", "203.0.113.40");
        assertThat(phishing("http://far-away.example/").arrives().reason().orElseThrow())
                .startsWith("not-ours: ");
        desk.hoursLater(1);
        assertThat(desk.relay.recorded()).hasSize(before);
    }
}

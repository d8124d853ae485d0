package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Acted;
import duenotice.casework.IncidentView;
import duenotice.casework.Snapshot;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AlarmKind;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.Measure;
import duenotice.incident.State;
import duenotice.rehearsal.NetworkStandIn;
import duenotice.rehearsal.RelayStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One customer with one server, and what happens to them. Its time counts from its first complaint. */
final class Story {
    static final String STATEMENT = """
            Cause: a stolen password of the newsletter account
            Done: changed the password and emptied the queue
            Prevention: a second factor for every account
            """;

    final String name;
    final String server;
    final String address;
    final String contact;
    private final StoryDesk desk;
    private final List<String> phones;
    private final Instant began;

    Story(StoryDesk desk, String name, String address, List<String> phones) {
        this.desk = desk;
        this.name = name;
        this.address = address;
        this.phones = phones;
        server = "srv-" + name;
        contact = "ada@" + name + ".example";
        began = desk.now();
    }

    // ---- time

    /** Moves on to so many hours, minutes and perhaps seconds after the beginning, such as {@code 2:47}. */
    Story at(String sinceBeginning) {
        desk.until(instant(sinceBeginning));
        return this;
    }

    Instant instant(String sinceBeginning) {
        var parts = sinceBeginning.split(":");
        var since = Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1]));
        return began.plus(parts.length > 2 ? since.plusSeconds(Long.parseLong(parts[2])) : since);
    }

    // ---- mails to the desk

    /** A reporter whom the desk trusts has just seen spam. */
    Draft complaint() {
        return complaint(desk.now());
    }

    Draft complaint(Instant seen) {
        return strangersComplaint(seen).from("team@watch.example").signed();
    }

    /** The same from somebody who proves nothing. */
    Draft strangersComplaint(Instant seen) {
        return desk.mail().saying("""
                Hello,

                we received spam from your network.

                Source IP: %s
                Time: %s

                Please stop it.
                """.formatted(address, seen));
    }

    /** Warned at this instant. */
    Story warned() {
        complaint().arrives();
        assertThat(state()).isEqualTo(State.WARNED);
        return this;
    }

    /** Warned, phoned in vain at +2:00, seen again at +3:00, and one minute before the cut. */
    Story oneMinuteBeforeTheCut() {
        warned().at("2:00").phonedInVain().at("3:00").complaint().arrives();
        return at("3:59");
    }

    Story cutOff() {
        oneMinuteBeforeTheCut().at("4:00");
        assertThat(state()).isEqualTo(State.CUT);
        return this;
    }

    /** The contact's answer to the newest notice. */
    Draft reply(String text) {
        var notice = mails().getLast();
        return desk.mail()
                .from("Ada <" + contact + ">")
                .to(notice.headers().get("Reply-To"))
                .subject("Re: " + notice.subject())
                .header("In-Reply-To: " + notice.headers().get("Message-ID"))
                .saying(text);
    }

    /** The contact's mail server sends that notice back for good. */
    Draft bounceOf(RelayStandIn.Recorded notice) {
        return desk.mail()
                .from("MAILER-DAEMON@" + name + ".example")
                .withoutReturnPath()
                .to(notice.envelopeFrom())
                .subject("Undelivered Mail Returned to Sender")
                .ofType("multipart/report; report-type=delivery-status; boundary=cut")
                .saying("""
                        --cut
                        Content-Type: text/plain

                        The mailbox does not exist.

                        --cut
                        Content-Type: message/delivery-status

                        Reporting-MTA: dns; mx.%s.example

                        Final-Recipient: rfc822; %s
                        Action: failed
                        Status: 5.1.1

                        --cut--
                        """.formatted(name, notice.to().getFirst()));
    }

    // ---- people

    Acted tries(Act act) {
        return tries(act, "mara");
    }

    Acted tries(Act act, String agent) {
        var acted = desk.casework.perform(id(), act, Actor.staff(agent));
        desk.casework.workAll();
        return acted;
    }

    Story staff(Act act) {
        assertThat(tries(act)).isInstanceOf(Acted.Done.class);
        return this;
    }

    /** Every number rings out now. */
    Story phonedInVain() {
        phones.forEach(number -> call(number, CallOutcome.NO_ANSWER));
        return this;
    }

    Story call(String number, CallOutcome outcome) {
        return staff(new Act.RecordCall(number, outcome, desk.now(), desk.now(), ""));
    }

    List<String> phones() {
        return phones;
    }

    Acted approve(Measure measure) {
        return tries(new Act.ApproveMeasure(measure.id(), "logs seen"), "engineer");
    }

    // ---- how it stands

    /** The newest incident on the server. */
    IncidentId id() {
        return desk.incidentsOn(server).getLast();
    }

    Snapshot snapshot() {
        return desk.casework.snapshot(id()).orElseThrow();
    }

    IncidentView view() {
        return desk.casework.view(id()).orElseThrow();
    }

    State state() {
        return snapshot().outlook().state();
    }

    Optional<Block> block() {
        return snapshot().outlook().next().flatMap(next -> next.block());
    }

    Optional<Instant> deadline() {
        return snapshot().outlook().deadline();
    }

    /** The cut that waits for a person. */
    Measure proposal() {
        return snapshot().incident().measures().stream()
                .filter(Measure::isProposed)
                .findFirst()
                .orElseThrow();
    }

    <E extends IncidentEvent> List<E> events(Class<E> kind) {
        return snapshot().timeline().stream()
                .map(entry -> entry.event())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<AlarmKind> alarms() {
        var id = id();
        return desk.casework.alarms().all().stream()
                .filter(alarm -> alarm.incident().filter(id::equals).isPresent())
                .map(alarm -> alarm.kind())
                .toList();
    }

    // ---- what the outside saw

    /** Mails to the contact, oldest first. */
    List<RelayStandIn.Recorded> mails() {
        return desk.mailsTo(contact);
    }

    /** Their subjects, without the incident's number at the head. */
    List<String> subjects() {
        return mails().stream()
                .map(mail -> mail.subject().replaceFirst("^\\[#\\d+] ", ""))
                .toList();
    }

    /** What the network was asked for this server, each time it was. */
    List<String> asked() {
        return requests().stream().map(NetworkStandIn.Request::kind).toList();
    }

    List<NetworkStandIn.Request> requests() {
        return desk.network.requests().stream()
                .filter(request -> request.server().equals(server))
                .toList();
    }

    NetworkStandIn.ServerState machine() {
        return desk.network.state(server);
    }
}

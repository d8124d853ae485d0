package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.access.TokenKind;
import duenotice.casework.MessageOutcome;
import duenotice.casework.Sighted.Weight;
import duenotice.casework.StaffActs;
import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.NoticeKind;
import duenotice.incident.SentMail;
import duenotice.incident.State;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters on their way, on a real database with a moved clock. */
class WarningTest {
    private static final Duration NOW = Duration.ZERO;

    private final WarningDesk desk = new WarningDesk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void every_abuse_contact_is_warned_at_once_with_a_mail_that_can_be_answered() {
        var id = desk.spamOnServerOne();
        desk.report(id, "messaging/spam", Weight.TRUSTED, "fbl@example.net", "Subject: You have won");
        desk.until(NOW);

        assertThat(desk.relay.taken)
                .extracting(OutgoingMail::to)
                .containsExactly("ada@kite.example", "ben@kite.example");
        var mail = desk.relay.taken.getFirst();
        assertThat(mail.subject()).isEqualTo("[#" + id + "] Please check srv-1: unsolicited mail (spam)");
        assertThat(mail.headers()).containsEntry("Auto-Submitted", "auto-generated");
        assertThat(mail.text()).contains("05:00 UTC (10:30 India Standard Time").contains("Subject: You have won");
        assertThat(mail.inReplyTo()).isEmpty();
        var reply = desk.tokens.ofAddress(mail.replyTo().orElseThrow()).orElseThrow();
        assertThat(reply.kind()).isEqualTo(TokenKind.REPLY);
        assertThat(reply.incident()).isEqualTo(id);
        assertThat(desk.tokens.ofAddress(mail.envelopeFrom()).orElseThrow().among(List.of("ada@kite.example")))
                .isPresent();
        assertThat(desk.tokens.ofAddress(mail.messageId().replaceAll("[<>]", "")))
                .hasValueSatisfying(token -> assertThat(token.incident()).isEqualTo(id));
        var link = Pattern.compile("http://127\\.0\\.0\\.1:8080/c/([a-z2-7]+)").matcher(mail.text());
        assertThat(link.find()).isTrue();
        assertThat(desk.tokens.ofLink(link.group(1), WarningDesk.START)).isPresent();
        var warning = desk.snapshot(id).incident().warning().orElseThrow();
        assertThat(warning.toldAt()).isEqualTo(WarningDesk.START);
        assertThat(warning.printedDeadline()).contains(WarningDesk.START.plus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "RESOLVED, strict, PT45M",
        "FALSE_POSITIVE, strict, PT2H",
        "NOT_OURS, strict, PT2H",
        "OTHER, strict, PT2H",
        "RESOLVED, network-off, PT2H"
    })
    void the_same_trouble_again_is_printed_with_the_shorter_time(CloseAs before, String policy, Duration within) {
        desk.staff(desk.spamOnServerOne(), new Act.Close(before, "over"));
        desk.until(Duration.ofDays(3));
        desk.relay.taken.clear();
        var id = desk.incident("srv-1", "kite", "messaging/spam", policy);
        desk.until(Duration.ofDays(3));

        var deadline = WarningDesk.START.plus(Duration.ofDays(3)).plus(within);
        assertThat(desk.relay.taken.getFirst().text())
                .contains(deadline.toString().substring(11, 16) + " UTC");
        assertThat(desk.snapshot(id).incident().warning().orElseThrow().printedDeadline())
                .contains(deadline);
        assertThat(desk.snapshot(id).outlook().deadline()).contains(deadline);
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().dueAt()).isEqualTo(deadline);
    }

    @Test
    void the_same_trouble_on_another_server_is_no_repeat() {
        desk.staff(desk.spamOnServerOne(), new Act.Close(CloseAs.RESOLVED, "over"));
        var id = desk.incident("srv-2", "feld", "messaging/spam", "strict");
        desk.until(NOW);
        assertThat(desk.snapshot(id).outlook().deadline()).contains(WarningDesk.START.plus(Duration.ofHours(2)));
    }

    @Test
    void a_german_contact_reads_german_and_the_mailbox_on_the_machine_itself_is_avoided() {
        desk.incident("srv-2", "feld", "messaging/spam", "power-off");
        desk.until(NOW);

        assertThat(desk.relay.only().to()).isEqualTo("rieke@feld.example");
        assertThat(desk.relay.only().subject()).contains("Bitte prüfen Sie srv-2");
        assertThat(desk.relay.only().text())
                .contains("diesen Server auszuschalten")
                .containsPattern("Mitteleuropäische\\s+Normalzeit");
    }

    @Test
    void a_customer_of_a_brand_hears_from_that_brand_alone_and_answers_come_back_here() {
        desk.incident("srv-2", "feld", "messaging/spam", "power-off");
        desk.until(NOW);

        var mail = desk.relay.only();
        assertThat(mail.from()).isEqualTo("abuse@feldweg-server.example");
        assertThat(mail.fromName()).isEqualTo("Feldweg Server");
        assertThat(mail.replyTo().orElseThrow()).endsWith("@provider.example");
        assertThat(mail.text())
                .contains("Ihr Abuse-Team von Feldweg Server", "Feldweg Server GmbH, Musterstadt")
                .contains("https://abuse.feldweg-server.example/c/")
                .doesNotContain("Example Hosting", "127.0.0.1");
    }

    @Test
    void who_has_not_answered_at_half_time_is_reminded_once_in_the_same_thread() {
        var incident = desk.spamOnServerOne();
        desk.until(Duration.ofMinutes(119));

        var reminders = desk.relay.taken.stream()
                .filter(mail -> mail.subject().contains("A reminder"))
                .toList();
        assertThat(reminders)
                .extracting(mail -> mail.to())
                .containsExactlyInAnyOrder("ada@kite.example", "ben@kite.example");
        assertThat(reminders.getFirst().text()).contains("If we hear nothing");
        assertThat(reminders.getFirst().inReplyTo()).isPresent();
        assertThat(desk.events(incident, IncidentEvent.Informed.class))
                .extracting(IncidentEvent.Informed::notice)
                .containsExactly(NoticeKind.HALF_TIME);
    }

    @Test
    void a_storm_of_weaknesses_is_one_letter_and_each_of_its_incidents_is_told() {
        desk.addServers(14);
        var incidents = IntStream.rangeClosed(101, 114)
                .mapToObj(
                        number -> desk.incident("srv-" + number, "swarm", "vulnerability/open_service", "information"))
                .toList();
        desk.until(NOW);

        var letter = desk.relay.only();
        assertThat(letter.to()).isEqualTo("all@swarm.example");
        assertThat(letter.subject()).contains("14 servers");
        assertThat(letter.text()).contains("srv-101 (198.51.100.107)", "srv-114 (198.51.100.120)");
        var links = Pattern.compile("http://127.0.0.1:8080/c/\\S+")
                .matcher(letter.text())
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(links).doesNotHaveDuplicates().hasSize(14);
        assertThat(incidents)
                .allSatisfy(incident -> assertThat(desk.events(incident, IncidentEvent.CustomerWarned.class))
                        .singleElement()
                        .satisfies(warned -> assertThat(warned.to())
                                .singleElement()
                                .extracting(told -> told.handed())
                                .isEqualTo(Handed.ACCEPTED)));

        desk.until(Duration.ofHours(1));
        assertThat(desk.relay.taken).hasSize(1);
    }

    @Test
    void a_few_weaknesses_and_all_that_want_an_answer_have_letters_of_their_own() {
        desk.addServers(14);
        IntStream.rangeClosed(101, 105)
                .forEach(
                        number -> desk.incident("srv-" + number, "swarm", "vulnerability/open_service", "information"));
        IntStream.rangeClosed(101, 113)
                .forEach(number -> desk.incident("srv-" + number, "swarm", "connection/port_scan", "network-off"));
        desk.until(NOW);

        assertThat(desk.relay.taken).hasSize(18);
        assertThat(desk.relay.taken).allMatch(mail -> mail.subject().startsWith("[#"));
    }

    @Test
    void a_storm_is_one_letter_also_where_newer_incidents_of_another_policy_wait_beside_it() {
        desk.addServers(14);
        IntStream.rangeClosed(101, 113)
                .forEach(
                        number -> desk.incident("srv-" + number, "swarm", "vulnerability/open_service", "information"));
        IntStream.rangeClosed(101, 114)
                .forEach(
                        number -> desk.incident("srv-" + number, "swarm", "vulnerability/open_service", "network-off"));
        desk.until(NOW);

        assertThat(desk.relay.taken)
                .filteredOn(mail -> mail.subject().contains("13 servers"))
                .hasSize(1);
        assertThat(desk.relay.taken).hasSize(1 + 14);
    }

    @Test
    void a_storm_waits_for_the_relay_as_one_letter_does() {
        desk.addServers(14);
        desk.relay.answers.put("all@swarm.example", new Delivery.Deferred("451 later"));
        var incidents = IntStream.rangeClosed(101, 114)
                .mapToObj(
                        number -> desk.incident("srv-" + number, "swarm", "vulnerability/open_service", "information"))
                .toList();
        desk.until(NOW);
        assertThat(desk.relay.taken).isEmpty();
        assertThat(incidents)
                .allSatisfy(incident -> assertThat(desk.events(incident, IncidentEvent.CustomerWarned.class))
                        .isEmpty());

        desk.relay.answers.clear();
        desk.until(Duration.ofMinutes(10));
        assertThat(incidents)
                .allSatisfy(incident -> assertThat(desk.events(incident, IncidentEvent.CustomerWarned.class))
                        .hasSize(1));
    }

    @Test
    void a_reseller_is_told_in_the_customer_s_place_and_the_customer_only_where_wanted() {
        desk.incident("srv-3", "quiet-end", "messaging/spam", "network-off");
        desk.until(NOW);
        assertThat(desk.relay.only().to()).isEqualTo("abuse@north.example");
        assertThat(desk.relay.only().text()).contains("as the reseller in charge");

        desk.relay.taken.clear();
        desk.incident("srv-4", "copied-end", "messaging/spam", "network-off");
        desk.until(NOW);
        assertThat(desk.relay.taken)
                .extracting(OutgoingMail::to)
                .containsExactlyInAnyOrder("abuse@north.example", "cora@copied.example");
        assertThat(desk.relay.to("cora@copied.example").getFirst().text()).doesNotContain("reseller");
    }

    @Test
    void a_later_letter_leaves_the_reseller_no_more_time_than_the_first() {
        desk.incident("srv-3", "quiet-end", "messaging/spam", "resold");
        desk.until(Duration.ofMinutes(119));

        assertThat(desk.relay.taken).hasSize(2);
        assertThat(desk.relay.taken)
                .extracting(mail -> mail.text().replaceAll("\\s+", " "))
                .allSatisfy(text -> assertThat(text)
                        .contains("pass it on to your customer by Sunday 1 March 2026, 04:30 UTC")
                        .contains("The deadline holds for both of you"));
    }

    @Test
    void the_first_and_last_sight_are_those_of_all_reports_in_a_storm() {
        var id = desk.spamOnServerOne();
        desk.report(id, "messaging/spam", Weight.TRUSTED, "first@example.net", "the first");
        desk.clock.set(WarningDesk.START.plus(Duration.ofHours(1)));
        for (var number = 0; number < 210; number++) {
            desk.report(id, "messaging/spam", Weight.AUTHENTICATED, "r" + number + "@example.net", "sample " + number);
        }
        assertThat(desk.casework.seen(id))
                .hasValueSatisfying(seen ->
                        assertThat(Duration.between(seen.first(), seen.last())).isEqualTo(Duration.ofHours(1)));
    }

    @Test
    void victims_are_helped_and_weaknesses_only_told() {
        desk.incident("srv-1", "kite", Category.SERVER_UNDER_ATTACK, "connection/ddos", "victim");
        desk.until(NOW);
        assertThat(desk.relay.taken.getFirst().subject()).contains("is under attack");
        assertThat(desk.relay.taken.getFirst().text())
                .contains("You have done nothing wrong")
                .doesNotContain("answer by");

        desk.relay.taken.clear();
        var id = desk.incident("srv-1", "kite", "vulnerability/open_service", "information");
        desk.report(id, "vulnerability/open_service", Weight.TRUSTED, "feed@example.net", "memcached on port 11211");
        desk.until(NOW);
        assertThat(desk.relay.taken.getFirst().text().replaceAll("\\s+", " "))
                .contains("there is no deadline")
                .contains("Memcached");
        desk.until(Duration.ofHours(73));
        assertThat(desk.relay.taken.getLast().subject()).contains("A reminder");
    }

    // ---- the relay's word

    @Test
    void while_the_relay_is_away_no_clock_starts_and_the_same_mail_is_tried_again() {
        var away = new Delivery.RelayAway("connection refused");
        desk.relay.answers.put("ada@kite.example", away);
        desk.relay.answers.put("ben@kite.example", away);
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofMinutes(7));

        assertThat(desk.snapshot(id).incident().isWarned()).isFalse();
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).contains(Block.RELAY);
        // At 0, 1 and 3 minutes; the second address is not even tried while the relay is away.
        assertThat(desk.relay.offered.stream().filter(mail -> mail.to().equals("ada@kite.example")))
                .extracting(OutgoingMail::messageId)
                .hasSize(3)
                .containsOnly(desk.relay.offered.getFirst().messageId());
        assertThat(desk.relay.offered).extracting(OutgoingMail::to).doesNotContain("ben@kite.example");

        desk.relay.answers.clear();
        desk.relay.taken.clear();
        desk.until(Duration.ofMinutes(8));
        assertThat(desk.relay.taken).hasSize(2);
        assertThat(desk.snapshot(id).incident().warning().orElseThrow().toldAt())
                .isEqualTo(WarningDesk.START.plus(Duration.ofMinutes(8)));
        assertThat(desk.relay.taken.getFirst().text()).contains("05:08 UTC");
    }

    @Test
    void a_relay_that_is_away_rings_and_one_recipient_who_is_put_off_does_not() {
        desk.relay.answers.put("rieke@feld.example", new Delivery.Deferred("451 greylisted"));
        var putOff = desk.incident("srv-2", "feld", "messaging/spam", "network-off");
        desk.until(Duration.ofMinutes(7));
        assertThat(desk.snapshot(putOff).outlook().next().orElseThrow().block()).contains(Block.RELAY);
        assertThat(desk.events(putOff, IncidentEvent.AlarmRaised.class)).isEmpty();

        desk.relay.answers.put("ada@kite.example", new Delivery.RelayAway("connection refused"));
        var away = desk.spamOnServerOne();
        desk.until(Duration.ofMinutes(8));
        assertThat(desk.events(away, IncidentEvent.AlarmRaised.class))
                .extracting(IncidentEvent.AlarmRaised::alarm)
                .containsExactly(AlarmKind.RELAY_DOWN);

        // The next owner's warning has not been tried yet.
        desk.staff(away, new Act.Hold(WarningDesk.START.plus(Duration.ofHours(9)), "wait"));
        var policy = desk.snapshot(away).policy();
        desk.staff(
                away,
                new Act.Move(
                        new ServerId("srv-4"),
                        new CustomerId("copied-end"),
                        policy.name(),
                        policy.version(),
                        "the wrong server"));
        assertThat(desk.snapshot(away).circumstances().relay()).isEqualTo(RelayAtLastTry.NOT_TO_BLAME);
    }

    @Test
    void a_warning_that_waits_for_its_turn_rings_as_a_flood_and_goes_a_minute_later() {
        desk.relay.answers.put("ada@kite.example", new Delivery.OutOfTurn("waits for its turn"));
        desk.relay.answers.put("ben@kite.example", new Delivery.OutOfTurn("waits for its turn"));
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).contains(Block.RELAY);
        assertThat(states(id)).containsExactly("ada@kite.example queued", "ben@kite.example queued");
        assertThat(desk.events(id, IncidentEvent.AlarmRaised.class))
                .extracting(IncidentEvent.AlarmRaised::alarm)
                .containsExactly(AlarmKind.WARNING_FLOOD);
        desk.relay.answers.clear();
        desk.until(Duration.ofMinutes(1));
        assertThat(desk.snapshot(id).incident().isWarned()).isTrue();
    }

    @Test
    void a_step_that_breaks_is_not_laid_to_the_relay() {
        desk.relay.diesAfter = 1;
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.snapshot(id).incident().isWarned()).isFalse();
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).isEmpty();
        assertThat(desk.events(id, IncidentEvent.AlarmRaised.class)).isEmpty();
    }

    @Test
    void one_deferred_address_is_told_later_and_moves_no_clock() {
        desk.relay.answers.put("ben@kite.example", new Delivery.Deferred("451 greylisted"));
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofMinutes(20));

        var warned = desk.events(id, IncidentEvent.CustomerWarned.class);
        assertThat(warned).hasSize(1);
        assertThat(warned.getFirst().to())
                .extracting(IncidentEvent.Told::handed)
                .containsExactly(Handed.ACCEPTED, Handed.DEFERRED);
        assertThat(desk.relay.to("ada@kite.example")).hasSize(1);

        desk.relay.answers.clear();
        desk.until(Duration.ofMinutes(59));
        assertThat(desk.events(id, IncidentEvent.AddressWarned.class)).hasSize(1);
        assertThat(desk.relay.to("ada@kite.example")).hasSize(1);
        assertThat(desk.relay.to("ben@kite.example")).hasSize(1);
        assertThat(desk.relay.to("ben@kite.example").getFirst().text()).contains("05:00 UTC");
        assertThat(desk.relay.offered.stream().filter(mail -> mail.to().equals("ben@kite.example")))
                .extracting(OutgoingMail::messageId)
                .hasSizeGreaterThan(2)
                .containsOnly(desk.relay.to("ben@kite.example").getFirst().messageId());
        assertThat(desk.snapshot(id).incident().warning().orElseThrow().toldAt())
                .isEqualTo(WarningDesk.START);
    }

    @Test
    void when_every_address_is_refused_the_call_is_due_at_once() {
        desk.relay.answers.put("ada@kite.example", new Delivery.Refused("550 no such user"));
        desk.relay.answers.put("ben@kite.example", new Delivery.Refused("550 no such user"));
        var id = desk.spamOnServerOne();
        desk.until(NOW);

        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLING);
        // The owner holds no abuse role: he is written to only when nobody else is left (R11).
        assertThat(desk.relay.taken).extracting(OutgoingMail::to).containsExactly("boss@kite.example");
    }

    @Test
    void after_a_crash_between_sending_and_recording_the_same_mail_goes_out_again() {
        desk.relay.diesAfter = 2;
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.snapshot(id).incident().isWarned()).isFalse();
        desk.until(Duration.ofMinutes(2));

        assertThat(desk.snapshot(id).incident().isWarned()).isTrue();
        // Ada's mail was settled before the crash, Ben's was not: his relay sees the same Message-ID again.
        assertThat(desk.relay.to("ada@kite.example")).hasSize(1);
        assertThat(desk.relay.to("ben@kite.example")).hasSize(2);
        assertThat(desk.relay.to("ben@kite.example"))
                .extracting(OutgoingMail::messageId)
                .containsOnly(desk.relay.to("ben@kite.example").getFirst().messageId());
    }

    // ---- bounces

    @Test
    void a_hard_bounce_counts_and_a_late_one_does_not() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var ada = desk.relay.to("ada@kite.example").getFirst().envelopeFrom();
        var ben = desk.relay.to("ben@kite.example").getFirst().envelopeFrom();

        var late = desk.message("", List.of(ada), bounce("delayed", "4.4.1", "ada@kite.example"));
        desk.until(Duration.ofMinutes(1));
        assertThat(desk.casework.inbox().item(late).orElseThrow().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("late"));
        assertThat(desk.events(id, IncidentEvent.AddressBounced.class)).isEmpty();

        // The text of a bounce names somebody else: only the address it came to counts.
        desk.message("", List.of(ada), bounce("failed", "5.1.1", "somebody@else.example"));
        desk.until(Duration.ofMinutes(2));
        assertThat(desk.events(id, IncidentEvent.AddressBounced.class))
                .containsExactly(new IncidentEvent.AddressBounced("ada@kite.example", "5.1.1", "warning-1"));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WARNED);

        desk.message("", List.of(ada), bounce("failed", "5.1.1", "ada@kite.example"));
        desk.message("", List.of(ben), bounce("failed", "5.2.1", "ben@kite.example"));
        desk.until(Duration.ofMinutes(3));
        assertThat(desk.events(id, IncidentEvent.AddressBounced.class)).hasSize(2);
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLING);
    }

    @Test
    void a_late_mail_a_receipt_and_a_complaint_show_at_the_address_they_are_about() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var ada = desk.relay.to("ada@kite.example").getFirst();
        var ben = desk.relay.to("ben@kite.example").getFirst();

        desk.message("", List.of(ada.envelopeFrom()), bounce("delayed", "4.4.1", "ada@kite.example"));
        desk.message("", List.of(ben.envelopeFrom()), bounce("relayed", "2.0.0", "ben@kite.example"));
        desk.until(Duration.ofMinutes(1));
        assertThat(states(id)).containsExactly("ada@kite.example delayed", "ben@kite.example accepted");
        assertThat(desk.view(id).mails().getLast().arrivedAt()).contains(WarningDesk.START);
        assertThat(desk.snapshot(id).outlook().next().orElseThrow().block()).isEmpty();

        var complaint = desk.message("fbl@mail.example", List.of("abuse@provider.example"), complaint(ben));
        desk.until(Duration.ofMinutes(2));
        assertThat(states(id)).containsExactly("ada@kite.example delayed", "ben@kite.example complained");
        assertThat(desk.casework.inbox().item(complaint).orElseThrow().state()).isEqualTo(MessageOutcome.State.CLOSED);
    }

    @Test
    void a_complaint_about_a_mail_that_only_looks_like_ours_is_left_to_others() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var forged = complaint(desk.relay.to("ben@kite.example").getFirst())
                .replaceAll("Message-ID: <reply\\+.{10}", "Message-ID: <reply+aaaaaaaaaa");
        var message = desk.message("fbl@mail.example", List.of("abuse@provider.example"), forged);
        desk.until(Duration.ofMinutes(1));
        assertThat(desk.casework.inbox().item(message).orElseThrow().state()).isNotEqualTo(MessageOutcome.State.CLOSED);
        assertThat(states(id)).containsExactly("ada@kite.example accepted", "ben@kite.example accepted");
    }

    @Test
    void a_mail_of_ours_that_goes_in_a_circle_is_known_and_opens_nothing() {
        desk.spamOnServerOne();
        desk.until(NOW);
        var ours = desk.relay.to("ada@kite.example").getFirst();
        var back = desk.message("ada@kite.example", List.of("abuse@provider.example"), """
                From: abuse@provider.example
                Message-ID: %s
                X-Duenotice-Loop: %s
                Subject: %s

                It was passed on.
                """.formatted(
                        ours.messageId(), desk.tokens.ownMail(ours.messageId()), ours.subject()));
        var copied = desk.message("ada@kite.example", List.of("abuse@provider.example"), """
                From: somebody@kite.example
                Message-ID: <other@kite.example>
                X-Duenotice-Loop: %s
                Subject: spam

                A complaint.
                """.formatted(
                        desk.tokens.ownMail(ours.messageId())));
        desk.until(Duration.ofMinutes(1));
        assertThat(desk.casework.inbox().item(back).orElseThrow().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("of our own"));
        assertThat(desk.casework.inbox().item(copied).orElseThrow().state()).isNotEqualTo(MessageOutcome.State.CLOSED);
    }

    @Test
    void a_soft_bounce_sends_the_same_mail_again_and_the_answer_time_begins_with_it() {
        desk.relay.answers.put("ben@kite.example", new Delivery.Refused("550 no such user"));
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var ada = desk.relay.to("ada@kite.example").getFirst();
        desk.message("", List.of(ada.envelopeFrom()), bounce("failed", "4.2.2", "ada@kite.example"));
        desk.until(Duration.ofMinutes(10));
        assertThat(states(id)).contains("ada@kite.example queued");
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.WARNED);
        desk.until(Duration.ofMinutes(20));
        assertThat(desk.relay.to("ada@kite.example"))
                .hasSize(2)
                .extracting(OutgoingMail::messageId)
                .containsOnly(ada.messageId());
        assertThat(states(id)).contains("ada@kite.example accepted");
        assertThat(desk.snapshot(id).outlook().deadline()).contains(WarningDesk.START.plus(Duration.ofMinutes(135)));
    }

    // ---- mailboxes on the machine itself, and spare ones

    @Test
    void a_mailbox_whose_mail_server_is_the_machine_is_avoided_and_named() {
        desk.mailHomes.put("kite.example", List.of(Prefix.of("198.51.100.7")));
        desk.mailHomes.put("feld.example", List.of(Prefix.of("198.51.100.200")));
        desk.addContact("Nightwatch", "night@watch.example");
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.relay.taken).extracting(OutgoingMail::to).containsExactly("night@watch.example");
        assertThat(desk.events(id, IncidentEvent.MailboxOnServer.class))
                .containsExactlyInAnyOrder(
                        new IncidentEvent.MailboxOnServer("ada@kite.example", true),
                        new IncidentEvent.MailboxOnServer("ben@kite.example", true));
    }

    @Test
    void a_mailbox_whose_domain_is_the_machines_name_and_whose_mail_is_taken_elsewhere_is_written_to() {
        desk.mailHomes.put("kite-app.example", List.of(Prefix.of("198.51.100.200")));
        desk.addContact("Web", "web@kite-app.example");
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.relay.to("web@kite-app.example")).hasSize(1);
        assertThat(desk.events(id, IncidentEvent.MailboxOnServer.class)).isEmpty();
    }

    @Test
    void a_relay_that_denies_us_one_recipient_is_asked_for_the_others_and_nobodys_address_is_dead() {
        desk.relay.answers.put(
                "ada@kite.example", new Delivery.RelayAway("relay.example: 554 5.7.1 Relay access denied", false));
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.relay.taken).extracting(OutgoingMail::to).containsExactly("ben@kite.example");
        desk.until(NOW.plus(Duration.ofMinutes(30)));
        assertThat(desk.events(id, IncidentEvent.CustomerWarned.class))
                .flatExtracting(IncidentEvent.CustomerWarned::to)
                .extracting(told -> told.address() + " " + told.handed())
                .containsExactly("ada@kite.example DEFERRED", "ben@kite.example ACCEPTED");
        assertThat(desk.events(id, IncidentEvent.CallDue.class)).isEmpty();
    }

    @Test
    void where_nobody_knows_who_takes_its_mail_a_mailbox_named_like_the_machine_is_avoided() {
        desk.addContact("Web", "web@kite-app.example");
        desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.relay.to("web@kite-app.example")).isEmpty();
    }

    @Test
    void where_there_is_no_other_the_mailbox_on_the_machine_is_warned_and_named() {
        desk.mailHomes.put("kite.example", List.of(Prefix.of("198.51.100.7")));
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        assertThat(desk.relay.taken).hasSize(2);
        assertThat(desk.events(id, IncidentEvent.MailboxOnServer.class))
                .extracting(IncidentEvent.MailboxOnServer::avoided)
                .containsExactly(false, false);
    }

    @Test
    void when_every_abuse_contact_is_dead_the_call_is_due_and_the_owner_is_told_once() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        for (var to : List.of("ada@kite.example", "ben@kite.example")) {
            desk.message("", List.of(desk.relay.to(to).getFirst().envelopeFrom()), bounce("failed", "5.1.1", to));
        }
        desk.until(Duration.ofMinutes(30));
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CALLING);
        assertThat(desk.events(id, IncidentEvent.CallDue.class)).hasSize(1);
        assertThat(desk.relay.to("boss@kite.example")).hasSize(1);
        assertThat(states(id)).contains("boss@kite.example accepted");
    }

    // ---- sending again

    @Test
    void a_mail_is_sent_again_to_a_contact_and_to_nobody_else() {
        desk.relay.answers.put("ben@kite.example", new Delivery.Refused("550 no such user"));
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var acts = new StaffActs(desk.inventory, desk.policies);
        assertThatThrownBy(() -> acts.resend(desk.snapshot(id), "warning-1", "reporter@example.net", "asked for it"))
                .hasMessageContaining("authorized contact");
        assertThatThrownBy(() -> acts.resend(desk.snapshot(id), "warning-9", "boss@kite.example", "asked for it"))
                .hasMessageContaining("mails of this incident");

        desk.staff(id, acts.resend(desk.snapshot(id), "warning-1", "boss@kite.example", "Ben has left"));
        var again = desk.relay.to("boss@kite.example").getFirst();
        var first = desk.relay.to("ada@kite.example").getFirst();
        assertThat(again.subject()).isEqualTo(first.subject());
        assertThat(again.text()).contains("05:00 UTC");
        assertThat(again.messageId()).isNotEqualTo(first.messageId());
        assertThat(desk.view(id).mails().getLast())
                .extracting(SentMail::mail, SentMail::what, SentMail::address, SentMail::state)
                .containsExactly("resend-" + asked(id), "warning", "boss@kite.example", SentMail.State.ACCEPTED);
        assertThat(desk.view(id).timeline())
                .anySatisfy(line -> assertThat(line.actor() + line.text()).contains("mara", "Ben has left"));
        assertThat(desk.snapshot(id).outlook().deadline()).contains(WarningDesk.START.plus(Duration.ofHours(2)));

        desk.staff(id, new Act.SendMessage("ada@kite.example", "Please look at the second machine."));
        var message = desk.view(id).mails().getLast().mail();
        desk.staff(id, acts.resend(desk.snapshot(id), message, "ada@kite.example", "asked for it"));
        assertThat(desk.relay.to("ada@kite.example").getLast().text()).contains("the second machine");
        assertThat(desk.relay.to("ada@kite.example")).hasSize(3);
    }

    private int asked(IncidentId id) {
        return desk.snapshot(id).timeline().stream()
                .filter(entry -> entry.event() instanceof IncidentEvent.ResendAsked)
                .findFirst()
                .orElseThrow()
                .seq();
    }

    private List<String> states(IncidentId id) {
        return desk.view(id).mails().stream()
                .map(mail -> mail.address() + " " + mail.state().word())
                .toList();
    }

    private static String complaint(OutgoingMail mail) {
        return """
                From: fbl@mail.example
                Subject: complaint
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="b"

                --b
                Content-Type: text/plain

                This is a complaint.

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Loop/1
                Version: 1

                --b
                Content-Type: message/rfc822

                From: %s
                To: redacted@mail.example
                Message-ID: %s
                X-Duenotice-Incident: %s
                X-Duenotice-Mail: warning-1
                Subject: %s

                Words.
                --b--
                """.formatted(mail.from(), mail.messageId(), mail.headers().get("X-Duenotice-Incident"), mail.subject());
    }

    @Test
    void a_robot_at_the_return_path_is_closed_and_a_person_is_left_to_others() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        var path = desk.relay.taken.getFirst().envelopeFrom();

        var robot = desk.message("ada@kite.example", List.of(path), """
                From: ada@kite.example
                Subject: Out of office
                Auto-Submitted: auto-replied

                I am away.
                """);
        var person = desk.message("ada@kite.example", List.of(path), """
                From: ada@kite.example
                Subject: Re: your mail

                We are on it.
                """);
        var forged = desk.message(
                "",
                List.of("bounce+" + "a".repeat(52) + "@provider.example"),
                bounce("failed", "5.1.1", "ada@kite.example"));
        desk.until(Duration.ofMinutes(1));

        assertThat(desk.casework.inbox().item(robot).orElseThrow().state()).isEqualTo(MessageOutcome.State.CLOSED);
        assertThat(desk.casework.inbox().item(person).orElseThrow().state()).isNotEqualTo(MessageOutcome.State.CLOSED);
        assertThat(desk.casework.inbox().item(forged).orElseThrow().state()).isNotEqualTo(MessageOutcome.State.CLOSED);
        assertThat(desk.events(id, IncidentEvent.AddressBounced.class)).isEmpty();
    }

    private static String bounce(String action, String status, String address) {
        return """
                From: MAILER-DAEMON@kite.example
                Subject: Delivery status
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                About your mail.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.kite.example

                Final-Recipient: rfc822; %s
                Action: %s
                Status: %s

                --b--
                """.formatted(address, action, status);
    }

    // ---- later notices

    @Test
    void the_whole_story_stays_in_one_thread() {
        var id = desk.spamOnServerOne();
        desk.until(Duration.ofHours(2));
        desk.staff(
                id,
                new Act.RecordCall(
                        "+4930901820",
                        CallOutcome.REACHED_AUTHORIZED,
                        desk.clock.instant(),
                        desk.clock.instant(),
                        "told"));
        desk.until(Duration.ofHours(3));
        desk.staff(id, new Act.SayPersisting(duenotice.incident.Persistence.YES, "queue still grows"));
        desk.until(Duration.ofHours(4));

        var cut = desk.relay.to("ada@kite.example").getLast();
        assertThat(cut.subject()).contains("The network of srv-1 is off");
        assertThat(cut.text())
                .contains("https://console.example/srv-1")
                .contains("Cause:")
                .contains("Prevention:");
        assertThat(cut.inReplyTo())
                .contains(desk.relay.to("ada@kite.example").getFirst().messageId());
        assertThat(cut.messageId()).isNotEqualTo(cut.inReplyTo().orElseThrow());

        var measure = desk.snapshot(id).incident().cutInForce().orElseThrow().id();
        desk.staff(id, new Act.LiftMeasure(measure, "checked by us"));
        var restored = desk.relay.to("ada@kite.example").getLast();
        assertThat(restored.subject()).contains("srv-1 is back");
        assertThat(restored.text())
                .contains("The network of your server srv-1 is on again")
                .contains("Monday 2 March 2026");
        assertThat(desk.events(id, IncidentEvent.Informed.class))
                .extracting(IncidentEvent.Informed::notice)
                .containsExactly(NoticeKind.HALF_TIME, NoticeKind.CUT, NoticeKind.RESTORED);
    }

    @Test
    void a_withdrawn_warning_is_apologised_for_without_naming_or_opening_anything() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.staff(id, new Act.Withdraw("the address was misread"));

        var sorry = desk.relay.to("ben@kite.example").getLast();
        assertThat(sorry.subject()).contains("Please disregard our mail");
        assertThat(sorry.text()).doesNotContain("srv-1").doesNotContain("/c/");
        assertThat(sorry.replyTo()).contains("abuse@provider.example");
        assertThat(sorry.inReplyTo())
                .contains(desk.relay.to("ben@kite.example").getFirst().messageId());
        assertThat(desk.snapshot(id).outlook().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void the_former_customer_hears_of_our_mistake_from_his_own_brand() {
        var id = desk.incident("srv-2", "feld", "messaging/spam", "network-off");
        desk.until(NOW);
        var policy = desk.snapshot(id).policy();
        desk.staff(
                id,
                new Act.Move(
                        new ServerId("srv-1"),
                        new CustomerId("kite"),
                        policy.name(),
                        policy.version(),
                        "the wrong server"));

        var sorry = desk.relay.to("rieke@feld.example").getLast();
        assertThat(sorry.subject()).contains("beachten Sie unsere E-Mail nicht");
        assertThat(sorry.from()).isEqualTo("abuse@feldweg-server.example");
        assertThat(sorry.text()).doesNotContain("Example Hosting");
        assertThat(desk.relay.to("ada@kite.example").getLast().from()).isEqualTo("abuse@provider.example");
    }

    @Test
    void an_emergency_claims_neither_a_letter_before_nor_a_last_resort() {
        var id = desk.spamOnServerOne();
        desk.staff(
                id,
                new Act.AskMeasure(
                        MeasureKind.NETWORK_OFF, "srv-1", true, "it floods the whole rack", Optional.empty(), true));

        var told = desk.relay.to("ada@kite.example").stream()
                .filter(mail -> mail.subject().contains("is off"))
                .map(mail -> mail.text().replaceAll("\\s+", " "))
                .toList();
        assertThat(told)
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("could not wait").doesNotContain("was still going on", "last step"));
    }

    @Test
    void what_is_seen_again_is_told_without_a_deadline_that_is_not_there() {
        for (var language : List.of("en", "de")) {
            var text = LetterWriter.write(LetterSamples.sample("recurred", language))
                    .text()
                    .replaceAll("\\s+", " ");
            assertThat(text)
                    .containsAnyOf("turn the network of this server off", "das Netz dieses Servers abzuschalten");
            assertThat(text)
                    .doesNotContain("by the deadline", "stops this clock", "bis zur Frist", "hält diese Uhr an");
        }
    }

    @Test
    void a_null_route_is_told_as_protection() {
        var id = desk.incident("srv-1", "kite", Category.SERVER_UNDER_ATTACK, "connection/ddos", "victim");
        desk.until(NOW);
        desk.staff(
                id,
                new Act.AskMeasure(
                        MeasureKind.NULL_ROUTE,
                        "198.51.100.7",
                        true,
                        "too strong for the edge",
                        Optional.of(WarningDesk.START.plus(Duration.ofHours(6))),
                        false));

        assertThat(desk.relay.taken.getLast().subject()).contains("198.51.100.7 is shielded");
        assertThat(desk.relay.taken.getLast().text()).contains("09:00 UTC").doesNotContain("Cause:");
    }

    @Test
    void an_error_of_ours_closes_with_an_apology() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.staff(id, new Act.Close(CloseAs.FALSE_POSITIVE, "the sample was forged"));

        assertThat(desk.relay.taken.getLast().subject()).contains("Our mistake about srv-1");
    }

    // ---- free messages

    @Test
    void a_message_goes_to_the_contacts_warned_once() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.relay.taken.clear();
        desk.staff(id, new Act.SendMessage("customer", "Your backup of\nFriday is <safe>."));
        desk.until(Duration.ofMinutes(30));

        assertThat(desk.relay.taken)
                .extracting(OutgoingMail::to)
                .containsExactly("ada@kite.example", "ben@kite.example");
        assertThat(desk.relay.taken.getFirst().text()).contains("| Your backup of\n  | Friday is <safe>.");
        assertThat(desk.relay.taken.getFirst().html().orElseThrow()).contains("Friday is &lt;safe&gt;.");
        assertThat(desk.relay.taken.getFirst().inReplyTo()).isPresent();
        assertThat(desk.events(id, IncidentEvent.MessageSent.class)).hasSize(1);
        assertThat(desk.snapshot(id).incident().unsentMessages()).isEmpty();
    }

    @Test
    void a_message_waits_for_the_relay() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.relay.answers.put("boss@kite.example", new Delivery.RelayAway("down"));
        desk.staff(id, new Act.SendMessage("boss@kite.example", "Please ring us."));
        assertThat(desk.snapshot(id).incident().unsentMessages()).hasSize(1);

        desk.relay.answers.clear();
        desk.until(Duration.ofMinutes(10));
        assertThat(desk.relay.to("boss@kite.example")).hasSize(1);
        assertThat(desk.snapshot(id).incident().unsentMessages()).isEmpty();
    }

    @Test
    void a_message_with_one_address_put_off_is_sent_to_the_others_and_settled_after_a_while() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.relay.answers.put("ben@kite.example", new Delivery.Deferred("451 mailbox busy"));
        desk.staff(id, new Act.SendMessage("customer", "The first."));
        desk.staff(id, new Act.SendMessage("ada@kite.example", "The second."));
        assertThat(desk.events(id, IncidentEvent.MessageSent.class)).hasSize(1);
        assertThat(desk.relay.to("ada@kite.example")).hasSize(3);

        desk.until(Duration.ofHours(2));
        assertThat(desk.snapshot(id).incident().unsentMessages()).isEmpty();
        assertThat(desk.events(id, IncidentEvent.MessageSent.class).getLast().to())
                .extracting(IncidentEvent.Told::handed)
                .containsExactly(Handed.ACCEPTED, Handed.DEFERRED);
        assertThat(desk.relay.to("ada@kite.example").stream()
                        .filter(mail -> mail.text().contains("The first.")))
                .hasSize(1);
    }

    @Test
    void a_reporter_is_answered_only_where_proven_and_never_learns_the_customer() {
        var id = desk.spamOnServerOne();
        desk.report(id, "messaging/spam", Weight.AUTHENTICATED, "rosa@example.org", "one");
        desk.report(id, "messaging/spam", Weight.NONE, "forged@example.com", "two");
        desk.until(NOW);
        desk.relay.taken.clear();
        desk.staff(id, new Act.SendMessage("reporter", "Could you send us the full headers?"));

        var mail = desk.relay.only();
        assertThat(mail.to()).isEqualTo("rosa@example.org");
        assertThat(mail.text() + mail.subject() + mail.html().orElseThrow())
                .doesNotContain("srv-1")
                .doesNotContain("kite")
                .doesNotContain("Kite");
        assertThat(mail.replyTo()).contains("abuse@provider.example");
        assertThat(mail.envelopeFrom()).isEmpty();
        assertThat(desk.tokens.ofAddress(mail.messageId().replaceAll("[<>]", "")))
                .isEmpty();
        assertThat(desk.events(id, IncidentEvent.MessageSent.class).toString()).doesNotContain("rosa");
    }

    @Test
    void a_message_to_a_stranger_goes_nowhere() {
        var id = desk.spamOnServerOne();
        desk.until(NOW);
        desk.relay.taken.clear();
        desk.staff(id, new Act.SendMessage("eve@elsewhere.example", "hello"));

        assertThat(desk.relay.taken).isEmpty();
        assertThat(desk.events(id, IncidentEvent.MessageSent.class).getFirst().to())
                .isEmpty();
    }

    // ---- alarms

    @Test
    void an_alarm_climbs_the_rota_until_somebody_takes_it() {
        desk.casework.raise(duenotice.incident.AlarmKind.CAP_REACHED, Optional.empty(), "five cuts in an hour");
        desk.until(NOW);
        assertThat(desk.relay.only().to()).isEqualTo("first@provider.example");
        assertThat(desk.relay.only().subject()).isEqualTo("[alarm] cap-reached");
        assertThat(desk.relay.only().text()).contains("five cuts in an hour");

        desk.until(Duration.ofMinutes(9));
        assertThat(desk.relay.taken).hasSize(1);
        desk.until(Duration.ofMinutes(21));
        assertThat(desk.relay.taken)
                .extracting(OutgoingMail::to)
                .containsExactly("first@provider.example", "second@provider.example", "first@provider.example");

        var alarm = desk.casework.alarms().all().getFirst();
        desk.casework.alarms().acknowledge(alarm.id(), "mara", desk.clock.instant());
        desk.until(Duration.ofHours(1));
        assertThat(desk.relay.taken).hasSize(3);
    }
}

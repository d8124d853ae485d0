package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import duenotice.call.CallBook;
import duenotice.call.CallEnds;
import duenotice.call.CallRules;
import duenotice.call.CallRunner;
import duenotice.call.Telephone;
import duenotice.call.twilio.TwilioCallbacks;
import duenotice.call.twilio.TwilioCallbacks.Reply;
import duenotice.call.twilio.TwilioSettings;
import duenotice.call.twilio.TwilioTelephone;
import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentEvent;
import duenotice.incident.State;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DuplicateKeyException;

/** The program phones through an exchange: what is said, what comes back, and what is made of it (R47, R75). */
class ExchangeStoryTest {
    private static final String CALLBACKS = "https://abuse.provider.example/phone/callback";

    /** The program dies there, once. */
    private enum Death {
        NONE,
        BEFORE_DIALLING,
        AFTER_DIALLING
    }

    private static Death death = Death.NONE;
    private static boolean ringsDoubtfulNumbers = true;
    private static ExchangeStandIn exchange;
    private static TwilioSettings settings;
    private static CallBook book;

    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-06-01T09:00:00Z"), ExchangeStoryTest::telephone);

    private static Optional<Telephone> telephone(StoryDesk desk) {
        exchange = new ExchangeStandIn(desk::now);
        settings = new TwilioSettings(
                exchange.address(),
                ExchangeStandIn.ACCOUNT,
                ExchangeStandIn.TOKEN,
                "+442079460999",
                URI.create(CALLBACKS),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
        book = new CallBook(desk.database.transactions());
        var real = new TwilioTelephone(settings, book);
        return Optional.of(new Telephone() {
            @Override
            public Course place(Order order) {
                dies(Death.BEFORE_DIALLING);
                var course = real.place(order);
                dies(Death.AFTER_DIALLING);
                return course;
            }

            @Override
            public Course look(Order order, Optional<String> reference) {
                return real.look(order, reference);
            }

            @Override
            public Duration listedAfter() {
                return real.listedAfter();
            }

            @Override
            public boolean ringsDoubtfulNumbers() {
                return ringsDoubtfulNumbers;
            }
        });
    }

    private static void dies(Death here) {
        if (death == here) {
            death = Death.NONE;
            throw new IllegalStateException("the program dies");
        }
    }

    @BeforeEach
    void exchangeWorks() {
        ringsDoubtfulNumbers = true;
        exchange.mood(ExchangeStandIn.Mood.TAKES);
    }

    /** Nothing of one story goes on in the next. */
    @AfterEach
    void end() {
        stories.forEach(story -> story.staff(new Act.Close(CloseAs.OTHER, "the story is over")));
        stories.clear();
        exchange.endAll();
        desk.until(desk.now().plusSeconds(30));
    }

    private final List<Story> stories = new ArrayList<>();

    private Story warned(String name) {
        var story = desk.customer(name).warned();
        stories.add(story);
        return story;
    }

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    @AfterAll
    static void stop() {
        exchange.close();
    }

    // ---- the exchange's side

    private static ExchangeStandIn.Call lastCallTo(String number) {
        return exchange.callsTo(number).getLast();
    }

    private static Reply posts(String what, ExchangeStandIn.Call call, Map<String, String> told) {
        var form = form(call, told);
        return posts(what, call, form, signature(CALLBACKS + "/" + what + "?call=" + call.id(), form));
    }

    private static Reply posts(
            String what, ExchangeStandIn.Call call, Map<String, List<String>> form, String signature) {
        var callbacks = new TwilioCallbacks(
                settings, book, new CallEnds(desk.casework, desk.database.transactions(), book), desk.clock);
        var reply = callbacks.answer(what, "call=" + call.id(), call.id(), form, Optional.of(signature));
        desk.casework.workAll();
        return reply;
    }

    private static Map<String, List<String>> form(ExchangeStandIn.Call call, Map<String, String> told) {
        var form = new HashMap<String, List<String>>();
        form.put("AccountSid", List.of(ExchangeStandIn.ACCOUNT));
        form.put("CallSid", List.of(call.sid));
        form.put("To", List.of(call.to()));
        told.forEach((name, value) -> form.put(name, List.of(value)));
        return form;
    }

    /** Written a second time here, from the documentation. */
    private static String signature(String url, Map<String, List<String>> form) {
        var text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, values) -> text.append(name).append(values.getFirst()));
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(ExchangeStandIn.TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Reply status(ExchangeStandIn.Call call, String status, int sequence) {
        return posts("status", call, Map.of("CallStatus", status, "SequenceNumber", Integer.toString(sequence)));
    }

    private static String words(Reply reply) {
        return ((Reply.Words) reply).xml();
    }

    private static List<CallOutcome> outcomes(Story story) {
        return story.events(IncidentEvent.CallTried.class).stream()
                .map(IncidentEvent.CallTried::outcome)
                .toList();
    }

    // ---- stories

    @Test
    void a_pressed_key_says_that_the_right_one_was_told_and_only_then_is_anything_told() {
        var story = warned("oak").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        assertThat(call.form).containsEntry("From", List.of("+442079460999")).containsKey("MachineDetection");
        assertThat(call.form.get("StatusCallbackEvent")).contains("completed");
        assertThat(outcomes(story)).isEmpty();

        status(call, "ringing", 1);
        var first = words(posts("voice", call, Map.of("AnsweredBy", "human")));
        assertThat(first)
                .contains("<Gather numDigits=\"1\"")
                .contains("reference " + story.id())
                .doesNotContain(story.server)
                .doesNotContain("spam");
        assertThat(words(posts("key", call, Map.of("Digits", "7")))).contains("<Gather");
        assertThat(words(posts("key", call, Map.of("Digits", "1"))))
                .contains(story.server)
                .contains("within 2 hours")
                .contains("<Hangup/>");
        status(call, "completed", 3);

        assertThat(outcomes(story)).containsExactly(CallOutcome.REACHED_AUTHORIZED);
        assertThat(story.state()).isEqualTo(State.CALLED);
        assertThat(exchange.callsTo(story.phones().getLast())).isEmpty();
    }

    @Test
    void a_machine_hears_the_reference_alone_and_counts_as_a_try_and_no_more() {
        var story = warned("elm").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        assertThat(words(posts("voice", call, Map.of("AnsweredBy", "machine_start"))))
                .contains("call Provider back about reference " + story.id())
                .doesNotContain("Gather")
                .doesNotContain(story.server);
        status(call, "completed", 3);
        assertThat(outcomes(story)).containsExactly(CallOutcome.VOICEMAIL);
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.at("2:01");
        assertThat(exchange.callsTo(story.phones().getLast())).hasSize(1);
    }

    @Test
    void words_that_come_twice_or_too_late_change_nothing() {
        var story = warned("ash").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        status(call, "completed", 3);
        assertThat(status(call, "in-progress", 2)).isInstanceOf(Reply.Taken.class);
        assertThat(status(call, "completed", 3)).isInstanceOf(Reply.Taken.class);
        status(call, "busy", 4);
        assertThat(outcomes(story)).containsExactly(CallOutcome.REACHED_OTHER);
    }

    @Test
    void what_is_not_signed_with_our_token_is_not_believed() {
        var story = warned("yew").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        var form = form(call, Map.of("CallStatus", "completed", "SequenceNumber", "3"));
        var right = signature(CALLBACKS + "/status?call=" + call.id(), form);
        form.put("CallStatus", List.of("busy"));
        assertThat(posts("status", call, form, right)).isInstanceOf(Reply.Forbidden.class);
        assertThat(posts("status", call, form, "")).isInstanceOf(Reply.Forbidden.class);
        assertThat(posts("key", call, Map.of("AccountSid", "AC9", "Digits", "1")))
                .isInstanceOf(Reply.Forbidden.class);
        assertThat(posts("status", call, Map.of("CallSid", "CA-another", "CallStatus", "completed")))
                .isInstanceOf(Reply.Unknown.class);
        assertThat(outcomes(story)).isEmpty();
    }

    @Test
    void an_order_whose_answer_was_lost_is_looked_for_and_not_given_twice() {
        exchange.mood(ExchangeStandIn.Mood.TAKES_AND_SAYS_NOTHING);
        var story = warned("fir").at("2:00");
        exchange.mood(ExchangeStandIn.Mood.TAKES);
        var number = story.phones().getFirst();
        story.at("2:05");
        assertThat(exchange.callsTo(number)).hasSize(1);
        assertThat(outcomes(story)).isEmpty();

        lastCallTo(number).status = "no-answer";
        story.at("2:06");
        assertThat(outcomes(story)).as("asked for, since no callback came").contains(CallOutcome.NO_ANSWER);
        assertThat(exchange.callsTo(number)).hasSize(1);
    }

    @Test
    void a_program_that_dies_after_dialling_finds_its_call_again() {
        death = Death.AFTER_DIALLING;
        var story = warned("bay").at("2:00");
        assertThat(death).isEqualTo(Death.NONE);
        desk.diesAndStartsAgain();
        var number = story.phones().getFirst();
        lastCallTo(number).status = "completed";
        lastCallTo(number).answeredBy = Optional.of("machine_start");
        story.at("2:03");
        assertThat(exchange.callsTo(number)).hasSize(1);
        assertThat(outcomes(story)).containsExactly(CallOutcome.VOICEMAIL);
    }

    @Test
    void a_program_that_dies_before_dialling_dials_once_it_is_sure_that_nothing_rang() {
        death = Death.BEFORE_DIALLING;
        var story = warned("box").at("2:00");
        assertThat(exchange.callsTo(story.phones().getFirst())).isEmpty();
        desk.diesAndStartsAgain();
        story.at("2:02");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(1);
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
        assertThat(outcomes(story)).containsExactly(CallOutcome.BUSY);
    }

    @Test
    void a_refused_login_is_our_failure_and_not_the_customers() {
        exchange.refuses(401, 20003);
        var story = warned("gum").at("2:00");
        assertThat(outcomes(story)).containsExactly(CallOutcome.NOT_PLACED);
        assertThat(story.state()).isEqualTo(State.CALLING);
        assertThat(story.alarms()).contains(AlarmKind.DRIVER_FAILING);
        assertThat(desk.casework.outages().all().getFirst().until()).isEmpty();

        exchange.mood(ExchangeStandIn.Mood.TAKES);
        story.at("2:01");
        status(lastCallTo(story.phones().getLast()), "no-answer", 2);
        assertThat(desk.casework.outages().all().getFirst().until()).isPresent();
    }

    @Test
    void a_number_that_does_not_exist_leaves_the_round() {
        exchange.refuses(400, 21211);
        var story = warned("tea").at("2:00");
        assertThat(outcomes(story)).containsExactly(CallOutcome.WRONG_NUMBER);
        assertThat(desk.inventory.anomalies().open())
                .anySatisfy(
                        one -> assertThat(one.value()).isEqualTo(story.phones().getFirst()));
    }

    @Test
    void too_many_at_once_is_asked_again_a_little_later() {
        exchange.refuses(429, 20429);
        var story = warned("nut").at("2:00");
        assertThat(outcomes(story)).isEmpty();
        exchange.mood(ExchangeStandIn.Mood.TAKES);
        story.at("2:00:05");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(1);
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
    }

    @ParameterizedTest
    @CsvSource({
        "busy,,busy",
        "no-answer,,no-answer",
        "failed,404,wrong-number",
        "failed,480,no-answer",
        "failed,603,refused",
        "failed,503,not-placed",
        "failed,,not-placed",
        "canceled,,not-placed",
        "completed,,reached-other"
    })
    void each_end_has_its_outcome(String status, String sip, String outcome) {
        var story = warned("end-" + status + (sip == null ? "" : sip)).at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        posts(
                "status",
                call,
                sip == null
                        ? Map.of("CallStatus", status, "SequenceNumber", "3")
                        : Map.of("CallStatus", status, "SequenceNumber", "3", "SipResponseCode", sip));
        assertThat(outcomes(story).getFirst().word()).isEqualTo(outcome);
    }

    // ---- whose call it is

    private static Act.Move moveTo(Story other, Story story) {
        var incident = story.snapshot().incident();
        return new Act.Move(
                new ServerId(other.server),
                new CustomerId(other.name),
                incident.policy(),
                incident.policyVersion(),
                "another server");
    }

    @Test
    void after_a_move_the_new_owner_is_phoned_whatever_was_phoned_before() {
        var next = desk.customer("second-owner");
        var story = desk.customer("first-owner").warned().at("2:00");
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
        story.at("2:01");
        status(lastCallTo(story.phones().getLast()), "busy", 2);
        assertThat(story.state()).isEqualTo(State.CALLED);

        story.staff(moveTo(next, story));
        stories.add(next);
        next.at("4:01:01");
        assertThat(exchange.callsTo(next.phones().getFirst())).hasSize(1);
        var call = lastCallTo(next.phones().getFirst());
        posts("key", call, Map.of("Digits", "1"));
        status(call, "completed", 3);
        assertThat(outcomes(next))
                .as("both owners' calls stand on the timeline")
                .containsExactly(CallOutcome.BUSY, CallOutcome.BUSY, CallOutcome.REACHED_AUTHORIZED);
        assertThat(next.state()).isEqualTo(State.CALLED);
    }

    @Test
    void a_call_that_was_meant_for_the_owner_before_counts_for_nobody() {
        var phones = List.of("+442079460301", "+442079460302");
        var next = desk.customer("owner-of-now", phones);
        var story = desk.customer("owner-before", phones).warned().at("2:00");
        var former = lastCallTo(phones.getFirst());
        desk.relay.setFault(next.contact, Optional.of("550 5.1.1 no such mailbox"));
        story.staff(moveTo(next, story));
        stories.add(next);
        assertThat(next.state()).as("nobody can be reached by mail").isEqualTo(State.CALLING);
        assertThat(exchange.callsTo(phones.getFirst()))
                .as("the number still rings")
                .hasSize(1);

        posts("key", former, Map.of("Digits", "1"));
        status(former, "completed", 3);
        assertThat(outcomes(next)).isEmpty();
        assertThat(next.state()).isEqualTo(State.CALLING);
        next.at("2:02");
        assertThat(exchange.callsTo(phones.getFirst())).hasSize(2);
    }

    @Test
    void a_call_given_up_while_the_program_was_down_is_placed_after_all() {
        death = Death.BEFORE_DIALLING;
        var story = warned("yam").at("2:00");
        desk.clock.set(story.instant("2:20"));
        desk.diesAndStartsAgain();
        new CallRunner(
                        desk.telephone.orElseThrow(),
                        CallRules.REHEARSAL,
                        desk.casework,
                        desk.inventory,
                        desk.database.transactions(),
                        "Provider")
                .watch()
                .run(desk.now());
        story.at("2:22");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(1);
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
        assertThat(outcomes(story)).containsExactly(CallOutcome.BUSY);
    }

    @Test
    void a_call_whose_end_stands_on_no_timeline_is_placed_again_a_good_while_later() {
        var story = warned("rye").at("2:00");
        desk.database
                .jdbc()
                .sql(
                        "update placed_call set state = 'over', outcome = 'busy', over_at = :now where incident = :incident")
                .param("now", desk.now().atOffset(ZoneOffset.UTC))
                .param("incident", story.id().number())
                .update();
        story.at("2:14");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(1);
        story.at("2:17");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(2);
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
        assertThat(outcomes(story)).containsExactly(CallOutcome.BUSY);
    }

    @Test
    void two_incidents_ring_one_telephone_one_after_the_other_whatever_the_extension() {
        var one = desk.customer("front-desk", List.of("+442079460311"));
        var other = desk.customer("back-office", List.of("+442079460311;ext=12"));
        stories.addAll(List.of(one.warned(), other.warned()));
        one.at("2:00:40");
        assertThat(exchange.callsTo("+442079460311")).hasSize(1);
        status(lastCallTo("+442079460311"), "busy", 2);
        one.at("2:02");
        assertThat(exchange.callsTo("+442079460311")).hasSize(2);
        status(lastCallTo("+442079460311"), "busy", 2);
        assertThat(List.of(outcomes(one), outcomes(other)))
                .containsExactly(List.of(CallOutcome.BUSY), List.of(CallOutcome.BUSY));
    }

    @Test
    void no_two_calls_to_one_telephone_can_be_meant_at_once() {
        var story = warned("fig").at("2:00");
        assertThatThrownBy(() -> desk.database
                        .jdbc()
                        .sql("""
                        insert into placed_call (incident, epoch, step, round, number, language, spoken_open,
                            spoken_told, spoken_stranger, state, intended_at)
                        select incident, epoch, 'another', round, number, language, spoken_open,
                            spoken_told, spoken_stranger, 'intended', intended_at
                        from placed_call where incident = :incident
                        """)
                        .param("incident", story.id().number())
                        .update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void nobody_takes_a_call_that_the_program_makes_just_now() {
        var story = warned("pea").at("2:00");
        var claims = desk.casework.callClaims();
        assertThat(claims.claim(story.id(), 1, "mara", desk.now()).isOf("mara")).isFalse();
        status(lastCallTo(story.phones().getFirst()), "busy", 2);
        assertThat(claims.claim(story.id(), 1, "mara", desk.now()).isOf("mara")).isTrue();
        story.at("2:10");
        assertThat(exchange.callsTo(story.phones().getLast())).isEmpty();
        claims.release(story.id(), "mara");
        story.at("2:12");
        assertThat(exchange.callsTo(story.phones().getLast())).hasSize(1);
    }

    @Test
    void a_hold_in_the_middle_of_a_call_lets_it_end_and_no_other_begin() {
        var story = warned("oat").at("2:00");
        story.staff(new Act.Hold(story.instant("3:00"), "their datacentre burns"));
        status(lastCallTo(story.phones().getFirst()), "completed", 3);
        assertThat(outcomes(story)).containsExactly(CallOutcome.REACHED_OTHER);
        story.at("2:59");
        assertThat(exchange.callsTo(story.phones().getLast())).isEmpty();
        story.at("3:01");
        assertThat(exchange.callsTo(story.phones().getLast())).hasSize(1);
    }

    // ---- what the exchange says of times and failures

    @Test
    void a_call_began_and_ended_when_the_exchange_says_and_not_when_we_heard_of_it() {
        var story = warned("kale").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        call.started = Optional.of(story.instant("2:00:04"));
        call.ended = Optional.of(story.instant("2:00:09"));
        call.status = "no-answer";
        story.at("2:01");
        var told = lastCallTo(story.phones().getLast());
        story.at("2:01:10");
        posts(
                "status",
                told,
                Map.of(
                        "CallStatus",
                        "completed",
                        "SequenceNumber",
                        "3",
                        "CallDuration",
                        "7",
                        "Timestamp",
                        ExchangeStandIn.Call.written(story.instant("2:01:08"))));
        assertThat(story.events(IncidentEvent.CallTried.class))
                .extracting(IncidentEvent.CallTried::startedAt, IncidentEvent.CallTried::endedAt)
                .containsExactly(
                        tuple(story.instant("2:00:04"), story.instant("2:00:09")),
                        tuple(story.instant("2:01:01"), story.instant("2:01:08")));
        assertThat(story.deadline()).contains(story.instant("4:01:08"));
    }

    @Test
    void a_lost_order_is_found_among_many_calls_to_the_same_number() {
        var story = warned("plum");
        for (var time = 0; time < 5; time++) {
            exchange.ringsForSomebodyElse(story.phones().getFirst(), "+442079460999");
        }
        exchange.mood(ExchangeStandIn.Mood.TAKES_AND_SAYS_NOTHING);
        story.at("2:00");
        exchange.mood(ExchangeStandIn.Mood.TAKES);
        for (var time = 0; time < 3; time++) {
            exchange.ringsForSomebodyElse(story.phones().getLast(), "+442079460999");
        }
        story.at("2:05");
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSize(6);
    }

    @Test
    void a_number_that_fails_while_others_get_through_is_left_to_people() {
        var story = warned("dead").at("2:00");
        var dead = story.phones().getFirst();
        for (var minute = 0; minute < 240; minute++) {
            exchange.callsTo(dead).forEach(call -> call.status = "failed");
            exchange.callsTo(story.phones().getLast()).forEach(call -> call.status = "no-answer");
            desk.until(desk.now().plusSeconds(60));
        }
        assertThat(exchange.callsTo(dead))
                .as("five since the other one got through")
                .hasSize(6);
        assertThat(exchange.callsTo(story.phones().getLast())).hasSize(1);
        assertThat(desk.casework.alarms().all())
                .filteredOn(alarm -> alarm.incident().filter(story.id()::equals).isPresent()
                        && alarm.text().contains("by hand"))
                .as("the first failure might be ours, five since then are the number's")
                .hasSize(2);
        assertThat(desk.casework.outages().all().getFirst().until()).isPresent();
        assertThat(story.state()).isEqualTo(State.CALLING);
    }

    @Test
    void after_an_outage_of_the_exchange_every_number_is_rung_again() {
        var story = warned("outage").at("2:00");
        for (var minute = 0; minute < 180; minute++) {
            story.phones().forEach(number -> exchange.callsTo(number).forEach(call -> call.status = "failed"));
            desk.until(desk.now().plusSeconds(60));
        }
        story.phones().forEach(number -> assertThat(exchange.callsTo(number)).hasSizeGreaterThanOrEqualTo(5));
        var first = exchange.callsTo(story.phones().getFirst()).size();
        for (var minute = 0; minute < 180; minute++) {
            exchange.callsTo(story.phones().getLast()).forEach(call -> call.status = "no-answer");
            exchange.callsTo(story.phones().getFirst()).forEach(call -> {
                if (!call.status.equals("failed")) {
                    call.status = "busy";
                }
            });
            desk.until(desk.now().plusSeconds(60));
        }
        assertThat(exchange.callsTo(story.phones().getFirst())).hasSizeGreaterThan(first);
        assertThat(outcomes(story)).contains(CallOutcome.BUSY, CallOutcome.NO_ANSWER);
    }

    @Test
    void a_number_left_to_people_keeps_no_other_from_its_turn() {
        ringsDoubtfulNumbers = false;
        exchange.refuses(401, 20003);
        var story = desk.customer("freephone-first", List.of("+498001234568", "+493023125112"));
        stories.add(story.warned());
        story.at("2:01");
        assertThat(outcomes(story)).containsExactly(CallOutcome.NOT_PLACED, CallOutcome.NOT_PLACED);
        exchange.mood(ExchangeStandIn.Mood.TAKES);
        story.at("2:05");
        status(lastCallTo("+493023125112"), "busy", 2);
        assertThat(outcomes(story)).endsWith(CallOutcome.BUSY);
    }

    @Test
    void words_that_are_not_counted_follow_each_other_by_what_they_say() {
        var story = warned("lime").at("2:00");
        var call = lastCallTo(story.phones().getFirst());
        for (var word : List.of("initiated", "ringing", "in-progress", "completed", "ringing")) {
            posts("status", call, Map.of("CallStatus", word));
        }
        assertThat(outcomes(story)).containsExactly(CallOutcome.REACHED_OTHER);
    }

    @Test
    void a_number_that_a_program_should_not_ring_is_left_to_people_and_is_no_failure() {
        ringsDoubtfulNumbers = false;
        var story = desk.customer("freephone", List.of("+498001234567", "+493023125111"));
        stories.add(story.warned());
        story.at("2:05");
        assertThat(outcomes(story)).containsExactly(CallOutcome.NOT_PLACED);
        assertThat(exchange.callsTo("+498001234567")).isEmpty();
        status(lastCallTo("+493023125111"), "busy", 2);
        story.at("5:00");
        assertThat(exchange.callsTo("+498001234567")).isEmpty();
        assertThat(outcomes(story)).containsExactly(CallOutcome.NOT_PLACED, CallOutcome.BUSY);
        assertThat(story.alarms()).contains(AlarmKind.CALL_OVERDUE).doesNotContain(AlarmKind.DRIVER_FAILING);
        story.call("+498001234567", CallOutcome.NO_ANSWER);
        assertThat(story.state()).isEqualTo(State.CALLED);
    }
}

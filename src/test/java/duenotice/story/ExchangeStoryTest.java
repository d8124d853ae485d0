package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.call.CallBook;
import duenotice.call.CallEnds;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
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
                return true;
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
}

package duenotice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageId;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFormTest {
    private static final Map<String, String> NOTICE = Map.of(
            "reason", "A copy of a bank's login page asks for passwords.",
            "location", "https://shop.example/login\n198.51.100.7",
            "name", "Noor Haddad",
            "email", "noor@reader.example",
            "good-faith", "yes");

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private PagesUnderTest desk;
    private Browser browser;

    @BeforeEach
    void start() {
        desk = new PagesUnderTest(
                (pages, beans) -> beans.registerBean(ReportFormController.Pause.class, () -> waits::add),
                PortalConfiguration.class);
        browser = desk.browser();
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private Browser.Page send(Map<String, String> changed) {
        var typed = new LinkedHashMap<>(NOTICE);
        typed.putAll(changed);
        typed.values().removeIf(String::isEmpty);
        return browser.submit(browser.get("/report").form("form[name=report]"), typed);
    }

    private StoredMessage stored(Browser.Page taken) {
        var reference = taken.location().replaceAll(".*/report/received/|\\?.*", "");
        return desk.casework
                .inbox()
                .message(MessageId.parse(reference.substring(0, reference.indexOf('-')))
                        .orElseThrow())
                .orElseThrow();
    }

    private static JsonNode json(StoredMessage message) {
        return JsonMapper.shared().readTree(message.body());
    }

    @Test
    void a_notice_is_on_disk_before_its_sender_reads_the_reference() {
        var taken = send(Map.of());

        assertThat(taken.status()).isEqualTo(303);
        var message = stored(taken);
        assertThat(message.channel()).isEqualTo(Channel.FORM);
        assertThat(message.sender()).isEqualTo("noor@reader.example");
        assertThat(message.submittedBy()).isEmpty();
        assertThat(json(message).path("reason").asString()).startsWith("A copy of a bank");
        assertThat(json(message).path("location").values().stream().map(JsonNode::asString))
                .containsExactly("https://shop.example/login", "198.51.100.7");
        assertThat(json(message).path("good_faith").asBoolean()).isTrue();

        var page = browser.get(URI.create(taken.location()).getPath());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.document().select(".reference").text()).startsWith(message.id() + "-");
        assertThat(page.document().text()).doesNotContain("noor", "Noor", "shop.example", "198.51.100.7", "bank");
        assertThat(taken.response().headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void a_reference_that_was_never_given_out_tells_nothing() {
        var id = stored(send(Map.of())).id();

        for (var guess : List.of(id.toString(), id + "-000000000000", "9-9F01C27A4B30", "x", "-")) {
            assertThat(browser.get("/report/received/" + guess).status())
                    .as(guess)
                    .isEqualTo(404);
        }
    }

    private Browser.Page receivedOnce(String reason, String address) {
        var taken = send(Map.of("location", address));
        desk.transactions()
                .jdbc()
                .sql(
                        "update message set state = 'queued', reason = :reason, report = cast(:report as jsonb) where id = :id")
                .param("reason", reason)
                .param("report", "{\"kind\":\"report\",\"findings\":[{\"ip\":\"%s\"}]}".formatted(address))
                .param("id", stored(taken).id().number())
                .update();
        return browser.get(URI.create(taken.location()).getPath());
    }

    @Test
    void where_nothing_is_ours_the_page_says_so_and_where_to_go() {
        var known = receivedOnce("not-ours: 198.51.100.9 is not in our networks", "198.51.100.9");
        assertThat(known.document().select("main").text())
                .contains("198.51.100.9 is not in our network", "abuse@others.example", "Your reference");
        assertThat(known.document().select("main a[href^=mailto]"))
                .as("from outside")
                .isEmpty();

        var unknown = receivedOnce("not-ours: 198.51.100.8 is not in our networks", "198.51.100.8");
        assertThat(unknown.document().select("main").text())
                .contains("198.51.100.8 is not in our network", "WHOIS or RDAP", "apps.db.ripe.net");

        var ours = receivedOnce("no-customer: nobody has 198.51.100.8 now", "198.51.100.8");
        assertThat(ours.document().select("main").text()).doesNotContain("198.51.100.8", "RDAP");
    }

    @Test
    void what_is_not_read_yet_is_looked_at_once_more_by_the_page_itself() {
        var page = URI.create(send(Map.of()).location()).getPath();

        assertThat(browser.get(page).response().headers().firstValue("Refresh").orElseThrow())
                .isEqualTo("2; url=" + page + "?lang=en&again");
        assertThat(browser.get(page + "?lang=en&again").response().headers().firstValue("Refresh"))
                .isEmpty();
    }

    @Test
    void what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept() {
        var refused =
                send(Map.of("reason", "", "location", "the login page", "name", "", "email", "noor", "good-faith", ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.document().select(".problem li a").eachAttr("href"))
                .containsExactly("#reason", "#location", "#name", "#email", "#good-faith");
        assertThat(refused.document().selectFirst("textarea[name=location]").val())
                .isEqualTo("the login page");
        assertThat(refused.document().selectFirst("input[name=email]").val()).isEqualTo("noor");
        for (var link : refused.document().select(".problem li a")) {
            var field = refused.document().getElementById(link.attr("href").substring(1));
            assertThat(field.attr("aria-invalid")).isEqualTo("true");
            assertThat(refused.document()
                            .getElementById(field.attr("aria-describedby").split(" ")[0])
                            .text())
                    .isEqualTo(link.text());
        }
        assertThat(desk.casework.inbox().queue()).isEmpty();

        var mended = browser.submit(refused.form("form[name=report]"), NOTICE);
        assertThat(mended.status()).isEqualTo(303);
    }

    @Test
    void what_strangers_type_comes_back_inert() {
        var refused = send(Map.of(
                "reason",
                PagesUnderTest.HOSTILE + "</textarea>" + PagesUnderTest.HOSTILE,
                "name",
                "\"><b>x",
                "email",
                ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).doesNotContain("<script>alert").doesNotContain("<b>x");
        assertThat(refused.document().selectFirst("textarea[name=reason]").val())
                .contains(PagesUnderTest.HOSTILE);
        assertThat(refused.document().select("script:not([src])")).isEmpty();
    }

    @Test
    void of_child_abuse_anybody_may_tell_without_a_name_but_nobody_sends_the_material() throws Exception {
        var unnamed = Map.of("name", "", "email", "");

        assertThat(send(unnamed).status()).isEqualTo(422);
        var ticked = new LinkedHashMap<>(unnamed);
        ticked.put("child-abuse", "yes");
        var byTick = send(ticked);
        var worded = new LinkedHashMap<>(unnamed);
        worded.put("reason", "The page shows child sexual abuse material.");
        var byWords = send(worded);

        assertThat(List.of(byTick.status(), byWords.status())).containsOnly(303);
        assertThat(json(stored(byTick)).path("child_abuse").asBoolean()).isTrue();
        assertThat(json(stored(byWords)).path("child_abuse").asBoolean()).isTrue();
        assertThat(stored(byWords).sender()).isEmpty();

        var material = sendFile(Map.of("child-abuse", "yes"), "image/png", "x".getBytes(StandardCharsets.UTF_8));
        assertThat(material.statusCode()).isEqualTo(422);
        assertThat(material.body()).contains("do not send such material");
    }

    @Test
    void an_attachment_is_kept_as_it_is_up_to_ten_megabytes() throws Exception {
        var file = new byte[10 * 1024 * 1024];
        new java.util.Random(7).nextBytes(file);

        var taken = sendFile(Map.of(), "text/html", file);
        var tooBig = sendFile(Map.of(), "text/html", java.util.Arrays.copyOf(file, file.length + 1));
        var farTooBig = sendFile(Map.of(), "text/html", new byte[14 * 1024 * 1024]);

        assertThat(taken.statusCode()).isEqualTo(303);
        var reference = taken.headers().firstValue("location").orElseThrow().replaceAll(".*/|-.*", "");
        var kept = json(desk.casework
                        .inbox()
                        .message(MessageId.parse(reference).orElseThrow())
                        .orElseThrow())
                .path("attachment");
        assertThat(Base64.getDecoder().decode(kept.path("payload").asString())).isEqualTo(file);
        assertThat(kept.path("name").asString()).isEqualTo("seen.html");
        assertThat(tooBig.statusCode()).isEqualTo(422);
        assertThat(tooBig.body()).contains("larger than 10 MB").contains("A copy of a bank");
        assertThat(farTooBig.statusCode()).isEqualTo(413);
    }

    @Test
    void who_does_not_say_how_much_he_sends_is_not_read() throws Exception {
        var file = new byte[1024];
        try (var client = HttpClient.newHttpClient()) {
            var refused = client.send(
                    HttpRequest.newBuilder(URI.create(desk.address() + "/report"))
                            .header("Content-Type", "multipart/form-data; boundary=between")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new java.io.ByteArrayInputStream(file)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(411);
            assertThat(refused.body()).contains("Nothing was sent");
        }
        assertThat(desk.casework.inbox().queue()).isEmpty();
    }

    @Test
    void robots_are_slowed_down_trapped_and_counted_but_no_notice_is_lost() {
        var form = browser.get("/report").form("form[name=report]");

        assertThat(browser.submit(form, NOTICE).status()).isEqualTo(303);
        assertThat(waits).hasSize(1).allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) <= 0 && wait.isPositive());

        var trapped = new LinkedHashMap<>(NOTICE);
        trapped.put("homepage", "https://pills.example/");
        var refused = browser.submit(form, trapped);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(browser.submit(refused.form("form[name=report]"), Map.of()).status())
                .isEqualTo(303);

        assertThat(browser.post("/report", NOTICE).status()).isEqualTo(422);
        var forged = new LinkedHashMap<>(NOTICE);
        forged.put("token", new FormSeal("somebody else's").handOut(Instant.now()));
        assertThat(browser.submit(form, forged).status()).isEqualTo(422);

        var statuses = IntStream.range(0, 61)
                .mapToObj(ignored -> browser.post("/report", NOTICE).status())
                .distinct()
                .toList();
        assertThat(statuses).isEqualTo(List.of(422, 429));
    }

    @Test
    void an_impatient_second_click_is_the_same_notice() {
        var form = browser.get("/report").form("form[name=report]");

        var first = browser.submit(form, NOTICE);
        var second = browser.submit(form, NOTICE);
        var third = browser.submit(form, Map.of());

        assertThat(second.location()).isEqualTo(first.location());
        assertThat(third.status()).isEqualTo(422);
        var other = new LinkedHashMap<>(NOTICE);
        other.put("location", "https://other.example/");
        assertThat(browser.submit(form, other).location()).isNotEqualTo(first.location());
    }

    @Test
    void more_places_than_fifty_and_texts_without_end_are_refused() {
        var many = String.join(
                "\n",
                IntStream.range(0, 51).mapToObj("198.51.100.%d"::formatted).toList());

        assertThat(send(Map.of("location", many)).status()).isEqualTo(422);
        assertThat(send(Map.of("reason", "x".repeat(16_001))).status()).isEqualTo(422);
        assertThat(send(Map.of("location", "https://x.example/" + "x".repeat(2000)))
                        .status())
                .isEqualTo(422);
        assertThat(send(Map.of("seen", "yesterday")).status()).isEqualTo(422);
        assertThat(send(Map.of("seen", "2026-02-28T21:15")).status()).isEqualTo(303);
        for (var place :
                List.of("2001:db8::7", "http://[2001:db8::7]:8080/x", "hxxp://shop[.]example/a", "bücher.example")) {
            assertThat(send(Map.of("location", place)).status()).as(place).isEqualTo(303);
        }
    }

    @Test
    void both_languages_say_everything_and_disclose_that_a_program_reads_first() {
        var german = browser.speaking("de").get("/report");

        assertThat(german.document().selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(german.document().text()).contains("Zuerst liest ein Programm");
        assertThat(browser.speaking("en").get("/report").document().text())
                .contains("A program reads your report first");
        var refused = browser.submit(german.form("form[name=report]"), Map.of());
        assertThat(refused.document().text()).contains("Bitte sagen Sie, worum es geht.");
        assertThat(Words.in("de").keys()).isEqualTo(Words.in("en").keys());
        assertThat(browser.get("/how-we-handle-abuse").document().select("a[href^=/report]"))
                .hasSize(1);
    }

    @Test
    void a_form_of_yesterday_is_refused_and_a_reference_belongs_to_one_number() {
        var seal = new FormSeal("0123456789abcdef");
        var noon = Instant.parse("2026-03-01T12:00:00Z");
        var token = seal.handOut(noon);

        assertThat(seal.open(token, noon.plus(Duration.ofHours(23)))).isPresent();
        assertThat(seal.open(token, noon.plus(Duration.ofHours(25)))).isEmpty();
        assertThat(seal.open(token.substring(1) + "A", noon)).isEmpty();
        assertThat(seal.open("?".repeat(44), noon)).isEmpty();
        var reference = seal.reference(new MessageId(12));
        assertThat(seal.report(reference)).contains(new MessageId(12));
        assertThat(seal.report(reference.replaceFirst("12", "13"))).isEmpty();
    }

    // ---- as a browser sends a file

    private HttpResponse<String> sendFile(Map<String, String> changed, String type, byte[] file) throws Exception {
        var values = new LinkedHashMap<>(NOTICE);
        values.putAll(changed);
        values.put(
                "token",
                browser.get("/report")
                        .form("form[name=report] input[name=token]")
                        .val());
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(desk.address() + "/report"))
                            .header("Content-Type", "multipart/form-data; boundary=between")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(multipart(values, type, file)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static byte[] multipart(Map<String, String> values, String type, byte[] file) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var value : values.entrySet()) {
            body.write("--between\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(value.getKey(), value.getValue())
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.write(
                "--between\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"seen.html\"\r\nContent-Type: %s\r\n\r\n"
                        .formatted(type)
                        .getBytes(StandardCharsets.UTF_8));
        body.write(file);
        body.write("\r\n--between--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}

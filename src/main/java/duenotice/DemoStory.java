package duenotice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The story of the silent customer, told through nothing but SMTP and HTTP, as anybody outside could tell it.
final class DemoStory {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter MAIL_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final String SERVER = "srv-1001";

    private final PrintWriter out;
    private final String base;
    private final int smtpPort;
    private final HttpClient http = HttpClient.newHttpClient();
    private Instant now;
    private int mails;
    private int step;

    DemoStory(PrintWriter out, int httpPort, int smtpPort, Instant clock) {
        this.out = out;
        this.base = "http://127.0.0.1:" + httpPort;
        this.smtpPort = smtpPort;
        this.now = clock;
    }

    /// True where every step happened.
    boolean play() {
        try {
            story();
            say("", "Every step happened. Nobody was cut off without due notice, and nothing reported was lost.");
            return true;
        } catch (Missed missed) {
            say("", "MISSED: " + missed.getMessage());
            return false;
        }
    }

    /// A step of the story that did not happen.
    private static final class Missed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missed(String message) {
            super(message);
        }
    }

    private void story() {
        next("Two complaints about 192.0.2.11 arrive by SMTP: a feedback loop's and a neighbour's.");
        mail("feedback-loop.eml", "abuse@provider.example", "", now.minus(Duration.ofMinutes(20)));
        mail("neighbour.eml", "abuse@provider.example", "", now.minus(Duration.ofMinutes(10)));
        moveTo(now);
        var incidents = get("/api/v1/incidents", "rehearsal-agent").path("items");
        check(incidents.size() == 1, "both complaints are one incident");
        var id = incidents.get(0).path("id").asString();
        var incident = incident(id);
        check(incident.path("reports").asInt() == 2, "both reports are counted");
        check(incident.path("state").asString().equals("warned"), "the customer is warned");
        say(
                "incident " + id,
                incident.path("category").asString() + " on "
                        + incident.path("server").asString() + " of "
                        + incident.path("customer").asString() + ", 2 reports, 1 incident");

        next("The authorized contacts are warned by mail: what happened, what to check, until when to answer.");
        var warning = lastMail("maya@linden-shop.example");
        say("mail to maya@linden-shop.example", warning.path("subject").asString());
        say("answer until", incident.path("deadline").asString());
        var replyTo = warning.path("headers").path("Reply-To").asString();
        check(!replyTo.isEmpty(), "the warning can be answered");

        next("A robot answers that Maya is on holiday. That is no answer.");
        mail("vacation.eml", replyTo, replyTo, now);
        moveTo(now.plus(Duration.ofMinutes(30)));
        check(incident(id).path("state").asString().equals("warned"), "a robot stops no clock");

        next("Two hours pass in silence. The call falls due.");
        moveTo(now.plus(Duration.ofMinutes(90)));
        incident = incident(id);
        check(incident.path("state").asString().equals("calling"), "the call is due");

        next("An agent phones every given number, in order. Nobody picks up.");
        for (var number : incident.path("call").path("numbers")) {
            var callee = number.path("number").asString();
            moveTo(now.plus(Duration.ofMinutes(2)));
            post(
                    "/api/v1/incidents/" + id + "/calls",
                    "rehearsal-agent",
                    Map.of(
                            "number",
                            callee,
                            "outcome",
                            "no-answer",
                            "startedAt",
                            now.minus(Duration.ofMinutes(1)).toString(),
                            "endedAt",
                            now.toString(),
                            "note",
                            "rang out"));
            say(callee, number.path("contact").asString() + ": no answer");
        }
        incident = incident(id);
        check(incident.path("state").asString().equals("called"), "the round is complete");
        say("last chance until", incident.path("deadline").asString());

        next("The spam goes on: the feedback loop reports again, after the calls.");
        moveTo(now.plus(Duration.ofMinutes(40)));
        mail("feedback-loop.eml", "abuse@provider.example", "", now.minus(Duration.ofMinutes(5)));
        moveTo(now);
        check(incident(id).path("persisting").asString().equals("yes"), "the abuse is seen to persist");
        check(network().path("network").asString().equals("on"), "nothing is cut before its time");

        next("Two more silent hours. The last resort: the server's network goes off, and the network says so.");
        moveTo(now.plus(Duration.ofMinutes(80)));
        check(incident(id).path("state").asString().equals("cut"), "the server is cut off");
        check(network().path("network").asString().equals("off"), "the network confirms it");
        check(network().path("power").asString().equals("on"), "the machine keeps running");
        var cut = lastMail("maya@linden-shop.example");
        say("mail to maya@linden-shop.example", cut.path("subject").asString());

        next("Maya opens the link in the mail. \"fixed\" alone does not bring the server back.");
        var page = link(cut.path("text").asString());
        var refused = form(page, "statement", Map.of("cause", "fixed", "done", "done", "prevention", "ok"));
        check(refused == 422, "a statement of stock words is refused at once");
        say("refused", "the page says which parts are missing");

        next("She writes what the cause was, what she did and what prevents it. Staff accept it.");
        moveTo(now.plus(Duration.ofMinutes(25)));
        var accepted = form(
                page,
                "statement",
                Map.of(
                        "cause", "A stolen password of the newsletter account sent the mails.",
                        "done", "Changed the password, closed all sessions, emptied the queue of 4,100 mails.",
                        "prevention", "Second factor for all mail accounts and a limit of 200 mails an hour."));
        check(accepted == 303, "the complete statement is taken");
        check(
                incident(id).path("next").path("blockedBy").asString().equals("statement-review"),
                "staff have to decide");
        post(
                "/api/v1/incidents/" + id + "/statement/accept",
                "rehearsal-lead",
                Map.of("reason", "names cause, deed and prevention"));
        moveTo(now.plus(Duration.ofMinutes(1)));
        check(network().path("network").asString().equals("on"), "the network is back on");
        check(incident(id).path("state").asString().equals("watching"), "the server is watched");
        say(
                "mail to maya@linden-shop.example",
                lastMail("maya@linden-shop.example").path("subject").asString());

        next("A day passes without anything new. The incident closes, and its timeline is whole.");
        moveTo(now.plus(Duration.ofHours(25)));
        check(incident(id).path("state").asString().equals("closed"), "the incident is closed");
        check(
                get("/api/v1/timeline/verification", "rehearsal-auditor")
                        .path("whole")
                        .asBoolean(),
                "every timeline is whole");
        timeline(id);
    }

    // ---- telling

    private void next(String sentence) {
        step++;
        out.printf(
                "%n%2d. %s  %s%n",
                step,
                DateTimeFormatter.ofPattern("EEE HH:mm")
                        .withLocale(java.util.Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(now),
                sentence);
        out.flush();
    }

    private void say(String what, String text) {
        out.printf("      %s%s%n", what.isEmpty() ? "" : what + ": ", text);
        out.flush();
    }

    private void check(boolean happened, String what) {
        if (!happened) {
            throw new Missed(what);
        }
        say("ok", what);
    }

    private void timeline(String id) {
        out.println();
        for (var entry : incident(id).path("timeline")) {
            out.printf(
                    "      %s  %s%n",
                    entry.path("at").asString(), entry.path("text").asString());
        }
        out.flush();
    }

    // ---- the world

    private void moveTo(Instant instant) {
        now = instant;
        send("PUT", "/rehearsal/clock", "", JSON.writeValueAsString(Map.of("now", now.toString())), 200);
    }

    private JsonNode incident(String id) {
        return get("/api/v1/incidents/" + id, "rehearsal-agent");
    }

    private JsonNode network() {
        for (var server : get("/rehearsal/network", "")) {
            if (server.path("server").asString().equals(SERVER)) {
                return server;
            }
        }
        throw new Missed("the network knows " + SERVER);
    }

    private JsonNode lastMail(String to) {
        JsonNode last = JSON.createObjectNode();
        for (var mail : get("/rehearsal/mail", "")) {
            if (mail.path("to").get(0).asString().equals(to)) {
                last = mail;
            }
        }
        check(last.has("subject"), "a mail went to " + to);
        return last;
    }

    private String link(String text) {
        var start = text.indexOf(base + "/c/");
        check(start >= 0, "the mail carries a link");
        return text.substring(start).split("[\\s>)]", 2)[0].substring(base.length());
    }

    /// Fills in a form of the customer's page as a browser would, hidden fields included.
    private int form(String page, String name, Map<String, String> fields) {
        var html = org.jsoup.Jsoup.parse(send("GET", page, "", "", 200), base + page);
        var form = Objects.requireNonNull(html.selectFirst("form[name=" + name + "]"), "no form " + name);
        var all = new java.util.LinkedHashMap<String, String>();
        form.select("input[type=hidden]").forEach(hidden -> all.put(hidden.attr("name"), hidden.attr("value")));
        all.putAll(fields);
        var body = all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        var target = form.hasAttr("action") ? form.absUrl("action") : base + page;
        return exchange(HttpRequest.newBuilder(URI.create(target))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode get(String path, String key) {
        return JSON.readTree(send("GET", path, key, "", 200));
    }

    private void post(String path, String key, Map<String, String> body) {
        send("POST", path, key, JSON.writeValueAsString(body), 0);
    }

    /// @param status expected; 0 takes any success
    private String send(String method, String path, String key, String body, int status) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        var answer = exchange(request);
        var fine = status == 0 ? answer.statusCode() / 100 == 2 : answer.statusCode() == status;
        if (!fine) {
            throw new Missed(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Missed("the story was interrupted");
        }
    }

    /// Sends one of the sample mails, as any mail server would.
    private void mail(String sample, String to, String replyTo, Instant observed) {
        mails++;
        var text = sample(sample)
                .replace("{id}", "demo-" + mails)
                .replace("{date}", MAIL_DATE.format(now))
                .replace("{observed}", MAIL_DATE.format(observed))
                .replace("{replyTo}", replyTo);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), smtpPort);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            var smtp = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
            expect(in, "220");
            talk(smtp, in, "EHLO demo.example", "250");
            talk(smtp, in, "MAIL FROM:<>", "250");
            talk(smtp, in, "RCPT TO:<" + to + ">", "250");
            talk(smtp, in, "DATA", "354");
            text.lines().forEach(line -> smtp.print((line.startsWith(".") ? "." : "") + line + "\r\n"));
            talk(smtp, in, ".", "250");
            talk(smtp, in, "QUIT", "221");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        say("250", "the " + sample.replace(".eml", "") + " mail is on disk");
    }

    private static void talk(PrintWriter smtp, BufferedReader in, String line, String code) throws IOException {
        smtp.print(line + "\r\n");
        smtp.flush();
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null || !line.startsWith(code)) {
                throw new Missed("SMTP said " + line);
            }
        } while (line.startsWith(code + "-"));
    }

    private static String sample(String name) {
        try (var file = DemoStory.class.getResourceAsStream("/demo/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

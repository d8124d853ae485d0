package duenotice.call.sip;

import duenotice.call.Telephone.Course;
import duenotice.call.Telephone.Order;
import duenotice.casework.CallScript;
import duenotice.incident.IncidentId;
import duenotice.inventory.PhoneNumber;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sip.ClientTransaction;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What of a trunk works and what does not: whether it answers, takes our login, and what callees would hear. */
public final class SipCheck {
    private static final List<String> LANGUAGES = List.of("en", "de");
    private static final List<String> PARTS = List.of("open", "told", "stranger");
    private static final int PATIENCE_SECONDS = 8;

    private SipCheck() {}

    /** @param good empty where it cannot be told */
    public record Finding(Optional<Boolean> good, String what, String says) {
        static Finding of(boolean good, String what, String says) {
            return new Finding(Optional.of(good), what, says);
        }
    }

    public static List<Finding> of(SipSettings settings) {
        var findings = new ArrayList<Finding>();
        try (var line = Line.open(settings)) {
            findings.add(Finding.of(true, "listening", "on " + settings.listen() + ":" + settings.port()));
            findings.addAll(trunk(settings, line));
        } catch (SipException taken) {
            findings.add(Finding.of(
                    false, "listening", taken.getMessage() + "; where Duenotice runs with it, stop it for the check"));
        }
        LANGUAGES.forEach(language -> findings.add(heard(settings, language)));
        return findings;
    }

    private static List<Finding> trunk(SipSettings settings, Line line) {
        var where = settings.server() + ":" + settings.serverPort();
        try {
            line.findServer();
            var question = new Question(line);
            line.send(line.request(Request.OPTIONS, UUID.randomUUID().toString(), ""), question);
            var status = question.status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return List.of(
                    Finding.of(true, "trunk", where + " answers (SIP " + status + ")"),
                    login(settings, question.asked, status));
        } catch (UnknownHostException unknown) {
            return List.of(Finding.of(false, "trunk", settings.server() + " has no address"));
        } catch (SipException unsent) {
            return List.of(Finding.of(false, "trunk", where + " cannot be reached"));
        } catch (TimeoutException | ExecutionException silent) {
            return List.of(Finding.of(false, "trunk", where + " has not answered for " + PATIENCE_SECONDS + " s"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Finding login(SipSettings settings, boolean asked, int status) {
        if (isChallenge(status) || status == Response.FORBIDDEN) {
            return Finding.of(
                    false,
                    "login",
                    settings.login().isEmpty() ? "the trunk wants one" : "refused (SIP " + status + ")");
        }
        if (asked) {
            return Finding.of(true, "login", "accepted");
        }
        return settings.login().isEmpty()
                ? Finding.of(true, "login", "none is set, and none was asked for")
                : new Finding(Optional.empty(), "login", "was not asked for; a test call shows");
    }

    private static boolean isChallenge(int status) {
        return status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    /** Asked once, and once more with our login. */
    private static final class Question implements Line.Party {
        private final Line line;
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private volatile boolean asked;

        private Question(Line line) {
            this.line = line;
        }

        @Override
        public void answered(ResponseEvent event) {
            var code = event.getResponse().getStatusCode();
            if (isChallenge(code) && line.hasLogin() && !asked) {
                asked = true;
                try {
                    line.withLogin(event).sendRequest();
                } catch (SipException | RuntimeException unsent) {
                    status.complete(code);
                }
            } else if (code >= 200) {
                status.complete(code);
            }
        }

        @Override
        public void unanswered(ClientTransaction transaction) {
            status.completeExceptionally(new TimeoutException());
        }

        @Override
        public void asked(RequestEvent event) {
            // there is no call
        }

        @Override
        public boolean speaksFrom(InetAddress address) {
            return false;
        }
    }

    private static Finding heard(SipSettings settings, String language) {
        var voice = new Voice(settings.recordings(), settings.speaker());
        var recorded = PARTS.stream()
                .filter(part -> voice.recording(language, part).isPresent())
                .toList();
        try {
            for (var part : PARTS) {
                voice.say(language, part, "1").in(Codec.PCMA);
            }
        } catch (Voice.Mute mute) {
            return Finding.of(false, "speech " + language, mute.why());
        }
        var spoken = "spoken by " + settings.speaker().getFileName();
        return Finding.of(
                true,
                "speech " + language,
                recorded.isEmpty()
                        ? spoken
                        : "recorded: " + String.join(", ", recorded)
                                + (recorded.size() == PARTS.size() ? "" : "; the rest " + spoken));
    }

    /**
     * Rings a number outside of any incident, says that it is a test, and waits for the end.
     *
     * @param provider who calls, as it is spoken
     */
    public static Course testCall(SipSettings settings, PhoneNumber number, String provider, InstantSource clock) {
        var end = new CompletableFuture<Course>();
        var words = new CallScript.Spoken(
                "Hello. This is a test call of " + provider + ". Nothing is wrong. Please press 1.",
                "Thank you. The key was understood. Goodbye.",
                "No key was heard. Goodbye.");
        try (var telephone = new SipTelephone(settings.spoken(), clock, new SipTelephone.Memory() {
            @Override
            public void acknowledge(long call) {
                // nothing outlives a test
            }

            @Override
            public boolean isAcknowledged(long call) {
                return false;
            }
        })) {
            telephone.whenOver((call, how) -> end.complete(how));
            var placed =
                    telephone.place(new Order(1, new IncidentId(1), number, "en", words, clock.instant(), Set.of()));
            return placed instanceof Course.Ringing
                    ? end.get(settings.longestCall().toSeconds(), TimeUnit.SECONDS)
                    : placed;
        } catch (TimeoutException | ExecutionException endless) {
            return new Course.InDoubt("the call has not ended");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Course.InDoubt("the program was stopped");
        }
    }
}

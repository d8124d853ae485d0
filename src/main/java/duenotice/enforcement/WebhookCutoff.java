package duenotice.enforcement;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A signed request to the provider's billing panel or whatever stands before the network. It answers 200 with the state, or
 * 202 and is asked by {@code inspect} until the change is seen or the time is over.
 *
 * <p>Headers: {@code Duenotice-Timestamp} (seconds since 1970, real time) and {@code Duenotice-Signature}
 * ({@code v1=} HMAC-SHA-256 over {@code timestamp.body} in hex, one per secret); receivers should refuse what is older than
 * five minutes. Redirects are not followed.
 */
public final class WebhookCutoff implements Cutoff, AutoCloseable {
    private static final long MOST_BODY = 64 * 1024;
    private static final Duration POLL = Duration.ofMillis(250);

    private final HttpClient client;
    private final URI url;
    private final List<String> secrets;
    private final Duration limit;
    private final InstantSource wallClock;

    /**
     * @param url https; plain http only to this very machine
     * @param secrets one, or two while the receiver changes over
     * @param limit in real time, for one call with all its polls
     * @param wallClock real time, also where the desk's clock stands still: receivers look at it
     * @throws IllegalArgumentException where the URL or the secrets cannot be used
     */
    public WebhookCutoff(URI url, List<String> secrets, Duration limit, InstantSource wallClock) {
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && isThisMachine(url))) {
            throw new IllegalArgumentException("the webhook needs an https URL: " + url);
        }
        if (secrets.isEmpty() || secrets.size() > 2 || secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the webhook needs one or two secrets");
        }
        this.url = url;
        this.secrets = List.copyOf(secrets);
        this.limit = limit;
        this.wallClock = wallClock;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .build();
    }

    private static boolean isThisMachine(URI url) {
        try {
            return InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public ObservedState inspect(Target target) {
        return inspect(target, System.nanoTime() + limit.toNanos());
    }

    private ObservedState inspect(Target target, long until) {
        return post(DriverMessage.inspect(target).toString(), until) instanceof Answered answered
                        && answered.status() == 200
                ? DriverMessage.state(answered.body()).orElseGet(ObservedState::unknown)
                : ObservedState.unknown();
    }

    @Override
    public Outcome cut(Order order) {
        var target = order.target();
        return change(DriverMessage.cut(order).toString(), target, seen -> seen.shows(order.kind(), target) == Seen.ON);
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        var target = order.target();
        return change(
                DriverMessage.restore(order, back).toString(),
                target,
                seen -> seen.isBack(order.kind(), target, back) == Seen.ON);
    }

    private Outcome change(String body, Target target, Predicate<ObservedState> isThere) {
        var until = System.nanoTime() + limit.toNanos();
        return switch (post(body, until)) {
            case NotSent notSent -> new Outcome.Later("the webhook cannot be reached: " + notSent.why());
            case NoAnswer noAnswer -> new Outcome.InDoubt(noAnswer.why());
            case Answered answered ->
                answered.status() == 202
                        ? poll(target, isThere, until)
                        : outcome(answered.status()).orElseGet(Outcome.Done::new);
        };
    }

    private Outcome poll(Target target, Predicate<ObservedState> isThere, long until) {
        while (System.nanoTime() < until) {
            if (isThere.test(inspect(target, until))) {
                return new Outcome.Done();
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.clamp(until - System.nanoTime(), 0, POLL.toNanos()));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new Outcome.InDoubt("accepted, but not done within " + limit.toMillis() + " ms");
    }

    /** Empty where all is well. A conflict is for a look, not for giving up. */
    private static Optional<Outcome> outcome(int status) {
        var why = "the webhook answered " + status;
        return switch (status) {
            case 200, 201, 204 -> Optional.empty();
            case 408, 409, 423, 425, 429 -> Optional.of(new Outcome.Later(why));
            default -> Optional.of(status < 500 ? new Outcome.Never(why) : new Outcome.Later(why));
        };
    }

    private sealed interface Posted {}

    /** Nobody can have acted on it. */
    private record NotSent(String why) implements Posted {}

    private record NoAnswer(String why) implements Posted {}

    private record Answered(int status, String body) implements Posted {}

    private Posted post(String body, long until) {
        var timestamp = String.valueOf(wallClock.instant().getEpochSecond());
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Duenotice-Timestamp", timestamp)
                .header("Duenotice-Signature", SignedBody.signatures(timestamp, body, secrets))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var coming = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BODY));
        try {
            HttpResponse<String> answer = coming.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            return new Answered(answer.statusCode(), answer.body());
        } catch (TimeoutException late) {
            coming.cancel(true);
            return new NoAnswer("no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            return new NoAnswer("interrupted");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ConnectException
                    || failure.getCause() instanceof HttpConnectTimeoutException) {
                return new NotSent(String.valueOf(failure.getCause().getMessage()));
            }
            if (failure.getCause() instanceof IOException) {
                return new NoAnswer(
                        "the answer broke off: " + failure.getCause().getMessage());
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

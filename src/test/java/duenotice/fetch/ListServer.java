package duenotice.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands in for whoever publishes something over HTTP; answers as it is told, on a port of its own. */
public final class ListServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = exchange -> send(exchange, 404, "nothing here");

    public record Request(
            String method, String path, String query, String body, com.sun.net.httpserver.Headers headers) {}

    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public ListServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var uri = exchange.getRequestURI();
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    String.valueOf(uri.getQuery()),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                    exchange.getRequestHeaders()));
            try {
                answer.to(exchange);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public void answers(Answer how) {
        answer = how;
    }

    public void serves(String list) {
        answers(exchange -> send(exchange, 200, list));
    }

    /** Knows its own list again (RFC 9110 §13.1.2). */
    public void servesTagged(String list, String etag) {
        answers(exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                send(exchange, 200, list);
            }
        });
    }

    public void fails(int status, String... headers) {
        answers(exchange -> {
            for (var i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(exchange, status, "no");
        });
    }

    /** Promises more than it sends, and closes. */
    public void breaksOff(String list) {
        answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.sendResponseHeaders(200, list.length() + 1000L);
            exchange.getResponseBody().write(list.getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });
    }

    /** Begins to answer and never ends. */
    public void hangs() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('#');
            exchange.getResponseBody().flush();
            try {
                closed.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A byte now and then, so that no single wait is long. */
    public void drips() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 100_000);
            try {
                do {
                    exchange.getResponseBody().write('#');
                    exchange.getResponseBody().flush();
                } while (!closed.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public static void send(HttpExchange exchange, int status, String text) throws IOException {
        if (exchange.getResponseHeaders().getFirst("Content-Type") == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
        }
        var bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}

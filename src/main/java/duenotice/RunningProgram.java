package duenotice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The program that holds a data folder at this moment, as another command of the same operator reaches it: its address
/// stands in the folder, and so does the key, which only the folder's owner can read.
record RunningProgram(URI address, String key) {
    /// Name of the secret in the data folder; the running program takes it as a lead's key.
    static final String KEY = "local-key";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String FILE = "program.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Says where this program can be reached.
    static void announce(Path data, int httpPort) {
        try {
            Files.writeString(
                    data.resolve(FILE),
                    JSON.createObjectNode()
                            .put("http", "http://127.0.0.1:" + httpPort)
                            .toString());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + data.resolve(FILE), failure);
        }
    }

    static void withdraw(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not remove " + data.resolve(FILE), failure);
        }
    }

    /// Empty where none answers there.
    static Optional<RunningProgram> at(Path data) {
        try {
            var file = data.resolve(FILE);
            if (!Files.isReadable(file)) {
                return Optional.empty();
            }
            var address = JSON.readTree(Files.readString(file)).path("http").asString("");
            var key = Files.readString(data.resolve(KEY)).strip();
            var program = new RunningProgram(URI.create(address), key);
            return program.send("GET", "/health", "", new byte[0]).statusCode() == 200
                    ? Optional.of(program)
                    : Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException nobodyThere) {
            return Optional.empty();
        }
    }

    /// @throws IOException where it does not answer within ten minutes
    HttpResponse<String> send(String method, String path, String contentType, byte[] body) throws IOException {
        return send(request(method, path, contentType, body).timeout(PATIENCE));
    }

    /// For what takes as long as its own settings allow: it is waited for as long as the program lives.
    ///
    /// @throws IOException where it ends without an answer
    HttpResponse<String> sendAndWait(String method, String path) throws IOException {
        return send(request(method, path, "", new byte[0]));
    }

    private HttpRequest.Builder request(String method, String path, String contentType, byte[] body) {
        var request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + key)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try (var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}

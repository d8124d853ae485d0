package duenotice.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Looks at pages and fills in their forms as a browser without JavaScript does. */
public final class Browser {
    private final String base;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();
    private String language = "en";

    public record Page(int status, String body, Document document, HttpResponse<String> response) {
        public String location() {
            return response.headers().firstValue("location").orElse("");
        }

        public Element form(String selector) {
            var form = document.selectFirst(selector);
            if (form == null) {
                throw new AssertionError(
                        "no form " + selector + " in\n" + document.body().text());
            }
            return form;
        }
    }

    public Browser(String base) {
        this.base = base;
    }

    public Browser speaking(String tag) {
        language = tag;
        return this;
    }

    public Page get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    /** Fills in the form; hidden fields and preselected values go along. */
    public Page submit(Element form, Map<String, String> typed) {
        var values = new LinkedHashMap<String, String>();
        for (var field : form.select("input[name], textarea[name], select[name], button[name]")) {
            var isChoice =
                    field.attr("type").equals("radio") || field.attr("type").equals("checkbox");
            if (field.normalName().equals("select")) {
                var option = field.selectFirst("option[selected]");
                var chosen = option == null ? field.selectFirst("option") : option;
                values.put(field.attr("name"), chosen == null ? "" : chosen.val());
            } else if (!isChoice || field.hasAttr("checked")) {
                values.put(field.attr("name"), field.val());
            }
        }
        values.putAll(typed);
        return post(form.attr("action"), values);
    }

    public Page post(String path, Map<String, String> values) {
        var body = values.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        return post(path, body);
    }

    /** @param body urlencoded, where a name stands more than once */
    public Page post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Page send(HttpRequest.Builder request) {
        try {
            var response = client.send(
                    request.header("Accept-Language", language)
                            .header("Accept", "text/html")
                            .build(),
                    BodyHandlers.ofString());
            return new Page(response.statusCode(), response.body(), Jsoup.parse(response.body(), base), response);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}

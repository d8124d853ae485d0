package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Complaints that Cloudflare hands on about sites behind its proxies: it tells the origin's addresses in words of its
 * own. Below them stands what a third person wrote, who complained to Cloudflare and not to us: of that only the
 * reported URLs are taken, and nothing of it goes into the excerpt (R69).
 */
final class CloudflareForward implements ReportFormat {
    private static final int MOST_LINES = 400;

    private static final Pattern ORIGIN =
            Pattern.compile("(?i)(?:actual host|origin|hosted|hosting provider)[^\\n]{0,160}?\\bIP address(?:es)?\\b");

    private static final Pattern COMMAND = Pattern.compile("(?i)\\bcurl -");

    private static final Pattern BELOW =
            Pattern.compile("(?i)\\b(?:below is|following is|here is) the (?:abuse )?(?:report|complaint|notice)");

    private static final Pattern PAGES =
            Pattern.compile("(?i)^[\\s*-]{0,6}(?:reported|infringing|abusive|phishing|malware) ?urls?\\b");

    private static final Pattern HEADING = Pattern.compile("^[\\s*-]{0,6}[A-Z][A-Za-z' /]{2,40}:(?!//)");

    @Override
    public String name() {
        return "cloudflare";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        if (mail.isEmpty() || !content.text().contains("Cloudflare")) {
            return Optional.empty();
        }
        var lines = content.text()
                .lines()
                .limit(MOST_LINES)
                .map(Place::bounded)
                .map(Refang::line)
                .toList();
        var below = below(lines);
        var said = lines.subList(0, below);
        var origins = origins(said);
        if (origins.isEmpty()) {
            return Optional.empty();
        }
        var draft = new Draft(name());
        draft.begin();
        var pages = pages(said, lines.subList(below, lines.size()));
        var type = type(mail.get(), said);
        var category = type.map(Type::category).orElse(Category.OTHER);
        var at = draft.standIn(mail.get().date());
        for (var origin : origins) {
            for (var page : pages) {
                draft.found(new Finding(
                        category,
                        type,
                        new Subject(
                                Optional.of(origin),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(page),
                                Optional.empty()),
                        at));
            }
            if (pages.isEmpty()) {
                var site = site(said);
                draft.found(new Finding(
                        category,
                        type,
                        new Subject(Optional.of(origin), Optional.empty(), site, Optional.empty(), Optional.empty()),
                        at));
            }
        }
        pages.forEach(draft.excerpt()::add);
        return draft.report();
    }

    private static int below(List<String> lines) {
        for (var i = 0; i < lines.size(); i++) {
            if (BELOW.matcher(lines.get(i)).find()) {
                return i;
            }
        }
        return lines.size();
    }

    /** The addresses in the sentence on the host, or in the lines right below it; not those of the example command. */
    private static Set<Prefix> origins(List<String> said) {
        Set<Prefix> origins = new LinkedHashSet<>();
        for (var i = 0; i < said.size(); i++) {
            var sentence = ORIGIN.matcher(said.get(i));
            if (!sentence.find()) {
                continue;
            }
            origins.addAll(addresses(said.get(i).substring(sentence.end())));
            for (var next = i + 1;
                    next < said.size()
                            && (origins.isEmpty() || !addresses(said.get(next)).isEmpty());
                    next++) {
                if (next > i + 20 || COMMAND.matcher(said.get(next)).find() && !origins.isEmpty()) {
                    break;
                }
                origins.addAll(addresses(said.get(next)));
            }
            if (!origins.isEmpty()) {
                return origins;
            }
        }
        return origins;
    }

    private static Set<Prefix> addresses(String line) {
        Set<Prefix> found = new LinkedHashSet<>();
        var command = COMMAND.matcher(line);
        var text = command.find() ? line.substring(0, command.start()) : line;
        for (var place : Place.in(text)) {
            if (place.kind() == Place.Kind.ADDRESS) {
                found.add(Prefix.of(place.text()));
            }
        }
        return found;
    }

    /** Below the heading of the reported URLs, else those that Cloudflare itself names at the beginning. */
    private static List<String> pages(List<String> said, List<String> complaint) {
        Set<String> pages = new LinkedHashSet<>();
        var listing = false;
        for (var line : complaint) {
            if (PAGES.matcher(line).find()) {
                listing = true;
            } else if (listing && HEADING.matcher(line).find()) {
                listing = false;
            }
            if (listing) {
                pages.addAll(urls(line));
            }
        }
        if (pages.isEmpty()) {
            said.stream()
                    .filter(line -> line.strip().startsWith("http"))
                    .flatMap(line -> urls(line).stream())
                    .filter(url -> Hosts.ofUrl(url)
                            .filter(host -> Hosts.sameOrganisation(host, "cloudflare.com"))
                            .isEmpty())
                    .forEach(pages::add);
        }
        return pages.stream().limit(100).toList();
    }

    private static List<String> urls(String line) {
        return Place.in(line).stream()
                .filter(place -> place.kind() == Place.Kind.URL)
                .map(Place::text)
                .toList();
    }

    /** {@code The actual host for shop.example are …}, or the site on a line of its own. */
    private static Optional<String> site(List<String> said) {
        return said.stream()
                .filter(line -> ORIGIN.matcher(line).find()
                        || line.contains("egarding")
                        || line.strip().indexOf(' ') < 0)
                .flatMap(line -> Place.in(line).stream())
                .filter(place ->
                        place.kind() == Place.Kind.NAME && !Hosts.sameOrganisation(place.text(), "cloudflare.com"))
                .map(Place::text)
                .findFirst();
    }

    private static Optional<Type> type(Mail mail, List<String> said) {
        var words = (mail.subject().orElse("") + " "
                        + String.join(" ", said.stream().limit(6).toList()))
                .toLowerCase(Locale.ROOT);
        if (words.contains("phishing")) {
            return Optional.of(Type.of("content/phishing"));
        }
        if (words.contains("malware")) {
            return Optional.of(Type.of("content/malware"));
        }
        if (words.contains("dmca") || words.contains("copyright")) {
            return Optional.of(Type.of("copyright/copyright"));
        }
        if (words.contains("trademark")) {
            return Optional.of(Type.of("content/brand_infringement"));
        }
        return words.contains("child sexual") || words.contains("csam") || words.contains("child abuse")
                ? Optional.of(Type.of("content/csam"))
                : ComplaintWords.in(mail.subject().orElse(""), said).type();
    }
}

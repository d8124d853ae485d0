package duenotice.warning;

import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy.CleanUp;
import duenotice.incident.Policy.RestoreNeed;
import duenotice.incident.StatementPart;
import duenotice.knowledge.Article;
import duenotice.warning.LetterTemplate.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes letters: the same content gives the same letter, byte for byte. */
public final class LetterWriter {
    private static final String FALLBACK = "en";
    private static final List<String> WRITTEN = List.of("en", "de");
    private static final Pattern VALUE = Pattern.compile("\\{([a-z_]+)}");

    private static final Pattern CONSOLE = Pattern.compile("(?=\\{console})|(?<=\\{console})");

    private static final Map<String, LetterTemplate> TEMPLATES = new ConcurrentHashMap<>();
    private static final Map<String, LetterWords> WORDS = new ConcurrentHashMap<>();

    private LetterWriter() {}

    public static Letter write(LetterContent content) {
        return new Writing(content).letter();
    }

    /** The languages we write, the one that stands in for all others first. */
    static List<String> languages() {
        return WRITTEN;
    }

    /** The language in which a reader of that language is written to. */
    static String writtenFor(Locale language) {
        return WRITTEN.contains(language.getLanguage()) ? language.getLanguage() : FALLBACK;
    }

    private static final class Writing {
        private final LetterContent content;
        private final String language;
        private final LetterWords words;
        private final Map<String, String> values = new HashMap<>();

        Writing(LetterContent content) {
            this.content = content;
            language = writtenFor(content.language());
            words = WORDS.computeIfAbsent(language, LetterWords::of);
        }

        Letter letter() {
            var template = TEMPLATES.computeIfAbsent(
                    language + "/" + content.letter(), ignored -> LetterTemplate.read(language, content.letter()));
            gather();
            var number = content.incident().map(incident -> "#" + incident.number());
            var subject = number.map(mark -> "[" + mark + "] ").orElse("") + plain(template.subject());
            var heading = plain(template.heading());
            var blocks = blocks(template);
            return new Letter(
                    subject,
                    TextLetter.set(blocks),
                    HtmlLetter.set(
                            language, content.provider(), number.orElse(""), subject, heading, template.tone(), blocks),
                    content.provider());
        }

        // ---- values

        private void gather() {
            put("provider", content.provider().name());
            put("reachable", content.provider().reachable());
            mark("signature", !content.provider().signature().isBlank());
            content.incident().ifPresent(incident -> put("incident", "#" + incident.number()));
            put("name", content.name());
            if (!content.language().getLanguage().equals(language)) {
                put("fallback", content.language().getDisplayLanguage(words.locale()));
            }
            content.about().ifPresent(this::gatherAbout);
            content.deadline().ifPresent(deadline -> {
                put("deadline", moment(deadline.at()));
                deadline.within().ifPresent(within -> put("within", words.duration(within)));
            });
            content.next().ifPresent(next -> {
                next.callAnswerWithin().ifPresent(within -> put("call_within", words.duration(within)));
                next.cut().ifPresent(kind -> put("next_" + underscored(kind), kind.word()));
                mark("approval", next.approval());
            });
            content.deed().ifPresent(this::gatherDeed);
            content.until().ifPresent(until -> put("until", moment(until)));
            content.reason().ifPresent(reason -> put("reason", reason));
            if (!content.servers().isEmpty()) {
                put("count", Integer.toString(content.servers().size()));
            }
            mark("message", content.message().isPresent());
            mark("remedies", !content.remedies().isEmpty());
            if (!content.missing().isEmpty()) {
                put(
                        "missing",
                        content.missing().stream()
                                .map(part -> words.word("statement." + part.word()))
                                .collect(Collectors.joining(", ")));
            }
            content.page().ifPresent(page -> {
                put("page", page.link().toString());
                put("page_until", words.day(page.lastDay()));
            });
            content.forward().ifPresent(forward -> {
                put("forward", "yes");
                forward.by().ifPresent(by -> put("forward_by", moment(by)));
            });
        }

        private void gatherAbout(LetterContent.About about) {
            put("server", about.server().text());
            about.address().ifPresent(address -> put("address", address));
            put("what", words.types(about.category(), about.types()));
            put("category", words.category(about.category()));
            families().forEach(family -> put(family.replaceAll("[.-]", "_"), "yes"));
            mark("excerpts", about.excerpts().stream().anyMatch(text -> !text.isBlank()));
            about.seen().ifPresent(seen -> {
                put("last_seen", moment(seen.last()));
                mark("unsure_times", !seen.sure());
            });
        }

        private void gatherDeed(LetterContent.Deed deed) {
            put("target", deed.target());
            put("did_" + underscored(deed.kind()), deed.kind().word());
            deed.since().ifPresent(since -> put("since", moment(since)));
            deed.console().ifPresent(console -> put("console", console.toString()));
            mark("at_once", deed.atOnce());
            mark("needs_statement", deed.needs().contains(RestoreNeed.STATEMENT));
            mark("needs_verification", deed.needs().contains(RestoreNeed.VERIFICATION));
            mark("provider_cleans", deed.cleanUp() != CleanUp.CUSTOMER);
            deed.lifted().ifPresent(why -> {
                mark("our_error", why == LiftReason.OUR_ERROR || why == LiftReason.FALSE_POSITIVE);
                mark("expired", why == LiftReason.EXPIRED);
                mark("confirmed", why == LiftReason.STATEMENT_ACCEPTED || why == LiftReason.VERIFIED_CLEAN);
            });
        }

        private static String underscored(MeasureKind kind) {
            return kind.word().replace('-', '_');
        }

        private String moment(Instant at) {
            return words.moment(at, content.zone());
        }

        private void put(String key, String value) {
            var inert = InertText.value(value);
            if (!inert.isEmpty()) {
                values.put(key, inert);
            }
        }

        private void mark(String key, boolean holds) {
            if (holds) {
                values.put(key, "yes");
            }
        }

        private Optional<String> value(String key) {
            return Optional.ofNullable(values.get(key));
        }

        // ---- putting values in

        private String plain(String text) {
            return VALUE.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))
                            .orElseThrow(() -> new IllegalStateException(
                                    "letter " + content.letter() + " has no {" + found.group(1) + "}"))));
        }

        private List<LetterBlock.Span> spans(String text) {
            var spans = new ArrayList<LetterBlock.Span>();
            var strong = false;
            for (var run : text.split("\\*\\*", -1)) {
                for (var part : CONSOLE.split(run)) {
                    if (!part.isEmpty()) {
                        spans.add(new LetterBlock.Span(plain(part), strong, isConsole(part)));
                    }
                }
                strong = !strong;
            }
            return spans;
        }

        /** The one link that stands within sentences; it comes from the inventory. */
        private boolean isConsole(String part) {
            return part.equals("{console}") && value("console").orElse("").matches("https?://\\S+");
        }

        // ---- blocks

        private List<LetterBlock> blocks(LetterTemplate template) {
            var blocks = new ArrayList<LetterBlock>();
            for (var piece : template.pieces()) {
                if (!piece.holds(this::value)) {
                    continue;
                }
                if (piece.kind() == Kind.ITEM
                        && !blocks.isEmpty()
                        && blocks.getLast() instanceof LetterBlock.Items list) {
                    var items = new ArrayList<>(list.items());
                    items.add(spans(piece.text()));
                    blocks.set(blocks.size() - 1, new LetterBlock.Items(items));
                    continue;
                }
                switch (piece.kind()) {
                    case TEXT -> blocks.add(new LetterBlock.Paragraph(spans(piece.text())));
                    case HEADING -> blocks.add(new LetterBlock.Heading(plain(piece.text())));
                    case ITEM -> blocks.add(new LetterBlock.Items(List.of(spans(piece.text()))));
                    case BLOCK -> blocks.addAll(filled(piece.text()));
                }
            }
            return blocks;
        }

        private List<LetterBlock> filled(String block) {
            var name = block.split("\\s+", 2);
            return switch (name[0]) {
                case "facts" -> facts();
                case "nature" -> nature();
                case "look" -> look(name.length == 2);
                case "evidence" -> evidence();
                case "deadline" -> box("box.deadline", content.deadline().map(LetterContent.Deadline::at));
                case "until" -> box(name[1], content.until());
                case "remedies" -> remedies();
                case "button" -> button(name.length == 2 ? name[1] : "button.page");
                case "statement" ->
                    List.of(new LetterBlock.Form(Arrays.stream(StatementPart.values())
                            .map(part -> words.word("form." + part.word()))
                            .toList()));
                case "message" ->
                    content.message()
                            .<List<LetterBlock>>map(
                                    message -> List.of(new LetterBlock.Quote(InertText.message(message))))
                            .orElse(List.of());
                case "servers" -> servers();
                case "signature" ->
                    content.provider().signature().isBlank()
                            ? List.of()
                            : List.of(new LetterBlock.Small(
                                    InertText.message(content.provider().signature())));
                case "reason" ->
                    content.reason()
                            .<List<LetterBlock>>map(reason -> List.of(new LetterBlock.Quote(InertText.message(reason))))
                            .orElse(List.of());
                default -> throw new IllegalStateException("letters have no block @" + name[0]);
            };
        }

        private List<LetterBlock> facts() {
            var rows = new ArrayList<LetterBlock.Row>();
            content.incident().ifPresent(incident -> rows.add(row("fact.incident", "#" + incident.number())));
            content.about().ifPresent(about -> {
                rows.add(row("fact.server", InertText.value(about.server().text())));
                about.address().ifPresent(address -> rows.add(row("fact.address", InertText.value(address))));
                rows.add(row("fact.what", words.types(about.category(), about.types())));
                rows.add(row("fact.category", words.category(about.category())));
                about.seen().ifPresent(seen -> {
                    if (seen.first().equals(seen.last())) {
                        rows.add(row("fact.seen", moment(seen.last())));
                    } else {
                        rows.add(row("fact.first", moment(seen.first())));
                        rows.add(row("fact.last", moment(seen.last())));
                    }
                });
            });
            return List.of(new LetterBlock.Facts(rows));
        }

        private List<LetterBlock> nature() {
            return families().stream()
                    .<LetterBlock>map(family -> new LetterBlock.Paragraph(spans(words.word(family))))
                    .toList();
        }

        /** @param said as sentences of the text, not as points of a list */
        private List<LetterBlock> look(boolean said) {
            var items = families().stream()
                    .flatMap(family -> words.maybe(family + ".look").stream())
                    .map(this::spans)
                    .toList();
            if (said) {
                return items.stream()
                        .<LetterBlock>map(LetterBlock.Paragraph::new)
                        .toList();
            }
            return items.isEmpty() ? List.of() : List.of(new LetterBlock.Items(items));
        }

        private List<String> families() {
            return content.about()
                    .map(about -> Nature.of(
                            about.category(),
                            about.types(),
                            content.remedies().stream().map(Article::id).toList()))
                    .orElse(List.of());
        }

        private List<LetterBlock> servers() {
            return List.of(new LetterBlock.Listings(content.servers().stream()
                    .map(one -> new LetterBlock.Listing(
                            "#" + one.incident().number() + "  "
                                    + InertText.value(one.about().server().text())
                                    + one.about()
                                            .address()
                                            .map(address -> " (" + InertText.value(address) + ")")
                                            .orElse(""),
                            Stream.concat(
                                            Stream.of(words.types(
                                                    one.about().category(),
                                                    one.about().types())),
                                            one.about().seen().stream()
                                                    .map(seen -> words.word("fact.last") + ": " + moment(seen.last())))
                                    .toList(),
                            new LetterBlock.Link(
                                    words.word("button.look"), one.page().link())))
                    .toList()));
        }

        private LetterBlock.Row row(String label, String value) {
            return new LetterBlock.Row(words.word(label), value);
        }

        private List<LetterBlock> evidence() {
            var excerpts = content.about().map(LetterContent.About::excerpts).orElse(List.of()).stream()
                    .map(InertText::excerpt)
                    .filter(lines -> !lines.isEmpty())
                    .toList();
            return excerpts.isEmpty()
                    ? List.of()
                    : List.of(new LetterBlock.Excerpts(words.word("label.evidence"), excerpts, allEvidence()));
        }

        /** The plain link of the page: whoever takes the first link of a letter can add to its path. */
        private Optional<LetterBlock.Link> allEvidence() {
            return content.page().map(page -> new LetterBlock.Link(words.word("label.all-evidence"), page.link()));
        }

        private List<LetterBlock> box(String label, Optional<Instant> at) {
            return at.<List<LetterBlock>>map(instant -> List.of(new LetterBlock.Box(
                            words.word(label),
                            moment(instant),
                            label.equals("box.deadline") && values.containsKey("within")
                                    ? plain(words.word("box.within"))
                                    : "")))
                    .orElse(List.of());
        }

        private List<LetterBlock> remedies() {
            return content.remedies().stream()
                    .<LetterBlock>map(article -> new LetterBlock.Remedy(
                            article,
                            words.word("label.read-on"),
                            article.language().getLanguage().equals(language) ? "" : words.word("label.only-english")))
                    .toList();
        }

        private List<LetterBlock> button(String label) {
            return content.page()
                    .<List<LetterBlock>>map(page -> List.of(new LetterBlock.Button(words.word(label), page.link())))
                    .orElse(List.of());
        }
    }
}

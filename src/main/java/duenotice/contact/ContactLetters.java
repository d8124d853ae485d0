package duenotice.contact;

import duenotice.access.TokenKind;
import duenotice.access.Tokens;
import duenotice.contact.ContactLetter.Block;
import duenotice.contact.ContactMails.Waiting;
import duenotice.inventory.Anomalies;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the mails about contacts, in English and German; other languages get the English one (R39). */
final class ContactLetters {
    private static final Map<String, Properties> WORDS =
            Stream.of("en", "de").collect(Collectors.toUnmodifiableMap(one -> one, ContactLetters::load));

    private final Inventory inventory;
    private final Tokens tokens;
    private final ContactIdentity provider;

    ContactLetters(Inventory inventory, Tokens tokens, ContactIdentity provider) {
        this.inventory = inventory;
        this.tokens = tokens;
        this.provider = provider;
    }

    private static Properties load(String language) {
        var file = "/duenotice/contact/letters_" + language + ".properties";
        var words = new Properties();
        try (var stream = Objects.requireNonNull(ContactLetters.class.getResourceAsStream(file), file);
                var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return words;
    }

    /** The sentences in one language, with the zone in which times are told, and the brand that tells them. */
    private record Words(Locale locale, Properties sentences, ZoneId zone, ContactIdentity sender) {
        String say(String key, Object... values) {
            var sentence = sentences.getProperty(key);
            if (sentence == null) {
                throw new IllegalArgumentException("no sentence " + key + " in " + locale);
            }
            return values.length == 0 ? sentence : new MessageFormat(sentence, locale).format(values);
        }

        String time(Instant at) {
            return DateTimeFormatter.ofPattern(say("time"), locale).format(at.atZone(zone));
        }
    }

    private Words words(Waiting mail, Optional<Customer> customer) {
        var language = Locale.forLanguageTag(mail.language()).getLanguage();
        var kept = WORDS.containsKey(language) ? language : "en";
        return new Words(
                Locale.forLanguageTag(kept),
                Objects.requireNonNull(WORDS.get(kept)),
                customer.map(Customer::zone).orElse(ZoneOffset.UTC),
                provider.under(customer.map(Customer::brand)));
    }

    private static String name(Optional<Customer> customer, ContactOwner owner) {
        return customer.map(Customer::name).orElse(owner.id());
    }

    // ---- changes

    /** @param mayConfirm whether this reader may decide about it */
    ContactLetter proposed(Waiting mail, ContactChange change, boolean mayConfirm, Instant now) {
        var customer = inventory.customer(change.owner());
        var words = words(mail, customer);
        var whose = name(customer, change.owner());
        var blocks = begin(words, mail);
        blocks.add(new Block.Paragraph(words.say(
                "proposed.text", whose, words.say("way." + change.way().word(), change.proposedBy()))));
        blocks.addAll(facts(words, change));
        blocks.add(new Block.Paragraph(words.say("proposed.nothing-yet", words.time(change.expiresAt()))));
        blocks.add(new Block.Paragraph(words.say(mayConfirm ? "proposed.confirm" : "proposed.look")));
        blocks.add(button(words, "proposed", TokenKind.CONTACT_CHANGE, change.id(), mail, now));
        return end(words, "proposed", whose, blocks);
    }

    ContactLetter inForce(Waiting mail, ContactChange change, String confirmedBy, Instant now) {
        var customer = inventory.customer(change.owner());
        var words = words(mail, customer);
        var whose = name(customer, change.owner());
        var blocks = begin(words, mail);
        blocks.add(new Block.Paragraph(words.say(
                "in-force.text",
                words.time(change.confirmedAt().orElse(now)),
                whose,
                words.say("by." + change.confirmedBy().orElse("old-channel"), confirmedBy))));
        blocks.addAll(facts(words, change));
        if (change.waitsForAuthority(now) && change.after().isPresent()) {
            blocks.add(new Block.Paragraph(words.say("in-force.authority")));
        }
        blocks.add(new Block.Paragraph(words.say("in-force.objection")));
        blocks.add(button(words, "in-force", TokenKind.CONTACT_CHANGE, change.id(), mail, now));
        return end(words, "in-force", whose, blocks);
    }

    ContactLetter undone(Waiting mail, ContactChange change) {
        var customer = inventory.customer(change.owner());
        var words = words(mail, customer);
        var whose = name(customer, change.owner());
        var blocks = begin(words, mail);
        blocks.add(new Block.Paragraph(words.say("undone.text", whose)));
        blocks.add(new Block.Fact(words.say("label.contact"), change.name()));
        blocks.add(new Block.Fact(words.say("label.entry"), entry(words, change.before(), "nobody")));
        return end(words, "undone", whose, blocks);
    }

    private static List<Block> facts(Words words, ContactChange change) {
        return List.of(
                new Block.Fact(words.say("label.contact"), change.name()),
                new Block.Fact(words.say("label.before"), entry(words, change.before(), "new")),
                new Block.Fact(words.say("label.after"), entry(words, change.after(), "gone")));
    }

    // ---- cases and reviews

    ContactLetter contactCase(
            Waiting mail, long number, ContactOwner owner, List<Anomalies.Anomaly> anomalies, Instant now) {
        var customer = inventory.customer(owner);
        var words = words(mail, customer);
        var whose = name(customer, owner);
        var blocks = begin(words, mail);
        blocks.add(new Block.Paragraph(words.say("case.text", whose)));
        blocks.add(new Block.Points(anomalies.stream()
                .map(one -> words.say("case." + one.kind().word(), one.contact(), one.value()))
                .toList()));
        blocks.add(new Block.Paragraph(words.say("case.after")));
        blocks.add(button(words, "case", TokenKind.CONTACT_CASE, number, mail, now));
        return end(words, "case", whose, blocks);
    }

    ContactLetter review(Waiting mail, List<FiledContact> entries, Instant now) {
        var owner = entries.getFirst().owner();
        var customer = inventory.customer(owner);
        var words = words(mail, customer);
        var whose = name(customer, owner);
        var blocks = begin(words, mail);
        blocks.add(new Block.Paragraph(words.say("review.text", whose)));
        entries.forEach(one -> blocks.add(new Block.Fact(
                one.contact().name() + " · " + name(inventory.customer(one.owner()), one.owner()),
                entry(words, Optional.of(one.contact()), "nobody"))));
        blocks.add(new Block.Paragraph(words.say("review.ask")));
        blocks.add(button(words, "review", TokenKind.CONTACT_REVIEW, mail.about(), mail, now));
        return end(words, "review", whose, blocks);
    }

    // ---- around every letter

    private static List<Block> begin(Words words, Waiting mail) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Paragraph(
                mail.name().isBlank() ? words.say("hello-nobody") : words.say("hello", mail.name())));
        return blocks;
    }

    private Block button(Words words, String letter, TokenKind kind, long number, Waiting mail, Instant now) {
        return new Block.Button(
                words.say(letter + ".button"),
                words.sender().page(tokens.contactLink(kind, number, mail.address(), now)));
    }

    private ContactLetter end(Words words, String letter, String whose, List<Block> blocks) {
        blocks.add(new Block.Paragraph(words.say("sign", words.sender().name())));
        blocks.add(new Block.Fine(words.say("why", whose, words.sender().mailbox())));
        words.sender()
                .signature()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> blocks.add(new Block.Small(line)));
        return ContactLetter.of(
                words.locale().getLanguage(),
                words.sender(),
                words.say(letter + ".subject", whose),
                words.say(letter + ".heading"),
                blocks);
    }

    private static String entry(Words words, Optional<Contact> contact, String nobody) {
        return contact.map(one -> Stream.concat(Stream.of(one.email()), one.phones().stream())
                                .collect(Collectors.joining(", "))
                        + " ("
                        + one.roles().stream()
                                .sorted()
                                .map(role -> words.say("role." + role.word()))
                                .collect(Collectors.joining(", "))
                        + ")")
                .orElseGet(() -> words.say(nobody));
    }
}

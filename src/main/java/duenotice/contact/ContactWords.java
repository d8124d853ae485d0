package duenotice.contact;

import duenotice.inventory.FiledContact;
import duenotice.inventory.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads out of a mail in English or German how contacts shall change: lines such as {@code E-mail: ada@kite.example}, or plain
 * words that name one new address. What can be read in two ways is not read at all: it waits for a person. What is read is
 * only proposed, so that a wrong reading harms nobody.
 */
final class ContactWords {
    private static final int LONGEST = 20_000;
    private static final int LONGEST_LINE = 300;

    private enum Label {
        NAME("name", "contact", "contact name", "kontakt", "ansprechpartner", "ansprechpartnerin"),
        OLD_EMAIL(
                "old address",
                "old email",
                "old mail",
                "old email address",
                "previous address",
                "alte adresse",
                "alte email",
                "alte mail",
                "alte emailadresse",
                "bisherige adresse",
                "bisher"),
        EMAIL(
                "email",
                "mail",
                "address",
                "email address",
                "new address",
                "new email",
                "new mail",
                "new email address",
                "adresse",
                "emailadresse",
                "neue adresse",
                "neue email",
                "neue mail",
                "neue emailadresse"),
        PHONES(
                "phone",
                "phones",
                "phone number",
                "phone numbers",
                "new phone",
                "new number",
                "telephone",
                "tel",
                "mobile",
                "telefon",
                "telefonnummer",
                "rufnummer",
                "neue nummer",
                "handy",
                "mobil"),
        ROLES("role", "roles", "rolle", "rollen"),
        REMOVE("remove", "delete", "entfernen", "löschen", "streichen");

        private static final Map<String, Label> BY_WORD = Arrays.stream(values())
                .flatMap(label -> label.words.stream().map(word -> Map.entry(word, label)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

        @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
        private final List<String> words;

        Label(String... words) {
            this.words = List.of(words);
        }
    }

    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._%+=-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");
    private static final Pattern NUMBER = Pattern.compile("\\+[0-9][0-9 ()/.-]{5,24}[0-9]");
    private static final Pattern CHANGE = Pattern.compile(
            "\\b(new|chang\\w*|replac\\w*|instead|from now on|updat\\w*|use|write to|moved|neu\\w*|ge?änder\\w*|änder\\w*"
                    + "|ersetz\\w*|statt|ab sofort|ab jetzt|künftig|aktualisier\\w*|umgezogen|verwenden|schreiben)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LEAVE = Pattern.compile(
            "\\b(remov\\w*|delet\\w*|left|leaves|entfern\\w*|lösch\\w*|streich\\w*|ausgeschieden|verlassen)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern UNCLEAR = Pattern.compile(
            "\\b(not|don['’]?t|never|nicht|kein\\w*|nie|add(?:s|ed|ing|itional\\w*)?|also|hinzu\\w*|zusätzlich\\w*|auch|ausserdem|außerdem)\\b|n['’]t\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern PHONE = Pattern.compile(
            "\\b(phone|number|mobile|telefon\\w*|nummer|rufnummer|handy\\w*|mobil\\w*)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private final String text;
    private final List<FiledContact> onList;
    private final String sender;
    private final Set<String> known;
    private final Set<String> unknown;

    private ContactWords(String text, List<FiledContact> onList, String sender, String ownDomain) {
        this.text = text;
        this.onList = onList;
        this.sender = lower(sender);
        known = new LinkedHashSet<>();
        unknown = new LinkedHashSet<>();
        for (var address : addresses(text)) {
            if (onList.stream().anyMatch(one -> one.isAt(address))) {
                known.add(address);
            } else if (!address.endsWith("@" + lower(ownDomain))) {
                unknown.add(address);
            }
        }
    }

    /**
     * @param text without what it quotes
     * @param onList contacts of the list that the sender is on
     */
    static Optional<ContactWish> read(String text, List<FiledContact> onList, String sender, String ownDomain) {
        var words = new ContactWords(
                text.length() > LONGEST ? text.substring(0, LONGEST) : text, onList, sender, ownDomain);
        var labelled = words.labelled();
        return labelled.isPresent() ? labelled.get().filter(words::leavesNothingOut) : words.plain();
    }

    // ---- labelled lines

    /** Empty where there are none; an empty wish where they contradict each other. */
    private Optional<Optional<ContactWish>> labelled() {
        var values = new java.util.EnumMap<Label, Set<String>>(Label.class);
        for (var line : text.lines().filter(one -> one.length() <= LONGEST_LINE).toList()) {
            label(line)
                    .ifPresent(label -> values.computeIfAbsent(label, any -> new LinkedHashSet<>())
                            .add(value(line)));
        }
        if (Stream.of(Label.EMAIL, Label.PHONES, Label.ROLES, Label.REMOVE).noneMatch(values::containsKey)) {
            return Optional.empty();
        }
        for (var label : List.of(Label.NAME, Label.OLD_EMAIL, Label.EMAIL, Label.ROLES, Label.REMOVE)) {
            if (values.getOrDefault(label, Set.of()).size() > 1) {
                return Optional.of(Optional.empty());
            }
        }
        if (values.containsKey(Label.REMOVE)) {
            return Optional.of(
                    values.size() > 1 ? Optional.empty() : Optional.of(removal(first(values.get(Label.REMOVE)))));
        }
        var roles = Optional.ofNullable(values.get(Label.ROLES)).map(ContactWords::first);
        if (roles.filter(words -> roles(words).isEmpty()).isPresent()) {
            return Optional.of(Optional.empty());
        }
        var numbers = Optional.ofNullable(values.get(Label.PHONES)).map(ContactWords::numbers);
        if (numbers.filter(List::isEmpty).isPresent()) {
            return Optional.of(Optional.empty());
        }
        var email = Optional.ofNullable(values.get(Label.EMAIL)).map(ContactWords::first);
        var oldEmail = Optional.ofNullable(values.get(Label.OLD_EMAIL)).map(ContactWords::first);
        if (Stream.of(email, oldEmail)
                .flatMap(Optional::stream)
                .anyMatch(value -> addresses(value).size() != 1)) {
            return Optional.of(Optional.empty());
        }
        return Optional.of(Optional.of(new ContactWish(
                oldEmail.map(value -> addresses(value).getFirst()),
                Optional.ofNullable(values.get(Label.NAME)).map(ContactWords::first),
                email.map(value -> addresses(value).getFirst()),
                numbers,
                roles.map(ContactWords::roles),
                false)));
    }

    private static Optional<Label> label(String line) {
        var colon = line.indexOf(':');
        if (colon < 2 || value(line).isEmpty()) {
            return Optional.empty();
        }
        var word = line.substring(0, colon)
                .replaceAll("^[\\s>*•·-]+", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace("e-mail", "email")
                .replace("email-", "email");
        return Optional.ofNullable(Label.BY_WORD.get(word));
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static ContactWish removal(String whom) {
        var addresses = addresses(whom);
        return addresses.size() == 1
                ? new ContactWish(
                        Optional.of(addresses.getFirst()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true)
                : new ContactWish(
                        Optional.empty(),
                        Optional.of(whom),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true);
    }

    /** As the file spells them: abuse, owner. */
    static Set<Role> roles(String words) {
        var roles = EnumSet.noneOf(Role.class);
        for (var word : words.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
            switch (word) {
                case "abuse", "missbrauch" -> roles.add(Role.ABUSE);
                case "owner", "inhaber", "inhaberin" -> roles.add(Role.OWNER);
                case "both", "beide", "beides" -> roles.addAll(EnumSet.allOf(Role.class));
                default -> {
                    // and, und, contact
                }
            }
        }
        return roles;
    }

    private static List<String> numbers(Set<String> values) {
        var numbers = new ArrayList<String>();
        for (var value : values) {
            for (var part : value.split("[,;]")) {
                var number = NUMBER.matcher(part);
                if (!number.find()) {
                    return List.of();
                }
                numbers.add(number.group());
            }
        }
        return numbers;
    }

    /** An address that no line explains could be what was really meant. */
    private boolean leavesNothingOut(ContactWish wish) {
        return unknown.stream()
                .allMatch(address ->
                        wish.email().filter(address::equalsIgnoreCase).isPresent());
    }

    // ---- plain words

    private Optional<ContactWish> plain() {
        if (UNCLEAR.matcher(text).find()) {
            return Optional.empty();
        }
        var others = known.stream().filter(address -> !address.equals(sender)).toList();
        if (others.size() > 1) {
            return Optional.empty();
        }
        var old = others.isEmpty() ? Optional.of(sender) : Optional.of(others.getFirst());
        if (unknown.size() == 1 && CHANGE.matcher(text).find()) {
            return Optional.of(new ContactWish(
                    old, Optional.empty(), unknown.stream().findFirst(), Optional.empty(), Optional.empty(), false));
        }
        if (!unknown.isEmpty()) {
            return Optional.empty();
        }
        if (!known.isEmpty()
                && LEAVE.matcher(text).find()
                && !PHONE.matcher(text).find()) {
            return Optional.of(
                    new ContactWish(old, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true));
        }
        var numbers = NUMBER.matcher(text)
                .results()
                .limit(2)
                .map(found -> found.group())
                .toList();
        var oneAtMost = old.isPresent()
                && onList.stream()
                        .filter(one -> one.isAt(old.get()))
                        .allMatch(one -> one.contact().phones().size() <= 1);
        return numbers.size() == 1
                        && oneAtMost
                        && PHONE.matcher(text).find()
                        && CHANGE.matcher(text).find()
                ? Optional.of(new ContactWish(
                        old, Optional.empty(), Optional.empty(), Optional.of(numbers), Optional.empty(), false))
                : Optional.empty();
    }

    // ---- addresses

    private static List<String> addresses(String text) {
        return ADDRESS.matcher(text)
                .results()
                .limit(50)
                .map(found -> lower(found.group()))
                .distinct()
                .toList();
    }

    private static String first(Set<String> values) {
        return values.iterator().next();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

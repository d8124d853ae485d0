package duenotice.portal;

import duenotice.contact.ContactChange;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactWish;
import duenotice.incident.IncidentId;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import duenotice.inventory.Role;
import duenotice.report.ServerId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form for changes of contacts, on the incident's page and on those behind links in mails about contacts. */
final class ContactForms {
    static final List<String> FIELDS = List.of("name", "email", "phones", "phone", "roles", "remove");

    private static final int CHANGES_LOOKED_AT = 50;

    private final ContactChanges changes;
    private final Inventory inventory;

    ContactForms(ContactChanges changes, Inventory inventory) {
        this.changes = changes;
        this.inventory = inventory;
    }

    /** The list that this reader is on, of those that speak for the server. */
    ContactOwner owner(ServerId server, String email) {
        var lists = inventory.contactBook().speakingFor(server);
        return lists.stream()
                .filter(list -> inventory.contactBook().of(list).stream().anyMatch(one -> one.isAt(email)))
                .findFirst()
                .orElseGet(lists::getFirst);
    }

    ContactForm form(ContactOwner owner, String email, Times times, Map<String, String> entered) {
        var own = inventory.contactBook().of(owner).stream()
                .filter(one -> one.isAt(email))
                .map(FiledContact::contact)
                .findFirst();
        return new ContactForm(
                entered.getOrDefault("name", own.map(Contact::name).orElse("")),
                entered.getOrDefault("email", own.map(Contact::email).orElse("")),
                entered.getOrDefault(
                        "phones",
                        own.map(one -> String.join(", ", one.phones())).orElse("")),
                entered.getOrDefault("roles", ""),
                entered.containsKey("remove"),
                changes.latest(Optional.of(owner), CHANGES_LOOKED_AT).stream()
                        .filter(ContactChange::isOpen)
                        .map(change -> times.words()
                                .say("contacts.waiting", change.name(), times.absolute(change.expiresAt())))
                        .toList());
    }

    /**
     * Empty where it was kept, else why not.
     *
     * @param fields as typed; those that were not sent are missing
     * @param by address of the reader
     */
    Optional<String> propose(
            Words words, ContactOwner owner, Map<String, String> fields, String by, Optional<IncidentId> incident) {
        var phones = Optional.ofNullable(fields.get("phones")).or(() -> Optional.ofNullable(fields.get("phone")));
        var wish = new ContactWish(
                Optional.empty(),
                filled(fields, "name"),
                filled(fields, "email"),
                phones.map(ContactForms::numbers),
                filled(fields, "roles").map(ContactForms::roles),
                filled(fields, "remove").isPresent());
        return refusal(words, changes.propose(owner, wish, Way.PAGE, by, incident, Optional.empty()));
    }

    private static Optional<String> filled(Map<String, String> fields, String field) {
        return Optional.ofNullable(fields.get(field)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static List<String> numbers(String text) {
        return Arrays.stream(text.split("[,;\\n]"))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .toList();
    }

    private static Set<Role> roles(String text) {
        var roles = EnumSet.noneOf(Role.class);
        if (text.contains("both")) {
            roles.addAll(EnumSet.allOf(Role.class));
        }
        Stream.of(Role.values()).filter(role -> text.contains(role.word())).forEach(roles::add);
        return roles;
    }

    /** Why an act on a change was refused; empty where it was done. */
    static Optional<String> refusal(Words words, ContactChanges.Outcome outcome) {
        return switch (outcome) {
            case ContactChanges.Outcome.Done ignored -> Optional.empty();
            case ContactChanges.Outcome.Refused refused ->
                Optional.of(
                        words.say("refused.contacts." + refused.why().word(), String.join(" ", refused.sentences())));
        };
    }

    /** One contact in a line. */
    static String line(Words words, Optional<Contact> contact, String nobody) {
        return contact.map(one -> Stream.concat(Stream.of(one.email()), one.phones().stream())
                                .collect(Collectors.joining(", "))
                        + " ("
                        + one.roles().stream()
                                .sorted()
                                .map(role -> words.say("contacts.role." + role.word()))
                                .collect(Collectors.joining(", "))
                        + ")")
                .orElseGet(() -> words.say("contacts." + nobody));
    }
}

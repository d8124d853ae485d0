package duenotice.contact;

import duenotice.inventory.Contact;
import duenotice.inventory.Role;
import java.util.Optional;
import java.util.stream.Collectors;

/** A change in one English line, for its history and the desk. */
public final class ChangeText {
    private ChangeText() {}

    public static String of(ContactChange change) {
        return of(change.before()) + " → " + of(change.after());
    }

    /** One contact, or that there is none. */
    public static String of(Optional<Contact> contact) {
        return contact.map(one -> one.email()
                        + (one.phones().isEmpty() ? "" : ", " + String.join(", ", one.phones()))
                        + " ("
                        + one.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", ")) + ")")
                .orElse("nobody");
    }
}

package duenotice.inventory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What somebody typed to be a contact, in the spelling of the inventory, or what is wrong with it. */
public sealed interface ContactEntry {
    /** As many numbers as an inventory file allows are far more than a round can ring; a form takes these. */
    int MOST_PHONES = 10;

    record Sound(Contact contact) implements ContactEntry {}

    /** @param sentences one for each thing that is wrong, in English */
    record Wrong(List<String> sentences) implements ContactEntry {
        public Wrong {
            sentences = List.copyOf(sentences);
        }
    }

    /** Numbers that nobody may ever dial are refused here: somebody is there to be asked for another one. */
    static ContactEntry read(String name, String email, List<String> phones, Set<Role> roles) {
        var wrong = new ArrayList<String>();
        var cleanName = "";
        var cleanEmail = "";
        try {
            cleanName = Spelling.name(name);
        } catch (Implausible implausible) {
            wrong.add(implausible.reason());
        }
        try {
            cleanEmail = Spelling.email(email.strip());
        } catch (Implausible implausible) {
            wrong.add(implausible.reason());
        }
        var numbers = new LinkedHashSet<String>();
        for (var phone : phones) {
            try {
                var number = PhoneNumber.given(phone.strip());
                if (number.isForbidden()) {
                    wrong.add(number.why());
                }
                numbers.add(number.text());
            } catch (Implausible implausible) {
                wrong.add(implausible.reason());
            }
        }
        if (numbers.size() > MOST_PHONES) {
            wrong.add("There are more than " + MOST_PHONES + " phone numbers.");
        }
        if (roles.isEmpty()) {
            wrong.add("A contact has at least one role: abuse or owner.");
        }
        return wrong.isEmpty()
                ? new Sound(new Contact(cleanName, cleanEmail, List.copyOf(numbers), roles))
                : new Wrong(wrong);
    }
}

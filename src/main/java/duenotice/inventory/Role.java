package duenotice.inventory;

import java.util.Arrays;
import java.util.Optional;

/** What a contact may be asked about: abuse notices first of all, the account itself as the fallback (R11). */
public enum Role {
    ABUSE("abuse"),
    OWNER("owner");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The word used in the inventory file and the database. */
    public String word() {
        return word;
    }

    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}

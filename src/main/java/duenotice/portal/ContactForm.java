package duenotice.portal;

import java.util.List;

/**
 * The form that asks for a change of contacts, with the reader's own entry in it.
 *
 * @param roles {@code abuse}, {@code owner}, {@code both}, or empty for as it is
 * @param waiting a sentence for each change that waits to be confirmed
 */
record ContactForm(String name, String email, String phones, String roles, boolean remove, List<String> waiting) {
    ContactForm {
        waiting = List.copyOf(waiting);
    }
}

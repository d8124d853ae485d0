package duenotice.desk;

import java.util.List;
import java.util.Optional;

/** Our letters, as the console looks at them before a customer does. */
public interface Letters {
    /** Names of all there are. */
    List<String> names();

    /** Tags of the languages that they are written in. */
    List<String> languages();

    /** Brands beside the provider itself. */
    List<String> brands();

    /**
     * One letter, with invented data or with those of an incident.
     *
     * @return empty where there is no such incident, or its letters are not for everybody's eyes
     * @throws IllegalArgumentException where there is no such letter
     */
    Optional<Shown> show(Choice choice);

    /**
     * Sends it to somebody who wants to see it in his own mail program, marked as a test.
     *
     * @return what became of it, in a sentence
     */
    String send(Choice choice, String to);

    /**
     * What is looked at.
     *
     * @param brand empty: the incident's own, or the provider
     */
    record Choice(String letter, String language, Optional<String> brand, Optional<Long> incident) {}

    /**
     * @param sender name and address
     * @param html a whole document
     */
    record Shown(String sender, String subject, String text, String html) {}
}

package duenotice.mail;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Text records of the domain name system. */
interface TextRecords {
    /**
     * The texts of each name that has answered in time; an empty list where it has none. A name that gave no answer is
     * missing.
     *
     * @param names in any spelling; the keys of the result are spelled alike
     */
    Map<String, List<String>> of(Collection<String> names);
}

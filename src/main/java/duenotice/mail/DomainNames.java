package duenotice.mail;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The domain name system, asked for records of many names at once. */
public interface DomainNames {
    /** The sorts of records that are asked for. */
    enum Sort {
        /** Texts, their pieces joined (RFC 7208 §3.3). */
        TEXT,
        /** Addresses of version 4, as literals. */
        IPV4,
        /** Addresses of version 6, as literals. */
        IPV6,
        /** Mail servers, each as its preference, a blank and its name without the last dot; {@code 0 .} takes none (RFC 7505). */
        MAIL,
        /** Names of an address whose {@code in-addr.arpa} or {@code ip6.arpa} name is asked, without the last dot. */
        NAME
    }

    /** @param name in any spelling of ASCII */
    record Question(String name, Sort sort) {}

    /**
     * What is known by now of each, without asking anybody; a name of which nothing is known is missing.
     */
    Map<Question, List<String>> kept(Collection<Question> questions);

    /**
     * The records of each name that has answered in time; an empty list where it has none or does not exist. What could not
     * be found out is missing: no answer in time, a failing name server, or a question that nobody may ask. Blocks for some
     * seconds at most.
     *
     * @param affordable asked once of each question that has to be sent
     */
    Map<Question, List<String>> of(Collection<Question> questions, Predicate<Question> affordable);
}

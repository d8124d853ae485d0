package duenotice.warning;

import duenotice.report.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds out which machines take the mail of a domain. Asked outside of transactions, for it may take some seconds. */
public interface MailHomes {
    /** Nobody is asked: where mailboxes live is not known. */
    MailHomes UNKNOWN = domains -> Map.of();

    /**
     * Addresses of the mail servers that come first, by domain in the spelling of the question. What could not be found
     * out is missing; a domain that takes no mail has none.
     */
    Map<String, List<Prefix>> of(Collection<String> domains);
}

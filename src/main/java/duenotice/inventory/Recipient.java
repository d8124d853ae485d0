package duenotice.inventory;

import java.time.ZoneId;
import java.util.List;

/**
 * An authorized contact with what a letter or call to it needs.
 *
 * @param phones in E.164 spelling, in the order in which they are to be called
 * @param language BCP 47 tag
 * @param forReseller true where this is the reseller's contact and the server belongs to the reseller's customer
 */
public record Recipient(
        String name, String email, List<String> phones, String language, ZoneId zone, boolean forReseller) {
    public Recipient {
        phones = List.copyOf(phones);
    }
}

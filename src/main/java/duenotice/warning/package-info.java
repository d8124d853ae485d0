/** Tells the customer: writes notices in the contact's language, hands them to the relay, reads what comes back undelivered. */
@NullMarked
package duenotice.warning;

import org.jspecify.annotations.NullMarked;

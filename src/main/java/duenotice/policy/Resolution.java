package duenotice.policy;

import duenotice.incident.Policy;
import java.util.Optional;

/**
 * Which policy serves an incident.
 *
 * @param staffTask a person must look at it too: nobody knows the type, or nothing of it may go by itself (R59)
 * @param warning why the customer's own policy does not serve, in a sentence for staff
 */
public record Resolution(Policy policy, boolean staffTask, Optional<String> warning) {}

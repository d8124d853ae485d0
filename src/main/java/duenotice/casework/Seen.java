package duenotice.casework;

import java.time.Instant;

/**
 * When what was reported of an incident was seen, over all its reports.
 *
 * @param sure false where a report gave no zone: the times may then be off by hours
 */
public record Seen(Instant first, Instant last, boolean sure) {}

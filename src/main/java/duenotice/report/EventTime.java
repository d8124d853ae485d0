package duenotice.report;

import java.time.Instant;

/**
 * When the reported thing happened, as far as the report says.
 *
 * @param at the instant in UTC; where the zone was missing, the stated local time read as UTC
 * @param zoneKnown false where the report named no zone, so that the instant is uncertain by up to 14 hours, and where
 *     it named no time at all and the date of its mail stands in
 */
public record EventTime(Instant at, boolean zoneKnown) {}

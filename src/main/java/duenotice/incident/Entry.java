package duenotice.incident;

import java.time.Instant;

/**
 * One line of an incident's timeline.
 *
 * @param seq counts from 1 within the incident, without gaps
 * @param at when it was written down, UTC; never earlier than the entry before unless the wall clock went wrong
 */
public record Entry(int seq, Instant at, Actor actor, IncidentEvent event) {}

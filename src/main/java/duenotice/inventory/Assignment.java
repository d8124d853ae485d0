package duenotice.inventory;

import duenotice.report.Prefix;
import java.time.Instant;
import java.util.Optional;

/**
 * That an address or prefix stood on a server.
 *
 * @param from first instant
 * @param until first instant at which it no longer did; empty while it does
 */
public record Assignment(Prefix address, Instant from, Optional<Instant> until) {}

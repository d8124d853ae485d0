package duenotice.inventory;

import duenotice.report.Prefix;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks whose something was.
 *
 * @param address where present, decides; host names then only tell apart those behind a shared address
 * @param hostname host or domain name as reported, of any spelling; asked by itself where there is no address
 * @param at the sure event time; empty where the report names none or names it without a zone
 */
public record Question(Optional<Prefix> address, Optional<String> hostname, Optional<Instant> at) {}

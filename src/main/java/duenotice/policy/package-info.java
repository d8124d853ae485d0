/** Reads, checks and versions policy files, and tells which policy serves an incident. */
@NullMarked
package duenotice.policy;

import org.jspecify.annotations.NullMarked;

/** Complaints become reports, and reports join incidents: who complains, of whom, and what it counts for. */
@NullMarked
package duenotice.intake;

import org.jspecify.annotations.NullMarked;

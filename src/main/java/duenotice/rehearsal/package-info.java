/** Rehearsal: stand-ins for the mail relay, the network and probes that record what they were asked, and a clock that is moved. */
@NullMarked
package duenotice.rehearsal;

import org.jspecify.annotations.NullMarked;

/** The staff console: board, incidents, queues, alarms and switches, written out by the server. */
@NullMarked
package duenotice.desk;

import org.jspecify.annotations.NullMarked;

/** What was reported: values that every other package speaks of. JDK only. */
@NullMarked
package duenotice.report;

import org.jspecify.annotations.NullMarked;

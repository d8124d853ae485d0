/** The judgement: an incident's timeline, its circumstances, its policy, and what to do next. Pure; JDK only. */
@NullMarked
package duenotice.incident;

import org.jspecify.annotations.NullMarked;

/** Asks strangers' servers over HTTP within bounds of time and size, and knows how long to leave one alone that failed. */
@NullMarked
package duenotice.fetch;

import org.jspecify.annotations.NullMarked;

/** Phones the authorized contacts: the numbers of a round in order, and what came of each call (R16-R20, R47, R75). */
@NullMarked
package duenotice.call;

import org.jspecify.annotations.NullMarked;

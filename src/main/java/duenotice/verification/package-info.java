/** Reads what customers answer, and asks the world whether the abuse persists. */
@NullMarked
package duenotice.verification;

import org.jspecify.annotations.NullMarked;

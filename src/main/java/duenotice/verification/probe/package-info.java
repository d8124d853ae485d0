/** Safe looks at servers of ours from outside (R45): what is asked, of whom it may be asked, and what an answer means. */
@NullMarked
package duenotice.verification.probe;

import org.jspecify.annotations.NullMarked;

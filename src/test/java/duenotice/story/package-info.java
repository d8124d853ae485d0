/** Whole stories, from the complaint's mail to the last notice, through the real parts on a real database with a clock that is moved. */
@NullMarked
package duenotice.story;

import org.jspecify.annotations.NullMarked;

/** What a complaint says: one reader per report format, tried by structure first, sender second, subject last. */
@NullMarked
package duenotice.intake.format;

import org.jspecify.annotations.NullMarked;

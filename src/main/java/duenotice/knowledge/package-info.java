/** Remedial measures for customers, article by article, and which of them fit an incident. */
@NullMarked
package duenotice.knowledge;

import org.jspecify.annotations.NullMarked;

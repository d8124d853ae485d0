/// Measures what the desk needs for its work, each figure beside what bare PostgreSQL needs in the same run.
@NullMarked
package duenotice.bench;

import org.jspecify.annotations.NullMarked;

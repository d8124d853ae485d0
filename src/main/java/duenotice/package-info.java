/// Where Duenotice is put together and started: the wiring and the command line.
@NullMarked
package duenotice;

import org.jspecify.annotations.NullMarked;

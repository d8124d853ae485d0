/** Who may come in, and what for: signed links, reply and bounce tokens, staff accounts, API keys, and what each role may do. */
@NullMarked
package duenotice.access;

import org.jspecify.annotations.NullMarked;

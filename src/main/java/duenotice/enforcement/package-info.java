/** Applies, confirms, watches and undoes measures on the provider's network, through one port with several drivers. */
@NullMarked
package duenotice.enforcement;

import org.jspecify.annotations.NullMarked;

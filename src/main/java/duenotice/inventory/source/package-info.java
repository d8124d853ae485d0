/** Reads the inventory where the provider keeps it: files, NetBox, OpenStack, WHMCS; and reads it again at its times. */
@NullMarked
package duenotice.inventory.source;

import org.jspecify.annotations.NullMarked;

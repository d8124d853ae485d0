/** Whose a server is: servers, addresses over time, customers and their authorized contacts, read from the provider's inventory file. */
@NullMarked
package duenotice.inventory;

import org.jspecify.annotations.NullMarked;
